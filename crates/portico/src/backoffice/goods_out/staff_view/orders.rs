//! What became of orders that were released together; and, on an order's page, its notes and what can be released.

use super::state_of;
use crate::backoffice::goods_out::Note;
use crate::backoffice::goods_out::release::Released;
use crate::catalogue::staff_view::column;
use crate::orders::{OrderDetail, OrderLine, Stage, refusal};
use crate::platform::problem::Text;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Quantity;

/// The page after several orders were released, where some could not be.
#[must_use]
pub fn outcome(words: &Language, answers: &[Released]) -> Markup {
    let crumbs = [(words.say("work-title"), "/staff/work")];
    let made = answers.iter().filter(|answer| answer.note.is_ok()).count().to_string();
    let left = answers.iter().filter(|answer| answer.note.is_err()).count().to_string();
    let said = words.fill("release-outcome", &[("made", &made), ("left", &left)]);
    let kind =
        if answers.iter().any(|a| a.note.is_ok()) { FlashKind::Look } else { FlashKind::Refused };
    let columns =
        [column(words, "code", "order-number"), column(words, "c-name", "release-came-of-it")];
    let rows = html! {
        @for answer in answers {
            (row("", html! {
                (row_head("code", html! { a href={ "/staff/orders/" (path_segment(&answer.order)) } { (answer.order) } }))
                (cell("c-name", html! {
                    @match &answer.note {
                        Ok(note) => a href={ "/staff/goods-out/" (path_segment(note)) } { (words.fill("release-note", &[("note", note)])) },
                        Err(problem) => (words.sentence(&problem.text)),
                    }
                }))
            }))
        }
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("release-title"),
            ..Head::default()
        }))
        (flash(&Flash::new(kind, if answers.is_empty() { words.say("release-none-ticked").to_owned() } else { said })))
        @if !answers.is_empty() {
            (table(Table { class: "released", caption: words.say("release-title"), columns: &columns }, rows, None))
        }
    }
}

/// What was asked for of each line: id and quantity in the smallest step. Fields are `release-LINE`; blank or 0: nothing.
///
/// # Errors
/// The sentence about a quantity that is none.
pub fn asked_lines(
    lines: &[OrderLine],
    fields: &[(String, String)],
) -> Result<Vec<(i64, i64)>, Text> {
    let mut asked = Vec::new();
    for line in lines {
        let name = format!("release-{}", line.line);
        let Some((_, typed)) = fields.iter().find(|(field, _)| *field == name) else { continue };
        if typed.trim().is_empty() {
            continue;
        }
        let quantity = Quantity::parse_or_zero(typed, line.quantity.decimals);
        let quantity = quantity.map_err(|fault| Text {
            args: vec![("sku", line.sku.clone())],
            ..refusal::quantity_text(fault)
        })?;
        asked.push((line.id, quantity.units));
    }
    Ok(asked)
}

/// What an order's page shows of the warehouse.
pub struct OfOrder<'a> {
    /// The order.
    pub order: &'a OrderDetail,
    /// Its notes.
    pub notes: &'a [Note],
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person releases.
    pub writes: bool,
    /// What was typed.
    pub typed: &'a [(String, String)],
}

/// The notes of an order, and the form that releases what is allocated of it.
#[must_use]
pub fn of_order(words: &Language, page: &OfOrder<'_>) -> Markup {
    let allocated = page.order.lines.iter().any(|line| line.stages.of(Stage::Allocated) > 0);
    let confirmed = page.order.head.status == crate::orders::Status::Confirmed;
    let releases = page.writes && allocated && confirmed;
    if page.notes.is_empty() && !releases {
        return html! {};
    }
    let content = html! {
        @if !page.notes.is_empty() { (notes(words, page.notes)) }
        @if releases { (release_form(words, page)) }
    };
    section("warehouse", words.say("order-warehouse"), None, content)
}

fn notes(words: &Language, notes: &[Note]) -> Markup {
    let columns = [
        column(words, "code", "note-number"),
        column(words, "c-state", "order-state"),
        column(words, "num", "note-lines-picked"),
        column(words, "c-action", "note-papers"),
    ];
    let rows = html! {
        @for note in notes {
            @let href = format!("/staff/goods-out/{}", path_segment(&note.number));
            (row("", html! {
                (row_head("code", html! { a href=(href) { (note.number) } }))
                (cell("c-state", state_of(words, note.state, note.begun)))
                (num(&words.fill("note-picked-of", &[("picked", &note.lines_picked.to_string()), ("lines", &note.lines.to_string())])))
                (cell("c-action", html! { a href={ (href) "/sheet" } { (words.say("note-sheet")) } " " a href={ (href) "/slip" } { (words.say("note-slip")) } }))
            }))
        }
    };
    table(
        Table {
            class: "notes-of-order",
            caption: words.say("notes-of-goods-title"),
            columns: &columns,
        },
        rows,
        None,
    )
}

/// Whole orders have one button, or a sentence why not yet; others a quantity for each line.
fn release_form(words: &Language, page: &OfOrder<'_>) -> Markup {
    let lines = &page.order.lines;
    let waits = lines
        .iter()
        .any(|line| line.stages.of(Stage::Pending) + line.stages.of(Stage::Backordered) > 0);
    let whole = !page.order.head.part_deliveries;
    if whole && waits {
        return html! { p.gap-above { (words.say("release-waits")) } };
    }
    let action = format!("/staff/orders/{}/release", path_segment(&page.order.head.number));
    html! {
        form.form.gap-above method="post" action=(action) {
            (csrf(page.csrf))
            p { (words.say(if whole { "release-whole-what" } else { "release-what" })) }
            @if !whole { (quantities(words, page)) }
            button.button type="submit" data-sending=(words.say("release-doing")) { (words.say("release-do")) }
        }
    }
}

fn quantities(words: &Language, page: &OfOrder<'_>) -> Markup {
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num", "order-reserved"),
        column(words, "num", "release-now"),
    ];
    let open = page.order.lines.iter().filter(|line| line.stages.of(Stage::Allocated) > 0);
    let rows = html! {
        @for line in open {
            @let reserved = line.steps(line.stages.of(Stage::Allocated));
            @let name = format!("release-{}", line.line);
            @let typed = page.typed.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone());
            (row("", html! {
                (row_head("code", html! { (line.sku) }))
                (cell("c-name", html! { (line.name) }))
                (num(&reserved.grouped()))
                (cell("num", html! { input.in-cell type="text" inputmode="decimal" data-arrow name=(name) value=(typed.unwrap_or_else(|| reserved.text())) aria-label=(words.fill("release-of", &[("sku", &line.sku)])); }))
            }))
        }
    };
    table(
        Table { class: "release", caption: words.say("release-title"), columns: &columns },
        rows,
        None,
    )
}
