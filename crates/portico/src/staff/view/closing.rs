//! The portal closed for customers: the part of the page of how it runs, and the line on every page of the staff.

use crate::platform::closing::Closing;
use crate::platform::problem::FieldProblem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, field, textarea};
use crate::platform::words::Language;
use crate::staff::close_portal::{LONGEST, Typed};
use maud::{Markup, html};
use portico_types::{Day, Moment, Zone};

/// What this part shows.
pub struct ClosingPart<'a> {
    /// The closing that holds, if one does.
    pub now: Option<&'a Closing>,
    /// What was typed and not taken.
    pub typed: Option<&'a Typed>,
    /// What is wrong with it.
    pub faults: &'a [FieldProblem],
    /// Whether this person closes and opens.
    pub edits: bool,
    /// What forms carry.
    pub csrf: &'a str,
    /// Where and when it is.
    pub clock: (&'a Zone, Day),
}

/// Whether the portal is open, and the form that closes it.
#[must_use]
pub fn part(words: &Language, part: &ClosingPart<'_>) -> Markup {
    let moment = |at: Moment| dates::moment(words, at, part.clock.0, part.clock.1);
    html! {
        @match part.now {
            Some(closing) => {
                p.note { strong { (words.fill("closing-since", &[("since", &moment(closing.since))])) }
                    @if let Some(until) = closing.until { " " (words.fill("closing-until", &[("until", &moment(until))])) } }
                @if !closing.text.is_empty() { div.notice.lines.gap-above { (closing.text) } }
                @if part.edits {
                    form method="post" action="/staff/running/closing/end" {
                        (csrf(part.csrf))
                        button.button.main type="submit" { (words.say("closing-open")) }
                    }
                }
            }
            None => p.note { (words.say("closing-is-open")) },
        }
        @if part.edits {
            details.gap-above open[part.typed.is_some()] {
                summary.button { (words.say(if part.now.is_some() { "closing-change" } else { "closing-begin" })) }
                (form(words, part))
            }
        }
    }
}

fn form(words: &Language, part: &ClosingPart<'_>) -> Markup {
    let kept = part.now.map(|closing| Typed {
        text: closing.text.clone(),
        until: closing.until.map(|until| local(until, part.clock.0)).unwrap_or_default(),
    });
    let typed = part.typed.cloned().or(kept).unwrap_or_default();
    let error = |name: &str| {
        let fault = part.faults.iter().find(|fault| fault.field == name);
        fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
    };
    let (text_error, until_error) = (error("text"), error("until"));
    let text = Field {
        name: "text",
        label: words.say("closing-text"),
        hint: words.say("closing-text-hint"),
        value: &typed.text,
        error: &text_error,
        longest: LONGEST,
        ..Field::default()
    };
    let until = Field {
        name: "until",
        label: words.say("closing-end"),
        hint: words.say("closing-end-hint"),
        value: &typed.until,
        error: &until_error,
        kind: "datetime-local",
        ..Field::default()
    };
    html! {
        form.form.gap-above method="post" action="/staff/running/closing" {
            (csrf(part.csrf))
            (textarea(text, 4))
            (field(until))
            button.button type="submit" { (words.say(if part.now.is_some() { "closing-keep" } else { "closing-close" })) }
        }
    }
}

/// A moment as a field of date and time wants it.
fn local(at: Moment, zone: &Zone) -> String {
    format!("{}T{}", at.day(zone).text(), at.clock(zone))
}
