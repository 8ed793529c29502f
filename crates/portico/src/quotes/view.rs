//! HTML of quotations that customers, staff and whoever has a link read alike: the state in words, lines, sums, terms; and
//! the columns of the lists.

use super::kept::{Quote, QuoteHead, QuoteLine, State};
use crate::orders::view::detail::{each, vat_label};
use crate::orders::view::picture_href;
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::table::{
    self, Column as Heading, Table, cell, num, row, row_head, wide_cell,
};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, VatPart};

/// Address of a quotation's page.
#[must_use]
pub fn quote_href(number: &str) -> String {
    format!("/quotes/{}", path_segment(number))
}

/// Where a quotation stands, in words: "Open until Friday 27 November, 4 days".
#[must_use]
pub fn state_words(words: &Language, head: &QuoteHead, today: Day) -> (Shape, Tone, String) {
    let plain = |shape, key: &str| (shape, Tone::Plain, words.say(key).to_owned());
    match (head.state, head.valid_until) {
        (State::Draft, _) if head.asked_at.is_some() => plain(Shape::Ring, "quote-state-asked"),
        (State::Draft, _) => plain(Shape::Ring, "quote-state-draft"),
        (State::Sent, None) => (Shape::Ring, Tone::Info, words.say("quote-state-open").to_owned()),
        (State::Sent, Some(day)) => {
            let left = days_between(today, day);
            let day = dates::weekday(words, day);
            let said = [("day", day.as_str()), ("days", &left.to_string())];
            (Shape::Ring, Tone::Info, words.fill("quote-open-until", &said))
        }
        (State::Expired, day) => {
            let day = day.map(|day| dates::short(words, day, today)).unwrap_or_default();
            (Shape::Dash, Tone::Plain, words.fill("quote-ended-on", &[("day", &day)]))
        }
        (State::Converted, _) => {
            (Shape::Disc, Tone::Good, words.say("quote-state-converted").to_owned())
        }
        (State::Declined, _) => plain(Shape::Dash, "quote-state-declined"),
        (State::Withdrawn, _) => plain(Shape::Dash, "quote-state-withdrawn"),
    }
}

/// Days from one day to a later one.
fn days_between(from: Day, to: Day) -> i32 {
    (0..=3_650).find(|days| from.plus_days(*days) >= to).unwrap_or(3_650)
}

/// The state: shape and words.
#[must_use]
pub fn state_of(words: &Language, head: &QuoteHead, today: Day) -> Markup {
    let (shape, tone, said) = state_words(words, head, today);
    state(shape, tone, &said)
}

/// The lines with prices and sums; `prices`: whether the reader sees them; `usual`: what the column of the customer's own
/// prices is called, where it stands beside them.
#[must_use]
pub fn lines(
    words: &Language,
    (quote, vat): (&Quote, &[VatPart]),
    (prices, usual): (bool, Option<&str>),
    product: fn(&str) -> Option<String>,
) -> Markup {
    let sign = quote.head.total.currency.sign();
    let sum = words.fill("order-line-in", &[("sign", &sign)]);
    let heading = |class, key| Heading { class, label: words.say(key), ..Heading::default() };
    let mut columns = vec![
        heading("code", "order-code"),
        Heading { hidden: true, ..heading("c-picture", "order-picture") },
        heading("c-name", "order-product"),
        heading("num c-quantity", "cart-quantity"),
    ];
    if let Some(key) = usual.filter(|_| prices) {
        columns.push(heading("num c-usual", key));
    }
    if prices {
        columns.push(heading("num c-offer", "quote-offer"));
        columns.push(Heading { class: "num c-sum", label: &sum, ..Heading::default() });
    }
    let rows = html! { @for line in &quote.lines { (line_row(words, line, (prices, usual.is_some()), product)) } };
    let caption = words.fill("quote-lines-of", &[("number", &quote.head.number)]);
    let foot = prices.then(|| foot(words, quote, vat, columns.len() - 1));
    table::table(
        Table { class: "lines quote-lines", caption: &caption, columns: &columns },
        rows,
        foot,
    )
}

fn line_row(
    words: &Language,
    line: &QuoteLine,
    (prices, usual): (bool, bool),
    product: fn(&str) -> Option<String>,
) -> Markup {
    let lower = line.usual.filter(|usual| line.price.is_below(*usual));
    row(
        "",
        html! {
            (row_head("code", html! { @if let Some(href) = product(&line.sku) { a href=(href) { (line.sku) } } @else { (line.sku) } }))
            (cell("c-picture", picture(picture_href(line.image.as_deref()).as_deref(), &line.name)))
            (cell("c-name", html! {
                span.name { (line.name) }
                @if let Some(text) = &line.remarks { span.second { (words.fill("order-line-remark", &[("text", text)])) } }
            }))
            (cell("num c-quantity", html! { (line.quantity.grouped()) }))
            @if prices && usual { (cell("num c-usual dim", html! { @if let Some(usual) = lower { (usual.grouped()) } })) }
            @if prices {
                (cell("num c-offer strong", html! { @if line.price.per == 1 { (line.price.grouped()) } @else { (each(words, line.price)) } }))
                (cell("num c-sum", html! { (line.net.grouped()) }))
            }
        },
    )
}

fn foot(words: &Language, quote: &Quote, vat: &[VatPart], across: usize) -> Markup {
    let head = &quote.head;
    let sum = |label: &str, figure: &str| {
        row("", html! { (wide_cell("", across, html! { (label) })) (num(figure)) })
    };
    html! {
        (sum(words.say("quote-goods"), &head.goods.grouped()))
        @for charge in &quote.charges { (sum(&charge.name, &charge.net.grouped())) }
        @for part in vat { (sum(&vat_label(words, part), &part.vat.grouped())) }
        (row("total", html! { (wide_cell("", across, html! { (words.say("order-total")) })) (num(&head.total.with_sign())) }))
    }
}

/// What holds beside the prices; nothing where nothing was said.
#[must_use]
pub fn terms(head: &QuoteHead) -> Markup {
    html! { @if !head.terms.is_empty() { p.notice.lines { (head.terms) } } }
}

/// The columns that both lists of quotations have.
#[must_use]
pub fn columns<'a, R: 'static>(
    words: &'a Language,
    today: Day,
    head: fn(&R) -> &QuoteHead,
    href: fn(&str) -> String,
) -> Vec<Column<'a, R>> {
    let say = |key| words.say(key);
    vec![
        Column::new("number", say("quote-number"), move |r: &R| Value::text(&head(r).number))
            .class("code strong")
            .draw(move |r| html! { a href=(href(&head(r).number)) { (head(r).number) } }),
        Column::new("title", say("quote-title"), move |r: &R| Value::text(&head(r).title))
            .class("c-title")
            .wide(34),
        Column::new("state", say("order-state"), move |r: &R| {
            Value::own(state_words(words, head(r), today).2)
        })
        .class("c-state")
        .wide(34)
        .draw(move |r| state_of(words, head(r), today)),
        Column::new("lines", say("order-lines"), move |r: &R| Value::count(head(r).line_count))
            .class("num c-more")
            .hidden(),
        Column::new("until", say("quote-valid-until"), move |r: &R| head(r).valid_until.into())
            .class("c-more")
            .hidden(),
        Column::new("order", say("order-number"), move |r: &R| {
            Value::maybe(head(r).order.as_deref())
        })
        .class("c-more")
        .hidden(),
    ]
}
