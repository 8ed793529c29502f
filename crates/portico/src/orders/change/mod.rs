//! A customer asks for a placed order to be changed: other quantities, another day, another address. Staff grant it by
//! adjusting the order (`adjust`), which checks everything as if they had thought of it themselves, or decline with a
//! reason. A newer wish replaces one that is still open. Reading order: the nouns here, `ask`, `decide`, `kept`.

mod ask;
mod decide;
pub mod kept;
#[cfg(test)]
mod tests;

pub use ask::{ask, may_ask};
pub(super) use decide::grant;
pub use decide::{decline, wish_of};

use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Day, Moment, Quantity};

/// What a customer wants changed, as typed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Lines by number, and how many there are to be; blank: as it is.
    pub lines: Vec<(i64, String)>,
    /// The day wished for, `YYYY-MM-DD`; absent or blank: as it is.
    pub requested_day: Option<String>,
    /// Number of one of the customer's addresses; absent or blank: as it is.
    pub address: Option<String>,
    /// Why, for staff.
    pub reason: String,
}

/// Where a wish stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody decided yet.
    Open,
    /// Staff adjusted the order.
    Accepted,
    /// Staff said no.
    Declined,
    /// The customer asked for something else instead.
    Replaced,
}

impl State {
    /// As stored and as in the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Accepted => "accepted",
            State::Declined => "declined",
            State::Replaced => "replaced",
        }
    }

    fn from_text(text: &str) -> State {
        let all = [State::Accepted, State::Declined, State::Replaced];
        all.into_iter().find(|state| state.text() == text).unwrap_or(State::Open)
    }
}

/// A line that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWanted {
    /// Its number.
    pub line: i64,
    /// The product's code and name.
    pub product: (String, String),
    /// How many stood when it was asked.
    pub old: Quantity,
    /// How many there are to be.
    pub new: Quantity,
}

/// What a customer asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who of the customer's.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// Another day.
    pub requested_day: Option<Day>,
    /// Number and one line of another address.
    pub address: Option<(String, String)>,
    /// Where it stands.
    pub state: State,
    /// Why staff said no.
    pub answer: Option<String>,
    /// Lines that are to be other.
    pub lines: Vec<LineWanted>,
}

/// Why a wish is not taken, or not decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// Staff who see the portal as the customer adjust the order instead.
    AsCustomer,
    /// No such order, or somebody else's; or no such wish.
    NotFound,
    /// Nothing of the order can be changed any more.
    TooLate,
    /// It is just being handed over.
    UnderWay,
    /// Fields are wrong; where all that is wrong is that it is too late, it says so as a whole.
    Fields(Vec<FieldProblem>),
    /// Nothing would be other than it is.
    Nothing,
    /// Nothing would be left.
    AllGone,
    /// Somebody decided before.
    AlreadyDecided,
    /// No reason, or one that is too long.
    BadReason,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, key| Problem::new(409, code, Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::AsCustomer => {
                Problem::new(403, "not_allowed", Text::plain("change-as-customer"))
            }
            Refusal::NotFound => Problem::not_found(),
            Refusal::TooLate => conflict("too_late_to_change", "change-too-late"),
            Refusal::UnderWay => conflict("in_progress", "cancel-under-way"),
            Refusal::Fields(fields) => {
                let late = fields.iter().all(|field| field.code == "too_late_to_change");
                if late {
                    conflict("too_late_to_change", "change-too-late-lines").with_errors(fields)
                } else {
                    Problem::invalid(fields)
                }
            }
            Refusal::Nothing => Problem::new(422, "invalid", Text::plain("change-nothing")),
            Refusal::AllGone => Problem::new(422, "invalid", Text::plain("change-all-gone")),
            Refusal::AlreadyDecided => conflict("already_decided", "review-already-decided"),
            Refusal::BadReason => {
                let text =
                    Text::plain("review-reason-needed").with("most", super::cancel::REASON_LONGEST);
                Problem::invalid(vec![FieldProblem::new("decline_reason", "required", text)])
            }
        }
        .into()
    }
}
