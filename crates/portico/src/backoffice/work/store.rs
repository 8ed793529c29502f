//! Counting the queues, and the list of orders that can be released.

use super::Queue;
use crate::access::Staff;
use crate::backoffice::goods_out::{State, list};
use crate::backoffice::review;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::{Day, Moment};

/// What staff may ask of the orders that can be released.
pub static WORK: Listing = Listing {
    name: "work",
    path: "/staff/work",
    sorts: &[Sort::up("placed")],
    asks: &[Ask::search("staff-search"), Ask::yes("covered", "queue-covered-only")],
};

/// Counting ends here: a queue longer than this is long.
pub const COUNT_MOST: i64 = 1_000;

/// An order of which something can be released.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: Moment,
    /// The same as a day.
    pub placed_day: Day,
    /// Number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer: String,
    /// Day wished for.
    pub requested_day: Option<Day>,
    /// Lines of which something can be released.
    pub lines: i64,
    /// Lines it has.
    pub of_lines: i64,
    /// Whether it goes out whole.
    pub whole: bool,
    /// Whether something of it waited for stock and has it now.
    pub covered: bool,
}

impl FromRow for Ready {
    fn from_row(r: &mut Row<'_>) -> Result<Ready, DbError> {
        let (id, number, placed_at) = (r.next()?, r.next()?, Moment(r.next()?));
        let placed_day = Day::parse(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("an order with an unknown day".to_owned()))?;
        let (customer_number, customer) = (r.next()?, r.next()?);
        let requested_day = r.next::<Option<String>>()?.as_deref().and_then(Day::parse);
        let (part_deliveries, of_lines, lines): (bool, _, _) = (r.next()?, r.next()?, r.next()?);
        let covered = r.next()?;
        let whole = !part_deliveries;
        Ok(Ready {
            id,
            number,
            placed_at,
            placed_day,
            customer_number,
            customer,
            requested_day,
            lines,
            of_lines,
            whole,
            covered,
        })
    }
}

/// What is asked of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of an order's number or reference, or of a customer's name; blank: all.
    pub q: String,
    /// Only those of which something waited for stock.
    pub covered: bool,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`WORK`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            covered: asked.yes("covered"),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

/// Orders that can be released, `o` is orders: confirmed, ours, and whole where they go out whole. The lines with
/// something allocated are found by their own index.
macro_rules! ready {
    () => {
        " o.id in (select a.order_id from order_lines a where a.allocated > 0)
          and o.status = 'confirmed'
          and (o.part_deliveries or not exists
              (select 1 from order_lines w where w.order_id = o.id and w.pending + w.backordered > 0))
          and not exists (select 1 from order_erp_refs r
              where r.order_id = o.id and r.erp_ref not like 'backoffice:%')"
    };
}

macro_rules! covered {
    () => {
        "exists (select 1 from line_moves m
                 where m.order_id = o.id and m.from_stage = 'backordered' and m.to_stage = 'allocated')"
    };
}

macro_rules! ready_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select o.id, o.number, o.placed_at, o.placed_day, c.number, c.name, o.requested_day,
                 o.part_deliveries, o.line_count,
                 (select count(*) from order_lines l where l.order_id = o.id and l.allocated > 0), ",
            covered!(),
            " from orders o join customers c on c.id = o.customer_id where",
            ready!(),
            " and (cast($1 as text) is null or o.find_key like $1 escape '!'
                   or c.name_key like $1 escape '!')
              and (not cast($2 as boolean) or ",
            covered!(),
            ") and (o.placed_at, o.id) ",
            $compare,
            " ($3, $4) order by o.placed_at",
            $direction,
            ", o.id",
            $direction,
            " limit $5"
        )
    };
}

const LONGEST_WAITING: &str = ready_sql!(">", " asc");
const NEWEST: &str = ready_sql!("<", " desc");

/// A page of the orders that can be released, the longest waiting first.
///
/// # Errors
/// What the database says.
pub fn ready(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<Ready>, DbError> {
    let q = Some(filter.q.trim().to_lowercase()).filter(|q| !q.is_empty());
    let q = q.map(|q| contains(&q));
    let (key, id) = filter.paging.from_number();
    let sql = if filter.paging.is_read_down() { NEWEST } else { LONGEST_WAITING };
    let rows = view
        .all::<Ready>(sql, args![q.as_deref(), filter.covered, key, id, filter.paging.limit + 1])?;
    Ok(filter.paging.page(rows, |row| Cursor::number(row.placed_at.0, row.id)))
}

/// How many orders can be released, [`COUNT_MOST`] at most; of which something waited for stock, or any.
fn count_ready(view: &mut View, covered: bool) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        concat!(
            "select count(*) from (select o.id from orders o where",
            ready!(),
            " and (not cast($1 as boolean) or ",
            covered!(),
            ") limit $2) ready"
        ),
        args![covered, COUNT_MOST],
    )?;
    Ok(count.unwrap_or(0))
}

/// How much there is in each queue that is counted here, in the order of [`Queue::ALL`]; what waits at the hand-over is
/// given, since that is counted elsewhere.
///
/// # Errors
/// What the database says.
pub fn counts(
    view: &mut View,
    staff: &Staff,
    hand_over: i64,
) -> Result<Vec<(Queue, i64)>, DbError> {
    let mut counts = Vec::with_capacity(Queue::ALL.len());
    for queue in Queue::ALL {
        let count = match queue {
            Queue::ToReview => review::waiting(view, staff)?,
            Queue::ToPick => count_ready(view, false)?,
            Queue::Covered => count_ready(view, true)?,
            Queue::Picking => list::count(view, staff, State::Open)?,
            Queue::ToShip => list::count(view, staff, State::Packed)?,
            Queue::HandOver => hand_over,
        };
        counts.push((queue, count));
    }
    Ok(counts)
}
