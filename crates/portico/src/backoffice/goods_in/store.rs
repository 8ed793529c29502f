//! Reading one goods-in note.

use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Moment, Quantity};

/// The columns of a [`Note`]; `n` is notes.
macro_rules! receipt_columns {
    () => {
        "n.id, n.number, n.location, coalesce(p.name, n.location), n.reference, n.purchase_order, n.source,
         a.number, b.number, n.line_count, n.received_at, w.name,
         (select count(*) from goods_in_covered c where c.note_id = n.id)"
    };
}
pub(super) use receipt_columns;

macro_rules! from_receipts {
    () => {
        " from goods_in_notes n
         left join locations p on p.code = n.location
         left join goods_in_notes a on a.id = n.reverses
         left join goods_in_notes b on b.reverses = n.id
         left join logins w on w.id = n.login_id"
    };
}
pub(super) use from_receipts;

/// The head of a note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: i64,
    /// Its number: `G-12`.
    pub number: String,
    /// Code of the location.
    pub location: String,
    /// Name of the location.
    pub location_name: String,
    /// The supplier's delivery note, or what else it is known by.
    pub reference: Option<String>,
    /// Number of the purchase order.
    pub purchase_order: Option<String>,
    /// `staff`, `api`.
    pub source: String,
    /// The note that it takes back.
    pub reverses: Option<String>,
    /// The note that took it back.
    pub reversed_by: Option<String>,
    /// How many lines it has.
    pub lines: i64,
    /// When it was booked.
    pub received_at: Moment,
    /// Who booked it.
    pub by: Option<String>,
    /// How many lines of orders it covered, or uncovered.
    pub covered: i64,
}

impl FromRow for Note {
    fn from_row(r: &mut Row<'_>) -> Result<Note, DbError> {
        Ok(Note {
            id: r.next()?,
            number: r.next()?,
            location: r.next()?,
            location_name: r.next()?,
            reference: r.next()?,
            purchase_order: r.next()?,
            source: r.next()?,
            reverses: r.next()?,
            reversed_by: r.next()?,
            lines: r.next()?,
            received_at: Moment(r.next()?),
            by: r.next()?,
            covered: r.next()?,
        })
    }
}

/// A line of a note.
#[derive(Clone, Debug)]
pub struct Line {
    /// Id of the product.
    pub product_id: i64,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What came; went, if negative.
    pub quantity: Quantity,
    /// What was on hand afterwards.
    pub on_hand: Quantity,
}

impl FromRow for Line {
    fn from_row(r: &mut Row<'_>) -> Result<Line, DbError> {
        let (product_id, sku, name) = (r.next()?, r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let quantity = Quantity::steps(r.next()?, decimals);
        let on_hand = Quantity::steps(r.next()?, decimals);
        Ok(Line { product_id, sku, name, quantity, on_hand })
    }
}

/// A line of an order that got something, or lost it.
#[derive(Clone, Debug)]
pub struct CoveredRow {
    /// Number of its order.
    pub order: String,
    /// Number of the line.
    pub line: i64,
    /// Name of the customer.
    pub customer: String,
    /// The product's code.
    pub sku: String,
    /// What it got; lost, if negative.
    pub quantity: Quantity,
    /// What it still lacks.
    pub lacking: Quantity,
}

impl FromRow for CoveredRow {
    fn from_row(r: &mut Row<'_>) -> Result<CoveredRow, DbError> {
        let (order, line, customer, sku) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let quantity = Quantity::steps(r.next()?, decimals);
        let lacking = Quantity::steps(r.next()?, decimals);
        Ok(CoveredRow { order, line, customer, sku, quantity, lacking })
    }
}

/// A note with everything on it.
#[derive(Clone, Debug)]
pub struct NoteDetail {
    /// The head.
    pub note: Note,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Which lines of orders got something of it.
    pub covered: Vec<CoveredRow>,
}

/// One note by its number; `None` where there is none.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, _: &Staff, number: &str) -> Result<Option<NoteDetail>, DbError> {
    let note = view.one::<Note>(
        concat!("select ", receipt_columns!(), from_receipts!(), " where n.number_key = $1"),
        args![&number.trim().replace('\0', "").to_lowercase()],
    )?;
    let Some(note) = note else { return Ok(None) };
    let lines = view.all::<Line>(
        "select l.product_id, p.sku, p.name, p.quantity_decimals, l.quantity, l.on_hand
         from goods_in_lines l join products p on p.id = l.product_id
         where l.note_id = $1 order by l.position limit 5000",
        args![note.id],
    )?;
    let covered = view.all::<CoveredRow>(
        "select o.number, l.line, c.name, l.sku, l.quantity_decimals, g.quantity, l.backordered
         from goods_in_covered g
         join order_lines l on l.id = g.order_line_id
         join orders o on o.id = l.order_id
         join customers c on c.id = o.customer_id
         where g.note_id = $1 order by o.placed_at, o.id, l.line limit 5000",
        args![note.id],
    )?;
    Ok(Some(NoteDetail { note, lines, covered }))
}
