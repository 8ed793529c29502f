//! Staff adjust an order before it is sent: quantities, prices, charges, the wished day, the address, with a reason that
//! the customer reads. What is taken away goes to `cancelled` in the ledger; what is added passes the same guards as an
//! order being placed; totals and VAT are made anew; all in one transaction. Reading order: the nouns here, `plan` (what
//! is typed against what stands, pure), `deed` (the verb), `money` (sums and credit), `kept` (reading what was adjusted).

mod deed;
pub mod kept;
mod money;
mod plan;
#[cfg(test)]
mod tests;

pub use deed::adjust;
pub(in crate::orders) use deed::may_adjust;
pub use plan::{stands, stays};

use super::cancel::REASON_LONGEST;
use super::version;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// What staff want an order to be, as typed. Blank fields stay as they are.
#[derive(Clone, Debug, Default)]
pub struct Adjustment {
    /// The version of the order that they looked at.
    pub version: i64,
    /// Lines by number.
    pub lines: Vec<LineTyped>,
    /// Charges by position: the net amount.
    pub charges: Vec<(i64, String)>,
    /// The day wished for, `YYYY-MM-DD`; blank: none; absent: as it is.
    pub requested_day: Option<String>,
    /// Number of one of the customer's addresses; absent: as it is.
    pub address: Option<String>,
    /// For the customer.
    pub reason: String,
    /// Whether it may go over the credit limit, where staff may decide that.
    pub pass_credit: bool,
    /// The customer's wish that it grants.
    pub change_id: Option<i64>,
}

/// A line as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTyped {
    /// Its number.
    pub line: i64,
    /// How many there are to be in all; what has left us counts.
    pub quantity: String,
    /// Price of a unit, net.
    pub price: String,
}

/// Why an order is not adjusted.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such order.
    NotFound,
    /// Refused, cancelled, or waiting for a colleague's yes: nobody adjusts it.
    NotOpen,
    /// It is just being told to the ERP.
    UnderWay,
    /// Another ERP carries it out.
    AtErp(String),
    /// Part of it is on an invoice, which a credit note corrects.
    Invoiced,
    /// Somebody decided since it was looked at.
    ChangedMeanwhile,
    /// Fields are wrong.
    Fields(Vec<FieldProblem>),
    /// Nothing would be other than it is.
    Nothing,
    /// Nothing would be left: it is cancelled instead.
    AllGone,
    /// Over the credit limit; whether staff may let it pass.
    CreditExceeded {
        /// See [`super::exceptions::PASS_CREDIT`].
        may_pass: bool,
    },
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, text| Problem::new(409, code, text);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotOpen => conflict("too_late_to_change", Text::plain("adjust-not-open")),
            Refusal::UnderWay => conflict("under_way", Text::plain("cancel-under-way")),
            Refusal::AtErp(erp) => {
                conflict("at_erp", Text::plain("adjust-at-erp").with("erp", erp))
            }
            Refusal::Invoiced => conflict("already_invoiced", Text::plain("adjust-invoiced")),
            Refusal::ChangedMeanwhile => version::changed_meanwhile(),
            Refusal::Fields(fields) => Problem::invalid(fields),
            Refusal::Nothing => Problem::new(422, "invalid", Text::plain("adjust-nothing")),
            Refusal::AllGone => Problem::new(422, "invalid", Text::plain("adjust-all-gone")),
            Refusal::CreditExceeded { may_pass } => {
                let key = if may_pass { "adjust-credit-may-pass" } else { "adjust-credit" };
                conflict("credit_exceeded", Text::plain(key))
            }
        }
        .into()
    }
}

/// The reason as it is kept. Pure.
fn reason(typed: &str) -> Result<String, FieldProblem> {
    let kept = super::draft::clean(typed).filter(|text| text.chars().count() <= REASON_LONGEST);
    kept.ok_or_else(|| {
        let text = Text::plain("review-reason-needed").with("most", REASON_LONGEST);
        FieldProblem::new("adjust_reason", "required", text)
    })
}
