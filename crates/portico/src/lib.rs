//! Portico: a portal that a wholesaler puts in front of its ERP.

pub mod platform;
pub mod testkit;

#[cfg(test)]
mod tidy;
