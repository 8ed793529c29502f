//! What tests and the demo stand on.

pub mod db;

#[cfg(test)]
pub(crate) use db::on_both;
