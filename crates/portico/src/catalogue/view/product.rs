//! The page of one product.

use super::around;
use super::{RowWords, href, vat_word, whole};
use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::catalogue::around::Around;
use crate::catalogue::json::{Shown, image_url};
use crate::catalogue::{Card, Product, StockShown, category_steps, encoded};
use crate::platform::web::forms::csrf;
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::layout;
use crate::platform::web::numbers::struck;
use crate::platform::web::picture::{PictureSize, picture_of};
use crate::platform::web::stepper::{Saves, Stepper, stepper};
use crate::platform::web::table::{self, Column, Table};
use crate::platform::web::{dates, dom_id};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::UnitPrice;

/// The content of the page; `picture` counts from 1.
#[must_use]
pub fn content(
    visit: &Visit,
    (product, around): (&Product, &Around),
    shown: &Shown,
    picture: usize,
) -> Markup {
    let words: &Language = &visit.words;
    let card = &product.card;
    let rows = RowWords::new(words);
    html! {
        (crumbs(words, around))
        div.product {
            (pictures(words, product, picture))
            div.product-body {
                div.product-head {
                    p.code { (card.sku) }
                    h1 { (card.name) }
                    p.ink-2 {
                        @if let Some(brand) = &card.brand { (brand) "." " " }
                        @if let Some(own) = &product.own_code { (words.fill("product-own-code", &[("code", own)])) " " }
                        @if let Some((quantity, day, today)) = around.last { (words.fill("product-bought", &[("quantity", &quantity.grouped()), ("day", &dates::short(words, day, today))])) }
                    }
                    (favourite(visit, card, around))
                }
                div.offer { (offer(visit, &rows, card, shown)) (buy_box(visit, &rows, card, shown)) }
                @if !product.description.is_empty() {
                    (layout::section("about", words.say("product-about"), None, html! {
                        div.prose.gap-above { @for part in product.description.split('\n').filter(|part| !part.trim().is_empty()) { p { (part) } } }
                    }))
                }
                (layout::section("details", words.say("product-details"), None, details(words, product, shown)))
                (around::places(words, &rows, product, shown))
                (around::parts(visit, &rows, around, shown))
                (around::variants(visit, &rows, (card, around), shown))
                (around::like(visit, &rows, around, shown))
            }
        }
    }
}

fn crumbs(words: &Language, around: &Around) -> Markup {
    let steps = around.category.as_deref().map(category_steps).unwrap_or_default();
    html! {
        nav.crumbs aria-label=(words.say("crumbs-label")) {
            ol {
                li { a href="/products" { (words.say("products-title")) } }
                @for path in &steps { li { a href={ "/products?category=" (encoded(path)) } { (path.rsplit(" > ").next().unwrap_or(path)) } } }
            }
        }
    }
}

/// Whether it is a favourite of the company, and the button that changes that for those who may order.
fn favourite(visit: &Visit, card: &Card, around: &Around) -> Markup {
    let words: &Language = &visit.words;
    let marked = around.known.as_ref().is_some_and(|known| known.favourite);
    let (name, key, drawn) = match marked {
        true => ("unmark", "product-unmark", Icon::StarFull),
        false => ("mark", "product-mark", Icon::Star),
    };
    html! {
        @if visit.buyer.may_order() {
            form.favourite method="post" action="/products/favourites" {
                (csrf(&visit.csrf))
                input type="hidden" name="from" value=(href(&card.sku));
                button.button.small type="submit" name=(name) value=(card.sku) { (icon(drawn)) (words.say(key)) }
            }
        } @else if marked {
            p.ink-2 { (icon(drawn)) " " (words.say("products-favourite")) }
        }
    }
}

fn pictures(words: &Language, product: &Product, picture: usize) -> Markup {
    let at = picture.clamp(1, product.images.len().max(1));
    let name = &product.card.name;
    let chosen = product.images.get(at - 1);
    let url = chosen.map(|image| image_url(&image.file));
    let alt = chosen.map_or("", |image| image.alt.as_str());
    html! {
        div.product-pictures {
            (picture_of(url.as_deref(), name, PictureSize::Large, if alt.is_empty() { name } else { alt }))
            @if product.images.len() > 1 {
                div.thumbs {
                    @for (index, image) in product.images.iter().enumerate() {
                        a href={ "?picture=" (index + 1) } aria-current=[(index + 1 == at).then_some("true")] {
                            (picture_of(Some(&image_url(&image.file)), name, PictureSize::Middle, &words.fill("product-picture", &[("number", &(index + 1).to_string())])))
                        }
                    }
                }
            }
        }
    }
}

