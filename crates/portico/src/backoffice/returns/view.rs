//! HTML of returns for customers, and for staff on an order's page.

use super::Fate;
use super::list::ReturnRow;
use super::store::{Return, ReturnLine};
use crate::app::list_page::Sight;
use crate::catalogue::staff_view::column;
use crate::orders::view::order_href;
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::section;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// The section of an order's page: what came back, when, why; nothing where nothing did.
#[must_use]
pub fn of_order(words: &Language, returns: &[Return], today: Day) -> Markup {
    if returns.is_empty() {
        return html! {};
    }
    let columns = [
        column(words, "code", "return-number"),
        column(words, "c-day", "return-received"),
        column(words, "c-inside", "return-what"),
        column(words, "c-reason", "return-reason"),
    ];
    let rows = html! {
        @for one in returns {
            (row("", html! {
                (row_head("code", html! { (one.number) }))
                (cell("c-day", html! { (dates::short(words, one.received_day, today)) }))
                (cell("c-inside", html! { ul.plain { @for line in &one.lines { li { (line_of(words, line)) } } } }))
                (cell("c-reason", html! { (one.reason) }))
            }))
        }
    };
    let shown =
        Table { class: "returns of-order", caption: words.say("returns-title"), columns: &columns };
    section("returns", words.say("returns-title"), None, table(shown, rows, None))
}

fn line_of(words: &Language, line: &ReturnLine) -> Markup {
    let fate = match line.fate {
        Fate::Stock => "return-to-stock",
        Fate::WrittenOff => "return-written-off",
    };
    html! { (line.quantity.grouped()) " × " (line.sku) " " span.ink-2 { (line.name) ", " (words.say(fate)) } }
}

/// The columns of a customer's returns.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, ReturnRow>> {
    let (say, today) = (|key| words.say(key), sight.today);
    vec![
        Column::new("number", say("return-number"), |r: &ReturnRow| Value::text(&r.number))
            .class("code strong"),
        Column::new("received", say("return-received"), |r: &ReturnRow| r.received_day.into())
            .class("c-day dim")
            .sorted("received")
            .draw(move |r| html! { (dates::short(words, r.received_day, today)) }),
        Column::new("order", say("order-number"), |r: &ReturnRow| Value::text(&r.order))
            .class("c-order")
            .draw(|r| html! { a href=(order_href(&r.order)) { (r.order) } }),
        Column::new("reference", say("order-reference"), |r: &ReturnRow| {
            Value::maybe(r.reference.as_deref())
        })
        .class("c-reference")
        .wide(22),
        Column::new("reason", say("return-reason"), |r: &ReturnRow| Value::text(&r.reason))
            .class("c-reason")
            .wide(40),
        Column::new("lines", say("order-lines"), |r: &ReturnRow| Value::count(r.lines))
            .class("num"),
    ]
}
