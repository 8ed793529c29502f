//! HTML of the prices of one product, in a list or for a customer: each in a row that is typed into, and a new one.

use super::list_prices::{day, from_quantity, hidden, jump};
use super::price_lists::{state_of, when};
use super::{column, fault, refused};
use crate::catalogue::kept_product::KeptProduct;
use crate::catalogue::set_price::Typed;
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Field, csrf, error_line, field, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use crate::pricing::edit_prices::Stored;
use maud::{Markup, html};
use portico_types::{Currency, Day, Quantity, UnitPrice};

/// What the page shows.
pub struct OfProduct<'a> {
    /// Whose prices: words and address, outermost first.
    pub crumbs: &'a [(&'a str, &'a str)],
    /// Address of this page, without the code.
    pub path: &'a str,
    /// The product.
    pub product: &'a KeptProduct,
    /// Its prices.
    pub prices: &'a [Stored],
    /// Their currency.
    pub currency: Currency,
    /// Whether new ones include VAT.
    pub includes_vat: bool,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person sets them.
    pub edits: bool,
    /// What was typed and not taken, and why.
    pub failed: Option<(&'a Typed, &'a Problem)>,
}

impl OfProduct<'_> {
    fn quantity(&self, units: i64) -> Quantity {
        Quantity::steps(units, self.product.quantity_decimals)
    }

    /// What was typed into the row of this price.
    fn typed_into(&self, price: &Stored) -> Option<(&Typed, &Problem)> {
        let quantity = self.quantity(price.from_quantity).text();
        self.failed.filter(|(typed, _)| {
            typed.seen.is_some()
                && typed.valid_from == price.from
                && typed.from_quantity == quantity
        })
    }

    /// What was typed as a new price.
    fn typed_new(&self) -> Option<(&Typed, &Problem)> {
        self.failed.filter(|(typed, _)| typed.seen.is_none())
    }
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &OfProduct<'_>) -> Markup {
    let product = page.product;
    let base = words.fill(
        "price-base-is",
        &[("price", &page.product.base.grouped()), ("currency", product.base.currency.code())],
    );
    let vat = words.say(if page.includes_vat { "list-with-vat" } else { "list-without-vat" });
    let href = format!("/staff/products/{}", path_segment(&product.sku));
    html! {
        (title(Head {
            crumbs: page.crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &product.sku,
            context: Some(html! { a href=(href) { (product.name) } " · " (page.currency.code()) ", " (vat) " · " (base) }),
            ..Head::default()
        }))
        (refused(words, page.failed.map(|(_, problem)| problem)))
        (jump(words, page.path, page.edits))
        (section("prices", words.say("list-prices"), None, html! {
            @if page.prices.is_empty() { p.gap-above { (words.say("price-none-of-product")) } }
            @else { (listed(words, page)) }
        }))
        @if page.edits { (section("add", words.say("price-add"), None, add(words, page))) }
    }
}

/// No product has the code that was typed: which one is meant?
#[must_use]
pub fn asks(
    words: &Language,
    crumbs: &[(&str, &str)],
    path: &str,
    (typed, edits): (&str, bool),
) -> Markup {
    let error = if typed.trim().is_empty() { "" } else { words.say("check-no-product") };
    html! {
        (title(Head {
            crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("price-of-product"),
            ..Head::default()
        }))
        form.form method="get" action=(path) {
            (field(Field { name: "sku", label: words.say("price-product-code"), value: typed, error, longest: 100, required: true, focus: true, ..Field::default() }))
            button.button.main type="submit" { (words.say(if edits { "price-set-of" } else { "price-of-product" })) }
        }
    }
}

fn listed(words: &Language, page: &OfProduct<'_>) -> Markup {
    let heading = words.fill("price-in", &[("sign", &page.currency.sign())]);
    let mut columns = vec![
        column(words, "num c-from", "price-from-quantity"),
        column(words, "num c-price", ""),
        column(words, "c-day", "price-valid-from"),
        column(words, "c-until", "price-valid-until"),
        column(words, "c-state", "price-state"),
    ];
    columns[1].label = &heading;
    if page.edits {
        columns.push(column(words, "c-action", "price-change"));
    }
    let body = html! { @for (at, price) in page.prices.iter().enumerate() { (price_row(words, page, (at, price))) } };
    table(
        Table { class: "set-prices", caption: words.say("list-prices"), columns: &columns },
        body,
        None,
    )
}

