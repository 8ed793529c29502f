//! Stock counts: a sheet of products at one location is `open`ed, counted, looked at and `book`ed. Nothing changes before
//! that, and then exactly what the page showed.

pub mod book;
pub mod open;
pub mod staff;
mod staff_view;
pub mod store;

#[cfg(test)]
mod tests;

use crate::access::{Staff, StaffRole};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};

/// Where a count stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being counted.
    Open,
    /// Booked.
    Booked,
    /// Given up: nothing was changed.
    Withdrawn,
}

impl State {
    /// The state with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<State> {
        match text {
            "open" => Some(State::Open),
            "booked" => Some(State::Booked),
            "withdrawn" => Some(State::Withdrawn),
            _ => None,
        }
    }
}

/// Why nothing is done with a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such count.
    NotFound,
    /// It is not open any more.
    NotOpen,
    /// Nothing fits what it was to be made of.
    NoProducts,
    /// More fits than one count holds.
    TooMany,
    /// Nothing was counted yet.
    NothingCounted,
    /// What the page showed is not what holds now.
    Changed,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, key| Problem::new(409, code, Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotOpen => conflict("count_not_open", "count-not-open"),
            Refusal::NoProducts => Problem::new(422, "invalid", Text::plain("count-no-products")),
            Refusal::TooMany => {
                let text = Text::plain("count-too-many").with("most", open::LINES_MOST);
                Problem::new(422, "out_of_range", text)
            }
            Refusal::NothingCounted => conflict("nothing_counted", "count-nothing-counted"),
            Refusal::Changed => conflict("changed_meanwhile", "count-changed"),
        }
        .into()
    }
}

/// Locks an open count by touching it; answers with its id and location.
fn lock_open(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(i64, String), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let found = tx.one::<(i64, String, String)>(
        "update stock_counts set version = version + 1 where number_key = $1
         returning id, state, location",
        args![&store::number_key(number)],
    )?;
    let (id, state, location) = found.ok_or(Refusal::NotFound)?;
    let state = State::from_text(&state)
        .ok_or_else(|| DbError::Failed("a stock count in an unknown state".to_owned()))?;
    if state == State::Open { Ok((id, location)) } else { Err(Refusal::NotOpen.into()) }
}
