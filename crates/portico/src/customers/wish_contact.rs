//! A customer's people change whom we ask for there. Without another ERP it is so at once; where one keeps the customer, the
//! change waits beside what the ERP told us, until it is taken there or refused.

use super::change::{Faults, LINE_LONGEST};
use super::erp::KEEP_CONTACT;
use super::keeper::Keeper;
use super::sheet::{changed_meanwhile, find_key};
use crate::access::names::is_email;
use crate::platform::changes;
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::AppError;

/// Name, e-mail address and telephone.
pub type Parts = [Option<String>; 3];

/// The names of the parts, as forms and programs say them.
pub const NAMES: [&str; 3] = ["name", "email", "phone"];

/// The contact as the customer's people see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnContact {
    /// As it is wished for; where nothing waits, as it is.
    pub parts: Parts,
    /// Which parts the ERP has yet to take.
    pub waiting: [bool; 3],
    /// Why the ERP would not take the last change.
    pub refused_why: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

/// A change: `None` leaves a part as it is, `Some(None)` clears it.
pub type Change = [Option<Option<String>>; 3];

struct Stored {
    parts: Parts,
    version: i64,
    wished: Parts,
    state: Option<String>,
    refused_why: Option<String>,
}

impl FromRow for Stored {
    fn from_row(row: &mut Row<'_>) -> Result<Stored, DbError> {
        Ok(Stored {
            parts: [row.next()?, row.next()?, row.next()?],
            version: row.next()?,
            wished: [row.next()?, row.next()?, row.next()?],
            state: row.next()?,
            refused_why: row.next()?,
        })
    }
}

/// The contact of this customer with what is wished for.
///
/// # Errors
/// What the database says.
pub(super) fn of(view: &mut View, customer_id: i64) -> Result<OwnContact, DbError> {
    let stored = view.one::<Stored>(
        "select c.contact_name, c.contact_email, c.contact_phone,
             c.version + coalesce(w.version, 0), w.name, w.email, w.phone, w.state, w.refused_why
         from customers c left join contact_wishes w on w.customer_id = c.id where c.id = $1",
        args![customer_id],
    )?;
    let stored = stored.ok_or_else(|| DbError::Failed("customer vanished".to_owned()))?;
    let (parts, wished) = (stored.parts, stored.wished);
    let refused_why = stored.refused_why.filter(|_| stored.state.as_deref() == Some("refused"));
    let version = stored.version;
    if stored.state.as_deref() != Some("waiting") {
        return Ok(OwnContact { parts, waiting: [false; 3], refused_why, version });
    }
    let waiting = [0, 1, 2].map(|at| parts[at] != wished[at]);
    Ok(OwnContact { parts: wished, waiting, refused_why, version })
}

/// Finds everything wrong with a contact. Pure.
fn check(parts: &Parts) -> Result<(), AppError> {
    let mut faults = Faults::default();
    for (name, text) in NAMES.iter().zip(parts) {
        let text = text.as_deref().unwrap_or("");
        faults.too_long(name, text, LINE_LONGEST);
        if *name == "email" && !text.is_empty() && !is_email(text) {
            faults.blame_as(name, "bad_email", "invite-bad-email");
        }
    }
    if parts[0].is_none() {
        faults.blame_as("name", "required", "field-required");
    }
    faults.end()
}

/// Changes the contact. `seen`: the version that a form was opened with.
///
/// # Errors
/// What is wrong, field by field; 409 where somebody else changed it.
pub fn keep(
    tx: &mut Tx,
    keeper: &Keeper,
    seen: Option<i64>,
    change: &Change,
) -> Result<(), AppError> {
    keeper.lock(tx)?;
    let now = of(tx, keeper.customer_id)?;
    if seen.is_some_and(|seen| seen != now.version) {
        return Err(changed_meanwhile());
    }
    let clean = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let wanted = [0, 1, 2].map(|at| match &change[at] {
        Some(text) => text.as_ref().and_then(clean),
        None => now.parts[at].clone(),
    });
    check(&wanted)?;
    if wanted == now.parts && now.refused_why.is_none() {
        return Ok(());
    }
    if keeper.waits() {
        wish(tx, keeper, &wanted)?;
    } else {
        write(tx, keeper.customer_id, &wanted)?;
    }
    Ok(keeper.note(tx, "customer_contact_changed")?)
}

fn write(tx: &mut Tx, customer_id: i64, wanted: &Parts) -> Result<(), DbError> {
    let head = tx.one::<(String, String, Option<String>)>(
        "select number, name, vat_number from customers where id = $1",
        args![customer_id],
    )?;
    let (number, name, vat) = head.unwrap_or_default();
    let [contact, email, phone] = wanted;
    let (key, now) = (find_key(&number, &name, email.as_deref(), vat.as_deref()), tx.now());
    let _ = tx.exec(
        "update customers set contact_name = $2, contact_email = $3, contact_phone = $4,
             find_key = $5, changed_at = $6, version = version + 1 where id = $1",
        args![customer_id, contact.as_deref(), email.as_deref(), phone.as_deref(), &key, now],
    )?;
    changes::note(tx, "customer", customer_id)
}

fn wish(tx: &mut Tx, keeper: &Keeper, wanted: &Parts) -> Result<(), DbError> {
    let ([name, email, phone], now) = (wanted, tx.now());
    let version = tx.one::<i64>(
        "insert into contact_wishes (customer_id, name, email, phone, state, version, asked_at)
         values ($1, $2, $3, $4, 'waiting', 1, $5)
         on conflict (customer_id) do update set name = excluded.name, email = excluded.email,
             phone = excluded.phone, state = 'waiting', refused_why = null,
             version = contact_wishes.version + 1, asked_at = excluded.asked_at
         returning version",
        args![keeper.customer_id, name.as_deref(), email.as_deref(), phone.as_deref(), now],
    )?;
    let object = format!("contact:{}", keeper.customer_id);
    keeper.tell_erp(tx, KEEP_CONTACT, (&object, version.unwrap_or(1)))
}

/// The ERP has it: it is so from now on, unless more was wished for meanwhile.
pub(super) fn taken(tx: &mut Tx, customer_id: i64, version: i64) -> Result<(), DbError> {
    let parts = tx.one::<(Option<String>, Option<String>, Option<String>)>(
        "update contact_wishes set state = 'ok'
         where customer_id = $1 and version = $2 and state = 'waiting' returning name, email, phone",
        args![customer_id, version],
    )?;
    match parts {
        Some((name, email, phone)) => write(tx, customer_id, &[name, email, phone]),
        None => Ok(()),
    }
}
