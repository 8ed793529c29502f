//! HTML of what was bought before.

use super::store::{BOUGHT, BoughtRow};
use crate::access::{Buyer, PricesShown};
use crate::catalogue::view::RowWords;
use crate::catalogue::{Showing, StockShown};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Pairs, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// What the page shows.
pub struct List<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// What of the stock they are shown.
    pub showing: &'a Showing,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<BoughtRow>,
    /// What forms carry.
    pub csrf: &'a str,
    /// Names and values of a form in which nothing was ticked; what was typed is shown again.
    pub typed: &'a Pairs,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &List<'_>) -> Markup {
    let none = nothing_here(
        words.say("bought-none"),
        html! { (words.say("bought-none-what")) },
        Some((words.say("orders-none-button"), "/products")),
    );
    let about = About { buyer: shown.buyer, showing: shown.showing, typed: shown.typed };
    let columns = columns(words, about, shown.today);
    let view = ListView {
        listing: &BOUGHT,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "bought",
        caption: words.say("bought-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let head = Head {
        title: words.say("bought-title"),
        context: Some(html! { (words.say("bought-what")) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    let orders = shown.buyer.may_order() && shown.page.rows.iter().any(|row| row.card.is_some());
    html! {
        (title(head))
        @if !shown.typed.is_empty() { (flash(&Flash::new(FlashKind::Refused, words.say("bought-none-ticked")))) }
        @if orders {
            // Enter in a field is its first button: that of all ticked ones, not of the first row.
            form id="bought" method="post" action="/bought" {
                (csrf(shown.csrf))
                input type="hidden" name="from" value=(shown.asked.href(&BOUGHT, &[]));
                button.hidden type="submit" tabindex="-1" aria-hidden="true" { (words.say("bought-add")) }
            }
        }
        (list(&view))
        @if orders {
            p.paste-check {
                button.button.main type="submit" form="bought" { (words.say("bought-add")) }
                a.button href="/cart" { (words.say("quick-cart")) }
            }
        }
    }
}

/// Whom the columns are for.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// Who reads.
    pub buyer: &'a Buyer,
    /// What of the stock they are shown.
    pub showing: &'a Showing,
    /// What was typed into a form that is shown again.
    pub typed: &'a Pairs,
}

/// The columns: of this customer, for page and file.
#[must_use]
pub fn columns<'a>(
    words: &'a Language,
    about: About<'a>,
    today: Day,
) -> Vec<Column<'a, BoughtRow>> {
    let About { buyer, showing, typed } = about;
    let say = |key| words.say(key);
    let orders = buyer.may_order();
    let mut all = vec![
        Column::new("code", say("order-code"), |r: &BoughtRow| Value::text(&r.sku))
            .class("code")
            .sorted("code")
            .draw(move |r| code(words, r, orders)),
        Column::new("name", say("order-product"), |r: &BoughtRow| Value::text(&r.name))
            .class("c-name")
            .sorted("name")
            .wide(40)
            .draw(move |r| name(words, r)),
        Column::new("last", say("bought-last"), |r: &BoughtRow| r.last_day.into())
            .class("c-day dim")
            .sorted("last")
            .draw(move |r| html! { (dates::short(words, r.last_day, today)) }),
        Column::new("times", say("bought-times"), |r: &BoughtRow| Value::count(r.times))
            .class("num c-times"),
    ];
    if showing.stock != StockShown::None {
        let stock = RowWords::new(words);
        let said = RowWords::new(words);
        all.push(
            Column::new("stock", say("cart-stock"), move |r: &BoughtRow| {
                r.card
                    .as_ref()
                    .map_or(Value::Empty, |card| Value::own(said.stock_said(card, showing).1))
            })
            .class("c-stock nowrap")
            .draw(move |r| html! { @if let Some(card) = &r.card { (stock.stock(card, showing)) } }),
        );
    }
    if buyer.customer.prices_shown != PricesShown::Hidden {
        let heading = words.fill("cart-price-in", &[("sign", &buyer.customer.currency.sign())]);
        all.push(
            Column::new("price", heading, |r: &BoughtRow| {
                let price = r.card.as_ref().and_then(|card| card.tariff.at(r.usual.units));
                price.map_or(Value::Empty, |price| Value::own(price.grouped()))
            })
            .class("c-price num"),
        );
    }
    all.push(
        Column::new("usual", say("bought-usual"), |r: &BoughtRow| Value::Number {
            units: r.usual.units,
            decimals: r.usual.decimals,
        })
        .class("c-quantity num")
        .draw(move |r| quantity(words, r, (orders, typed))),
    );
    all
}

/// The name, and what is to be said of the product today.
fn name(words: &Language, row: &BoughtRow) -> Markup {
    let in_cart = row.card.as_ref().filter(|card| card.in_cart > 0);
    let quantity = in_cart.map(|card| card.quantity(card.in_cart).grouped());
    html! {
        span.name { (row.name) }
        @if row.card.is_none() { span.second { (words.say("bought-gone")) } }
        @if let Some(quantity) = quantity { span.second { (words.fill("cart-in-order", &[("quantity", &quantity)])) } }
    }
}

/// The code, behind a tick for whoever orders.
fn code(words: &Language, row: &BoughtRow, orders: bool) -> Markup {
    let label = words.fill("reorder-tick-of", &[("code", &row.sku)]);
    html! {
        @if row.card.is_some() {
            @if orders { input type="checkbox" name="tick" value=(row.sku) form="bought" aria-label=(label); " " }
            a href={ "/products/" (path_segment(&row.sku)) } { (row.sku) }
        } @else { (row.sku) }
    }
}

/// The usual quantity, to be typed over, and the button that puts this one product in.
fn quantity(words: &Language, row: &BoughtRow, (orders, typed): (bool, &Pairs)) -> Markup {
    let code = [("code", row.sku.as_str())];
    let name = format!("quantity.{}", row.sku);
    let said = typed.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
    let value = said.unwrap_or_else(|| row.usual.text());
    html! {
        @if orders && row.card.is_some() {
            span.in-row {
                input.in-cell data-arrow name=(name) form="bought" value=(value) aria-label=(words.fill("cart-quantity-of", &code)) inputmode="decimal" maxlength="12" autocomplete="off";
                button.button.small type="submit" name="one" value=(row.sku) form="bought" aria-label=(words.fill("bought-add-one", &code)) { (words.say("cart-add")) }
            }
        } @else { (row.usual.grouped()) }
    }
}
