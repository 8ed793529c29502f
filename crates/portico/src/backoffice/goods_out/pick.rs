//! Picking by one field: a code that is scanned or typed counts a line of the note up. The guard stands in the statement:
//! no line is counted above what the note asks for, however many people pick it.

use super::{Locked, NoteLine, Refusal, lock_open, store};
use crate::access::Staff;
use crate::orders::shipping::ship::PARCELS_MOST;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use portico_types::Quantity;

/// The longest thing that is scanned, in characters.
pub const CODE_LONGEST: usize = 100;

/// What was scanned or typed, and the form it came by: one form is counted once.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The field.
    pub code: String,
    /// The form's own key.
    pub form: String,
}

/// What the field means, before the note is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meant {
    /// Nothing was typed.
    Done,
    /// `/`: my last one back.
    Undo,
    /// `+`: the next parcel.
    NextParcel,
    /// A code, as a whole.
    Code(String),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Counted: which line, how much.
    Counted {
        /// Line of the note.
        position: i64,
        /// How much.
        quantity: Quantity,
    },
    /// This form was counted already.
    Again,
    /// Taken back: which line, how much.
    Undone {
        /// Line of the note.
        position: i64,
        /// How much.
        quantity: Quantity,
    },
    /// There is nothing of this person's to take back.
    NothingToUndo,
    /// From now on it goes into this parcel.
    NextParcel(i64),
    /// The parcel is empty still.
    ParcelIsEmpty(i64),
    /// No line has this code.
    NotHere(String),
    /// No quantity, or none that the product can be counted in.
    BadQuantity(String),
    /// More than is still to be picked: which line, and who counted the last of it.
    TooMany {
        /// Line of the note.
        position: i64,
        /// Who counted it last.
        by: Option<String>,
    },
    /// Nothing was typed, and not everything is picked.
    NotComplete,
    /// Everything is picked: the note may be closed.
    Complete,
}

fn meant(text: &str) -> Meant {
    match text.trim() {
        "" => Meant::Done,
        "/" => Meant::Undo,
        "+" => Meant::NextParcel,
        code => Meant::Code(code.to_owned()),
    }
}

/// The lines that a text means, and how much of it: `CODE`, `3*CODE`, `3 CODE`. A code that looks like that is meant first.
fn lines_meant<'l>(lines: &'l [NoteLine], text: &str) -> Option<(Vec<&'l NoteLine>, String)> {
    let of = |code: &str| -> Vec<&NoteLine> {
        lines.iter().filter(|line| line.is_called(code)).collect()
    };
    let whole = of(text);
    if !whole.is_empty() {
        return Some((whole, "1".to_owned()));
    }
    let (quantity, code) = text.split_once(['*', '×']).or_else(|| text.split_once(' '))?;
    let found = of(code);
    (!found.is_empty()).then(|| (found, quantity.trim().to_owned()))
}

/// Does what was scanned. What cannot be counted changes nothing and is said; only a note that is not open is refused.
///
/// # Errors
/// A [`Refusal`].
pub fn scan(tx: &mut Tx, staff: &Staff, number: &str, typed: &Typed) -> Result<Scanned, AppError> {
    let note = lock_open(tx, staff.role, number)?;
    match meant(&typed.code) {
        Meant::Done => {
            let lines = store::lines(tx, staff, note.id)?;
            let complete = lines.iter().all(|line| line.rest() == 0);
            Ok(if complete { Scanned::Complete } else { Scanned::NotComplete })
        }
        Meant::Undo => undo(tx, staff, note),
        Meant::NextParcel => next_parcel(tx, note),
        Meant::Code(code) => count(tx, staff, note, (&code, &typed.form)),
    }
}

fn count(
    tx: &mut Tx,
    staff: &Staff,
    note: Locked,
    (code, form): (&str, &str),
) -> Result<Scanned, AppError> {
    let lines = store::lines(tx, staff, note.id)?;
    let Some((called, quantity)) = lines_meant(&lines, code) else {
        return Ok(Scanned::NotHere(code.chars().take(CODE_LONGEST).collect()));
    };
    // A product that stands on two lines fills the first before the second.
    let line = called.iter().find(|line| line.rest() > 0).or(called.last());
    let Some(line) = line else { return Ok(Scanned::NotHere(code.to_owned())) };
    let Ok(quantity) = Quantity::parse(&quantity.replace(',', "."), line.quantity.decimals) else {
        return Ok(Scanned::BadQuantity(code.to_owned()));
    };
    // What is typed faster than pages come belongs to the form of the page before: only the same text is the same scan.
    let form = format!("{}:{}", form.chars().take(60).collect::<String>(), code.to_uppercase());
    if was_counted(tx, note, &form)? {
        return Ok(Scanned::Again);
    }
    let counted = tx.exec(
        "update goods_out_lines set picked = picked + $3
         where note_id = $1 and position = $2 and picked + $3 <= quantity",
        args![note.id, line.position, quantity.units],
    )?;
    if counted != 1 {
        let by = counted_last(tx, note, line.position)?;
        return Ok(Scanned::TooMany { position: line.position, by });
    }
    write_scans(tx, staff, note, (&[(line.position, quantity.units)], &form))?;
    Ok(Scanned::Counted { position: line.position, quantity })
}

fn was_counted(tx: &mut Tx, note: Locked, form: &str) -> Result<bool, DbError> {
    let rows = tx.one::<i64>(
        "select count(*) from goods_out_scans where note_id = $1 and form_key = $2",
        args![note.id, form],
    )?;
    Ok(rows.unwrap_or(0) > 0)
}

