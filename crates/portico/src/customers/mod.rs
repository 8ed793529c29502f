//! A company that buys: where its goods go, and what it owes.

pub mod addresses;
pub mod credit;
pub mod import;

pub use addresses::DeliveryAddress;
