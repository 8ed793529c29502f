//! HTML of the VAT rates.

use super::list_prices::{day, hidden};
use super::price_lists::{state_of, when};
use super::{column, fault, refused};
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use crate::pricing::vat_rates::{CATEGORIES, Typed, VatRate};
use maud::{Markup, html};
use portico_types::{Country, Day};

/// What the page shows.
pub struct Page<'a> {
    /// The rates, by country, class and day.
    pub rates: &'a [VatRate],
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person adds rates.
    pub edits: bool,
    /// A new rate as typed.
    pub typed: &'a Typed,
    /// Why it was not added.
    pub problem: Option<&'a Problem>,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    html! {
        (title(Head { title: words.say("vat-title"), context: Some(html! { (words.say("vat-what")) }), ..Head::default() }))
        (refused(words, page.problem))
        @if page.rates.is_empty() { (nothing_here(words.say("vat-none"), html! { (words.say("vat-none-what")) }, None)) }
        @else { (section("rates", words.say("vat-rates"), None, listed(words, page))) }
        @if page.edits { (section("add", words.say("vat-add"), None, add(words, page))) }
    }
}

fn category_key(code: &str) -> String {
    format!("vat-category-{}", code.to_lowercase())
}

fn listed(words: &Language, page: &Page<'_>) -> Markup {
    let mut columns = vec![
        column(words, "c-name", "vat-country"),
        column(words, "code", "vat-class"),
        column(words, "num strong c-price", "vat-rate"),
        column(words, "c-kind", "vat-category"),
        column(words, "c-day", "price-valid-from"),
        column(words, "c-day c-until", "price-valid-until"),
        column(words, "c-state", "price-state"),
    ];
    if page.edits {
        columns.push(Column { hidden: true, ..column(words, "c-action", "price-change") });
    }
    let body = html! { @for rate in page.rates { (rate_row(words, page, rate)) } };
    table(
        Table { class: "vat-rates", caption: words.say("vat-rates"), columns: &columns },
        body,
        None,
    )
}

fn rate_row(words: &Language, page: &Page<'_>, rate: &VatRate) -> Markup {
    let (from, until) = (Day::parse(&rate.from), rate.until.as_deref().and_then(Day::parse));
    let held = when(from, until, page.today);
    let category = rate.taxed.category.code();
    let fields = [("country", rate.country.code()), ("class", &rate.class), ("from", &rate.from)];
    let named = [("country", rate.country.name()), ("class", &rate.class), ("day", &rate.from)];
    row(
        "",
        html! {
            (row_head("c-name", html! { (rate.country.name()) }))
            (cell("code", html! { (rate.class) }))
            (cell("num strong c-price", html! { (rate.taxed.rate.text()) " %" }))
            (cell("c-kind", html! { (words.say(&category_key(category))) }))
            (cell("c-day", day(words, from, page.today, "price-always")))
            (cell("c-day c-until", day(words, until, page.today, "price-no-end")))
            (cell("c-state", state_of(words, held)))
            @if page.edits {
                (cell("c-action", html! {
                    @if held == "later" {
                        form method="post" action="/staff/vat-rates/removal" {
                            (hidden(page.csrf, &fields))
                            button.button.small type="submit" aria-label=(words.fill("vat-take-this", &named)) { (words.say("list-take")) }
                        }
                    }
                }))
            }
        },
    )
}

fn add(words: &Language, page: &Page<'_>) -> Markup {
    let typed = page.typed;
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let said = |name| fault(words, faults, name);
    let (country, class, rate) = (said("country"), said("class"), said("rate"));
    let (category, from) = (said("category"), said("from"));
    let all = Country::all();
    let mut countries = vec![Choice::default()];
    countries.extend(all.iter().map(|country| Choice {
        value: country.code(),
        label: country.name(),
        chosen: country.code() == typed.country,
        ..Choice::default()
    }));
    let keys = CATEGORIES.map(|category| category_key(category.code()));
    let categories: Vec<Choice<'_>> = CATEGORIES
        .iter()
        .zip(&keys)
        .map(|(category, key)| Choice {
            value: category.code(),
            label: words.say(key),
            chosen: category.code() == typed.category,
            ..Choice::default()
        })
        .collect();
    // What a date field cannot show is shown as text, so that it is not lost.
    let kind = if typed.from.is_empty() || Day::parse(&typed.from).is_some() { "date" } else { "" };
    let of = |name, key, value, error| Field {
        name,
        label: words.say(key),
        value,
        error,
        longest: 40,
        required: true,
        ..Field::default()
    };
    html! {
        form.form method="post" action="/staff/vat-rates" {
            (csrf(page.csrf))
            div.pair {
                (select(of("country", "vat-country", &typed.country, &country), &countries))
                (field(Field { hint: words.say("vat-class-hint"), ..of("class", "vat-class", &typed.class, &class) }))
                (field(Field { need: "%", ..of("rate", "vat-rate", &typed.rate, &rate) }))
                (select(of("category", "vat-category", &typed.category, &category), &categories))
                (field(Field { kind, longest: 0, hint: words.say("vat-from-hint"), ..of("from", "price-valid-from", &typed.from, &from) }))
            }
            button.button.main type="submit" { (words.say("vat-add-it")) }
        }
    }
}
