//! What customers asked to be changed, as it is kept.

use super::{Change, LineWanted, State};
use crate::access::Staff;
use crate::orders::kept::OrderHead;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Day, Moment, Quantity};
use std::collections::HashMap;

/// Wishes of one order that are shown.
const MOST: i64 = 20;

struct ChangeRow(Change);

impl FromRow for ChangeRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, at, by, reason) = (row.next()?, Moment(row.next()?), row.next()?, row.next()?);
        let day: Option<String> = row.next()?;
        let state = State::from_text(&row.next::<String>()?);
        let answer = row.next()?;
        let number: Option<String> = row.next()?;
        let address = number.zip(row.next()?);
        let requested_day = day.and_then(|day| Day::parse(&day));
        let lines = Vec::new();
        Ok(ChangeRow(Change { id, at, by, reason, requested_day, address, state, answer, lines }))
    }
}

/// What was asked to be changed of this order, newest first: two statements. The head was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn changes(view: &mut View, head: &OrderHead) -> Result<Vec<Change>, DbError> {
    let rows = view.all::<ChangeRow>(
        "select c.id, c.at, l.name, c.reason, c.requested_day, c.state, c.answer, a.number,
             a.line1 || ', ' || a.city
         from order_changes c
         join logins l on l.id = c.login_id
         left join addresses a on a.id = c.address_id
         where c.order_id = $1 order by c.id desc limit $2",
        args![head.id, MOST],
    )?;
    let mut all: Vec<Change> = rows.into_iter().map(|row| row.0).collect();
    let ids: Vec<_> = all.iter().map(|change| args![change.id]).collect();
    type Line = (i64, i64, String, String, i64, i64, i64);
    let rows = view.all_many::<Line>(
        "select c.change_id, l.line, l.sku, l.name, l.quantity_decimals, c.old_quantity, c.quantity
         from order_change_lines c join order_lines l on l.id = c.order_line_id
         where c.change_id = $1 order by l.line limit 5000",
        &ids,
    )?;
    let mut lines: HashMap<i64, Vec<LineWanted>> = HashMap::new();
    for (change, line, sku, name, decimals, old, new) in rows.into_iter().flatten() {
        let steps = |units| Quantity::steps(units, u8::try_from(decimals).unwrap_or(0));
        let wanted = LineWanted { line, product: (sku, name), old: steps(old), new: steps(new) };
        lines.entry(change).or_default().push(wanted);
    }
    for change in &mut all {
        change.lines = lines.remove(&change.id).unwrap_or_default();
    }
    Ok(all)
}

/// An order whose customer waits for an answer to a wish: its number, whose it is, since when.
#[derive(Clone, Debug)]
pub struct OpenChange {
    /// Number of the order.
    pub number: String,
    /// Name of the customer.
    pub customer: String,
    /// Since when.
    pub since: Moment,
}

impl FromRow for OpenChange {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (number, customer) = (row.next()?, row.next()?);
        Ok(OpenChange { number, customer, since: Moment(row.next()?) })
    }
}

/// The open wishes of all customers, the longest waiting first, this many at most.
///
/// # Errors
/// What the database says.
pub fn open(view: &mut View, _: &Staff, limit: i64) -> Result<Vec<OpenChange>, DbError> {
    view.all::<OpenChange>(
        "select o.number, c.name, w.at from order_changes w
         join orders o on o.id = w.order_id
         join customers c on c.id = o.customer_id
         where w.state = 'open' order by w.id limit $1",
        args![limit],
    )
}
