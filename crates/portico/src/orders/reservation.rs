//! Whether stock that is reserved for an order stays with it, or goes to whichever order is processed first.

use super::Stage;
use super::ledger::{self, Cause, Move};
use crate::catalogue::stock::MAIN;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::settings::{Setting, SettingValue};
use std::collections::BTreeMap;

/// Holders read at a time of each product.
const PAGE: i64 = 500;

/// What a reservation is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// What is reserved stays with its order.
    Strict,
    /// An order that is confirmed takes what it lacks from orders that are not confirmed yet, the last in the queue first.
    FirstProcessed,
}

impl SettingValue for Reservation {
    fn read(text: &str) -> Option<Reservation> {
        match text {
            "strict" => Some(Reservation::Strict),
            "first_processed" => Some(Reservation::FirstProcessed),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            Reservation::Strict => "strict",
            Reservation::FirstProcessed => "first_processed",
        }
        .to_owned()
    }
}

/// Whether a confirmed order takes stock from orders that are not confirmed.
pub const RESERVATION: Setting<Reservation> =
    Setting { key: "orders.reservation", default: || Reservation::Strict };

/// A line that holds stock: order, line, how much, and its place in the queue.
type Holder = (i64, i64, i64, i64, i64);

/// What is still lacking of a product, and up to which place in its queue the holders were asked.
struct Need {
    product_id: i64,
    lacking: i64,
    before: (i64, i64, i64),
}

/// A line that lacks stock: order, line, product, how much.
type Lacking = (i64, i64, i64, i64);

/// Gives orders that were just confirmed what they lack, from orders that are not confirmed, in the order of the queue;
/// what those held is backordered again. A constant number of round trips, however many orders.
///
/// # Errors
/// What the database says.
pub(super) fn take(tx: &mut Tx, orders: &[i64], cause: Cause<'_>) -> Result<(), DbError> {
    let lacking = lacking(tx, orders)?;
    let (mut given, mut moves) = given_up(tx, &lacking)?;
    for (order_id, line_id, product_id, units) in lacking {
        let left = given.entry(product_id).or_default();
        let quantity = units.min(*left);
        *left -= quantity;
        if quantity > 0 {
            let (from, to) = (Stage::Backordered, Stage::Allocated);
            moves.push((order_id, Move { line_id, from, to, quantity }));
        }
    }
    // What one gives up the other holds: nothing comes free.
    let _ = ledger::apply(tx, &moves, cause)?;
    Ok(())
}

/// What these orders lack, in the order of the queue. Locks them with their stock.
fn lacking(tx: &mut Tx, orders: &[i64]) -> Result<Vec<Lacking>, DbError> {
    let mut found: Vec<Lacking> = Vec::new();
    for (order_id, lines) in ledger::lock_with_stock(tx, orders)? {
        for line in lines.iter().filter(|line| line.supplied_from == "stock") {
            let units = line.stages[Stage::Backordered as usize];
            if let Some(product_id) = line.product_id.filter(|_| units > 0) {
                found.push((order_id, line.line_id, product_id, units));
            }
        }
    }
    let keys: Vec<_> = found.iter().map(|(_, line_id, ..)| args![*line_id]).collect();
    let places = tx.all_many::<(i64, i64)>(
        "select priority, queue_at from order_lines where id = $1",
        &keys,
    )?;
    let mut queued: Vec<_> = found.into_iter().zip(places.into_iter().flatten()).collect();
    queued.sort_by_key(|((_, line_id, ..), place)| (*place, *line_id));
    Ok(queued.into_iter().map(|(lacking, _)| lacking).collect())
}

/// How much of each product was given up, and the moves.
type GivenUp = (BTreeMap<i64, i64>, Vec<(i64, Move)>);

/// What orders that are not confirmed give up of what is lacking: how much of each product, and the moves.
fn given_up(tx: &mut Tx, lacking: &[Lacking]) -> Result<GivenUp, DbError> {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for (.., product_id, units) in lacking {
        *sums.entry(*product_id).or_default() += units;
    }
    let edge = (i64::MAX, i64::MAX, i64::MAX);
    let mut open: Vec<Need> = sums
        .into_iter()
        .map(|(product_id, lacking)| Need { product_id, lacking, before: edge })
        .collect();
    let (mut given, mut moves) = (BTreeMap::<i64, i64>::new(), Vec::new());
    while !open.is_empty() {
        let holders = holders(tx, &open)?;
        for (need, holders) in open.iter_mut().zip(&holders) {
            for (holder, line_id, held, ..) in holders {
                let quantity = (*held).min(need.lacking);
                if quantity == 0 {
                    break;
                }
                need.lacking -= quantity;
                *given.entry(need.product_id).or_default() += quantity;
                let (from, to) = (Stage::Allocated, Stage::Backordered);
                moves.push((*holder, Move { line_id: *line_id, from, to, quantity }));
            }
            match holders.last() {
                Some((_, line_id, _, priority, at)) if holders.len() as i64 == PAGE => {
                    need.before = (*priority, *at, *line_id);
                }
                _ => need.lacking = 0,
            }
        }
        open.retain(|need| need.lacking > 0);
    }
    Ok((given, moves))
}

fn holders(tx: &mut Tx, open: &[Need]) -> Result<Vec<Vec<Holder>>, DbError> {
    let row = |need: &Need| {
        let (priority, at, line) = need.before;
        args![need.product_id, priority, at, line, MAIN, PAGE]
    };
    let keys: Vec<_> = open.iter().map(row).collect();
    tx.all_many::<Holder>(
        "select l.order_id, l.id, l.allocated, l.priority, l.queue_at
         from allocations a
         join order_lines l on l.id = a.order_line_id
         join orders o on o.id = l.order_id
         where a.product_id = $1 and a.location = $5 and l.allocated > 0
           and o.status = 'placed'
           and not exists (select 1 from order_erp_refs r
                           where r.order_id = o.id and r.erp_ref not like 'backoffice:%')
           and (l.priority, l.queue_at, l.id) < ($2, $3, $4)
         order by l.priority desc, l.queue_at desc, l.id desc
         limit $6",
        &keys,
    )
}
