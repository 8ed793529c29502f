//! Order lines across a customer's orders: what was bought, when, and where each quantity stands.

use super::Status;
use super::kept::{Stages, currency};
use super::place::own_only;
use super::store::{STATES, contains};
use crate::access::Buyer;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort};
use portico_types::{Day, Moment, Money, Quantity, Rate, UnitPrice};

/// What may be asked of a customer's order lines.
pub static ORDER_LINES: Listing = Listing {
    name: "order-lines",
    path: "/orders/lines",
    sorts: &[Sort::down("placed")],
    asks: &[
        Ask::search("orders-search"),
        Ask::text("sku", "order-code"),
        Ask::choice("status", "order-state", STATES),
        Ask::days("order-placed"),
        Ask::yes("open", "order-lines-open"),
    ],
};

/// A line of some order.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// Id of its order.
    pub order_id: i64,
    /// Number of its order.
    pub order: String,
    /// The customer's reference of that order.
    pub reference: Option<String>,
    /// Where that order stands.
    pub status: Status,
    /// When it was placed.
    pub placed_at: Moment,
    /// The same as a day at the wholesaler's.
    pub placed_day: Day,
    /// Its number in the order.
    pub line: i64,
    /// Our code, as it was.
    pub sku: String,
    /// The name, as it was.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: Quantity,
    /// Where they stand, in the product's smallest step.
    pub stages: Stages,
    /// Price of a unit, after discount.
    pub price: UnitPrice,
    /// Discount in it.
    pub discount: Rate,
    /// Quantity × price, rounded.
    pub net: Money,
}

impl LineRow {
    /// So many of its smallest steps as a quantity.
    #[must_use]
    pub fn steps(&self, units: i64) -> Quantity {
        Quantity::steps(units, self.quantity.decimals)
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor::number(self.placed_at.0, self.order_id).line(self.line)
    }
}

impl FromRow for LineRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (order_id, order, reference) = (row.next()?, row.next()?, row.next()?);
        let broken = |what: &str| DbError::Failed(format!("an order line with an unknown {what}"));
        let status = Status::from_text(&row.next::<String>()?).ok_or_else(|| broken("status"))?;
        let placed_at = Moment(row.next()?);
        let placed_day = Day::parse(&row.next::<String>()?).ok_or_else(|| broken("day"))?;
        let (line, sku, name, unit) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let units = row.next()?;
        let decimals = u8::try_from(row.next::<i64>()?).unwrap_or(0);
        let mut stages = [0; 6];
        for stage in &mut stages {
            *stage = row.next()?;
        }
        let (price, per, discount) = (row.next()?, row.next()?, Rate::new(row.next()?));
        let net = row.next()?;
        let currency = currency(&row.next::<String>()?)?;
        Ok(LineRow {
            order_id,
            order,
            reference,
            status,
            placed_at,
            placed_day,
            line,
            sku,
            name,
            unit,
            quantity: Quantity::steps(units, decimals),
            stages: Stages::new(stages),
            price: UnitPrice::new(price, per, currency),
            discount,
            net: Money::new(net, currency),
        })
    }
}

/// What is asked of order lines.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of an order's number or reference, or of a product's name; blank: all.
    pub q: String,
    /// How the code begins; blank: all.
    pub sku: String,
    /// Only of orders with this status.
    pub status: Option<Status>,
    /// Only placed on this day or later.
    pub from: Option<Day>,
    /// Only placed on this day or earlier.
    pub to: Option<Day>,
    /// Only those of which something is still to come.
    pub open: bool,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`ORDER_LINES`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            sku: asked.text("sku").to_owned(),
            status: Status::from_text(asked.text("status")),
            from: asked.from(),
            to: asked.to(),
            open: asked.yes("open"),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

// The first comparison says again what the second implies: it is what the index over moments can be entered by, so that the
// last page costs what the first does.
macro_rules! lines_sql {
    ($near:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select o.id, o.number, o.reference, o.status, o.placed_at, o.placed_day, l.line, l.sku,
                 l.name, l.unit, l.quantity, l.quantity_decimals, l.pending, l.backordered,
                 l.allocated, l.released, l.shipped, l.cancelled, l.price, l.per, l.discount,
                 l.net_minor, o.currency
             from orders o
             join order_lines l on l.order_id = o.id
             left join products p on p.id = l.product_id
             where o.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)
               and (cast($3 as text) is null or o.find_key like $3 escape '!'
                    or p.name_key like $3 escape '!')
               and (cast($4 as text) is null or coalesce(p.sku_key, l.sku) like $4 escape '!')
               and (cast($5 as text) is null or o.status = $5)
               and (cast($6 as text) is null or o.placed_day >= $6)
               and (cast($7 as text) is null or o.placed_day <= $7)
               and (not cast($8 as boolean) or l.pending + l.backordered + l.allocated + l.released > 0)
               and o.placed_at ",
            $near,
            " $9 and (o.placed_at, o.id, l.line) ",
            $compare,
            " ($9, $10, $11) order by o.placed_at",
            $direction,
            ", o.id",
            $direction,
            ", l.line",
            $direction,
            " limit $12"
        )
    };
}

const NEWEST: &str = lines_sql!("<=", "<", " desc");
const OLDEST: &str = lines_sql!(">=", ">", " asc");

/// A page of the customer's order lines.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<LineRow>, DbError> {
    let lower = Some(filter.q.trim().to_lowercase()).filter(|q| !q.is_empty());
    let lower = lower.map(|q| contains(&q));
    let sku = Some(filter.sku.trim()).filter(|sku| !sku.is_empty()).map(begins);
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let (key, id, line) = filter.paging.from_line();
    let sql = if filter.paging.is_read_down() { NEWEST } else { OLDEST };
    let rows = view.all::<LineRow>(
        sql,
        args![
            buyer.customer.id,
            own_only(buyer),
            lower.as_deref(),
            sku.as_deref(),
            filter.status.map(Status::text),
            from.as_deref(),
            to.as_deref(),
            filter.open,
            key,
            id,
            line,
            filter.paging.limit + 1
        ],
    )?;
    Ok(filter.paging.page(rows, LineRow::cursor))
}

/// A code as a pattern of `like … escape '!'` that fits where a text begins with it. Codes are kept in capitals.
fn begins(code: &str) -> String {
    contains(&code.to_uppercase()).trim_start_matches('%').to_owned()
}
