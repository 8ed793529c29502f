//! HTML of the price check.

use super::price_lists::href;
use super::{column, fault};
use crate::access::PricesShown;
use crate::catalogue::price_check::{Answer, Question};
use crate::catalogue::view::RowWords;
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, field};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::empty;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, num, row, row_head, table};
use crate::platform::words::Language;
use crate::pricing::{Candidate, Stands, Verdict};
use maud::{Markup, html};
use portico_types::{Day, Quantity, UnitPrice};

/// What the page shows.
pub struct Page<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// The answer, if anything was asked that has one.
    pub answer: Option<&'a Answer>,
    /// Why there is none.
    pub problem: Option<&'a Problem>,
    /// Customers that may be meant: number and name.
    pub like: &'a [(String, String)],
    /// The day it is.
    pub today: Day,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    html! {
        (title(Head { title: words.say("check-title"), context: Some(html! { (words.say("check-context")) }), ..Head::default() }))
        (form(words, page))
        @if !page.like.is_empty() { (section("like", words.say("check-like"), None, like(page))) }
        @if let Some(answer) = page.answer { (told(words, answer, page.today)) }
    }
}

fn form(words: &Language, page: &Page<'_>) -> Markup {
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let asked = page.question;
    let said = |name| fault(words, faults, name);
    let (customer, sku, quantity, day) =
        (said("customer"), said("sku"), said("quantity"), said("day"));
    let of = |name, key, value, error| Field {
        name,
        label: words.say(key),
        value,
        error,
        longest: 100,
        ..Field::default()
    };
    html! {
        form.price-check method="get" action="/staff/price-check" role="search" aria-label=(words.say("check-title")) {
            div.whole { (field(Field { focus: page.answer.is_none(), ..of("customer", "check-customer", &asked.customer, &customer) })) }
            div.whole { (field(of("sku", "check-sku", &asked.sku, &sku))) }
            (field(of("quantity", "check-quantity", &asked.quantity, &quantity)))
            (field(Field { kind: "date", ..of("day", "check-day", &asked.day, &day) }))
            button.button.main type="submit" { (words.say("check-do")) }
        }
    }
}

