//! HTML of the list of products.

use super::column;
use crate::catalogue::json::image_url;
use crate::catalogue::product_sections::STATES;
use crate::catalogue::staff_list::{FOUND, Filter, SHOWN, Sort, StaffCard};
use crate::platform::web::forms::{Choice, inline_select};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Pager, nothing_here, pager};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::table::{
    Column, Sort as ColumnSort, Sorted, Table, cell, name, row, row_head, table,
};
use crate::platform::words::Language;
use maud::{Markup, html};

/// A state of a product: its shape and its word.
pub(super) fn state_of(words: &Language, stored: &str) -> Markup {
    let (shape, tone) = match stored {
        "sellable" => (Shape::Disc, Tone::Good),
        "visible" => (Shape::Half, Tone::Plain),
        "hidden" => (Shape::Ring, Tone::Plain),
        _ => (Shape::Dash, Tone::Plain),
    };
    state(shape, tone, words.say(&format!("product-state-{stored}")))
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, filter: &Filter, cards: &[StaffCard], edits: bool) -> Markup {
    let more = cards.len() > SHOWN;
    let cards = &cards[..cards.len().min(SHOWN)];
    let actions = html! {
        a.button href="/staff/price-check" { (words.say("check-title")) }
        @if edits { a.button.main href="/staff/products/new" { (words.say("product-new")) } }
    };
    html! {
        (title(Head { title: words.say("staff-products-title"), actions: Some(actions), ..Head::default() }))
        (filters(words, filter))
        @if cards.is_empty() {
            (nothing_here(words.say("staff-products-none"), html! { (words.say("staff-products-none-what")) }, Some((words.say("orders-show-all"), "/staff/products"))))
        } @else { (listed(words, filter, cards)) }
        (steps(words, filter, cards.last().filter(|_| more)))
    }
}

fn filters(words: &Language, filter: &Filter) -> Markup {
    let choice = |value: &'static str, key: &'static str, chosen: &str| Choice {
        value,
        label: words.say(key),
        chosen: value == chosen,
        ..Choice::default()
    };
    let keys = [
        "product-state-sellable",
        "product-state-visible",
        "product-state-hidden",
        "product-state-closed",
    ];
    let mut states = vec![choice("", "staff-products-any-state", &filter.state)];
    states.extend(STATES.iter().zip(keys).map(|(value, key)| choice(value, key, &filter.state)));
    let stock = [
        choice("", "staff-products-any-stock", &filter.stock),
        choice("in", "staff-products-in-stock", &filter.stock),
        choice("out", "staff-products-out-of-stock", &filter.stock),
    ];
    let text = |name: &str, key: &'static str, value: &str| {
        html! {
            input.input type="text" name=(name) value=(value) placeholder=(words.say(key)) aria-label=(words.say(key)) maxlength="100";
        }
    };
    html! {
        form.list-bar.no-print method="get" action="/staff/products" role="search" aria-label=(words.say("staff-products-search")) {
            input.input.grow type="search" name="q" value=(filter.q) placeholder=(words.say("staff-products-search")) aria-label=(words.say("staff-products-search")) maxlength="200";
            (inline_select("state", words.say("product-state"), &states))
            (inline_select("stock", words.say("stock-title"), &stock))
            (text("brand", "product-brand", &filter.brand))
            (text("category", "product-category", &filter.category))
            (text("assortment", "product-assortment", &filter.assortment))
            @if filter.sort != Sort::Sku { input type="hidden" name="sort" value=(filter.sort.code()); }
            button.button.small type="submit" { (words.say("orders-show")) }
            @if !filter.q.is_empty() { span.note { (words.fill("staff-products-most", &[("most", &FOUND.to_string())])) } }
        }
    }
}

/// The filter as the query of an address, in this order, behind this product.
fn query(filter: &Filter, sort: Sort, after: Option<&StaffCard>) -> String {
    let id = after.map(|card| card.id.to_string()).unwrap_or_default();
    let pairs = [
        ("q", filter.q.as_str()),
        ("state", filter.state.as_str()),
        ("brand", filter.brand.as_str()),
        ("category", filter.category.as_str()),
        ("assortment", filter.assortment.as_str()),
        ("stock", filter.stock.as_str()),
        ("sort", sort.code()),
        ("after", after.map_or("", |card| card.key(sort))),
        ("id", id.as_str()),
    ];
    let said: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("/staff/products?{}", serde_urlencoded::to_string(said).unwrap_or_default())
}

fn steps(words: &Language, filter: &Filter, last: Option<&StaffCard>) -> Markup {
    let first = query(filter, filter.sort, None);
    let next = last.map(|card| query(filter, filter.sort, Some(card)));
    pager(Pager {
        label: words.say("pages-label"),
        shown: "",
        previous: filter.after.is_some().then(|| (words.say("pages-first"), first.as_str())),
        next: next.as_deref().map(|href| (words.say("pages-next"), href)),
    })
}

fn listed(words: &Language, filter: &Filter, cards: &[StaffCard]) -> Markup {
    let href = |sort| query(filter, sort, None);
    let (by_sku, by_name, by_newest) = (href(Sort::Sku), href(Sort::Name), href(Sort::Newest));
    let now = |sort, how| if filter.sort == sort { how } else { Sorted::Not };
    let columns = [
        Column {
            sort: Some(ColumnSort { href: &by_sku, now: now(Sort::Sku, Sorted::Up) }),
            ..column(words, "code", "stock-code")
        },
        Column { hidden: true, ..column(words, "c-picture", "staff-picture") },
        Column {
            sort: Some(ColumnSort { href: &by_name, now: now(Sort::Name, Sorted::Up) }),
            ..column(words, "c-name", "stock-product")
        },
        column(words, "c-state", "product-state"),
        column(words, "num", "stock-free"),
        column(words, "num", "product-price"),
        Column {
            sort: Some(ColumnSort { href: &by_newest, now: now(Sort::Newest, Sorted::Down) }),
            ..column(words, "c-day wide-only", "product-listed-day")
        },
    ];
    let body = html! { @for card in cards { (card_row(words, card)) } };
    table(
        Table {
            class: "staff-products",
            caption: words.say("staff-products-title"),
            columns: &columns,
        },
        body,
        None,
    )
}

fn card_row(words: &Language, card: &StaffCard) -> Markup {
    let second = [card.brand.as_deref(), card.category.as_deref()];
    let second: Vec<&str> = second.into_iter().flatten().collect();
    let second = second.join(" · ");
    let image = card.image.as_deref().map(image_url);
    row(
        "",
        html! {
            (row_head("code", html! { a href={ "/staff/products/" (path_segment(&card.sku)) } { (card.sku) } }))
            (cell("c-picture", picture(image.as_deref(), &card.name)))
            (cell("c-name", name(html! { (card.name) }, (!second.is_empty()).then_some(second.as_str()))))
            (cell("c-state", state_of(words, &card.state)))
            (cell("num", html! {
                @if card.tracked { a href={ "/staff/stock/" (path_segment(&card.sku)) } { (with_minus(&card.free.grouped())) } }
                @else { (empty()) }
            }))
            (cell("num", html! { (card.base.grouped()) }))
            (cell("c-day dim wide-only", html! { (card.listed_day) }))
        },
    )
}
