//! Goods come in: stock goes up by what came, and what waited for it is covered in the same transaction, in queue order.

use crate::access::{Staff, StaffRole};
use crate::backoffice::entered::{self, Entered, LINES_MOST, Looked, Meant};
use crate::catalogue::incoming;
use crate::catalogue::movements::Kind;
use crate::catalogue::put::{self, Why};
use crate::orders::allocate::{Covered, give_on};
use crate::orders::ledger::Cause;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// The longest reference, in characters.
pub const TEXT_LONGEST: usize = 100;

/// What came, as it was entered.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// What, a line each.
    pub lines: Vec<Entered>,
    /// Code of the location it lies at.
    pub location: String,
    /// The supplier's delivery note, or what else it is known by.
    pub reference: String,
    /// Number of the purchase order it is for.
    pub purchase_order: String,
}

/// Why nothing is booked.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// There are no lines, or too many.
    BadCount,
    /// The reference or the purchase order's number is too long: which field.
    TooLong(&'static str),
    /// Lines that are wrong.
    Lines(Vec<FieldProblem>),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::BadCount => {
                let text = Text::plain("goods-in-bad-count").with("most", LINES_MOST);
                Problem::invalid(vec![FieldProblem::new("/lines", "required", text)])
            }
            Refusal::TooLong(field) => {
                let text = Text::plain("field-too-long").with("most", TEXT_LONGEST);
                Problem::invalid(vec![FieldProblem::new(field, "too_long", text)])
            }
            Refusal::Lines(errors) => {
                Problem::new(422, "invalid", Text::plain("goods-in-lines-wrong"))
                    .with_errors(errors)
            }
        }
        .into()
    }
}

/// Whether this person may book it, as far as can be said without looking lines up. Pure.
///
/// # Errors
/// What is against it.
pub fn check(staff: &Staff, arrival: &Arrival) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    if !(1..=LINES_MOST).contains(&arrival.lines.len()) {
        return Err(Refusal::BadCount);
    }
    let long = |text: &str| text.trim().chars().count() > TEXT_LONGEST;
    if long(&arrival.reference) {
        return Err(Refusal::TooLong("/reference"));
    }
    if long(&arrival.purchase_order) {
        return Err(Refusal::TooLong("/purchase_order"));
    }
    Ok(())
}

/// What the lines mean, for the look before it is booked.
///
/// # Errors
/// A [`Refusal`] that no single line is to blame for.
pub fn look(
    view: &mut crate::platform::db::View,
    staff: &Staff,
    arrival: &Arrival,
) -> Result<Vec<Looked>, AppError> {
    check(staff, arrival)?;
    Ok(entered::look(view, staff, arrival.lines.clone(), 1)?)
}

/// Books it; answers with the note's number and with who was covered.
///
/// # Errors
/// A [`Refusal`].
pub fn book(
    tx: &mut Tx,
    staff: &Staff,
    arrival: &Arrival,
    source: &str,
) -> Result<(String, Covered), AppError> {
    let looked = look(tx, staff, arrival)?;
    let lines = entered::sums(&looked).map_err(Refusal::Lines)?;
    let products: Vec<i64> = lines.iter().map(|line| line.product_id).collect();
    let _ = put::lock(tx, &arrival.location, &products)?;
    let number = format!("G-{}", counters::next(tx, "goods_in_notes", 1)?);
    let cause = format!("goods_in:{number}");
    let why = Why {
        kind: Kind::GoodsIn,
        source: &cause,
        reason: Some(arrival.reference.trim()).filter(|text| !text.is_empty()),
        login_id: Some(staff.login.id),
    };
    let changes: Vec<(i64, i64)> =
        lines.iter().map(|line| (line.product_id, line.quantity.units)).collect();
    let (on_hand, freed) = put::put(tx, &arrival.location, &changes, why)?;
    incoming::came(tx, &changes)?;
    let note = Written {
        number: &number,
        location: &arrival.location,
        reference: &arrival.reference,
        purchase_order: &arrival.purchase_order,
        source,
        reverses: None,
    };
    let id = write(tx, staff, &note, (&lines, &on_hand))?;
    let covered = give_on(tx, freed, Cause { source: &cause, login_id: Some(staff.login.id) })?;
    write_covered(tx, id, &covered, 1)?;
    record(tx, staff, "goods_received", (&number, lines.len(), covered.lines.len()))?;
    Ok((number, covered))
}

/// The head of a note as it is written.
pub(super) struct Written<'a> {
    pub(super) number: &'a str,
    pub(super) location: &'a str,
    pub(super) reference: &'a str,
    pub(super) purchase_order: &'a str,
    pub(super) source: &'a str,
    pub(super) reverses: Option<i64>,
}

/// Writes a note and its lines; a line's sign says whether it came or went.
pub(super) fn write(
    tx: &mut Tx,
    staff: &Staff,
    note: &Written<'_>,
    (lines, on_hand): (&[Meant], &[i64]),
) -> Result<i64, DbError> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (id, now) = (tx.new_id(), tx.now());
    let (reference, purchase_order) = (some(note.reference), some(note.purchase_order));
    let words = [Some(note.number.to_owned()), reference.clone(), purchase_order.clone()];
    let find_key = words.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    tx.exec_each_one(
        "insert into goods_in_notes (id, number, number_key, location, reference, purchase_order,
             source, reverses, line_count, received_at, login_id, find_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[args![
            id,
            note.number,
            &note.number.to_lowercase(),
            note.location,
            reference.as_deref(),
            purchase_order.as_deref(),
            note.source,
            note.reverses,
            i64::try_from(lines.len()).unwrap_or(i64::MAX),
            now,
            staff.login.id,
            &find_key
        ]],
    )?;
    let rows: Vec<_> = (1_i64..)
        .zip(lines.iter().zip(on_hand))
        .map(|(n, (line, on_hand))| args![id, n, line.product_id, line.quantity.units, *on_hand])
        .collect();
    tx.exec_each_one(
        "insert into goods_in_lines (note_id, position, product_id, quantity, on_hand)
         values ($1, $2, $3, $4, $5)",
        &rows,
    )?;
    Ok(id)
}

/// Writes who got something of it, or lost it: `sign` -1.
pub(super) fn write_covered(
    tx: &mut Tx,
    note_id: i64,
    covered: &Covered,
    sign: i64,
) -> Result<(), DbError> {
    let rows: Vec<_> = covered
        .lines
        .iter()
        .map(|line| args![note_id, line.line_id, sign * line.quantity])
        .collect();
    tx.exec_each_one(
        "insert into goods_in_covered (note_id, order_line_id, quantity) values ($1, $2, $3)",
        &rows,
    )
}

/// Writes down who did it.
pub(super) fn record(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    (number, lines, covered): (&str, usize, usize),
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("goods_in:{number}"),
        facts: serde_json::json!({ "lines": lines, "covered": covered }),
        free_text: None,
    };
    activity::record(tx, &deed)
}
