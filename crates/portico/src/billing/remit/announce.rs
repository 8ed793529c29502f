//! A transfer is announced, or taken back. The plan is the one of paying online; nothing is held, and the money is booked by
//! staff when it is there.

use super::{Remittance, Status, store};
use crate::access::Buyer;
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::billing::pay::plan::{Refusal, Wish};
use crate::billing::pay::start;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};

/// Announces a transfer for these documents, or for a sum that goes to the oldest due first.
///
/// # Errors
/// A [`Refusal`] of paying.
pub fn announce(
    tx: &mut Tx,
    buyer: &Buyer,
    wish: &Wish,
    keeps_rest: bool,
) -> Result<Remittance, AppError> {
    if !start::ways(tx, buyer)?.transfer {
        return Err(Refusal::NoGateway.into());
    }
    let rules = start::rules(tx, keeps_rest)?;
    let plan = start::planned(tx, buyer, wish, rules)?;
    if plan.amount.minor <= 0 {
        return Err(Refusal::Nothing.into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let number = format!("RA-{}", counters::next(tx, "remittances", 1)?);
    let (customer_id, login_id) = (buyer.customer.id, buyer.login.id);
    tx.exec_each_one(
        "insert into remittances (id, number, number_key, customer_id, login_id, currency, amount_minor, status, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[args![
            id,
            &number,
            &number.to_lowercase(),
            customer_id,
            login_id,
            plan.amount.currency.code(),
            plan.amount.minor,
            Status::Announced.text(),
            now
        ]],
    )?;
    let rows: Vec<_> =
        plan.parts.iter().map(|(document, _, amount)| args![id, *document, amount.minor]).collect();
    tx.exec_each_one(
        "insert into remittance_parts (remittance_id, document_id, amount_minor) values ($1, $2, $3)",
        &rows,
    )?;
    super::mail::announced(tx, &number)?;
    tell_staff(tx, Notice::StaffRemittance, &number)?;
    let facts = serde_json::json!({ "minor": plan.amount.minor, "documents": plan.parts.len() });
    record(tx, buyer, ("remittance_announced", &number), facts)?;
    let remittance = store::get(tx, buyer, &number)?;
    remittance.ok_or_else(|| DbError::Failed("the remittance vanished".to_owned()).into())
}

/// Takes an announced transfer back: it will not come.
///
/// # Errors
/// 404 where this person sees none; 409 where it is booked or withdrawn by now.
pub fn withdraw(tx: &mut Tx, buyer: &Buyer, number: &str) -> Result<(), AppError> {
    let remittance = store::get(tx, buyer, number)?.ok_or_else(Problem::not_found)?;
    let now = tx.now();
    let withdrawn = tx.exec(
        "update remittances set status = 'withdrawn', closed_at = $2 where id = $1 and status = 'announced'",
        args![remittance.id, now],
    )?;
    if withdrawn != 1 {
        return Err(Problem::new(409, "changed_meanwhile", Text::plain("remittance-over")).into());
    }
    let facts = serde_json::json!({});
    Ok(record(tx, buyer, ("remittance_withdrawn", &remittance.number), facts)?)
}

fn record(
    tx: &mut Tx,
    buyer: &Buyer,
    (verb, number): (&'static str, &str),
    facts: serde_json::Value,
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(buyer.login.id),
        customer_id: Some(buyer.customer.id),
        verb,
        object: &format!("remittance:{number}"),
        facts,
        free_text: None,
    };
    activity::record(tx, &deed)
}