/// The customer's price, the list price where it is above, and what larger quantities cost.
fn offer(visit: &Visit, rows: &RowWords<'_>, card: &Card, shown: &Shown) -> Markup {
    let words: &Language = &visit.words;
    let Some(vat) = vat_word(words, shown) else {
        return html! { div {} };
    };
    let prices = super::priced(card, shown);
    let sign = visit.buyer.customer.currency.sign();
    html! {
        div {
            @match prices.own {
                None => p.price-label { (words.say("product-no-price")) },
                Some(own) => {
                    p.price-label { (label(words, card, &vat)) }
                    p.price-large {
                        (sign) (rows.price(own)) " "
                        @if let Some(list) = prices.list { (struck(&format!("{sign}{}", rows.price(list)), rows.list_price)) }
                    }
                    (breaks(words, rows, card, shown, own))
                },
            }
        }
    }
}

/// What one price is for: a piece, or a unit it is measured by.
fn label(words: &Language, card: &Card, vat: &str) -> String {
    if card.unit == "piece" {
        return words.fill("product-your-price", &[("vat", vat)]);
    }
    words.fill("product-your-price-per", &[("unit", &card.unit), ("vat", vat)])
}

fn breaks(
    words: &Language,
    rows: &RowWords<'_>,
    card: &Card,
    shown: &Shown,
    own: UnitPrice,
) -> Markup {
    let least = card.least_quantity();
    let later = card.tariff.breaks().into_iter().filter(|(from, _)| *from > least);
    let later: Vec<(i64, UnitPrice)> = later
        .filter_map(|(from, price)| Some((from, shown.price(price, &card.vat_class)?)))
        .collect();
    if later.is_empty() {
        return html! {};
    }
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("", "product-from"),
        column("num", "product-each"),
        column("num", "product-you-save"),
    ];
    let lines = std::iter::once((least, own)).chain(later).map(|(from, price)| {
        let save =
            saved(own, price).map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
        table::row(
            "",
            html! {
                (table::row_head("", html! { (card.quantity(from).grouped()) }))
                (table::num(&rows.price(price)))
                (table::num(&save))
            },
        )
    });
    let table =
        Table { class: "breaks keep", caption: words.say("product-breaks"), columns: &columns };
    table::table(table, html! { @for line in lines { (line) } }, None)
}

/// Whole percents below the first price; `None` where nothing is saved.
fn saved(first: UnitPrice, price: UnitPrice) -> Option<i128> {
    let value =
        |p: UnitPrice, other: UnitPrice| i128::from(p.ten_thousandths) * i128::from(other.per);
    let (first, now) = (value(first, price), value(price, first));
    let percent =
        if first > 0 { portico_types::divide_half_up((first - now) * 100, first) } else { 0 };
    (percent > 0).then_some(percent)
}

/// Stock, quantity, what it comes to; without a field for those who cannot order it.
fn buy_box(visit: &Visit, rows: &RowWords<'_>, card: &Card, shown: &Shown) -> Markup {
    let words: &Language = &visit.words;
    let inside = html! {
        @if shown.showing.stock != StockShown::None { div.row { (rows.stock(card, &shown.showing)) } }
        @if visit.buyer.may_order() && (card.orderable() || card.in_cart > 0) { (field(visit, rows, card)) }
        @if visit.buyer.may_order() && card.orderable() { p.small { (rule(words, card)) " " (hint(words, card, shown).unwrap_or_default()) } }
        @if card.in_cart > 0 { hr; }
        div.row {
            (rows.check(card, true))
            @if card.in_cart > 0 { strong { (in_order_costs(card, shown).unwrap_or_default()) } }
        }
    };
    if !visit.buyer.may_order() {
        return html! { div.box.buy-box { (inside) } };
    }
    html! {
        form.box.buy-box method="post" action="/cart/lines" {
            (csrf(&visit.csrf))
            input type="hidden" name="from" value=(href(&card.sku));
            input type="hidden" name="sku" value=(card.sku);
            (inside)
        }
    }
}

