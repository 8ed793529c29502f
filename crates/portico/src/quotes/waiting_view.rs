//! HTML of what waits of the quotations, for the staff's work page.

use super::staff_store::Waiting;
use crate::platform::web::layout::section;
use crate::platform::web::marks::{Shape, Tone, mark};
use crate::platform::words::Language;
use maud::{Markup, html};

/// The section; nothing where nothing waits.
#[must_use]
pub fn waiting(words: &Language, waiting: Waiting) -> Markup {
    let all = [
        (waiting.asked, "quotes-asked-count", "/staff/quotes?status=draft"),
        (waiting.commented, "quotes-commented-count", "/staff/quotes?status=all&commented=yes"),
        (waiting.quiet, "quotes-quiet-count", "/staff/quotes?quiet=yes"),
    ];
    let there: Vec<_> = all.into_iter().filter(|(count, ..)| *count > 0).collect();
    if there.is_empty() {
        return html! {};
    }
    let list = html! {
        ul.rows.marked {
            @for (count, key, href) in &there {
                li {
                    (mark(Shape::Triangle, Tone::Wait))
                    span.what { (words.fill(key, &[("count", &count.to_string())])) }
                    a.link href=(href) { (words.say("dashboard-see-quotes")) }
                }
            }
        }
    };
    section("quotes", words.say("quotes-title"), None, list)
}
