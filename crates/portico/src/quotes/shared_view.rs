//! HTML of what a shared link opens: one quotation to read, and nothing else.

use super::share::Shared;
use super::view::{lines, state_of, terms};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, VatPart, Zone};

/// The quotation.
#[must_use]
pub fn content(
    words: &Language,
    (shared, vat, secret): (&Shared, &[VatPart], &str),
    (wholesaler, zone, today): (&str, &Zone, Day),
) -> Markup {
    let head = &shared.quote.head;
    let day = dates::long(words, head.dated_at.day(zone));
    let ends = dates::weekday(words, shared.ends);
    let said = [
        ("day", day.as_str()),
        ("wholesaler", wholesaler),
        ("customer", &shared.customer),
        ("ends", &ends),
    ];
    let context = words.fill("shared-context", &said);
    html! {
        (title(Head {
            title: &head.number,
            state: Some(state_of(words, head, today)),
            context: Some(html! { @if !head.title.is_empty() { (head.title) ". " } (context) }),
            actions: Some(html! {
                button.button.script-only type="button" data-print { (words.say("order-print")) }
                a.button href={ "/shared/" (path_segment(secret)) ".pdf" } download { (words.say("document-pdf")) }
            }),
            ..Head::default()
        }))
        (terms(head))
        (lines(words, (&shared.quote, vat), (true, None), |_| None))
        p.quote-hint { (words.fill("quote-vat-as-for", &[("country", head.country.name())])) " " (words.fill("shared-until", &said)) }
    }
}

/// What every link says that opens nothing, whatever the reason.
#[must_use]
pub fn ended(words: &Language) -> Markup {
    html! {
        h1 { (words.say("shared-ended")) }
        p { (words.say("shared-ended-what")) }
    }
}
