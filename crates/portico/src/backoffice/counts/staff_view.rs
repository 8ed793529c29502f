//! HTML of stock counts: the list, a new sheet, one count with its differences.

use super::State;
use super::open::{LABEL_LONGEST, LINES_MOST};
use super::store::{Count, CountDetail, Line, Moved, shown};
use crate::app::list_page::Sight;
use crate::backoffice::entered::Looked;
use crate::backoffice::goods_in::staff_view::{meant, whole};
use crate::catalogue::locations::Location;
use crate::catalogue::staff_find::Offered;
use crate::catalogue::staff_view::stock::signed;
use crate::catalogue::staff_view::{column, refused};
use crate::platform::list::{Column, Value};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, textarea, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::empty;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};
use serde::Deserialize;

/// What was typed on a count's page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Codes and quantities, a line each.
    pub lines: String,
    /// `yes`: instead of what was counted of them before.
    pub instead: String,
    /// What the page showed.
    pub seen: String,
}

fn href(number: &str) -> String {
    format!("/staff/counts/{}", path_segment(number))
}

/// The columns of the counts.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, Count>> {
    let say = |key| words.say(key);
    let (zone, today) = (&sight.zone, sight.today);
    vec![
        Column::new("number", say("count-number"), |c: &Count| Value::text(&c.number))
            .class("code strong")
            .draw(|c| html! { a href=(href(&c.number)) { (c.number) } }),
        Column::new("opened", say("count-opened-when"), move |c: &Count| {
            Value::time(c.created_at, zone)
        })
        .class("c-day dim")
        .sorted("opened")
        .wide(17)
        .draw(move |c| html! { (dates::moment(words, c.created_at, zone, today)) }),
        Column::new("label", say("count-label"), |c: &Count| Value::text(&c.label))
            .class("c-name")
            .wide(30),
        Column::new("place", say("stock-location"), |c: &Count| Value::text(&c.location_name))
            .class("c-place"),
        Column::new("counted", say("count-counted"), |c: &Count| Value::count(c.counted))
            .class("num")
            .draw(move |c| html! { (progress(words, c)) }),
        Column::new("lines", say("order-lines"), |c: &Count| Value::count(c.lines))
            .class("num")
            .hidden(),
        Column::new("by", say("note-made-by"), |c: &Count| Value::maybe(c.created_by.as_deref()))
            .class("c-by dim"),
        Column::new("state", say("order-state"), move |c: &Count| {
            Value::word(say(word_of(c.state)))
        })
        .class("c-state")
        .draw(move |c| state_of(words, c.state)),
    ]
}

fn progress(words: &Language, count: &Count) -> String {
    let (counted, lines) = (count.counted.to_string(), count.lines.to_string());
    words.fill("note-picked-of", &[("picked", &counted), ("lines", &lines)])
}

fn word_of(state: State) -> &'static str {
    match state {
        State::Open => "count-state-open",
        State::Booked => "count-state-booked",
        State::Withdrawn => "count-state-withdrawn",
    }
}

fn state_of(words: &Language, count: State) -> Markup {
    let (shape, tone) = match count {
        State::Open => (Shape::Half, Tone::Info),
        State::Booked => (Shape::Disc, Tone::Good),
        State::Withdrawn => (Shape::Dash, Tone::Plain),
    };
    state(shape, tone, words.say(word_of(count)))
}

/// What the page of a new count shows.
pub struct New<'a> {
    /// Open locations.
    pub places: &'a [Location],
    /// Categories, brands and tags that are offered.
    pub offered: &'a Offered,
    /// What forms carry.
    pub csrf: &'a str,
    /// What was typed.
    pub typed: &'a [(String, String)],
    /// Why no count was opened.
    pub problem: Option<&'a Problem>,
}

/// The form of a new count: where, and of what; the fields are those of the stock list.
#[must_use]
pub fn new(words: &Language, page: &New<'_>) -> Markup {
    let crumbs = [(words.say("counts-title"), "/staff/counts")];
    let typed = |name: &str| {
        page.typed.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    };
    let places: Vec<Choice<'_>> = page
        .places
        .iter()
        .map(|place| Choice {
            value: &place.code,
            label: &place.name,
            chosen: place.code == typed("location"),
            ..Choice::default()
        })
        .collect();
    let optional = words.say("field-optional");
    let of = |name: &'static str, key: &'static str| Field {
        name,
        label: words.say(key),
        need: optional,
        value: typed(name),
        longest: LABEL_LONGEST,
        ..Field::default()
    };
    let hint = words.fill("count-of-hint", &[("most", &whole(LINES_MOST))]);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("count-new"),
            context: Some(html! { (words.say("count-new-context")) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        form.form method="post" action="/staff/counts" {
            (csrf(page.csrf))
            (select(Field { name: "location", label: words.say("stock-location"), ..Field::default() }, &places))
            div.pair {
                (field(Field { list: "of-category", ..of("category", "product-category") }))
                (field(Field { list: "of-brand", ..of("brand", "product-brand") }))
                (field(Field { list: "of-tag", ..of("tag", "product-tag") }))
                (field(Field { hint: &hint, ..of("q", "count-words") }))
            }
            @for (of, values) in page.offered { datalist id={ "of-" (of) } { @for (value, _) in values { option value=(value) {} } } }
            (field(of("label", "count-label")))
            button.button.main type="submit" { (words.say("count-open")) }
        }
    }
}

/// What the page of one count shows.
pub struct One<'a> {
    /// The count.
    pub detail: &'a CountDetail,
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person counts.
    pub writes: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// What it means, where something of it means nothing.
    pub looked: Option<&'a [Looked]>,
    /// Why something was not done.
    pub problem: Option<&'a Problem>,
}

