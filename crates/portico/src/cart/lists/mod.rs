//! Saved lists: named lists of products with quantities that a customer's people keep, see together and order from.
//! Reading order: `store`, `make` (making, naming, deleting), `change` (the lines of one),
//! `order` (into the current order).

pub mod change;
pub mod make;
mod new_view;
mod one_view;
pub mod order;
pub mod pages;
mod posted;
pub mod store;
mod view;

pub use change::{Lines, add, change};
pub use make::{LISTS_MOST, Made, Source, delete, make, rename};
pub use order::put_in;
pub use store::{Line, SavedList, all, get, lines, products};

/// Lines of one list at most.
pub const LINES_MOST: usize = 1_000;

#[cfg(test)]
mod tests;
