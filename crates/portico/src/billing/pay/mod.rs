//! Paying: what a person wants to pay becomes a plan (`plan`), a payment that holds what it is for (`start`), a page at a
//! gateway (`carry`), and is booked once from what the gateway says when asked (`book`, `back`). Messages and the browser
//! coming back only cause the question (`told`).

pub mod api;
pub mod back;
pub mod book;
pub mod carry;
pub mod demo;
pub mod demo_pages;
mod demo_view;
pub mod hooks;
pub mod list;
pub mod mail;
pub mod pages;
pub mod plan;
pub mod staff;
mod staff_view;
pub mod start;
pub mod store;
#[cfg(test)]
mod tests;
pub mod told;
pub mod transfer;
pub(in crate::billing) mod view;

use crate::platform::settings::Setting;
use portico_types::{Currency, Moment, Money};

/// Which gateway customers pay at: `off`, `demo`, `mollie` or `stripe`.
pub const GATEWAY: Setting<String> =
    Setting { key: "billing.gateway", default: || "off".to_owned() };

/// Whether less than what is open of a document may be paid.
pub const IN_PART: Setting<bool> = Setting { key: "billing.pay_in_part", default: || true };

/// Whether a document that a payment is under way for may not be paid a second time meanwhile.
pub const ONE_AT_A_TIME: Setting<bool> =
    Setting { key: "billing.one_payment_at_a_time", default: || true };

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Under way.
    Pending,
    /// The money is there, and booked.
    Paid,
    /// It will not come.
    Failed,
    /// Given up.
    Cancelled,
    /// Nobody paid in time.
    Expired,
    /// All of it went back.
    Refunded,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 6] = [
        Status::Pending,
        Status::Paid,
        Status::Failed,
        Status::Cancelled,
        Status::Expired,
        Status::Refunded,
    ];

    /// As stored and in the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Paid => "paid",
            Status::Failed => "failed",
            Status::Cancelled => "cancelled",
            Status::Expired => "expired",
            Status::Refunded => "refunded",
        }
    }

    /// The status with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|one| one.text() == text)
    }

    /// Key of its name in the words' file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Pending => "payment-pending",
            Status::Paid => "payment-paid",
            Status::Failed => "payment-failed",
            Status::Cancelled => "payment-cancelled",
            Status::Expired => "payment-expired",
            Status::Refunded => "payment-refunded",
        }
    }
}

/// A payment as it is kept.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Its id.
    pub id: i64,
    /// `PAY-77`; also the number of its document once it is paid.
    pub number: String,
    /// Who pays.
    pub customer_id: i64,
    /// The login that started it.
    pub login_id: Option<i64>,
    /// What is paid in money; nought where credit notes were enough.
    pub amount: Money,
    /// Where it stands.
    pub status: Status,
    /// Name of its gateway; blank where nothing was left to pay.
    pub gateway: String,
    /// The gateway's id of it, once it was started there.
    pub gateway_id: Option<String>,
    /// The page to pay at.
    pub redirect_url: Option<String>,
    /// Which key the gateway was called with.
    pub attempt: i64,
    /// Id of its document, once it is paid.
    pub document_id: Option<i64>,
    /// Why staff must look at it: `amount`, `reference`, `refused` …
    pub trouble: Option<String>,
    /// How many messages named it.
    pub told: i64,
    /// When it was started.
    pub created_at: Moment,
}

impl Payment {
    /// Its currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.amount.currency
    }
}

/// What of a payment goes to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Id of the document.
    pub document_id: i64,
    /// Its number.
    pub number: String,
    /// How much; below nought for a credit note or payment that is used.
    pub amount: Money,
}
