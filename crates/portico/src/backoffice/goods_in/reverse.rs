//! A goods-in note is taken back whole, by a note of its own: what it brought goes, and where less is left than is
//! allocated, the last in the queue wait again. What is not on the shelf any more cannot be taken back.

use super::book::{Written, record, write, write_covered};
use super::store;
use crate::access::{Staff, StaffRole};
use crate::backoffice::entered::Meant;
use crate::catalogue::movements::Kind;
use crate::catalogue::put::{self, Why};
use crate::catalogue::stock::{self, MAIN};
use crate::orders::allocate::Covered;
use crate::orders::ledger::Cause;
use crate::orders::shortage::take_away;
use crate::platform::counters;
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::Quantity;
use std::collections::HashMap;

/// Why a note is not taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such note.
    NotFound,
    /// It was taken back before, or takes another back itself.
    Already,
    /// Less is on hand of this product than the note brought, or what is left stands on goods-out notes.
    Gone(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::Already => {
                Problem::new(409, "already_reversed", Text::plain("goods-in-already-reversed"))
            }
            Refusal::Gone(sku) => {
                Problem::new(409, "gone", Text::plain("goods-in-gone").with("sku", sku))
            }
        }
        .into()
    }
}

/// Takes a note back; answers with the number of the note that does it, and with the lines that wait again.
///
/// # Errors
/// A [`Refusal`].
pub fn reverse(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(String, Covered), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let detail = store::get(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    let lines: Vec<Meant> = detail.lines.iter().map(store::Line::taken_back).collect();
    let products: Vec<i64> = lines.iter().map(|line| line.product_id).collect();
    let locked = put::lock(tx, &detail.note.location, &products)?;
    // Once more, now that nobody else can: somebody may have taken it back just now.
    let detail = store::get(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    let note = &detail.note;
    let gone = lines.iter().find(|line| {
        locked.get(&line.product_id).is_none_or(|stock| stock.on_hand + line.quantity.units < 0)
    });
    let already = note.reverses.is_some() || note.reversed_by.is_some();
    match gone {
        _ if already => return Err(Refusal::Already.into()),
        Some(line) => return Err(Refusal::Gone(line.sku.clone()).into()),
        None => {}
    }
    let own = format!("G-{}", counters::next(tx, "goods_in_notes", 1)?);
    let cause = format!("goods_in:{own}");
    let login_id = Some(staff.login.id);
    let why = Why { kind: Kind::GoodsIn, source: &cause, reason: Some(&note.number), login_id };
    let changes: Vec<(i64, i64)> =
        lines.iter().map(|line| (line.product_id, line.quantity.units)).collect();
    let (on_hand, _) = put::put(tx, &note.location, &changes, why)?;
    let written = Written {
        number: &own,
        location: &note.location,
        reference: note.reference.as_deref().unwrap_or_default(),
        purchase_order: note.purchase_order.as_deref().unwrap_or_default(),
        source: "staff",
        reverses: Some(note.id),
    };
    // The index over what is taken back lets one of two in: the other is told.
    let id = tx.attempt(|tx| write(tx, staff, &written, (&lines, &on_hand)));
    let id = id.map_err(|error| match error {
        DbError::Conflict { .. } => AppError::from(Refusal::Already),
        other => other.into(),
    })?;
    let lost = take_away(tx, &products, Cause { source: &cause, login_id })?;
    write_covered(tx, id, &lost, -1)?;
    // What stands on a goods-out note is not taken from it: then the goods have as good as left.
    let held = if note.location == MAIN { stock::lock(tx, &products)? } else { HashMap::new() };
    let short = |line: &&Meant| held.get(&line.product_id).is_some_and(|s| s.allocated > s.on_hand);
    if let Some(line) = lines.iter().find(short) {
        return Err(Refusal::Gone(line.sku.clone()).into());
    }
    record(tx, staff, "goods_in_reversed", (&own, lines.len(), lost.lines.len()))?;
    Ok((own, lost))
}

impl store::Line {
    /// The same quantity, going.
    fn taken_back(&self) -> Meant {
        Meant {
            product_id: self.product_id,
            sku: self.sku.clone(),
            name: self.name.clone(),
            quantity: Quantity::steps(-self.quantity.units, self.quantity.decimals),
        }
    }
}
