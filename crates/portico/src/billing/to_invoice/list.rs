//! The orders of which something left us and is on no invoice yet.

use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};
use portico_types::{Day, Moment};

/// What staff may ask of the orders to invoice.
pub static TO_INVOICE: Listing = Listing {
    name: "to-invoice",
    path: "/staff/to-invoice",
    sorts: &[Sort::up("placed")],
    asks: &[Ask::search("staff-search")],
};

/// An order of which something is to be invoiced.
#[derive(Clone, Debug)]
pub struct ToInvoice {
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
    /// Lines of which something left and is on no invoice.
    pub lines: i64,
    /// Lines it has.
    pub of_lines: i64,
    /// The day something of it left last; none where that was recorded elsewhere.
    pub left_day: Option<Day>,
}

impl FromRow for ToInvoice {
    fn from_row(r: &mut Row<'_>) -> Result<ToInvoice, DbError> {
        let (id, number, placed_at) = (r.next()?, r.next()?, Moment(r.next()?));
        let placed_day = Day::parse(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("an order with an unknown day".to_owned()))?;
        let (customer_number, customer) = (r.next()?, r.next()?);
        let (lines, of_lines) = (r.next()?, r.next()?);
        let left_day = r.next::<Option<String>>()?.as_deref().and_then(Day::parse);
        Ok(ToInvoice {
            id,
            number,
            placed_at,
            placed_day,
            customer_number,
            customer,
            lines,
            of_lines,
            left_day,
        })
    }
}

/// Orders of ours alone: what another ERP keeps, it invoices, and what left before its order was imported was invoiced elsewhere. The lines are found by an index of their own.
macro_rules! to_invoice_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            "select o.id, o.number, o.placed_at, o.placed_day, c.number, c.name,
                 (select count(*) from order_lines l
                  where l.order_id = o.id and l.shipped > l.invoiced),
                 o.line_count,
                 (select max(s.shipped_day) from shipments s where s.order_id = o.id)
             from orders o join customers c on c.id = o.customer_id
             where o.id in (select l.order_id from order_lines l where l.shipped > l.invoiced)
                 and o.status = 'confirmed'
                 and (o.source <> 'import' or exists (select 1 from shipments s where s.order_id = o.id))
                 and not exists (select 1 from order_erp_refs r
                     where r.order_id = o.id and r.erp_ref not like 'backoffice:%')
                 and (cast($4 as text) is null or o.find_key like $4 escape '!'
                      or c.name_key like $4 escape '!')",
            "o.placed_at",
            "o.id",
            $compare,
            $direction
        )
    };
}

const NEWEST: &str = to_invoice_sql!("<", " desc");
const OLDEST: &str = to_invoice_sql!(">", " asc");

/// A page of them, the longest waiting first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<ToInvoice>, DbError> {
    let q = asked.pattern();
    let cursor = |row: &ToInvoice| Cursor::number(row.placed_at.0, row.id);
    asked.paging.read(view, (NEWEST, OLDEST), &args![q.as_deref()], cursor)
}
