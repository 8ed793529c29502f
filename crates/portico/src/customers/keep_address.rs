//! A customer's people, or staff for it, add, change and close its addresses. None is deleted: orders name them. Where an ERP
//! keeps the customer, the address waits until it is taken there; else it is so at once.

use super::addresses::{DeliveryAddress, address_from};
use super::erp;
use super::keeper::Keeper;
use super::sheet::changed_meanwhile;
use crate::access::{Buyer, Staff};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Address, AddressFault, Country};

/// An address with what an edit needs.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The address.
    pub address: DeliveryAddress,
    /// Grows with every change.
    pub version: i64,
    /// Why the ERP would not take it.
    pub refused_why: Option<String>,
}

/// Open addresses of one customer at most.
pub const MOST: usize = 500;

impl FromRow for Kept {
    fn from_row(r: &mut Row<'_>) -> Result<Kept, DbError> {
        Ok(Kept {
            address: DeliveryAddress {
                id: r.next()?,
                number: r.next()?,
                address: address_from(r)?,
                default_delivery: r.next()?,
                default_invoice: r.next()?,
                state: r.next()?,
            },
            version: r.next()?,
            refused_why: r.next()?,
        })
    }
}

/// An address as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the field of the form with this name")]
pub struct Typed {
    pub name: String,
    pub contact: String,
    pub line1: String,
    pub line2: String,
    pub postcode: String,
    pub city: String,
    pub region: String,
    pub country: String,
    pub phone: String,
    pub default_delivery: String,
    pub default_invoice: String,
}

impl Typed {
    /// What an edit of this address begins with.
    #[must_use]
    pub fn of(kept: &Kept) -> Typed {
        let a = &kept.address.address;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let yes = |flag: bool| if flag { "yes" } else { "" }.to_owned();
        Typed {
            name: a.name.clone(),
            contact: text(&a.contact),
            line1: a.line1.clone(),
            line2: text(&a.line2),
            postcode: text(&a.postcode),
            city: a.city.clone(),
            region: text(&a.region),
            country: a.country.code().to_owned(),
            phone: text(&a.phone),
            default_delivery: yes(kept.address.default_delivery),
            default_invoice: yes(kept.address.default_invoice),
        }
    }
}

/// The customer's open addresses, the defaults first; 500 at most.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, customer_id: i64) -> Result<Vec<Kept>, DbError> {
    of_customer(view, customer_id)
}

/// The own company's open addresses, the defaults first; 500 at most.
///
/// # Errors
/// What the database says.
pub fn own_list(view: &mut View, buyer: &Buyer) -> Result<Vec<Kept>, DbError> {
    of_customer(view, buyer.customer.id)
}

fn of_customer(view: &mut View, customer_id: i64) -> Result<Vec<Kept>, DbError> {
    view.all(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state, version, refused_why
         from addresses where customer_id = $1 and closed_at is null
         order by default_delivery desc, default_invoice desc, id limit 500",
        args![customer_id],
    )
}

/// One of the customer's open addresses.
///
/// # Errors
/// 404 where there is none.
pub fn one(view: &mut View, _: &Staff, customer_id: i64, number: &str) -> Result<Kept, AppError> {
    by_number(view, customer_id, number)
}

/// One of the own company's open addresses.
///
/// # Errors
/// 404 where there is none.
pub fn own_one(view: &mut View, buyer: &Buyer, number: &str) -> Result<Kept, AppError> {
    by_number(view, buyer.customer.id, number)
}

fn by_number(view: &mut View, customer_id: i64, number: &str) -> Result<Kept, AppError> {
    let found = view.one::<Kept>(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state, version, refused_why
         from addresses where customer_id = $1 and number = $2 and closed_at is null",
        args![customer_id, number],
    )?;
    found.ok_or_else(|| Problem::not_found().into())
}

/// What was typed as an address; every fault at its field.
///
/// # Errors
/// The faults.
pub fn parse(typed: &Typed) -> Result<Address, AppError> {
    let optional = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let Some(country) = Country::from_code(&typed.country) else {
        let text = Text::plain("field-bad-country");
        return Err(
            Problem::invalid(vec![FieldProblem::new("country", "bad_country", text)]).into()
        );
    };
    let address = Address {
        name: typed.name.trim().to_owned(),
        contact: optional(&typed.contact),
        line1: typed.line1.trim().to_owned(),
        line2: optional(&typed.line2),
        postcode: optional(&typed.postcode),
        city: typed.city.trim().to_owned(),
        region: optional(&typed.region),
        country,
        phone: optional(&typed.phone),
    };
    let faults: Vec<FieldProblem> = address.faults().into_iter().map(said).collect();
    if faults.is_empty() { Ok(address) } else { Err(Problem::invalid(faults).into()) }
}

