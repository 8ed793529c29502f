//! The customer's no, with a reason or without; who asked for a quotation takes that back in the same way.

use super::kept::{QuoteHead, State};
use super::send::checked;
use super::write::claim;
use super::{Refusal, store};
use crate::access::Buyer;
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{Tx, args};
use crate::platform::problem::AppError;

/// Whether this person may decline it. Pure.
///
/// # Errors
/// Why not.
pub fn check(buyer: &Buyer, head: &QuoteHead) -> Result<(), Refusal> {
    if !buyer.may_order() || buyer.view_as.is_some() {
        return Err(Refusal::NotAllowed);
    }
    match (head.state, &head.order) {
        (State::Sent | State::Draft, _) => Ok(()),
        (State::Converted, Some(order)) => Err(Refusal::AlreadyConverted { order: order.clone() }),
        _ => Err(Refusal::NotOpen),
    }
}

/// Declines a quotation. Staff who asked for such mails are told.
///
/// # Errors
/// A [`Refusal`].
pub fn decline(tx: &mut Tx, buyer: &Buyer, number: &str, reason: &str) -> Result<(), AppError> {
    let head = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    check(buyer, &head)?;
    let reason = checked(reason)?;
    claim(tx, &head, head.version)?;
    let _ = tx.exec(
        "update quotes set status = 'declined', why = $2, order_id = null where id = $1",
        args![head.id, reason.as_deref()],
    )?;
    record(tx, buyer, &head, "quote_declined")?;
    let about = format!("{}:{}", head.number, head.version);
    Ok(tell_staff(tx, Notice::StaffQuoteDecided, &about)?)
}

/// What somebody of the customer's did with a quotation.
pub(super) fn record(
    tx: &mut Tx,
    buyer: &Buyer,
    head: &QuoteHead,
    verb: &'static str,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(buyer.login.id),
        customer_id: Some(head.customer_id),
        verb,
        object: &format!("quote:{}", head.number),
        facts: serde_json::json!({ "revision": head.revision }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
