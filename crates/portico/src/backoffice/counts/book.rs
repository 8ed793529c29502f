//! A count is booked as its page showed it: stock becomes what was counted. What was found goes to the lines that wait;
//! where less is there than is allocated, the last in the queue wait again.

use super::open::record;
use super::{Refusal, lock_open, store};
use crate::access::Staff;
use crate::catalogue::movements::Kind;
use crate::catalogue::put::{self, Why};
use crate::catalogue::stock::MAIN;
use crate::orders::allocate::{CoveredLine, give_on};
use crate::orders::ledger::Cause;
use crate::orders::shortage::take_away;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;

/// How many lines of orders got something of what was found, and how many wait again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Lines that got something.
    pub covered: usize,
    /// Lines that wait again.
    pub lost: usize,
}

/// Books a count; `seen` is what the page showed ([`store::shown`]).
///
/// # Errors
/// A [`Refusal`].
pub fn book(tx: &mut Tx, staff: &Staff, number: &str, seen: &str) -> Result<Booked, AppError> {
    let detail = store::get(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    let products: Vec<i64> = detail.counted().map(|line| line.product_id).collect();
    // Stock before the count, as everybody locks.
    let locked = put::lock(tx, &detail.count.location, &products)?;
    let (id, location) = lock_open(tx, staff, number)?;
    let detail = store::get(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    if store::shown(&detail) != seen {
        return Err(Refusal::Changed.into());
    }
    let changes: Vec<(i64, i64)> = detail
        .counted()
        .filter_map(|line| {
            Some((line.product_id, line.counted? - locked.get(&line.product_id)?.on_hand))
        })
        .collect();
    if changes.is_empty() {
        return Err(Refusal::NothingCounted.into());
    }
    let source = format!("count:{}", detail.count.number);
    let login_id = Some(staff.login.id);
    let why =
        Why { kind: Kind::Count, source: &source, reason: Some(&detail.count.number), login_id };
    let (_, freed) = put::put(tx, &location, &changes, why)?;
    close(tx, staff, id, &changes, &detail)?;
    let cause = Cause { source: &source, login_id };
    let covered = give_on(tx, freed, cause)?;
    let lost = if location == MAIN { take_away(tx, &products, cause)? } else { Default::default() };
    let signed = |line: &CoveredLine, sign: i64| (line.line_id, sign * line.quantity);
    let moved: Vec<(i64, i64)> = (covered.lines.iter().map(|line| signed(line, 1)))
        .chain(lost.lines.iter().map(|line| signed(line, -1)))
        .collect();
    write_moved(tx, id, &moved)?;
    record(tx, staff, number, "count_booked", changes.len())?;
    Ok(Booked { covered: covered.lines.len(), lost: lost.lines.len() })
}

fn close(
    tx: &mut Tx,
    staff: &Staff,
    id: i64,
    changes: &[(i64, i64)],
    detail: &store::CountDetail,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec_each_one(
        "update stock_counts set state = 'booked', done_at = $2, done_by = $3
         where id = $1 and state = 'open'",
        &[args![id, now, staff.login.id]],
    )?;
    let on_hand =
        |product: i64| detail.lines.iter().find(|l| l.product_id == product).map(|l| l.on_hand);
    let rows: Vec<_> =
        changes.iter().map(|(product, _)| args![id, *product, on_hand(*product)]).collect();
    tx.exec_each_one(
        "update stock_count_lines set on_hand = $3 where count_id = $1 and product_id = $2",
        &rows,
    )
}

fn write_moved(tx: &mut Tx, id: i64, moved: &[(i64, i64)]) -> Result<(), DbError> {
    let rows: Vec<_> = moved.iter().map(|(line, quantity)| args![id, *line, *quantity]).collect();
    tx.exec_each_one(
        "insert into stock_count_moved (count_id, order_line_id, quantity) values ($1, $2, $3)",
        &rows,
    )
}
