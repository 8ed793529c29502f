//! HTML of the staff's pages about customers.

pub mod forms;
pub mod list;
pub mod one;
pub mod people;
