//! Returns as lists: a customer's own, and those of all customers for staff.

use crate::access::{Buyer, Staff};
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};
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
    /// Number of the credit note that was given for it.
    pub credit_note: Option<String>,
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
        let credit_note = r.next()?;
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
            credit_note,
        })
    }
}

macro_rules! returns_sql {
    ($whose:literal, $compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select r.id, r.number, o.number, o.reference, c.number, c.name, r.received_at,
                     r.received_day, r.reason,
                     (select count(*) from return_lines b where b.return_id = r.id),
                     (select count(*) from return_lines b where b.return_id = r.id and b.fate = 'written_off'),
                     (select min(d.number) from documents d where d.source = 'credit_note:' || r.number)
                 from returns r
                 join orders o on o.id = r.order_id
                 join customers c on c.id = r.customer_id
                 where (cast($5 as text) is null or r.received_day >= $5)
                   and (cast($6 as text) is null or r.received_day <= $6)
                   and (cast($4 as text) is null or r.find_key like $4 escape '!'",
                $whose
            ),
            "r.received_at",
            "r.id",
            $compare,
            $direction
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
        returns_sql!(" or c.name_key like $4 escape '!')", $compare, $direction)
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
pub fn own(view: &mut View, buyer: &Buyer, asked: &Asked) -> Result<Page<ReturnRow>, DbError> {
    let (q, (from, to)) = (asked.pattern(), asked.days());
    let (from, to) = (from.as_deref(), to.as_deref());
    let given = args![q.as_deref(), from, to, buyer.customer.id, own_only(buyer)];
    asked.paging.read(view, (OWN_NEWEST, OWN_OLDEST), &given, ReturnRow::cursor)
}

/// A page of the returns of all customers.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<ReturnRow>, DbError> {
    let (q, (from, to)) = (asked.pattern(), asked.days());
    let given = args![q.as_deref(), from.as_deref(), to.as_deref()];
    asked.paging.read(view, (NEWEST, OLDEST), &given, ReturnRow::cursor)
}
