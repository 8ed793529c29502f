//! What happened to an order, by day: one sentence for each deed. Staff read who did it.

use super::approval;
use super::detail::{Detail, placed_line};
use crate::orders::comment::Side;
use crate::orders::happened::{Event, Moved, What};
use crate::platform::web::dates;
use crate::platform::web::layout::section;
use crate::platform::web::lists::{Happened, time_line};
use crate::platform::web::marks::{Shape, Tone};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Moment};
use serde_json::Value;

/// Characters of a comment that the time line quotes; all of it stands with the comments.
const QUOTED: usize = 120;

/// A sentence with its shape, when it was true, and who did it.
struct Told {
    shape: Shape,
    tone: Tone,
    sentence: String,
    /// Number and address of the paper it is about.
    paper: Option<(String, String)>,
    at: Moment,
    by: Option<String>,
}

/// The section, newest day first.
pub(super) fn happened(words: &Language, detail: &Detail<'_>) -> Markup {
    let head = &detail.order.head;
    let placed = head.placed_by.as_ref().map_or_else(
        || placed_line(words, head, detail.wholesaler),
        |name| words.fill("happened-placed-by", &[("name", name)]),
    );
    let mut all: Vec<Told> =
        detail.events.iter().filter_map(|event| told(words, detail, event)).collect();
    all.push(Told {
        shape: Shape::Disc,
        tone: Tone::Good,
        sentence: placed,
        paper: None,
        at: head.placed_at,
        by: None,
    });
    let content = html! {
        div.happened {
            @for of_day in all.chunk_by(|a, b| day(detail, a.at) == day(detail, b.at)) {
                h3 { (dates::day(words, day(detail, of_day[0].at), detail.today)) }
                (of_one_day(detail, of_day))
            }
        }
    };
    section("happened", words.say("order-happened"), None, content)
}

fn day(detail: &Detail<'_>, at: Moment) -> Day {
    at.day(detail.zone)
}

fn of_one_day(detail: &Detail<'_>, all: &[Told]) -> Markup {
    let when = |told: &Told| match told.by.as_ref().filter(|_| detail.for_staff) {
        Some(name) => format!("{}, {name}", told.at.clock(detail.zone)),
        None => told.at.clock(detail.zone),
    };
    let whens: Vec<String> = all.iter().map(when).collect();
    let events: Vec<Happened<'_>> = all
        .iter()
        .zip(&whens)
        .map(|(told, when)| Happened {
            shape: told.shape,
            tone: told.tone,
            sentence: html! {
                (told.sentence)
                @if let Some((number, href)) = &told.paper { " " a.paper href=(href) { (number) } }
            },
            when,
        })
        .collect();
    time_line(&events)
}

/// An event as a sentence. What concerns nobody but the staff is not told to customers.
fn told(words: &Language, detail: &Detail<'_>, event: &Event) -> Option<Told> {
    let (shape, tone, sentence) = match &event.what {
        What::HandedOver => (Shape::Disc, Tone::Good, words.say("happened-handed-over").to_owned()),
        What::Deed { verb, text, facts } if verb == "shipment_arrived" => {
            arrived(words, detail, facts)
        }
        What::Deed { verb, text, facts }
            if matches!(verb.as_str(), "queue_changed" | "allocation_released") =>
        {
            queued(words, detail, (facts, text.as_deref().unwrap_or_default()))?
        }
        What::Deed { verb, text, .. } => {
            deed(words, detail, (verb, text.as_deref(), event.by.as_deref()))?
        }
        What::Commented { side, by, text } => {
            let key = match side {
                Side::Customer => "happened-commented",
                Side::Wholesaler => "happened-answered",
            };
            (Shape::Disc, Tone::Info, words.fill(key, &[("name", by), ("text", &quoted(text))]))
        }
        What::Moved(moved) => self::moved(words, detail, moved),
    };
    let paper = paper(detail, &event.what);
    Some(Told { shape, tone, sentence, paper, at: event.at, by: event.by.clone() })
}

/// The shipment, return or goods-out note that an event is about. Notes are the warehouse's: customers read of none.
fn paper(detail: &Detail<'_>, what: &What) -> Option<(String, String)> {
    let here = |number: &str, place: &str| Some((number.to_owned(), place.to_owned()));
    let fact = |facts: &Value, name: &str| facts[name].as_str().map(str::to_owned);
    match what {
        What::Moved(moved) => match moved.source.split_once(':')? {
            ("shipment", number) => here(number, "#shipments"),
            ("return", number) => here(number, "#returns"),
            ("note", number) if detail.for_staff => {
                here(number, &format!("/staff/goods-out/{}", path_segment(number)))
            }
            _ => None,
        },
        What::Deed { facts, verb, .. } => match verb.as_str() {
            "goods_returned" => here(&fact(facts, "return")?, "#returns"),
            "shipment_arrived" => here(&fact(facts, "shipment")?, "#shipments"),
            _ => None,
        },
        _ => None,
    }
}

