//! Colleagues decide on an order above a limit: they approve it, refuse it, or the one who asked withdraws it. Until then
//! it holds no stock and no credit. On the last approval the whole guard of `place` runs again: prices, assortment,
//! quantities, credit and stock as they are now; what changed is asked about, never taken silently.

use super::charges::{self, Charge};
use super::draft::{Draft, draft};
use super::kept::OrderHead;
use super::ledger::{self, Cause, Move};
use super::place::{self, Split, accepted};
use super::store::{self, number_key};
use super::wish::{Agreed, Asked, DeliverTo, Exceptions, ProductRef, SetPrice, Wish, WishLine};
use super::{Stage, Status, approvals, credit, exceptions, write};
use crate::access::{Buyer, CustomerRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::outbox;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Money, UnitPrice};

/// How the source of an order begins that was a quotation; its number follows.
pub const QUOTE_SOURCE: &str = "quote:";
/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;

/// Why nothing is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may not, or one of the staff looks with somebody's rights.
    NotAllowed,
    /// Nobody approves an own order.
    OwnOrder,
    /// The order comes to more than this person may order without asking.
    AboveOwnLimit,
    /// Somebody was quicker, or it never needed anybody.
    AlreadyDecided,
    /// No reason, or one that is too long.
    BadReason,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let not_allowed = |key| Problem::new(403, "not_allowed", Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::OwnOrder => not_allowed("approval-own-order"),
            Refusal::AboveOwnLimit => not_allowed("approval-above-own-limit"),
            Refusal::AlreadyDecided => {
                Problem::new(409, "already_decided", Text::plain("approval-already-decided"))
            }
            Refusal::BadReason => {
                let text = Text::plain("review-reason-needed").with("most", REASON_LONGEST);
                Problem::invalid(vec![FieldProblem::new("/reason", "required", text)])
            }
        }
        .into()
    }
}

/// What an approval came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approved {
    /// The order is placed.
    Placed,
    /// So many more colleagues must say yes.
    MoreNeeded(i64),
}

/// Whether this person may decide on this order, and says why not. Pure.
///
/// # Errors
/// The reason.
pub fn check(buyer: &Buyer, head: &OrderHead) -> Result<(), Refusal> {
    if buyer.role < CustomerRole::Approver || buyer.view_as.is_some() {
        return Err(Refusal::NotAllowed);
    }
    if head.login_id == Some(buyer.login.id) {
        return Err(Refusal::OwnOrder);
    }
    if head.status != Status::AwaitingApproval {
        return Err(Refusal::AlreadyDecided);
    }
    match buyer.order_limit {
        Some(limit) if head.total.minor > limit.minor => Err(Refusal::AboveOwnLimit),
        _ => Ok(()),
    }
}

/// A line as it was asked for.
struct Line {
    id: i64,
    product_id: i64,
    units: i64,
    price: UnitPrice,
}

/// Says yes. `seen`: the total the person saw, where it is another than the order's; without it the order's own prices
/// and total must still hold.
///
/// # Errors
/// A [`Refusal`], or whatever placing it now would refuse: 409 `price_changed` where prices or the total are others.
pub fn approve(
    tx: &mut Tx,
    buyer: &Buyer,
    number: &str,
    seen: Option<Money>,
) -> Result<Approved, AppError> {
    let head = the_order(tx, buyer, number)?;
    check(buyer, &head)?;
    // Stock rows before heads, as everywhere.
    let _ = ledger::lock_stock(tx, &[head.id])?;
    claim(tx, head.id)?;
    let lines = lines_of(tx, &head)?;
    let wish = wish(&head, &terms(tx, &head)?, &lines, seen);
    let mut drafted = draft(tx, buyer, &wish, head.address.country)?;
    place::check(buyer, &wish, &drafted)?;
    if buyer.order_limit.is_some_and(|limit| drafted.total.minor > limit.minor) {
        return Err(Refusal::AboveOwnLimit.into());
    }
    note(tx, buyer, &head, ("approve", drafted.total))?;
    deed(tx, buyer, &head, "order_approved", None)?;
    let left = approvals::still_needed(tx, &head, drafted.total)?;
    if left > 0 {
        return Ok(Approved::MoreNeeded(left));
    }
    place_it(tx, buyer, &head, (&lines, &mut drafted))?;
    tell(tx, &head)?;
    Ok(Approved::Placed)
}

/// The order of this number that this person may see.
fn the_order(tx: &mut Tx, buyer: &Buyer, number: &str) -> Result<OrderHead, AppError> {
    store::head(tx, buyer, number)?.ok_or_else(|| Problem::not_found().into())
}

