//! What the wholesaler adjusted of an order: old and new, with the reason. Customers read it as staff do.

use super::detail::{Detail, each};
use crate::orders::adjust::kept::{Adjusted, LineAdjusted};
use crate::platform::web::dates;
use crate::platform::web::layout::section;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// The section, newest first; nothing where nothing was adjusted.
pub(super) fn adjusted(words: &Language, detail: &Detail<'_>) -> Markup {
    if detail.adjusted.is_empty() {
        return html! {};
    }
    let content = html! {
        ol.rows { @for one in detail.adjusted { li { (adjustment(words, detail, one)) } } }
    };
    section("adjusted", words.say("adjusted-title"), None, content)
}

fn adjustment(words: &Language, detail: &Detail<'_>, one: &Adjusted) -> Markup {
    let by = if detail.for_staff { one.by.as_str() } else { detail.wholesaler };
    html! {
        div.changed {
            p.lines { (one.reason) }
            ul {
                @for line in &one.lines { li { (line_row(words, detail, line)) } }
                @if let Some((old, new)) = one.day { li { (words.say("order-day")) ": " (pair(words, &day(words, old), &day(words, new))) } }
                @if let Some((old, new)) = &one.address { li { (words.say("order-delivers-to")) ": " (pair(words, old, new)) } }
                @if detail.prices {
                    @for (name, old, new) in &one.charges { li { (name) ": " (pair(words, &old.with_sign(), &new.with_sign())) } }
                    li { (words.say("order-total")) ": " (pair(words, &one.total.0.with_sign(), &one.total.1.with_sign())) }
                }
            }
            p.second { (by) ", " (dates::moment(words, one.at, detail.zone, detail.today)) }
        }
    }
}

fn day(words: &Language, day: Option<Day>) -> String {
    day.map_or_else(|| words.say("changed-no-day").to_owned(), |day| dates::long(words, day))
}

fn line_row(words: &Language, detail: &Detail<'_>, line: &LineAdjusted) -> Markup {
    let (quantity, price) = (&line.quantity, &line.price);
    html! {
        (line.sku) " " (line.name) ": "
        @if quantity.0 != quantity.1 { (pair(words, &quantity.0.grouped(), &quantity.1.grouped())) }
        @if detail.prices && price.0 != price.1 {
            @if quantity.0 != quantity.1 { ", " }
            (pair(words, &each(words, price.0), &each(words, price.1)))
        }
    }
}

/// Old and new; read aloud as such.
fn pair(words: &Language, old: &str, new: &str) -> Markup {
    html! { del { (old) } span.hidden { " " (words.say("changed-now")) " " } " → " ins { (new) } }
}