fn field(visit: &Visit, rows: &RowWords<'_>, card: &Card) -> Markup {
    let words: &Language = &visit.words;
    let value = if card.in_cart > 0 { card.in_cart } else { card.least_quantity() };
    let deed = if card.in_cart > 0 { "product-update" } else { "product-add" };
    html! {
        div.row {
            (stepper(Stepper {
                field: "quantity",
                id: &dom_id("quantity", &card.sku),
                value: &card.quantity(value).text(),
                step: whole(card, card.multiple),
                least: whole(card, card.least_quantity()),
                label: &rows.quantity_of.with(&card.sku),
                less: &rows.less_of.with(&card.sku),
                more: &rows.more_of.with(&card.sku),
                hidden: &[],
                error: None,
                saves: Saves::ByButton,
            }))
            button.button.main type="submit" { (words.say(deed)) }
        }
    }
}

/// Packs, least quantity and step in a sentence; nothing where any quantity will do.
fn rule(words: &Language, card: &Card) -> String {
    let amount = |units| card.quantity(units).grouped();
    let (least, step) = (card.least_quantity(), card.multiple.max(1));
    let one = 10_i64.pow(u32::from(card.quantity_decimals));
    match (step > 1 && step != one, least > step) {
        (true, true) => {
            words.fill("product-steps-from", &[("step", &amount(step)), ("least", &amount(least))])
        }
        (true, false) => words.fill("product-steps", &[("step", &amount(step))]),
        (false, true) if least > one => words.fill("product-least", &[("least", &amount(least))]),
        _ => String::new(),
    }
}

/// How many more bring the next lower price, and what that would cost.
fn hint(words: &Language, card: &Card, shown: &Shown) -> Option<String> {
    if shown.prices == PricesShown::Hidden || !card.orderable() {
        return None;
    }
    let now = card.in_cart.max(card.least_quantity());
    let (from, _) = card.tariff.next_break(now)?;
    let step = card.multiple.max(1);
    let reach = from.div_euclid(step) * step + if from % step == 0 { 0 } else { step };
    let price = shown.price(card.tariff.at(reach)?, &card.vat_class)?;
    let quantity = card.quantity(reach);
    let total = price.net(quantity).ok()?.with_sign();
    Some(words.fill(
        "product-more-bring",
        &[
            ("more", &card.quantity(reach - now).grouped()),
            ("price", &price.grouped()),
            ("total", &total),
            ("quantity", &quantity.grouped()),
        ],
    ))
}

/// What the quantity in the current order costs, as prices are shown.
fn in_order_costs(card: &Card, shown: &Shown) -> Option<String> {
    let price = shown.price(card.tariff.at(card.in_cart)?, &card.vat_class)?;
    Some(price.net(card.quantity(card.in_cart)).ok()?.with_sign())
}

fn details(words: &Language, product: &Product, shown: &Shown) -> Markup {
    let card = &product.card;
    let pack = card.quantity(card.pack_size).grouped();
    let pack = card.pack_name.as_ref().map_or_else(
        || pack.clone(),
        |name| words.fill("products-pack-of", &[("pack", name), ("size", &pack)]),
    );
    let vat = format!("{} %", shown.vat.of(&card.vat_class).rate.text());
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (key, value) in [("product-maker-code", &product.maker_code), ("product-ean", &product.ean)]
    {
        if let Some(value) = value {
            pairs.push((words.say(key), value));
        }
    }
    pairs.push((words.say("product-unit"), &card.unit));
    if card.pack_size > 1 {
        pairs.push((words.say("product-pack"), &pack));
    }
    pairs.push((words.say("product-vat"), &vat));
    pairs.extend(product.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    html! {
        dl.pairs.columns {
            @for (name, value) in pairs { dt { (name) } dd { (value) } }
        }
    }
}
