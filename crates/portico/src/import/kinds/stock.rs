//! Columns of `portico import stock`.

use super::{Reading, row_by_row};
use crate::catalogue::import_stock::StockRow;
use crate::import::cells::{Cell, Cells, Column};
use crate::import::file::Sheet;

const COLUMNS: &[Column] = &[Column::new("sku").needed(), Column::new("on_hand").needed()];

/// Reads stock.
///
/// # Errors
/// A file lacks a needed column.
pub fn read(sheets: &[Sheet]) -> anyhow::Result<Reading<StockRow>> {
    row_by_row(sheets, (COLUMNS, &[]), |row: &StockRow| row.sku.key(), parse)
}

fn parse(cells: &Cells<'_>) -> Cell<StockRow> {
    Ok(StockRow {
        sku: cells.sku("sku")?.ok_or("`sku` is empty")?,
        on_hand: cells.needed("on_hand", 40)?,
    })
}
