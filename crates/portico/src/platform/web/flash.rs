//! Flash: one line that says what happened and stays until the next page.

use maud::{Markup, html};

use super::marks::{Shape, Tone, mark};

/// What a flash is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// Something was done.
    Done,
    /// Something is still to be looked at.
    Look,
    /// Refused: nothing was written, and the sentence says so.
    Refused,
    /// Neither good nor bad.
    Info,
}

/// One line about what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// What it is about.
    pub kind: FlashKind,
    /// Bold words at its beginning; may be empty.
    pub lead: String,
    /// The sentence.
    pub sentence: String,
    /// One link on the right: word and address.
    pub link: Option<(String, String)>,
}

impl Flash {
    /// A flash of one sentence.
    pub fn new(kind: FlashKind, sentence: impl Into<String>) -> Self {
        Self { kind, lead: String::new(), sentence: sentence.into(), link: None }
    }
}

/// The line itself; `role=status`, or `alert` when something was refused.
pub fn flash(said: &Flash) -> Markup {
    let (tone, shape, role) = match said.kind {
        FlashKind::Done => (Tone::Good, Shape::Disc, "status"),
        FlashKind::Look => (Tone::Wait, Shape::Triangle, "status"),
        FlashKind::Refused => (Tone::Bad, Shape::Triangle, "alert"),
        FlashKind::Info => (Tone::Info, Shape::Ring, "status"),
    };
    html! {
        div class={ "flash " (tone.class()) } role=(role) {
            (mark(shape, tone))
            span.sentence { @if !said.lead.is_empty() { strong { (said.lead) } " " } (said.sentence) }
            @if let Some((word, href)) = &said.link { a.link href=(href) { (word) } }
        }
    }
}
