//! What a gateway said when asked is booked: once, whatever it says and however often. Locks: the credit row, the payment, its
//! documents; numbers last.

use super::back;
use super::{Part, Payment, Status, store};
use crate::billing::DocumentType;
use crate::billing::settle::{self, Locked, NewPayment, Pending, Settling};
use crate::customers::credit;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::wholesaler;
use portico_pay::{PaymentState, Phase};
use std::collections::BTreeMap;

/// How long a payment that is open is left alone at first, and at most, in milliseconds.
const ASK_SOON_MS: i64 = 30_000;
const ASK_LATEST_MS: i64 = 3_600_000;
/// How often one that is paid is asked about for money that went back, and for how long.
const LOOK_BACK_EVERY_MS: i64 = 24 * 3_600_000;
const LOOK_BACK_FOR_MS: i64 = 130 * LOOK_BACK_EVERY_MS;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booked {
    /// It stands as it stood.
    Nothing,
    /// It is paid from now on.
    Paid,
    /// It will not be paid.
    Over,
    /// The gateway speaks of something else than we asked for: nothing is booked, staff must look.
    Mismatch,
}

/// Books what the gateway says of a payment. `told`: how many messages had named it before the gateway was asked.
///
/// # Errors
/// What the database says.
pub fn book(tx: &mut Tx, id: i64, told: i64, state: &PaymentState) -> Result<Booked, DbError> {
    let Some(payment) = lock(tx, id)? else {
        return Ok(Booked::Nothing);
    };
    if let Some(trouble) = mismatch(&payment, state) {
        in_trouble(tx, &payment, trouble)?;
        return Ok(Booked::Mismatch);
    }
    note(tx, &payment, state)?;
    let booked = match (payment.status, state.phase) {
        (Status::Paid | Status::Refunded, _) => Booked::Nothing,
        (_, Phase::Paid) => {
            paid(tx, &payment)?;
            Booked::Paid
        }
        (Status::Pending, phase) if phase.is_dead() => {
            let status = match phase {
                Phase::Cancelled => Status::Cancelled,
                Phase::Expired => Status::Expired,
                _ => Status::Failed,
            };
            over(tx, &payment, status)?;
            Booked::Over
        }
        _ => Booked::Nothing,
    };
    if state.phase == Phase::Paid {
        back::book(tx, id, &state.back)?;
    }
    ask_again(tx, id, told)?;
    Ok(booked)
}

/// Locks the credit row of whoever pays, then the payment, and reads it.
pub(super) fn lock(tx: &mut Tx, id: i64) -> Result<Option<Payment>, DbError> {
    let whose = tx.one::<(i64, String)>(
        "select customer_id, currency from payments where id = $1",
        args![id],
    )?;
    let Some((customer_id, currency)) = whose else {
        return Ok(None);
    };
    let _ = credit::lock(tx, customer_id, &currency)?;
    tx.exec_each_one("update payments set version = version + 1 where id = $1", &[args![id]])?;
    store::by_id(tx, id)
}

/// What differs between what we asked for and what the gateway speaks of. Pure.
fn mismatch(payment: &Payment, state: &PaymentState) -> Option<&'static str> {
    if payment.gateway_id.as_deref() != Some(state.gateway_id.as_str()) {
        return Some("gateway_id");
    }
    if state.reference.as_deref() != Some(payment.number.as_str()) {
        return Some("reference");
    }
    if state.amount.currency != payment.amount.currency {
        return Some("currency");
    }
    (state.amount != payment.amount).then_some("amount")
}

fn in_trouble(tx: &mut Tx, payment: &Payment, trouble: &str) -> Result<(), DbError> {
    if payment.trouble.as_deref() != Some(trouble) {
        record(tx, None, payment, "payment_in_trouble", serde_json::json!({ "why": trouble }))?;
    }
    let next_ask_at = tx.now() + ASK_LATEST_MS;
    tx.exec_each_one(
        "update payments set trouble = $2, next_ask_at = $3 where id = $1",
        &[args![payment.id, trouble, next_ask_at]],
    )
}

