//! The own price list of a customer as a file: every product of its assortment with its own codes, its own prices from
//! each quantity on, and the stock as it is shown to it. Read a few hundred products at a time, so that a million take no
//! more memory than a page.

use super::indicator::{Said, said};
use super::list::walk;
use super::store::with_ids;
use super::view::RowWords;
use super::{Card, ListWish, Showing, Sort, StockShown, Turn, shown};
use crate::access::{Buyer, PricesShown};
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, View};
use crate::platform::export::{Head, Sheet};
use crate::platform::list::Value;
use crate::platform::problem::{AppError, Problem};
use crate::platform::words::Language;
use portico_types::Currency;
use std::collections::HashMap;

/// Products read at a time.
const AT_ONCE: usize = 500;
/// Quantities from which a lower price holds, beside the first price.
const BREAKS: usize = 3;

/// Headings and widths in a workbook.
const HEADS: [(&str, u16); 13] = [
    ("products-code", 16),
    ("price-list-own-code", 16),
    ("products-product", 44),
    ("facets-brand", 20),
    ("facets-category", 28),
    ("product-unit", 10),
    ("product-pack", 8),
    ("price-list-least", 10),
    ("products-your-price", 12),
    ("price-list-per", 8),
    ("price-list-currency", 10),
    ("product-ean", 16),
    ("products-stock", 14),
];

const CODES: &str = concat!(
    "select p.id, p.ean, (select min(c.code) from customer_codes c where c.customer_id = $51 and c.product_id = p.id)
       from products p where p.id in (",
    ids50!(),
    ")"
);

/// Writes the whole list.
///
/// # Errors
/// A customer that is shown no prices has no price list; else what the database says, or where the disk is full.
pub fn write(
    view: &mut View,
    buyer: &Buyer,
    words: &Language,
    sheet: &mut Sheet,
) -> Result<(), AppError> {
    if buyer.customer.prices_shown == PricesShown::Hidden {
        return Err(Problem::not_found().into());
    }
    let numbered: Vec<(String, String)> = (2..=BREAKS + 1)
        .map(|at| {
            let at = at.to_string();
            (
                words.fill("price-list-from", &[("number", &at)]),
                words.fill("price-list-price", &[("number", &at)]),
            )
        })
        .collect();
    let mut heads: Vec<Head<'_>> =
        HEADS.iter().map(|(key, width)| Head { label: words.say(key), width: *width }).collect();
    for (from, price) in &numbered {
        heads.push(Head { label: from, width: 8 });
        heads.push(Head { label: price, width: 12 });
    }
    sheet.head(&heads)?;
    let shown = shown(view, buyer)?;
    let rows = RowWords::new(words);
    let mut wish = ListWish { sort: Sort::Sku, limit: AT_ONCE, ..ListWish::default() };
    loop {
        let page = walk(view, buyer, &wish)?;
        let codes = codes(view, buyer, &page.cards)?;
        for card in &page.cards {
            let (ean, own) = codes.get(&card.id).cloned().unwrap_or_default();
            let mut values =
                first_values(&rows, card, (ean, own), &shown.showing, buyer.customer.currency);
            let least = card.least_quantity();
            values[8] = card.price().and_then(|price| shown.price(price, &card.vat_class)).into();
            values[9] = card.price().map_or(Value::Empty, |price| whole(price.per));
            let later = card.tariff.breaks().into_iter().filter(|(from, _)| *from > least);
            for (from, price) in later.take(BREAKS) {
                values.push(card.quantity(from).into());
                values.push(shown.price(price, &card.vat_class).into());
            }
            // Every row is as wide as the headings.
            values.resize(HEADS.len() + 2 * BREAKS, Value::Empty);
            sheet.row(&values)?;
        }
        match page.after {
            Some(after) => wish.turn = Turn::After(after),
            None => return Ok(()),
        }
    }
}

type Codes = (Option<String>, Option<String>);

fn codes(view: &mut View, buyer: &Buyer, cards: &[Card]) -> Result<HashMap<i64, Codes>, DbError> {
    let ids: Vec<i64> = cards.iter().map(|card| card.id).collect();
    let rows = view.all_many::<(i64, Option<String>, Option<String>)>(
        CODES,
        &with_ids(&ids, &args![buyer.customer.id]),
    )?;
    Ok(rows.into_iter().flatten().map(|(id, ean, own)| (id, (ean, own))).collect())
}

fn whole(number: i64) -> Value<'static> {
    Value::Number { units: number, decimals: 0 }
}

/// Everything but the prices, whose places stay empty.
fn first_values<'c>(
    rows: &RowWords<'_>,
    card: &'c Card,
    (ean, own): Codes,
    showing: &Showing,
    currency: Currency,
) -> Vec<Value<'c>> {
    vec![
        Value::text(&card.sku),
        Value::own(own.unwrap_or_default()),
        Value::text(&card.name),
        Value::maybe(card.brand.as_deref()),
        Value::maybe(card.category.as_deref()),
        Value::text(&card.unit),
        card.quantity(card.pack_size).into(),
        card.quantity(card.least_quantity()).into(),
        Value::Empty,
        Value::Empty,
        Value::own(currency.code().to_owned()),
        Value::own(ean.unwrap_or_default()),
        stock(rows, card, showing),
    ]
}

fn stock(rows: &RowWords<'_>, card: &Card, showing: &Showing) -> Value<'static> {
    match (showing.stock, said(card, showing)) {
        (StockShown::None, _) => Value::Empty,
        (StockShown::Number, Said::Here | Said::Few | Said::Out) if !card.always_there() => {
            card.quantity(card.free).into()
        }
        _ => Value::own(rows.stock_said(card, showing).1),
    }
}
