//! The list of order lines across orders.

use super::{order_href, pieces, pieces_in_words, shows_prices};
use crate::access::Buyer;
use crate::orders::lines::{LineRow, ORDER_LINES};
use crate::orders::{Stage, store};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::ledger::ledger_bar;
use crate::platform::web::lists::{Tab, nothing_here, tabs};
use crate::platform::web::numbers::ledger_number;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// What the page shows.
pub struct Lines<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<LineRow>,
    /// What forms carry.
    pub csrf: &'a str,
}

/// The views of what was ordered: by order, by line, by what left us and what came back; the one at this path is shown.
#[must_use]
pub fn views(words: &Language, path: &str) -> Markup {
    let tab = |key, href| Tab { label: words.say(key), href, current: href == path, count: "" };
    let all = [
        tab("orders-title", "/orders"),
        tab("order-lines-title", "/orders/lines"),
        tab("shipments-title", "/shipments"),
        tab("returns-title", "/returns"),
    ];
    tabs(words.say("orders-views"), &all)
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &Lines<'_>) -> Markup {
    let none = nothing_here(
        words.say("orders-none"),
        html! { (words.say("orders-none-what")) },
        Some((words.say("orders-none-button"), "/products")),
    );
    let columns = columns(words, shown.buyer, shown.today);
    let view = ListView {
        listing: &ORDER_LINES,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "bought",
        caption: words.say("order-lines-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let head = Head {
        title: words.say("order-lines-title"),
        context: Some(html! { (words.say("order-lines-context")) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! {
        (title(head))
        (views(words, ORDER_LINES.path))
        (list(&view))
    }
}

/// The columns of order lines. Whoever sees no prices has no columns of money.
#[must_use]
pub fn columns<'a>(words: &'a Language, buyer: &'a Buyer, today: Day) -> Vec<Column<'a, LineRow>> {
    let say = |key| words.say(key);
    let mut columns = vec![
        Column::new("sku", say("order-code"), |line: &LineRow| Value::text(&line.sku))
            .class("code")
            .draw(
                |line| html! { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } },
            ),
        Column::new("name", say("order-product"), |line: &LineRow| Value::text(&line.name))
            .class("c-name")
            .wide(40)
            .draw(|line| html! { span.name { (line.name) } }),
        Column::new("order", say("order-number"), |line: &LineRow| Value::text(&line.order))
            .class("c-order")
            .draw(|line| html! { a href=(order_href(&line.order)) { (line.order) } }),
        Column::new("placed", say("order-placed"), |line: &LineRow| line.placed_day.into())
            .class("c-day dim nowrap")
            .sorted("placed")
            .draw(move |line| html! { (dates::short(words, line.placed_day, today)) }),
        Column::new("reference", say("order-reference"), |line: &LineRow| {
            Value::maybe(line.reference.as_deref())
        })
        .class("c-reference")
        .wide(22),
        Column::new("pieces", say("order-pieces"), |line: &LineRow| {
            Value::own(pieces_in_words(words, &line.stages, line.quantity.decimals))
        })
        .class("c-pieces")
        .wide(34)
        .draw(|line| {
            let said = pieces_in_words(words, &line.stages, line.quantity.decimals);
            ledger_bar(pieces(&line.stages), &said)
        }),
        Column::new("ordered", say("order-ordered"), |line: &LineRow| line.quantity.into())
            .class("num c-ordered strong")
            .draw(|line| ledger_number(line.quantity.units, &line.quantity.grouped())),
    ];
    columns.extend(more_columns(words));
    if shows_prices(buyer) {
        columns.extend(money_columns(words, buyer));
    }
    columns
}

fn more_columns(words: &Language) -> Vec<Column<'_, LineRow>> {
    let say = |key| words.say(key);
    let stage = |name, key, of: fn(&LineRow) -> i64| {
        Column::new(name, say(key), move |line: &LineRow| line.steps(of(line)).into())
            .class("num c-more")
            .hidden()
            .draw(move |line| ledger_number(of(line), &line.steps(of(line)).grouped()))
    };
    vec![
        stage("delivered", "order-delivered", |line| line.stages.of(Stage::Shipped)),
        stage("reserved", "order-reserved", |line| line.stages.reserved()),
        stage("awaiting", "order-awaiting", |line| line.stages.of(Stage::Backordered)),
        Column::new("unit", say("order-unit"), |line: &LineRow| Value::text(&line.unit))
            .class("c-more")
            .hidden(),
        Column::new("line", say("order-line"), |line: &LineRow| Value::count(line.line))
            .class("num c-more")
            .hidden(),
        Column::new("state", say("order-state"), move |line: &LineRow| {
            let known = store::STATES.iter().find(|(text, _)| *text == line.status.text());
            Value::word(known.map_or("", |(_, key)| say(key)))
        })
        .class("c-more")
        .hidden(),
    ]
}

fn money_columns<'a>(words: &'a Language, buyer: &'a Buyer) -> Vec<Column<'a, LineRow>> {
    let sign = buyer.customer.currency.sign();
    vec![
        Column::new("price", words.fill("order-price-in", &[("sign", &sign)]), |l: &LineRow| {
            l.price.into()
        })
        .class("num c-more")
        .hidden()
        .draw(|line| html! { (line.price.grouped()) }),
        Column::new("discount", words.say("order-discount"), |line: &LineRow| {
            Value::own(line.discount.text())
        })
        .class("num c-more")
        .hidden(),
        Column::new("net", words.fill("order-line-in", &[("sign", &sign)]), |l: &LineRow| {
            l.net.into()
        })
        .class("num c-sum strong")
        .draw(|line| html! { (line.net.grouped()) }),
        Column::new("currency", words.say("order-currency"), |line: &LineRow| {
            Value::text(line.net.currency.code())
        })
        .only_in_files(),
    ]
}
