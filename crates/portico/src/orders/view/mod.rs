//! HTML of orders. Here what several pages share: the state in a word, the bar of pieces, the table.

mod adjusted;
pub mod approval;
pub mod backorders;
pub mod change;
pub mod comments;
pub mod detail;
mod happened;
pub mod lines;
pub mod list;

use super::kept::{Delivery, OrderHead, OrderRow, Stages};
use super::promises::Promise;
use super::{Stage, Status};
use crate::access::{Buyer, PricesShown};
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::ledger::{Pieces, ledger_bar, ledger_key};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Quantity};

/// Whether this person could say yes to this order now.
#[must_use]
pub fn may_approve(buyer: &Buyer, head: &OrderHead) -> bool {
    crate::orders::approve::check(buyer, head).is_ok()
}

/// Whether this person sees prices.
#[must_use]
pub fn shows_prices(buyer: &Buyer) -> bool {
    buyer.customer.prices_shown != PricesShown::Hidden
}

/// The state of an order: shape and word. `approves`: the reader is to say yes.
#[must_use]
pub fn state_of(words: &Language, head: &OrderHead, approves: bool, today: Day) -> Markup {
    let (shape, tone, key) = state_words(head, approves, today);
    state(shape, tone, words.say(key))
}

/// The state of an order: its shape, its colour and the key of its word.
#[must_use]
pub fn state_words(head: &OrderHead, approves: bool, today: Day) -> (Shape, Tone, &'static str) {
    let on_its_way = head.is_on_its_way(today);
    match (head.status, head.delivery) {
        (Status::AwaitingApproval, _) if approves => {
            (Shape::Triangle, Tone::Wait, "order-state-needs-approval")
        }
        (Status::AwaitingApproval, _) => (Shape::Ring, Tone::Plain, "order-state-approval"),
        (Status::AwaitingPayment, _) => (Shape::Ring, Tone::Plain, "order-state-payment"),
        (Status::Refused, _) => (Shape::Triangle, Tone::Bad, "order-state-refused"),
        (Status::Cancelled, _) => (Shape::Dash, Tone::Plain, "order-state-cancelled"),
        (_, Delivery::All) if on_its_way => (Shape::Half, Tone::Info, "order-state-on-its-way"),
        (_, Delivery::Part) if on_its_way => (Shape::Half, Tone::Info, "order-state-part-sent"),
        (_, Delivery::All) => (Shape::Disc, Tone::Good, "order-state-delivered"),
        (_, Delivery::Part) => (Shape::Half, Tone::Info, "order-state-part"),
        (Status::Confirmed, Delivery::None) => (Shape::Ring, Tone::Info, "order-state-confirmed"),
        (Status::Placed, Delivery::None) => (Shape::Ring, Tone::Plain, "order-state-placed"),
    }
}

/// Where the pieces are, as the bar draws them. What was shipped counts as delivered.
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
        ("pieces-packed", stages.of(Stage::Released)),
        ("pieces-reserved", stages.of(Stage::Allocated)),
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

/// "24 on 2 April", or "about" where the day is not sure.
#[must_use]
pub fn promised(words: &Language, promise: &Promise, today: Day) -> String {
    let (quantity, day) = (promise.quantity.grouped(), dates::short(words, promise.day, today));
    let key = if promise.sure { "promise-sure" } else { "promise-about" };
    words.fill(key, &[("quantity", &quantity), ("day", &day)])
}

/// The key of the bars of a list.
#[must_use]
pub fn bar_key(words: &Language, for_staff: bool) -> Markup {
    key_of_bars(words, for_staff, false)
}

