//! HTML of goods that come in: the list, the form with a look at what it means, one note.

use super::book::TEXT_LONGEST;
use super::store::{CoveredRow, Line, Note, NoteDetail};
use crate::app::list_page::Sight;
use crate::backoffice::entered::{LINES_MOST, Looked};
use crate::catalogue::locations::Location;
use crate::catalogue::staff_view::stock::signed;
use crate::catalogue::staff_view::{column, fault, refused};
use crate::platform::list::{Column, Value};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, error_line, field, select, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, calm_facts};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Quantity, Zone};
use serde::Deserialize;

/// What was typed into the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The form's own key.
    pub form: String,
    /// `look` or `book`.
    pub deed: String,
    /// Codes and quantities, a line each.
    pub lines: String,
    /// Code of the location.
    pub location: String,
    /// The supplier's delivery note.
    pub reference: String,
    /// Number of the purchase order.
    pub purchase_order: String,
}

/// A number of lines with its thousands apart.
pub(in crate::backoffice) fn whole(count: usize) -> String {
    Quantity::whole(i64::try_from(count).unwrap_or(i64::MAX)).grouped()
}

/// Address of a note's page.
fn href(number: &str) -> String {
    format!("/staff/goods-in/{}", path_segment(number))
}

/// The columns of the notes.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, Note>> {
    let say = |key| words.say(key);
    let (zone, today) = (&sight.zone, sight.today);
    vec![
        Column::new("number", say("note-number"), |n: &Note| Value::text(&n.number))
            .class("code strong")
            .draw(|n| html! { a href=(href(&n.number)) { (n.number) } }),
        Column::new("received", say("goods-in-when"), move |n: &Note| {
            Value::time(n.received_at, zone)
        })
        .class("c-day dim")
        .sorted("received")
        .wide(17)
        .draw(move |n| html! { (dates::moment(words, n.received_at, zone, today)) }),
        Column::new("reference", say("goods-in-reference"), |n: &Note| {
            Value::maybe(n.reference.as_deref())
        })
        .class("c-reference")
        .wide(22),
        Column::new("order", say("goods-in-purchase-order"), |n: &Note| {
            Value::maybe(n.purchase_order.as_deref())
        })
        .class("c-order"),
        Column::new("place", say("stock-location"), |n: &Note| Value::text(&n.location_name))
            .class("c-place")
            .hidden(),
        Column::new("lines", say("order-lines"), |n: &Note| Value::count(n.lines)).class("num"),
        Column::new("covered", say("goods-in-covered"), |n: &Note| Value::count(n.covered))
            .class("num"),
        Column::new("by", say("note-made-by"), |n: &Note| Value::maybe(n.by.as_deref()))
            .class("c-by dim"),
        Column::new("state", say("order-state"), move |n: &Note| Value::word(say(word_of(n))))
            .class("c-state")
            .draw(move |n| state_of(words, n)),
    ]
}

fn word_of(note: &Note) -> &'static str {
    match (&note.reverses, &note.reversed_by) {
        (Some(_), _) => "goods-in-reversal",
        (_, Some(_)) => "goods-in-is-reversed",
        _ => "goods-in-booked-word",
    }
}

fn state_of(words: &Language, note: &Note) -> Markup {
    let (shape, tone) = match word_of(note) {
        "goods-in-reversal" => (Shape::Diamond, Tone::Plain),
        "goods-in-is-reversed" => (Shape::Dash, Tone::Plain),
        _ => (Shape::Disc, Tone::Good),
    };
    state(shape, tone, words.say(word_of(note)))
}

/// What the form shows.
pub struct Form<'a> {
    /// Open locations.
    pub places: &'a [Location],
    /// What forms carry.
    pub csrf: &'a str,
    /// The form's own key.
    pub form: &'a str,
    /// What was typed.
    pub typed: &'a Typed,
    /// What the lines mean, once looked at.
    pub looked: Option<&'a [Looked]>,
    /// Why it was not booked.
    pub problem: Option<&'a Problem>,
}

