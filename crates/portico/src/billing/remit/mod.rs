//! Remittance advice: a customer announces a bank transfer and says which documents it is for (`announce`). Nothing is held by
//! it. The wholesaler's staff get a mail, the customer gets one with the account and the number to name; that number finds its
//! documents when the money comes (`billing/pay/transfer`, `billing/bank`).

pub mod announce;
pub mod mail;
pub mod pages;
pub mod received;
pub mod store;
pub(in crate::billing) mod view;

use portico_types::{Moment, Money};

/// Where an announced transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The customer says that it comes.
    Announced,
    /// It came, and is booked.
    Received,
    /// The customer took it back.
    Withdrawn,
}

impl Status {
    /// As stored.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Status::Announced => "announced",
            Status::Received => "received",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// The status with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Status> {
        let all = [Status::Announced, Status::Received, Status::Withdrawn];
        all.into_iter().find(|one| one.text() == text)
    }

    /// Key of its name in the words' file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Announced => "remittance-announced",
            Status::Received => "remittance-received",
            Status::Withdrawn => "remittance-withdrawn",
        }
    }
}

/// A transfer that a customer announced.
#[derive(Clone, Debug)]
pub struct Remittance {
    /// Its id.
    pub id: i64,
    /// `RA-12`; the customer names it in the transfer.
    pub number: String,
    /// Who pays.
    pub customer_id: i64,
    /// The login that announced it.
    pub login_id: i64,
    /// How much is transferred.
    pub amount: Money,
    /// Where it stands.
    pub status: Status,
    /// Number of the payment that was booked for it.
    pub payment: Option<String>,
    /// When it was announced.
    pub created_at: Moment,
}
