//! What staff settle by hand when they order for a customer, beside the rules: a price, an order value outside its limits,
//! the credit limit passed. Each on a setting that says who may, with a reason, and with a trace on the order.

use super::draft::{Draft, clean};
use super::place::Placed;
use super::refusal::Refusal;
use super::wish::Wish;
use crate::access::{Buyer, Staff, StaffRole};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{FieldProblem, Text};
use crate::platform::settings::{self, Setting, SettingValue};
use portico_types::{Currency, Moment, Money, UnitPrice};

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 300;
/// Exceptions of one order that a page shows.
const MOST: i64 = 500;

/// Who of the staff may do something beside the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Nobody.
    Nobody,
    /// Owners.
    Owner,
    /// Everybody who may write.
    Write,
}

impl Whom {
    /// Whether somebody of this role is among them. Pure.
    #[must_use]
    pub fn has(self, role: StaffRole) -> bool {
        match self {
            Whom::Nobody => false,
            Whom::Owner => role >= StaffRole::Owner,
            Whom::Write => role >= StaffRole::Write,
        }
    }
}

impl SettingValue for Whom {
    fn read(text: &str) -> Option<Whom> {
        match text {
            "no" => Some(Whom::Nobody),
            "owner" => Some(Whom::Owner),
            // `yes` is what was stored while there was no choice of roles.
            "write" | "yes" => Some(Whom::Write),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            Whom::Nobody => "no",
            Whom::Owner => "owner",
            Whom::Write => "write",
        }
        .to_owned()
    }
}

/// Who sets a price by hand on a line of an order for a customer.
pub const SET_PRICE: Setting<Whom> =
    Setting { key: "orders.staff_set_price", default: || Whom::Write };
/// Who takes an order for a customer whose value is outside the customer's limits.
pub const WAIVE_VALUE: Setting<Whom> =
    Setting { key: "orders.staff_waive_value", default: || Whom::Nobody };
/// Who takes or adjusts an order that goes over the credit limit.
pub const PASS_CREDIT: Setting<Whom> =
    Setting { key: "orders.staff_pass_credit", default: || Whom::Nobody };

/// What this person may settle by hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Prices of lines.
    pub price: bool,
    /// The limits of the order's value.
    pub value: bool,
    /// The credit limit.
    pub credit: bool,
}

/// What this person may settle by hand: nothing, unless it is one of the staff who orders for the customer.
///
/// # Errors
/// What the database says.
pub fn allowed(view: &mut View, buyer: &Buyer) -> Result<Allowed, DbError> {
    let Some(role) = buyer.view_as.as_ref().filter(|_| buyer.orders_for()).map(|v| v.staff_role)
    else {
        return Ok(Allowed::default());
    };
    Ok(Allowed {
        price: settings::get(view, &SET_PRICE)?.has(role),
        value: settings::get(view, &WAIVE_VALUE)?.has(role),
        credit: settings::get(view, &PASS_CREDIT)?.has(role),
    })
}

/// Refuses what this person may not settle by hand, and what has no reason.
///
/// # Errors
/// `NotAllowed`, or the fields without a reason.
pub(super) fn check(
    view: &mut View,
    buyer: &Buyer,
    wish: &Wish,
) -> Result<(), crate::platform::problem::AppError> {
    let sets = wish.agreed.is_none() && wish.lines.iter().any(|line| line.set_price.is_some());
    let wanted = &wish.exceptions;
    if !sets && !wanted.value && !wanted.credit {
        return Ok(());
    }
    let may = allowed(view, buyer)?;
    if sets && !may.price || wanted.value && !may.value || wanted.credit && !may.credit {
        return Err(Refusal::NotAllowed.into());
    }
    let faults = faults(wish);
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Fields(faults).into()) }
}

/// Everything without a good reason. Pure.
fn faults(wish: &Wish) -> Vec<FieldProblem> {
    let prices = wish.lines.iter().enumerate().filter_map(|(index, line)| {
        let set = line.set_price.as_ref()?;
        reason_fault(&format!("/lines/{index}/reason"), &set.reason)
    });
    let wanted = &wish.exceptions;
    let whole = (wanted.value || wanted.credit)
        .then(|| reason_fault("/exceptions/reason", &wanted.reason))
        .flatten();
    prices.chain(whole).collect()
}

