//! Who must say yes to an order above a limit, and which orders wait for whom.

use super::kept::OrderHead;
use super::store::{from_heads, head_columns};
use crate::access::{Buyer, CustomerRole, Sees, approvers};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::outbox;
use crate::platform::settings::{self, Setting};
use portico_types::Money;

/// How many colleagues must approve an order above a limit, where the customer has no number of its own.
pub const NEEDED: Setting<i64> = Setting { key: "orders.approvals_needed", default: || 1 };
/// More than this are never needed, whatever the setting says.
const NEEDED_MOST: i64 = crate::customers::change::APPROVALS_MOST;
/// Orders that wait, on one page.
const MOST: i64 = 200;

/// How many colleagues must say yes: the customer's own number, or else the setting's.
///
/// # Errors
/// What the database says.
pub fn needed(view: &mut View, customer_id: i64) -> Result<i64, DbError> {
    let own = view.one::<Option<i64>>(
        "select approvals_needed from customers where id = $1",
        args![customer_id],
    )?;
    let needed = match own.flatten() {
        Some(own) => own,
        None => settings::get(view, &NEEDED)?,
    };
    Ok(needed.clamp(1, NEEDED_MOST))
}

/// How far an order is that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Colleagues who said yes to as much as it comes to.
    pub given: i64,
    /// Colleagues who must.
    pub needed: i64,
}

/// How many said yes to an order of this total, and how many must.
///
/// # Errors
/// What the database says.
pub fn tally(view: &mut View, head: &OrderHead, total: Money) -> Result<Tally, DbError> {
    let given = view.one::<i64>(
        "select count(*) from order_approvals
         where order_id = $1 and decision = 'approve' and total_minor >= $2",
        args![head.id, total.minor],
    )?;
    Ok(Tally { given: given.unwrap_or(0), needed: needed(view, head.customer_id)? })
}

/// Whether enough colleagues could approve an order of this total of this person.
///
/// # Errors
/// What the database says.
pub fn could_be_given(view: &mut View, buyer: &Buyer, total: Money) -> Result<bool, DbError> {
    let enough = i64::try_from(approvers(view, buyer, total)?.len()).unwrap_or(i64::MAX);
    Ok(enough >= needed(view, buyer.customer.id)?)
}

/// How many more must say yes to an order of this total. Its head is locked.
///
/// # Errors
/// What the database says.
pub(super) fn still_needed(tx: &mut Tx, head: &OrderHead, total: Money) -> Result<i64, DbError> {
    let Tally { given, needed } = tally(tx, head, total)?;
    Ok((needed - given).max(0))
}

/// Asks everybody who could approve an order of this person, by mail.
///
/// # Errors
/// What the database says.
pub(super) fn ask(tx: &mut Tx, buyer: &Buyer, number: &str, total: Money) -> Result<(), DbError> {
    let asked = approvers(tx, buyer, total)?;
    let wish = |login: &i64| {
        let body = serde_json::json!({ "order": number, "login": login }).to_string();
        (format!("order_to_approve:{number}:{login}"), body)
    };
    let wishes: Vec<_> = asked.iter().map(wish).collect();
    outbox::enqueue_many(tx, "mail", "order_to_approve", &wishes)
}

/// Orders that wait for this person's word: of colleagues, within their own limit, not approved by them already.
macro_rules! waiting {
    () => {
        " where o.customer_id = $1 and o.status = 'awaiting_approval'
          and (o.login_id is null or o.login_id <> $2)
          and (cast($3 as bigint) is null or o.total_minor <= $3)
          and not exists (select 1 from order_approvals p where p.order_id = o.id and p.login_id = $2
              and p.decision = 'approve' and p.total_minor >= o.total_minor)"
    };
}

/// Whether this person is ever asked.
#[must_use]
pub fn may_be_asked(buyer: &Buyer) -> bool {
    buyer.role >= CustomerRole::Approver && buyer.sees == Sees::All && buyer.view_as.is_none()
}

/// The orders that wait for this person, longest waiting first.
///
/// # Errors
/// What the database says.
pub fn waiting_for(view: &mut View, buyer: &Buyer) -> Result<Vec<OrderHead>, DbError> {
    if !may_be_asked(buyer) {
        return Ok(Vec::new());
    }
    view.all::<OrderHead>(
        concat!("select ", head_columns!(), from_heads!(), waiting!(), " order by o.id limit $4"),
        args![buyer.customer.id, buyer.login.id, buyer.order_limit.map(|l| l.minor), MOST],
    )
}

/// Whether this person said yes to an order that waits for more colleagues.
///
/// # Errors
/// What the database says.
pub fn given_by(view: &mut View, buyer: &Buyer, order_id: i64) -> Result<bool, DbError> {
    let given = view.one::<bool>(
        "select exists (select 1 from order_approvals where order_id = $1 and login_id = $2)",
        args![order_id, buyer.login.id],
    )?;
    Ok(given.unwrap_or(false))
}

/// How many there are, for the menu: a short range of an index of its own.
///
/// # Errors
/// What the database says.
pub fn count_for(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    if !may_be_asked(buyer) {
        return Ok(0);
    }
    let count = view.one::<i64>(
        concat!("select count(*) from orders o", waiting!()),
        args![buyer.customer.id, buyer.login.id, buyer.order_limit.map(|l| l.minor)],
    )?;
    Ok(count.unwrap_or(0))
}