fn counted_last(tx: &mut Tx, note: Locked, position: i64) -> Result<Option<String>, DbError> {
    let last = tx.all::<Option<String>>(
        "select w.name from goods_out_scans s left join logins w on w.id = s.login_id
         where s.note_id = $1 and s.position = $2 and not s.undone order by s.id desc limit 1",
        args![note.id, position],
    )?;
    Ok(last.into_iter().next().flatten())
}

/// Writes what was counted into the parcel that is open.
fn write_scans(
    tx: &mut Tx,
    staff: &Staff,
    note: Locked,
    (counted, form): (&[(i64, i64)], &str),
) -> Result<(), DbError> {
    let now = tx.now();
    let rows: Vec<_> = counted
        .iter()
        .map(|(position, quantity)| {
            let id = tx.new_id();
            args![id, note.id, *position, note.parcels, *quantity, staff.login.id, now, form]
        })
        .collect();
    tx.exec_each_one(
        "insert into goods_out_scans (id, note_id, position, parcel, quantity, login_id, at, undone,
             form_key)
         values ($1, $2, $3, $4, $5, $6, $7, false, $8)",
        &rows,
    )
}

/// Takes this person's own last scan back.
fn undo(tx: &mut Tx, staff: &Staff, note: Locked) -> Result<Scanned, AppError> {
    let last = tx.all::<(i64, i64, i64, i64)>(
        "select s.id, s.position, s.quantity, l.quantity_decimals
         from goods_out_scans s
         join goods_out_lines g on g.note_id = s.note_id and g.position = s.position
         join order_lines l on l.id = g.order_line_id
         where s.note_id = $1 and s.login_id = $2 and not s.undone order by s.id desc limit 1",
        args![note.id, staff.login.id],
    )?;
    let Some((id, position, units, decimals)) = last.into_iter().next() else {
        return Ok(Scanned::NothingToUndo);
    };
    tx.exec_each_one(
        "update goods_out_scans set undone = true where id = $1 and not undone",
        &[args![id]],
    )?;
    tx.exec_each_one(
        "update goods_out_lines set picked = picked - $3
         where note_id = $1 and position = $2 and picked >= $3",
        &[args![note.id, position, units]],
    )?;
    let quantity = Quantity::steps(units, u8::try_from(decimals).unwrap_or(0));
    Ok(Scanned::Undone { position, quantity })
}

fn next_parcel(tx: &mut Tx, note: Locked) -> Result<Scanned, AppError> {
    if note.parcels >= PARCELS_MOST {
        return Err(Refusal::TooManyParcels.into());
    }
    let inside = tx.one::<i64>(
        "select count(*) from goods_out_scans where note_id = $1 and parcel = $2 and not undone",
        args![note.id, note.parcels],
    )?;
    if inside.unwrap_or(0) == 0 {
        return Ok(Scanned::ParcelIsEmpty(note.parcels));
    }
    tx.exec_each_one(
        "update goods_out_notes set parcels = parcels + 1 where id = $1 and state = 'open'",
        &[args![note.id]],
    )?;
    Ok(Scanned::NextParcel(note.parcels + 1))
}

/// Everything that is still to be picked lies in the parcel that is open: for whoever picks by paper.
///
/// # Errors
/// A [`Refusal`].
pub fn all(tx: &mut Tx, staff: &Staff, number: &str, form: &str) -> Result<(), AppError> {
    let note = lock_open(tx, staff.role, number)?;
    let lines = store::lines(tx, staff, note.id)?;
    let rest: Vec<(i64, i64)> = lines
        .iter()
        .filter(|line| line.rest() > 0)
        .map(|line| (line.position, line.rest()))
        .collect();
    let rows: Vec<_> = rest.iter().map(|(position, by)| args![note.id, *position, *by]).collect();
    tx.exec_each_one(
        "update goods_out_lines set picked = picked + $3
         where note_id = $1 and position = $2 and picked + $3 <= quantity",
        &rows,
    )?;
    let form = format!("all:{}", form.chars().take(60).collect::<String>());
    Ok(write_scans(tx, staff, note, (&rest, &form))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(position: i64, sku: &str, code: &str) -> NoteLine {
        NoteLine {
            position,
            order_line_id: position,
            line: position,
            sku: sku.to_owned(),
            name: sku.to_owned(),
            unit: "piece".to_owned(),
            remarks: None,
            quantity: Quantity::whole(6),
            picked: 0,
            codes: vec![code.to_owned()],
        }
    }

    #[test]
    fn a_text_means_a_line_and_how_much() {
        let lines = [line(1, "MUG-SAND", "5012345678900"), line(2, "3*CUP 4", "77")];
        let read = |text: &str| {
            lines_meant(&lines, text).map(|(found, quantity)| (found[0].position, quantity))
        };
        let one = |position: i64, quantity: &str| Some((position, quantity.to_owned()));
        assert_eq!(read("mug-sand"), one(1, "1"));
        assert_eq!(read("5012345678900"), one(1, "1"));
        assert_eq!(read("3*MUG-SAND"), one(1, "3"));
        assert_eq!(read("3×mug-sand"), one(1, "3"));
        assert_eq!(read("12 MUG-SAND"), one(1, "12"));
        assert_eq!(read("3*CUP 4"), one(2, "1"), "a code that looks like a quantity is a code");
        assert_eq!(read("CUP"), None);
        assert_eq!(meant(" "), Meant::Done);
        assert_eq!((meant("/"), meant("+")), (Meant::Undo, Meant::NextParcel));
    }
}
