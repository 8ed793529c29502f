//! Columns of `portico import stock`.

use super::Context;
use super::single::Single;
use crate::catalogue::import_stock::StockRow;
use crate::import::cells::{Cell, Cells, Column, Shape};

/// The columns.
pub const COLUMNS: &[Column] =
    &[Column::new("sku").needed(), Column::new("on_hand").needed().of(Shape::Number)];

/// Reads stock.
#[must_use]
pub fn reading(context: Context) -> Single<StockRow> {
    Single { columns: COLUMNS, ignored: &[], key: |row| row.sku.key(), parse, context }
}

fn parse(cells: &Cells<'_>, _context: &Context) -> Cell<StockRow> {
    Ok(StockRow {
        sku: cells.sku("sku")?.ok_or("`sku` is empty")?,
        on_hand: cells.needed("on_hand", 40)?,
    })
}
