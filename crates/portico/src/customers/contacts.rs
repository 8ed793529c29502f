//! People at a customer. The first contact stands with the customer itself, where an ERP or an import writes it; further
//! ones are the portal's own.

use super::change::{Faults, LINE_LONGEST, may_edit, note, written};
use super::sheet::{self, Sheet, changed_meanwhile, find_key};
use crate::access::names::is_email;
use crate::access::{Staff, StaffRole};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, Problem, Text};

/// Contacts of one customer at most, beside the first.
pub const MOST: i64 = 100;

/// A further contact.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What they are there for: purchasing, bookkeeping.
    pub role: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

impl FromRow for Contact {
    fn from_row(r: &mut Row<'_>) -> Result<Contact, DbError> {
        Ok(Contact {
            id: r.next()?,
            name: r.next()?,
            role: r.next()?,
            email: r.next()?,
            phone: r.next()?,
            version: r.next()?,
        })
    }
}

/// A contact as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the field of the form with this name")]
pub struct Typed {
    pub name: String,
    pub role: String,
    pub email: String,
    pub phone: String,
}

/// Which contact a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One that is not there yet.
    New,
    /// The one that stands with the customer.
    First,
    /// A further one.
    One(i64),
}

impl Which {
    /// As in addresses of pages: `new`, `first`, or the id.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Which> {
        match text {
            "new" => Some(Which::New),
            "first" => Some(Which::First),
            id => id.parse().ok().map(Which::One),
        }
    }
}

/// The customer's further contacts, in the order they came.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, customer_id: i64) -> Result<Vec<Contact>, DbError> {
    view.all(
        "select id, name, role, email, phone, version from contacts
         where customer_id = $1 and removed_at is null order by id limit $2",
        args![customer_id, MOST],
    )
}

fn check(typed: &Typed) -> Result<(), AppError> {
    let mut faults = Faults::default();
    if typed.name.trim().is_empty() {
        faults.blame("name", "field-required");
    }
    if !typed.email.trim().is_empty() && !is_email(typed.email.trim()) {
        faults.blame("email", "invite-bad-email");
    }
    for (field, text) in [("name", &typed.name), ("role", &typed.role), ("phone", &typed.phone)] {
        faults.too_long(field, text, LINE_LONGEST);
    }
    faults.end()
}

/// Keeps a contact as typed: a new one, the first, or one that is there.
///
/// # Errors
/// What is wrong, field by field; 409 where somebody else changed it, or an ERP keeps the first one.
pub fn keep(
    tx: &mut Tx,
    staff: &Staff,
    (number, which): (&str, Which),
    (version, typed): (i64, &Typed),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let sheet = sheet::sheet(tx, staff, number)?;
    check(typed)?;
    match which {
        Which::First => keep_first(tx, staff, &sheet, (version, typed)),
        Which::New => add(tx, staff, &sheet, typed),
        Which::One(id) => change(tx, staff, (&sheet, id), (version, typed)),
    }
}

fn blank(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn keep_first(
    tx: &mut Tx,
    staff: &Staff,
    sheet: &Sheet,
    (version, typed): (i64, &Typed),
) -> Result<(), AppError> {
    may_edit(staff, sheet)?;
    let (email, now) = (blank(&typed.email), tx.now());
    let key = find_key(&sheet.number, &sheet.name, email, sheet.vat_number.as_deref());
    let changed = tx.exec(
        "update customers set contact_name = $3, contact_email = $4, contact_phone = $5,
             find_key = $6, changed_at = $7, version = version + 1
         where id = $1 and version = $2",
        args![sheet.id, version, typed.name.trim(), email, blank(&typed.phone), &key, now],
    )?;
    written(tx, staff, sheet, changed, "customer_contact_changed")
}

fn add(tx: &mut Tx, staff: &Staff, sheet: &Sheet, typed: &Typed) -> Result<(), AppError> {
    let there = tx.one::<i64>(
        "select count(*) from contacts where customer_id = $1 and removed_at is null",
        args![sheet.id],
    )?;
    if there.unwrap_or(0) >= MOST {
        let text = Text::plain("contact-too-many").with("most", MOST);
        return Err(Problem::new(409, "too_many", text).into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let _ = tx.exec(
        "insert into contacts (id, customer_id, name, role, email, phone, version, created_at)
         values ($1, $2, $3, $4, $5, $6, 1, $7)",
        args![
            id,
            sheet.id,
            typed.name.trim(),
            blank(&typed.role),
            blank(&typed.email),
            blank(&typed.phone),
            now
        ],
    )?;
    Ok(note(tx, staff, sheet.id, "customer_contact_added")?)
}

fn change(
    tx: &mut Tx,
    staff: &Staff,
    (sheet, id): (&Sheet, i64),
    (version, typed): (i64, &Typed),
) -> Result<(), AppError> {
    let changed = tx.exec(
        "update contacts set name = $4, role = $5, email = $6, phone = $7, version = version + 1
         where id = $1 and customer_id = $2 and version = $3 and removed_at is null",
        args![
            id,
            sheet.id,
            version,
            typed.name.trim(),
            blank(&typed.role),
            blank(&typed.email),
            blank(&typed.phone)
        ],
    )?;
    if changed != 1 {
        return Err(changed_meanwhile());
    }
    Ok(note(tx, staff, sheet.id, "customer_contact_changed")?)
}

/// Takes a further contact away.
///
/// # Errors
/// 404 where it is gone already.
pub fn remove(tx: &mut Tx, staff: &Staff, number: &str, id: i64) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let sheet = sheet::sheet(tx, staff, number)?;
    let now = tx.now();
    let removed = tx.exec(
        "update contacts set removed_at = $3
         where id = $1 and customer_id = $2 and removed_at is null",
        args![id, sheet.id, now],
    )?;
    if removed != 1 {
        return Err(Problem::not_found().into());
    }
    Ok(note(tx, staff, sheet.id, "customer_contact_removed")?)
}
