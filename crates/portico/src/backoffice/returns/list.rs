//! Returns as lists: a customer's own, and those of all customers for staff.

use crate::access::{Buyer, Staff};
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::{Day, Moment};

/// What may be asked of a customer's returns.
pub static RETURNS: Listing = Listing {
    name: "returns",
    path: "/returns",
    sorts: &[Sort::down("received")],
    asks: &[Ask::search("returns-search"), Ask::days("return-received")],
};

/// What staff may ask of all returns.
pub static STAFF_RETURNS: Listing = Listing {
    name: "staff-returns",
    path: "/staff/returns",
    sorts: &[Sort::down("received")],
    asks: &[Ask::search("staff-returns-search"), Ask::days("return-received")],
};

/// A return in a list.
#[derive(Clone, Debug)]
pub struct ReturnRow {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Number of its order.
    pub order: String,
    /// The customer's reference of that order.
    pub reference: Option<String>,
    /// Number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer: String,
    /// When it was received.
    pub received_at: Moment,
    /// The same as a day.
    pub received_day: Day,
    /// Why it came back.
    pub reason: String,
    /// How many lines it has.
    pub lines: i64,
    /// Of how many of them nothing went back to stock.
    pub written_off: i64,
}

impl ReturnRow {
    fn cursor(&self) -> Cursor {
        Cursor::number(self.received_at.0, self.id)
    }
}

impl FromRow for ReturnRow {
    fn from_row(r: &mut Row<'_>) -> Result<ReturnRow, DbError> {
        let (id, number, order, reference) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (customer_number, customer) = (r.next()?, r.next()?);
        let received_at = Moment(r.next()?);
        let received_day = Day::parse(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a return with an unknown day".to_owned()))?;
        let (reason, lines, written_off) = (r.next()?, r.next()?, r.next()?);
        Ok(ReturnRow {
            id,
            number,
            order,
            reference,
            customer_number,
            customer,
            received_at,
            received_day,
            reason,
            lines,
            written_off,
        })
    }
}

/// What is asked of returns.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of a number, an order's number or reference, for staff also of a customer's name; blank: all.
    pub q: String,
    /// Only received on this day or later.
    pub from: Option<Day>,
    /// Only received on this day or earlier.
    pub to: Option<Day>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`RETURNS`] or [`STAFF_RETURNS`].
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

macro_rules! returns_sql {
    ($whose:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select r.id, r.number, o.number, o.reference, c.number, c.name, r.received_at,
                 r.received_day, r.reason,
                 (select count(*) from return_lines b where b.return_id = r.id),
                 (select count(*) from return_lines b where b.return_id = r.id and b.fate = 'written_off')
             from returns r
             join orders o on o.id = r.order_id
             join customers c on c.id = r.customer_id
             where (cast($1 as text) is null or r.find_key like $1 escape '!'",
            $whose,
            " and (cast($2 as text) is null or r.received_day >= $2)
              and (cast($3 as text) is null or r.received_day <= $3)
              and (r.received_at, r.id) ",
            $compare,
            " ($4, $5) order by r.received_at",
            $direction,
            ", r.id",
            $direction,
            " limit $6"
        )
    };
}

macro_rules! own_sql {
    ($compare:literal, $direction:literal) => {
        returns_sql!(
            ") and r.customer_id = $7 and (cast($8 as bigint) is null or o.login_id = $8)",
            $compare,
            $direction
        )
    };
}

macro_rules! all_sql {
    ($compare:literal, $direction:literal) => {
        returns_sql!(" or c.name_key like $1 escape '!')", $compare, $direction)
    };
}

const OWN_NEWEST: &str = own_sql!("<", " desc");
const OWN_OLDEST: &str = own_sql!(">", " asc");
const NEWEST: &str = all_sql!("<", " desc");
const OLDEST: &str = all_sql!(">", " asc");

/// A page of the customer's returns.
///
/// # Errors
/// What the database says.
pub fn own(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<ReturnRow>, DbError> {
    let q = pattern(&filter.q);
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let (key, id) = filter.paging.from_number();
    let sql = if filter.paging.is_read_down() { OWN_NEWEST } else { OWN_OLDEST };
    let rows = view.all::<ReturnRow>(
        sql,
        args![
            q.as_deref(),
            from.as_deref(),
            to.as_deref(),
            key,
            id,
            filter.paging.limit + 1,
            buyer.customer.id,
            own_only(buyer)
        ],
    )?;
    Ok(filter.paging.page(rows, ReturnRow::cursor))
}

/// A page of the returns of all customers.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<ReturnRow>, DbError> {
    let q = pattern(&filter.q);
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let (key, id) = filter.paging.from_number();
    let sql = if filter.paging.is_read_down() { NEWEST } else { OLDEST };
    let limit = filter.paging.limit + 1;
    let rows = view.all::<ReturnRow>(
        sql,
        args![q.as_deref(), from.as_deref(), to.as_deref(), key, id, limit],
    )?;
    Ok(filter.paging.page(rows, ReturnRow::cursor))
}

fn pattern(q: &str) -> Option<String> {
    let q = q.trim().replace('\0', "").to_lowercase();
    (!q.is_empty()).then(|| contains(&q))
}
