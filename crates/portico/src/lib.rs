//! Portico: a portal that a wholesaler puts in front of its ERP.

pub mod access;
pub mod catalogue;
pub mod platform;
pub mod pricing;
pub mod testkit;

#[cfg(test)]
mod tidy;
