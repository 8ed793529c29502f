//! HTML of goods-out notes. Here what several pages share.

pub mod list;
pub mod note;
pub mod orders;
pub mod sheets;

use super::State;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::words::Language;
use maud::Markup;

/// The state of a note: shape and word.
#[must_use]
pub fn state_of(words: &Language, note: State, begun: bool) -> Markup {
    let (shape, tone, key) = match note {
        State::Open if begun => (Shape::Half, Tone::Info, "note-state-picking"),
        State::Open => (Shape::Ring, Tone::Plain, "note-state-open"),
        State::Packed => (Shape::Half, Tone::Good, "note-state-packed"),
        State::Shipped => (Shape::Disc, Tone::Good, "note-state-shipped"),
        State::Withdrawn => (Shape::Dash, Tone::Plain, "note-state-withdrawn"),
    };
    state(shape, tone, words.say(key))
}