fn price_row(words: &Language, page: &OfProduct<'_>, (at, price): (usize, &Stored)) -> Markup {
    let amount = &price.amount;
    let (from, until) = (Day::parse(&price.from), amount.until.as_deref().and_then(Day::parse));
    let held = when(from, until, page.today);
    let stored = UnitPrice::new(amount.price, amount.per, page.currency);
    let edits = page.edits && held != "over";
    let failed = page.typed_into(price);
    let (typed_price, typed_until) = match failed {
        Some((typed, _)) => (typed.price.clone(), typed.valid_until.clone()),
        None => (stored.amount(), amount.until.clone().unwrap_or_default()),
    };
    let quantity = page.quantity(price.from_quantity);
    let named = |key| {
        let day = from.map_or_else(|| words.say("price-always").to_owned(), Day::text);
        words.fill(key, &[("quantity", &quantity.grouped()), ("day", &day)])
    };
    let form = format!("price-{at}");
    let said = format!("price-{at}-said");
    let faults = failed.map(|(_, problem)| problem);
    let described = faults.map(|_| said.as_str());
    let per = amount.per.to_string();
    row(
        if failed.is_some() { "tint-bad" } else { "" },
        html! {
            (row_head("num c-from", from_quantity(words, &quantity.grouped())))
            (cell("num c-price", html! {
                @if edits { input.in-cell type="text" inputmode="decimal" form=(form) name="price" value=(typed_price) maxlength="20" aria-label=(named("price-of-row")) aria-describedby=[described]; }
                @else { (stored.grouped()) }
                @if amount.per != 1 { span.second { (words.fill("price-for", &[("per", &per)])) } }
                @if price.includes_vat != page.includes_vat { span.second { (words.say("list-with-vat")) } }
                @if let Some(problem) = faults { (error_line(&said, html! { (sentence(words, problem, &stored)) })) }
            }))
            (cell("c-day", day(words, from, page.today, "price-always")))
            (cell("c-until", html! {
                @if edits { input.in-cell type=(kind(&typed_until)) form=(form) name="valid_until" value=(typed_until) aria-label=(named("price-until-row")); }
                @else { (day(words, until, page.today, "price-no-end")) }
            }))
            (cell("c-state", state_of(words, held)))
            @if page.edits { (cell("c-action", html! { @if edits { (row_forms(words, page, price, (&form, &named))) } })) }
        },
    )
}

/// Saving and ending a price as it stands in its row.
fn row_forms(
    words: &Language,
    page: &OfProduct<'_>,
    price: &Stored,
    (form, named): (&str, &dyn Fn(&'static str) -> String),
) -> Markup {
    let amount = &price.amount;
    let (stored, per) = (amount.price.to_string(), amount.per.to_string());
    let quantity = page.quantity(price.from_quantity).text();
    let fields = [
        ("sku", page.product.sku.as_str()),
        ("from_quantity", &quantity),
        ("per", &per),
        ("valid_from", &price.from),
        ("seen_price", &stored),
        ("seen_per", &per),
        ("seen_until", amount.until.as_deref().unwrap_or("")),
    ];
    html! {
        form id=(form) method="post" action=(page.path) {
            (hidden(page.csrf, &fields))
            button.button.small type="submit" aria-label=(named("price-save-row")) { (words.say("product-save")) }
            " "
            button.button.small type="submit" formaction={ (page.path) "/end" } aria-label=(named("price-end-row")) { (words.say("price-end")) }
        }
    }
}

/// Why a row was not taken; and what is stored, where somebody else changed it.
fn sentence(words: &Language, problem: &Problem, stored: &UnitPrice) -> String {
    match problem.errors.first() {
        Some(fault) => words.sentence(&fault.text),
        None => words.fill("price-stored-now", &[("price", &stored.grouped())]),
    }
}

/// What a date field cannot show is shown as text, so that it is not lost.
fn kind(typed: &str) -> &'static str {
    if typed.is_empty() || Day::parse(typed).is_some() { "date" } else { "text" }
}

fn add(words: &Language, page: &OfProduct<'_>) -> Markup {
    let empty = Typed::default();
    let failed = page.typed_new();
    let typed = failed.map_or(&empty, |(typed, _)| typed);
    let faults = failed.map_or(&[][..], |(_, problem)| problem.errors.as_slice());
    let said = |name| fault(words, faults, name);
    let (from, price, per) = (said("from_quantity"), said("price"), said("per"));
    let (since, until) = (said("valid_from"), said("valid_until"));
    let of = |name, key, value, error| Field {
        name,
        label: words.say(key),
        value,
        error,
        longest: 20,
        ..Field::default()
    };
    let days = |name, key, value, error| Field {
        kind: kind(value),
        longest: 0,
        ..of(name, key, value, error)
    };
    let currency = page.currency.code();
    html! {
        form.form method="post" action=(page.path) {
            (csrf(page.csrf))
            input type="hidden" name="sku" value=(page.product.sku);
            div.pair {
                (field(Field { need: currency, required: true, focus: page.prices.is_empty() || failed.is_some(), ..of("price", "price-of", &typed.price, &price) }))
                (field(Field { need: &page.product.unit, hint: words.say("price-one-hint"), ..of("from_quantity", "price-from-quantity", &typed.from_quantity, &from) }))
                (field(Field { hint: words.say("price-from-day-hint"), ..days("valid_from", "price-valid-from", &typed.valid_from, &since) }))
                (field(Field { hint: words.say("price-until-day-hint"), ..days("valid_until", "price-valid-until", &typed.valid_until, &until) }))
                (field(Field { hint: words.say("price-one-hint"), ..of("per", "product-per", &typed.per, &per) }))
            }
            (tick("ends_earlier", "yes", words.say("price-ends-earlier"), typed.ends_earlier))
            button.button.main.gap-above type="submit" { (words.say("price-set-it")) }
        }
    }
}
