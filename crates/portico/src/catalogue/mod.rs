//! What is sold: products as one customer may see them, with its prices, the free stock and how many
//! are in the current order.

pub mod api;
pub mod around;
pub mod asked;
pub mod assortments;
pub mod batch;
pub mod bought;
mod card;
pub mod correct_stock;
pub mod drawn;
pub mod edit_product;
pub mod facets;
pub mod finding;
pub mod follow;
pub mod import;
mod import_assortments;
pub mod import_attributes;
pub mod import_stock;
pub mod incoming;
pub mod indicator;
pub mod json;
pub mod kept_product;
mod list;
pub mod locations;
pub mod movements;
pub mod narrow;
mod near;
pub mod notes;
#[cfg(test)]
mod own_prices_tests;
pub mod pages;
pub mod percent_preview;
#[cfg(test)]
mod percent_tests;
pub mod pictures;
pub mod places;
pub mod price_check;
pub mod price_history;
pub mod price_list;
pub mod price_rows;
mod product;
pub mod product_sections;
pub mod put;
mod rows;
pub mod search;
pub mod set_price;
pub mod shelf;
pub mod staff;
pub mod staff_find;
pub mod staff_list;
pub mod staff_view;
pub mod stock;
pub mod stock_list;
mod store;
pub mod tags;
#[cfg(test)]
mod vat_rates_tests;
pub mod view;

pub use card::{
    Card, ClosedCard, Image, Product, ProductState, StockKind, StockState, WhenOut, WrongQuantity,
};
pub use finding::{Finding, Want, find};
pub use indicator::{LOW_STOCK, STOCK_SHOWN, Showing, StockLabel, StockShown};
pub use list::{Cursor, ListWish, Listed, Sort, Turn};
pub use narrow::Narrow;
pub use near::near;
pub use product::product;
pub use store::{cards, closed_cards, meanings, resolve, showing, tariffs};

use crate::access::Buyer;
use crate::platform::db::{DbError, View};
use crate::platform::wholesaler;
use crate::pricing;
use std::collections::HashMap;

/// What this buyer is shown of stock and prices, with the VAT of the customer's country.
///
/// # Errors
/// What the database says.
pub fn shown(view: &mut View, buyer: &Buyer) -> Result<json::Shown, DbError> {
    let today = wholesaler::today(view)?;
    let of = &buyer.customer;
    let vat = pricing::vat_table(view, of.country, of.vat_treatment, today)?;
    Ok(json::Shown {
        showing: showing(view, buyer)?,
        vat,
        prices: of.prices_shown,
        next: HashMap::new(),
    })
}

/// A code as it stands in an address.
#[must_use]
pub fn encoded(code: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(code.len());
    for byte in code.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Greater than every character of a code: `MUG` up to `MUG` and this are all codes that begin so.
const AFTER_ALL: char = '\u{10FFFF}';

/// What codes are compared by: without surrounding blanks, in upper case. Stored in `sku_key`,
/// `maker_code_key` and `code_key`.
#[must_use]
pub fn code_key(code: &str) -> String {
    code.trim().to_uppercase()
}

/// What names are sorted by: in lower case. Stored in `name_key`.
#[must_use]
pub fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What brands and tags are compared by: in lower case. Stored in `name_key`.
#[must_use]
pub fn brand_key(name: &str) -> String {
    name_key(name)
}

/// A category's path and the paths above it, the outermost first: "Kitchen", "Kitchen > Mugs".
#[must_use]
pub fn category_steps(path: &str) -> Vec<String> {
    let names = path.split('>').map(str::trim).filter(|name| !name.is_empty());
    let mut steps: Vec<String> = Vec::new();
    for name in names {
        let step =
            steps.last().map_or_else(|| name.to_owned(), |above| format!("{above} > {name}"));
        steps.push(step);
    }
    steps
}

/// What paths of categories are compared by. Stored in `path_key`.
#[must_use]
pub fn path_key(path: &str) -> String {
    path.to_lowercase()
}

#[cfg(test)]
mod tests;
