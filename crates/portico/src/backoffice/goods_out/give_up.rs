//! A note is taken back while nothing of it has left: what it released is reserved as before.

use super::pack::{HOLDING, give_back, order_of, record};
use super::{Refusal, lock, store};
use crate::access::Staff;
use crate::orders::ledger;
use crate::orders::store::number_key;
use crate::platform::db::{Tx, args};
use crate::platform::problem::AppError;

/// Takes a note back.
///
/// # Errors
/// A [`Refusal`].
pub fn withdraw(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), AppError> {
    super::check(staff.role)?;
    let order_id = order_of(tx, number)?;
    let _ = ledger::lock_with_stock(tx, &[order_id])?;
    let note = lock(tx, number)?;
    if !HOLDING.contains(&note.state) {
        return Err(Refusal::NotOpen(note.state).into());
    }
    let lines = store::lines(tx, staff, note.id)?;
    let back: Vec<(i64, i64)> =
        lines.iter().map(|line| (line.order_line_id, line.quantity.units)).collect();
    give_back(tx, staff, (note.order_id, number), &back)?;
    let now = tx.now();
    tx.exec_each_one(
        "update goods_out_notes set state = 'withdrawn', done_at = $2, done_by = $3
         where id = $1 and state in ('open', 'packed')",
        &[args![note.id, now, staff.login.id]],
    )?;
    Ok(record(tx, staff, number, "note_withdrawn")?)
}

/// Takes back every note of an order that has not left and holds one of these lines (their numbers; none: any line), so that
/// they can be cancelled. Answers with the numbers of the notes. Call it before `orders::cancel`, in the same transaction.
///
/// # Errors
/// What the database says.
pub fn of_order(
    tx: &mut Tx,
    staff: &Staff,
    order: &str,
    lines: &[i64],
) -> Result<Vec<String>, AppError> {
    let held = tx.all::<(String, i64)>(
        "select distinct n.number, l.line
         from orders o
         join goods_out_notes n on n.order_id = o.id
         join goods_out_lines g on g.note_id = n.id
         join order_lines l on l.id = g.order_line_id
         where o.number_key = $1 and n.state in ('open', 'packed') order by n.number limit 5000",
        args![&number_key(order)],
    )?;
    let mut numbers: Vec<String> = held
        .into_iter()
        .filter(|(_, line)| lines.is_empty() || lines.contains(line))
        .map(|(number, _)| number)
        .collect();
    numbers.dedup();
    for number in &numbers {
        withdraw(tx, staff, number)?;
    }
    Ok(numbers)
}
