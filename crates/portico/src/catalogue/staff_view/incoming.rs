//! HTML of goods expected: a part of the page of a product's stock.

use super::{column, fault};
use crate::catalogue::incoming::{Expected, SOURCE_LONGEST};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, field, tick};
use crate::platform::web::layout::section;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Quantity};
use serde::Deserialize;

/// What was typed into the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The day.
    pub day: String,
    /// How much.
    pub expected: String,
    /// `yes`: the supplier confirmed the day.
    pub sure: String,
    /// Where it is known from.
    pub source: String,
    /// Which to end, in the other form.
    pub incoming: String,
}

/// What this part of the page shows.
pub struct Incoming<'a> {
    /// The product's code.
    pub sku: &'a str,
    /// Its decimals.
    pub decimals: u8,
    /// What is expected, the earliest first.
    pub rows: &'a [Expected],
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person notes goods expected.
    pub edits: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was not noted.
    pub problem: Option<&'a Problem>,
}

/// Goods expected, with the form for more.
#[must_use]
pub fn part(words: &Language, shown: &Incoming<'_>) -> Markup {
    let content = html! {
        @if shown.rows.is_empty() { p.gap-above { (words.say("incoming-none")) } } @else { (rows(words, shown)) }
        @if shown.edits { div.gap-above { (form(words, shown)) } }
    };
    section("incoming", words.say("incoming-title"), None, content)
}

fn rows(words: &Language, shown: &Incoming<'_>) -> Markup {
    let mut columns = vec![
        column(words, "c-day", "incoming-day"),
        column(words, "num strong", "stock-quantity"),
        column(words, "c-state", "incoming-sure"),
        column(words, "c-reason", "incoming-source"),
    ];
    if shown.edits {
        columns.push(column(words, "c-do", "incoming-end"));
    }
    let action = format!("/staff/stock/{}/incoming/end", path_segment(shown.sku));
    let body = html! {
        @for goods in shown.rows {
            (row("", html! {
                (row_head("c-day", html! { (dates::short(words, goods.day, shown.today)) }))
                (num(&Quantity::steps(goods.units, shown.decimals).grouped()))
                (cell("c-state", state_of(words, shown, goods)))
                (cell("c-reason", html! { (goods.source) }))
                @if shown.edits {
                    (cell("c-do", html! {
                        form method="post" action=(action) {
                            (csrf(shown.csrf))
                            button.button.small type="submit" name="incoming" value=(goods.id) { (words.say("incoming-end-do")) }
                        }
                    }))
                }
            }))
        }
    };
    table(
        Table { class: "incoming", caption: words.say("incoming-title"), columns: &columns },
        body,
        None,
    )
}

fn state_of(words: &Language, shown: &Incoming<'_>, goods: &Expected) -> Markup {
    if goods.day < shown.today {
        state(Shape::Triangle, Tone::Wait, words.say("incoming-overdue"))
    } else if goods.sure {
        state(Shape::Disc, Tone::Good, words.say("incoming-is-sure"))
    } else {
        state(Shape::Ring, Tone::Plain, words.say("incoming-not-sure"))
    }
}

fn form(words: &Language, shown: &Incoming<'_>) -> Markup {
    let typed = shown.typed;
    let faults = shown.problem.map_or(&[][..], |p| p.errors.as_slice());
    let said = |name| fault(words, faults, name);
    let (day, quantity, source) = (said("day"), said("expected"), said("source"));
    let of = |name, key, error| Field {
        name,
        label: words.say(key),
        error,
        required: true,
        ..Field::default()
    };
    let action = format!("/staff/stock/{}/incoming", path_segment(shown.sku));
    html! {
        form.form method="post" action=(action) {
            (csrf(shown.csrf))
            div.pair {
                (field(Field { value: &typed.day, kind: "date", ..of("day", "incoming-day", &day) }))
                (field(Field { value: &typed.expected, longest: 20, ..of("expected", "stock-quantity", &quantity) }))
            }
            (field(Field { value: &typed.source, longest: SOURCE_LONGEST, hint: words.say("incoming-source-hint"), ..of("source", "incoming-source", &source) }))
            (tick("sure", "yes", words.say("incoming-is-sure"), typed.sure == "yes"))
            button.button type="submit" data-sending=(words.say("incoming-noting")) { (words.say("incoming-note")) }
        }
    }
}
