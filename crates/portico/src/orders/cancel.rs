//! Staff cancel an order, or some of its lines, with a reason that the customer reads. What has not left us goes to
//! `cancelled` in the ledger; reserved stock and credit are given back; the customer gets a mail.

use super::held::held;
use super::ledger::{self, Cause, Standing};
use super::store::{self, number_key};
use super::to_charge::uncharged;
use super::{HandOver, OrderDetail, Stage, Status, staff_store};
use super::{allocate, carried, invoiced, version};
use crate::access::{Buyer, Staff, StaffRole};
use crate::customers::credit;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::outbox;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings::{self, Setting};
use portico_types::{Currency, Money};

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;

/// Whether customers cancel what they wait for.
pub const CUSTOMER_CANCELS: Setting<bool> =
    Setting { key: "orders.customer_cancels", default: || false };

/// Why nothing is cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such order.
    NotFound,
    /// No reason, or one that is too long.
    BadReason,
    /// It is just being told to the ERP: in a moment it is known what holds.
    UnderWay,
    /// Another ERP carries it out: it is cancelled there.
    AtErp(String),
    /// Nothing is left that could be cancelled.
    NothingOpen,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, text| Problem::new(409, code, text);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::BadReason => {
                let text = Text::plain("review-reason-needed").with("most", REASON_LONGEST);
                Problem::invalid(vec![FieldProblem::new("cancel_reason", "required", text)])
            }
            Refusal::UnderWay => conflict("under_way", Text::plain("cancel-under-way")),
            Refusal::AtErp(erp) => {
                conflict("at_erp", Text::plain("cancel-at-erp").with("erp", erp))
            }
            Refusal::NothingOpen => conflict("nothing_open", Text::plain("cancel-nothing-open")),
        }
        .into()
    }
}

/// The order's head as far as it matters here, read after the order was locked.
struct Head {
    id: i64,
    number: String,
    customer_id: i64,
    login_id: Option<i64>,
    status: Option<Status>,
    hand_over: String,
    currency: String,
}

impl FromRow for Head {
    fn from_row(r: &mut Row<'_>) -> Result<Head, DbError> {
        Ok(Head {
            id: r.next()?,
            number: r.next()?,
            customer_id: r.next()?,
            login_id: r.next()?,
            status: Status::from_text(&r.next::<String>()?),
            hand_over: r.next()?,
            currency: r.next()?,
        })
    }
}

/// Whether this person may cancel, and says why. Pure.
pub fn check(staff: &Staff, reason: &str) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    let length = reason.trim().chars().count();
    if (1..=REASON_LONGEST).contains(&length) { Ok(()) } else { Err(Refusal::BadReason) }
}

/// Cancels what is open of an order: of these lines, or of all where none are named.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn cancel(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (lines, reason): (&[i64], &str),
) -> Result<(), AppError> {
    check(staff, reason)?;
    let id =
        tx.one::<i64>("select id from orders where number_key = $1", args![&number_key(number)])?;
    let id = id.ok_or(Refusal::NotFound)?;
    let standing = ledger::lock_with_stock(tx, &[id])?.remove(&id).unwrap_or_default();
    let head = head(tx, id)?;
    may_cancel(tx, &head)?;
    version::bump(tx, id)?;
    let wanted = wanted(tx, id, standing, lines)?;
    let open = |line: &Standing| line.stages[..4].iter().sum::<i64>();
    if wanted.iter().map(open).sum::<i64>() == 0 {
        return Err(Refusal::NothingOpen.into());
    }
    let source = format!("cancelled:{}:{}", head.number, tx.new_id());
    let cause = Cause { source: &source, login_id: Some(staff.login.id) };
    let freed = ledger::cancel_open(tx, id, &wanted, cause)?;
    invoiced::nothing_charged_is_cancelled(tx, id)?;
    let whole = finish(tx, &head)?;
    let _ = allocate::give_on(tx, freed, cause)?;
    let order = staff_store::get_any(tx, staff, &head.number)?.map(|(order, _)| order);
    give_credit_back(tx, &head, (&source, order))?;
    tell(tx, staff, &head, (whole, reason.trim(), &source))
}

/// Whether this person may cancel what they wait for.
///
/// # Errors
/// What the database says.
pub fn customer_may(view: &mut View, buyer: &Buyer) -> Result<bool, DbError> {
    Ok(buyer.may_order() && settings::get(view, &CUSTOMER_CANCELS)?)
}

