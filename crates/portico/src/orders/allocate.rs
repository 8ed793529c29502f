//! Gives free stock to the lines that wait for it, in the order of the queue: priority, then the moment of the order, then
//! the line. Whoever makes stock free calls this in the same transaction, so that after every commit no product has free
//! stock while a line that could take it waits (`doctor` looks).
//!
//! An order that goes out whole holds what it gets, and waits.

use super::Stage;
use super::ledger::{self, Cause, Move};
use super::mail;
use crate::catalogue::stock::{self, Freed};
use crate::platform::db::{DbError, Tx, args};
use std::collections::BTreeMap;

/// Lines read at a time of each product.
const PAGE: i64 = 500;

/// What was given to lines that waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// In the order of the queue, product by product.
    pub lines: Vec<CoveredLine>,
}

/// What a line got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveredLine {
    /// Its order.
    pub order_id: i64,
    /// Its id.
    pub line_id: i64,
    /// How much it got, in the line's smallest step.
    pub quantity: i64,
    /// How much it still lacks.
    pub lacking: i64,
}

/// A line that waits, and its place in the queue.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    order_id: i64,
    lacking: i64,
    place: Place,
}

/// Priority, moment, line.
type Place = (i64, i64, i64);

/// Gives on what came free. Call it with what every deed that makes stock free answers, in the same transaction.
///
/// # Errors
/// What the database says.
pub fn give_on(tx: &mut Tx, freed: Freed, cause: Cause<'_>) -> Result<Covered, DbError> {
    allocate_backorders(tx, &freed.products(), cause)
}

/// Gives free stock of these products to the lines that wait. Their stock rows must be locked by this transaction, before
/// it locked any order. A constant number of round trips, and one more for every `PAGE` lines that get something.
///
/// # Errors
/// What the database says.
pub fn allocate_backorders(
    tx: &mut Tx,
    product_ids: &[i64],
    cause: Cause<'_>,
) -> Result<Covered, DbError> {
    let covered = share(tx, product_ids, cause)?;
    let orders: Vec<i64> = covered.lines.iter().map(|line| line.order_id).collect();
    mail::backorders_covered(tx, cause.source, &orders)?;
    Ok(covered)
}

/// The same, telling nobody: for a deed that tells of it itself.
///
/// # Errors
/// What the database says.
pub(super) fn share(
    tx: &mut Tx,
    product_ids: &[i64],
    cause: Cause<'_>,
) -> Result<Covered, DbError> {
    if product_ids.is_empty() {
        return Ok(Covered::default());
    }
    let locked = stock::lock(tx, product_ids)?;
    let free = locked.into_iter().map(|(id, locked)| (id, locked.free()));
    let free: BTreeMap<i64, i64> = free.filter(|(_, free)| *free > 0).collect();
    let covered = share_out(tx, free)?;
    let step = |line: &CoveredLine| {
        let (from, to) = (Stage::Backordered, Stage::Allocated);
        (line.order_id, Move { line_id: line.line_id, from, to, quantity: line.quantity })
    };
    let moves: Vec<_> = covered.lines.iter().map(step).collect();
    let _ = ledger::apply(tx, &moves, cause)?;
    Ok(covered)
}

/// Who gets what of this free stock by product: the first in the queue until nothing is left.
fn share_out(tx: &mut Tx, free: BTreeMap<i64, i64>) -> Result<Covered, DbError> {
    let mut covered = Covered::default();
    let mut open: Vec<(i64, i64, Place)> =
        free.into_iter().map(|(id, free)| (id, free, (i64::MIN, i64::MIN, i64::MIN))).collect();
    while !open.is_empty() {
        let queues = queues(tx, &open)?;
        for ((_, free, after), queue) in open.iter_mut().zip(&queues) {
            for line in queue {
                let quantity = line.lacking.min(*free);
                if quantity == 0 {
                    break;
                }
                *free -= quantity;
                let (order_id, line_id) = (line.order_id, line.place.2);
                let lacking = line.lacking - quantity;
                covered.lines.push(CoveredLine { order_id, line_id, quantity, lacking });
            }
            // Nothing is left, or nobody waits any more: the product is done with.
            match queue.last() {
                Some(last) if queue.len() as i64 == PAGE => *after = last.place,
                _ => *free = 0,
            }
        }
        open.retain(|(_, free, _)| *free > 0);
    }
    Ok(covered)
}

fn queues(tx: &mut Tx, open: &[(i64, i64, Place)]) -> Result<Vec<Vec<Waiting>>, DbError> {
    let row = |(product_id, _, (priority, at, line)): &(i64, i64, Place)| {
        args![*product_id, *priority, *at, *line, PAGE]
    };
    let keys: Vec<_> = open.iter().map(row).collect();
    let rows = tx.all_many::<(i64, i64, i64, i64, i64)>(
        "select l.order_id, l.backordered, l.priority, l.queue_at, l.id
         from order_lines l
         join orders o on o.id = l.order_id
         where l.product_id = $1 and l.backordered > 0 and l.supplied_from = 'stock'
           and o.status in ('placed', 'confirmed')
           and not exists (select 1 from order_erp_refs r
                           where r.order_id = o.id and r.erp_ref not like 'backoffice:%')
           and (l.priority, l.queue_at, l.id) > ($2, $3, $4)
         order by l.priority, l.queue_at, l.id
         limit $5",
        &keys,
    )?;
    let waiting = |(order_id, lacking, priority, at, line): (i64, i64, i64, i64, i64)| Waiting {
        order_id,
        lacking,
        place: (priority, at, line),
    };
    Ok(rows.into_iter().map(|rows| rows.into_iter().map(waiting).collect()).collect())
}
