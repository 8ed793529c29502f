//! The orders that wait for a review, the longest waiting first.

use super::reasons::{self, Reason};
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Currency, Day, Moment, Money};

/// Orders of one page of the queue.
pub const MOST: i64 = 200;

/// An order that waits.
#[derive(Clone, Debug)]
pub struct ToReview {
    /// Its number.
    pub number: String,
    /// Number and name of the customer.
    pub customer: (String, String),
    /// Since when.
    pub since: Moment,
    /// The day it was placed.
    pub placed_day: Day,
    /// How many lines it has.
    pub line_count: i64,
    /// What it comes to.
    pub total: Money,
    /// Why it waits.
    pub reasons: Vec<Reason>,
    /// Its version: what was looked at.
    pub version: i64,
}

impl FromRow for ToReview {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (number, customer) = (row.next()?, (row.next()?, row.next()?));
        let since = Moment(row.next()?);
        let day = row.next::<String>()?;
        let placed_day = Day::parse(&day)
            .ok_or_else(|| DbError::Failed("an order has an unknown placed_day".to_owned()))?;
        let line_count = row.next()?;
        let total = row.next()?;
        let code = row.next::<String>()?;
        let currency = Currency::from_code(&code)
            .ok_or_else(|| DbError::Failed(format!("no such currency: {code}")))?;
        let reasons = reasons::read(&row.next::<String>()?);
        let total = Money::new(total, currency);
        let version = row.next()?;
        Ok(ToReview { number, customer, since, placed_day, line_count, total, reasons, version })
    }
}

/// The queue; [`MOST`] orders at most.
///
/// # Errors
/// What the database says.
pub fn to_review(view: &mut View, _: &Staff) -> Result<Vec<ToReview>, DbError> {
    view.all::<ToReview>(
        "select o.number, c.number, c.name, b.received_at, o.placed_day, o.line_count,
             o.total_minor, o.currency, b.reasons, o.version
         from backoffice_orders b
         join orders o on o.number_key = lower(b.order_number)
         join customers c on c.id = o.customer_id
         where b.state = 'to_review' order by b.id limit $1",
        args![MOST],
    )
}

/// Why this order waited or waits for a review; nothing where it never did.
///
/// # Errors
/// What the database says.
pub fn reasons_of(view: &mut View, _: &Staff, number: &str) -> Result<Vec<Reason>, DbError> {
    let text = view.one::<String>(
        "select reasons from backoffice_orders where order_number = $1",
        args![number],
    )?;
    Ok(reasons::read(&text.unwrap_or_default()))
}
