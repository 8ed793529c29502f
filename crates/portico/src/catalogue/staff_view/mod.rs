//! HTML of the staff's pages about goods.

pub(super) mod assortments;
pub(super) mod batches;
pub mod incoming;
pub(super) mod list_customers;
pub(super) mod list_prices;
pub(crate) mod own_prices;
pub(super) mod percent;
pub(super) mod price_check;
pub(super) mod price_lists;
pub(super) mod product;
pub(super) mod products;
pub(super) mod set_price;
pub(crate) mod stock;
pub(super) mod stock_list;
pub(super) mod vat_rates;

use crate::catalogue::price_history::Changed;
use crate::platform::problem::{FieldProblem, Problem};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::numbers::empty;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use crate::pricing::history::Amount;
use maud::{Markup, html};
use portico_types::{Currency, Day, Moment, Quantity, UnitPrice, Zone};

/// A column with a class and the words of its heading.
pub(crate) fn column<'a>(words: &'a Language, class: &'a str, key: &'a str) -> Column<'a> {
    Column { class, label: words.say(key), ..Column::default() }
}

/// What is wrong with a field, as a sentence; empty where nothing is.
pub(crate) fn fault(words: &Language, faults: &[FieldProblem], field: &str) -> String {
    let found = faults.iter().find(|fault| fault.field == field);
    found.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
}

/// A refusal that no field is to blame for, above the page's content.
pub(crate) fn refused(words: &Language, problem: Option<&Problem>) -> Markup {
    match problem {
        Some(problem) if problem.errors.is_empty() => {
            flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))
        }
        Some(_) => flash(&Flash::new(FlashKind::Refused, words.say("nothing-saved"))),
        None => html! {},
    }
}

/// A price with what it is for and until when.
fn amount(words: &Language, changed: &Changed, amount: Option<&Amount>) -> Markup {
    let Some(amount) = amount else { return empty() };
    let currency = Currency::from_code(&changed.currency).unwrap_or(Currency::GBP);
    let price = UnitPrice::new(amount.price, amount.per, currency);
    let text = match price.per {
        1 => price.grouped(),
        per => words.fill("price-per", &[("price", &price.grouped()), ("per", &per.to_string())]),
    };
    html! { (text) @if let Some(until) = &amount.until { span.second { (words.fill("price-until", &[("day", until)])) } } }
}

/// Changes of prices, newest first: whose price, what it was, what it became, who did it when.
pub(crate) fn history(
    words: &Language,
    changes: &[Changed],
    (zone, today): (&Zone, Day),
) -> Markup {
    if changes.is_empty() {
        return html! { p.gap-above { (words.say("price-no-history")) } };
    }
    let columns = [
        column(words, "c-day", "stock-when"),
        column(words, "code", "stock-code"),
        column(words, "", "price-of"),
        column(words, "num", "check-from"),
        column(words, "num", "price-was"),
        column(words, "num strong", "price-is"),
        column(words, "dim", "stock-who"),
    ];
    let body = html! { @for changed in changes { (change_row(words, changed, (zone, today))) } };
    table(
        Table { class: "history", caption: words.say("product-price-history"), columns: &columns },
        body,
        None,
    )
}

fn change_row(words: &Language, changed: &Changed, (zone, today): (&Zone, Day)) -> Markup {
    let of = match (changed.kind.as_str(), &changed.of) {
        ("base", _) | (_, None) => words.say("check-base"),
        (_, Some(name)) => name,
    };
    let who = changed.by.as_deref().unwrap_or_else(|| words.say("movement-import"));
    let from = Quantity::steps(changed.from_quantity, changed.decimals).grouped();
    row(
        "",
        html! {
            (row_head("c-day", html! { (dates::moment(words, Moment(changed.at), zone, today)) }))
            (cell("code", html! { a href={ "/staff/products/" (path_segment(&changed.sku)) } { (changed.sku) } }))
            (cell("", html! { (of) @if !changed.valid_from.is_empty() { span.second { (words.fill("price-since", &[("day", &changed.valid_from)])) } } }))
            (cell("num", html! { (from) }))
            (cell("num", amount(words, changed, changed.old.as_ref())))
            (cell("num strong", amount(words, changed, changed.new.as_ref())))
            (cell("dim", html! { (who) }))
        },
    )
}
