//! For whom staff enter an order, and what they began and did not place.

use crate::access::{Buyer, PricesShown, Staff, customer_head};
use crate::orders::Refusal;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::problem::{AppError, Problem};
use portico_types::{Currency, Moment, Money};

/// Orders that were begun, on the page.
const BEGUN_MOST: i64 = 20;

/// The person of the staff as somebody who orders for this customer. They see prices and stock as numbers, whatever the
/// customer is shown.
///
/// # Errors
/// 403 for whoever may only read, 404 for a customer that is not there or closed.
pub fn orders_for(view: &mut View, staff: &Staff, number: &str) -> Result<Buyer, AppError> {
    let head = customer_head(view, staff, number)?.ok_or_else(Problem::not_found)?;
    let closed = view
        .one::<bool>("select closed_at is not null from customers where id = $1", args![head.id])?;
    if closed != Some(false) {
        return Err(Problem::not_found().into());
    }
    let mut buyer = staff.ordering_for(head).ok_or(Refusal::NotAllowed)?;
    if buyer.customer.prices_shown == PricesShown::Hidden {
        buyer.customer.prices_shown = PricesShown::Net;
    }
    buyer.customer.stock_shown = Some("number".to_owned());
    Ok(buyer)
}

/// An order that this person began for a customer and has not placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Number of the customer.
    pub number: String,
    /// Its name.
    pub name: String,
    /// How many lines stand in it.
    pub lines: i64,
    /// What the goods came to when it was last changed.
    pub goods: Money,
    /// When that was.
    pub changed_at: Moment,
}

impl FromRow for Begun {
    fn from_row(row: &mut Row<'_>) -> Result<Begun, DbError> {
        let (number, name, lines) = (row.next()?, row.next()?, row.next()?);
        let currency: String = row.next()?;
        let currency = Currency::from_code(&currency)
            .ok_or_else(|| DbError::Failed("a customer without a currency".to_owned()))?;
        let goods = Money::new(row.next()?, currency);
        Ok(Begun { number, name, lines, goods, changed_at: Moment(row.next()?) })
    }
}

/// What this person began and has not placed, the last first.
///
/// # Errors
/// What the database says.
pub fn begun(view: &mut View, staff: &Staff) -> Result<Vec<Begun>, DbError> {
    view.all::<Begun>(
        "select c.number, c.name, k.line_count, c.currency, k.goods_minor, k.changed_at
         from carts k join customers c on c.id = k.customer_id
         where k.login_id = $1 and k.line_count > 0 and c.closed_at is null
         order by k.changed_at desc, k.id limit $2",
        args![staff.login.id, BEGUN_MOST],
    )
}