fn said(fault: AddressFault) -> FieldProblem {
    let text = match fault.code {
        "too_long" => Text::plain("field-too-long").with("most", Address::LONGEST),
        "bad_postcode" => Text::plain("field-bad-postcode"),
        "bad_country" => Text::plain("field-bad-country"),
        _ => Text::plain("field-required"),
    };
    FieldProblem::new(fault.field, fault.code, text)
}

/// Which address, and the version that was seen of it; a program, which saw none, gives none.
pub type Which<'a> = Option<(&'a str, Option<i64>)>;

/// Keeps an address as typed: `None` adds one. A new default takes the place of the old; where no other is the default, this
/// one is. Answers with its number.
///
/// # Errors
/// What is wrong, field by field; 404 where it is gone; 409 where somebody else changed it.
pub fn keep(
    tx: &mut Tx,
    keeper: &Keeper,
    which: Which<'_>,
    typed: &Typed,
) -> Result<String, AppError> {
    let parsed = parse(typed)?;
    keeper.lock(tx)?;
    let (id, number) = match which {
        None => add(tx, keeper, &parsed)?,
        Some((number, seen)) => (change(tx, keeper, (number, seen), &parsed)?, number.to_owned()),
    };
    let wanted = |is: &str| (is == "yes").then_some(id);
    let defaults = (wanted(&typed.default_delivery), wanted(&typed.default_invoice));
    set_defaults(tx, keeper.customer_id, defaults)?;
    let version = tx.one::<i64>("select version from addresses where id = $1", args![id])?;
    let object = (&*format!("address:{id}"), version.unwrap_or(1));
    keeper.tell_erp(tx, erp::KEEP_ADDRESS, object)?;
    let is_new = which.is_none();
    keeper.note(tx, if is_new { "customer_address_added" } else { "customer_address_changed" })?;
    Ok(number)
}

/// Writes it under the customer's next number; numbers of closed ones are not given again.
fn add(tx: &mut Tx, keeper: &Keeper, a: &Address) -> Result<(i64, String), AppError> {
    let numbers = tx.all::<(String, bool)>(
        "select number, closed_at is null from addresses where customer_id = $1 limit 10000",
        args![keeper.customer_id],
    )?;
    if numbers.iter().filter(|(_, open)| *open).count() >= MOST {
        let text = Text::plain("address-too-many").with("most", MOST);
        return Err(Problem::new(409, "too_many", text).into());
    }
    let taken = numbers.iter().filter_map(|(n, _)| n.strip_prefix("A-")?.parse::<u32>().ok());
    let number = format!("A-{}", taken.max().unwrap_or(0) + 1);
    let id = tx.new_id();
    let _ = tx.exec(
        "insert into addresses (id, customer_id, number, name, contact, line1, line2, postcode, city,
             region, country, phone, default_delivery, default_invoice, state, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, false, false, $13, 1)",
        args![
            id,
            keeper.customer_id,
            &number,
            &a.name,
            a.contact.as_deref(),
            &a.line1,
            a.line2.as_deref(),
            a.postcode.as_deref(),
            &a.city,
            a.region.as_deref(),
            a.country.code(),
            a.phone.as_deref(),
            keeper.state()
        ],
    )?;
    Ok((id, number))
}

/// Writes it over the open address of this number; its id.
fn change(
    tx: &mut Tx,
    keeper: &Keeper,
    (number, seen): (&str, Option<i64>),
    a: &Address,
) -> Result<i64, AppError> {
    let id = open_id(tx, keeper.customer_id, number)?;
    let changed = tx.exec(
        "update addresses set name = $4, contact = $5, line1 = $6, line2 = $7, postcode = $8,
             city = $9, region = $10, country = $11, phone = $12, state = $13, refused_why = null,
             version = version + 1
         where id = $1 and customer_id = $2 and version = coalesce(cast($3 as bigint), version)
             and closed_at is null",
        args![
            id,
            keeper.customer_id,
            seen,
            &a.name,
            a.contact.as_deref(),
            &a.line1,
            a.line2.as_deref(),
            a.postcode.as_deref(),
            &a.city,
            a.region.as_deref(),
            a.country.code(),
            a.phone.as_deref(),
            keeper.state()
        ],
    )?;
    if changed == 1 { Ok(id) } else { Err(changed_meanwhile()) }
}

