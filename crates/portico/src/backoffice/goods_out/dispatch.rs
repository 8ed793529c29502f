//! Goods leave: those of a packed note, or, told by a program, of an order without one.

use super::pack::order_of;
use super::{Refusal, lock, store};
use crate::access::Staff;
use crate::orders::ledger::{self, Standing};
use crate::orders::shipping::handled;
use crate::orders::shipping::ship::{self, Dispatch, Leaving, NewParcel};
use crate::orders::store::number_key;
use crate::orders::{Stage, refusal};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::Quantity;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// The goods of a packed note leave, each in its parcel; answers with the shipment's number. `parcels` are in the order of
/// the parcels that hold something.
///
/// # Errors
/// A [`Refusal`], or one of `orders::shipping::ship`.
pub fn of_note(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    parcels: &[NewParcel],
) -> Result<String, AppError> {
    super::check(staff.role)?;
    let order_id = order_of(tx, number)?;
    let _ = ledger::lock_with_stock(tx, &[order_id])?;
    let note = lock(tx, number)?;
    let now = tx.now();
    let left = tx.exec(
        "update goods_out_notes set state = 'shipped', done_at = $2, done_by = $3
         where id = $1 and state = 'packed'",
        args![note.id, now, staff.login.id],
    )?;
    if left != 1 {
        return Err(Refusal::NotPacked(note.state).into());
    }
    let lines = leaving(tx, staff, note.id)?;
    let boxes = lines.iter().map(|line| line.parcel).max().unwrap_or(1);
    let boxes = usize::try_from(boxes).unwrap_or(1);
    let mut parcels = parcels.to_vec();
    parcels.resize(boxes, NewParcel::default());
    let source = format!("note:{}", number.to_uppercase());
    let dispatch =
        Dispatch { order_id: note.order_id, lines: &lines, parcels: &parcels, source: &source };
    ship::ship(tx, staff, &dispatch)
}

/// What is in the parcels, these numbered anew without those that hold nothing.
fn leaving(tx: &mut Tx, staff: &Staff, note_id: i64) -> Result<Vec<Leaving>, DbError> {
    let lines = store::lines(tx, staff, note_id)?;
    let packed = tx.all::<(i64, i64, i64)>(
        "select position, parcel, cast(sum(quantity) as bigint) from goods_out_scans
         where note_id = $1 and not undone group by position, parcel order by parcel, position
         limit 100000",
        args![note_id],
    )?;
    let mut anew: BTreeMap<i64, i64> = packed.iter().map(|(_, parcel, _)| (*parcel, 0)).collect();
    for (number, parcel) in (1..).zip(anew.values_mut()) {
        *parcel = number;
    }
    let leaving = |(position, parcel, quantity): &(i64, i64, i64)| {
        let line = lines.iter().find(|line| line.position == *position)?;
        Some(Leaving {
            line_id: line.order_line_id,
            from: Stage::Released,
            quantity: *quantity,
            decimals: line.quantity.decimals,
            parcel: anew[parcel],
        })
    };
    Ok(packed.iter().filter_map(leaving).collect())
}

/// A line as a program says it: its number in the order, and how much leaves, as it was written.
#[derive(Clone, Debug)]
pub struct Told {
    /// Number of the order's line.
    pub line: i64,
    /// How much.
    pub quantity: Option<String>,
}

/// Goods of an order leave that a program tells of: first what was released without a note, then what is allocated. What
/// stands on a note leaves by that note.
///
/// # Errors
/// A refusal with a row for each line that is wrong, or one of `orders::shipping::ship`.
pub fn of_order(
    tx: &mut Tx,
    staff: &Staff,
    order: &str,
    (told, parcel): (&[Told], NewParcel),
) -> Result<String, AppError> {
    super::check(staff.role)?;
    let id = tx
        .one::<i64>("select id from orders where number_key = $1", args![&number_key(order)])?
        .ok_or(handled::Refusal::NotFound)?;
    let mut standing = ledger::lock_with_stock(tx, &[id])?;
    let standing = standing.remove(&id).unwrap_or_default();
    let head = handled::heads(tx, staff, &[id])?;
    handled::check(staff, head.first().ok_or(handled::Refusal::NotFound)?)?;
    let lines = split(tx, id, &standing, told)?;
    let dispatch = Dispatch { order_id: id, lines: &lines, parcels: &[parcel], source: "api" };
    ship::ship(tx, staff, &dispatch)
}

