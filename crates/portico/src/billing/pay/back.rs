//! Money that went back: a refund of ours, or a dispute of the payer's bank. It becomes a document that the customer owes, settled
//! by the payment itself, of which the invoices are taken back first: so they are open again.

use super::book::{late, record};
use super::{Part, Payment, Status, store};
use crate::access::Staff;
use crate::billing::DocumentType;
use crate::billing::settle::{self, NewPayment, Pending, Settling};
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_pay::{BackKind, BackState, MoneyBack};
use portico_types::{Day, Money};

/// The longest reason of a refund, in characters.
pub const REASON_LONGEST: usize = 300;

/// Money that went or goes back, as it is kept.
#[derive(Clone, Debug)]
pub struct Back {
    /// Its id.
    pub id: i64,
    /// The gateway's id of it, once known.
    pub gateway_ref: Option<String>,
    /// `refund` or `dispute`.
    pub kind: String,
    /// How much.
    pub minor: i64,
    /// `asked`, `pending`, `done` or `undone`.
    pub state: String,
    /// Our number of it.
    pub reference: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Id of its document, once booked.
    pub document_id: Option<i64>,
}

type Row = (i64, Option<String>, String, i64, String, Option<String>, Option<String>, Option<i64>);

/// Everything that went back of a payment, oldest first.
///
/// # Errors
/// What the database says.
pub fn of(view: &mut View, payment_id: i64) -> Result<Vec<Back>, DbError> {
    let rows = view.all::<Row>(
        "select id, gateway_ref, kind, amount_minor, state, reference, reason, document_id from payment_backs
         where payment_id = $1 order by id limit 500",
        args![payment_id],
    )?;
    let back = |(id, gateway_ref, kind, minor, state, reference, reason, document_id): Row| Back {
        id,
        gateway_ref,
        kind,
        minor,
        state,
        reference,
        reason,
        document_id,
    };
    Ok(rows.into_iter().map(back).collect())
}

/// Staff ask for a refund: written here, carried out afterwards. Answers the payment.
///
/// # Errors
/// Not paid at a gateway, more than is left, no reason: each on its field.
pub fn ask(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (amount, reason): (&str, &str),
) -> Result<Payment, AppError> {
    let found = store::get_any(tx, staff, number)?.ok_or_else(Problem::not_found)?;
    let payment = super::book::lock(tx, found.id)?.ok_or_else(Problem::not_found)?;
    let left = left(tx, &payment)?;
    let wrong = |field: &str, text: Text| {
        AppError::from(Problem::invalid(vec![FieldProblem::new(field, "invalid", text)]))
    };
    let minor = match Money::parse(amount, payment.currency()) {
        Ok(money) if money.minor > 0 => money.minor,
        _ => return Err(wrong("amount", Text::plain("pay-bad-amount"))),
    };
    if payment.status != Status::Paid || payment.gateway_id.is_none() {
        return Err(Problem::new(409, "not_paid", Text::plain("refund-not-paid")).into());
    }
    if minor > left {
        let left = Money::new(left, payment.currency()).with_sign();
        return Err(wrong("amount", Text::plain("refund-too-much").with("left", left)));
    }
    let reason = reason.trim();
    if !(1..=REASON_LONGEST).contains(&reason.chars().count()) {
        let text = Text::plain("refund-reason-needed").with("most", REASON_LONGEST);
        return Err(wrong("reason", text));
    }
    let (id, now, count) = (tx.new_id(), tx.now(), of(tx, payment.id)?.len() + 1);
    let reference = format!("{}/{count}", payment.number);
    tx.exec_each_one(
        "insert into payment_backs (id, payment_id, kind, amount_minor, state, reference, reason, login_id, at)
         values ($1, $2, 'refund', $3, 'asked', $4, $5, $6, $7)",
        &[args![id, payment.id, minor, &reference, reason, staff.login.id, now]],
    )?;
    tx.exec_each_one(
        "update payments set next_ask_at = $2 where id = $1",
        &[args![payment.id, now]],
    )?;
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(payment.customer_id),
        verb: "refund_asked",
        object: &format!("payment:{}", payment.number),
        facts: serde_json::json!({ "minor": minor, "reference": reference }),
        free_text: Some(reason),
    };
    activity::record(tx, &deed)?;
    Ok(payment)
}

