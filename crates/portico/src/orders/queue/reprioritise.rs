//! Staff move a line, or a whole order, forward or back in the queue for stock, with a reason. What is reserved stays where
//! it is: the queue says who gets what comes in next.

use super::{Refusal, check, ours};
use crate::access::Staff;
use crate::args;
use crate::orders::ledger;
use crate::platform::activity::{self, Deed};
use crate::platform::db::Tx;
use crate::platform::problem::AppError;

/// Before all others.
pub const FIRST: i64 = 1;
/// Where every line begins: by the moment of its order.
pub const AS_ORDERED: i64 = 5;
/// After all others.
pub const LAST: i64 = 9;

/// A wish to change the queue.
#[derive(Clone, Debug)]
pub struct Reprioritise {
    /// Number of the order.
    pub order: String,
    /// One of its lines; none: all of them.
    pub line: Option<i64>,
    /// [`FIRST`] to [`LAST`].
    pub priority: i64,
    /// Why; needed.
    pub reason: String,
}

/// Does it.
///
/// # Errors
/// A [`Refusal`].
pub fn reprioritise(tx: &mut Tx, staff: &Staff, wish: &Reprioritise) -> Result<(), AppError> {
    check(staff, &wish.reason)?;
    if !(FIRST..=LAST).contains(&wish.priority) {
        return Err(Refusal::BadPriority.into());
    }
    let order = ours(tx, &wish.order)?;
    let _ = ledger::lock_with_stock(tx, &[order.id])?;
    let changed = tx.exec(
        "update order_lines set priority = $3
         where order_id = $1 and (cast($2 as bigint) is null or line = $2)
           and pending + backordered + allocated > 0",
        args![order.id, wish.line, wish.priority],
    )?;
    if changed == 0 {
        return Err(Refusal::NothingWaits.into());
    }
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(order.customer_id),
        verb: "queue_changed",
        object: &format!("order:{}", order.number),
        facts: serde_json::json!({ "line": wish.line, "priority": wish.priority }),
        free_text: Some(wish.reason.trim()),
    };
    Ok(activity::record(tx, &deed)?)
}