/// What was charged, and where to pay: facts that only grow.
fn note(tx: &mut Tx, payment: &Payment, state: &PaymentState) -> Result<(), DbError> {
    tx.exec_each_one(
        "update payments set charge_id = coalesce($2, charge_id), redirect_url = coalesce($3, redirect_url), trouble = null
         where id = $1",
        &[args![payment.id, state.charge_id.as_deref(), state.redirect_url.as_deref()]],
    )
}

/// The money came: its document, and what it settles. What a payment that had been given up held may be settled otherwise by
/// now; what is too much then stays as credit of the customer.
fn paid(tx: &mut Tx, payment: &Payment) -> Result<(), DbError> {
    let today = wholesaler::today(tx)?;
    let source = format!("payment:{}", payment.number);
    let new = NewPayment {
        kind: DocumentType::Payment,
        number: &payment.number,
        customer_id: payment.customer_id,
        amount: payment.amount,
        day: today,
        reference: payment.gateway_id.as_deref(),
        reason: None,
        source: &source,
        login_id: payment.login_id,
    };
    let document = settle::record_payment(tx, &new)?;
    let parts = store::parts(tx, payment)?;
    let locked = settle::lock(tx, &with(&parts, document))?;
    let settlings = match payment.status {
        Status::Pending => share(&parts, Some((document, payment.amount.minor))),
        _ => late(&parts, &locked, (document, payment.amount.minor)),
    };
    settle::settle(tx, &settlings, today, &source)?;
    super::mail::received(tx, &payment.number)?;
    finish(tx, payment, Status::Paid, Some(document))
}

/// Credit notes were enough: they settle what they were to settle.
///
/// # Errors
/// What the database says.
pub fn settle_without_money(tx: &mut Tx, id: i64) -> Result<(), DbError> {
    let payment = store::by_id(tx, id)?;
    let payment = payment.ok_or_else(|| DbError::Failed("the payment vanished".to_owned()))?;
    let parts = store::parts(tx, &payment)?;
    let today = wholesaler::today(tx)?;
    let source = format!("payment:{}", payment.number);
    settle::settle(tx, &share(&parts, None), today, &source)?;
    finish(tx, &payment, Status::Paid, None)
}

/// It will not be paid: what it held is free again.
///
/// # Errors
/// What the database says.
pub fn over(tx: &mut Tx, payment: &Payment, status: Status) -> Result<(), DbError> {
    let parts = store::parts(tx, payment)?;
    let ids: Vec<i64> = parts.iter().map(|part| part.document_id).collect();
    let _ = settle::lock(tx, &ids)?;
    for part in &parts {
        settle::release(tx, part.document_id, part.amount.minor.abs())?;
    }
    finish(tx, payment, status, None)
}

/// Marks a payment in trouble and over: the gateway would not start it.
///
/// # Errors
/// What the database says.
pub fn refused(tx: &mut Tx, id: i64, why: &str) -> Result<(), DbError> {
    let Some(payment) = lock(tx, id)?.filter(|payment| payment.status == Status::Pending) else {
        return Ok(());
    };
    let why: String = why.chars().take(300).collect();
    tx.exec_each_one("update payments set trouble = $2 where id = $1", &[args![id, &why]])?;
    over(tx, &payment, Status::Failed)
}

fn finish(
    tx: &mut Tx,
    payment: &Payment,
    status: Status,
    document: Option<i64>,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec_each_one(
        "update payments set status = $2, document_id = coalesce($3, document_id), finished_at = $4, next_ask_at = null
         where id = $1",
        &[args![payment.id, status.text(), document, now]],
    )?;
    let verb = match status {
        Status::Paid => "payment_paid",
        Status::Refunded => "payment_refunded",
        _ => "payment_over",
    };
    record(tx, None, payment, verb, serde_json::json!({ "status": status.text() }))
}

pub(super) fn record(
    tx: &mut Tx,
    login_id: Option<i64>,
    payment: &Payment,
    verb: &'static str,
    facts: serde_json::Value,
) -> Result<(), DbError> {
    let deed = Deed {
        login_id,
        customer_id: Some(payment.customer_id),
        verb,
        object: &format!("payment:{}", payment.number),
        facts,
        free_text: None,
    };
    activity::record(tx, &deed)
}

