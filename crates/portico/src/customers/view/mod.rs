//! HTML of what a customer's people see and change of their own company.

pub mod account;
pub mod addresses;
