//! The ledger of order lines: moves of quantities between stages, append-only. The columns of
//! `order_lines` are its running sums; nobody else changes them after a line was written.
//!
//! Whoever moves quantities locks in this order: stock rows (by product), heads of orders (by id), credit. A counted
//! product's stock row thereby guards every line of that product, also those of orders whose head nobody locked: who gives
//! stock to the lines that wait needs no head.

use super::Stage;
use crate::catalogue::stock::{self, Change, Freed, MAIN};
use crate::platform::db::{DbError, Tx, args};
use std::collections::{BTreeMap, BTreeSet};

/// A quantity of a line goes from one stage to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Id of the line.
    pub line_id: i64,
    /// Where it stands.
    pub from: Stage,
    /// Where it goes.
    pub to: Stage,
    /// How much, in the line's smallest step.
    pub quantity: i64,
}

/// Why quantities move.
#[derive(Clone, Copy, Debug)]
pub struct Cause<'a> {
    /// What it was: `goods_in:G-12`, `note:N-7`, `cancelled:P-100001:7`.
    pub source: &'a str,
    /// Who did it, where a person did.
    pub login_id: Option<i64>,
}

/// A line's quantities as they stand, read for a deed that moves them.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Id of the line.
    pub line_id: i64,
    /// Its product, where known.
    pub product_id: Option<i64>,
    /// `stock`, `supplier` or `none`.
    pub supplied_from: String,
    /// Quantities by stage, in the order of `Stage::ALL`.
    pub stages: [i64; 6],
}

/// Locks an order by touching its head, so that two deeds on one order come one after the other,
/// and reads its lines. For deeds that move no stock; those that may take [`lock_with_stock`].
pub fn lock(tx: &mut Tx, order_id: i64) -> Result<Vec<Standing>, DbError> {
    lock_heads(tx, &[order_id])?;
    Ok(standing(tx, &[order_id])?.remove(&order_id).unwrap_or_default())
}

/// Locks the stock of these orders' lines, then their heads, and reads the lines, by order. Deeds that may move stock start
/// here, before they have locked a head.
pub fn lock_with_stock(
    tx: &mut Tx,
    order_ids: &[i64],
) -> Result<BTreeMap<i64, Vec<Standing>>, DbError> {
    let locked = lock_stock(tx, order_ids)?;
    lock_heads(tx, order_ids)?;
    let lines = standing(tx, order_ids)?;
    // Lines that came to an order just before its head was locked.
    let counted = lines.values().flatten().filter(|line| line.supplied_from == "stock");
    let late = counted.filter_map(|line| line.product_id).filter(|id| !locked.contains(id));
    let late: Vec<i64> = late.collect();
    if !late.is_empty() {
        let _ = stock::lock(tx, &late)?;
    }
    Ok(lines)
}

/// Locks the stock of every product on these orders.
pub(super) fn lock_stock(tx: &mut Tx, order_ids: &[i64]) -> Result<BTreeSet<i64>, DbError> {
    let ids: Vec<_> = order_ids.iter().map(|id| args![*id]).collect();
    let products = tx.all_many::<i64>(
        "select distinct product_id from order_lines
         where order_id = $1 and product_id is not null and supplied_from = 'stock' limit 5000",
        &ids,
    )?;
    let products: BTreeSet<i64> = products.into_iter().flatten().collect();
    let _ = stock::lock(tx, &products.iter().copied().collect::<Vec<_>>())?;
    Ok(products)
}

/// Locks the heads of these orders, in the order of their ids. For deeds that look at orders and move nothing of them.
///
/// # Errors
/// What the database says.
pub fn lock_heads(tx: &mut Tx, order_ids: &[i64]) -> Result<(), DbError> {
    let now = tx.now();
    let ids: BTreeSet<i64> = order_ids.iter().copied().collect();
    let rows: Vec<_> = ids.iter().map(|id| args![*id, now]).collect();
    let _ = tx.exec_many("update orders set changed_at = $2 where id = $1", &rows)?;
    Ok(())
}

