//! A note is closed when everything is picked: its parcels wait for the carrier. Where less is there than the note asks for,
//! it is closed with what is picked, and the rest is reserved as before; a packed note can be opened again.

use super::{Locked, Refusal, lock, lock_open, store};
use crate::access::Staff;
use crate::orders::Stage;
use crate::orders::ledger::{self, Cause, Move};
use crate::orders::shipping::handled;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;

use super::State;

/// Closes a note of which everything is picked.
///
/// # Errors
/// A [`Refusal`].
pub fn close(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), AppError> {
    let note = lock_open(tx, staff.role, number)?;
    close_complete(tx, staff, note, number)
}

/// The guard stands in the statement: a note of which something is missing is not closed.
fn close_complete(tx: &mut Tx, staff: &Staff, note: Locked, number: &str) -> Result<(), AppError> {
    let now = tx.now();
    let closed = tx.exec(
        "update goods_out_notes set state = 'packed', done_at = $2, done_by = $3
         where id = $1 and state = 'open' and not exists
             (select 1 from goods_out_lines l where l.note_id = $1 and l.picked < l.quantity)",
        args![note.id, now, staff.login.id],
    )?;
    if closed != 1 {
        return Err(Refusal::NotComplete.into());
    }
    Ok(record(tx, staff, number, "note_packed")?)
}

/// Closes a note with what is picked of it; what is not goes back to being reserved. An order that goes out whole is not
/// packed short.
///
/// # Errors
/// A [`Refusal`].
pub fn close_short(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), AppError> {
    super::check(staff.role)?;
    let order_id = order_of(tx, number)?;
    let _ = ledger::lock_with_stock(tx, &[order_id])?;
    let note = lock_open(tx, staff.role, number)?;
    let lines = store::lines(tx, staff, note.id)?;
    if lines.iter().all(|line| line.picked == 0) {
        return Err(Refusal::NothingPicked.into());
    }
    let short: Vec<_> = lines.iter().filter(|line| line.rest() > 0).collect();
    let heads = handled::heads(tx, staff, &[note.order_id])?;
    if !short.is_empty() && heads.iter().any(|head| !head.part_deliveries) {
        return Err(Refusal::GoesOutWhole.into());
    }
    let back: Vec<(i64, i64)> =
        short.iter().map(|line| (line.order_line_id, line.rest())).collect();
    give_back(tx, staff, (note.order_id, number), &back)?;
    let rows: Vec<_> =
        short.iter().map(|line| args![note.id, line.position, line.rest()]).collect();
    tx.exec_each_one(
        "update goods_out_lines set quantity = quantity - $3
         where note_id = $1 and position = $2 and quantity - $3 = picked",
        &rows,
    )?;
    let _ =
        tx.exec("delete from goods_out_lines where note_id = $1 and quantity = 0", args![note.id])?;
    close_complete(tx, staff, note, number)
}

/// Opens a packed note again.
///
/// # Errors
/// A [`Refusal`].
pub fn open_again(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), AppError> {
    super::check(staff.role)?;
    let note = lock(tx, number)?;
    let opened = tx.exec(
        "update goods_out_notes set state = 'open', done_at = null, done_by = null
         where id = $1 and state = 'packed'",
        args![note.id],
    )?;
    if opened != 1 {
        return Err(Refusal::NotPacked(note.state).into());
    }
    Ok(record(tx, staff, number, "note_opened_again")?)
}

/// The order of a note, read before anything is locked: orders are locked before notes.
pub(super) fn order_of(tx: &mut Tx, number: &str) -> Result<i64, AppError> {
    let found = tx.one::<i64>(
        "select order_id from goods_out_notes where number_key = $1",
        args![&super::number_key(number)],
    )?;
    found.ok_or_else(|| Refusal::NotFound.into())
}

/// Released quantities of lines are only allocated again.
pub(super) fn give_back(
    tx: &mut Tx,
    staff: &Staff,
    (order_id, number): (i64, &str),
    lines: &[(i64, i64)],
) -> Result<(), DbError> {
    let moves: Vec<(i64, Move)> = lines
        .iter()
        .filter(|(_, quantity)| *quantity > 0)
        .map(|(line_id, quantity)| {
            let (line_id, quantity) = (*line_id, *quantity);
            (order_id, Move { line_id, from: Stage::Released, to: Stage::Allocated, quantity })
        })
        .collect();
    let source = format!("note:{}", number.to_uppercase());
    let cause = Cause { source: &source, login_id: Some(staff.login.id) };
    let _ = ledger::apply(tx, &moves, cause)?;
    Ok(())
}

/// Writes down who did it.
pub(super) fn record(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    verb: &'static str,
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("note:{}", number.to_uppercase()),
        facts: serde_json::json!({}),
        free_text: None,
    };
    activity::record(tx, &deed)
}

/// The states in which a note still holds what was released by it.
pub(super) const HOLDING: [State; 2] = [State::Open, State::Packed];
