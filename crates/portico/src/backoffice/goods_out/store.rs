//! Reading one goods-out note, and the notes of an order.

use super::{Note, NoteLine, State, number_key};
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Moment, Quantity};

/// The columns of a [`Note`]; `n` is notes, `o` orders, `c` customers, `p` locations, `a` and `b` logins.
macro_rules! note_columns {
    () => {
        "n.id, n.number, n.order_id, o.number, c.number, c.name, coalesce(p.name, n.location), n.state,
         n.parcels, n.created_at, a.name, n.done_at, b.name,
         (select count(*) from goods_out_lines l where l.note_id = n.id),
         (select count(*) from goods_out_lines l where l.note_id = n.id and l.picked >= l.quantity),
         exists (select 1 from goods_out_lines l where l.note_id = n.id and l.picked > 0)"
    };
}
pub(super) use note_columns;

macro_rules! from_notes {
    () => {
        " from goods_out_notes n
         join orders o on o.id = n.order_id
         join customers c on c.id = o.customer_id
         left join locations p on p.code = n.location
         left join logins a on a.id = n.created_by
         left join logins b on b.id = n.done_by"
    };
}
pub(super) use from_notes;

impl FromRow for Note {
    fn from_row(r: &mut Row<'_>) -> Result<Note, DbError> {
        let (id, number, order_id, order) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (customer_number, customer, location) = (r.next()?, r.next()?, r.next()?);
        let state = State::from_text(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a goods-out note in an unknown state".to_owned()))?;
        Ok(Note {
            id,
            number,
            order_id,
            order,
            customer_number,
            customer,
            location,
            state,
            parcels: r.next()?,
            created_at: Moment(r.next()?),
            created_by: r.next()?,
            done_at: r.next::<Option<i64>>()?.map(Moment),
            done_by: r.next()?,
            lines: r.next()?,
            lines_picked: r.next()?,
            begun: r.next()?,
        })
    }
}

impl FromRow for NoteLine {
    fn from_row(r: &mut Row<'_>) -> Result<NoteLine, DbError> {
        let (position, order_line_id, line) = (r.next()?, r.next()?, r.next()?);
        let (sku, name, unit, remarks) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (units, picked) = (r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let codes: [Option<String>; 3] = [r.next()?, r.next()?, r.next()?];
        Ok(NoteLine {
            position,
            order_line_id,
            line,
            sku,
            name,
            unit,
            remarks,
            quantity: Quantity::steps(units, decimals),
            picked,
            codes: codes.into_iter().flatten().collect(),
        })
    }
}

/// A scan as it is read.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Line of the note.
    pub position: i64,
    /// Into which parcel.
    pub parcel: i64,
    /// How much, in the smallest step.
    pub quantity: i64,
    /// Who.
    pub login_id: Option<i64>,
    /// Name of that person.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}

impl FromRow for Scan {
    fn from_row(r: &mut Row<'_>) -> Result<Scan, DbError> {
        Ok(Scan {
            position: r.next()?,
            parcel: r.next()?,
            quantity: r.next()?,
            login_id: r.next()?,
            by: r.next()?,
            at: Moment(r.next()?),
        })
    }
}

/// A note with everything on it.
#[derive(Clone, Debug)]
pub struct NoteDetail {
    /// The head.
    pub note: Note,
    /// Its lines, as they are walked.
    pub lines: Vec<NoteLine>,
    /// What was counted up and not taken back, newest first.
    pub scans: Vec<Scan>,
}

/// One note by its number; `None` where there is none.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, staff: &Staff, number: &str) -> Result<Option<NoteDetail>, DbError> {
    let note = view.one::<Note>(
        concat!("select ", note_columns!(), from_notes!(), " where n.number_key = $1"),
        args![&number_key(number)],
    )?;
    let Some(note) = note else { return Ok(None) };
    let lines = lines(view, staff, note.id)?;
    let scans = view.all::<Scan>(
        "select s.position, s.parcel, s.quantity, s.login_id, w.name, s.at
         from goods_out_scans s left join logins w on w.id = s.login_id
         where s.note_id = $1 and not s.undone order by s.id desc limit 20000",
        args![note.id],
    )?;
    Ok(Some(NoteDetail { note, lines, scans }))
}

/// The lines of a note, as they are walked.
///
/// # Errors
/// What the database says.
pub fn lines(view: &mut View, _: &Staff, note_id: i64) -> Result<Vec<NoteLine>, DbError> {
    view.all(
        "select g.position, g.order_line_id, l.line, l.sku, l.name, l.unit, l.remarks, g.quantity,
             g.picked, l.quantity_decimals, p.sku, p.ean, p.maker_code
         from goods_out_lines g
         join order_lines l on l.id = g.order_line_id
         left join products p on p.id = l.product_id
         where g.note_id = $1 order by g.position limit 5000",
        args![note_id],
    )
}

/// The notes of an order, oldest first.
///
/// # Errors
/// What the database says.
pub fn of_order(view: &mut View, _: &Staff, order_id: i64) -> Result<Vec<Note>, DbError> {
    view.all(
        concat!(
            "select ",
            note_columns!(),
            from_notes!(),
            " where n.order_id = $1 order by n.id limit 500"
        ),
        args![order_id],
    )
}

/// Number of the shipment that a note became, once it left.
///
/// # Errors
/// What the database says.
pub fn shipment(view: &mut View, _: &Staff, note: &Note) -> Result<Option<String>, DbError> {
    let source = format!("note:{}", note.number.to_uppercase());
    view.one::<String>(
        "select number from shipments where order_id = $1 and source = $2",
        args![note.order_id, &source],
    )
}
