//! Shipped quantities come back: the counter `returned` of a line, which is never more than was shipped. Stages stay as
//! they are; what came back is a fact of its own.

use crate::platform::db::{DbError, Tx, args};

/// Counts quantities of lines as returned. The order must be locked. Answers with the place of the first line of which more
/// would come back than was shipped; then nothing may be kept.
///
/// # Errors
/// What the database says.
pub fn take_back(tx: &mut Tx, lines: &[(i64, i64)]) -> Result<Option<usize>, DbError> {
    let rows: Vec<_> = lines.iter().map(|(line_id, quantity)| args![*line_id, *quantity]).collect();
    let counts = tx.exec_many(
        "update order_lines set returned = returned + $2
         where id = $1 and returned + $2 > returned and returned + $2 <= shipped",
        &rows,
    )?;
    Ok(counts.iter().position(|count| *count != 1))
}
