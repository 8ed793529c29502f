//! What the front page reads that no other slice reads for itself.

use crate::access::Buyer;
use crate::orders::place::own_only;
use crate::orders::{Delivery, Status};
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Currency, Day, Money, Zone};

/// Goods ordered in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// `2026-11`.
    pub month: String,
    /// In minor units.
    pub goods_minor: i64,
}

impl FromRow for Month {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Month { month: row.next()?, goods_minor: row.next()? })
    }
}

/// Goods by month since this day: orders that stand, in the customer's currency. Months without orders are absent.
///
/// # Errors
/// What the database says.
pub fn months(
    view: &mut View,
    buyer: &Buyer,
    since: Day,
    zone: &Zone,
) -> Result<Vec<Month>, DbError> {
    view.all::<Month>(
        "select substr(o.placed_day, 1, 7), cast(sum(o.goods_minor) as bigint) from orders o
         where o.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)
           and o.placed_at >= $3 and o.placed_day >= $4 and o.currency = $5
           and o.status in ('placed', 'confirmed')
         group by substr(o.placed_day, 1, 7) order by 1 limit 30",
        args![
            buyer.customer.id,
            own_only(buyer),
            since.start(zone).0,
            &since.text(),
            buyer.customer.currency.code()
        ],
    )
}

/// An order somebody must look at.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its number.
    pub number: String,
    /// Awaiting approval, or refused.
    pub status: Status,
    /// How much has left us.
    pub delivery: Delivery,
    /// The login that placed it.
    pub login_id: Option<i64>,
    /// Name of that person.
    pub by: Option<String>,
    /// What it comes to.
    pub total: Money,
    /// When it was placed.
    pub day: Day,
    /// Why it was refused.
    pub why: Option<String>,
}

impl FromRow for Waiting {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let unknown = |what: &str| DbError::Failed(format!("an order has an unknown {what}"));
        let number = row.next()?;
        let status = Status::from_text(&row.next::<String>()?).ok_or_else(|| unknown("status"))?;
        let delivery =
            Delivery::from_text(&row.next::<String>()?).ok_or_else(|| unknown("delivery"))?;
        let (login_id, by) = (row.next()?, row.next()?);
        let minor = row.next()?;
        let currency =
            Currency::from_code(&row.next::<String>()?).ok_or_else(|| unknown("currency"))?;
        let day = Day::parse(&row.next::<String>()?).ok_or_else(|| unknown("day"))?;
        Ok(Waiting {
            number,
            status,
            delivery,
            login_id,
            by,
            total: Money::new(minor, currency),
            day,
            why: row.next()?,
        })
    }
}

/// Orders since this day that await approval or were refused, the newest first; 10 at most.
///
/// # Errors
/// What the database says.
pub fn waiting(
    view: &mut View,
    buyer: &Buyer,
    since: Day,
    zone: &Zone,
) -> Result<Vec<Waiting>, DbError> {
    view.all::<Waiting>(
        "select o.number, o.status, o.delivery, o.login_id, l.name, o.total_minor, o.currency,
             o.placed_day, o.refused_why
         from orders o left join logins l on l.id = o.login_id
         where o.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)
           and o.placed_at >= $3 and o.status in ('awaiting_approval', 'refused')
         order by o.placed_at desc, o.id desc limit 10",
        args![buyer.customer.id, own_only(buyer), since.start(zone).0],
    )
}

/// A product that is ordered again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    /// The product.
    pub product_id: i64,
    /// In how many of the last orders it was.
    pub orders: i64,
    /// The usual quantity: the mean, in the smallest step.
    pub units: i64,
}

impl FromRow for Usual {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Usual { product_id: row.next()?, orders: row.next()?, units: row.next()? })
    }
}

/// Products that stand in most of the last 200 orders and not in the current order: one statement, 8 at most.
///
/// # Errors
/// What the database says.
pub fn usual(view: &mut View, buyer: &Buyer) -> Result<Vec<Usual>, DbError> {
    view.all::<Usual>(
        "select l.product_id, count(distinct l.order_id),
             cast(sum(l.quantity) / count(*) as bigint)
         from (select o.id from orders o
               where o.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)
                 and o.status in ('placed', 'confirmed')
               order by o.placed_at desc, o.id desc limit 200) r
         join order_lines l on l.order_id = r.id
         where l.product_id is not null
           and not exists (select 1 from carts c join cart_lines k on k.cart_id = c.id
               where c.login_id = $3 and c.customer_id = $1 and k.product_id = l.product_id)
         group by l.product_id having count(distinct l.order_id) > 1
         order by count(distinct l.order_id) desc, l.product_id limit 8",
        args![buyer.customer.id, own_only(buyer), buyer.login.id],
    )
}
