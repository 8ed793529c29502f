//! A company that buys: where its goods go, and what it owes.

pub mod account;
pub mod addresses;
pub mod api;
pub mod credit;
pub mod import;
pub mod import_addresses;

pub use account::{Account, account};
pub use addresses::DeliveryAddress;
