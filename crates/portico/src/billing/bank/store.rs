//! Entries that wait to be booked.

use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Currency, Day, Money};

/// Entries on the page, at most.
pub(super) const SHOWN_MOST: i64 = 50;

/// An entry that is not booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenEntry {
    pub(super) id: i64,
    pub(super) day: Day,
    pub(super) amount: Money,
    pub(super) payer: String,
    pub(super) account: String,
    pub(super) reference: String,
}

impl FromRow for OpenEntry {
    fn from_row(r: &mut Row<'_>) -> Result<OpenEntry, DbError> {
        let (id, day, code, minor) =
            (r.next()?, r.next::<String>()?, r.next::<String>()?, r.next()?);
        let currency = Currency::from_code(&code);
        let currency = currency.ok_or_else(|| DbError::Failed(format!("no currency: {code}")))?;
        let day = Day::parse(&day).ok_or_else(|| DbError::Failed(format!("no day: {day}")))?;
        Ok(OpenEntry {
            id,
            day,
            amount: Money::new(minor, currency),
            payer: r.next()?,
            account: r.next()?,
            reference: r.next()?,
        })
    }
}

/// The oldest that are open, and how many there are.
///
/// # Errors
/// What the database says.
pub(super) fn open(view: &mut View, _: &Staff) -> Result<(Vec<OpenEntry>, i64), DbError> {
    let entries = view.all(
        "select id, day, currency, amount_minor, payer, account, reference from bank_entries
         where state = 'open' order by id limit $1",
        args![SHOWN_MOST],
    )?;
    let count = view.one("select count(*) from bank_entries where state = 'open'", args![])?;
    Ok((entries, count.unwrap_or(0)))
}

/// One of them, whatever became of it.
///
/// # Errors
/// What the database says.
pub(super) fn get(view: &mut View, _: &Staff, id: i64) -> Result<Option<OpenEntry>, DbError> {
    view.one(
        "select id, day, currency, amount_minor, payer, account, reference from bank_entries where id = $1",
        args![id],
    )
}
