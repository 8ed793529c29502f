//! HTML of the page of work.

use super::Queue;
use super::store::{COUNT_MOST, Ready, WORK};
use crate::backoffice::goods_out::release::ORDERS_MOST;
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Tab, nothing_here, tabs};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Quantity};

/// What the page shows.
pub struct Work<'a> {
    /// How much there is in each queue.
    pub counts: &'a [(Queue, i64)],
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// Orders that can be released.
    pub page: &'a Page<Ready>,
    /// What forms carry.
    pub csrf: &'a str,
    /// The day it is.
    pub today: Day,
    /// Whether this person releases.
    pub writes: bool,
}

/// The queues, side by side; the one at this address is shown.
#[must_use]
pub fn queues(words: &Language, counts: &[(Queue, i64)], here: Option<Queue>) -> Markup {
    let said: Vec<(Queue, String)> =
        counts.iter().map(|(queue, count)| (*queue, count_of(*count))).collect();
    let tab = |(queue, count): &'_ (Queue, String)| (*queue, count.clone());
    let all: Vec<(Queue, String)> = said.iter().map(tab).collect();
    let all: Vec<Tab<'_>> = all
        .iter()
        .map(|(queue, count)| Tab {
            label: words.say(queue.label()),
            count,
            href: queue.href(),
            current: Some(*queue) == here,
        })
        .collect();
    tabs(words.say("work-queues"), &all)
}

fn count_of(count: i64) -> String {
    let shown = Quantity::whole(count).grouped();
    if count >= COUNT_MOST { format!("{shown}+") } else { shown }
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &Work<'_>) -> Markup {
    let covered = shown.asked.yes("covered");
    let here = if covered { Queue::Covered } else { Queue::ToPick };
    let none = nothing_here(
        words.say("work-none"),
        html! { (words.say("work-none-what")) },
        Some((words.say("staff-all-orders"), "/staff/orders")),
    );
    let columns = columns(words, shown.today, shown.writes);
    let view = ListView {
        listing: &WORK,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "work",
        caption: words.say(here.label()),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let head = Head {
        title: words.say("work-title"),
        context: Some(html! { (words.say("work-context")) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! {
        (title(head))
        (queues(words, shown.counts, Some(here)))
        (list(&view))
        @if shown.writes && !shown.page.rows.is_empty() {
            form.release-ticked method="post" action="/staff/goods-out" id="release" {
                (csrf(shown.csrf))
                button.button.main type="submit" data-sending=(words.say("release-doing")) { (words.say("release-ticked")) }
                p.hint { (words.fill("release-ticked-what", &[("most", &ORDERS_MOST.to_string())])) }
            }
        }
    }
}

/// The columns of orders that can be released.
#[must_use]
pub fn columns(words: &Language, today: Day, ticks: bool) -> Vec<Column<'_, Ready>> {
    let say = |key| words.say(key);
    let number = move |o: &Ready| {
        html! {
            @if ticks { input type="checkbox" name="order" value=(o.number) form="release" aria-label=(words.fill("release-tick", &[("number", &o.number)])); }
            a href={ "/staff/orders/" (path_segment(&o.number)) } { (o.number) }
        }
    };
    vec![
        Column::new("number", say("order-number"), |o: &Ready| Value::text(&o.number))
            .class("code strong")
            .draw(number),
        Column::new("placed", say("order-placed"), |o: &Ready| o.placed_day.into())
            .class("c-day dim")
            .sorted("placed")
            .draw(move |o| html! { (dates::short(words, o.placed_day, today)) }),
        Column::new("customer", say("staff-customer"), |o: &Ready| Value::text(&o.customer))
            .class("c-customer")
            .wide(30)
            .draw(|o| html! { (o.customer) " " span.ink-2 { (o.customer_number) } }),
        Column::new("wished", say("order-day"), |o: &Ready| o.requested_day.into())
            .class("c-wished")
            .draw(move |o| html! { @if let Some(day) = o.requested_day { (dates::short(words, day, today)) } }),
        Column::new("lines", say("work-lines"), |o: &Ready| Value::count(o.lines))
            .class("num c-lines")
            .draw(move |o| html! { (words.fill("note-picked-of", &[("picked", &o.lines.to_string()), ("lines", &o.of_lines.to_string())])) }),
        Column::new("why", say("order-state"), move |o: &Ready| Value::word(say(word_of(o))))
            .class("c-state")
            .draw(move |o| state_of(words, o)),
    ]
}

fn word_of(order: &Ready) -> &'static str {
    match (order.covered, order.whole, order.lines == order.of_lines) {
        (true, ..) => "work-covered",
        (_, true, _) => "work-whole",
        (.., true) => "work-all",
        _ => "work-part",
    }
}

fn state_of(words: &Language, order: &Ready) -> Markup {
    let (shape, tone) = match word_of(order) {
        "work-covered" => (Shape::Diamond, Tone::Wait),
        "work-part" => (Shape::Half, Tone::Info),
        _ => (Shape::Disc, Tone::Good),
    };
    state(shape, tone, words.say(word_of(order)))
}
