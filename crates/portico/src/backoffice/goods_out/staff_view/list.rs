//! The list of goods-out notes.

use super::state_of;
use crate::backoffice::goods_out::list::NOTES;
use crate::backoffice::goods_out::{Note, State};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page shows.
pub struct List<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Note>,
    /// What forms carry.
    pub csrf: &'a str,
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &List<'_>) -> Markup {
    let none = nothing_here(
        words.say("notes-of-goods-none"),
        html! { (words.say("notes-of-goods-none-what")) },
        Some((words.say("notes-of-goods-none-button"), "/staff/work?queue=to_pick")),
    );
    let columns = columns(words, shown.clock.0, shown.clock.1);
    let view = ListView {
        listing: &NOTES,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "goods-out",
        caption: words.say("notes-of-goods-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let head = Head {
        title: words.say("notes-of-goods-title"),
        context: Some(html! { (words.say("notes-of-goods-context")) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! { (title(head)) (list(&view)) }
}

/// The columns of the notes.
#[must_use]
pub fn columns<'a>(words: &'a Language, zone: &'a Zone, today: Day) -> Vec<Column<'a, Note>> {
    let say = |key| words.say(key);
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
