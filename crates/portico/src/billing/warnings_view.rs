//! HTML of the rules beyond EN 16931 that a document breaks: sentences for staff, which stop nothing.

use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_documents::Breach;

/// What is wanted of whom, with the rule's id; nothing where no rule is broken. Before it is issued the sentences stand
/// there at once, afterwards behind their heading.
#[must_use]
pub fn warnings(words: &Language, breaches: &[Breach], is_issued: bool) -> Markup {
    let lead = if is_issued { "breach-issued" } else { "breach-before" };
    html! {
        @if !breaches.is_empty() {
            details.warnings.no-print open[!is_issued] {
                summary { (state(Shape::Diamond, Tone::Wait, words.say(lead))) }
                ul { @for breach in breaches { li { (words.say(whose(breach))) " " (breach.text) " " span.ink-2 { (breach.rule) } } } }
            }
        }
    }
}

/// Whose fact it is: the customer's, the wholesaler's, or the document's own.
fn whose(breach: &Breach) -> &'static str {
    let of = |part: &str| breach.at.starts_with(part);
    if of("buyer") {
        "breach-of-customer"
    } else if of("seller") || of("means") {
        "breach-of-ours"
    } else {
        "breach-of-document"
    }
}
