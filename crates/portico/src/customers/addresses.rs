//! A customer's delivery addresses. Orders keep a copy of the one they were placed with.

use crate::access::Buyer;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Address, Country};

/// One of a customer's addresses.
#[derive(Clone, Debug)]
pub struct DeliveryAddress {
    /// Its id.
    pub id: i64,
    /// Its number, as people and programs name it: `A-3`.
    pub number: String,
    /// The address.
    pub address: Address,
    /// Whether goods go here unless said otherwise.
    pub default_delivery: bool,
    /// Whether invoices go here unless said otherwise.
    pub default_invoice: bool,
    /// `ok`, `waiting` or `refused` by the ERP.
    pub state: String,
}

impl FromRow for DeliveryAddress {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(DeliveryAddress {
            id: row.next()?,
            number: row.next()?,
            address: address_from(row)?,
            default_delivery: row.next()?,
            default_invoice: row.next()?,
            state: row.next()?,
        })
    }
}

/// Reads name, contact, line1, line2, postcode, city, region, country, phone: nine columns, in this order.
pub fn address_from(row: &mut Row<'_>) -> Result<Address, DbError> {
    Ok(Address {
        name: row.next()?,
        contact: row.next()?,
        line1: row.next()?,
        line2: row.next()?,
        postcode: row.next()?,
        city: row.next()?,
        region: row.next()?,
        country: country(&row.next::<String>()?)?,
        phone: row.next()?,
    })
}

fn country(code: &str) -> Result<Country, DbError> {
    Country::from_code(code).ok_or_else(|| DbError::Failed(format!("no such country: {code}")))
}

/// The customer's open addresses, the default first, then by number; 500 at most.
pub fn list(view: &mut View, buyer: &Buyer) -> Result<Vec<DeliveryAddress>, DbError> {
    view.all(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state
         from addresses where customer_id = $1 and closed_at is null
         order by default_delivery desc, id limit 500",
        args![buyer.customer.id],
    )
}

/// A page of the customer's open addresses, the newest first, from behind this id on.
///
/// # Errors
/// What the database says.
pub fn page(
    view: &mut View,
    buyer: &Buyer,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<DeliveryAddress>, DbError> {
    view.all(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state
         from addresses where customer_id = $1 and id < $2 and closed_at is null
         order by id desc limit $3",
        args![buyer.customer.id, after.unwrap_or(i64::MAX), limit],
    )
}

/// The id of one of the customer's addresses, also of a closed one: where a list goes on.
///
/// # Errors
/// What the database says.
pub fn id_of(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<i64>, DbError> {
    let found = view.all::<i64>(
        "select id from addresses where customer_id = $1 and number = $2 order by id limit 1",
        args![buyer.customer.id, number],
    )?;
    Ok(found.into_iter().next())
}

/// One of the customer's open addresses by its number; somebody else's is absent.
pub fn by_number(
    view: &mut View,
    buyer: &Buyer,
    number: &str,
) -> Result<Option<DeliveryAddress>, DbError> {
    view.one(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state
         from addresses where customer_id = $1 and number = $2 and closed_at is null",
        args![buyer.customer.id, number],
    )
}

/// Where goods go unless said otherwise: the default, else the oldest address.
pub fn default_delivery(
    view: &mut View,
    buyer: &Buyer,
) -> Result<Option<DeliveryAddress>, DbError> {
    view.one(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state
         from addresses where customer_id = $1 and closed_at is null
         order by default_delivery desc, id limit 1",
        args![buyer.customer.id],
    )
}
