//! Which mails a login gets: some tell of its own safety and always go out, the others can be switched off.

use super::links::{self, LinkMail};
use crate::platform::db::{DbError, Tx, View, args};

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Somebody signed in from a device not seen before.
    NewDevice,
    /// The password was changed.
    PasswordChanged,
    /// The second factor was switched off.
    FactorOff,
    /// A token was made.
    TokenMade,
    /// An order was received.
    OrderPlaced,
    /// A colleague's order above a limit waits for this login's word.
    OrderToApprove,
    /// A colleague decided on an order of this login.
    OrderDecided,
    /// An order was confirmed.
    OrderConfirmed,
    /// The wholesaler changed an order, or cancelled it or lines of it.
    OrderChanged,
    /// An order was refused.
    OrderRefused,
    /// Goods left for an order.
    OrderShipped,
    /// Goods that were on backorder are reserved now.
    BackorderCovered,
    /// The wholesaler wrote a comment on an order.
    OrderComment,
    /// The wholesaler sent a quotation, revised it, took it back or reminds of it.
    QuoteSent,
    /// The wholesaler wrote a comment on a quotation.
    QuoteComment,
    /// Money of the customer is here.
    PaymentReceived,
    /// To staff who asked: a customer announced a bank transfer.
    StaffRemittance,
    /// To staff who asked: a customer placed an order.
    StaffOrderPlaced,
    /// To staff who asked: an order waits for a review.
    StaffOrderReview,
    /// To staff who asked: a customer wrote a comment on an order.
    StaffOrderComment,
    /// To staff who asked: a customer asks for a change of an order.
    StaffChangeAsked,
    /// To staff who asked: a customer asks for a quotation.
    StaffQuoteAsked,
    /// To staff who asked: a customer wrote a comment on a quotation.
    StaffQuoteComment,
    /// To staff who asked: a customer converted or declined a quotation.
    StaffQuoteDecided,
    /// To staff who asked: the ERP did not take an order.
    StaffHandOverFailed,
    /// To staff who asked: somebody accepted an invitation.
    StaffLoginAccepted,
}

/// Those that a login can switch off: about itself, then for each company it acts for.
pub const OF_LOGIN: [Notice; 1] = [Notice::NewDevice];
/// See [`OF_LOGIN`].
pub const OF_CUSTOMER: [Notice; 12] = [
    Notice::OrderPlaced,
    Notice::OrderToApprove,
    Notice::OrderDecided,
    Notice::OrderConfirmed,
    Notice::OrderChanged,
    Notice::OrderRefused,
    Notice::OrderShipped,
    Notice::BackorderCovered,
    Notice::OrderComment,
    Notice::QuoteSent,
    Notice::QuoteComment,
    Notice::PaymentReceived,
];
/// Those that somebody of the staff can ask for; without that none goes out.
pub const OF_STAFF: [Notice; 10] = [
    Notice::StaffOrderPlaced,
    Notice::StaffOrderReview,
    Notice::StaffOrderComment,
    Notice::StaffChangeAsked,
    Notice::StaffQuoteAsked,
    Notice::StaffQuoteComment,
    Notice::StaffQuoteDecided,
    Notice::StaffRemittance,
    Notice::StaffHandOverFailed,
    Notice::StaffLoginAccepted,
];

impl Notice {
    /// Kind of the mail, as the outbox and the table of unwanted mails have it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Notice::NewDevice => "new_device",
            Notice::PasswordChanged => "password_changed",
            Notice::FactorOff => "factor_off",
            Notice::TokenMade => "token_made",
            Notice::OrderPlaced => "order_placed",
            Notice::OrderToApprove => "order_to_approve",
            Notice::OrderDecided => "order_decided",
            Notice::OrderConfirmed => "order_confirmed",
            Notice::OrderChanged => "order_changed",
            Notice::OrderRefused => "order_refused",
            Notice::OrderShipped => "order_shipped",
            Notice::BackorderCovered => "backorder_covered",
            Notice::OrderComment => "order_comment",
            Notice::QuoteSent => "quote_sent",
            Notice::QuoteComment => "quote_comment",
            Notice::PaymentReceived => "payment_received",
            Notice::StaffRemittance => "staff_remittance",
            Notice::StaffQuoteAsked => "staff_quote_asked",
            Notice::StaffQuoteComment => "staff_quote_comment",
            Notice::StaffQuoteDecided => "staff_quote_decided",
            Notice::StaffOrderPlaced => "staff_order_placed",
            Notice::StaffOrderReview => "staff_order_review",
            Notice::StaffOrderComment => "staff_order_comment",
            Notice::StaffChangeAsked => "staff_change_asked",
            Notice::StaffHandOverFailed => "staff_hand_over_failed",
            Notice::StaffLoginAccepted => "staff_login_accepted",
        }
    }
}

/// Whether a login wants this mail; `membership_id` is that of the company it is about, 0 for the login itself.
pub fn wants(
    view: &mut View,
    login_id: i64,
    membership_id: i64,
    notice: Notice,
) -> Result<bool, DbError> {
    let unwanted = view.one::<i64>(
        "select count(*) from mails_unwanted
         where login_id = $1 and membership_id = $2 and notice = $3",
        args![login_id, membership_id, notice.code()],
    )?;
    Ok(unwanted == Some(0))
}

/// Tells a login by mail what happened to it.
pub fn tell(tx: &mut Tx, login_id: i64, notice: Notice) -> Result<(), DbError> {
    let id = tx.new_id();
    links::enqueue(tx, notice.code(), id, &LinkMail { login: login_id, secret: None })
}

/// Somebody signs in: a login that has signed in before, but never from a browser that calls itself so, is told.
pub(super) fn new_device(
    tx: &mut Tx,
    login_id: i64,
    user_agent: Option<&str>,
) -> Result<(), DbError> {
    let seen = tx.one::<(i64, i64)>(
        "select count(*), count(*) filter (where coalesce(user_agent, '') = $2)
         from sessions where login_id = $1 and not awaits_code",
        args![login_id, user_agent.unwrap_or_default()],
    )?;
    match seen {
        Some((before, 0)) if before > 0 && wants(tx, login_id, 0, Notice::NewDevice)? => {
            tell(tx, login_id, Notice::NewDevice)
        }
        _ => Ok(()),
    }
}