/// What of a payment can still go back: less what went, and what was asked for.
///
/// # Errors
/// What the database says.
pub fn left(view: &mut View, payment: &Payment) -> Result<i64, DbError> {
    let backs = of(view, payment.id)?;
    let gone: i64 = backs.iter().filter(|b| b.state != "undone").map(|b| b.minor).sum();
    Ok((payment.amount.minor - gone).max(0))
}

/// The gateway would not give it back.
///
/// # Errors
/// What the database says.
pub fn refused(tx: &mut Tx, id: i64) -> Result<(), DbError> {
    let _ = tx.exec(
        "update payment_backs set state = 'undone' where id = $1 and state = 'asked'",
        args![id],
    )?;
    Ok(())
}

/// Books what the gateway says went back of a payment that is locked and paid.
///
/// # Errors
/// What the database says.
pub fn book(tx: &mut Tx, payment_id: i64, told: &[MoneyBack]) -> Result<(), DbError> {
    for back in told {
        let Some(payment) = store::by_id(tx, payment_id)? else {
            return Ok(());
        };
        if back.amount.currency == payment.currency() && back.amount.minor > 0 {
            one(tx, &payment, back)?;
        }
    }
    standing(tx, payment_id)
}

fn one(tx: &mut Tx, payment: &Payment, told: &MoneyBack) -> Result<(), DbError> {
    let kept = of(tx, payment.id)?.into_iter().find(|back| {
        let same = back.gateway_ref.as_deref() == Some(told.id.as_str());
        same || (back.gateway_ref.is_none()
            && told.reference.is_some()
            && back.reference == told.reference
            && back.minor == told.amount.minor)
    });
    let kept = match kept {
        Some(kept) => kept,
        None => heard_of(tx, payment, told)?,
    };
    let (state, document) = match (kept.state.as_str(), told.state) {
        ("asked" | "pending", BackState::Done) => {
            ("done", Some(went(tx, payment, told, kept.reason.as_deref())?))
        }
        ("done", BackState::Undone) => {
            came(tx, payment, told)?;
            ("undone", None)
        }
        ("asked" | "pending", BackState::Undone) => ("undone", None),
        ("asked", BackState::Pending) => ("pending", None),
        (other, _) if kept.gateway_ref.is_none() => (known(other), None),
        _ => return Ok(()),
    };
    tx.exec_each_one(
        "update payment_backs set state = $2, gateway_ref = $3, document_id = coalesce($4, document_id) where id = $1",
        &[args![kept.id, state, told.id.as_str(), document]],
    )
}

fn known(state: &str) -> &'static str {
    ["asked", "pending", "done"].into_iter().find(|one| *one == state).unwrap_or("undone")
}

/// Something we did not ask for ourselves: a dispute, or a refund made at the gateway's own pages.
fn heard_of(tx: &mut Tx, payment: &Payment, told: &MoneyBack) -> Result<Back, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let kind = if told.kind == BackKind::Dispute { "dispute" } else { "refund" };
    tx.exec_each_one(
        "insert into payment_backs (id, payment_id, gateway_ref, kind, amount_minor, state, at)
         values ($1, $2, $3, $4, $5, 'pending', $6)",
        &[args![id, payment.id, told.id.as_str(), kind, told.amount.minor, now]],
    )?;
    Ok(Back {
        id,
        gateway_ref: Some(told.id.clone()),
        kind: kind.to_owned(),
        minor: told.amount.minor,
        state: "pending".to_owned(),
        reference: None,
        reason: None,
        document_id: None,
    })
}