fn standing(tx: &mut Tx, order_ids: &[i64]) -> Result<BTreeMap<i64, Vec<Standing>>, DbError> {
    type Stages = (i64, Option<i64>, String, i64, i64, i64, i64, i64, i64);
    let ids: Vec<_> = order_ids.iter().map(|id| args![*id]).collect();
    let rows = tx.all_many::<Stages>(
        "select id, product_id, supplied_from, pending, backordered, allocated, released, shipped,
             cancelled
         from order_lines where order_id = $1 order by line limit 5000",
        &ids,
    )?;
    let standing = |(line_id, product_id, supplied_from, p, b, a, r, s, c): Stages| Standing {
        line_id,
        product_id,
        supplied_from,
        stages: [p, b, a, r, s, c],
    };
    let of_order = |rows: Vec<Stages>| rows.into_iter().map(standing).collect();
    Ok(order_ids.iter().copied().zip(rows.into_iter().map(of_order)).collect())
}

/// Moves quantities of lines of one or several orders (order's id, move) in a constant number of round trips. What is
/// allocated or released holds stock; what is shipped takes it off the shelf, as a movement from the same source. The
/// orders, and their stock, must be locked by this transaction. Answers with the products of which more is free now.
///
/// # Errors
/// Moving more than stands in its stage stops the deed, and so does promising stock that is not there.
pub fn apply(tx: &mut Tx, moves: &[(i64, Move)], cause: Cause<'_>) -> Result<Freed, DbError> {
    if moves.iter().any(|(_, step)| step.quantity <= 0 || step.from == step.to) {
        return Err(DbError::Failed("a quantity moves forward, by more than nought".to_owned()));
    }
    if moves.is_empty() {
        return Ok(Freed::default());
    }
    let mut sums: BTreeMap<(i64, i64), [i64; 6]> = BTreeMap::new();
    for (order_id, step) in moves {
        let by = sums.entry((*order_id, step.line_id)).or_default();
        by[step.from as usize] -= step.quantity;
        by[step.to as usize] += step.quantity;
    }
    write_moves(tx, moves, cause)?;
    change_stages(tx, &sums)?;
    let changes = change_allocations(tx, &sums)?;
    derive_delivery(tx, moves)?;
    stock::change(tx, &changes, (cause.source, cause.login_id))
}

fn write_moves(tx: &mut Tx, moves: &[(i64, Move)], cause: Cause<'_>) -> Result<(), DbError> {
    let now = tx.now();
    let row = |(order_id, step): &(i64, Move)| {
        let (from, to) = (step.from.text(), step.to.text());
        args![
            tx.new_id(),
            *order_id,
            step.line_id,
            now,
            from,
            to,
            step.quantity,
            cause.source,
            cause.login_id
        ]
    };
    let rows: Vec<_> = moves.iter().map(row).collect();
    tx.exec_each_one(
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity,
             source, login_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &rows,
    )
}

/// The guard stands in the statement: a stage that would go below nought changes no row, and that stops the deed.
fn change_stages(tx: &mut Tx, sums: &BTreeMap<(i64, i64), [i64; 6]>) -> Result<(), DbError> {
    let row = |((order_id, line_id), [p, b, a, r, s, c]): (&(i64, i64), &[i64; 6])| {
        args![*line_id, *order_id, *p, *b, *a, *r, *s, *c]
    };
    let rows: Vec<_> = sums.iter().map(row).collect();
    tx.exec_each_one(
        "update order_lines set pending = pending + $3, backordered = backordered + $4,
             allocated = allocated + $5, released = released + $6, shipped = shipped + $7,
             cancelled = cancelled + $8
         where id = $1 and order_id = $2 and pending + $3 >= 0 and backordered + $4 >= 0
             and allocated + $5 >= 0 and released + $6 >= 0 and shipped + $7 >= returned
             and cancelled + $8 >= 0",
        &rows,
    )
}

/// Writes which line holds how much, and answers with what that comes to for the stock of each product.
fn change_allocations(
    tx: &mut Tx,
    sums: &BTreeMap<(i64, i64), [i64; 6]>,
) -> Result<Vec<(i64, Change)>, DbError> {
    let ids: Vec<_> = sums.keys().map(|(_, line_id)| args![*line_id]).collect();
    let counted = tx.all_many::<i64>(
        "select product_id from order_lines
         where id = $1 and product_id is not null and supplied_from = 'stock'",
        &ids,
    )?;
    let mut changes: BTreeMap<i64, Change> = BTreeMap::new();
    let (mut more, mut less) = (Vec::new(), Vec::new());
    for (((_, line_id), by), product) in sums.iter().zip(counted) {
        let Some(product_id) = product.first().copied() else {
            continue;
        };
        let held = by[Stage::Allocated as usize] + by[Stage::Released as usize];
        match held {
            0 => {}
            1.. => more.push(args![*line_id, MAIN, product_id, held]),
            _ => less.push(args![*line_id, MAIN, -held]),
        }
        let change = changes.entry(product_id).or_default();
        change.allocated += held;
        change.on_hand -= by[Stage::Shipped as usize];
    }
    tx.exec_each_one(
        "insert into allocations (order_line_id, location, product_id, quantity)
         values ($1, $2, $3, $4)
         on conflict (order_line_id, location)
             do update set quantity = allocations.quantity + excluded.quantity",
        &more,
    )?;
    tx.exec_each_one(
        "update allocations set quantity = quantity - $3
         where order_line_id = $1 and location = $2 and quantity >= $3",
        &less,
    )?;
    let emptied: Vec<_> = less.iter().map(|row| [row[0], row[1]]).collect();
    let _ = tx.exec_many(
        "delete from allocations where order_line_id = $1 and location = $2 and quantity = 0",
        &emptied,
    )?;
    Ok(changes.into_iter().collect())
}

