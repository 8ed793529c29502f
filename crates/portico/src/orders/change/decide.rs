//! Staff decide on what a customer asked for: granted by an adjustment, or declined with a reason.

use super::super::adjust::{Adjustment, LineTyped};
use super::super::cancel::REASON_LONGEST;
use super::super::draft::clean;
use super::super::kept::OrderHead;
use super::super::mail;
use super::super::store::number_key;
use super::kept;
use super::{Change, Refusal, State};
use crate::access::{Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::AppError;

/// What an open wish of this order asks for, as an adjustment to be looked at and saved.
///
/// # Errors
/// What the database says.
pub fn wish_of(
    view: &mut View,
    _: &Staff,
    head: &OrderHead,
    change_id: i64,
) -> Result<Option<Adjustment>, DbError> {
    let all = kept::changes(view, head)?;
    let is_it = |one: &Change| one.id == change_id && one.state == State::Open;
    let Some(change) = all.into_iter().find(is_it) else { return Ok(None) };
    let lines = change.lines.iter().map(|line| LineTyped {
        line: line.line,
        quantity: line.new.text(),
        price: String::new(),
    });
    Ok(Some(Adjustment {
        lines: lines.collect(),
        requested_day: change.requested_day.map(|day| day.text()),
        address: change.address.map(|(number, _)| number),
        change_id: Some(change_id),
        ..Adjustment::default()
    }))
}

/// The wish was granted by an adjustment of this transaction: decided once.
pub(in crate::orders) fn grant(
    tx: &mut Tx,
    staff: &Staff,
    order_id: i64,
    change_id: i64,
) -> Result<(), AppError> {
    decided(tx, staff, (order_id, change_id), (State::Accepted, None))
}

fn decided(
    tx: &mut Tx,
    staff: &Staff,
    (order_id, change_id): (i64, i64),
    (state, answer): (State, Option<&str>),
) -> Result<(), AppError> {
    let now = tx.now();
    let count = tx.exec(
        "update order_changes set state = $3, decided_at = $4, decided_by = $5, answer = $6
         where id = $1 and order_id = $2 and state = 'open'",
        args![change_id, order_id, state.text(), now, staff.login.id, answer],
    )?;
    if count == 1 { Ok(()) } else { Err(Refusal::AlreadyDecided.into()) }
}

/// Declines a wish; whoever asked reads why, on the order's page and by mail.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn decline(
    tx: &mut Tx,
    staff: &Staff,
    (number, change_id): (&str, i64),
    reason: &str,
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let found = tx.one::<(i64, i64, String)>(
        "select o.id, o.customer_id, o.number from orders o
         join order_changes c on c.order_id = o.id where o.number_key = $1 and c.id = $2",
        args![&number_key(number), change_id],
    )?;
    let (order_id, customer_id, number) = found.ok_or(Refusal::NotFound)?;
    let why = clean(reason).filter(|text| text.chars().count() <= REASON_LONGEST);
    let why = why.ok_or(Refusal::BadReason)?;
    decided(tx, staff, (order_id, change_id), (State::Declined, Some(&why)))?;
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(customer_id),
        verb: "order_change_declined",
        object: &format!("order:{number}"),
        facts: serde_json::json!({ "change": change_id }),
        free_text: Some(&why),
    };
    activity::record(tx, &deed)?;
    Ok(mail::declined(tx, order_id, change_id)?)
}