fn like(page: &Page<'_>) -> Markup {
    let asked = page.question;
    let href = |number: &str| {
        let pairs = [
            ("customer", number),
            ("sku", &asked.sku),
            ("quantity", &asked.quantity),
            ("day", &asked.day),
        ];
        format!("/staff/price-check?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    };
    html! {
        ul.rows { @for (number, name) in page.like { li { span.what { a href=(href(number)) { (name) } } span.second { (number) } } } }
    }
}

fn each(words: &Language, price: UnitPrice) -> String {
    if price.per == 1 {
        return price.grouped();
    }
    words.fill("price-per", &[("price", &price.grouped()), ("per", &price.per.to_string())])
}

fn told(words: &Language, answer: &Answer, today: Day) -> Markup {
    let sign = answer.customer.currency.sign();
    let price = answer.price.map_or_else(
        || words.say("check-no-price").to_owned(),
        |price| format!("{sign}{}", each(words, price)),
    );
    let net = answer.net.map(|net| net.with_sign()).unwrap_or_default();
    let for_all = words.fill("check-for", &[("quantity", &answer.quantity.grouped())]);
    let rate = words.fill("check-vat", &[("rate", &answer.taxed.rate.text())]);
    let day = dates::long(words, answer.day);
    let shown = [
        Fact {
            label: words.say("check-each"),
            figure: html! { (price) },
            second: words.say("check-net"),
            tone: Tone::Plain,
        },
        Fact {
            label: &for_all,
            figure: html! { @if net.is_empty() { (empty()) } @else { (net) } },
            second: &rate,
            tone: Tone::Plain,
        },
        Fact {
            label: words.say("check-on"),
            figure: html! { (day) },
            second: if answer.day == today { words.say("check-today") } else { "" },
            tone: Tone::Plain,
        },
    ];
    let product = html! { a href={ "/staff/products/" (path_segment(&answer.product.sku)) } { (answer.product.sku) " " (answer.product.name) } };
    html! {
        p.gap-above { strong { (answer.customer.name) } ", " (answer.customer.number) " · " (product) }
        (facts(&shown))
        p.gap-above { strong { (why(words, answer)) } }
        p { (as_seen(words, answer)) }
        (section("why", words.say("check-why"), None, candidates(words, answer)))
    }
}

/// The sentence: which list, which break, which discount.
fn why(words: &Language, answer: &Answer) -> String {
    let Some(held) = answer.why.iter().find(|c| c.verdict == Verdict::Holds) else {
        return words.say("check-why-none").to_owned();
    };
    let from = Quantity::steps(held.from_units, answer.product.quantity_decimals).grouped();
    let exclusive = if held.exclusive { words.say("check-why-exclusive") } else { "" };
    let sentence = match held.stands {
        Stands::Own => words.fill("check-why-own", &[("from", &from)]),
        Stands::List(id) => {
            words.fill("check-why-list", &[("list", &list_name(answer, id)), ("from", &from)])
        }
        Stands::Base if answer.customer.discount.basis_points == 0 => {
            words.say("check-why-base").to_owned()
        }
        Stands::Base => {
            let base = answer.tariff.base().map(|price| each(words, price)).unwrap_or_default();
            let discount = answer.customer.discount.text();
            words.fill("check-why-discount", &[("base", &base), ("discount", &discount)])
        }
    };
    format!("{sentence} {exclusive}").trim_end().to_owned()
}

fn list_name(answer: &Answer, id: i64) -> String {
    let found = answer.lists.iter().find(|(list, ..)| *list == id);
    found.map(|(_, _, name)| name.clone()).unwrap_or_default()
}

/// "As Larch & Lime sees it: 5.55, 412 in stock".
fn as_seen(words: &Language, answer: &Answer) -> Markup {
    let Some((card, shown)) = &answer.seen else {
        return html! { (words.fill("check-not-seen", &[("name", &answer.customer.name)])) };
    };
    let price = match (answer.price, shown.prices) {
        (_, PricesShown::Hidden) => words.say("check-prices-hidden").to_owned(),
        (Some(price), PricesShown::Gross) => each(words, price.with_vat(answer.taxed.rate)),
        (Some(price), PricesShown::Net) => each(words, price),
        (None, _) => words.say("check-no-price").to_owned(),
    };
    html! {
        (words.fill("check-seen", &[("name", &answer.customer.name)])) " " (price) ", "
        (RowWords::new(words).stock(card, &shown.showing))
    }
}

fn candidates(words: &Language, answer: &Answer) -> Markup {
    let columns = [
        column(words, "", "check-where"),
        column(words, "num", "check-from"),
        column(words, "", "check-since"),
        column(words, "num strong", "check-each"),
        column(words, "c-state", "check-verdict"),
    ];
    let body =
        html! { @for candidate in &answer.why { (candidate_row(words, answer, candidate)) } };
    html! {
        @if answer.why.is_empty() { p.gap-above { (words.say("check-why-none")) } }
        @else { (table(Table { class: "keep", caption: words.say("check-why"), columns: &columns }, body, None)) }
    }
}

fn candidate_row(words: &Language, answer: &Answer, candidate: &Candidate) -> Markup {
    let sku = serde_urlencoded::to_string([("sku", &answer.product.sku)]).unwrap_or_default();
    let place = match candidate.stands {
        Stands::Base => {
            html! { (words.say("check-base")) @if answer.customer.discount.basis_points > 0 { span.second { (words.fill("check-less", &[("discount", &answer.customer.discount.text())])) } } }
        }
        Stands::Own => {
            html! { a href={ "/staff/customers/" (path_segment(&answer.customer.number)) "/prices/product?" (sku) } { (words.say("check-own")) } }
        }
        Stands::List(id) => {
            let code =
                answer.lists.iter().find(|(list, ..)| *list == id).map_or("", |(_, code, _)| code);
            html! { a href={ (href(code, "/product?")) (sku) } { (list_name(answer, id)) } @if candidate.exclusive { span.second { (words.say("check-exclusive")) } } }
        }
    };
    let from = Quantity::steps(candidate.from_units, answer.product.quantity_decimals);
    let verdict = match candidate.verdict {
        Verdict::Holds => state(Shape::Disc, Tone::Good, words.say("check-holds")),
        Verdict::NotLowest => state(Shape::Ring, Tone::Plain, words.say("check-not-lowest")),
        Verdict::Hidden => state(Shape::Dash, Tone::Plain, words.say("check-hidden")),
        Verdict::NotReached => state(Shape::Ring, Tone::Plain, words.say("check-not-reached")),
        Verdict::Passed => state(Shape::Dash, Tone::Plain, words.say("check-passed")),
    };
    row(
        "",
        html! {
            (row_head("", place))
            (num(&from.grouped()))
            (cell("", html! { @if candidate.valid_from.is_empty() { (empty()) } @else { (candidate.valid_from) } }))
            (cell("num strong", html! { (each(words, candidate.price)) }))
            (cell("c-state", verdict))
        },
    )
}
