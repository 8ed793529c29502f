//! Goods-out notes: the paper that releases goods from the warehouse. A note is of one order: made by `release`, picked by
//! `pick`, closed by `pack`, and its goods leave by `dispatch`; `give_up` takes it back while nothing has left.

pub mod dispatch;
pub mod give_up;
pub mod list;
pub mod pack;
mod paper_view;
pub mod pick;
pub mod release;
pub mod staff;
pub mod staff_view;
pub mod store;

#[cfg(test)]
mod paper_tests;
#[cfg(test)]
mod race_tests;
#[cfg(test)]
mod release_tests;

use crate::access::StaffRole;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::{Moment, Quantity};

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To be picked, or being picked.
    Open,
    /// Everything is in its parcels; it waits for the carrier.
    Packed,
    /// It left.
    Shipped,
    /// Taken back: its goods are reserved as before.
    Withdrawn,
}

impl State {
    /// As stored.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Packed => "packed",
            State::Shipped => "shipped",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<State> {
        [State::Open, State::Packed, State::Shipped, State::Withdrawn]
            .into_iter()
            .find(|state| state.text() == text)
    }
}

/// The head of a note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: i64,
    /// Its number: `N-7`.
    pub number: String,
    /// Id of its order.
    pub order_id: i64,
    /// Number of its order.
    pub order: String,
    /// Number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer: String,
    /// Name of the location it is picked at.
    pub location: String,
    /// Where it stands.
    pub state: State,
    /// Parcels begun.
    pub parcels: i64,
    /// When it was made.
    pub created_at: Moment,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was packed, shipped or taken back, the last of these.
    pub done_at: Option<Moment>,
    /// Who did that.
    pub done_by: Option<String>,
    /// How many lines it has.
    pub lines: i64,
    /// Of how many of them everything is picked.
    pub lines_picked: i64,
    /// Whether anything of it is picked.
    pub begun: bool,
}

/// A line of a note.
#[derive(Clone, Debug)]
pub struct NoteLine {
    /// 1, 2, 3 … on the note, in the order in which it is walked.
    pub position: i64,
    /// Id of the order's line.
    pub order_line_id: i64,
    /// Number of the order's line.
    pub line: i64,
    /// The product's code, as ordered.
    pub sku: String,
    /// Its name, as ordered.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// What the customer wrote at the line.
    pub remarks: Option<String>,
    /// How much is to be picked.
    pub quantity: Quantity,
    /// How much is picked, in the same steps.
    pub picked: i64,
    /// Other codes it is known by: EAN, the maker's.
    pub codes: Vec<String>,
}

impl NoteLine {
    /// So many of its smallest steps as a quantity.
    #[must_use]
    pub fn steps(&self, units: i64) -> Quantity {
        Quantity::steps(units, self.quantity.decimals)
    }

    /// What is still to be picked, in the smallest step.
    #[must_use]
    pub fn rest(&self) -> i64 {
        self.quantity.units - self.picked
    }

    /// Whether this code means it.
    #[must_use]
    pub fn is_called(&self, code: &str) -> bool {
        let code = code.trim().to_uppercase();
        self.sku.to_uppercase() == code || self.codes.iter().any(|c| c.to_uppercase() == code)
    }
}

/// Why nothing is done with a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such note.
    NotFound,
    /// It is not open any more.
    NotOpen(State),
    /// It is not packed, or has left already.
    NotPacked(State),
    /// Nothing of it is picked.
    NothingPicked,
    /// Something of it is still to be picked.
    NotComplete,
    /// Its order goes out whole.
    GoesOutWhole,
    /// It has as many parcels as there can be.
    TooManyParcels,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, key| Problem::new(409, code, Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotOpen(State::Packed) => conflict("note_not_open", "note-is-packed"),
            Refusal::NotOpen(State::Withdrawn) | Refusal::NotPacked(State::Withdrawn) => {
                conflict("note_not_open", "note-is-withdrawn")
            }
            Refusal::NotOpen(_) | Refusal::NotPacked(State::Shipped) => {
                conflict("note_not_open", "note-is-shipped")
            }
            Refusal::NotPacked(_) => conflict("note_not_packed", "note-not-packed"),
            Refusal::NothingPicked => conflict("nothing_picked", "note-nothing-picked"),
            Refusal::NotComplete => conflict("note_not_complete", "note-not-complete"),
            Refusal::GoesOutWhole => conflict("goes_out_whole", "note-goes-out-whole"),
            Refusal::TooManyParcels => conflict("too_many_parcels", "note-too-many-parcels"),
        }
        .into()
    }
}

/// A note as it stands, locked by this transaction.
#[derive(Clone, Copy, Debug)]
struct Locked {
    id: i64,
    order_id: i64,
    state: State,
    parcels: i64,
}

/// What notes are found by.
#[must_use]
pub fn number_key(number: &str) -> String {
    number.trim().replace('\0', "").to_lowercase()
}

/// Locks a note by touching it, so that two people at one note come one after the other.
/// Where the order is locked too, that comes first.
fn lock(tx: &mut Tx, number: &str) -> Result<Locked, AppError> {
    let found = tx.one::<(i64, i64, String, i64)>(
        "update goods_out_notes set version = version + 1 where number_key = $1
         returning id, order_id, state, parcels",
        args![&number_key(number)],
    )?;
    let (id, order_id, state, parcels) = found.ok_or(Refusal::NotFound)?;
    let state = State::from_text(&state)
        .ok_or_else(|| DbError::Failed("a goods-out note in an unknown state".to_owned()))?;
    Ok(Locked { id, order_id, state, parcels })
}

/// Whether this role may change a note. Pure.
fn check(role: StaffRole) -> Result<(), Refusal> {
    if role < StaffRole::Write { Err(Refusal::NotAllowed) } else { Ok(()) }
}

/// The same, where the note must be open.
fn lock_open(tx: &mut Tx, role: StaffRole, number: &str) -> Result<Locked, AppError> {
    check(role)?;
    let note = lock(tx, number)?;
    if note.state == State::Open { Ok(note) } else { Err(Refusal::NotOpen(note.state).into()) }
}
