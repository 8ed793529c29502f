//! Documents as lists: a customer's transactions, and all of them for staff; newest first, found by number, order and
//! reference.

use super::kept::{Document, document_columns, from_documents};
use crate::access::{Buyer, Staff};
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort};
use crate::platform::wholesaler;
use std::collections::HashMap;

/// What may be asked of a customer's transactions.
pub static TRANSACTIONS: Listing = Listing {
    name: "transactions",
    path: "/transactions",
    sorts: &[Sort::down("issued"), Sort::up("due")],
    asks: &[
        Ask::search("transactions-search"),
        Ask::choice("type", "transactions-type", TYPES),
        Ask::choice("state", "order-state", STATES),
        Ask::days("transactions-issued"),
    ],
};

/// What staff may ask of all documents.
pub static STAFF_DOCUMENTS: Listing = Listing {
    name: "staff-documents",
    path: "/staff/documents",
    sorts: &[Sort::down("issued"), Sort::up("due")],
    asks: &[
        Ask::search("staff-documents-search"),
        Ask::choice("type", "transactions-type", TYPES),
        Ask::choice("state", "order-state", STATES),
        Ask::days("transactions-issued"),
    ],
};

/// Types, as addresses and people say them.
const TYPES: &[(&str, &str)] = &[
    ("invoice", "document-invoices"),
    ("credit_note", "document-credit-notes"),
    ("payment", "document-payments"),
    ("refund", "document-refunds"),
];

/// States, as addresses and people say them.
const STATES: &[(&str, &str)] = &[
    ("unsettled", "document-unsettled"),
    ("overdue", "document-overdue"),
    ("open", "document-open"),
    ("part", "document-part"),
    ("settled", "document-settled"),
];

/// A row of a list of documents.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// The head.
    pub head: Document,
    /// Number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer: String,
    /// Numbers of the orders it charges.
    pub orders: Vec<String>,
}

impl FromRow for DocumentRow {
    fn from_row(r: &mut Row<'_>) -> Result<DocumentRow, DbError> {
        let head = Document::from_row(r)?;
        let (customer_number, customer) = (r.next()?, r.next()?);
        Ok(DocumentRow { head, customer_number, customer, orders: Vec::new() })
    }
}

impl DocumentRow {
    fn cursor(&self) -> Cursor {
        Cursor::text(&self.head.issued_day.text(), self.head.id)
    }

    fn due_cursor(&self) -> Cursor {
        let due = self.head.due_day.unwrap_or(self.head.issued_day);
        Cursor::text(&due.text(), self.head.id)
    }
}

/// Which documents: `$4` words, `$5` and `$6` days, `$7` type, `$8` state, `$9` today.
macro_rules! documents_sql {
    ($key:literal, $whose:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select ",
            document_columns!(),
            ", c.number, c.name",
            from_documents!(),
            " join customers c on c.id = d.customer_id
             where (cast($4 as text) is null or d.find_key like $4 escape '!'",
            $whose,
            " and (cast($5 as text) is null or d.issued_day >= $5)
              and (cast($6 as text) is null or d.issued_day <= $6)
              and (cast($7 as text) is null or d.type = $7
                   or (d.type = 'chargeback' and $7 = 'refund'))
              and (cast($8 as text) is null
                   or ($8 = 'unsettled' and d.open_minor > 0)
                   or ($8 = 'overdue' and d.open_minor > 0 and d.due_day < $9
                       and d.type not in ('credit_note', 'payment'))
                   or ($8 = 'open' and d.open_minor = d.total_minor and d.open_minor > 0)
                   or ($8 = 'part' and d.open_minor < d.total_minor and d.open_minor > 0)
                   or ($8 = 'settled' and d.open_minor = 0))
              and (",
            $key,
            ", d.id) ",
            $compare,
            " ($1, $2) order by ",
            $key,
            $direction,
            ", d.id",
            $direction,
            " limit $3"
        )
    };
}

macro_rules! own_sql {
    ($key:literal, $compare:literal, $direction:literal) => {
        documents_sql!(
            $key,
            ") and d.customer_id = $10 and (cast($11 as bigint) is null
                 or exists (select 1 from document_orders x join orders o on o.id = x.order_id
                     where x.document_id = d.id and o.login_id = $11))",
            $compare,
            $direction
        )
    };
}

