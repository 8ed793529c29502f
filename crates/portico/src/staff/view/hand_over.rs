//! The list of what has not reached the ERP or a mailbox.

use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use crate::sync::hand_over::{HAND_OVER, QUEUES, STATES, Wish};
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page shows.
pub struct HandOver<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Wish>,
    /// What forms carry.
    pub csrf: &'a str,
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
    /// Whether this person may have something tried again.
    pub may_try: bool,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &HandOver<'_>) -> Markup {
    let none = nothing_here(
        words.say("hand-over-none"),
        html! { (words.say("hand-over-none-what")) },
        None,
    );
    let mut columns = columns(words, shown.clock.0, shown.clock.1);
    if shown.may_try {
        columns.push(button(words, shown.csrf));
    }
    let view = ListView {
        listing: &HAND_OVER,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "hand-over",
        caption: words.say("hand-over-title"),
        given: &[],
        tint: &|wish| if wish.state == "dead" { "tint-bad" } else { "" },
        nothing: none,
    };
    let head = Head {
        title: words.say("hand-over-title"),
        context: Some(html! { (words.say("hand-over-context")) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! { (title(head)) (list(&view)) }
}

/// The columns of the hand-over.
#[must_use]
pub fn columns<'a>(words: &'a Language, zone: &'a Zone, today: Day) -> Vec<Column<'a, Wish>> {
    let say = |key| words.say(key);
    vec![
        Column::new("key", say("hand-over-what"), |wish: &Wish| Value::text(&wish.key))
            .class("code strong")
            .wide(24)
            .draw(what),
        Column::new("kind", say("hand-over-kind"), |wish: &Wish| Value::own(kind(words, wish)))
            .class("c-kind")
            .wide(22),
        Column::new("to", say("hand-over-to"), |wish: &Wish| {
            Value::word(word(words, QUEUES, &wish.queue))
        })
        .class("c-to"),
        Column::new("written", say("hand-over-written"), |wish: &Wish| {
            Value::time(wish.written_at, zone)
        })
        .class("c-when dim nowrap")
        .sorted("written")
        .wide(17)
        .draw(move |wish| html! { (dates::moment(words, wish.written_at, zone, today)) }),
        Column::new("state", say("hand-over-state"), |wish: &Wish| {
            Value::word(word(words, STATES, &wish.state))
        })
        .class("c-state")
        .draw(|wish| how(words, wish)),
        Column::new("tries", say("hand-over-tries"), |wish: &Wish| Value::count(wish.attempts))
            .class("num c-tries"),
        Column::new("reason", say("hand-over-reason"), |wish: &Wish| {
            Value::maybe(wish.error.as_deref())
        })
        .class("c-reason")
        .wide(50),
        Column::new("next", say("hand-over-next"), move |wish: &Wish| {
            if wish.state == "waiting" { Value::time(wish.next_at, zone) } else { Value::Empty }
        })
        .class("c-more nowrap")
        .wide(17)
        .hidden(),
    ]
}

fn word<'a>(words: &'a Language, known: &[(&str, &'static str)], text: &str) -> &'a str {
    known.iter().find(|(value, _)| *value == text).map_or("", |(_, key)| words.say(key))
}

/// What the wish is, in words; one that has none by its name.
fn kind(words: &Language, wish: &Wish) -> String {
    let key = format!("wish-{}", wish.kind);
    if words.has(&key) { words.say(&key).to_owned() } else { wish.kind.replace('_', " ") }
}

fn what(wish: &Wish) -> Markup {
    html! {
        @if wish.queue == "erp" && wish.kind == "place_order" {
            a href={ "/staff/orders/" (path_segment(&wish.key)) } { (wish.key) }
        } @else { (wish.key) }
    }
}

fn how(words: &Language, wish: &Wish) -> Markup {
    let (shape, tone) = match wish.state.as_str() {
        "dead" => (Shape::Triangle, Tone::Bad),
        "refused" => (Shape::Square, Tone::Plain),
        _ => (Shape::Ring, Tone::Plain),
    };
    state(shape, tone, word(words, STATES, &wish.state))
}

/// The button that has it tried now, where it can be.
fn button<'a>(words: &'a Language, token: &'a str) -> Column<'a, Wish> {
    Column::new("try", words.say("hand-over-try"), |_: &Wish| Value::Empty)
        .class("c-action")
        .only_on_pages()
        .draw(move |wish| {
            let label = words.fill("hand-over-try-this", &[("what", &wish.key)]);
            html! {
                @if wish.can_be_tried() {
                    form method="post" action={ "/staff/hand-over/" (wish.id) "/try" } {
                        (csrf(token))
                        button.button.small type="submit" aria-label=(label) { (words.say("hand-over-try")) }
                    }
                }
            }
        })
}
