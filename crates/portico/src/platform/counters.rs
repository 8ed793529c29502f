//! Numbers in a row, drawn from the database so that several servers never draw the same.

use super::db::{DbError, Tx, args};

/// The next number of this counter; the first is `first`. The counter's row stays locked until the
/// transaction ends, so draw late. A transaction that fails leaves a gap.
pub fn next(tx: &mut Tx, name: &'static str, first: i64) -> Result<i64, DbError> {
    let value = tx.one::<i64>(
        "insert into counters (name, value) values ($1, $2)
         on conflict (name) do update set value = counters.value + 1 returning value",
        args![name, first],
    )?;
    value.ok_or_else(|| DbError::Failed("a counter gave no number".to_owned()))
}
