//! HTML of ordering again.

use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::orders::view::order_href;
use crate::orders::{Draft, DraftLine, OrderDetail, OrderLine};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{csrf, error_line, row_tick};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::numbers::struck;
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use maud::{Markup, html};

/// The whole content of the page.
#[must_use]
pub fn content(visit: &Visit, order: &OrderDetail, now: &Draft, none_ticked: bool) -> Markup {
    let words = &visit.words;
    let number = &order.head.number;
    let href = order_href(number);
    let crumbs = [(number.as_str(), href.as_str())];
    let may = visit.buyer.may_order();
    let prices = visit.buyer.customer.prices_shown != PricesShown::Hidden;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = visit.buyer.customer.currency.sign();
    let price = words.fill("cart-price-in", &[("sign", &sign)]);
    let mut columns = vec![
        Column { hidden: true, ..column("c-tick", "reorder-tick") },
        column("code", "order-code"),
        column("c-name", "order-product"),
        column("num strong", "cart-quantity"),
    ];
    if prices {
        columns.push(Column { class: "c-price num", label: &price, ..Column::default() });
    }
    let both = || order.lines.iter().zip(&now.lines).filter(|(line, _)| line.parent_line.is_none());
    let rows =
        html! { @for (line, drafted) in both() { (line_row(visit, line, drafted, prices)) } };
    let caption = words.fill("order-lines-of", &[("number", number)]);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("reorder-title"),
            context: Some(html! { (words.say("reorder-what")) }),
            ..Head::default()
        }))
        @if none_ticked { (flash(&Flash::new(FlashKind::Refused, words.say("reorder-none-ticked")))) }
        form method="post" action={ "/orders/" (path_segment(number)) "/reorder" } {
            (csrf(&visit.csrf))
            (table::table(Table { class: "again", caption: &caption, columns: &columns }, rows, None))
            @if may { p.paste-check { button.button.main type="submit" { (words.say("reorder-button")) } } }
        }
    }
}

fn line_row(visit: &Visit, line: &OrderLine, now: &DraftLine, prices: bool) -> Markup {
    let words = &visit.words;
    let number = line.line.to_string();
    let label = words.fill("reorder-tick-of", &[("code", &line.sku)]);
    let short = now.short > 0 && now.refusal.is_none();
    let later = now.card.as_ref().map(|card| card.quantity(now.short).grouped());
    row(
        "",
        html! {
            (cell("c-tick", row_tick("line", &number, &label, now.refusal.is_none())))
            (row_head("code", html! { @if line.product_shown { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } } @else { (line.sku) } }))
            (cell("c-name", html! {
                span.name { (line.name) }
                @if let Some(refusal) = &now.refusal { (error_line("", html! { (words.sentence(&refusal.text())) })) }
                @if short { span.second { (words.fill("cart-follows", &[("quantity", &later.unwrap_or_default())])) } }
            }))
            (cell("num strong", html! { (line.quantity.grouped()) }))
            @if prices {
                (cell("c-price num", html! {
                    @if let Some(price) = now.price {
                        @if price != line.price { (struck(&line.price.grouped(), words.say("cart-before"))) " " }
                        (price.grouped())
                    }
                }))
            }
        },
    )
}
