//! Quotations: what the wholesaler offers a customer at prices that hold until a day. Staff write one, send it, revise it;
//! the customer reads it, asks, shares it, declines it or converts it to an order.
//! Reading order: the nouns here and in `kept`, `priced` (what is written becomes lines with prices), `write` and `send`
//! (staff), `convert` (the customer's yes: once, through `orders::place`), `share` (a secret link to one quotation).

pub mod api;
pub mod comment;
pub mod convert;
mod customer_view;
pub mod decline;
pub mod json;
pub mod kept;
pub mod mail;
pub mod note;
pub mod pages;
mod paper_view;
pub mod priced;
pub mod request;
pub mod send;
pub mod share;
mod shared_view;
pub mod staff;
mod staff_mail;
pub mod staff_store;
mod staff_view;
pub mod store;
pub mod view;
pub mod waiting_view;
pub mod write;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;

pub use kept::{Quote, QuoteCharge, QuoteHead, QuoteLine, State};
pub use send::QUOTE_SENT;

use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings::Setting;

/// How the numbers of quotations begin; digits follow.
pub const SERIES: &str = "Q-";
/// Lines of a quotation at most.
pub const LINES_MOST: usize = 500;

/// For how many days a quotation is open when nobody says otherwise; none: it never expires.
pub const VALID_DAYS: Setting<Option<i64>> =
    Setting { key: "quotes.valid_days", default: || Some(30) };
/// What stands in the terms of a new quotation.
pub const TERMS: Setting<String> = Setting { key: "quotes.terms", default: String::new };
/// Whether a quotation can be converted only once staff released it for that.
pub const NEEDS_RELEASE: Setting<bool> = Setting { key: "quotes.needs_release", default: || false };
/// After how many days without an answer staff are reminded of a quotation; 0: never.
pub const REMIND_DAYS: Setting<i64> = Setting { key: "quotes.remind_days", default: || 7 };

/// Why something is not done with a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may not, or one of the staff looks as the customer.
    NotAllowed,
    /// No such quotation, or somebody else's.
    NotFound,
    /// Somebody else decided or wrote meanwhile.
    ChangedMeanwhile,
    /// It became this order before.
    AlreadyConverted {
        /// Number of the order.
        order: String,
    },
    /// Its last day is over.
    Expired {
        /// That day.
        day: portico_types::Day,
    },
    /// It is not open: not sent, declined, withdrawn.
    NotOpen,
    /// Staff have yet to release it for ordering.
    NotReleased,
    /// There is nothing that could be sent.
    NothingToSend,
    /// A text that is needed, or one that is too long: its field.
    BadText {
        /// The field.
        field: &'static str,
        /// Characters at most.
        most: usize,
    },
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, key| Problem::new(409, code, Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::ChangedMeanwhile => conflict("changed_meanwhile", "quote-changed-meanwhile"),
            Refusal::AlreadyConverted { order } => {
                let text = Text::plain("quote-already-converted").with("order", &order);
                let mut problem = Problem::new(409, "quote_already_converted", text);
                problem.more.push(("order", order.into()));
                problem
            }
            Refusal::Expired { day } => {
                let text = Text::plain("quote-expired").with("day", day.text());
                Problem::new(409, "quote_expired", text)
            }
            Refusal::NotOpen => conflict("quote_not_open", "quote-not-open"),
            Refusal::NotReleased => conflict("quote_not_open", "quote-not-released"),
            Refusal::NothingToSend => conflict("quote_not_open", "quote-nothing-to-send"),
            Refusal::BadText { field, most } => {
                use crate::platform::problem::FieldProblem;
                let text = Text::plain("quote-bad-text").with("most", most);
                Problem::invalid(vec![FieldProblem::new(field, "required", text)])
            }
        }
        .into()
    }
}
