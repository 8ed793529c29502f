//! Orders that go out whole, hold stock that others wait for, and cannot go themselves: left alone, two of them can hold
//! each other up for ever. Staff release what one of them holds.

use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use crate::platform::list::{Cursor, Listing, Page, Paging, Sort, by_number};
use portico_types::{Day, Quantity};

/// Products of an order that are named.
const NAMED: i64 = 20;

/// The work queue.
pub static HOLDING: Listing = Listing {
    name: "staff-holding",
    path: "/staff/backorders/holding",
    sorts: &[Sort::up("placed")],
    asks: &[],
};

/// An order that holds others up.
#[derive(Clone, Debug)]
pub struct Holding {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub order: String,
    /// The customer's number.
    pub customer: String,
    /// The customer's name.
    pub customer_name: String,
    /// When it was placed.
    pub placed_at: i64,
    /// The same as a day.
    pub placed_day: Day,
    /// How many of its lines lack stock.
    pub lacking_lines: i64,
    /// What it holds that others wait for.
    pub wanted: Vec<Wanted>,
}

/// What an order holds and others wait for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Number of the line that holds it.
    pub line: i64,
    /// The product's code.
    pub sku: String,
    /// How many it holds.
    pub held: Quantity,
    /// How many orders wait for it.
    pub orders: i64,
}

impl FromRow for Holding {
    fn from_row(r: &mut Row<'_>) -> Result<Holding, DbError> {
        let (id, order, customer, customer_name) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (placed_at, day) = (r.next()?, r.next::<String>()?);
        let placed_day = Day::parse(&day);
        let placed_day =
            placed_day.ok_or_else(|| DbError::Failed("an order without a day".to_owned()))?;
        let (lacking_lines, wanted) = (r.next()?, Vec::new());
        Ok(Holding {
            id,
            order,
            customer,
            customer_name,
            placed_at,
            placed_day,
            lacking_lines,
            wanted,
        })
    }
}

impl FromRow for Wanted {
    fn from_row(r: &mut Row<'_>) -> Result<Wanted, DbError> {
        let (line, sku, held) = (r.next()?, r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        Ok(Wanted { line, sku, held: Quantity::steps(held, decimals), orders: r.next()? })
    }
}

macro_rules! holding_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            "select o.id, o.number, c.number, c.name, o.placed_at, o.placed_day,
                 (select count(*) from order_lines l where l.order_id = o.id and l.backordered > 0)
             from orders o
             join customers c on c.id = o.customer_id
             where not o.part_deliveries and o.delivery <> 'all'
               and o.status in ('placed', 'confirmed')
               and exists (select 1 from order_lines l where l.order_id = o.id and l.backordered > 0)
               and exists (select 1 from order_lines h
                           join order_lines w on w.product_id = h.product_id
                           where h.order_id = o.id and h.allocated > 0
                             and w.backordered > 0 and w.order_id <> o.id)",
            "o.placed_at",
            "o.id",
            $compare,
            $direction
        )
    };
}

const OLDEST: &str = holding_sql!(">", " asc");
const NEWEST: &str = holding_sql!("<", " desc");

/// A page of the orders that hold others up, the oldest first.
///
/// # Errors
/// What the database says.
pub fn holding(view: &mut View, _: &Staff, paging: &Paging) -> Result<Page<Holding>, DbError> {
    let (key, id) = paging.from_number();
    let sql = if paging.is_read_down() { NEWEST } else { OLDEST };
    let mut rows = view.all::<Holding>(sql, args![key, id, paging.limit + 1])?;
    let ids: Vec<_> = rows.iter().map(|row| args![row.id, NAMED]).collect();
    let wanted = view.all_many::<Wanted>(
        "select h.line, h.sku, h.allocated, h.quantity_decimals, count(distinct w.order_id)
         from order_lines h
         join order_lines w on w.product_id = h.product_id and w.backordered > 0
             and w.order_id <> h.order_id
         where h.order_id = $1 and h.allocated > 0
         group by h.line, h.sku, h.allocated, h.quantity_decimals
         order by h.line limit $2",
        &ids,
    )?;
    for (row, wanted) in rows.iter_mut().zip(wanted) {
        row.wanted = wanted;
    }
    Ok(paging.page(rows, |row| Cursor::number(row.placed_at, row.id)))
}
