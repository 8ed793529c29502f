//! Who could say yes to a colleague's order.

use super::Buyer;
use crate::platform::db::{DbError, View, args};
use portico_types::Money;

/// Logins of the colleagues who may approve an order of this total: approvers who see it and whose own limit, if they have
/// one, reaches so far. Nobody approves an own order.
pub fn approvers(view: &mut View, buyer: &Buyer, total: Money) -> Result<Vec<i64>, DbError> {
    view.all::<i64>(
        "select m.login_id from memberships m join logins l on l.id = m.login_id
         where m.customer_id = $1 and m.login_id <> $2 and m.ended_at is null
           and l.closed_at is null and m.role in ('approver', 'manager') and m.sees = 'all'
           and (m.order_limit_minor is null or m.order_limit_minor >= $3)
         order by m.login_id limit 1000",
        args![buyer.customer.id, buyer.orders_login().unwrap_or(buyer.login.id), total.minor],
    )
}
