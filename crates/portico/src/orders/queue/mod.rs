//! The queue for stock: which lines wait for a product, in which order, and which lines hold what they wait for.
//! First comes the smaller priority, then who ordered first; staff change that with a reason.

mod holding;
mod release;
mod reprioritise;
pub mod staff;
mod staff_view;
#[cfg(test)]
mod tests;

pub use holding::{HOLDING, Holding, Wanted, holding};
pub use release::{Release, release};
pub use reprioritise::{AS_ORDERED, FIRST, LAST, Reprioritise, reprioritise};

use super::carried::Carried;
use super::store::contains;
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Day, Quantity};

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 200;

/// Lines of a product's queue that a page shows.
pub const SHOWN: i64 = 200;

/// Why the queue stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such order, or no such line in it.
    NotFound,
    /// No reason, or one that is too long.
    BadReason,
    /// Priorities go from 1 to 9.
    BadPriority,
    /// Another ERP carries it out.
    AtErp(String),
    /// Nothing of it waits, or will.
    NothingWaits,
    /// The line holds no stock that is not on a pick list yet.
    NothingHeld,
    /// Nobody else waits for the product: it would come straight back.
    NobodyElse,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, text| Problem::new(409, code, text);
        let field =
            |name: &str, text| Problem::invalid(vec![FieldProblem::new(name, "invalid", text)]);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::BadReason => {
                field("reason", Text::plain("queue-reason-needed").with("most", REASON_LONGEST))
            }
            Refusal::BadPriority => field("priority", Text::plain("queue-bad-priority")),
            Refusal::AtErp(erp) => conflict("at_erp", Text::plain("queue-at-erp").with("erp", erp)),
            Refusal::NothingWaits => conflict("nothing_waits", Text::plain("queue-nothing-waits")),
            Refusal::NothingHeld => conflict("nothing_held", Text::plain("queue-nothing-held")),
            Refusal::NobodyElse => conflict("nobody_else", Text::plain("queue-nobody-else")),
        }
        .into()
    }
}

/// Whether this person may change the queue, and says why. Pure.
///
/// # Errors
/// What is against it.
pub fn check(staff: &Staff, reason: &str) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    let length = reason.trim().chars().count();
    if (1..=REASON_LONGEST).contains(&length) { Ok(()) } else { Err(Refusal::BadReason) }
}

/// The order as far as it matters for the queue; one that another ERP carries out is left to it.
fn ours(view: &mut View, number: &str) -> Result<Carried, AppError> {
    let carried = Carried::find(view, number)?.ok_or(Refusal::NotFound)?;
    match carried.elsewhere {
        Some(erp) => Err(Refusal::AtErp(erp).into()),
        None => Ok(carried),
    }
}

/// A line that waits for stock.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    /// Number of its order.
    pub order: String,
    /// The customer's number.
    pub customer: String,
    /// The customer's name.
    pub customer_name: String,
    /// The customer's reference.
    pub reference: Option<String>,
    /// Its number in the order.
    pub line: i64,
    /// The product's code.
    pub sku: String,
    /// The product's name.
    pub name: String,
    /// How many were ordered.
    pub ordered: Quantity,
    /// How many lack stock.
    pub lacking: Quantity,
    /// How many are reserved and not on a pick list.
    pub held: Quantity,
    /// Whether the order may go out in parts.
    pub part_deliveries: bool,
    /// 1 is first, 5 as ordered, 9 last.
    pub priority: i64,
    /// When it began to queue.
    pub queue_at: i64,
    /// The day of the order.
    pub placed_day: Day,
    /// Its place in the queue for the product, from 1.
    pub position: i64,
}

impl Waiting {
    /// Whether what is reserved for it can go before the rest comes.
    #[must_use]
    pub fn could_go(&self) -> bool {
        self.held.units > 0 && self.part_deliveries
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor::number(self.queue_at, self.id)
    }
}

impl FromRow for Waiting {
    fn from_row(r: &mut Row<'_>) -> Result<Waiting, DbError> {
        let (id, order, customer, customer_name) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (reference, line, sku, name) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let mut steps = || Ok::<_, DbError>(Quantity::steps(r.next()?, decimals));
        let (ordered, lacking, held) = (steps()?, steps()?, steps()?);
        let (part_deliveries, priority, queue_at) = (r.next()?, r.next()?, r.next()?);
        let placed_day = Day::parse(&r.next::<String>()?);
        let placed_day =
            placed_day.ok_or_else(|| DbError::Failed("an order without a day".to_owned()))?;
        Ok(Waiting {
            id,
            order,
            customer,
            customer_name,
            reference,
            line,
            sku,
            name,
            ordered,
            lacking,
            held,
            part_deliveries,
            priority,
            queue_at,
            placed_day,
            position: r.next()?,
        })
    }
}

