//! Below an order: cancelling, and the notes of staff.

use super::StaffOrder;
use crate::orders::cancel::{REASON_LONGEST, is_open, open_of};
use crate::orders::{Status, note};
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, textarea, tick};
use crate::platform::web::layout::section;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};

/// The sections below the order.
pub(super) fn content(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let head = &page.detail.order.head;
    let open = page.detail.order.lines.iter().any(|line| is_open(&line.stages));
    let stands = !matches!(head.status, Status::Cancelled | Status::Refused);
    html! {
        (notes(words, page))
        @if page.writes && open && stands { (cancelling(words, page)) }
    }
}

fn href(page: &StaffOrder<'_>, below: &str) -> String {
    format!("/staff/orders/{}/{below}", path_segment(&page.detail.order.head.number))
}

fn notes(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let field = Field {
        name: "note",
        label: words.say("note-new"),
        hint: words.say("note-hint"),
        value: page.note,
        longest: note::LONGEST,
        required: true,
        ..Field::default()
    };
    let content = html! {
        @for note in page.notes {
            div.prose.gap-above {
                @for line in note.text.lines() { p { (line) } }
                p.ink-2 { (note.by) ", " (dates::moment(words, note.at, page.detail.zone, page.detail.today)) }
            }
        }
        @if page.notes.is_empty() && !page.writes { p.ink-2 { (words.say("notes-none")) } }
        @if page.writes {
            form.form.gap-above method="post" action=(href(page, "notes")) {
                (csrf(page.csrf))
                (textarea(field, 2))
                button.button type="submit" { (words.say("note-write")) }
            }
        }
    };
    section("notes", words.say("notes-title"), None, content)
}

fn cancelling(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let longest = REASON_LONGEST.to_string();
    let field = Field {
        name: "cancel_reason",
        label: words.say("staff-reason"),
        need: words.say("staff-reason-need"),
        value: page.cancel_reason,
        longest: REASON_LONGEST,
        required: true,
        ..Field::default()
    };
    let content = html! {
        details.gap-above open[!page.cancel_reason.is_empty()] {
            summary.button { (words.say("staff-cancel")) }
            form.form.gap-above method="post" action=(href(page, "cancellation")) {
                (csrf(page.csrf))
                p { (words.fill("staff-cancel-what", &[("most", &longest)])) }
                fieldset.field {
                    legend { (words.say("staff-cancel-lines")) }
                    @for line in page.detail.order.lines.iter().filter(|line| is_open(&line.stages)) {
                        div { (tick("line", &line.line.to_string(), &format!("{} {} {}", line.steps(open_of(&line.stages)).grouped(), line.sku, line.name), false)) }
                    }
                }
                (textarea(field, 2))
                button.button type="submit" { (words.say("staff-cancel-now")) }
            }
        }
    };
    section("cancel", words.say("staff-cancel-title"), None, content)
}
