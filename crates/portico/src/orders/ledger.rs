//! The ledger of order lines: moves of quantities between stages, append-only. The columns of
//! `order_lines` are its running sums; nobody else changes them after a line was written.

use super::Stage;
use crate::catalogue::stock;
use crate::platform::db::{DbError, Tx, args};
use std::collections::BTreeMap;

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
/// and reads its lines. Deeds on an order start here.
pub fn lock(tx: &mut Tx, order_id: i64) -> Result<Vec<Standing>, DbError> {
    let now = tx.now();
    let _ = tx.exec("update orders set changed_at = $2 where id = $1", args![order_id, now])?;
    type Stages = (i64, Option<i64>, String, i64, i64, i64, i64, i64, i64);
    let rows = tx.all::<Stages>(
        "select id, product_id, supplied_from, pending, backordered, allocated, released, shipped,
             cancelled
         from order_lines where order_id = $1 order by line limit 5000",
        args![order_id],
    )?;
    let standing = |(line_id, product_id, supplied_from, p, b, a, r, s, c): Stages| Standing {
        line_id,
        product_id,
        supplied_from,
        stages: [p, b, a, r, s, c],
    };
    Ok(rows.into_iter().map(standing).collect())
}

/// Moves everything of these lines that has not left us to `cancelled` and gives its stock back.
/// The order must be locked; `source` says what caused it.
pub fn cancel_open(
    tx: &mut Tx,
    order_id: i64,
    lines: &[Standing],
    source: &str,
) -> Result<(), DbError> {
    const OPEN: [Stage; 4] =
        [Stage::Pending, Stage::Backordered, Stage::Allocated, Stage::Released];
    let now = tx.now();
    let mut moves = Vec::new();
    for line in lines {
        for stage in OPEN {
            let quantity = line.stages[stage as usize];
            if quantity > 0 {
                moves.push((tx.new_id(), line.line_id, stage.text(), quantity));
            }
        }
    }
    let rows: Vec<_> = moves
        .iter()
        .map(|(id, line, from, quantity)| {
            args![*id, order_id, *line, now, *from, *quantity, source]
        })
        .collect();
    tx.exec_each_one(
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity,
             source)
         values ($1, $2, $3, $4, $5, 'cancelled', $6, $7)",
        &rows,
    )?;
    let ids: Vec<_> = lines.iter().map(|line| args![line.line_id]).collect();
    let _ = tx.exec_many(
        "update order_lines set cancelled = cancelled + pending + backordered + allocated + released,
             pending = 0, backordered = 0, allocated = 0, released = 0
         where id = $1",
        &ids,
    )?;
    give_back(tx, lines)
}

/// Gives the reserved stock of these lines back: rows of stock in key order, then the allocations go.
fn give_back(tx: &mut Tx, lines: &[Standing]) -> Result<(), DbError> {
    let ids: Vec<_> = lines.iter().map(|line| args![line.line_id]).collect();
    let held = tx.all_many::<(i64, i64)>(
        "select product_id, cast(sum(quantity) as bigint) from allocations
         where order_line_id = $1 group by product_id limit 500",
        &ids,
    )?;
    let mut back: BTreeMap<i64, i64> = BTreeMap::new();
    for (product_id, quantity) in held.into_iter().flatten() {
        *back.entry(product_id).or_default() -= quantity;
    }
    let products: Vec<i64> = back.keys().copied().collect();
    let _ = stock::lock(tx, &products)?;
    let back: Vec<(i64, i64)> = back.into_iter().collect();
    stock::change_allocated(tx, &back)?;
    let _ = tx.exec_many("delete from allocations where order_line_id = $1", &ids)?;
    Ok(())
}
