//! What customers bought and what they marked as favourites. Orders push what was bought here, in their own
//! transaction, so that lists can mark it without reading orders.

use crate::access::Buyer;
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use std::collections::{BTreeMap, HashMap};

/// Most products of one customer that are looked at.
const MOST: i64 = 100_000;

/// A line of an order, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub struct Bought<'a> {
    /// Who ordered.
    pub customer_id: i64,
    /// What.
    pub product_id: i64,
    /// On which day, as `2026-03-31`.
    pub day: &'a str,
    /// How much, in the product's smallest step.
    pub quantity: i64,
}

/// Notes lines that were ordered: each counts once.
///
/// # Errors
/// What the database says.
pub fn note(tx: &mut Tx, lines: &[Bought<'_>]) -> Result<(), DbError> {
    // In the order of the keys, so that two orders cannot wait for each other.
    let mut sorted = lines.to_vec();
    sorted.sort_by_key(|line| (line.customer_id, line.product_id));
    let sets: Vec<_> = sorted
        .iter()
        .map(|line| args![line.customer_id, line.product_id, line.day, line.quantity])
        .collect();
    tx.exec_each_one(
        "insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
         values ($1, $2, $3, $4, 1, false)
         on conflict (customer_id, product_id) do update set
             times = customer_products.times + 1,
             last_quantity = case when coalesce(customer_products.last_day, '') <= excluded.last_day
                 then excluded.last_quantity else customer_products.last_quantity end,
             last_day = case when coalesce(customer_products.last_day, '') <= excluded.last_day
                 then excluded.last_day else customer_products.last_day end",
        &sets,
    )
}

/// What all lines of a customer with one product come to.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// The last day; `None`: there is no line.
    pub last_day: Option<String>,
    /// How much was ordered then.
    pub last_quantity: i64,
    /// How many lines there are.
    pub times: i64,
}

/// Says anew what a customer bought of some products, where lines went away.
///
/// # Errors
/// What the database says.
pub fn correct(tx: &mut Tx, sums: &BTreeMap<(i64, i64), Sum>) -> Result<(), DbError> {
    let sets: Vec<_> = sums
        .iter()
        .map(|((customer, product), sum)| {
            args![*customer, *product, sum.last_day.as_deref(), sum.last_quantity, sum.times]
        })
        .collect();
    tx.exec_each_one(
        "insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
         values ($1, $2, $3, $4, $5, false)
         on conflict (customer_id, product_id) do update set
             last_day = excluded.last_day, last_quantity = excluded.last_quantity, times = excluded.times",
        &sets,
    )
}

/// What a customer has to do with a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The day it was bought last, if ever.
    pub last_day: Option<String>,
    /// Whether somebody at the customer marked it.
    pub favourite: bool,
}

/// What this buyer's company has to do with products: one short range of an index.
///
/// # Errors
/// What the database says.
pub fn known(view: &mut View, buyer: &Buyer) -> Result<HashMap<i64, Known>, DbError> {
    let rows = view.all::<(i64, Option<String>, bool)>(
        "select product_id, last_day, favourite from customer_products where customer_id = $1 limit $2",
        args![buyer.customer.id, MOST],
    )?;
    let known = |(id, last_day, favourite)| (id, Known { last_day, favourite });
    Ok(rows.into_iter().map(known).collect())
}

/// Marks a product as a favourite of this buyer's company, or takes the mark away; false where the buyer may not see it.
///
/// # Errors
/// What the database says.
pub fn mark_favourite(
    tx: &mut Tx,
    buyer: &Buyer,
    sku: &str,
    favourite: bool,
) -> Result<bool, DbError> {
    let Some(product_id) = super::product::visible_id(tx, buyer, sku)? else {
        return Ok(false);
    };
    let marked = tx.exec(
        "insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
         values ($1, $2, null, 0, 0, $3)
         on conflict (customer_id, product_id) do update set favourite = excluded.favourite",
        args![buyer.customer.id, product_id, favourite],
    )?;
    Ok(marked == 1)
}