/// Locks the order if nobody has decided yet: of two at once, the second finds that it is too late.
fn claim(tx: &mut Tx, order_id: i64) -> Result<(), AppError> {
    let now = tx.now();
    let open = tx.exec(
        "update orders set changed_at = $2 where id = $1 and status = 'awaiting_approval'",
        args![order_id, now],
    )?;
    if open == 1 { Ok(()) } else { Err(Refusal::AlreadyDecided.into()) }
}

fn lines_of(view: &mut View, head: &OrderHead) -> Result<Vec<Line>, DbError> {
    let rows = view.all::<(i64, Option<i64>, i64, i64, i64)>(
        "select id, product_id, quantity, price, per from order_lines where order_id = $1
         order by line limit 5000",
        args![head.id],
    )?;
    let line = |(id, product_id, units, price, per): (i64, Option<i64>, i64, i64, i64)| Line {
        id,
        // A product that is gone is none that anybody may see.
        product_id: product_id.unwrap_or(0),
        units,
        price: UnitPrice::new(price, per, head.total.currency),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What holds for the order beside today's rules.
struct Terms {
    /// Its value was let through outside its limits.
    value_waived: bool,
    /// It was a quotation: prices and charges hold.
    agreed: Option<Agreed>,
}

fn terms(view: &mut View, head: &OrderHead) -> Result<Terms, DbError> {
    let value_waived = exceptions::value_waived(view, head.id)?;
    if !head.source.starts_with(QUOTE_SOURCE) {
        return Ok(Terms { value_waived, agreed: None });
    }
    let rows = view.all::<(String, String, i64)>(
        "select kind, name, net_minor from order_charges where order_id = $1
         order by position limit 100",
        args![head.id],
    )?;
    let charge = |(kind, name, net): (String, String, i64)| Charge {
        kind: charges::kind(&kind),
        name,
        net: Money::new(net, head.total.currency),
    };
    let agreed = Agreed { charges: rows.into_iter().map(charge).collect() };
    Ok(Terms { value_waived, agreed: Some(agreed) })
}

/// The order as a wish of today, with the prices it was asked for at, or the total that was seen instead.
fn wish(head: &OrderHead, terms: &Terms, lines: &[Line], seen: Option<Money>) -> Wish {
    // What staff entered for the customer keeps the prices they gave, and a quotation what it promised.
    let holds = head.staff_login_id.is_some() || terms.agreed.is_some();
    let line = |line: &Line| WishLine {
        product: ProductRef::Id(line.product_id),
        quantity: Asked::Units(line.units),
        remarks: None,
        price_seen: seen.is_none().then_some(line.price),
        set_price: holds.then(|| SetPrice { price: line.price, reason: String::new() }),
    };
    Wish {
        lines: lines.iter().map(line).collect(),
        deliver_to: DeliverTo::Other(Box::new(head.address.clone())),
        reference: head.reference.clone(),
        remarks: head.remarks.clone(),
        requested_day: head.requested_day.map(|day| day.text()),
        part_deliveries: Some(head.part_deliveries),
        expected_total: Some(seen.unwrap_or(head.total)),
        source: head.source.clone(),
        exceptions: Exceptions { value: terms.value_waived, ..Exceptions::default() },
        agreed: terms.agreed.clone(),
    }
}

/// The order as it would be placed now, for whoever is to decide: its lines with today's prices and what is against them.
///
/// # Errors
/// What the database says.
pub fn fresh(view: &mut View, buyer: &Buyer, head: &OrderHead) -> Result<Draft, AppError> {
    let lines = lines_of(view, head)?;
    let wish = wish(head, &terms(view, head)?, &lines, Some(head.total));
    draft(view, buyer, &wish, head.address.country)
}

/// Stock and credit are taken, and the wholesaler hears of it: from here on it is an order like any other.
fn place_it(
    tx: &mut Tx,
    buyer: &Buyer,
    head: &OrderHead,
    (lines, drafted): (&[Line], &mut Draft),
) -> Result<(), AppError> {
    let (splits, _) = place::shares(tx, drafted)?;
    let taken = credit::take(tx, buyer, drafted.total)?;
    taken.check(buyer)?;
    let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
    write::reprice(tx, head.id, &ids, (drafted, &splits))?;
    let source = format!("approved:{}", head.number);
    let steps = |(line, split): (&Line, &Split)| {
        let line_id = line.id;
        let step =
            move |(to, quantity)| (head.id, Move { line_id, from: Stage::Pending, to, quantity });
        split.stages().map(step).collect::<Vec<_>>()
    };
    let moves: Vec<_> = lines.iter().zip(&splits).flat_map(steps).collect();
    let cause = Cause { source: &source, login_id: Some(buyer.login.id) };
    // Taking leaves nothing free.
    let _ = ledger::apply(tx, &moves, cause)?;
    let placed = tx.exec("update orders set status = 'placed' where id = $1", args![head.id])?;
    if placed != 1 {
        return Err(DbError::Failed("order vanished".to_owned()).into());
    }
    taken.note(tx, head.id)?;
    accepted(tx, taken.payer, &head.number, drafted.total)
}

/// Says no, with a reason that the one who asked reads; a program may leave it out.
///
/// # Errors
/// A [`Refusal`].
pub fn refuse(tx: &mut Tx, buyer: &Buyer, number: &str, reason: &str) -> Result<(), AppError> {
    let head = the_order(tx, buyer, number)?;
    check(buyer, &head)?;
    if reason.trim().chars().count() > REASON_LONGEST {
        return Err(Refusal::BadReason.into());
    }
    end(tx, buyer, &head, (Status::Refused, reason.trim()))?;
    note(tx, buyer, &head, ("refuse", head.total))?;
    deed(tx, buyer, &head, "order_disapproved", Some(reason.trim()))?;
    tell(tx, &head)
}

/// Takes back an order that nobody has decided on yet; only who asked for it may.
///
/// # Errors
/// A [`Refusal`].
pub fn withdraw(tx: &mut Tx, buyer: &Buyer, number: &str) -> Result<(), AppError> {
    let head = the_order(tx, buyer, number)?;
    if !may_withdraw(buyer, &head) {
        return Err(match head.login_id == Some(buyer.login.id) {
            true => Refusal::AlreadyDecided.into(),
            false => Refusal::NotAllowed.into(),
        });
    }
    end(tx, buyer, &head, (Status::Cancelled, ""))?;
    deed(tx, buyer, &head, "order_withdrawn", None)
}

/// Whether this person may take the order back. Pure.
#[must_use]
pub fn may_withdraw(buyer: &Buyer, head: &OrderHead) -> bool {
    head.status == Status::AwaitingApproval
        && head.login_id == Some(buyer.login.id)
        && buyer.may_order()
        && buyer.view_as.is_none()
}

/// Nothing of the order will be delivered.
fn end(
    tx: &mut Tx,
    buyer: &Buyer,
    head: &OrderHead,
    (status, why): (Status, &str),
) -> Result<(), AppError> {
    claim(tx, head.id)?;
    let standing = ledger::lock(tx, head.id)?;
    let source = format!("{}:{}", status.text(), head.number);
    let cause = Cause { source: &source, login_id: Some(buyer.login.id) };
    // What waited for approval held no stock: nothing comes free.
    let _ = ledger::cancel_open(tx, head.id, &standing, cause)?;
    let why = (!why.is_empty()).then_some(why);
    let ended = tx.exec(
        // It was never placed: a quotation that it was made of can be converted again.
        "update orders set status = $2, refused_why = $3, source_key = null where id = $1",
        args![head.id, status.text(), why],
    )?;
    if ended == 1 { Ok(()) } else { Err(DbError::Failed("order vanished".to_owned()).into()) }
}

/// One word of each colleague; who approved less than the order comes to now may say it again.
fn note(
    tx: &mut Tx,
    buyer: &Buyer,
    head: &OrderHead,
    (decision, total): (&str, Money),
) -> Result<(), AppError> {
    let now = tx.now();
    let written = tx.exec(
        "insert into order_approvals (order_id, login_id, decision, total_minor, decided_at)
         values ($1, $2, $3, $4, $5)
         on conflict (order_id, login_id) do update set decision = excluded.decision,
             total_minor = excluded.total_minor, decided_at = excluded.decided_at
         where order_approvals.total_minor < excluded.total_minor or excluded.decision = 'refuse'",
        args![head.id, buyer.login.id, decision, total.minor, now],
    )?;
    if written == 1 { Ok(()) } else { Err(Refusal::AlreadyDecided.into()) }
}

fn deed(
    tx: &mut Tx,
    buyer: &Buyer,
    head: &OrderHead,
    verb: &'static str,
    text: Option<&str>,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(buyer.login.id),
        customer_id: Some(head.customer_id),
        verb,
        object: &format!("order:{}", head.number),
        facts: serde_json::json!({ "total_minor": head.total.minor }),
        free_text: text.filter(|text| !text.is_empty()),
    };
    Ok(activity::record(tx, &deed)?)
}

/// Whoever asked hears what was decided.
fn tell(tx: &mut Tx, head: &OrderHead) -> Result<(), AppError> {
    let body = serde_json::json!({ "order": head.number, "login": head.login_id }).to_string();
    let key = format!("order_decided:{}", number_key(&head.number));
    outbox::enqueue(tx, "mail", "order_decided", &key, &body)?;
    Ok(())
}
