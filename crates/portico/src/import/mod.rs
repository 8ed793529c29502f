//! Bringing a wholesaler's data in from files of any form: `portico import KIND FILE…`. This slice
//! reads files and columns; what a row does to the database is each owner's `import.rs`.
//! The columns of every kind are told in `docs/manual/import.md`.

pub mod bring;
pub mod called;
pub mod cells;
pub mod cli;
pub mod files;
pub mod guess;
pub mod job;
pub mod kinds;
pub mod limits;
pub mod map;
pub mod map_form;
pub mod mapping_view;
pub mod pages;
pub mod preview;
pub mod progress;
pub mod refused;
pub mod run;
pub mod sorted;
pub mod staged;
pub mod store;
#[cfg(test)]
mod tests;
pub mod turn;
pub mod upload;
pub mod view;

use clap::ValueEnum;

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// What is sold.
    Products,
    /// Companies that buy.
    Customers,
    /// Where their goods go.
    Addresses,
    /// Prices by list and quantity, and customers' own prices.
    PriceLists,
    /// How much is on hand.
    Stock,
    /// Orders as they were placed elsewhere.
    Orders,
    /// Invoices, credit notes and payments as they were issued elsewhere.
    Documents,
}

impl Kind {
    /// All, in the order in which they refer to one another.
    pub const ALL: [Kind; 7] = [
        Kind::Products,
        Kind::Customers,
        Kind::Addresses,
        Kind::PriceLists,
        Kind::Stock,
        Kind::Orders,
        Kind::Documents,
    ];

    /// The kind with this word.
    #[must_use]
    pub fn read(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.text() == text)
    }

    /// The word on the command line.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Kind::Products => "products",
            Kind::Customers => "customers",
            Kind::Addresses => "addresses",
            Kind::PriceLists => "price-lists",
            Kind::Stock => "stock",
            Kind::Orders => "orders",
            Kind::Documents => "documents",
        }
    }
}

/// What a row, or an order of many rows, came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there.
    New,
    /// It was there and differed.
    Changed,
    /// It was there just so.
    Same,
    /// It cannot be taken, and why.
    Refused(String),
}
