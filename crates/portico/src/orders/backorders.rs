//! Backorders: the order lines that lack stock, or wait for the rest of an order that goes out whole, in the order of ordering.

use super::kept::currency;
use super::place::own_only;
use super::promises::{self, Lacking, Promise};
use super::store::contains;
use crate::access::Buyer;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort};
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
    /// Whether the order may go out in parts.
    pub part_deliveries: bool,
    /// How many are reserved and not on a pick list.
    pub allocated: Quantity,
    /// Id of the line.
    pub id: i64,
    /// Its product, where known.
    pub product_id: Option<i64>,
    /// When the rest is expected.
    pub promises: Vec<Promise>,
}

/// Why a line, or a part of it, has not gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It lacks stock.
    NoStock,
    /// It is there, and waits for the rest: the order goes out whole.
    WaitsForWholeOrder,
}

impl Backorder {
    /// What the quantity that lacks stock comes to.
    #[must_use]
    pub fn value(&self) -> Option<Money> {
        self.price.net(self.quantity).ok()
    }

    /// Why it has not gone.
    #[must_use]
    pub fn reason(&self) -> Reason {
        if self.quantity.units > 0 { Reason::NoStock } else { Reason::WaitsForWholeOrder }
    }

    /// How many are there but wait because the order goes out whole.
    #[must_use]
    pub fn held(&self) -> Quantity {
        let units = if self.part_deliveries { 0 } else { self.allocated.units };
        Quantity::steps(units, self.allocated.decimals)
    }

    /// How many are there and could go before the rest.
    #[must_use]
    pub fn could_ship_now(&self) -> Quantity {
        let units = if self.part_deliveries { self.allocated.units } else { 0 };
        Quantity::steps(units, self.allocated.decimals)
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor::number(self.ordered_at.0, self.order_id).line(self.line)
    }
}

/// What may be asked of a customer's backorders.
pub static BACKORDERS: Listing = Listing {
    name: "backorders",
    path: "/backorders",
    sorts: &[Sort::up("placed")],
    asks: &[Ask::search("orders-search"), Ask::days("order-placed")],
};

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
        let (part_deliveries, allocated) = (row.next()?, row.next()?);
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
            part_deliveries,
            allocated: Quantity::steps(allocated, decimals),
            id: row.next()?,
            product_id: row.next()?,
            promises: Vec::new(),
        })
    }
}

// Orders where something lacks stock are found by the index of such lines; the comparison of moments is said twice, so that
// the index over a customer's moments can be walked where many lines wait.
macro_rules! backorders_sql {
    ($near:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select o.id, o.number, o.reference, l.line, l.sku, l.name, p.image, l.quantity_decimals,
             l.quantity, l.backordered, l.allocated + l.released, l.price, l.per, o.currency,
             o.placed_at, o.placed_day, o.part_deliveries, l.allocated, l.id, l.product_id
         from order_lines l
         join orders o on o.id = l.order_id
         left join products p on p.id = l.product_id
         where l.customer_id = $1 and o.customer_id = $1
           and l.order_id in (select b.order_id from order_lines b
                              where b.customer_id = $1 and b.order_id > 0 and b.backordered > 0)
           and (l.backordered > 0 or (l.allocated > 0 and not o.part_deliveries))
           and (cast($2 as bigint) is null or o.login_id = $2)
           and (cast($3 as text) is null or o.find_key like $3 escape '!'
                or p.name_key like $3 escape '!' or p.sku_key like $4 escape '!')
           and (cast($5 as text) is null or o.placed_day >= $5)
           and (cast($6 as text) is null or o.placed_day <= $6)
           and o.placed_at ",
            $near,
            " $7 and (o.placed_at, o.id, l.line) ",
            $compare,
            " ($7, $8, $9) order by o.placed_at",
            $direction,
            ", o.id",
            $direction,
            ", l.line",
            $direction,
            " limit $10"
        )
    };
}

const LONGEST_WAITING: &str = backorders_sql!(">=", ">", " asc");
const NEWEST: &str = backorders_sql!("<=", "<", " desc");

/// What is asked of a list of order lines.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of an order's number or reference, or of a product's code or name; blank: all.
    pub q: String,
    /// Only ordered on this day or later.
    pub from: Option<Day>,
    /// Only ordered on this day or earlier.
    pub to: Option<Day>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`BACKORDERS`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        let (from, to) = (asked.from(), asked.to());
        Filter { q: asked.text("q").to_owned(), from, to, paging: asked.paging.clone() }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

/// A page of the customer's backorders, the longest waiting first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<Backorder>, DbError> {
    let q = filter.q.trim();
    let lower = (!q.is_empty()).then(|| contains(&q.to_lowercase()));
    let upper = (!q.is_empty()).then(|| contains(&q.to_uppercase()));
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let (key, id, line) = filter.paging.from_line();
    let sql = if filter.paging.is_read_down() { NEWEST } else { LONGEST_WAITING };
    let rows = view.all::<Backorder>(
        sql,
        args![
            buyer.customer.id,
            own_only(buyer),
            lower.as_deref(),
            upper.as_deref(),
            from.as_deref(),
            to.as_deref(),
            key,
            id,
            line,
            filter.paging.limit + 1
        ],
    )?;
    let mut page = filter.paging.page(rows, Backorder::cursor);
    let lacking = |row: &Backorder| {
        let product_id = row.product_id.filter(|_| row.quantity.units > 0)?;
        Some(Lacking { line_id: row.id, product_id, decimals: row.quantity.decimals })
    };
    let lacking: Vec<Lacking> = page.rows.iter().filter_map(lacking).collect();
    let mut promised = promises::of_lines(view, &lacking)?;
    for row in &mut page.rows {
        row.promises = promised.remove(&row.id).unwrap_or_default();
    }
    Ok(page)
}

// Every order's id is above nought: saying so makes SQLite take the index of lines that wait, instead of one over all lines
// that the customer ever ordered.
macro_rules! waiting_lines {
    () => {
        "select count(*) from order_lines where customer_id = $1 and order_id > 0 and backordered > 0"
    };
}

/// How many order lines lack stock, for the menu: one statement over the index of backordered lines.
///
/// # Errors
/// What the database says.
pub fn count(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    let count = match own_only(buyer) {
        None => view.one::<i64>(waiting_lines!(), args![buyer.customer.id])?,
        Some(login_id) => view.one::<i64>(
            "select count(*) from order_lines l join orders o on o.id = l.order_id
             where l.customer_id = $1 and l.order_id > 0 and l.backordered > 0 and o.login_id = $2",
            args![buyer.customer.id, login_id],
        )?,
    };
    Ok(count.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::Kind;
    use crate::testkit::on_both;

    on_both!(the_menu_counts_by_the_lines_that_wait, |db| {
        if db.kind() == Kind::Postgres {
            return;
        }
        let plan = |view: &mut View| {
            let sql = concat!("explain query plan ", waiting_lines!());
            view.all::<(i64, i64, i64, String)>(sql, args![1_i64])
        };
        let plan = db.read(plan).await.unwrap();
        assert!(plan[0].3.contains("order_lines_backordered"), "{plan:?}");
    });
}
