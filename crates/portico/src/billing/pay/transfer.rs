//! A bank transfer that staff enter by hand: booked once for its form, settles what is named, else the oldest due first; what is over
//! is credit of the customer.

use super::book::{record, share_as};
use super::{Part, Payment, Status, store};
use crate::access::Staff;
use crate::billing::DocumentType;
use crate::billing::remit::received;
use crate::billing::settle::{self, Locked, NewPayment, Pending, Settling};
use crate::customers::credit;
use crate::customers::sheet::number_key;
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::{Currency, Day, Money};
use std::collections::{BTreeMap, BTreeSet};

/// The longest reference, in characters.
pub const REFERENCE_LONGEST: usize = 140;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Number of the customer.
    pub customer: String,
    /// How much came.
    pub amount: String,
    /// The day it came; blank: today.
    pub day: String,
    /// What the bank says of it.
    pub reference: String,
    /// Numbers of documents it is for, or of the customer's advice, between commas or blanks; none: the oldest due first.
    pub documents: String,
}

/// Why it is not booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such customer.
    NoCustomer,
    /// No amount above nought.
    BadAmount,
    /// No day, or one in the future.
    BadDay,
    /// Too long.
    BadReference,
    /// The customer's invoices are in another currency.
    OtherCurrency,
    /// One of the numbers is no open document and no advice of this customer.
    NoDocument,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let (field, text) = match refusal {
            Refusal::NoCustomer => ("customer-number", Text::plain("transfer-no-customer")),
            Refusal::BadAmount => ("amount", Text::plain("pay-bad-amount")),
            Refusal::BadDay => ("day", Text::plain("transfer-bad-day")),
            Refusal::BadReference => {
                ("reference", Text::plain("transfer-bad-reference").with("most", REFERENCE_LONGEST))
            }
            Refusal::OtherCurrency => ("amount", Text::plain("transfer-other-currency")),
            Refusal::NoDocument => ("documents", Text::plain("transfer-no-document")),
        };
        Problem::invalid(vec![FieldProblem::new(field, "invalid", text)]).into()
    }
}

/// A transfer that is known to be right.
pub struct Transfer<'a> {
    /// Number of the customer.
    pub customer: &'a str,
    /// How much came.
    pub amount: Money,
    /// The day it came.
    pub day: Day,
    /// What the bank says of it.
    pub reference: &'a str,
    /// Numbers of documents it is for, or of the customer's advice, between commas or blanks; none: the oldest due first.
    pub documents: &'a str,
}

/// Books what was typed; answers the payment's number.
///
/// # Errors
/// A [`Refusal`].
pub fn enter(tx: &mut Tx, staff: &Staff, typed: &Typed) -> Result<String, AppError> {
    let (_, currency) = customer(tx, &typed.customer)?;
    let amount = Money::parse(&typed.amount, currency).ok().filter(|amount| amount.minor > 0);
    let amount = amount.ok_or(Refusal::BadAmount)?;
    let day = day(tx, &typed.day)?;
    let reference = typed.reference.trim();
    if reference.chars().count() > REFERENCE_LONGEST {
        return Err(Refusal::BadReference.into());
    }
    let (customer, documents) = (typed.customer.as_str(), typed.documents.as_str());
    Ok(book(tx, staff, &Transfer { customer, amount, day, reference, documents })?.number)
}

/// Whose invoices the transfer of this customer pays, and in which currency.
fn customer(tx: &mut Tx, number: &str) -> Result<(i64, Currency), AppError> {
    let found = tx.one::<(i64, String)>(
        "select coalesce(invoiced_to, id), currency from customers where number_key = $1",
        args![&number_key(number)],
    )?;
    let (id, code) = found.ok_or(Refusal::NoCustomer)?;
    Ok((id, Currency::from_code(&code).ok_or(Refusal::NoCustomer)?))
}

/// Books a transfer.
///
/// # Errors
/// A [`Refusal`].
pub fn book(tx: &mut Tx, staff: &Staff, transfer: &Transfer<'_>) -> Result<Payment, AppError> {
    let (customer_id, currency) = customer(tx, transfer.customer)?;
    let amount = transfer.amount;
    if amount.currency != currency {
        return Err(Refusal::OtherCurrency.into());
    }
    let _ = credit::lock(tx, customer_id, currency.code())?;
    let purpose = purpose(tx, (customer_id, currency), transfer.documents)?;
    let number = format!("PAY-{}", counters::next(tx, "payments", 1)?);
    let source = format!("payment:{number}");
    let document = settle::record_payment(
        tx,
        &NewPayment {
            kind: DocumentType::Payment,
            number: &number,
            customer_id,
            amount,
            day: transfer.day,
            reference: (!transfer.reference.is_empty()).then_some(transfer.reference),
            reason: None,
            source: &source,
            login_id: Some(staff.login.id),
        },
    )?;
    let all: Vec<i64> = purpose.wanted.iter().map(|(id, _)| *id).chain([document]).collect();
    let locked = settle::lock(tx, &all)?;
    let parts = parts(&purpose.wanted, &locked);
    let money = Some((document, amount.minor));
    let settlings = share_as(&parts, money, (Pending::Neither, Pending::Neither));
    settle::settle(tx, &settlings, transfer.day, &source)?;
    let id = write(tx, staff, (&number, customer_id, document), amount)?;
    note_parts(tx, id, &settlings, document)?;
    received::receive(tx, &purpose.remittances, id)?;
    super::mail::received(tx, &number)?;
    let payment = store::by_id(tx, id)?;
    let payment = payment.ok_or_else(|| DbError::Failed("the payment vanished".to_owned()))?;
    let facts = serde_json::json!({ "minor": amount.minor });
    record(tx, Some(staff.login.id), &payment, "transfer_entered", facts)?;
    Ok(payment)
}