/// The key of bars that tell what is on its way, where something is.
fn key_of_bars(words: &Language, for_staff: bool, under_way: bool) -> Markup {
    let reserved = if for_staff { "order-reserved" } else { "order-reserved-for-you" };
    let way = if under_way { words.say("shipment-on-the-way") } else { "" };
    let (delivered, awaiting) = (words.say("order-delivered"), words.say("order-awaiting"));
    ledger_key([delivered, way, words.say(reserved), awaiting])
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

/// The columns of a customer's orders. Whoever sees no prices has no columns of money.
#[must_use]
pub fn columns<'a>(words: &'a Language, buyer: &'a Buyer, today: Day) -> Vec<Column<'a, OrderRow>> {
    let say = |key| words.say(key);
    let mut columns = vec![
        Column::new("number", say("order-number"), |o: &OrderRow| Value::text(&o.head.number))
            .class("code strong")
            .draw(|o| html! { a href=(order_href(&o.head.number)) { (o.head.number) } }),
        Column::new("placed", say("order-placed"), |o: &OrderRow| o.head.placed_day.into())
            .class("c-day dim")
            .sorted("placed")
            .draw(move |o| html! { (dates::short(words, o.head.placed_day, today)) }),
        Column::new("reference", say("order-reference"), |o: &OrderRow| {
            Value::maybe(o.head.reference.as_deref())
        })
        .class("c-reference")
        .wide(22),
        Column::new("pieces", say("order-pieces"), |o: &OrderRow| {
            Value::own(pieces_in_words(words, &o.stages, 4))
        })
        .class("c-pieces")
        .wide(34)
        .draw(|o| ledger_bar(pieces(&o.stages), &pieces_in_words(words, &o.stages, 4))),
        Column::new("state", say("order-state"), move |o: &OrderRow| {
            Value::word(say(state_words(&o.head, may_approve(buyer, &o.head), today).2))
        })
        .class("c-state")
        .wide(20)
        .draw(move |o| state_of(words, &o.head, may_approve(buyer, &o.head), today)),
    ];
    columns.extend(more_columns(words));
    if shows_prices(buyer) {
        columns.extend(money_columns(words, buyer));
    }
    columns
}

/// What is there for whoever ticks it.
fn more_columns<'a>(words: &'a Language) -> Vec<Column<'a, OrderRow>> {
    vec![
        Column::new("placed-by", words.say("order-by"), |o: &OrderRow| {
            Value::maybe(o.head.placed_by.as_deref())
        })
        .class("c-more")
        .wide(20)
        .hidden(),
        Column::new("lines", words.say("order-lines"), |o: &OrderRow| {
            Value::count(o.head.line_count)
        })
        .class("num c-more")
        .hidden(),
        Column::new("address", words.say("order-delivered-to"), |o: &OrderRow| {
            Value::own(format!("{}, {}", o.head.address.name, o.head.address.city))
        })
        .class("c-more")
        .wide(30)
        .hidden(),
        Column::new("requested", words.say("order-requested"), |o: &OrderRow| {
            o.head.requested_day.into()
        })
        .class("c-more")
        .hidden(),
    ]
}

fn money_columns<'a>(words: &'a Language, buyer: &'a Buyer) -> Vec<Column<'a, OrderRow>> {
    let sign = buyer.customer.currency.sign();
    let heading = |key| words.fill(key, &[("sign", &sign)]);
    vec![
        Column::new("goods", heading("order-goods-in"), |o: &OrderRow| o.head.goods.into())
            .class("num c-more")
            .hidden()
            .draw(|o| html! { (o.head.goods.grouped()) }),
        Column::new("vat", heading("order-vat-in"), |o: &OrderRow| o.head.vat.into())
            .class("num c-more")
            .hidden()
            .draw(|o| html! { (o.head.vat.grouped()) }),
        Column::new("total", heading("order-total-in"), |o: &OrderRow| o.head.total.into())
            .class("num strong")
            .sorted("total")
            .draw(|o| html! { (o.head.total.grouped()) }),
        Column::new("currency", words.say("order-currency"), |o: &OrderRow| {
            Value::text(o.head.total.currency.code())
        })
        .only_in_files(),
    ]
}