/// What is wrong with a reason, if anything. Pure.
#[must_use]
pub fn reason_fault(field: &str, reason: &str) -> Option<FieldProblem> {
    let Some(kept) = clean(reason) else {
        return Some(FieldProblem::new(field, "required", Text::plain("by-hand-reason-needed")));
    };
    (kept.chars().count() > REASON_LONGEST).then(|| {
        let text = Text::plain("field-too-long").with("most", REASON_LONGEST);
        FieldProblem::new(field, "too_long", text)
    })
}

/// Writes down what of an order was settled by hand. `passed_credit`: the credit limit would have stopped it. A price, limit
/// or credit that needed no exception leaves no trace.
pub(super) fn record(
    tx: &mut Tx,
    buyer: &Buyer,
    placed: &Placed,
    (wish, draft): (&Wish, &Draft),
    passed_credit: bool,
) -> Result<(), DbError> {
    let (now, login) = (tx.now(), buyer.login.id);
    let whole = clean(&wish.exceptions.reason).unwrap_or_default();
    let limit = draft.value_fault().map(|fault| fault.limit().minor);
    let mut rows = Vec::new();
    for (number, (asked, line)) in (1_i64..).zip(wish.lines.iter().zip(&draft.lines)) {
        let Some(set) = asked.set_price.as_ref().filter(|_| wish.agreed.is_none()) else {
            continue;
        };
        if line.usual == line.price {
            continue;
        }
        let usual = line.usual.map(|price| (price.ten_thousandths, price.per));
        let reason = clean(&set.reason).unwrap_or_default();
        rows.push((number, "price", usual.map(|u| u.0), usual.map(|u| u.1), reason));
    }
    if wish.exceptions.value && limit.is_some() {
        rows.push((0, "value", limit, None, whole.clone()));
    }
    if passed_credit {
        rows.push((0, "credit", None, None, whole));
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|(line, kind, usual, per, why)| {
            args![placed.id, *line, *kind, *usual, *per, why, login, now]
        })
        .collect();
    tx.exec_each_one(
        "insert into order_exceptions (order_id, line, kind, usual, per, reason, login_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &rows,
    )
}

/// Whether the value of an order was let through outside its limits when it was placed.
pub(super) fn value_waived(view: &mut View, order_id: i64) -> Result<bool, DbError> {
    let found = view.one::<i64>(
        "select line from order_exceptions where order_id = $1 and line = 0 and kind = 'value'",
        args![order_id],
    )?;
    Ok(found.is_some())
}

/// Something settled by hand, as staff read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The line; 0: the whole order.
    pub line: i64,
    /// `price`, `value`, `credit`.
    pub kind: String,
    /// What would have held: a unit price in ten-thousandths, or the limit of the value in minor units.
    pub usual: Option<i64>,
    /// What the unit price is for.
    pub per: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl FromRow for Exception {
    fn from_row(row: &mut Row<'_>) -> Result<Exception, DbError> {
        Ok(Exception {
            line: row.next()?,
            kind: row.next()?,
            usual: row.next()?,
            per: row.next()?,
            reason: row.next()?,
            by: row.next()?,
            at: Moment(row.next()?),
        })
    }
}

impl Exception {
    /// What would have held, as people read it.
    #[must_use]
    pub fn usual_text(&self, currency: Currency) -> Option<String> {
        match (self.usual, self.per) {
            (Some(price), Some(per)) => Some(UnitPrice::new(price, per, currency).grouped()),
            (Some(minor), None) => Some(Money::new(minor, currency).with_sign()),
            _ => None,
        }
    }
}

/// What of an order was settled by hand; only staff read it.
///
/// # Errors
/// What the database says.
pub fn of_order(view: &mut View, _: &Staff, order_id: i64) -> Result<Vec<Exception>, DbError> {
    view.all::<Exception>(
        "select e.line, e.kind, e.usual, e.per, e.reason, l.name, e.at
         from order_exceptions e join logins l on l.id = e.login_id
         where e.order_id = $1 order by e.line, e.kind limit $2",
        args![order_id, MOST],
    )
}