fn day(tx: &mut Tx, typed: &str) -> Result<Day, AppError> {
    let today = wholesaler::today(tx)?;
    if typed.trim().is_empty() {
        return Ok(today);
    }
    Ok(Day::parse(typed.trim()).filter(|day| *day <= today).ok_or(Refusal::BadDay)?)
}

/// What a transfer is for.
#[derive(Default)]
struct Purpose {
    /// Ids of documents in order, and how much of each at most; below nought: used.
    wanted: Vec<(i64, Option<i64>)>,
    /// Ids of the customer's advices that said so.
    remittances: Vec<i64>,
}

/// What it is for, in the order it was typed.
fn purpose(
    tx: &mut Tx,
    (customer_id, currency): (i64, Currency),
    typed: &str,
) -> Result<Purpose, AppError> {
    let keys: Vec<String> = typed
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|number| !number.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut purpose = Purpose::default();
    if keys.is_empty() {
        let due = settle::oldest_due(tx, customer_id, currency)?;
        purpose.wanted = due.into_iter().map(|id| (id, None)).collect();
        return Ok(purpose);
    }
    let rows: Vec<_> = keys.iter().map(|key| args![key, customer_id, currency.code()]).collect();
    let documents = tx.all_many::<i64>(
        "select id from documents where number_key = $1 and customer_id = $2 and currency = $3
             and open_minor > pending_minor and type in ('invoice', 'refund', 'chargeback')",
        &rows,
    )?;
    let advised = received::advised(tx, (customer_id, currency), &keys)?;
    for (key, documents) in keys.iter().zip(documents) {
        if let Some(advised) = advised.get(key) {
            purpose.remittances.push(advised.id);
            purpose.wanted.extend(advised.parts.iter().map(|(id, minor)| (*id, Some(*minor))));
        } else {
            let id = documents.first().ok_or(Refusal::NoDocument)?;
            purpose.wanted.push((*id, None));
        }
    }
    let mut seen = BTreeSet::new();
    purpose.wanted.retain(|(id, _)| seen.insert(*id));
    purpose.remittances.sort_unstable();
    purpose.remittances.dedup();
    Ok(purpose)
}

/// What of each document is wanted and free. Pure.
fn parts(wanted: &[(i64, Option<i64>)], locked: &BTreeMap<i64, Locked>) -> Vec<Part> {
    let part = |(id, most): &(i64, Option<i64>)| {
        let one = locked.get(id)?;
        let free = one.free();
        let minor = most.map_or(free.minor, |most| most.abs().min(free.minor));
        let minor = if one.kind.is_debit() { minor } else { -minor };
        let amount = Money::new(minor, free.currency);
        Some(Part { document_id: one.id, number: one.number.clone(), amount })
    };
    wanted.iter().filter_map(part).collect()
}

/// Keeps what the payment settled, and below nought the credit that it used beside its money.
fn note_parts(
    tx: &mut Tx,
    payment_id: i64,
    settlings: &[Settling],
    money: i64,
) -> Result<(), DbError> {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for settling in settlings {
        *sums.entry(settling.debit).or_default() += settling.minor;
        if settling.credit != money {
            *sums.entry(settling.credit).or_default() -= settling.minor;
        }
    }
    let rows: Vec<_> = sums.iter().map(|(id, minor)| args![payment_id, *id, *minor]).collect();
    tx.exec_each_one(
        "insert into payment_parts (payment_id, document_id, amount_minor) values ($1, $2, $3)",
        &rows,
    )
}

fn write(
    tx: &mut Tx,
    staff: &Staff,
    (number, customer_id, document): (&str, i64, i64),
    amount: Money,
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.exec_each_one(
        "insert into payments (id, number, number_key, customer_id, login_id, currency, amount_minor, status, gateway,
             attempt, document_id, told, created_at, finished_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'bank', 1, $9, 0, $10, $10, 1)",
        &[args![
            id,
            number,
            &number.to_lowercase(),
            customer_id,
            staff.login.id,
            amount.currency.code(),
            amount.minor,
            Status::Paid.text(),
            document,
            now
        ]],
    )?;
    Ok(id)
}
