//! HTML of a price list changed by percent.

use super::list_prices::{from_quantity, hidden};
use super::price_lists::href;
use super::{column, fault, refused};
use crate::catalogue::percent_preview::{Preview, SHOWN};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Choice, Field, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::numbers::whole_number;
use crate::platform::web::table::{Table, cell, name, row, row_head, table};
use crate::platform::words::Language;
use crate::pricing::percent::{Percent, STEPS};
use crate::pricing::price_lists::PriceList;
use maud::{Markup, html};
use portico_types::Day;
use serde::Deserialize;

/// What prices can be rounded to, in the order of [`STEPS`].
const STEP_WORDS: [&str; 5] = [
    "percent-step-hundredth",
    "percent-step-none",
    "percent-step-five",
    "percent-step-ten",
    "percent-step-whole",
];

/// A change as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// How much is added.
    pub percent: String,
    /// What is rounded to, in ten-thousandths.
    pub step: String,
    /// From which day on; blank: today.
    pub day: String,
    /// Part of codes or names; blank: all.
    pub q: String,
}

/// What the page shows.
pub struct Page<'a> {
    /// The list.
    pub list: &'a PriceList,
    /// What was typed.
    pub asked: &'a Asked,
    /// What it would do.
    pub shown: Option<&'a (Percent, Preview)>,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person changes prices.
    pub edits: bool,
    /// Why nothing is shown, or why it was not done.
    pub problem: Option<&'a Problem>,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    let above = href(&page.list.code, "");
    let crumbs = [
        (words.say("menu-price-lists"), "/staff/price-lists"),
        (page.list.name.as_str(), above.as_str()),
    ];
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("percent-title"),
            context: Some(html! { (words.say("percent-what")) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        (question(words, page))
        @if let Some((percent, would)) = page.shown {
            div.gap-above { (section("would", words.say("percent-would"), None, told(words, page, *percent, would))) }
        }
    }
}

fn question(words: &Language, page: &Page<'_>) -> Markup {
    let asked = page.asked;
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let said = |name| fault(words, faults, name);
    let (bad_percent, bad_step, bad_day) = (said("percent"), said("step"), said("day"));
    let values = STEPS.map(|step| step.to_string());
    let choices: Vec<Choice<'_>> = values
        .iter()
        .zip(STEP_WORDS)
        .map(|(value, key)| Choice {
            value,
            label: words.say(key),
            chosen: *value == asked.step,
            ..Choice::default()
        })
        .collect();
    let today = page.today.text();
    let day = if asked.day.is_empty() { today.as_str() } else { asked.day.as_str() };
    let kind = if Day::parse(day).is_some() { "date" } else { "" };
    html! {
        form.form method="get" action=(href(&page.list.code, "/percent")) {
            div.pair {
                (field(Field { name: "percent", label: words.say("percent-by"), value: &asked.percent, error: &bad_percent, hint: words.say("percent-hint"), longest: 10, required: true, focus: page.shown.is_none(), ..Field::default() }))
                (select(Field { name: "step", label: words.say("percent-rounded"), error: &bad_step, hint: words.say("percent-rounded-hint"), ..Field::default() }, &choices))
                (field(Field { name: "day", kind, label: words.say("percent-day"), value: day, error: &bad_day, hint: words.say("percent-day-hint"), ..Field::default() }))
                (field(Field { name: "q", label: words.say("price-search"), value: &asked.q, hint: words.say("percent-q-hint"), longest: 100, ..Field::default() }))
            }
            button.button type="submit" { (words.say("percent-look")) }
        }
    }
}

/// How many prices change, the first of them, and the button that does it.
fn told(words: &Language, page: &Page<'_>, percent: Percent, would: &Preview) -> Markup {
    let (count, figure) = (would.count.to_string(), whole_number(would.count));
    let day = dates::short(words, percent.day, page.today);
    let step = STEPS.iter().position(|step| *step == percent.step).unwrap_or(0);
    let rounded = words.fill("percent-is-rounded", &[("step", words.say(STEP_WORDS[step]))]);
    let fields = [
        ("percent", page.asked.percent.as_str()),
        ("step", &percent.step.to_string()),
        ("day", &percent.day.text()),
        ("q", &page.asked.q),
        ("seen", &would.seen),
    ];
    html! {
        p.gap-above { strong { (words.fill("percent-count", &[("count", &count), ("figure", &figure), ("day", &day)])) } " " (rounded) }
        @if would.count > SHOWN {
            p.ink-2 { (words.fill("percent-first", &[("shown", &SHOWN.to_string()), ("count", &figure)])) }
        }
        @if would.count > 0 {
            (first(words, page, would))
            @if page.edits {
                form.gap-above method="post" action=(href(&page.list.code, "/percent")) {
                    (hidden(page.csrf, &fields))
                    button.button.main type="submit" { (words.fill("percent-do", &[("count", &count), ("figure", &figure)])) }
                }
            }
        }
    }
}

fn first(words: &Language, page: &Page<'_>, would: &Preview) -> Markup {
    let columns = [
        column(words, "code strong", "stock-code"),
        column(words, "c-name", "stock-product"),
        column(words, "num c-from", "price-from-quantity"),
        column(words, "num c-was", "price-was"),
        column(words, "num strong c-price", "price-is"),
    ];
    let body = html! { @for (price, now) in &would.first {
        (row("", html! {
            (row_head("code strong", html! { (price.sku) }))
            (cell("c-name", name(html! { (price.name) }, None)))
            (cell("num c-from", from_quantity(words, &price.from.grouped())))
            (cell("num c-was", html! { (price.price.grouped()) }))
            (cell("num strong c-price", html! { (now.grouped()) }))
        }))
    } };
    let caption = words.fill("price-in", &[("sign", &page.list.currency.sign())]);
    table(Table { class: "percent", caption: &caption, columns: &columns }, body, None)
}
