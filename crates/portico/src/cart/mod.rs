//! The current order: one for each login and customer, kept until placed, across sign-out, devices
//! and open tabs. The system never drops a line from it.

pub mod api;
pub mod bought;
pub mod checkout;
pub mod entry;
pub mod head;
pub mod json;
pub mod keep;
pub mod lines;
pub mod lists;
pub mod offers;
pub mod order;
pub mod pages;
pub mod paste;
pub mod place_api;
pub mod reorder;
pub mod reorder_api;
pub mod store;
pub mod typed;
pub mod view;

pub use checkout::{PlaceCart, place};
pub use head::{HeadChange, set_head};
pub use lines::{Added, NotAdded, accept_price, add, empty, remove, set, set_remarks};
pub use store::{Cart, CartLine, CartView, load, panel, product_in_cart, view_with_draft};

use crate::orders::LineRefusal;

/// The state of a line of the current order, as the API names it.
#[must_use]
pub fn state(refusal: Option<&LineRefusal>) -> &'static str {
    match refusal {
        None | Some(LineRefusal::RemarkTooLong) => "ok",
        Some(LineRefusal::PriceChanged { .. }) => "price_changed",
        Some(LineRefusal::InsufficientStock { .. }) => "short_of_stock",
        Some(
            LineRefusal::UnknownCode { .. }
            | LineRefusal::NotAvailable
            | LineRefusal::ComesToNothing,
        ) => "unavailable",
        Some(_) => "quantity_not_allowed",
    }
}

#[cfg(test)]
mod again_tests;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;
