//! The list of goods-out notes.

use super::state_of;
use crate::app::list_page::Sight;
use crate::backoffice::goods_out::{Note, State};
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::html;

/// The columns of the notes.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, Note>> {
    let say = |key| words.say(key);
    let (zone, today) = (&sight.zone, sight.today);
    vec![
        Column::new("number", say("note-number"), |n: &Note| Value::text(&n.number))
            .class("code strong")
            .draw(|n| html! { a href={ "/staff/goods-out/" (path_segment(&n.number)) } { (n.number) } }),
        Column::new("order", say("order-number"), |n: &Note| Value::text(&n.order))
            .class("c-order")
            .draw(|n| html! { a href={ "/staff/orders/" (path_segment(&n.order)) } { (n.order) } }),
        Column::new("customer", say("staff-customer"), |n: &Note| Value::text(&n.customer))
            .class("c-customer")
            .wide(30)
            .draw(|n| html! { (n.customer) " " span.ink-2 { (n.customer_number) } }),
        Column::new("made", say("note-made"), move |n: &Note| Value::time(n.created_at, zone))
            .class("c-day dim")
            .sorted("made")
            .wide(17)
            .draw(move |n| html! { (dates::moment(words, n.created_at, zone, today)) }),
        Column::new("picked", say("note-lines-picked"), |n: &Note| Value::count(n.lines_picked))
            .class("num c-picked")
            .draw(move |n| html! { (picked(words, n)) }),
        Column::new("lines", say("order-lines"), |n: &Note| Value::count(n.lines)).class("num").hidden(),
        Column::new("parcels", say("shipment-parcels"), |n: &Note| Value::count(n.parcels))
            .class("num")
            .hidden(),
        Column::new("by", say("note-made-by"), |n: &Note| Value::maybe(n.created_by.as_deref()))
            .class("c-more")
            .hidden(),
        Column::new("state", say("order-state"), move |n: &Note| Value::word(say(word_of(n.state))))
            .class("c-state")
            .draw(move |n| state_of(words, n.state, n.begun)),
    ]
}

fn picked(words: &Language, note: &Note) -> String {
    let (picked, lines) = (note.lines_picked.to_string(), note.lines.to_string());
    words.fill("note-picked-of", &[("picked", &picked), ("lines", &lines)])
}

fn word_of(state: State) -> &'static str {
    match state {
        State::Open => "note-state-open",
        State::Packed => "note-state-packed",
        State::Shipped => "note-state-shipped",
        State::Withdrawn => "note-state-withdrawn",
    }
}