fn open_id(view: &mut View, customer_id: i64, number: &str) -> Result<i64, AppError> {
    let found = view.one::<i64>(
        "select id from addresses where customer_id = $1 and number = $2 and closed_at is null",
        args![customer_id, number],
    )?;
    found.ok_or_else(|| Problem::not_found().into())
}

/// Of a customer's open addresses, one is where goods go and one is where invoices go: the one that is to be, else the one
/// that was, else the oldest.
pub(super) fn set_defaults(
    tx: &mut Tx,
    customer_id: i64,
    wanted: (Option<i64>, Option<i64>),
) -> Result<(), DbError> {
    let standing = tx.all::<(i64, bool, bool)>(
        "select id, default_delivery, default_invoice from addresses
         where customer_id = $1 and closed_at is null order by id limit 10000",
        args![customer_id],
    )?;
    let Some(oldest) = standing.first().map(|row| row.0) else { return Ok(()) };
    let was_delivery = standing.iter().find(|row| row.1).map_or(oldest, |row| row.0);
    let was_invoice = standing.iter().find(|row| row.2).map_or(oldest, |row| row.0);
    let (delivery, invoice) = (wanted.0.unwrap_or(was_delivery), wanted.1.unwrap_or(was_invoice));
    let _ = tx.exec(
        "update addresses set default_delivery = (id = $2), default_invoice = (id = $3)
         where customer_id = $1 and closed_at is null
             and (default_delivery <> (id = $2) or default_invoice <> (id = $3))",
        args![customer_id, delivery, invoice],
    )?;
    Ok(())
}

/// Why an address stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a default, and there are others that could be.
    IsDefault,
    /// An order under way goes there.
    OnTheWay {
        /// Its number.
        order: String,
    },
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let text = match refusal {
            Refusal::IsDefault => Text::plain("address-stays-default"),
            Refusal::OnTheWay { order } => Text::plain("address-stays-order").with("order", order),
        };
        Problem::new(409, "address_in_use", text).into()
    }
}

/// Whether an address may be closed, and says why not. Pure.
///
/// # Errors
/// The reason.
pub fn check_close(
    (is_default, others): (bool, i64),
    under_way: Option<String>,
) -> Result<(), Refusal> {
    match under_way {
        Some(order) => Err(Refusal::OnTheWay { order }),
        None if is_default && others > 0 => Err(Refusal::IsDefault),
        None => Ok(()),
    }
}

/// Takes an address out of use. Its row stays, for the orders that name it. `under_way` knows an order that still goes to
/// the address of this id.
///
/// # Errors
/// 404 where it is gone already, 409 where it is in use.
pub fn close(
    tx: &mut Tx,
    keeper: &Keeper,
    number: &str,
    under_way: impl Fn(&mut View, i64) -> Result<Option<String>, DbError>,
) -> Result<(), AppError> {
    keeper.lock(tx)?;
    let id = open_id(tx, keeper.customer_id, number)?;
    let (order, now) = (under_way(tx, id)?, tx.now());
    let standing = tx.one::<(bool, i64)>(
        "select default_delivery or default_invoice, (select count(*) from addresses o
             where o.customer_id = a.customer_id and o.id <> a.id and o.closed_at is null)
         from addresses a where a.id = $1",
        args![id],
    )?;
    check_close(standing.unwrap_or_default(), order)?;
    let version = tx.one::<i64>(
        "update addresses set closed_at = $2, default_delivery = false, default_invoice = false,
             state = $3, refused_why = null, version = version + 1
         where id = $1 and closed_at is null returning version",
        args![id, now, keeper.state()],
    )?;
    let Some(version) = version else { return Err(Problem::not_found().into()) };
    keeper.tell_erp(tx, erp::CLOSE_ADDRESS, (&format!("address:{id}"), version))?;
    Ok(keeper.note(tx, "customer_address_removed")?)
}