/// The form: lines, where they lie, what they belong to; below it what the lines mean.
#[must_use]
pub fn form(words: &Language, page: &Form<'_>) -> Markup {
    let crumbs = [(words.say("goods-in-title"), "/staff/goods-in")];
    let wrong = page.looked.map_or(0, |all| all.iter().filter(|(_, meant)| meant.is_err()).count());
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("goods-in-new"),
            context: Some(html! { (words.say("goods-in-new-context")) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        @if wrong > 0 {
            (flash(&Flash::new(FlashKind::Look, words.fill("goods-in-wrong", &[("count", &wrong.to_string())]))))
        }
        (fields(words, page, wrong))
        @if let Some(looked) = page.looked { (section("meant", words.say("goods-in-meant"), None, meant(words, looked))) }
    }
}

fn fields(words: &Language, page: &Form<'_>, wrong: usize) -> Markup {
    let (typed, problem) = (page.typed, page.problem);
    let faults = problem.map_or(&[][..], |problem| problem.errors.as_slice());
    let said = |name| fault(words, faults, name);
    let (lines, reference, purchase_order) =
        (said("/lines"), said("/reference"), said("/purchase_order"));
    let most = whole(LINES_MOST);
    let hint = words.fill("goods-in-lines-hint", &[("most", &most)]);
    let places: Vec<Choice<'_>> = page
        .places
        .iter()
        .map(|place| Choice {
            value: &place.code,
            label: &place.name,
            chosen: place.code == typed.location,
            ..Choice::default()
        })
        .collect();
    let books = page.looked.is_some() && wrong == 0;
    let of = |name, key| Field { name, label: words.say(key), ..Field::default() };
    let optional = words.say("field-optional");
    html! {
        form.form method="post" action="/staff/goods-in" {
            (csrf(page.csrf))
            input type="hidden" name="form" value=(page.form);
            (textarea(Field { value: &typed.lines, error: &lines, hint: &hint, required: true, focus: true, ..of("lines", "goods-in-lines") }, 8))
            div.pair {
                (field(Field { value: &typed.reference, error: &reference, need: optional, longest: TEXT_LONGEST, ..of("reference", "goods-in-reference") }))
                (field(Field { value: &typed.purchase_order, error: &purchase_order, need: optional, longest: TEXT_LONGEST, ..of("purchase_order", "goods-in-purchase-order") }))
            }
            @if page.places.len() > 1 { (select(Field { error: &said("location"), hint: words.say("goods-in-location-hint"), ..of("location", "stock-location") }, &places)) }
            div.in-row {
                @if books { button.button.main type="submit" name="deed" value="book" data-sending=(words.say("goods-in-booking")) { (words.say("goods-in-book")) } }
                button.button type="submit" name="deed" value="look" { (words.say(if books { "goods-in-look-again" } else { "goods-in-look" })) }
            }
        }
    }
}

/// What each line means, or what is wrong with it.
#[must_use]
pub fn meant(words: &Language, looked: &[Looked]) -> Markup {
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num strong", "stock-quantity"),
    ];
    let rows = html! {
        @for (line, found) in looked {
            @match found {
                Ok(found) => (row("", html! {
                    (row_head("code", html! { (found.sku) }))
                    (cell("c-name", html! { (found.name) }))
                    (num(&found.quantity.grouped()))
                })),
                Err(problem) => (row("tint-wait", html! {
                    (row_head("code", html! { (line.code) }))
                    (cell("c-name", error_line(&problem.field.replace('/', "-"), html! { (words.sentence(&problem.text)) })))
                    (num(&line.quantity))
                })),
            }
        }
    };
    table(
        Table { class: "entered", caption: words.say("goods-in-meant"), columns: &columns },
        rows,
        None,
    )
}

/// What the page of one note shows.
pub struct One<'a> {
    /// The note.
    pub detail: &'a NoteDetail,
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person may take it back.
    pub writes: bool,
    /// Why it was not taken back.
    pub problem: Option<&'a Problem>,
}

