//! A company that buys: where its goods go, and what it owes.

pub mod account;
pub mod activity;
pub mod addresses;
pub mod api;
pub mod change;
pub mod contacts;
pub mod create;
pub mod credit;
pub mod import;
pub mod import_addresses;
pub mod keep_address;
pub mod sheet;
pub mod staff;
pub mod staff_store;
pub mod staff_view;
#[cfg(test)]
mod tests;

pub use account::{Account, account};
pub use addresses::DeliveryAddress;