/// The customer no longer wants what a line waits for: exactly that part is cancelled.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn cancel_backorder(
    tx: &mut Tx,
    buyer: &Buyer,
    number: &str,
    line: i64,
) -> Result<(), AppError> {
    if !customer_may(tx, buyer)? {
        return Err(Refusal::NotAllowed.into());
    }
    let id = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?.id;
    let standing = ledger::lock_with_stock(tx, &[id])?.remove(&id).unwrap_or_default();
    let head = head(tx, id)?;
    may_cancel(tx, &head)?;
    let mut wanted = wanted(tx, id, standing, &[line])?;
    for line in &mut wanted {
        let lacking = line.stages[Stage::Backordered as usize];
        line.stages = [0, lacking, 0, 0, 0, 0];
    }
    if wanted.iter().all(|line| line.stages[Stage::Backordered as usize] == 0) {
        return Err(Refusal::NothingOpen.into());
    }
    let source = format!("cancelled:{}:{}", head.number, tx.new_id());
    let cause = Cause { source: &source, login_id: Some(buyer.login.id) };
    let freed = ledger::cancel_open(tx, id, &wanted, cause)?;
    invoiced::nothing_charged_is_cancelled(tx, id)?;
    let whole = finish(tx, &head)?;
    let _ = allocate::give_on(tx, freed, cause)?;
    let order = store::get(tx, buyer, &head.number)?;
    give_credit_back(tx, &head, (&source, order))?;
    let deed = Deed {
        login_id: Some(buyer.login.id),
        customer_id: Some(head.customer_id),
        verb: "backorder_cancelled",
        object: &format!("order:{}", head.number),
        facts: serde_json::json!({ "line": line, "whole": whole }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

fn head(tx: &mut Tx, id: i64) -> Result<Head, AppError> {
    let found = tx.one::<Head>(
        "select id, number, customer_id, login_id, status, hand_over, currency
         from orders where id = $1",
        args![id],
    )?;
    found.ok_or_else(|| Refusal::NotFound.into())
}

fn may_cancel(tx: &mut Tx, head: &Head) -> Result<(), AppError> {
    match head.status {
        Some(Status::Refused | Status::Cancelled) | None => return Err(Refusal::NothingOpen.into()),
        Some(_) if head.hand_over == HandOver::Sent.text() => return Err(Refusal::UnderWay.into()),
        Some(_) => {}
    }
    match carried::elsewhere(tx, head.id)? {
        Some(erp) => Err(Refusal::AtErp(erp).into()),
        None => Ok(()),
    }
}

/// Of the order's lines those that are named by their numbers, or all.
fn wanted(
    tx: &mut Tx,
    order_id: i64,
    standing: Vec<Standing>,
    lines: &[i64],
) -> Result<Vec<Standing>, AppError> {
    if lines.is_empty() {
        return Ok(standing);
    }
    let numbers = tx.all::<(i64, i64)>(
        "select id, line from order_lines where order_id = $1 order by line limit 5000",
        args![order_id],
    )?;
    let named = |id: i64| numbers.iter().any(|(line_id, n)| *line_id == id && lines.contains(n));
    Ok(standing.into_iter().filter(|line| named(line.line_id)).collect())
}

/// Where nothing of the order is left, it is cancelled as a whole.
fn finish(tx: &mut Tx, head: &Head) -> Result<bool, DbError> {
    let left = tx.one::<i64>(
        "select count(*) from order_lines where order_id = $1 and cancelled < quantity",
        args![head.id],
    )?;
    if left.unwrap_or(0) > 0 {
        return Ok(false);
    }
    let _ = tx.exec(
        "update orders set status = 'cancelled' where id = $1 and status <> 'cancelled'",
        args![head.id],
    )?;
    Ok(true)
}

/// Gives credit back: from now on the order holds no more than what is left to charge; nothing where it never held any.
fn give_credit_back(
    tx: &mut Tx,
    head: &Head,
    (source, order): (&str, Option<OrderDetail>),
) -> Result<(), AppError> {
    let Some((payer, held)) = held(tx, &head.number)? else { return Ok(()) };
    let order = order.ok_or(Refusal::NotFound)?;
    let freed = (held - uncharged(&order).total.minor).max(0);
    let currency = Currency::from_code(&head.currency)
        .ok_or_else(|| DbError::Failed(format!("no such currency: {}", head.currency)))?;
    let posting = credit::Posting {
        customer_id: payer,
        reason: "order_cancelled",
        source: source.to_owned(),
        owed_minor: 0,
        ordered: Money::new(-freed, currency),
    };
    Ok(credit::post(tx, &posting)?)
}

fn tell(
    tx: &mut Tx,
    staff: &Staff,
    head: &Head,
    (whole, reason, source): (bool, &str, &str),
) -> Result<(), AppError> {
    let verb = if whole { "order_cancelled" } else { "order_lines_cancelled" };
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(head.customer_id),
        verb,
        object: &format!("order:{}", head.number),
        facts: serde_json::json!({ "whole": whole }),
        free_text: Some(reason),
    };
    activity::record(tx, &deed)?;
    let body = serde_json::json!({ "order": head.number, "login": head.login_id }).to_string();
    outbox::enqueue(tx, "mail", "order_cancelled", source, &body)?;
    Ok(())
}

/// Whether anything of these stages could still be cancelled.
#[must_use]
pub fn is_open(stages: &super::Stages) -> bool {
    open_of(stages) > 0
}

/// What of a line can still be cancelled, in its smallest step.
#[must_use]
pub fn open_of(stages: &super::Stages) -> i64 {
    let open = [Stage::Pending, Stage::Backordered, Stage::Allocated, Stage::Released];
    open.into_iter().map(|stage| stages.of(stage)).sum()
}
