//! Notes of staff on an order. They stand in a table of their own that nothing for customers reads: no page, mail, file or
//! answer of the API.

use super::store::number_key;
use crate::access::{Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::Moment;

/// The longest note, in characters.
pub const LONGEST: usize = 2_000;
/// Notes of one order at most.
const MOST: i64 = 200;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When it was written.
    pub at: Moment,
    /// Who wrote it.
    pub by: String,
    /// The text.
    pub text: String,
}

/// Writes a note on an order.
///
/// # Errors
/// 404 without such an order, 422 for no text or one that is too long.
pub fn add(tx: &mut Tx, staff: &Staff, number: &str, text: &str) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        let said = Text::plain("note-needed").with("most", LONGEST);
        return Err(Problem::invalid(vec![FieldProblem::new("note", "required", said)]).into());
    }
    let order = tx.one::<(i64, i64, String)>(
        "select id, customer_id, number from orders where number_key = $1",
        args![&number_key(number)],
    )?;
    let (order_id, customer_id, number) = order.ok_or_else(Problem::not_found)?;
    let (id, now) = (tx.new_id(), tx.now());
    let _ = tx.exec(
        "insert into order_notes (id, order_id, login_id, at, note) values ($1, $2, $3, $4, $5)",
        args![id, order_id, staff.login.id, now, text],
    )?;
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(customer_id),
        verb: "order_noted",
        object: &format!("order:{number}"),
        facts: serde_json::json!({ "note": id }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

/// The notes on an order, newest first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, order_id: i64) -> Result<Vec<Note>, DbError> {
    let rows = view.all::<(i64, String, String)>(
        "select n.at, l.name, n.note from order_notes n join logins l on l.id = n.login_id
         where n.order_id = $1 order by n.id desc limit $2",
        args![order_id, MOST],
    )?;
    Ok(rows.into_iter().map(|(at, by, text)| Note { at: Moment(at), by, text }).collect())
}
