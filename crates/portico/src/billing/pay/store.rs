//! Reading payments, for the person who asks and for the work behind the pages.

use super::{Part, Payment, Status};
use crate::access::{Buyer, Staff};
use crate::billing::DocumentType;
use crate::billing::kept::{Document, currency, document_columns, from_documents};
use crate::billing::settle::Locked;
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Currency, Moment, Money};

/// The columns of a [`Payment`].
macro_rules! payment_columns {
    () => {
        "p.id, p.number, p.customer_id, p.login_id, p.currency, p.amount_minor, p.status, p.gateway, p.gateway_id,
         p.redirect_url, p.attempt, p.document_id, p.trouble, p.told, p.created_at"
    };
}

pub(crate) use payment_columns;

impl FromRow for Payment {
    fn from_row(r: &mut Row<'_>) -> Result<Payment, DbError> {
        let (id, number, customer_id, login_id) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let currency = currency(&r.next::<String>()?)?;
        let amount = Money::new(r.next()?, currency);
        let status = r.next::<String>()?;
        let status = Status::from_text(&status)
            .ok_or_else(|| DbError::Failed(format!("no such status: {status}")))?;
        Ok(Payment {
            id,
            number,
            customer_id,
            login_id,
            amount,
            status,
            gateway: r.next()?,
            gateway_id: r.next()?,
            redirect_url: r.next()?,
            attempt: r.next()?,
            document_id: r.next()?,
            trouble: r.next()?,
            told: r.next()?,
            created_at: Moment(r.next()?),
        })
    }
}

/// A payment by its id, for the work behind the pages.
pub(crate) fn by_id(view: &mut View, id: i64) -> Result<Option<Payment>, DbError> {
    view.one::<Payment>(
        concat!("select ", payment_columns!(), " from payments p where p.id = $1"),
        args![id],
    )
}

/// A payment by its number, for the work behind the pages.
pub(super) fn by_number(view: &mut View, number: &str) -> Result<Option<Payment>, DbError> {
    view.one::<Payment>(
        concat!("select ", payment_columns!(), " from payments p where p.number_key = $1"),
        args![&number.to_lowercase()],
    )
}

/// A payment of the customer by its number. Whoever sees only own orders sees only own payments.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<Payment>, DbError> {
    view.one::<Payment>(
        concat!(
            "select ",
            payment_columns!(),
            " from payments p where p.number_key = $1 and p.customer_id = $2
                 and (cast($3 as bigint) is null or p.login_id = $3)"
        ),
        args![&number.to_lowercase(), buyer.customer.id, own_only(buyer)],
    )
}

/// Any payment by its number, for staff.
///
/// # Errors
/// What the database says.
pub fn get_any(view: &mut View, _: &Staff, number: &str) -> Result<Option<Payment>, DbError> {
    by_number(view, number)
}

/// Number and name of a payment's customer, for staff.
///
/// # Errors
/// What the database says.
pub fn customer(view: &mut View, _: &Staff, id: i64) -> Result<(String, String), DbError> {
    let found = view
        .one::<(String, String)>("select number, name from customers where id = $1", args![id])?;
    Ok(found.unwrap_or_default())
}

/// The customer's payments that are under way or were started lately, newest first.
///
/// # Errors
/// What the database says.
pub fn latest(view: &mut View, buyer: &Buyer) -> Result<Vec<Payment>, DbError> {
    view.all::<Payment>(
        concat!(
            "select ",
            payment_columns!(),
            " from payments p where p.customer_id = $1
                 and (cast($2 as bigint) is null or p.login_id = $2) order by p.id desc limit 50"
        ),
        args![buyer.customer.id, own_only(buyer)],
    )
}

/// What a payment goes to, in the order of the documents.
///
/// # Errors
/// What the database says.
pub fn parts(view: &mut View, payment: &Payment) -> Result<Vec<Part>, DbError> {
    let rows = view.all::<(i64, String, i64)>(
        "select d.id, d.number, x.amount_minor from payment_parts x
         join documents d on d.id = x.document_id
         where x.payment_id = $1
         order by x.amount_minor < 0, coalesce(d.due_day, d.issued_day), d.id limit 5000",
        args![payment.id],
    )?;
    Ok(parts_of(rows, payment.currency()))
}

/// Ids and numbers of documents, and how much of each, as parts.
pub(in crate::billing) fn parts_of(rows: Vec<(i64, String, i64)>, currency: Currency) -> Vec<Part> {
    let part = |(document_id, number, minor)| Part {
        document_id,
        number,
        amount: Money::new(minor, currency),
    };
    rows.into_iter().map(part).collect()
}

/// Documents of the customer by their numbers, as the person sees them, in this order; those that are none are left out.
///
/// # Errors
/// What the database says.
pub fn documents(
    view: &mut View,
    buyer: &Buyer,
    numbers: &[String],
) -> Result<Vec<Document>, DbError> {
    let keys: Vec<String> = numbers.iter().map(|number| number.trim().to_lowercase()).collect();
    let own = own_only(buyer);
    let rows: Vec<_> = keys.iter().map(|key| args![key, buyer.customer.id, own]).collect();
    let found = view.all_many::<Document>(
        concat!(
            "select ",
            document_columns!(),
            from_documents!(),
            " where d.number_key = $1 and d.customer_id = $2 and (cast($3 as bigint) is null
                 or exists (select 1 from document_orders x join orders o on o.id = x.order_id
                     where x.document_id = d.id and o.login_id = $3))"
        ),
        &rows,
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// What the customer owes and could pay, oldest due first, unlocked: for showing. Nothing for whoever sees only own orders.
///
/// # Errors
/// What the database says.
pub fn due(view: &mut View, buyer: &Buyer, currency: Currency) -> Result<Vec<Locked>, DbError> {
    if own_only(buyer).is_some() {
        return Ok(Vec::new());
    }
    let rows = view.all::<(i64, String, String, i64, i64)>(
        "select id, number, type, open_minor, pending_minor from documents
         where customer_id = $1 and open_minor > 0 and currency = $2 and open_minor > pending_minor
             and type in ('invoice', 'refund', 'chargeback')
         order by coalesce(due_day, issued_day), id limit 5000",
        args![buyer.customer.id, currency.code()],
    )?;
    let one = |(id, number, kind, open, pending): (i64, String, String, i64, i64)| {
        Some(Locked {
            id,
            number,
            kind: DocumentType::from_text(&kind)?,
            customer_id: buyer.customer.id,
            due_day: None,
            open: Money::new(open, currency),
            pending: Money::new(pending, currency),
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Id of the payment with this id at a gateway, or with this charge.
pub(crate) fn at_gateway(
    view: &mut View,
    gateway: &str,
    about: &str,
) -> Result<Option<i64>, DbError> {
    let found = view.all::<i64>(
        "select id from payments where gateway = $1 and (gateway_id = $2 or charge_id = $2) limit 2",
        args![gateway, about],
    )?;
    Ok(found.first().copied())
}

/// Payments whose gateway is to be asked by now, longest due first.
pub(crate) fn to_ask(view: &mut View, most: i64) -> Result<Vec<Payment>, DbError> {
    let now = view.now();
    view.all::<Payment>(
        concat!(
            "select ",
            payment_columns!(),
            " from payments p where p.next_ask_at is not null and p.next_ask_at <= $1
             order by p.next_ask_at, p.id limit $2"
        ),
        args![now, most],
    )
}
