//! The list of backorders.

use super::{order_href, picture_href, shows_prices};
use crate::access::Buyer;
use crate::orders::backorders::{Backorder, Cursor};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Fact, Pager, facts, nothing_here, pager};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::ledger_number;
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Money};

/// What the page shows.
pub struct Backorders<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// What was searched for.
    pub q: &'a str,
    /// What was found.
    pub rows: &'a [Backorder],
    /// How many lines there are in all.
    pub count: i64,
    /// Whether this is the first page.
    pub first: bool,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, list: &Backorders<'_>) -> Markup {
    let context = words.say("backorders-context");
    html! {
        (title(Head { title: words.say("backorders-title"), context: Some(html! { (context) }), ..Head::default() }))
        @if list.count == 0 && list.q.is_empty() {
            (nothing_here(words.say("backorders-none"), html! { (words.say("backorders-none-what")) }, None))
        } @else {
            @if list.first && list.next.is_none() && list.q.is_empty() { (sums(words, list)) }
            (search(words, list.q))
            @if list.rows.is_empty() {
                (nothing_here(words.say("backorders-not-found"), html! { (words.say("orders-not-found-what")) }, Some((words.say("orders-show-all"), "/backorders"))))
            } @else {
                (lines(words, list))
            }
            (steps(words, list))
        }
    }
}

fn search(words: &Language, q: &str) -> Markup {
    let label = words.say("orders-search");
    html! {
        form.list-bar.no-print method="get" action="/backorders" role="search" aria-label=(label) {
            input.input.grow type="search" name="q" value=(q) placeholder=(label) aria-label=(label) maxlength="200";
            button.button.small type="submit" { (words.say("orders-show")) }
        }
    }
}

/// How much waits, where all of it is on the page.
fn sums(words: &Language, list: &Backorders<'_>) -> Markup {
    let currency = list.buyer.customer.currency;
    let value = Money::sum(list.rows.iter().filter_map(Backorder::value), currency)
        .unwrap_or(Money::zero(currency));
    let mut orders: Vec<i64> = list.rows.iter().map(|row| row.order_id).collect();
    orders.dedup();
    let lines = words.fill("lines-count", &[("count", &list.rows.len().to_string())]);
    let of = words.fill("backorders-orders", &[("count", &orders.len().to_string())]);
    let oldest =
        list.rows.first().map(|row| dates::long(words, row.ordered_day)).unwrap_or_default();
    let mut all = vec![
        Fact {
            label: words.say("backorders-waiting"),
            figure: html! { (lines) },
            second: &of,
            tone: Tone::Plain,
        },
        Fact {
            label: words.say("backorders-oldest"),
            figure: html! { (oldest) },
            second: "",
            tone: Tone::Plain,
        },
    ];
    if shows_prices(list.buyer) {
        let figure = html! { (value.with_sign()) };
        all.insert(
            1,
            Fact {
                label: words.say("backorders-value"),
                figure,
                second: words.say("backorders-value-what"),
                tone: Tone::Plain,
            },
        );
    }
    facts(&all)
}

fn lines(words: &Language, list: &Backorders<'_>) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("code", "order-code"),
        Column { hidden: true, ..column("c-picture", "order-picture") },
        column("c-name", "order-product"),
        column("c-order", "order-number"),
        column("num c-waiting strong", "backorders-quantity"),
        column("num c-reserved", "order-reserved"),
        column("num c-reserved", "backorders-could-ship"),
        column("c-promised", "order-state"),
    ];
    let rows = html! { @for line in list.rows { (line_row(words, list.today, line)) } };
    let caption = words.say("backorders-title");
    table::table(Table { class: "backorders", caption, columns: &columns }, rows, None)
}

fn line_row(words: &Language, today: Day, line: &Backorder) -> Markup {
    let day = dates::short(words, line.ordered_day, today);
    let second =
        line.reference.as_ref().map_or(day.clone(), |reference| format!("{day} · {reference}"));
    row(
        "",
        html! {
            (row_head("code", html! { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } }))
            (cell("c-picture", picture(picture_href(line.image.as_deref()).as_deref(), &line.name)))
            (cell("c-name", html! { span.name { (line.name) } }))
            (cell("c-order", html! { a href=(order_href(&line.order)) { (line.order) } span.second { (second) } }))
            (cell("num c-waiting strong", ledger_number(line.quantity.units, &line.quantity.grouped())))
            (cell("num c-reserved", ledger_number(line.reserved.units, &line.reserved.grouped())))
            (cell("num c-reserved", ledger_number(0, "0")))
            (cell("c-promised", state(Shape::Ring, Tone::Plain, words.say("backorders-no-stock"))))
        },
    )
}

fn steps(words: &Language, list: &Backorders<'_>) -> Markup {
    let href = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/backorders?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    };
    let first = (!list.first).then(|| href(&[("q", list.q)]));
    let next = list.next.map(|cursor| href(&[("q", list.q), ("after", &cursor.text())]));
    pager(Pager {
        label: words.say("pages-label"),
        shown: "",
        previous: first.as_deref().map(|href| (words.say("pages-first"), href)),
        next: next.as_deref().map(|href| (words.say("pages-next"), href)),
    })
}
