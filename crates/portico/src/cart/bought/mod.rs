//! What a customer bought before: when last, how often, how much as a rule, and with one press into the current order.

pub mod pages;
pub mod store;
mod view;

pub use store::{BOUGHT, BoughtRow, Filter, list, usual};

#[cfg(test)]
mod tests;
