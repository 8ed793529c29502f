//! A price as staff type it for a product: read field by field, with every field that is wrong.

use super::correct_stock::words_of;
use super::kept_product::KeptProduct;
use crate::platform::problem::{FieldProblem, Problem, Text};
use crate::pricing::edit_prices::Wish;
use crate::pricing::history::Amount;
use portico_types::{Currency, Day, Quantity, UnitPrice};

/// The highest price, in ten-thousandths.
const PRICE_MOST: i64 = 100_000_000_000;
/// The most units that a price is for.
const PER_MOST: i64 = 1_000_000;

/// A price as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// From how many; blank: one, or the smallest step.
    pub from_quantity: String,
    /// The price.
    pub price: String,
    /// For how many; blank: one.
    pub per: String,
    /// First day, or blank.
    pub valid_from: String,
    /// Last day, or blank.
    pub valid_until: String,
    /// Whether earlier prices end the day before.
    pub ends_earlier: bool,
    /// The price of this quantity and day as the form showed it; none in the form for a new one.
    pub seen: Option<Amount>,
}

/// From how many units this is typed to be, in the product's smallest step.
///
/// # Errors
/// Key of the sentence.
pub fn from_quantity(product: &KeptProduct, text: &str) -> Result<i64, &'static str> {
    match text.trim() {
        "" => Ok(1),
        text => Quantity::parse(text, product.quantity_decimals)
            .map(|quantity| quantity.units)
            .map_err(words_of),
    }
}

/// What was typed, as a wish. Pure.
///
/// # Errors
/// 422 with every field that is wrong.
pub fn wish(product: &KeptProduct, typed: &Typed, currency: Currency) -> Result<Wish, Problem> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, key| {
        faults.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    };
    let from = from_quantity(product, &typed.from_quantity);
    if let Err(key) = from {
        fault("from_quantity", key);
    }
    let per = match typed.per.trim() {
        "" => Some(1),
        text => text.parse::<i64>().ok().filter(|per| (1..=PER_MOST).contains(per)),
    };
    if per.is_none() {
        fault("per", "product-bad-per");
    }
    let price = UnitPrice::parse(&typed.price, per.unwrap_or(1), currency).ok();
    let price = price.filter(|price| (0..=PRICE_MOST).contains(&price.ten_thousandths));
    if price.is_none() {
        fault("price", "product-bad-price");
    }
    let mut day = |field: &str, text: &str| match text.trim() {
        "" => None,
        text => Day::parse(text).or_else(|| {
            fault(field, "check-no-day");
            None
        }),
    };
    let (valid_from, valid_until) =
        (day("valid_from", &typed.valid_from), day("valid_until", &typed.valid_until));
    match (from, price) {
        (Ok(from_quantity), Some(price)) if faults.is_empty() => Ok(Wish {
            product_id: product.id,
            from_quantity,
            valid_from,
            valid_until,
            price,
            ends_earlier: typed.ends_earlier,
            seen: typed.seen.clone(),
        }),
        _ => Err(Problem::invalid(faults)),
    }
}

#[cfg(test)]
#[path = "set_price_tests.rs"]
mod tests;
