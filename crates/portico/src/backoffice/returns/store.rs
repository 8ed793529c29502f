//! Reading returns: one, and those of an order whose head was read for the person who asks.

use super::Fate;
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

struct Read(i64, ReturnLine);

impl FromRow for Read {
    fn from_row(r: &mut Row<'_>) -> Result<Read, DbError> {
        let (id, line, sku, name) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let units = r.next()?;
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let fate = Fate::from_text(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a return with an unknown fate".to_owned()))?;
        let quantity = Quantity::steps(units, decimals);
        Ok(Read(id, ReturnLine { line, sku, name, quantity, fate }))
    }
}

/// The returns of an order, oldest first.
///
/// # Errors
/// What the database says.
pub fn of_order(view: &mut View, order: &OrderHead) -> Result<Vec<Return>, DbError> {
    type Head = (i64, String, String, i64, String);
    let heads = view.all::<Head>(
        "select id, number, received_day, received_at, reason from returns
         where order_id = $1 order by id limit 500",
        args![order.id],
    )?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let lines = view.all::<Read>(
        "select b.return_id, l.line, l.sku, l.name, b.quantity, l.quantity_decimals, b.fate
         from returns r
         join return_lines b on b.return_id = r.id
         join order_lines l on l.id = b.order_line_id
         where r.order_id = $1 order by b.return_id, l.line limit 20000",
        args![order.id],
    )?;
    let read = |(id, number, day, at, reason): Head| -> Result<Return, DbError> {
        let received_day = Day::parse(&day)
            .ok_or_else(|| DbError::Failed("a return with an unknown day".to_owned()))?;
        let own = lines.iter().filter(|line| line.0 == id).map(|line| line.1.clone());
        Ok(Return { number, received_day, received_at: Moment(at), reason, lines: own.collect() })
    };
    heads.into_iter().map(read).collect()
}
