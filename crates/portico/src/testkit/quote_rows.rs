//! Quotations as if they had been sent a while ago: what happened long before cannot be done by verbs.

use crate::args;
use crate::platform::db::{DbError, Tx};

/// Sent and dated so many milliseconds earlier, and open until this day.
///
/// # Errors
/// What the database says.
pub(crate) fn make_older(
    tx: &mut Tx,
    number: &str,
    (ms, valid_until): (i64, &str),
) -> Result<(), DbError> {
    let key = number.to_lowercase();
    let _ = tx.exec(
        "update quotes set dated_at = dated_at - $2, created_at = created_at - $2
         where number_key = $1",
        args![&key, ms],
    )?;
    let _ = tx.exec(
        "update quote_revisions set sent_at = sent_at - $2, valid_until = $3
         where quote_id in (select id from quotes where number_key = $1) and sent_at is not null",
        args![&key, ms, valid_until],
    )?;
    Ok(())
}
