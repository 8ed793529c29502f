//! HTML of quick order: one field for a code or words, one for the quantity, and what went in last.

use crate::access::visit::Visit;
use crate::access::{Buyer, PricesShown};
use crate::cart::CartLine;
use crate::catalogue::Card;
use crate::orders::view::picture_href;
use crate::platform::problem::Problem;
use crate::platform::web::forms::{csrf, error_line};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::search::marked;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the page shows.
pub struct Quick<'a> {
    /// Lines of the current order, the last one first.
    pub lines: &'a [CartLine],
    /// What may have been meant by a code that is none.
    pub offered: &'a [Card],
    /// Code and quantity as typed.
    pub typed: (&'a str, &'a str),
    /// Why nothing went in.
    pub problem: Option<&'a Problem>,
}

/// The whole content of the page.
#[must_use]
pub fn content(visit: &Visit, quick: &Quick<'_>) -> Markup {
    let words = &visit.words;
    let head = Head {
        title: words.say("quick-title"),
        context: Some(
            html! { (words.say("quick-what")) " " a href="/cart/paste" { (words.say("quick-paste")) } },
        ),
        ..Head::default()
    };
    if !visit.buyer.may_order() {
        let products = (words.say("orders-none-button"), "/products");
        let none = nothing_here(
            words.say("cart-viewer"),
            html! { (words.say("cart-viewer-what")) },
            Some(products),
        );
        return html! { (title(head)) (none) };
    }
    html! {
        (title(head))
        (field(visit, ("/quick-order", true), quick))
        @if !quick.lines.is_empty() { (section("last", words.say("quick-last"), None, last(visit, quick.lines))) }
    }
}

/// The fields for a code or words and a quantity: where they are sent, and whether the cursor stands there at first.
pub(in crate::cart) fn field(
    visit: &Visit,
    (action, focus): (&str, bool),
    quick: &Quick<'_>,
) -> Markup {
    let words = &visit.words;
    let error = quick.problem.and_then(|problem| problem.errors.first());
    let said = error.map(|error| words.sentence(&error.text));
    let of_code = error.is_some_and(|error| error.field == "/code");
    let bad = |is: bool| (error.is_some() && is).then_some("true");
    let described = error.map(|_| "quick-wrong");
    html! {
        form.quick method="post" action=(action) data-quick="/quick-order/suggest" {
            (csrf(&visit.csrf))
            div.quick-code {
                label for="quick-code" { (words.say("quick-code")) }
                input.input id="quick-code" name="code" value=(quick.typed.0) autocomplete="off" spellcheck="false" maxlength="200" autofocus[of_code || (focus && error.is_none())]
                    role="combobox" aria-expanded="false" aria-controls="quick-options" aria-autocomplete="list" aria-invalid=[bad(of_code)] aria-describedby=[described];
                div.suggestions id="quick-options" hidden {}
            }
            div.quick-quantity {
                label for="quick-quantity" { (words.say("cart-quantity")) }
                input.input.num id="quick-quantity" name="quantity" value=(quick.typed.1) inputmode="decimal" autocomplete="off" maxlength="12" autofocus[error.is_some() && !of_code]
                    aria-invalid=[bad(!of_code)] aria-describedby=[described];
            }
            button.button.main type="submit" { (words.say("cart-add")) }
            @if let Some(said) = &said {
                div.quick-wrong {
                    (error_line("quick-wrong", html! { (said) }))
                    @for card in quick.offered {
                        button.link type="submit" name="take" value=(card.sku) { (words.fill("paste-take", &[("code", &card.sku)])) " " span.second { (card.name) } }
                    }
                }
            }
        }
    }
}

fn last(visit: &Visit, lines: &[CartLine]) -> Markup {
    let words = &visit.words;
    let prices = visit.buyer.customer.prices_shown != PricesShown::Hidden;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = visit.buyer.customer.currency.sign();
    let sum = words.fill("order-line-in", &[("sign", &sign)]);
    let mut columns = vec![
        column("code", "order-code"),
        Column { hidden: true, ..column("c-picture", "order-picture") },
        column("c-name", "order-product"),
        column("num strong", "cart-quantity"),
    ];
    if prices {
        columns.push(Column { class: "num c-sum", label: &sum, ..Column::default() });
    }
    let rows = html! {
        @for line in lines {
            (row("", html! {
                (row_head("code", html! { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } }))
                (cell("c-picture", picture(picture_href(line.image.as_deref()).as_deref(), &line.name)))
                (cell("c-name", html! { span.name { (line.name) } }))
                (cell("num strong", html! { (line.quantity.grouped()) }))
                @if prices { (cell("num c-sum", html! { (line.net_seen.grouped()) })) }
            }))
        }
    };
    let caption = words.say("quick-last");
    html! {
        (table::table(Table { class: "quick-last", caption, columns: &columns }, rows, None))
        p.paste-check { a.button href="/cart" { (words.say("quick-cart")) } }
    }
}

/// The options below the field: each with its code and the least that can be ordered.
#[must_use]
pub fn options(words: &Language, buyer: &Buyer, q: &str, options: &[(String, Card)]) -> Markup {
    if options.is_empty() {
        return html! {};
    }
    let shows = buyer.customer.prices_shown != PricesShown::Hidden;
    html! {
        div role="listbox" aria-label=(words.say("products-suggestions")) {
            @for (at, (code, card)) in options.iter().enumerate() {
                @let least = card.quantity(card.least_quantity());
                div id={ "quick-" (at) } role="option" aria-selected="false" data-code=(card.sku) data-quantity=(least.text()) {
                    span.code { (marked(code, q)) }
                    (picture(picture_href(card.image.as_deref()).as_deref(), &card.name))
                    span.what { span.name { (marked(&card.name, q)) } @if *code != card.sku { small { (card.sku) } } }
                    span.end { @if shows { @if let Some(price) = card.tariff.at(least.units) { (price.grouped()) } } }
                }
            }
        }
    }
}
