//! What customers owe and how it is settled: invoices, credit notes, payments, and the ledger of settlements between them.
//! Reading order: the nouns here, `series` (numbers without gaps), `write` (a document comes to be), `settle` (the only
//! writer of what is open), `issue`, `invoice` and `credit_note` (what staff do), `paper` (the frozen facts), `store` and
//! `list` (reading).

pub mod api;
#[cfg(test)]
mod archive_tests;
pub mod bank;
pub mod credit_note;
pub mod import;
mod import_store;
pub mod invoice;
pub mod issue;
#[cfg(test)]
pub(crate) mod issue_tests;
pub mod kept;
pub mod list;
pub mod mail;
pub mod pages;
mod paper;
pub mod papers;
pub mod pay;
pub mod remit;
#[cfg(test)]
mod return_tests;
pub mod seller;
pub mod series;
pub mod settle;
#[cfg(test)]
mod settle_tests;
pub mod staff;
pub mod staff_api;
pub mod staff_view;
pub mod statement;
pub mod statement_pages;
mod statement_paper;
pub mod statement_staff;
#[cfg(test)]
mod statement_tests;
pub mod store;
pub mod to_invoice;
pub mod view;
mod warnings_view;
pub mod write;

pub use kept::{Document, DocumentCharge, DocumentDetail, DocumentLine, Settled};

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentType {
    /// Goods charged.
    Invoice,
    /// Goods or money given back on paper: settles invoices.
    CreditNote,
    /// Money that came in.
    Payment,
    /// Money that went back to the customer.
    Refund,
    /// Money that the customer's bank took back.
    Chargeback,
}

impl DocumentType {
    /// All of them.
    pub const ALL: [DocumentType; 5] = [
        DocumentType::Invoice,
        DocumentType::CreditNote,
        DocumentType::Payment,
        DocumentType::Refund,
        DocumentType::Chargeback,
    ];

    /// As stored.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            DocumentType::Invoice => "invoice",
            DocumentType::CreditNote => "credit_note",
            DocumentType::Payment => "payment",
            DocumentType::Refund => "refund",
            DocumentType::Chargeback => "chargeback",
        }
    }

    /// The type with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<DocumentType> {
        DocumentType::ALL.into_iter().find(|one| one.text() == text)
    }

    /// Whether the customer owes it to us; else we owe it to the customer.
    #[must_use]
    pub fn is_debit(self) -> bool {
        !matches!(self, DocumentType::CreditNote | DocumentType::Payment)
    }

    /// Key of its name in the words' file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DocumentType::Invoice => "document-invoice",
            DocumentType::CreditNote => "document-credit-note",
            DocumentType::Payment => "document-payment",
            DocumentType::Refund => "document-refund",
            DocumentType::Chargeback => "document-chargeback",
        }
    }
}

/// How much of a document is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Open,
    /// Some of it.
    Part,
    /// All of it.
    Settled,
}

impl State {
    /// The state of a document of this total with so much open.
    #[must_use]
    pub fn of(total_minor: i64, open_minor: i64) -> State {
        if open_minor == 0 {
            State::Settled
        } else if open_minor == total_minor {
            State::Open
        } else {
            State::Part
        }
    }

    /// As in addresses and the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Part => "part",
            State::Settled => "settled",
        }
    }
}
