//! What a customer pays for a product, and why: the same tariff that an order is charged by, told candidate by candidate.

use super::correct_stock::words_of;
use super::kept_product::{self, KeptProduct};
use super::{Card, cards, json::Shown, shown, store};
use crate::access::{CustomerHead, Staff, customer_head};
use crate::args;
use crate::platform::db::{DbError, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use crate::pricing::{self, Candidate, Tariff};
use portico_types::{Day, Money, Quantity, Taxed, UnitPrice};

/// What is asked, as typed. Blank quantity: the least that can be ordered; blank day: today.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Number of the customer.
    pub customer: String,
    /// Code of the product.
    pub sku: String,
    /// How many.
    pub quantity: String,
    /// `YYYY-MM-DD`.
    pub day: String,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The customer.
    pub customer: CustomerHead,
    /// The product.
    pub product: KeptProduct,
    /// How many.
    pub quantity: Quantity,
    /// On which day.
    pub day: Day,
    /// All prices of the day.
    pub tariff: Tariff,
    /// Each of them, and what became of it.
    pub why: Vec<Candidate>,
    /// Codes and names of the lists among them, by id.
    pub lists: Vec<(i64, String, String)>,
    /// What each costs; `None` where nothing offers a price.
    pub price: Option<UnitPrice>,
    /// Quantity × price.
    pub net: Option<Money>,
    /// The VAT on it, delivered to the customer's country.
    pub taxed: Taxed,
    /// The product as the customer sees it, where it sees it at all; and how stock and prices are shown to it.
    pub seen: Option<(Card, Shown)>,
}

/// Answers the question.
///
/// # Errors
/// 422 with every field that names nothing.
pub fn price_check(view: &mut View, staff: &Staff, asked: &Question) -> Result<Answer, AppError> {
    let customer = customer_head(view, staff, &asked.customer)?;
    let product = kept_product::get(view, staff, &asked.sku)?;
    let today = wholesaler::today(view)?;
    let typed = asked.day.trim();
    let day = if typed.is_empty() { Some(today) } else { Day::parse(typed) };
    let quantity = product.as_ref().map(|product| quantity(product, &asked.quantity));
    let mut faults = Vec::new();
    let mut fault = |field: &str, key| {
        faults.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    };
    if customer.is_none() {
        fault("customer", "check-no-customer");
    }
    if product.is_none() {
        fault("sku", "check-no-product");
    }
    if day.is_none() {
        fault("day", "check-no-day");
    }
    if let Some(Err(key)) = quantity {
        fault("quantity", key);
    }
    match (customer, product, quantity, day) {
        (Some(customer), Some(product), Some(Ok(quantity)), Some(day)) => {
            answer(view, staff, (customer, product), quantity, day)
        }
        _ => Err(Problem::invalid(faults).into()),
    }
}

fn quantity(product: &KeptProduct, typed: &str) -> Result<Quantity, &'static str> {
    if typed.trim().is_empty() {
        return Ok(Quantity::steps(product.least(), product.quantity_decimals));
    }
    Quantity::parse(typed, product.quantity_decimals).map_err(words_of)
}

fn answer(
    view: &mut View,
    staff: &Staff,
    (customer, product): (CustomerHead, KeptProduct),
    quantity: Quantity,
    day: Day,
) -> Result<Answer, AppError> {
    let mut tariffs = store::tariffs_on(view, &customer, &[product.id], day)?;
    let tariff = tariffs.remove(&product.id).unwrap_or_default();
    let price = tariff.at(quantity.units);
    let why = tariff.explain(quantity.units);
    let lists = pricing::lists_of(view, &why)?;
    let vat = pricing::vat_table(view, customer.country, customer.vat_treatment, day)?;
    let net = price.map(|price| price.net(quantity)).transpose()?;
    let buyer = staff.as_viewer_of(customer.clone());
    let card = cards(view, &buyer, &[product.id])?.into_iter().next();
    let seen = match card {
        Some(card) => Some((card, shown(view, &buyer)?)),
        None => None,
    };
    let taxed = vat.of(&product.vat_class);
    Ok(Answer { customer, product, quantity, day, tariff, why, lists, price, net, taxed, seen })
}

/// Customers whose number or name begins so, for somebody who does not know the number: number and name, at most ten.
///
/// # Errors
/// What the database says.
pub fn customers_like(
    view: &mut View,
    _: &Staff,
    typed: &str,
) -> Result<Vec<(String, String)>, DbError> {
    let key = typed.trim().to_lowercase();
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let until = format!("{key}{}", super::AFTER_ALL);
    let mut found: Vec<(String, String)> = view.all(
        "select number, name from customers where name_key >= $1 and name_key < $2
         order by name_key, id limit 10",
        args![&key, &until],
    )?;
    if found.is_empty() {
        found = view.all(
            "select number, name from customers where number_key >= $1 and number_key < $2
             order by number_key limit 10",
            args![&key, &until],
        )?;
    }
    Ok(found)
}

#[cfg(test)]
#[path = "price_check_tests.rs"]
mod tests;
