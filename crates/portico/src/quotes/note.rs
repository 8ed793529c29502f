//! Notes of staff on a quotation. Nothing for customers reads their table.

use super::Refusal;
use super::write::{record, writable};
use crate::access::Staff;
use crate::orders::draft::clean;
use crate::orders::note::{LONGEST, Note};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::AppError;
use portico_types::Moment;

/// Notes of one quotation at most.
const MOST: i64 = 200;

/// Writes a note.
///
/// # Errors
/// 404 without such a quotation, 422 for no text or one that is too long.
pub fn add(tx: &mut Tx, staff: &Staff, number: &str, text: &str) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    let text = clean(text).filter(|text| text.chars().count() <= LONGEST);
    let text = text.ok_or(Refusal::BadText { field: "note", most: LONGEST })?;
    let (id, now) = (tx.new_id(), tx.now());
    let _ = tx.exec(
        "insert into quote_notes (id, quote_id, login_id, at, note) values ($1, $2, $3, $4, $5)",
        args![id, head.id, staff.login.id, now, &text],
    )?;
    record(tx, staff, (&head.number, head.customer_id), "quote_noted")
}

/// The notes on a quotation, newest first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, quote_id: i64) -> Result<Vec<Note>, DbError> {
    let rows = view.all::<(i64, String, String)>(
        "select n.at, l.name, n.note from quote_notes n join logins l on l.id = n.login_id
         where n.quote_id = $1 order by n.id desc limit $2",
        args![quote_id, MOST],
    )?;
    Ok(rows.into_iter().map(|(at, by, text)| Note { at: Moment(at), by, text }).collect())
}
