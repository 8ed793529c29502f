//! Order entry: staff order for a customer on one page, by telephone or from a paper. What they enter is the current order
//! of their own login for that customer, so it is kept like any other, and placed through `orders::place` like any other.

mod find_view;
pub mod keep;
pub mod order;
pub mod staff;
mod staff_view;
pub mod store;
pub mod typed;

pub use keep::{EntryFaults, keep};
pub use order::order;
pub use store::{Begun, begun, orders_for};
pub use typed::EntryTyped;

#[cfg(test)]
mod tests;