/// The day a shipment arrived; none: it did not after all.
fn arrived(words: &Language, detail: &Detail<'_>, facts: &Value) -> (Shape, Tone, String) {
    match facts["day"].as_str().and_then(Day::parse) {
        Some(day) => {
            let day = dates::short(words, day, detail.today);
            (Shape::Disc, Tone::Good, words.fill("happened-arrived", &[("day", &day)]))
        }
        None => (Shape::Half, Tone::Info, words.say("happened-not-arrived").to_owned()),
    }
}

/// What staff did in the queue for stock, and why. The queue is theirs: customers read what came of it.
fn queued(
    words: &Language,
    detail: &Detail<'_>,
    (facts, why): (&Value, &str),
) -> Option<(Shape, Tone, String)> {
    if !detail.for_staff {
        return None;
    }
    let (line, priority) = (facts["line"].to_string(), facts["priority"].to_string());
    let args = [("line", line.as_str()), ("priority", priority.as_str()), ("why", why)];
    let key = match (&facts["priority"], &facts["line"]) {
        (Value::Null, _) => "happened-allocation-released",
        (_, Value::Null) => "happened-queue-order",
        _ => "happened-queue-line",
    };
    Some((Shape::Diamond, Tone::Info, words.fill(key, &args)))
}

fn deed(
    words: &Language,
    detail: &Detail<'_>,
    (verb, text, by): (&str, Option<&str>, Option<&str>),
) -> Option<(Shape, Tone, String)> {
    let (shape, tone, key) = match verb {
        "order_confirmed" => (Shape::Disc, Tone::Good, "happened-confirmed"),
        "order_refused" => (Shape::Triangle, Tone::Bad, "happened-refused"),
        "order_approved" | "order_disapproved" | "order_withdrawn" => {
            return Some(approval::by_colleague(words, verb, (by, text)));
        }
        "backorder_cancelled" => (Shape::Dash, Tone::Plain, "happened-backorder-cancelled"),
        "order_change_asked" => (Shape::Triangle, Tone::Wait, "happened-change-asked"),
        "order_change_declined" => (Shape::Dash, Tone::Plain, "happened-change-declined"),
        "goods_returned" => (Shape::Diamond, Tone::Info, "happened-returned"),
        "order_adjusted" => (Shape::Diamond, Tone::Info, "happened-adjusted"),
        "order_cancelled" => (Shape::Dash, Tone::Plain, "happened-order-cancelled"),
        "order_lines_cancelled" => (Shape::Dash, Tone::Plain, "happened-lines-cancelled"),
        _ => return None,
    };
    let args = [("wholesaler", detail.wholesaler), ("why", text.unwrap_or_default())];
    Some((shape, tone, words.fill(key, &args)))
}

fn moved(words: &Language, detail: &Detail<'_>, moved: &Moved) -> (Shape, Tone, String) {
    let (shape, tone, key) = match moved.to.as_str() {
        "allocated" if detail.for_staff => (Shape::Disc, Tone::Good, "happened-reserved-them"),
        "allocated" => (Shape::Disc, Tone::Good, "happened-reserved"),
        "backordered" => (Shape::Ring, Tone::Plain, "happened-backordered"),
        "released" => (Shape::Half, Tone::Info, "happened-released"),
        "shipped" => (Shape::Disc, Tone::Good, "happened-shipped"),
        "cancelled" => (Shape::Dash, Tone::Plain, "happened-cancelled"),
        _ => (Shape::Ring, Tone::Plain, "happened-pending"),
    };
    let what = if moved.lines == 1 {
        format!("{} × {}", moved.quantity.grouped(), moved.name)
    } else {
        words.fill("lines-count", &[("count", &moved.lines.to_string())])
    };
    (shape, tone, words.fill(key, &[("what", &what)]))
}

/// The beginning of a text, on one line.
fn quoted(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut begin: String = one_line.chars().take(QUOTED).collect();
    if begin.len() < one_line.len() {
        begin.push('…');
    }
    begin
}
