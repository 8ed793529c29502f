//! Less is on hand than is allocated: what a count found missing, or a receipt that is taken back. The lines that are last
//! in the queue give up what they hold and wait again; what is on a goods-out note stays with its note.

use super::Stage;
use super::allocate::{Covered, CoveredLine};
use super::ledger::{self, Cause, Move};
use crate::catalogue::stock;
use crate::platform::db::{DbError, Tx, args};

/// Lines read of each product.
const MOST: i64 = 5_000;

/// Takes allocations of these products away until no more is allocated than is on hand, the last in the queue first. Their
/// stock rows must be locked by this transaction. Answers with the lines that lost something.
///
/// # Errors
/// What the database says.
pub fn take_away(tx: &mut Tx, product_ids: &[i64], cause: Cause<'_>) -> Result<Covered, DbError> {
    let locked = stock::lock(tx, product_ids)?;
    let mut short: Vec<(i64, i64)> = locked
        .into_iter()
        .map(|(id, locked)| (id, locked.allocated - locked.on_hand))
        .filter(|(_, missing)| *missing > 0)
        .collect();
    short.sort_unstable();
    let keys: Vec<_> = short.iter().map(|(id, _)| args![*id, MOST]).collect();
    let holding = tx.all_many::<(i64, i64, i64, i64)>(
        "select l.order_id, l.id, l.allocated, l.backordered
         from order_lines l
         where l.product_id = $1 and l.allocated > 0 and l.supplied_from = 'stock'
         order by l.priority desc, l.queue_at desc, l.id desc limit $2",
        &keys,
    )?;
    let mut lost = Covered::default();
    for ((_, missing), lines) in short.into_iter().zip(holding) {
        lost.lines.extend(from_last(missing, lines));
    }
    let step = |line: &CoveredLine| {
        let (from, to) = (Stage::Allocated, Stage::Backordered);
        (line.order_id, Move { line_id: line.line_id, from, to, quantity: line.quantity })
    };
    let moves: Vec<_> = lost.lines.iter().map(step).collect();
    let _ = ledger::apply(tx, &moves, cause)?;
    Ok(lost)
}

/// Who gives up how much of what is missing: the lines as read, the last in the queue first. Pure.
fn from_last(mut missing: i64, lines: Vec<(i64, i64, i64, i64)>) -> Vec<CoveredLine> {
    let mut lost = Vec::new();
    for (order_id, line_id, allocated, backordered) in lines {
        let quantity = missing.min(allocated);
        if quantity == 0 {
            break;
        }
        missing -= quantity;
        lost.push(CoveredLine { order_id, line_id, quantity, lacking: backordered + quantity });
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_in_the_queue_gives_up_first_and_no_more_than_is_missing() {
        let lines = vec![(3, 30, 5, 0), (2, 20, 4, 1), (1, 10, 6, 0)];
        let lost: Vec<_> = from_last(7, lines.clone())
            .iter()
            .map(|l| (l.line_id, l.quantity, l.lacking))
            .collect();
        assert_eq!(lost, [(30, 5, 5), (20, 2, 3)]);
        assert!(from_last(0, lines.clone()).is_empty());
        assert_eq!(from_last(99, lines).iter().map(|l| l.quantity).sum::<i64>(), 15);
    }
}