/// One count.
#[must_use]
pub fn one(words: &Language, page: &One<'_>) -> Markup {
    let count = &page.detail.count;
    let crumbs = [(words.say("counts-title"), "/staff/counts")];
    let when = dates::moment(words, count.created_at, page.clock.0, page.clock.1);
    let by = count.created_by.clone().unwrap_or_default();
    let context = html! {
        (count.location_name) @if !count.label.is_empty() { " · " (count.label) }
        " · " (words.fill("note-made-when", &[("when", &when), ("name", &by)]))
        " · " (words.fill("count-progress", &[("counted", &count.counted.to_string()), ("lines", &count.lines.to_string())]))
    };
    let print =
        html! { button.button.script-only type="button" data-print { (words.say("order-print")) } };
    let open = count.state == State::Open && page.writes;
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &count.number,
            state: Some(state_of(words, count.state)),
            context: Some(context),
            actions: Some(print),
        }))
        (refused(words, page.problem))
        @if open { (section("enter", words.say("count-enter-title"), None, entry(words, page))) }
        (section("sheet", words.say("count-sheet"), None, sheet(words, page)))
        @if open { (section("book", words.say("count-book-title"), None, booking(words, page))) }
        @if !page.detail.moved.is_empty() { (section("moved", words.say("count-moved"), None, moved(words, &page.detail.moved))) }
    }
}

/// The field for codes and quantities, and what was wrong with some of it.
fn entry(words: &Language, page: &One<'_>) -> Markup {
    let wrong = page.looked.map_or(0, |all| all.iter().filter(|(_, meant)| meant.is_err()).count());
    html! {
        @if wrong > 0 {
            (flash(&Flash::new(FlashKind::Refused, words.fill("count-wrong", &[("count", &wrong.to_string())]))))
        }
        form.form.no-print method="post" action=(href(&page.detail.count.number)) {
            (csrf(page.csrf))
            (textarea(Field { name: "lines", label: words.say("count-lines"), hint: words.say("count-lines-hint"), value: &page.typed.lines, required: true, ..Field::default() }, 5))
            (tick("instead", "yes", words.say("count-instead"), page.typed.instead == "yes"))
            button.button type="submit" { (words.say("count-enter")) }
        }
        @if let Some(looked) = page.looked.filter(|_| wrong > 0) { (meant(words, looked)) }
    }
}

/// The sheet: what should be there, what was counted, the difference.
fn sheet(words: &Language, page: &One<'_>) -> Markup {
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num c-hand", "stock-on-hand"),
        column(words, "num c-allocated", "stock-allocated"),
        column(words, "num strong c-counted", "count-counted"),
        column(words, "num strong c-difference", "count-difference"),
    ];
    let rows = html! { @for line in &page.detail.lines { (sheet_row(words, line)) } };
    table(
        Table { class: "counted", caption: words.say("count-sheet"), columns: &columns },
        rows,
        None,
    )
}

fn sheet_row(words: &Language, line: &Line) -> Markup {
    let short = line.counted.is_some_and(|counted| counted < line.allocated);
    row(
        if short { "tint-wait" } else { "" },
        html! {
            (row_head("code", html! { a href={ "/staff/stock/" (path_segment(&line.sku)) } { (line.sku) } }))
            (cell("c-name", html! { (line.name) }))
            (told("num c-hand", words.say("stock-on-hand"), html! { (line.steps(line.on_hand).grouped()) }))
            (told("num c-allocated", words.say("stock-allocated"), html! { (line.steps(line.allocated).grouped()) }))
            (told("num strong c-counted", words.say("count-counted"), html! { @match line.counted { Some(counted) => (line.steps(counted).grouped()), None => (empty()) } }))
            (told("num strong c-difference", words.say("count-difference"), html! { @match line.difference() { Some(by) => (signed(line.steps(by))), None => (empty()) } }))
        },
    )
}

/// What booking does, in figures, and the two ways on.
fn booking(words: &Language, page: &One<'_>) -> Markup {
    let count = &page.detail.count;
    let differ = page.detail.counted().filter(|line| line.difference() != Some(0)).count();
    let short = page.detail.counted().filter(|line| line.counted < Some(line.allocated)).count();
    let (counted, differ) = (count.counted.to_string(), differ.to_string());
    html! {
        p.gap-above { (words.fill("count-book-what", &[("counted", &counted), ("differ", &differ)])) }
        @if short > 0 { p.wait-word { (words.fill("count-short", &[("count", &short.to_string())])) } }
        div.note-deeds.no-print {
            @if count.counted > 0 {
                form method="post" action={ (href(&count.number)) "/booking" } {
                    (csrf(page.csrf))
                    input type="hidden" name="seen" value=(shown(page.detail));
                    button.button.main type="submit" data-sending=(words.say("goods-in-booking")) { (words.say("count-book")) }
                }
            }
            form method="post" action={ (href(&count.number)) "/withdrawal" } {
                (csrf(page.csrf))
                button.button type="submit" { (words.say("count-give-up")) }
            }
        }
    }
}

fn moved(words: &Language, moved: &[Moved]) -> Markup {
    let columns = [
        column(words, "code", "order-number"),
        column(words, "c-customer", "staff-customer"),
        column(words, "code", "order-code"),
        column(words, "num strong", "order-reserved"),
    ];
    let rows = html! {
        @for line in moved {
            (row("", html! {
                (row_head("code", html! { a href={ "/staff/orders/" (path_segment(&line.order)) } { (line.order) } }))
                (cell("c-customer", html! { (line.customer) }))
                (cell("code", html! { (line.sku) }))
                (cell("num strong", html! { (signed(line.quantity)) }))
            }))
        }
    };
    table(
        Table { class: "covered", caption: words.say("count-moved"), columns: &columns },
        rows,
        None,
    )
}
