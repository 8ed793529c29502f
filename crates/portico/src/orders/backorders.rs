//! Backorders: the order lines that lack stock, in the order of ordering.

use super::kept::currency;
use super::place::own_only;
use super::store::contains;
use crate::access::Buyer;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Day, Moment, Money, Quantity, UnitPrice};

/// An order line that lacks stock.
#[derive(Clone, Debug)]
pub struct Backorder {
    /// Id of its order.
    pub order_id: i64,
    /// Number of its order.
    pub order: String,
    /// The customer's reference of that order.
    pub reference: Option<String>,
    /// Its number in the order.
    pub line: i64,
    /// Our code.
    pub sku: String,
    /// The name.
    pub name: String,
    /// File name of the picture.
    pub image: Option<String>,
    /// How many were ordered.
    pub ordered: Quantity,
    /// How many lack stock.
    pub quantity: Quantity,
    /// How many are reserved.
    pub reserved: Quantity,
    /// Price of a unit.
    pub price: UnitPrice,
    /// When it was ordered.
    pub ordered_at: Moment,
    /// The same as a day at the wholesaler's.
    pub ordered_day: Day,
}

impl Backorder {
    /// What the quantity that lacks stock comes to.
    #[must_use]
    pub fn value(&self) -> Option<Money> {
        self.price.net(self.quantity).ok()
    }

    /// Where the next page begins after this row.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.ordered_at.0, order_id: self.order_id, line: self.line }
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    at: i64,
    order_id: i64,
    line: i64,
}

impl Cursor {
    /// For an address.
    #[must_use]
    pub fn text(self) -> String {
        format!("{}.{}.{}", self.at, self.order_id, self.line)
    }

    /// Reads what `text` wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Cursor> {
        let mut parts = text.splitn(3, '.').map(|part| part.parse::<i64>().ok());
        let (at, order_id, line) = (parts.next()??, parts.next()??, parts.next()??);
        Some(Cursor { at, order_id, line })
    }
}

impl FromRow for Backorder {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (order_id, order, reference) = (row.next()?, row.next()?, row.next()?);
        let (line, sku, name, image) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let decimals = u8::try_from(row.next::<i64>()?).unwrap_or(0);
        let mut quantity = || Ok::<_, DbError>(Quantity::steps(row.next()?, decimals));
        let (ordered, lacking, reserved) = (quantity()?, quantity()?, quantity()?);
        let (price, per) = (row.next()?, row.next()?);
        let currency = currency(&row.next::<String>()?)?;
        let ordered_at = Moment(row.next()?);
        let day = Day::parse(&row.next::<String>()?);
        Ok(Backorder {
            order_id,
            order,
            reference,
            line,
            sku,
            name,
            image,
            ordered,
            quantity: lacking,
            reserved,
            price: UnitPrice::new(price, per, currency),
            ordered_at,
            ordered_day: day.ok_or_else(|| DbError::Failed("an order without a day".to_owned()))?,
        })
    }
}

/// A page of the customer's backorders and where the next one begins. `q` is part of an order's number or
/// reference, or of a product's code or name.
///
/// # Errors
/// What the database says.
pub fn list(
    view: &mut View,
    buyer: &Buyer,
    q: &str,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<Backorder>, Option<Cursor>), DbError> {
    let q = q.trim().replace('\0', "");
    let lower = (!q.is_empty()).then(|| contains(&q.to_lowercase()));
    let upper = (!q.is_empty()).then(|| contains(&q.to_uppercase()));
    let from = after.unwrap_or(Cursor { at: i64::MIN, order_id: 0, line: 0 });
    let limit = limit.clamp(1, 500);
    let mut rows = view.all::<Backorder>(
        "select o.id, o.number, o.reference, l.line, l.sku, l.name, p.image, l.quantity_decimals,
             l.quantity, l.backordered, l.allocated + l.released, l.price, l.per, o.currency,
             o.placed_at, o.placed_day
         from order_lines l
         join orders o on o.id = l.order_id
         left join products p on p.id = l.product_id
         where l.customer_id = $1 and l.backordered > 0
           and (cast($2 as bigint) is null or o.login_id = $2)
           and (cast($3 as text) is null or o.find_key like $3 escape '!'
                or p.name_key like $3 escape '!' or p.sku_key like $4 escape '!')
           and (o.placed_at, o.id, l.line) > ($5, $6, $7)
         order by o.placed_at, o.id, l.line limit $8",
        args![
            buyer.customer.id,
            own_only(buyer),
            lower.as_deref(),
            upper.as_deref(),
            from.at,
            from.order_id,
            from.line,
            limit + 1
        ],
    )?;
    let wanted = usize::try_from(limit).unwrap_or(1);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(Backorder::cursor);
    Ok((rows, next))
}

/// How many order lines lack stock, for the menu: one statement over the index of backordered lines.
///
/// # Errors
/// What the database says.
pub fn count(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    let count = match own_only(buyer) {
        None => view.one::<i64>(
            "select count(*) from order_lines where customer_id = $1 and backordered > 0",
            args![buyer.customer.id],
        )?,
        Some(login_id) => view.one::<i64>(
            "select count(*) from order_lines l join orders o on o.id = l.order_id
             where l.customer_id = $1 and l.backordered > 0 and o.login_id = $2",
            args![buyer.customer.id, login_id],
        )?,
    };
    Ok(count.unwrap_or(0))
}
