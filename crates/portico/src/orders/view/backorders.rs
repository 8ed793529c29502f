//! The list of backorders.

use super::{order_href, picture_href, promised, shows_prices};
use crate::access::Buyer;
use crate::orders::backorders::{BACKORDERS, Backorder, Reason};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Fact, facts, nothing_here};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::ledger_number;
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Money};

/// What the page shows.
pub struct Backorders<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Backorder>,
    /// What forms carry.
    pub csrf: &'a str,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &Backorders<'_>) -> Markup {
    let context = words.say("backorders-context");
    let none = nothing_here(
        words.say("backorders-none"),
        html! { (words.say("backorders-none-what")) },
        None,
    );
    let columns = columns(words, shown.buyer, shown.today);
    let view = ListView {
        listing: &BACKORDERS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "backorders",
        caption: words.say("backorders-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let page = shown.page;
    let whole = page.previous.is_none() && page.next.is_none() && !shown.asked.is_filtered();
    let head = Head {
        title: words.say("backorders-title"),
        context: Some(html! { (context) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! {
        (title(head))
        @if whole && !page.rows.is_empty() { (sums(words, shown)) }
        (list(&view))
    }
}

/// How much waits, where all of it is on the page.
fn sums(words: &Language, shown: &Backorders<'_>) -> Markup {
    let currency = shown.buyer.customer.currency;
    let value = Money::sum(shown.page.rows.iter().filter_map(Backorder::value), currency)
        .unwrap_or(Money::zero(currency));
    let mut orders: Vec<i64> = shown.page.rows.iter().map(|row| row.order_id).collect();
    orders.dedup();
    let lines = words.fill("lines-count", &[("count", &shown.page.rows.len().to_string())]);
    let of = words.fill("backorders-orders", &[("count", &orders.len().to_string())]);
    let oldest =
        shown.page.rows.first().map(|row| dates::long(words, row.ordered_day)).unwrap_or_default();
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
    if shows_prices(shown.buyer) {
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

/// The columns of backorders. Whoever sees no prices has no column of money.
#[must_use]
pub fn columns<'a>(
    words: &'a Language,
    buyer: &'a Buyer,
    today: Day,
) -> Vec<Column<'a, Backorder>> {
    let say = |key| words.say(key);
    let mut columns = vec![
        Column::new("sku", say("order-code"), |line: &Backorder| Value::text(&line.sku))
            .class("code")
            .draw(
                |line| html! { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } },
            ),
        Column::new("picture", say("order-picture"), |_: &Backorder| Value::Empty)
            .class("c-picture")
            .only_on_pages()
            .draw(|line| picture(picture_href(line.image.as_deref()).as_deref(), &line.name)),
        Column::new("name", say("order-product"), |line: &Backorder| Value::text(&line.name))
            .class("c-name")
            .wide(40)
            .draw(|line| html! { span.name { (line.name) } }),
        Column::new("order", say("order-number"), |line: &Backorder| Value::text(&line.order))
            .class("c-order")
            .draw(move |line| order(words, today, line)),
        Column::new("waiting", say("backorders-quantity"), |line: &Backorder| line.quantity.into())
            .class("num c-waiting strong")
            .draw(|line| ledger_number(line.quantity.units, &line.quantity.grouped())),
        Column::new("reserved", say("order-reserved"), |line: &Backorder| line.reserved.into())
            .class("num c-reserved")
            .draw(|line| ledger_number(line.reserved.units, &line.reserved.grouped())),
        Column::new("could-ship", say("backorders-could-ship"), |line: &Backorder| {
            line.could_ship_now().into()
        })
        .class("num c-reserved")
        .draw(|line| {
            let could = line.could_ship_now();
            ledger_number(could.units, &could.grouped())
        }),
        Column::new("state", say("order-state"), move |line: &Backorder| {
            Value::own(said(words, line, today).join(", "))
        })
        .class("c-promised")
        .draw(move |line| why(words, line, today)),
    ];
    columns.extend(more(words));
    if shows_prices(buyer) {
        let sign = buyer.customer.currency.sign();
        let heading = words.fill("order-value-in", &[("sign", &sign)]);
        columns.push(
            Column::new("value", heading, |line: &Backorder| line.value().into())
                .class("num c-more")
                .hidden()
                .draw(|line| html! { @if let Some(value) = line.value() { (value.grouped()) } }),
        );
    }
    columns
}

/// What is there for whoever ticks it, and for files.
fn more(words: &Language) -> Vec<Column<'_, Backorder>> {
    let say = |key| words.say(key);
    vec![
        Column::new("ordered", say("order-ordered"), |line: &Backorder| line.ordered.into())
            .class("num c-more")
            .hidden()
            .draw(|line| html! { (line.ordered.grouped()) }),
        Column::new("placed", say("order-placed"), |line: &Backorder| line.ordered_day.into())
            .only_in_files(),
        Column::new("reference", say("order-reference"), |line: &Backorder| {
            Value::maybe(line.reference.as_deref())
        })
        .only_in_files(),
    ]
}

/// Why it waits, and when the rest is expected: shape and words, and a line for each day.
fn why(words: &Language, line: &Backorder, today: Day) -> Markup {
    let (shape, tone) = match line.reason() {
        Reason::NoStock if line.promises.is_empty() => (Shape::Ring, Tone::Plain),
        Reason::NoStock => (Shape::Half, Tone::Info),
        Reason::WaitsForWholeOrder => (Shape::Half, Tone::Plain),
    };
    let said = said(words, line, today);
    html! {
        @for (at, text) in said.iter().enumerate() {
            @if at == 0 { (state(shape, tone, text)) } @else { span.second { (text) } }
        }
    }
}

/// "24 on 2 April", "5 about 9 April"; or why it waits where nothing is promised.
fn said(words: &Language, line: &Backorder, today: Day) -> Vec<String> {
    if line.reason() == Reason::WaitsForWholeOrder {
        return vec![words.say("backorders-whole-order").to_owned()];
    }
    if line.promises.is_empty() {
        return vec![words.say("backorders-no-stock").to_owned()];
    }
    line.promises.iter().map(|promise| promised(words, promise, today)).collect()
}

fn order(words: &Language, today: Day, line: &Backorder) -> Markup {
    let day = dates::short(words, line.ordered_day, today);
    let second =
        line.reference.as_ref().map_or(day.clone(), |reference| format!("{day} · {reference}"));
    html! { a href=(order_href(&line.order)) { (line.order) } span.second { (second) } }
}