/// How much of an order was delivered follows from its lines.
fn derive_delivery(tx: &mut Tx, moves: &[(i64, Move)]) -> Result<(), DbError> {
    const TELLING: [Stage; 2] = [Stage::Shipped, Stage::Cancelled];
    let told = |step: &Move| TELLING.contains(&step.to) || TELLING.contains(&step.from);
    let orders: BTreeSet<i64> =
        moves.iter().filter(|(_, step)| told(step)).map(|(order_id, _)| *order_id).collect();
    derive_of(tx, &orders)
}

fn derive_of(tx: &mut Tx, orders: &BTreeSet<i64>) -> Result<(), DbError> {
    let ids: Vec<_> = orders.iter().map(|id| args![*id]).collect();
    tx.exec_each_one(
        "update orders set delivery = (
             select case when sum(l.shipped) = 0 then 'none'
                         when sum(l.shipped) = sum(l.quantity - l.cancelled) then 'all'
                         else 'part' end
             from order_lines l where l.order_id = orders.id)
         where id = $1",
        &ids,
    )
}

/// Moves everything of these lines that has not left us to `cancelled` and gives its stock back. The order must be locked
/// with its stock.
pub fn cancel_open(
    tx: &mut Tx,
    order_id: i64,
    lines: &[Standing],
    cause: Cause<'_>,
) -> Result<Freed, DbError> {
    const OPEN: [Stage; 4] =
        [Stage::Pending, Stage::Backordered, Stage::Allocated, Stage::Released];
    let step = |line: &Standing, from: Stage| {
        let quantity = line.stages[from as usize];
        let step = Move { line_id: line.line_id, from, to: Stage::Cancelled, quantity };
        (quantity > 0).then_some((order_id, step))
    };
    let moves: Vec<_> = lines
        .iter()
        .flat_map(|line| OPEN.into_iter().filter_map(move |from| step(line, from)))
        .collect();
    apply(tx, &moves, cause)
}

/// More of lines than was ordered at first: quantities come to be in this stage, and the lines ask for so much more. Stock
/// for them is given by `allocate`. The order must be locked with its stock.
///
/// # Errors
/// What the database says.
pub(super) fn grow(
    tx: &mut Tx,
    order_id: i64,
    more: &[(i64, Stage, i64)],
    cause: Cause<'_>,
) -> Result<(), DbError> {
    let now = tx.now();
    let row = |(line_id, stage, units): &(i64, Stage, i64)| {
        let (id, to) = (tx.new_id(), stage.text());
        args![id, order_id, *line_id, now, to, *units, cause.source, cause.login_id]
    };
    let rows: Vec<_> = more.iter().map(row).collect();
    tx.exec_each_one(
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity,
             source, login_id)
         values ($1, $2, $3, $4, '', $5, $6, $7, $8)",
        &rows,
    )?;
    let to = |stage: Stage, wanted: Stage, units: i64| if stage == wanted { units } else { 0 };
    let row = |(line_id, stage, units): &(i64, Stage, i64)| {
        let backordered = to(*stage, Stage::Backordered, *units);
        let allocated = to(*stage, Stage::Allocated, *units);
        args![*line_id, order_id, *units, backordered, allocated, now]
    };
    let rows: Vec<_> = more.iter().map(row).collect();
    tx.exec_each_one(
        "update order_lines set quantity = quantity + $3, backordered = backordered + $4,
             allocated = allocated + $5, queue_at = case when queue_at = 0 then $6 else queue_at end
         where id = $1 and order_id = $2",
        &rows,
    )?;
    derive_of(tx, &BTreeSet::from([order_id]))
}
