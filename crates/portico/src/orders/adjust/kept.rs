//! What staff adjusted of an order, as customer and staff read it: old and new, with the reason.

use crate::orders::kept::OrderHead;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Currency, Day, Moment, Money, Quantity, UnitPrice};
use std::collections::HashMap;

/// Adjustments of one order that are shown.
const MOST: i64 = 50;

/// What was adjusted of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineAdjusted {
    /// Its number.
    pub line: i64,
    /// The product's code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// How many stood, and stand.
    pub quantity: (Quantity, Quantity),
    /// What a unit cost, and costs.
    pub price: (UnitPrice, UnitPrice),
}

/// One adjustment.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who of the staff did it; customers hear the wholesaler's name.
    pub by: String,
    /// For the customer.
    pub reason: String,
    /// What the order came to, and comes to.
    pub total: (Money, Money),
    /// The wished day, old and new, where it was changed.
    pub day: Option<(Option<Day>, Option<Day>)>,
    /// The address on one line, old and new, where it was changed.
    pub address: Option<(String, String)>,
    /// Lines that were changed.
    pub lines: Vec<LineAdjusted>,
    /// Charges that were changed: name, old, new.
    pub charges: Vec<(String, Money, Money)>,
}

struct HeadRow {
    id: i64,
    at: i64,
    by: String,
    reason: String,
    totals: (i64, i64),
    days: (Option<String>, Option<String>),
    addresses: (Option<String>, Option<String>),
}

impl FromRow for HeadRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(HeadRow {
            id: row.next()?,
            at: row.next()?,
            by: row.next()?,
            reason: row.next()?,
            totals: (row.next()?, row.next()?),
            days: (row.next()?, row.next()?),
            addresses: (row.next()?, row.next()?),
        })
    }
}

/// What was adjusted of this order, newest first: three statements. The head was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn adjusted(view: &mut View, head: &OrderHead) -> Result<Vec<Adjusted>, DbError> {
    let heads = view.all::<HeadRow>(
        "select a.id, a.at, l.name, a.reason, a.old_total_minor, a.new_total_minor, a.old_day,
             a.new_day, a.old_address, a.new_address
         from order_adjustments a join logins l on l.id = a.login_id
         where a.order_id = $1 order by a.id desc limit $2",
        args![head.id, MOST],
    )?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let currency = head.total.currency;
    let mut lines = lines(view, &heads, currency)?;
    let mut charges = charges(view, &heads, currency)?;
    let day = |text: Option<String>| text.and_then(|text| Day::parse(&text));
    let one = |row: HeadRow| Adjusted {
        at: Moment(row.at),
        by: row.by,
        reason: row.reason,
        total: (Money::new(row.totals.0, currency), Money::new(row.totals.1, currency)),
        day: (row.days != (None, None)).then(|| (day(row.days.0), day(row.days.1))),
        address: row.addresses.0.zip(row.addresses.1),
        lines: lines.remove(&row.id).unwrap_or_default(),
        charges: charges.remove(&row.id).unwrap_or_default(),
        id: row.id,
    };
    Ok(heads.into_iter().map(one).collect())
}

type LineRow = (i64, i64, String, String, i64, i64, i64, i64, i64, i64, i64);

fn lines(
    view: &mut View,
    heads: &[HeadRow],
    currency: Currency,
) -> Result<HashMap<i64, Vec<LineAdjusted>>, DbError> {
    let ids: Vec<_> = heads.iter().map(|head| args![head.id]).collect();
    let rows = view.all_many::<LineRow>(
        "select a.adjustment_id, l.line, l.sku, l.name, l.quantity_decimals, a.old_quantity,
             a.new_quantity, a.old_price, a.old_per, a.new_price, a.new_per
         from order_adjustment_lines a join order_lines l on l.id = a.order_line_id
         where a.adjustment_id = $1 order by l.line limit 5000",
        &ids,
    )?;
    let mut found: HashMap<i64, Vec<LineAdjusted>> = HashMap::new();
    for (id, line, sku, name, decimals, old, new, price, per, new_price, new_per) in
        rows.into_iter().flatten()
    {
        let steps = |units| Quantity::steps(units, u8::try_from(decimals).unwrap_or(0));
        let old_price = UnitPrice::new(price, per, currency);
        let price = (old_price, UnitPrice::new(new_price, new_per, currency));
        let quantity = (steps(old), steps(new));
        found.entry(id).or_default().push(LineAdjusted { line, sku, name, quantity, price });
    }
    Ok(found)
}

/// Name of a charge, old and new amount.
type ChargeAdjusted = (String, Money, Money);

fn charges(
    view: &mut View,
    heads: &[HeadRow],
    currency: Currency,
) -> Result<HashMap<i64, Vec<ChargeAdjusted>>, DbError> {
    let ids: Vec<_> = heads.iter().map(|head| args![head.id]).collect();
    let rows = view.all_many::<(i64, String, i64, i64)>(
        "select adjustment_id, name, old_minor, new_minor from order_adjustment_charges
         where adjustment_id = $1 order by position limit 100",
        &ids,
    )?;
    let mut found: HashMap<i64, Vec<ChargeAdjusted>> = HashMap::new();
    for (id, name, old, new) in rows.into_iter().flatten() {
        let money = |minor| Money::new(minor, currency);
        found.entry(id).or_default().push((name, money(old), money(new)));
    }
    Ok(found)
}