/// What may leave of a line without a note, in the smallest step: released, and allocated.
struct Free {
    line_id: i64,
    decimals: u8,
    released: i64,
    allocated: i64,
}

fn split(
    tx: &mut Tx,
    order_id: i64,
    standing: &[Standing],
    told: &[Told],
) -> Result<Vec<Leaving>, AppError> {
    let mut free = free_lines(tx, order_id, standing)?;
    let (mut lines, mut wrong, mut short) = (Vec::new(), Vec::new(), Vec::new());
    for (index, told) in told.iter().enumerate() {
        let Some(free) = free.get_mut(&told.line) else {
            let text = Text::plain("ship-no-such-line");
            wrong.push(FieldProblem::new(format!("/lines/{index}/line"), "invalid", text));
            continue;
        };
        let field = format!("/lines/{index}/quantity");
        let text = told.quantity.as_deref().unwrap_or_default();
        let quantity = match Quantity::parse(text, free.decimals) {
            Ok(quantity) => quantity.units,
            Err(fault) => {
                let text = refusal::quantity_text(fault);
                wrong.push(FieldProblem::new(field, fault.code(), text));
                continue;
            }
        };
        let available = Quantity::steps(free.released + free.allocated, free.decimals);
        if quantity > available.units {
            short.push(not_ready(field, available));
            continue;
        }
        lines.extend(free.take(quantity));
    }
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong).into());
    }
    if !short.is_empty() {
        let text = Text::plain("ship-not-all-ready");
        return Err(Problem::new(409, "insufficient_stock", text).with_errors(short).into());
    }
    Ok(lines)
}

fn not_ready(field: String, available: Quantity) -> FieldProblem {
    let text = Text::plain("ship-not-ready").with("available", available.grouped());
    let number: Value = refusal::number(available);
    FieldProblem::new(field, "insufficient_stock", text).with("available", number)
}

impl Free {
    /// Takes so much: first what is released.
    fn take(&mut self, quantity: i64) -> Vec<Leaving> {
        let released = quantity.min(self.released);
        let allocated = quantity - released;
        self.released -= released;
        self.allocated -= allocated;
        [(Stage::Released, released), (Stage::Allocated, allocated)]
            .into_iter()
            .filter(|(_, quantity)| *quantity > 0)
            .map(|(from, quantity)| Leaving {
                line_id: self.line_id,
                from,
                quantity,
                decimals: self.decimals,
                parcel: 1,
            })
            .collect()
    }
}

/// The lines of an order by their numbers, with what no note holds. The order is locked.
fn free_lines(
    tx: &mut Tx,
    order_id: i64,
    standing: &[Standing],
) -> Result<HashMap<i64, Free>, DbError> {
    let rows = tx.all::<(i64, i64, i64, i64)>(
        "select l.id, l.line, l.quantity_decimals, cast(coalesce((
             select sum(g.quantity) from goods_out_lines g
             join goods_out_notes n on n.id = g.note_id
             where g.order_line_id = l.id and n.state in ('open', 'packed')), 0) as bigint)
         from order_lines l where l.order_id = $1 order by l.line limit 5000",
        args![order_id],
    )?;
    let free = |(line_id, line, decimals, on_notes): (i64, i64, i64, i64)| {
        let stands = standing.iter().find(|s| s.line_id == line_id)?;
        let of = |stage: Stage| stands.stages[stage as usize];
        let free = Free {
            line_id,
            decimals: u8::try_from(decimals).unwrap_or(0),
            released: (of(Stage::Released) - on_notes).max(0),
            allocated: of(Stage::Allocated),
        };
        Some((line, free))
    };
    Ok(rows.into_iter().filter_map(free).collect())
}
