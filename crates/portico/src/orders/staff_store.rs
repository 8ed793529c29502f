//! Reading orders for staff: of every customer, with the customer's name.

use super::kept::{OrderDetail, OrderHead, OrderLine, OrderRow};
use super::store::{
    Bound, DELIVERIES, Filter, STATES, below, contains, cursor, from_heads, head_columns, matching,
    number_key, with_pieces,
};
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, Val, View, args};
use crate::platform::list::{Ask, Listing, Page, Sort};
use portico_types::Money;

/// What staff may ask of the orders of all customers.
pub static STAFF_ORDERS: Listing = Listing {
    name: "staff-orders",
    path: "/staff/orders",
    sorts: &[Sort::down("placed"), Sort::down("total")],
    asks: &[
        Ask::search("staff-search"),
        Ask::choice("status", "order-state", STATES),
        Ask::choice("delivery", "orders-delivery", DELIVERIES),
        Ask::choice("source", "staff-placed-by", SOURCES),
        Ask::choice("hand_over", "staff-hand-over", HAND_OVERS),
        Ask::days("order-placed"),
    ],
};

/// Who placed an order, as addresses and people say it.
const SOURCES: &[(&str, &str)] = &[
    ("cart", "staff-source-cart"),
    ("api", "staff-source-api"),
    ("staff", "staff-source-staff"),
    ("import", "staff-source-import"),
];
/// States of the hand-over, as addresses and people say them.
const HAND_OVERS: &[(&str, &str)] = &[
    ("waiting", "hand-over-waiting"),
    ("sent", "hand-over-sent"),
    ("received", "hand-over-received"),
    ("refused", "hand-over-refused"),
    ("by_hand", "hand-over-by-hand"),
];

/// A row of the staff's list.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// The order.
    pub order: OrderRow,
    /// The customer.
    pub customer: CustomerName,
    /// By how much it went over the customer's credit limit as it was placed.
    pub credit_over: Option<Money>,
}

/// A customer as lists name it.
#[derive(Clone, Debug)]
pub struct CustomerName {
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
}

/// Head, customer, and by how much it went over the credit limit as it was placed.
struct Read(OrderHead, CustomerName, Option<i64>);

impl FromRow for Read {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let head = OrderHead::from_row(row)?;
        let customer = CustomerName { number: row.next()?, name: row.next()? };
        Ok(Read(head, customer, row.next()?))
    }
}

macro_rules! staff_sql {
    ($key:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select ",
            head_columns!(),
            ", c.number, c.name, o.credit_over_minor",
            from_heads!(),
            " join customers c on c.id = o.customer_id
             where (cast($1 as text) is null or o.find_key like $1 escape '!'
                    or c.name_key like $1 escape '!' or c.number_key like $1 escape '!'
                    or c.number_key like $2 escape '!')",
            matching!(),
            " and (cast($13 as text) is null or o.source = $13)
              and (cast($14 as text) is null or o.hand_over = $14)
              and (cast($15 as bigint) is null or o.customer_id = $15)
              and (",
            $key,
            ", o.id) ",
            $compare,
            " ($10, $11) order by ",
            $key,
            $direction,
            ", o.id",
            $direction,
            " limit $12"
        )
    };
}

const NEWEST: &str = staff_sql!("o.placed_at", "<", " desc");
const OLDEST: &str = staff_sql!("o.placed_at", ">", " asc");
const LARGEST: &str = staff_sql!("o.total_minor", "<", " desc");
const SMALLEST: &str = staff_sql!("o.total_minor", ">", " asc");

/// A page of all customers' orders. `q` is part of an order's number or reference, or of a customer's name or number.
///
/// # Errors
/// What the database says.
pub fn list_all(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<StaffRow>, DbError> {
    let paging = &filter.paging;
    let sql = match (paging.sort, paging.is_read_down()) {
        ("total", true) => LARGEST,
        ("total", false) => SMALLEST,
        (_, true) => NEWEST,
        (_, false) => OLDEST,
    };
    let (key, id) = paging.from_number();
    let q = filter.q.trim().replace('\0', "");
    let lower = (!q.is_empty()).then(|| contains(&q.to_lowercase()));
    let upper = (!q.is_empty()).then(|| contains(&q.to_uppercase()));
    let bound = Bound::of(&Filter { q: String::new(), ..filter.clone() });
    let words = args![lower.as_deref(), upper.as_deref()];
    let ends = args![
        key,
        id,
        paging.limit + 1,
        filter.source.as_deref(),
        filter.hand_over.as_deref(),
        filter.customer_id
    ];
    let all: Vec<Val<'_>> = words.into_iter().chain(bound.vals()).chain(ends).collect();
    let read = view.all::<Read>(sql, &all)?;
    let read = paging.page(read, |row| cursor(&row.0, paging));
    let (heads, rest): (Vec<_>, Vec<_>) =
        read.rows.into_iter().map(|Read(head, customer, over)| (head, (customer, over))).unzip();
    let orders = with_pieces(view, heads)?;
    let rows = orders.into_iter().zip(rest).map(|(order, (customer, over))| StaffRow {
        credit_over: over.map(|minor| Money::new(minor, order.head.total.currency)),
        order,
        customer,
    });
    Ok(Page { rows: rows.collect(), previous: read.previous, next: read.next })
}

/// The name of the staff who placed an order for its customer. The head was read for the staff.
///
/// # Errors
/// What the database says.
pub fn placed_for(view: &mut View, _: &Staff, head: &OrderHead) -> Result<Option<String>, DbError> {
    let Some(login_id) = head.staff_login_id else { return Ok(None) };
    view.one::<String>("select name from logins where id = $1", args![login_id])
}

/// By how much an order went over the customer's credit limit as it was placed. The head was read for the staff.
///
/// # Errors
/// What the database says.
pub fn credit_over(view: &mut View, _: &Staff, head: &OrderHead) -> Result<Option<Money>, DbError> {
    let over = view
        .one::<Option<i64>>("select credit_over_minor from orders where id = $1", args![head.id])?;
    Ok(over.flatten().map(|minor| Money::new(minor, head.total.currency)))
}

/// One order of any customer, with everything below it.
///
/// # Errors
/// What the database says.
pub fn get_any(
    view: &mut View,
    _: &Staff,
    number: &str,
) -> Result<Option<(OrderDetail, CustomerName)>, DbError> {
    let read = view.one::<Read>(
        concat!(
            "select ",
            head_columns!(),
            ", c.number, c.name, o.credit_over_minor",
            from_heads!(),
            " join customers c on c.id = o.customer_id where o.number_key = $1"
        ),
        args![&number_key(number)],
    )?;
    let Some(Read(head, customer, _)) = read else {
        return Ok(None);
    };
    let lines = view.all::<OrderLine>(
        "select l.id, l.line, l.parent_line, l.sku, l.name, l.unit, l.quantity, l.quantity_decimals,
             l.price, l.per, l.discount, l.net_minor, l.vat_rate, l.vat_category, l.remarks,
             l.supplied_from, l.pending, l.backordered, l.allocated, l.released, l.shipped,
             l.cancelled, l.returned, l.invoiced, p.image, false, o.currency, l.product_id
         from order_lines l
         join orders o on o.id = l.order_id
         left join products p on p.id = l.product_id
         where l.order_id = $1 order by l.line limit 5000",
        args![head.id],
    )?;
    Ok(Some((below(view, head, lines)?, customer)))
}