/// When to ask next: at once if a message came while we asked; a while after, while it is under way; once a day where money may
/// still go back; else never.
fn ask_again(tx: &mut Tx, id: i64, told: i64) -> Result<(), DbError> {
    let now = tx.now();
    let Some(payment) = store::by_id(tx, id)? else {
        return Ok(());
    };
    let age = now - payment.created_at.0;
    let later = match payment.status {
        _ if payment.gateway_id.is_none() => None,
        Status::Pending => Some(now + (age / 4).clamp(ASK_SOON_MS, ASK_LATEST_MS)),
        Status::Paid if age < LOOK_BACK_FOR_MS => Some(now + LOOK_BACK_EVERY_MS),
        Status::Cancelled | Status::Expired | Status::Failed if age < LOOK_BACK_EVERY_MS => {
            Some(now + ASK_LATEST_MS)
        }
        _ => None,
    };
    let at = if payment.told > told { Some(now) } else { later };
    tx.exec_each_one("update payments set next_ask_at = $2 where id = $1", &[args![id, at]])
}

fn with(parts: &[Part], document: i64) -> Vec<i64> {
    parts.iter().map(|part| part.document_id).chain([document]).collect()
}

/// Who settles what of a payment that held its documents: credit notes first, in their order, then the money; debits in
/// theirs. Pure.
fn share(parts: &[Part], money: Option<(i64, i64)>) -> Vec<Settling> {
    share_as(parts, money, (Pending::Both, Pending::Debit))
}

/// The same, of what credit notes and the money hold.
pub(super) fn share_as(
    parts: &[Part],
    money: Option<(i64, i64)>,
    (of_credit, of_money): (Pending, Pending),
) -> Vec<Settling> {
    let mut sources: Vec<(i64, i64, Pending)> = parts
        .iter()
        .filter(|part| part.amount.minor < 0)
        .map(|part| (part.document_id, -part.amount.minor, of_credit))
        .collect();
    sources.extend(money.map(|(id, minor)| (id, minor, of_money)));
    let mut settlings = Vec::new();
    for part in parts.iter().filter(|part| part.amount.minor > 0) {
        let mut left = part.amount.minor;
        for (credit, has, pending) in &mut sources {
            let minor = left.min(*has);
            if minor > 0 {
                let (credit, debit, pending) = (*credit, part.document_id, *pending);
                settlings.push(Settling { credit, debit, minor, pending });
                left -= minor;
                *has -= minor;
            }
        }
    }
    settlings
}

/// The money of a payment that held nothing any more: what is still free of its documents. Pure.
pub(super) fn late(
    parts: &[Part],
    locked: &BTreeMap<i64, Locked>,
    (credit, minor): (i64, i64),
) -> Vec<Settling> {
    let mut left = minor;
    let mut settlings = Vec::new();
    for part in parts.iter().filter(|part| part.amount.minor > 0) {
        let free = locked.get(&part.document_id).map_or(0, |one| one.free().minor);
        let minor = part.amount.minor.min(free).min(left);
        if minor > 0 {
            let pending = Pending::Neither;
            settlings.push(Settling { credit, debit: part.document_id, minor, pending });
            left -= minor;
        }
    }
    settlings
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_types::{Currency, Money};

    fn part(document_id: i64, minor: i64) -> Part {
        let amount = Money::new(minor, Currency::GBP);
        Part { document_id, number: String::new(), amount }
    }

    #[test]
    fn credit_notes_settle_first_then_the_money() {
        let parts = [part(1, 500), part(2, 300), part(9, -600)];
        let done: Vec<_> = share(&parts, Some((7, 200)))
            .iter()
            .map(|s| (s.credit, s.debit, s.minor, s.pending))
            .collect();
        let (both, debit) = (Pending::Both, Pending::Debit);
        assert_eq!(done, [(9, 1, 500, both), (9, 2, 100, both), (7, 2, 200, debit)]);
    }
}