/// It left us: the document, the invoices open again, the payment less by so much.
fn went(
    tx: &mut Tx,
    payment: &Payment,
    told: &MoneyBack,
    reason: Option<&str>,
) -> Result<i64, DbError> {
    let today = wholesaler::today(tx)?;
    let (kind, counter, prefix) = match told.kind {
        BackKind::Refund => (DocumentType::Refund, "refunds", "REF"),
        BackKind::Dispute => (DocumentType::Chargeback, "chargebacks", "CHB"),
    };
    let Some(money) = payment.document_id else {
        return Err(DbError::Failed("money went back of a payment without a document".to_owned()));
    };
    let number = format!("{prefix}-{}", counters::next(tx, counter, 1)?);
    let source = format!("back:{}:{}", payment.gateway, told.id);
    let new = NewPayment {
        kind,
        number: &number,
        customer_id: payment.customer_id,
        amount: told.amount,
        day: today,
        reference: Some(&payment.number),
        reason,
        source: &source,
        login_id: None,
    };
    let document = settle::record_payment(tx, &new)?;
    free_of_invoices(tx, (money, document), told.amount.minor, (today, &source))?;
    record(
        tx,
        None,
        payment,
        "payment_went_back",
        serde_json::json!({ "document": number, "minor": told.amount.minor }),
    )?;
    Ok(document)
}

/// Takes back what the payment settled, newest first, as far as it is needed; then the payment settles what went back.
fn free_of_invoices(
    tx: &mut Tx,
    (money, document): (i64, i64),
    minor: i64,
    (today, source): (Day, &str),
) -> Result<(), DbError> {
    let settled = tx.all::<(i64, i64)>(
        "select s.debit_id, cast(sum(s.amount_minor) as bigint) from settlements s
         join documents d on d.id = s.debit_id
         where s.credit_id = $1 and d.type = 'invoice'
         group by s.debit_id having sum(s.amount_minor) > 0 order by max(s.id) desc limit 5000",
        args![money],
    )?;
    let ids: Vec<i64> = settled.iter().map(|(id, _)| *id).chain([money, document]).collect();
    let locked = settle::lock(tx, &ids)?;
    let mut free = locked.get(&money).map_or(0, |one| one.free().minor);
    for (debit, by_it) in settled {
        let part = by_it.min(minor - free);
        if part > 0 {
            settle::take_back(tx, (money, debit), part, (today, source))?;
            free += part;
        }
    }
    let settling = Settling {
        credit: money,
        debit: document,
        minor: minor.min(free),
        pending: Pending::Neither,
    };
    if settling.minor > 0 { settle::settle(tx, &[settling], today, source) } else { Ok(()) }
}

/// It came to us again: a payment of its own, for what the first one had paid.
fn came(tx: &mut Tx, payment: &Payment, told: &MoneyBack) -> Result<(), DbError> {
    let today = wholesaler::today(tx)?;
    let number = format!("PAY-{}", counters::next(tx, "payments", 1)?);
    let source = format!("back:{}:{}:again", payment.gateway, told.id);
    let new = NewPayment {
        kind: DocumentType::Payment,
        number: &number,
        customer_id: payment.customer_id,
        amount: told.amount,
        day: today,
        reference: Some(&payment.number),
        reason: None,
        source: &source,
        login_id: None,
    };
    let document = settle::record_payment(tx, &new)?;
    let parts: Vec<Part> = store::parts(tx, payment)?;
    let ids: Vec<i64> = parts.iter().map(|part| part.document_id).chain([document]).collect();
    let locked = settle::lock(tx, &ids)?;
    settle::settle(tx, &late(&parts, &locked, (document, told.amount.minor)), today, &source)?;
    record(
        tx,
        None,
        payment,
        "payment_came_again",
        serde_json::json!({ "document": number, "minor": told.amount.minor }),
    )
}

/// `refunded` while all of it is away, else `paid`.
fn standing(tx: &mut Tx, payment_id: i64) -> Result<(), DbError> {
    let _ = tx.exec(
        "update payments set status = case when amount_minor <= (select cast(coalesce(sum(b.amount_minor), 0) as bigint)
             from payment_backs b where b.payment_id = payments.id and b.state = 'done') then 'refunded' else 'paid' end
         where id = $1 and status in ('paid', 'refunded') and amount_minor > 0",
        args![payment_id],
    )?;
    Ok(())
}
