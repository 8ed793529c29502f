//! HTML of orders. Here what several pages share: the state in a word, the bar of pieces, the table.

pub mod backorders;
pub mod detail;
pub mod list;

use super::kept::{Delivery, OrderHead, OrderRow, Stages};
use super::{Stage, Status};
use crate::access::{Buyer, CustomerRole, PricesShown};
use crate::platform::web::dates;
use crate::platform::web::ledger::{Pieces, ledger_bar, ledger_key};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::empty;
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column, Sort, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Quantity};

/// Whether this person could say yes to this order: an approver, and not the one who placed it.
#[must_use]
pub fn may_approve(buyer: &Buyer, head: &OrderHead) -> bool {
    head.status == Status::AwaitingApproval
        && buyer.role >= CustomerRole::Approver
        && head.login_id != Some(buyer.login.id)
}

/// Whether this person sees prices.
#[must_use]
pub fn shows_prices(buyer: &Buyer) -> bool {
    buyer.customer.prices_shown != PricesShown::Hidden
}

/// The state of an order: shape and word. `approves`: the reader is to say yes.
#[must_use]
pub fn state_of(words: &Language, head: &OrderHead, approves: bool) -> Markup {
    let (shape, tone, key) = match (head.status, head.delivery) {
        (Status::AwaitingApproval, _) if approves => {
            (Shape::Triangle, Tone::Wait, "order-state-needs-approval")
        }
        (Status::AwaitingApproval, _) => (Shape::Ring, Tone::Plain, "order-state-approval"),
        (Status::AwaitingPayment, _) => (Shape::Ring, Tone::Plain, "order-state-payment"),
        (Status::Refused, _) => (Shape::Triangle, Tone::Bad, "order-state-refused"),
        (Status::Cancelled, _) => (Shape::Dash, Tone::Plain, "order-state-cancelled"),
        (_, Delivery::All) => (Shape::Disc, Tone::Good, "order-state-delivered"),
        (_, Delivery::Part) => (Shape::Half, Tone::Info, "order-state-part"),
        (Status::Confirmed, Delivery::None) => (Shape::Ring, Tone::Info, "order-state-confirmed"),
        (Status::Placed, Delivery::None) => (Shape::Ring, Tone::Plain, "order-state-placed"),
    };
    state(shape, tone, words.say(key))
}

/// Where the pieces are, as the bar draws them. Shipped counts as delivered until arrivals are recorded.
#[must_use]
pub fn pieces(stages: &Stages) -> Pieces {
    Pieces {
        delivered: stages.of(Stage::Shipped),
        on_the_way: 0,
        reserved: stages.reserved(),
        awaiting: stages.of(Stage::Backordered),
        pending: stages.of(Stage::Pending),
    }
}

/// The same in words: "12 delivered · 18 awaiting stock". `decimals` are those of the quantities.
#[must_use]
pub fn pieces_in_words(words: &Language, stages: &Stages, decimals: u8) -> String {
    let parts = [
        ("pieces-delivered", stages.of(Stage::Shipped)),
        ("pieces-reserved", stages.reserved()),
        ("pieces-awaiting", stages.of(Stage::Backordered)),
        ("pieces-pending", stages.of(Stage::Pending)),
        ("pieces-cancelled", stages.of(Stage::Cancelled)),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, units)| *units > 0)
        .map(|(key, units)| {
            let quantity = Quantity::steps(units, decimals).grouped();
            words.fill(key, &[("quantity", &quantity)])
        })
        .collect();
    if said.is_empty() { words.say("pieces-none").to_owned() } else { said.join(" · ") }
}

/// The key of the bars.
#[must_use]
pub fn bar_key(words: &Language, for_staff: bool) -> Markup {
    let reserved = if for_staff { "order-reserved" } else { "order-reserved-for-you" };
    ledger_key([words.say("order-delivered"), "", words.say(reserved), words.say("order-awaiting")])
}

/// Address of an order's page.
#[must_use]
pub fn order_href(number: &str) -> String {
    format!("/orders/{}", path_segment(number))
}

/// Address of a product's picture.
#[must_use]
pub fn picture_href(image: Option<&str>) -> Option<String> {
    image.map(|name| format!("/files/{}", path_segment(name)))
}

/// How a table of orders is shown.
pub struct Shown<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// Its caption.
    pub caption: &'a str,
    /// How the columns Placed and Total are sorted, and the addresses that turn them.
    pub sorts: Option<(Sort<'a>, Sort<'a>)>,
}

/// Orders as a table.
#[must_use]
pub fn table(words: &Language, shown: &Shown<'_>, orders: &[OrderRow]) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = shown.buyer.customer.currency.sign();
    let total = words.fill("order-total-in", &[("sign", &sign)]);
    let (by_day, by_total) =
        shown.sorts.map_or((None, None), |(day, total)| (Some(day), Some(total)));
    let mut columns = vec![
        column("code strong", "order-number"),
        Column { sort: by_day, ..column("c-day", "order-placed") },
        column("c-reference", "order-reference"),
        column("c-pieces", "order-pieces"),
        column("c-state", "order-state"),
    ];
    if shows_prices(shown.buyer) {
        columns.push(Column {
            class: "num strong",
            label: &total,
            sort: by_total,
            ..Column::default()
        });
    }
    let rows = html! { @for order in orders { (order_row(words, shown, order)) } };
    table::table(Table { class: "orders", caption: shown.caption, columns: &columns }, rows, None)
}

fn order_row(words: &Language, shown: &Shown<'_>, order: &OrderRow) -> Markup {
    let head = &order.head;
    let name = pieces_in_words(words, &order.stages, 4);
    row(
        "",
        html! {
            (row_head("code strong", html! { a href=(order_href(&head.number)) { (head.number) } }))
            (cell("c-day dim", html! { (dates::short(words, head.placed_day, shown.today)) }))
            (cell("c-reference", html! { @match &head.reference { Some(text) => (text), None => (empty()) } }))
            (cell("c-pieces", ledger_bar(pieces(&order.stages), &name)))
            (cell("c-state", state_of(words, head, may_approve(shown.buyer, head))))
            @if shows_prices(shown.buyer) { (cell("num strong", html! { (head.total.grouped()) })) }
        },
    )
}
