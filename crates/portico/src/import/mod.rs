//! Bringing a wholesaler's data in from files of any form: `portico import KIND FILE…`. This slice
//! reads files and columns; what a row does to the database is each owner's `import.rs`.
//! The columns of every kind are told in `docs/manual/import.md`.

pub mod bring;
pub mod cells;
pub mod cli;
pub mod files;
pub mod kinds;
pub mod limits;
pub mod map;
pub mod progress;
pub mod refused;
pub mod run;
pub mod sorted;
pub mod staged;
#[cfg(test)]
mod tests;

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
}

impl Kind {
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
