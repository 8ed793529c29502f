//! Staff send a quotation, take it back, and remind the customer of it. Each tells the customer by mail.

use super::kept::{QuoteHead, State};
use super::write::{claim, record, writable};
use super::{Refusal, mail};
use crate::access::Staff;
use crate::orders::draft::clean;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings::Setting;
use crate::platform::wholesaler;

/// Whether customers get a mail when a quotation is sent, revised, withdrawn, or they are reminded of it.
pub const QUOTE_SENT: Setting<bool> = Setting { key: "mails.quote_sent", default: || true };
/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;
const DAY_MS: i64 = 24 * 3_600_000;

/// Sends what is being written: from now on it is what the customer reads and converts.
///
/// # Errors
/// A [`Refusal`]; 422 where its last day is over already.
pub fn send(tx: &mut Tx, staff: &Staff, number: &str, seen: i64) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    if head.state == State::Converted {
        let order = head.order.clone().unwrap_or_default();
        return Err(Refusal::AlreadyConverted { order }.into());
    }
    if !head.has_draft || head.line_count == 0 {
        return Err(Refusal::NothingToSend.into());
    }
    let today = wholesaler::today(tx)?;
    if head.valid_until.is_some_and(|day| day < today) {
        let text = Text::plain("field-day-in-past");
        let field = FieldProblem::new("/valid_until", "day_in_past", text);
        return Err(Problem::invalid(vec![field]).into());
    }
    claim(tx, &head, seen)?;
    let (revision, now) = (head.revision + 1, tx.now());
    let sent = tx.exec(
        "update quote_revisions set sent_at = $3, written_by = coalesce(written_by, $4)
         where quote_id = $1 and revision = $2 and sent_at is null",
        args![head.id, revision, now, staff.login.id],
    )?;
    let moved = tx.exec(
        "update quotes set status = 'sent', revision = $2, has_draft = false, promotable = false,
             order_id = null, why = null, dated_at = $3, reminded_at = null
         where id = $1 and revision + 1 = $2",
        args![head.id, revision, now],
    )?;
    if (sent, moved) != (1, 1) {
        return Err(DbError::Failed("a revision vanished".to_owned()).into());
    }
    record(tx, staff, (&head.number, head.customer_id), "quote_sent")?;
    Ok(mail::tell(tx, &head, mail::SENT, &revision.to_string())?)
}

/// Takes a quotation back: it cannot be converted any more. Whoever knew of it reads why.
///
/// # Errors
/// A [`Refusal`].
pub fn withdraw(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (reason, seen): (&str, i64),
) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    let reason = checked(reason)?;
    check_open(&head)?;
    claim(tx, &head, seen)?;
    let _ = tx.exec(
        "update quotes set status = 'withdrawn', why = $2, order_id = null where id = $1",
        args![head.id, reason.as_deref()],
    )?;
    record(tx, staff, (&head.number, head.customer_id), "quote_withdrawn")?;
    if head.revision > 0 || head.asked_at.is_some() {
        mail::tell(tx, &head, mail::WITHDRAWN, &(head.version + 1).to_string())?;
    }
    Ok(())
}

/// Whether a quotation can still be withdrawn or declined. Pure.
///
/// # Errors
/// Why not.
pub fn check_open(head: &QuoteHead) -> Result<(), Refusal> {
    match (head.state, &head.order) {
        (State::Draft | State::Sent | State::Expired, _) => Ok(()),
        (State::Converted, Some(order)) => Err(Refusal::AlreadyConverted { order: order.clone() }),
        _ => Err(Refusal::NotOpen),
    }
}

/// A reason that may be left out.
pub(super) fn checked(reason: &str) -> Result<Option<String>, Refusal> {
    let reason = clean(reason);
    match reason.as_ref().is_some_and(|reason| reason.chars().count() > REASON_LONGEST) {
        true => Err(Refusal::BadText { field: "/reason", most: REASON_LONGEST }),
        false => Ok(reason),
    }
}

/// Reminds the customer of an open quotation, once a day at most.
///
/// # Errors
/// A [`Refusal`].
pub fn remind(tx: &mut Tx, staff: &Staff, number: &str, seen: i64) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    if head.state != State::Sent {
        return Err(Refusal::NotOpen.into());
    }
    let now = tx.now();
    if head.reminded_at.is_some_and(|at| at.0 > now - DAY_MS) {
        let text = Text::plain("quote-reminded-today");
        return Err(Problem::new(409, "quote_not_open", text).into());
    }
    claim(tx, &head, seen)?;
    let _ = tx.exec("update quotes set reminded_at = $2 where id = $1", args![head.id, now])?;
    record(tx, staff, (&head.number, head.customer_id), "quote_reminded")?;
    Ok(mail::tell(tx, &head, mail::REMINDER, &now.to_string())?)
}
