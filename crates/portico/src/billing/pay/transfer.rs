//! A bank transfer that staff enter by hand: booked once for its form, settles what is named, else the oldest due first; what is over
//! is credit of the customer.

use super::book::{late, record};
use super::{Part, Payment, Status, store};
use crate::access::Staff;
use crate::billing::DocumentType;
use crate::billing::settle::{self, NewPayment};
use crate::customers::credit;
use crate::customers::sheet::number_key;
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::{Currency, Day, Money};

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
    /// Numbers of documents it is for, between commas or blanks; none: the oldest due first.
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
    /// One of the documents is not an open one of this customer.
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
    /// Numbers of documents it is for, between commas or blanks; none: the oldest due first.
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
    let ids = documents(tx, customer_id, (currency, transfer.documents))?;
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
    let all: Vec<i64> = ids.iter().copied().chain([document]).collect();
    let locked = settle::lock(tx, &all)?;
    let parts: Vec<Part> = ids
        .iter()
        .filter_map(|id| locked.get(id))
        .map(|one| Part { document_id: one.id, number: one.number.clone(), amount: one.free() })
        .collect();
    let settlings = late(&parts, &locked, (document, amount.minor));
    settle::settle(tx, &settlings, transfer.day, &source)?;
    let id = write(tx, staff, (&number, customer_id, document), amount)?;
    let rows: Vec<_> = settlings.iter().map(|s| args![id, s.debit, s.minor]).collect();
    tx.exec_each_one(
        "insert into payment_parts (payment_id, document_id, amount_minor) values ($1, $2, $3)",
        &rows,
    )?;
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

/// Ids of what it is for, in order.
fn documents(
    tx: &mut Tx,
    customer_id: i64,
    (currency, typed): (Currency, &str),
) -> Result<Vec<i64>, AppError> {
    let numbers: Vec<String> = typed
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|number| !number.is_empty())
        .map(str::to_lowercase)
        .collect();
    if numbers.is_empty() {
        return Ok(settle::oldest_due(tx, customer_id, currency)?);
    }
    let rows: Vec<_> = numbers.iter().map(|key| args![key, customer_id, currency.code()]).collect();
    let found = tx.all_many::<i64>(
        "select id from documents where number_key = $1 and customer_id = $2 and currency = $3
             and open_minor > pending_minor and type in ('invoice', 'refund', 'chargeback')",
        &rows,
    )?;
    let one = |ids: Vec<i64>| ids.first().copied().ok_or(Refusal::NoDocument);
    Ok(found.into_iter().map(one).collect::<Result<Vec<i64>, Refusal>>()?)
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
