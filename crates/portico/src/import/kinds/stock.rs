//! Columns of `portico import stock`. What comes in goes to the lines that wait for it, in the same batch.

use super::Context;
use super::single::Single;
use crate::catalogue::import_stock::{Deed, StockRow};
use crate::import::cells::{Cell, Cells, Column, Shape};
use crate::orders::allocate;
use crate::orders::ledger::Cause;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::importing::{Imported, Planned};

impl Imported for StockRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[StockRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        StockRow::plan(view, rows)
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        let freed = StockRow::keep(tx, deeds)?;
        let _ = allocate::give_on(tx, freed, Cause { source: "import", login_id: None })?;
        Ok(())
    }
}

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