/// One note.
#[must_use]
pub fn one(words: &Language, page: &One<'_>) -> Markup {
    let note = &page.detail.note;
    let crumbs = [(words.say("goods-in-title"), "/staff/goods-in")];
    let when = dates::moment(words, note.received_at, page.clock.0, page.clock.1);
    let by = note.by.clone().unwrap_or_default();
    let print =
        html! { button.button.script-only type="button" data-print { (words.say("order-print")) } };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &note.number,
            state: Some(state_of(words, note)),
            context: Some(html! { (words.fill("note-made-when", &[("when", &when), ("name", &by)])) }),
            actions: Some(print),
        }))
        (refused(words, page.problem))
        (facts(words, note))
        (section("lines", words.say("order-lines"), None, lines(words, &page.detail.lines)))
        @if !page.detail.covered.is_empty() {
            (section("covered", words.say(if note.reverses.is_some() { "goods-in-uncovered-title" } else { "goods-in-covered-title" }), None, covered(words, &page.detail.covered)))
        }
        @if page.writes && note.reverses.is_none() && note.reversed_by.is_none() {
            (section("reverse", words.say("goods-in-correct"), None, html! {
                p.gap-above.hint { (words.say("goods-in-reverse-what")) }
                form method="post" action={ (href(&note.number)) "/reversal" } {
                    (csrf(page.csrf))
                    button.button type="submit" { (words.say("goods-in-reverse")) }
                }
            }))
        }
    }
}

fn facts(words: &Language, note: &Note) -> Markup {
    let fact =
        |label, figure| Fact { label: words.say(label), figure, second: "", tone: Tone::Plain };
    let text =
        |text: &Option<String>| html! { @match text { Some(text) => (text), None => (empty()) } };
    let mut all = vec![
        fact("goods-in-reference", text(&note.reference)),
        fact("goods-in-purchase-order", text(&note.purchase_order)),
        fact("stock-location", html! { (note.location_name) }),
    ];
    if let Some(other) = &note.reverses {
        all.push(fact("goods-in-takes-back", html! { a href=(href(other)) { (other) } }));
    }
    if let Some(other) = &note.reversed_by {
        all.push(fact("goods-in-taken-back-by", html! { a href=(href(other)) { (other) } }));
    }
    calm_facts(&all)
}

fn lines(words: &Language, lines: &[Line]) -> Markup {
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num strong", "stock-quantity"),
        column(words, "num", "stock-after"),
    ];
    let rows = html! {
        @for line in lines {
            (row("", html! {
                (row_head("code", html! { a href={ "/staff/stock/" (path_segment(&line.sku)) } { (line.sku) } }))
                (cell("c-name", html! { (line.name) }))
                (cell("num strong", html! { (signed(line.quantity)) }))
                (num(&with_minus(&line.on_hand.grouped())))
            }))
        }
    };
    table(
        Table { class: "entered", caption: words.say("order-lines"), columns: &columns },
        rows,
        None,
    )
}

fn covered(words: &Language, covered: &[CoveredRow]) -> Markup {
    let columns = [
        column(words, "code", "order-number"),
        column(words, "c-customer", "staff-customer"),
        column(words, "code", "order-code"),
        column(words, "num strong", "order-reserved"),
        column(words, "num", "goods-in-still-lacks"),
    ];
    let rows = html! {
        @for line in covered {
            (row("", html! {
                (row_head("code", html! { a href={ "/staff/orders/" (path_segment(&line.order)) } { (line.order) } }))
                (cell("c-customer", html! { (line.customer) }))
                (cell("code", html! { (line.sku) }))
                (cell("num strong", html! { (signed(line.quantity)) }))
                (num(&line.lacking.grouped()))
            }))
        }
    };
    table(
        Table { class: "covered", caption: words.say("goods-in-covered-title"), columns: &columns },
        rows,
        None,
    )
}
