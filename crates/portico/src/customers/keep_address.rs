//! Staff add, change and end a customer's addresses. One that was used is closed, not deleted: orders name it.

use super::addresses::{DeliveryAddress, address_from};
use super::change::note;
use super::sheet::{self, Sheet, changed_meanwhile};
use crate::access::{Staff, StaffRole};
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
}

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

/// The customer's open addresses, the defaults first; 500 at most.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, customer_id: i64) -> Result<Vec<Kept>, DbError> {
    view.all(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state, version
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
    let found = view.one::<Kept>(
        "select id, number, name, contact, line1, line2, postcode, city, region, country, phone,
             default_delivery, default_invoice, state, version
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

/// Keeps an address as typed: `None` adds one, a number changes that one. A new default takes the place of the old.
///
/// # Errors
/// What is wrong, field by field; 409 where somebody else changed it.
pub fn keep(
    tx: &mut Tx,
    staff: &Staff,
    (customer, address): (&str, Option<&str>),
    (version, typed): (i64, &Typed),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let sheet = sheet::sheet(tx, staff, customer)?;
    let parsed = parse(typed)?;
    let id = match address {
        None => add(tx, &sheet, &parsed)?,
        Some(number) => {
            let kept = one(tx, staff, sheet.id, number)?;
            change(tx, (sheet.id, kept.address.id), version, &parsed)?;
            kept.address.id
        }
    };
    set_defaults(tx, (sheet.id, id), typed)?;
    let verb =
        if address.is_none() { "customer_address_added" } else { "customer_address_changed" };
    Ok(note(tx, staff, sheet.id, verb)?)
}

/// Writes it under the customer's next free number. The customer's row is touched first, so that two do not draw the same.
fn add(tx: &mut Tx, sheet: &Sheet, a: &Address) -> Result<i64, DbError> {
    let _ =
        tx.exec("update customers set changed_at = changed_at where id = $1", args![sheet.id])?;
    let numbers = tx.all::<String>(
        "select number from addresses where customer_id = $1 limit 10000",
        args![sheet.id],
    )?;
    let taken = numbers.iter().filter_map(|n| n.strip_prefix("A-")?.parse::<u32>().ok());
    let number = format!("A-{}", taken.max().unwrap_or(0) + 1);
    let id = tx.new_id();
    let _ = tx.exec(
        "insert into addresses (id, customer_id, number, name, contact, line1, line2, postcode, city,
             region, country, phone, default_delivery, default_invoice, state, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, false, false, 'ok', 1)",
        args![
            id,
            sheet.id,
            &number,
            &a.name,
            a.contact.as_deref(),
            &a.line1,
            a.line2.as_deref(),
            a.postcode.as_deref(),
            &a.city,
            a.region.as_deref(),
            a.country.code(),
            a.phone.as_deref()
        ],
    )?;
    Ok(id)
}

fn change(
    tx: &mut Tx,
    (customer_id, id): (i64, i64),
    version: i64,
    a: &Address,
) -> Result<(), AppError> {
    let changed = tx.exec(
        "update addresses set name = $4, contact = $5, line1 = $6, line2 = $7, postcode = $8,
             city = $9, region = $10, country = $11, phone = $12, version = version + 1
         where id = $1 and customer_id = $2 and version = $3 and closed_at is null",
        args![
            id,
            customer_id,
            version,
            &a.name,
            a.contact.as_deref(),
            &a.line1,
            a.line2.as_deref(),
            a.postcode.as_deref(),
            &a.city,
            a.region.as_deref(),
            a.country.code(),
            a.phone.as_deref()
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(changed_meanwhile()) }
}

fn set_defaults(tx: &mut Tx, (customer_id, id): (i64, i64), typed: &Typed) -> Result<(), DbError> {
    let (delivery, invoice) = (typed.default_delivery == "yes", typed.default_invoice == "yes");
    let _ = tx.exec(
        "update addresses set
             default_delivery = case when id = $2 then $3 else default_delivery and not $3 end,
             default_invoice = case when id = $2 then $4 else default_invoice and not $4 end
         where customer_id = $1",
        args![customer_id, id, delivery, invoice],
    )?;
    Ok(())
}

/// Ends an address: one that no order and no current order names is deleted, any other is closed.
///
/// # Errors
/// 404 where it is gone already.
pub fn remove(
    tx: &mut Tx,
    staff: &Staff,
    (customer, number): (&str, &str),
    used: impl Fn(&mut View, i64) -> Result<bool, DbError>,
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let sheet = sheet::sheet(tx, staff, customer)?;
    let id = one(tx, staff, sheet.id, number)?.address.id;
    let now = tx.now();
    let gone = if used(tx, id)? {
        tx.exec(
            "update addresses set closed_at = $2, default_delivery = false, default_invoice = false,
                 version = version + 1
             where id = $1 and closed_at is null",
            args![id, now],
        )?
    } else {
        tx.exec("delete from addresses where id = $1", args![id])?
    };
    if gone != 1 {
        return Err(Problem::not_found().into());
    }
    Ok(note(tx, staff, sheet.id, "customer_address_removed")?)
}
