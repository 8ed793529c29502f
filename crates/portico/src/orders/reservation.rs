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

/// Gives an order that was just confirmed what it lacks, from orders that are not confirmed; what they held is backordered
/// again. The order must be locked with its stock.
///
/// # Errors
/// What the database says.
pub(super) fn take(tx: &mut Tx, order_id: i64, cause: Cause<'_>) -> Result<(), DbError> {
    let lines = ledger::lock_with_stock(tx, &[order_id])?.remove(&order_id).unwrap_or_default();
    let mut lacking: Vec<(i64, i64, i64)> = Vec::new();
    for line in lines.iter().filter(|line| line.supplied_from == "stock") {
        let units = line.stages[Stage::Backordered as usize];
        if let Some(product_id) = line.product_id.filter(|_| units > 0) {
            lacking.push((line.line_id, product_id, units));
        }
    }
    let (mut given, mut moves) = given_up(tx, order_id, &lacking)?;
    for (line_id, product_id, units) in lacking {
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

/// How much of each product was given up, and the moves.
type GivenUp = (BTreeMap<i64, i64>, Vec<(i64, Move)>);

/// What orders that are not confirmed give up of what is lacking: how much of each product, and the moves.
fn given_up(tx: &mut Tx, order_id: i64, lacking: &[(i64, i64, i64)]) -> Result<GivenUp, DbError> {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for (_, product_id, units) in lacking {
        *sums.entry(*product_id).or_default() += units;
    }
    let edge = (i64::MAX, i64::MAX, i64::MAX);
    let mut open: Vec<Need> = sums
        .into_iter()
        .map(|(product_id, lacking)| Need { product_id, lacking, before: edge })
        .collect();
    let (mut given, mut moves) = (BTreeMap::<i64, i64>::new(), Vec::new());
    while !open.is_empty() {
        let holders = holders(tx, order_id, &open)?;
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

fn holders(tx: &mut Tx, order_id: i64, open: &[Need]) -> Result<Vec<Vec<Holder>>, DbError> {
    let row = |need: &Need| {
        let (priority, at, line) = need.before;
        args![need.product_id, order_id, priority, at, line, MAIN, PAGE]
    };
    let keys: Vec<_> = open.iter().map(row).collect();
    tx.all_many::<Holder>(
        "select l.order_id, l.id, l.allocated, l.priority, l.queue_at
         from allocations a
         join order_lines l on l.id = a.order_line_id
         join orders o on o.id = l.order_id
         where a.product_id = $1 and a.location = $6 and l.allocated > 0 and o.id <> $2
           and o.status = 'placed'
           and not exists (select 1 from order_erp_refs r
                           where r.order_id = o.id and r.erp_ref not like 'backoffice:%')
           and (l.priority, l.queue_at, l.id) < ($3, $4, $5)
         order by l.priority desc, l.queue_at desc, l.id desc
         limit $7",
        &keys,
    )
}
