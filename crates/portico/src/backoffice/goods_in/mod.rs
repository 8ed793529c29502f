//! Goods-in notes: receipt of goods, with or without a purchase order. `book` puts them on the shelf and gives them on to
//! the lines that wait; `reverse` takes a note back by another.

pub mod book;
pub mod list;
pub mod reverse;
pub mod staff;
pub mod staff_view;
pub mod store;

#[cfg(test)]
mod tests;