macro_rules! all_sql {
    ($key:literal, $compare:literal, $direction:literal) => {
        documents_sql!($key, " or c.name_key like $4 escape '!')", $compare, $direction)
    };
}

/// A page of the customer's documents: two statements, however many.
///
/// # Errors
/// What the database says.
pub fn own(view: &mut View, buyer: &Buyer, asked: &Asked) -> Result<Page<DocumentRow>, DbError> {
    let today = wholesaler::today(view)?.text();
    let (q, (from, to)) = (asked.pattern(), asked.days());
    let given = args![
        q.as_deref(),
        from.as_deref(),
        to.as_deref(),
        asked.some("type"),
        asked.some("state"),
        &today,
        buyer.customer.id,
        own_only(buyer)
    ];
    let page = if asked.paging.sort == "due" {
        let sql = (
            own_sql!("coalesce(d.due_day, d.issued_day)", "<", " desc"),
            own_sql!("coalesce(d.due_day, d.issued_day)", ">", " asc"),
        );
        asked.paging.read_text(view, sql, &given, DocumentRow::due_cursor)?
    } else {
        let sql = (own_sql!("d.issued_day", "<", " desc"), own_sql!("d.issued_day", ">", " asc"));
        asked.paging.read_text(view, sql, &given, DocumentRow::cursor)?
    };
    with_orders(view, page)
}

/// A page of all documents, for staff.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<DocumentRow>, DbError> {
    let today = wholesaler::today(view)?.text();
    let (q, (from, to)) = (asked.pattern(), asked.days());
    let given = args![
        q.as_deref(),
        from.as_deref(),
        to.as_deref(),
        asked.some("type"),
        asked.some("state"),
        &today
    ];
    let page = if asked.paging.sort == "due" {
        let sql = (
            all_sql!("coalesce(d.due_day, d.issued_day)", "<", " desc"),
            all_sql!("coalesce(d.due_day, d.issued_day)", ">", " asc"),
        );
        asked.paging.read_text(view, sql, &given, DocumentRow::due_cursor)?
    } else {
        let sql = (all_sql!("d.issued_day", "<", " desc"), all_sql!("d.issued_day", ">", " asc"));
        asked.paging.read_text(view, sql, &given, DocumentRow::cursor)?
    };
    with_orders(view, page)
}

fn with_orders(view: &mut View, mut page: Page<DocumentRow>) -> Result<Page<DocumentRow>, DbError> {
    let keys: Vec<_> = page.rows.iter().map(|row| args![row.head.id]).collect();
    let orders = view.all_many::<String>(
        "select o.number from document_orders x join orders o on o.id = x.order_id
         where x.document_id = $1 order by x.order_id limit 500",
        &keys,
    )?;
    for (row, orders) in page.rows.iter_mut().zip(orders) {
        row.orders = orders;
    }
    Ok(page)
}

/// How many documents of a customer there are of each type, and how many are not settled.
///
/// # Errors
/// What the database says.
pub fn counts(view: &mut View, buyer: &Buyer) -> Result<HashMap<String, (i64, i64)>, DbError> {
    let rows = view.all::<(String, i64, i64)>(
        "select d.type, count(*), cast(sum(case when d.open_minor > 0 then 1 else 0 end) as bigint)
         from documents d
         where d.customer_id = $1 and (cast($2 as bigint) is null
             or exists (select 1 from document_orders x join orders o on o.id = x.order_id
                 where x.document_id = d.id and o.login_id = $2))
         group by d.type limit 10",
        args![buyer.customer.id, own_only(buyer)],
    )?;
    Ok(rows.into_iter().map(|(kind, all, open)| (kind, (all, open))).collect())
}
