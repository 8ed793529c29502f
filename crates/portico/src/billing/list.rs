//! Documents as lists: a customer's transactions, and all of them for staff; newest first, found by number, order and
//! reference.

use super::kept::{Document, document_columns, from_documents};
use crate::access::{Buyer, Staff};
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use crate::platform::wholesaler;
use portico_types::Day;
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

/// Which documents, which page of them.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Part of a number, of an order's number or of a reference; blank: all.
    pub q: String,
    /// Only of these types, as stored; none: all.
    pub kinds: Vec<&'static str>,
    /// `unsettled`, `overdue`, `open`, `part` or `settled`.
    pub state: Option<&'static str>,
    /// Only issued on this day or later.
    pub from: Option<Day>,
    /// Only issued on this day or earlier.
    pub to: Option<Day>,
    /// Which page, by `issued` or `due`.
    pub paging: Paging,
}

impl Wanted {
    /// What an address asks of one of the lists here.
    #[must_use]
    pub fn asked(asked: &Asked) -> Wanted {
        let known = |text: &str| STATES.iter().find(|(state, _)| *state == text);
        Wanted {
            q: asked.text("q").to_owned(),
            kinds: match asked.text("type") {
                "invoice" => vec!["invoice"],
                "credit_note" => vec!["credit_note"],
                "payment" => vec!["payment"],
                "refund" => vec!["refund", "chargeback"],
                _ => Vec::new(),
            },
            state: known(asked.text("state")).map(|(state, _)| *state),
            from: asked.from(),
            to: asked.to(),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Wanted {
        Wanted { paging: paging.clone(), ..self.clone() }
    }

    /// Words, days and types as the statements take them.
    fn bound(&self) -> [Option<String>; 4] {
        let q = self.q.trim().replace('\0', "").to_lowercase();
        let kinds = (!self.kinds.is_empty()).then(|| format!(",{},", self.kinds.join(",")));
        let pattern = (!q.is_empty()).then(|| contains(&q));
        [pattern, self.from.map(Day::text), self.to.map(Day::text), kinds]
    }
}

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
              and (cast($7 as text) is null or $7 like '%,' || d.type || ',%')
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
pub fn own(view: &mut View, buyer: &Buyer, wanted: &Wanted) -> Result<Page<DocumentRow>, DbError> {
    let (bound, today) = (wanted.bound(), wholesaler::today(view)?.text());
    let [q, from, to, kinds] = bound.each_ref().map(Option::as_deref);
    let whose = (buyer.customer.id, own_only(buyer));
    let given = args![q, from, to, kinds, wanted.state, &today, whose.0, whose.1];
    let paging = &wanted.paging;
    let page = if paging.sort == "due" {
        let sql = (
            own_sql!("coalesce(d.due_day, d.issued_day)", "<", " desc"),
            own_sql!("coalesce(d.due_day, d.issued_day)", ">", " asc"),
        );
        paging.read_text(view, sql, &given, DocumentRow::due_cursor)?
    } else {
        let sql = (own_sql!("d.issued_day", "<", " desc"), own_sql!("d.issued_day", ">", " asc"));
        paging.read_text(view, sql, &given, DocumentRow::cursor)?
    };
    with_orders(view, page)
}

/// A page of all documents, for staff.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<DocumentRow>, DbError> {
    let wanted = Wanted::asked(asked);
    let (bound, today) = (wanted.bound(), wholesaler::today(view)?.text());
    let [q, from, to, kinds] = bound.each_ref().map(Option::as_deref);
    let given = args![q, from, to, kinds, wanted.state, &today];
    let paging = &wanted.paging;
    let page = if paging.sort == "due" {
        let sql = (
            all_sql!("coalesce(d.due_day, d.issued_day)", "<", " desc"),
            all_sql!("coalesce(d.due_day, d.issued_day)", ">", " asc"),
        );
        paging.read_text(view, sql, &given, DocumentRow::due_cursor)?
    } else {
        let sql = (all_sql!("d.issued_day", "<", " desc"), all_sql!("d.issued_day", ">", " asc"));
        paging.read_text(view, sql, &given, DocumentRow::cursor)?
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
