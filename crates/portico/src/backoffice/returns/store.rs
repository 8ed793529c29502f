//! Reading returns: one, and those of an order whose head was read for the person who asks.

use super::Fate;
use crate::access::Staff;
use crate::orders::OrderHead;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Day, Moment, Quantity};

/// Something that came back.
#[derive(Clone, Debug)]
pub struct Return {
    /// Its number: `R-3`.
    pub number: String,
    /// The day it was received.
    pub received_day: Day,
    /// When.
    pub received_at: Moment,
    /// Why it came back, as staff wrote it.
    pub reason: String,
    /// Number of the credit note that was given for it.
    pub credit_note: Option<String>,
    /// What came back.
    pub lines: Vec<ReturnLine>,
}

/// A quantity of an order's line that came back.
#[derive(Clone, Debug)]
pub struct ReturnLine {
    /// Number of the order's line.
    pub line: i64,
    /// The product's code, as ordered.
    pub sku: String,
    /// Its name, as ordered.
    pub name: String,
    /// How many.
    pub quantity: Quantity,
    /// What became of it.
    pub fate: Fate,
}

struct Read(ReturnLine);

impl FromRow for Read {
    fn from_row(r: &mut Row<'_>) -> Result<Read, DbError> {
        let (line, sku, name) = (r.next()?, r.next()?, r.next()?);
        let units = r.next()?;
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let fate = Fate::from_text(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a return with an unknown fate".to_owned()))?;
        let quantity = Quantity::steps(units, decimals);
        Ok(Read(ReturnLine { line, sku, name, quantity, fate }))
    }
}

/// The returns of an order, oldest first.
///
/// # Errors
/// What the database says.
pub fn of_order(view: &mut View, order: &OrderHead) -> Result<Vec<Return>, DbError> {
    let heads = view.all::<Head>(
        "select r.id, r.number, r.received_day, r.received_at, r.reason,
             (select min(d.number) from documents d where d.source = 'credit_note:' || r.number)
         from returns r where r.order_id = $1 order by r.id limit 500",
        args![order.id],
    )?;
    whole(view, heads)
}

type Head = (i64, String, String, i64, String, Option<String>);

/// Heads that were read for the person who asks, with their lines.
fn whole(view: &mut View, heads: Vec<Head>) -> Result<Vec<Return>, DbError> {
    let keys: Vec<_> = heads.iter().map(|head| args![head.0]).collect();
    let lines = view.all_many::<Read>(
        "select l.line, l.sku, l.name, b.quantity, l.quantity_decimals, b.fate
         from return_lines b
         join order_lines l on l.id = b.order_line_id
         where b.return_id = $1 order by l.line limit 5000",
        &keys,
    )?;
    let read = |((_, number, day, at, reason, credit_note), lines): (Head, Vec<Read>)| -> Result<Return, DbError> {
        let received_day = Day::parse(&day)
            .ok_or_else(|| DbError::Failed("a return with an unknown day".to_owned()))?;
        let lines = lines.into_iter().map(|line| line.0).collect();
        Ok(Return { number, received_day, received_at: Moment(at), reason, credit_note, lines })
    };
    heads.into_iter().zip(lines).map(read).collect()
}

/// Any return by its number, for staff; first the number of its order.
///
/// # Errors
/// What the database says.
pub fn get_any(
    view: &mut View,
    _: &Staff,
    number: &str,
) -> Result<Option<(String, Return)>, DbError> {
    let key = number.trim().to_lowercase();
    let order = view.one::<String>(
        "select o.number from returns r join orders o on o.id = r.order_id
         where r.number_key = $1",
        args![&key],
    )?;
    let head = view.all::<Head>(
        "select r.id, r.number, r.received_day, r.received_at, r.reason,
             (select min(d.number) from documents d where d.source = 'credit_note:' || r.number)
         from returns r where r.number_key = $1 limit 1",
        args![&key],
    )?;
    Ok(order.zip(whole(view, head)?.pop()))
}
