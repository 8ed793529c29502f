//! Lines pasted or uploaded: read, looked at first, corrected, then put into the current order. A list is kept until it
//! is put in or thrown away, so that no line of it is ever lost; what a code was corrected to is known the next time.
//! Reading order: `read` (lines into codes and quantities), `keep` (keeping and changing a list), `look` (what goes in
//! and what needs somebody), `put_in`.

pub mod keep;
pub mod look;
mod numbers;
pub mod put_in;
pub mod read;
#[cfg(test)]
mod tests;
pub mod typed;

pub use keep::{Change, Source, change, keep, known, throw_away};
pub use look::{Judged, Look, State, Why, look, suggest};
pub use put_in::{PutIn, forget, put_in, remember_one};
pub use typed::changes;
