//! What tests and the demo stand on.

#[cfg(test)]
pub mod app;
pub(crate) mod builders;
#[cfg(test)]
pub mod client;
pub(crate) mod company;
pub mod db;
pub(crate) mod order_rows;
#[cfg(test)]
pub mod page;
pub(crate) mod quote_rows;
#[cfg(test)]
pub mod race;
pub(crate) mod rows;
pub(crate) mod sessions;
pub(crate) mod shelf_rows;
#[cfg(test)]
pub mod world;

#[cfg(test)]
pub(crate) use db::on_both;
#[cfg(test)]
#[allow(unused_imports, reason = "tests of slices use it as they land")]
pub(crate) use world::in_world;
