//! The papers of a note, made to be printed: the sheet that it is picked by, the slip that goes into the parcel.

use crate::backoffice::goods_out::store::NoteDetail;
use crate::backoffice::goods_out::{NoteLine, State};
use crate::catalogue::staff_view::column;
use crate::orders::OrderDetail;
use crate::orders::view::detail::address_lines;
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::address;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_documents::code128;
use portico_types::Day;
use std::fmt::Write as _;

/// What a paper shows.
pub struct Paper<'a> {
    /// The note.
    pub detail: &'a NoteDetail,
    /// Its order.
    pub order: &'a OrderDetail,
    /// The day it is.
    pub today: Day,
}

fn head(words: &Language, paper: &Paper<'_>, (key, pdf): (&'static str, &str)) -> Markup {
    let number = paper.detail.note.number.as_str();
    let href = format!("/staff/goods-out/{}", path_segment(number));
    let crumbs = [(words.say("notes-of-goods-title"), "/staff/goods-out"), (number, href.as_str())];
    let print = html! {
        a.button href={ (href) (pdf) } download { (words.say("document-pdf")) }
        button.button.script-only type="button" data-print { (words.say("order-print")) }
    };
    title(Head {
        crumbs: &crumbs,
        crumbs_label: words.say("crumbs-label"),
        title: &words.fill(key, &[("number", number)]),
        actions: Some(print),
        ..Head::default()
    })
}

/// Where it goes, and what the customer said.
fn about(words: &Language, paper: &Paper<'_>) -> Markup {
    let order = &paper.order.head;
    let lines = address_lines(&order.address);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    html! {
        div.paper-head {
            dl.pairs {
                dt { (words.say("order-delivers-to")) } dd { (address(&lines)) }
            }
            dl.pairs {
                dt { (words.say("order-number")) } dd { (order.number) }
                dt { (words.say("order-placed")) } dd { (dates::long(words, order.placed_day)) }
                @if let Some(reference) = &order.reference { dt { (words.say("order-customers-reference")) } dd { (reference) } }
                @if let Some(day) = order.requested_day { dt { (words.say("order-day")) } dd { (dates::weekday(words, day)) } }
                dt { (words.say("note-printed")) } dd { (dates::long(words, paper.today)) }
            }
            div.paper-code { (bar_code(&paper.detail.note.number)) span { (paper.detail.note.number) } }
        }
        @if let Some(text) = &order.remarks {
            div.paper-remarks { strong { (words.say("order-remarks")) } @for line in text.lines() { p { (line) } } }
        }
    }
}

/// The drawing of a bar code; its name is the text.
fn bar_code(text: &str) -> Markup {
    let code = code128(text);
    let mut path = String::new();
    for (at, wide) in code.bars {
        let _ = write!(path, "M{at} 0h{wide}v40h-{wide}z");
    }
    html! {
        svg.bar-code role="img" aria-label=(text) viewBox={ "0 0 " (code.width) " 40" } width=(code.width * 2) height="56" preserveAspectRatio="none" {
            path d=(path) {}
        }
    }
}

/// The sheet: location, code, product, how many, and a box to tick.
#[must_use]
pub fn sheet(words: &Language, paper: &Paper<'_>) -> Markup {
    let columns = [
        column(words, "c-place", "stock-location"),
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num strong", "pick-asked"),
        column(words, "c-box", "note-tick"),
    ];
    let rows = html! {
        @for line in &paper.detail.lines {
            (row("", html! {
                (cell("c-place", html! { (paper.detail.note.location) }))
                (row_head("code strong", html! { (line.sku) }))
                (cell("c-name", html! { (line_name(words, line)) }))
                (cell("num strong", html! { (line.quantity.grouped()) " " span.ink-2 { (line.unit) } }))
                (cell("c-box", html! { span.box-to-tick aria-hidden="true" {} }))
            }))
        }
    };
    let shown = Table { class: "sheet", caption: words.say("order-lines"), columns: &columns };
    html! { (head(words, paper, ("note-sheet-of", "/sheet.pdf"))) (about(words, paper)) (table(shown, rows, None)) }
}

fn line_name(words: &Language, line: &NoteLine) -> Markup {
    html! {
        span.name { (line.name) }
        @if let Some(text) = &line.remarks { span.second { (words.fill("order-line-remark", &[("text", text)])) } }
    }
}

/// The slip: what is in the parcels; and what of the order is still to come.
#[must_use]
pub fn slip(words: &Language, paper: &Paper<'_>) -> Markup {
    let open = paper.detail.note.state == State::Open;
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num", "order-ordered"),
        column(words, "num strong", "note-inside"),
    ];
    let rows = html! {
        @for line in paper.detail.lines.iter().filter(|line| open || line.picked > 0) {
            @let inside = if open { line.quantity } else { line.steps(line.picked) };
            (row("", html! {
                (row_head("code", html! { (line.sku) }))
                (cell("c-name", html! { (line_name(words, line)) }))
                (cell("num", html! { (ordered(paper, line)) }))
                (cell("num strong", html! { (inside.grouped()) " " span.ink-2 { (line.unit) } }))
            }))
        }
    };
    let shown = Table { class: "sheet", caption: words.say("note-inside"), columns: &columns };
    let parcels =
        paper.detail.scans.iter().map(|s| s.parcel).collect::<std::collections::BTreeSet<_>>();
    html! {
        (head(words, paper, ("note-slip-of", "/slip.pdf")))
        (about(words, paper))
        (table(shown, rows, None))
        @if parcels.len() > 1 { p.gap-above { (words.fill("note-parcels", &[("count", &parcels.len().to_string())])) } }
    }
}

fn ordered(paper: &Paper<'_>, line: &NoteLine) -> String {
    let of_order = paper.order.lines.iter().find(|other| other.line == line.line);
    of_order.map_or_else(String::new, |other| other.quantity.grouped())
}
