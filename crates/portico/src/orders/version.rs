//! The version of an order: it grows with every decision on it, so that of two people who decide at once the second is
//! told that the order is no longer what they looked at.

use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{Problem, Text};

/// Counts one up, if the order is still as somebody saw it. The head is locked from then on.
///
/// # Errors
/// What the database says.
pub fn claim(tx: &mut Tx, order_id: i64, seen: i64) -> Result<bool, DbError> {
    let claimed = tx.exec(
        "update orders set version = version + 1 where id = $1 and version = $2",
        args![order_id, seen],
    )?;
    Ok(claimed == 1)
}

/// Counts one up, whatever somebody saw.
///
/// # Errors
/// What the database says.
pub fn bump(tx: &mut Tx, order_id: i64) -> Result<(), DbError> {
    let _ = tx.exec("update orders set version = version + 1 where id = $1", args![order_id])?;
    Ok(())
}

/// Somebody else decided meanwhile.
#[must_use]
pub fn changed_meanwhile() -> Problem {
    Problem::new(409, "changed_meanwhile", Text::plain("order-changed-meanwhile"))
}
