//! Reading stock counts: the list, and one with its differences.

use super::State;
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};
use portico_types::{Moment, Quantity};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What staff may ask of the counts.
pub static COUNTS: Listing = Listing {
    name: "stock-counts",
    path: "/staff/counts",
    sorts: &[Sort::down("opened")],
    asks: &[Ask::search("counts-search")],
};

/// What counts are found by.
#[must_use]
pub fn number_key(number: &str) -> String {
    number.trim().replace('\0', "").to_lowercase()
}

macro_rules! count_sql {
    () => {
        "select s.id, s.number, s.location, coalesce(p.name, s.location), s.label, s.state,
             s.created_at, a.name, s.done_at, b.name,
             (select count(*) from stock_count_lines l where l.count_id = s.id),
             (select count(*) from stock_count_lines l where l.count_id = s.id and l.counted is not null)
         from stock_counts s
         left join locations p on p.code = s.location
         left join logins a on a.id = s.created_by
         left join logins b on b.id = s.done_by
         where "
    };
}

/// The head of a count.
#[derive(Clone, Debug)]
pub struct Count {
    /// Its id.
    pub id: i64,
    /// Its number: `SC-4`.
    pub number: String,
    /// Code of the location.
    pub location: String,
    /// Name of the location.
    pub location_name: String,
    /// What it is of, in words.
    pub label: String,
    /// Where it stands.
    pub state: State,
    /// When it was opened.
    pub created_at: Moment,
    /// Who opened it.
    pub created_by: Option<String>,
    /// When it was booked or given up.
    pub done_at: Option<Moment>,
    /// Who did that.
    pub done_by: Option<String>,
    /// Products on its sheet.
    pub lines: i64,
    /// How many of them are counted.
    pub counted: i64,
}

impl FromRow for Count {
    fn from_row(r: &mut Row<'_>) -> Result<Count, DbError> {
        let (id, number, location) = (r.next()?, r.next()?, r.next()?);
        let (location_name, label) = (r.next()?, r.next()?);
        let state = State::from_text(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a stock count in an unknown state".to_owned()))?;
        Ok(Count {
            id,
            number,
            location,
            location_name,
            label,
            state,
            created_at: Moment(r.next()?),
            created_by: r.next()?,
            done_at: r.next::<Option<i64>>()?.map(Moment),
            done_by: r.next()?,
            lines: r.next()?,
            counted: r.next()?,
        })
    }
}

/// A product on a count's sheet.
#[derive(Clone, Debug)]
pub struct Line {
    /// Id of the product.
    pub product_id: i64,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its decimals.
    pub decimals: u8,
    /// What was counted, in the smallest step; none: not yet.
    pub counted: Option<i64>,
    /// What is on hand at the location, or was when it was booked.
    pub on_hand: i64,
    /// What is allocated of it there.
    pub allocated: i64,
}

impl Line {
    /// So many of its smallest steps as a quantity.
    #[must_use]
    pub fn steps(&self, units: i64) -> Quantity {
        Quantity::steps(units, self.decimals)
    }

    /// Counted less on hand.
    #[must_use]
    pub fn difference(&self) -> Option<i64> {
        self.counted.map(|counted| counted - self.on_hand)
    }
}

impl FromRow for Line {
    fn from_row(r: &mut Row<'_>) -> Result<Line, DbError> {
        Ok(Line {
            product_id: r.next()?,
            sku: r.next()?,
            name: r.next()?,
            decimals: u8::try_from(r.next::<i64>()?).unwrap_or(0),
            counted: r.next()?,
            on_hand: r.next()?,
            allocated: r.next()?,
        })
    }
}

/// A line of an order that lost something by a count, or got something.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Number of its order.
    pub order: String,
    /// Name of the customer.
    pub customer: String,
    /// The product's code.
    pub sku: String,
    /// What it got; lost, if negative.
    pub quantity: Quantity,
}

impl FromRow for Moved {
    fn from_row(r: &mut Row<'_>) -> Result<Moved, DbError> {
        let (order, customer, sku) = (r.next()?, r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        Ok(Moved { order, customer, sku, quantity: Quantity::steps(r.next()?, decimals) })
    }
}

/// A count with its sheet.
#[derive(Clone, Debug)]
pub struct CountDetail {
    /// The head.
    pub count: Count,
    /// Its products, by code.
    pub lines: Vec<Line>,
    /// Which lines of orders it moved.
    pub moved: Vec<Moved>,
}

impl CountDetail {
    /// The products that were counted.
    pub fn counted(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.counted.is_some())
    }
}

/// One count by its number; `None` where there is none.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, _: &Staff, number: &str) -> Result<Option<CountDetail>, DbError> {
    let count =
        view.one::<Count>(concat!(count_sql!(), "s.number_key = $1"), args![&number_key(number)])?;
    let Some(count) = count else { return Ok(None) };
    let lines = view.all::<Line>(
        "select p.id, p.sku, p.name, p.quantity_decimals, l.counted,
             coalesce(l.on_hand, s.on_hand, 0), coalesce(s.allocated, 0)
         from stock_count_lines l
         join products p on p.id = l.product_id
         left join stock s on s.product_id = p.id and s.location = $2
         where l.count_id = $1 order by p.sku_key limit 5000",
        args![count.id, &count.location],
    )?;
    let moved = view.all::<Moved>(
        "select o.number, c.name, l.sku, l.quantity_decimals, m.quantity
         from stock_count_moved m
         join order_lines l on l.id = m.order_line_id
         join orders o on o.id = l.order_id
         join customers c on c.id = o.customer_id
         where m.count_id = $1 order by o.placed_at, o.id, l.line limit 5000",
        args![count.id],
    )?;
    Ok(Some(CountDetail { count, lines, moved }))
}

/// What a page shows of a count, in short: the same text means that nobody counted, sold or received in between.
#[must_use]
pub fn shown(detail: &CountDetail) -> String {
    let mut text = String::new();
    for line in detail.counted() {
        let counted = line.counted.unwrap_or_default();
        let _ = write!(text, "{}:{counted}:{};", line.product_id, line.on_hand);
    }
    Sha256::digest(text.as_bytes())[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

macro_rules! list_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                count_sql!(),
                "(cast($4 as text) is null or s.number_key like $4 escape '!'
                  or lower(s.label) like $4 escape '!')"
            ),
            "s.created_at",
            "s.id",
            $compare,
            $direction
        )
    };
}

const NEWEST: &str = list_sql!("<", " desc");
const OLDEST: &str = list_sql!(">", " asc");

/// A page of the counts.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<Count>, DbError> {
    let q = asked.pattern();
    let given = args![q.as_deref()];
    let place = |count: &Count| Cursor::number(count.created_at.0, count.id);
    asked.paging.read(view, (NEWEST, OLDEST), &given, place)
}
