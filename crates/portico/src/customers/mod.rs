//! A company that buys: where its goods go, and what it owes.

pub mod account;
pub mod activity;
pub mod address_api;
#[cfg(test)]
mod address_tests;
pub mod addresses;
pub mod api;
pub mod change;
pub mod contacts;
pub mod create;
pub mod credit;
pub mod erp;
pub mod import;
pub mod import_addresses;
pub mod keep_address;
pub mod keeper;
pub mod pages;
mod posted;
pub mod sheet;
pub mod staff;
pub mod staff_store;
pub mod staff_view;
#[cfg(test)]
mod tests;
pub mod view;
pub mod wish_contact;

pub use account::{Account, account};
pub use addresses::DeliveryAddress;