/// What staff may ask of all that wait.
pub static STAFF_BACKORDERS: Listing = Listing {
    name: "staff-backorders",
    path: "/staff/backorders",
    sorts: &[Sort::up("waiting")],
    asks: &[
        Ask::search("queue-search"),
        Ask::text("product", "queue-product-code"),
        Ask::text("customer", "queue-customer-number"),
        Ask::choice("which", "queue-which", WHICH),
        Ask::days("order-placed"),
    ],
};

const WHICH: &[(&str, &str)] = &[
    ("part", "queue-which-part"),
    ("whole", "queue-which-whole"),
    ("nothing", "queue-which-nothing"),
];

macro_rules! waiting_columns {
    () => {
        "select l.id, o.number, c.number, c.name, o.reference, l.line, l.sku, l.name,
             l.quantity_decimals, l.quantity, l.backordered, l.allocated, o.part_deliveries,
             l.priority, l.queue_at, o.placed_day,
             (select count(*) from order_lines w
              where w.product_id = l.product_id and w.backordered > 0
                and (w.priority, w.queue_at, w.id) <= (l.priority, l.queue_at, l.id))
         from order_lines l
         join orders o on o.id = l.order_id
         join customers c on c.id = o.customer_id
         where "
    };
}

macro_rules! list_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                waiting_columns!(),
                "l.backordered > 0
                   and (cast($4 as text) is null or o.find_key like $4 escape '!'
                        or c.name_key like $4 escape '!'
                        or exists (select 1 from products p where p.id = l.product_id
                                   and (p.name_key like $4 escape '!' or p.sku_key like $5 escape '!')))
                   and (cast($6 as text) is null
                        or l.product_id = (select p.id from products p where p.sku_key = $6))
                   and (cast($7 as text) is null or lower(c.number) = lower($7))
                   and ($8 = '' or ($8 = 'nothing' and l.allocated = 0)
                        or ($8 = 'part' and l.allocated > 0 and o.part_deliveries)
                        or ($8 = 'whole' and l.allocated > 0 and not o.part_deliveries))
                   and (cast($9 as text) is null or o.placed_day >= $9)
                   and (cast($10 as text) is null or o.placed_day <= $10)"
            ),
            "l.queue_at",
            "l.id",
            $compare,
            $direction
        )
    };
}

const LONGEST: &str = list_sql!(">", " asc");
const NEWEST: &str = list_sql!("<", " desc");

/// A page of all lines that wait, the longest waiting first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<Waiting>, DbError> {
    let (lower, (from, to)) = (asked.pattern(), asked.days());
    let upper = asked.some("q").map(|q| contains(&q.to_uppercase()));
    let product = asked.some("product").map(str::to_uppercase);
    let given = args![
        lower.as_deref(),
        upper.as_deref(),
        product.as_deref(),
        asked.some("customer"),
        asked.text("which"),
        from.as_deref(),
        to.as_deref()
    ];
    asked.paging.read(view, (NEWEST, LONGEST), &given, Waiting::cursor)
}

/// Everything about who wants a product.
#[derive(Clone, Debug, Default)]
pub struct OfProduct {
    /// Who waits, the first first; [`SHOWN`] at most.
    pub waiting: Vec<Waiting>,
    /// Who holds stock that is not on a pick list yet, the last in the queue first; [`SHOWN`] at most.
    pub holding: Vec<Waiting>,
}

/// Who waits for a product, and who holds what there is of it.
///
/// # Errors
/// What the database says.
pub fn of_product(view: &mut View, _: &Staff, product_id: i64) -> Result<OfProduct, DbError> {
    let waiting = view.all::<Waiting>(
        concat!(
            waiting_columns!(),
            "l.product_id = $1 and l.backordered > 0
             order by l.priority, l.queue_at, l.id limit $2"
        ),
        args![product_id, SHOWN],
    )?;
    let holding = view.all::<Waiting>(
        concat!(
            waiting_columns!(),
            "l.id in (select a.order_line_id from allocations a where a.product_id = $1)
               and l.allocated > 0
             order by l.priority desc, l.queue_at desc, l.id desc limit $2"
        ),
        args![product_id, SHOWN],
    )?;
    Ok(OfProduct { waiting, holding })
}
