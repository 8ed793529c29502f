//! What stands around one product on its page: the parts of a kit, its variants, others of its category.

use super::{Priced, RowWords, href, picture_url, priced};
use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::catalogue::around::Around;
use crate::catalogue::json::Shown;
use crate::catalogue::{Card, Product, StockShown, encoded};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout;
use crate::platform::web::numbers::price;
use crate::platform::web::picture::picture;
use crate::platform::web::stepper::save_all;
use crate::platform::web::table::{self, Column, Table};
use crate::platform::words::Language;
use maud::{Markup, html};

fn plain<'a>(words: &'a Language, class: &'static str, key: &'a str) -> Column<'a> {
    Column { class, label: words.say(key), ..Column::default() }
}

/// What is free at each location, as far as it is told.
pub(super) fn places(
    words: &Language,
    rows: &RowWords<'_>,
    product: &Product,
    shown: &Shown,
) -> Markup {
    if product.places.is_empty() {
        return html! {};
    }
    let caption = words.say("product-places");
    let columns = [plain(words, "", "product-place"), plain(words, "", "products-stock")];
    let lines = html! {
        @for place in &product.places {
            (table::row("", html! {
                (table::row_head("", html! { (place.name) }))
                (table::cell("nowrap", rows.stock_at(&product.card, place.free, &shown.showing)))
            }))
        }
    };
    let what = html! { p.small.ink-2.gap-above { (words.say("product-places-what")) } };
    layout::section(
        "places",
        caption,
        None,
        html! {
            (table::table(Table { class: "keep", caption, columns: &columns }, lines, None)) (what)
        },
    )
}

/// The parts of a kit, with what one kit holds of each and how much is there.
pub(super) fn parts(visit: &Visit, rows: &RowWords<'_>, around: &Around, shown: &Shown) -> Markup {
    let words: &Language = &visit.words;
    if around.parts.is_empty() {
        return html! {};
    }
    let stock = shown.showing.stock != StockShown::None;
    let mut columns = vec![
        plain(words, "code", "products-code"),
        plain(words, "", "product-part"),
        plain(words, "num", "product-in-kit"),
    ];
    if stock {
        columns.push(plain(words, "", "products-stock"));
    }
    let lines = html! {
        @for part in &around.parts {
            (table::row("", html! {
                (table::row_head("code", html! { a href=(href(&part.card.sku)) { (part.card.sku) } }))
                (table::cell("", html! { (part.card.name) }))
                (table::num(&part.quantity.grouped()))
                @if stock { (table::cell("nowrap", rows.stock(&part.card, &shown.showing))) }
            }))
        }
    };
    let caption = words.say("product-parts");
    let told = around.parts_suffice.filter(|_| shown.showing.stock == StockShown::Number);
    layout::section(
        "parts",
        caption,
        None,
        html! {
            (table::table(Table { class: "keep", caption, columns: &columns }, lines, None))
            @if let Some(count) = told { p.small.ink-2.gap-above { (words.fill("product-parts-suffice", &[("count", &count.to_string())])) } }
        },
    )
}

/// The variants with what differs, each with its own price, stock and quantity.
pub(super) fn variants(
    visit: &Visit,
    rows: &RowWords<'_>,
    (card, around): (&Card, &Around),
    shown: &Shown,
) -> Markup {
    let words: &Language = &visit.words;
    if around.variants.is_empty() {
        return html! {};
    }
    let mut columns = vec![plain(words, "code", "products-code")];
    columns.extend(around.differing.iter().map(|name| Column { label: name, ..Column::default() }));
    columns.extend(tail(visit, shown));
    let lines = html! {
        @for variant in &around.variants {
            (table::row("", html! {
                (table::row_head("code", html! {
                    a href=(href(&variant.card.sku)) aria-current=[(variant.card.id == card.id).then_some("page")] { (variant.card.sku) }
                }))
                @for value in &variant.values { (table::cell("", html! { (value) })) }
                (tail_cells(visit, rows, &variant.card, shown, variant.card.id != card.id))
            }))
        }
    };
    let caption = words.say("product-variants");
    let table =
        table::table(Table { class: "keep variants", caption, columns: &columns }, lines, None);
    layout::section("variants", caption, None, saving(visit, card, table))
}

/// A few others of the same category, and the way to all of them.
pub(super) fn like(visit: &Visit, rows: &RowWords<'_>, around: &Around, shown: &Shown) -> Markup {
    let words: &Language = &visit.words;
    let Some(first) = around.like.first() else {
        return html! {};
    };
    let mut columns = vec![
        plain(words, "code", "products-code"),
        Column { hidden: true, ..plain(words, "c-picture", "products-picture") },
        plain(words, "c-name", "products-product"),
    ];
    columns.extend(tail(visit, shown));
    let lines = html! {
        @for card in &around.like {
            (table::row("", html! {
                (table::row_head("code", html! { a href=(href(&card.sku)) { (card.sku) } }))
                (table::cell("c-picture", picture(picture_url(card).as_deref(), &card.name)))
                (table::cell("c-name", table::name(html! { (card.name) }, Some(&rows.second(card)))))
                (tail_cells(visit, rows, card, shown, true))
            }))
        }
    };
    let caption = words.say("product-like");
    let all = around.category.as_ref().map(|path| {
        let name = path.rsplit(" > ").next().unwrap_or(path);
        html! { a href={ "/products?category=" (encoded(path)) } { (words.fill("product-like-all", &[("category", name)])) } }
    });
    let table = table::table(Table { class: "products", caption, columns: &columns }, lines, None);
    layout::section("like", caption, all, saving(visit, first, table))
}

/// Stock, price and quantity: the last columns of both tables.
fn tail<'a>(visit: &'a Visit, shown: &Shown) -> Vec<Column<'a>> {
    let words: &Language = &visit.words;
    let mut columns = Vec::new();
    if shown.showing.stock != StockShown::None {
        columns.push(plain(words, "c-stock", "products-stock"));
    }
    if shown.prices != PricesShown::Hidden {
        columns.push(plain(words, "c-price num", "products-your-price"));
    }
    if visit.buyer.may_order() {
        columns.push(plain(words, "c-quantity num", "products-quantity"));
    }
    columns
}

/// The product of the page has its field already: a second one with the same name would contradict it.
fn tail_cells(
    visit: &Visit,
    rows: &RowWords<'_>,
    card: &Card,
    shown: &Shown,
    has_field: bool,
) -> Markup {
    let Priced { own, next, .. } = priced(card, shown);
    let next = next.map(|(from, price)| {
        rows.from.with_two(&card.quantity(from).grouped(), &rows.price(price))
    });
    html! {
        @if shown.showing.stock != StockShown::None { (table::cell("c-stock nowrap", rows.stock(card, &shown.showing))) }
        @if shown.prices != PricesShown::Hidden {
            (table::cell("c-price num", html! { @if let Some(own) = own { (price(&rows.price(own), next.as_deref())) } }))
        }
        @if visit.buyer.may_order() {
            (table::cell("c-quantity num", html! { @if has_field { (rows.quantity(card, &visit.buyer)) } }))
        }
    }
}

/// A table with quantities in the form that saves them.
fn saving(visit: &Visit, card: &Card, table: Markup) -> Markup {
    if !visit.buyer.may_order() {
        return table;
    }
    html! {
        form method="post" action="/cart/lines" data-arrows {
            (csrf(&visit.csrf))
            input type="hidden" name="from" value=(href(&card.sku));
            (table)
            (save_all(visit.words.say("products-save")))
        }
    }
}
