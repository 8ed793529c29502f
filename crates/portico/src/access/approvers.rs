//! Who could say yes to a colleague's order.

use super::Buyer;
use crate::platform::db::{DbError, View, args};

/// How many colleagues may approve an order of this person; nobody approves an own order.
pub fn approvers(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(*) from memberships m join logins l on l.id = m.login_id
         where m.customer_id = $1 and m.login_id <> $2 and m.ended_at is null
           and l.closed_at is null and m.role in ('approver', 'manager')",
        args![buyer.customer.id, buyer.login.id],
    )?;
    Ok(count.unwrap_or(0))
}
