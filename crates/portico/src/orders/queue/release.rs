//! Staff release an allocation, with a reason: what a line holds goes on to the next in the queue, and the line waits behind
//! all others.

use super::reprioritise::LAST;
use super::{Refusal, check, ours};
use crate::access::Staff;
use crate::args;
use crate::catalogue::stock::Freed;
use crate::orders::Stage;
use crate::orders::allocate::{self, Covered};
use crate::orders::ledger::{self, Cause, Move, Standing};
use crate::orders::mail;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::AppError;

/// What is to be released.
#[derive(Clone, Debug)]
pub struct Release {
    /// Number of the order.
    pub order: String,
    /// Number of its line.
    pub line: i64,
    /// Why; needed.
    pub reason: String,
}

/// Does it, and answers with who got it.
///
/// # Errors
/// A [`Refusal`].
pub fn release(tx: &mut Tx, staff: &Staff, wish: &Release) -> Result<Covered, AppError> {
    check(staff, &wish.reason)?;
    let order = ours(tx, &wish.order)?;
    let lines = ledger::lock_with_stock(tx, &[order.id])?.remove(&order.id).unwrap_or_default();
    let line_id = tx.one::<i64>(
        "select id from order_lines where order_id = $1 and line = $2",
        args![order.id, wish.line],
    )?;
    let line = lines.iter().find(|line| Some(line.line_id) == line_id).ok_or(Refusal::NotFound)?;
    let held = line.stages[Stage::Allocated as usize];
    if held == 0 || line.supplied_from != "stock" {
        return Err(Refusal::NothingHeld.into());
    }
    if !somebody_waits(tx, line)? {
        return Err(Refusal::NobodyElse.into());
    }
    let now = tx.now();
    let _ = tx.exec(
        "update order_lines set priority = $2, queue_at = $3 where id = $1",
        args![line.line_id, LAST, now],
    )?;
    let source = format!("release:{}:{}", order.number, tx.new_id());
    let cause = Cause { source: &source, login_id: Some(staff.login.id) };
    let (from, to) = (Stage::Allocated, Stage::Backordered);
    let back = Move { line_id: line.line_id, from, to, quantity: held };
    let freed = ledger::apply(tx, &[(order.id, back)], cause)?;
    let covered = others_get(tx, (freed, line.line_id), cause)?;
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(order.customer_id),
        verb: "allocation_released",
        object: &format!("order:{}", order.number),
        facts: serde_json::json!({ "line": wish.line, "quantity": held }),
        free_text: Some(wish.reason.trim()),
    };
    activity::record(tx, &deed)?;
    Ok(covered)
}

/// Gives what came free to who waits, and tells them. What nobody else needs goes back to the line that gave it up: no
/// goods came in for that one, so it is neither told nor counted.
fn others_get(
    tx: &mut Tx,
    (freed, giver): (Freed, i64),
    cause: Cause<'_>,
) -> Result<Covered, DbError> {
    let mut covered = allocate::share(tx, &freed.products(), cause)?;
    covered.lines.retain(|line| line.line_id != giver);
    let orders: Vec<i64> = covered.lines.iter().map(|line| line.order_id).collect();
    mail::backorders_covered(tx, cause.source, &orders)?;
    Ok(covered)
}

/// Whether a line of the same product waits that is not this one.
fn somebody_waits(tx: &mut Tx, line: &Standing) -> Result<bool, DbError> {
    let waits = tx.one::<bool>(
        "select exists (
             select 1 from order_lines l
             join orders o on o.id = l.order_id
             where l.product_id = $1 and l.backordered > 0 and l.id <> $2
               and l.supplied_from = 'stock' and o.status in ('placed', 'confirmed')
               and not exists (select 1 from order_erp_refs r
                               where r.order_id = o.id and r.erp_ref not like 'backoffice:%'))",
        args![line.product_id, line.line_id],
    )?;
    Ok(waits == Some(true))
}
