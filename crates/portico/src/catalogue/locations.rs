//! Places where stock lies. Orders are served from `main`; the others are for goods that are not to be promised yet:
//! a back room, a van, a shop.

use super::stock::MAIN;
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// The longest code, in characters.
pub const CODE_LONGEST: usize = 20;
/// The longest name, in characters.
pub const NAME_LONGEST: usize = 60;
/// The most locations that can be open.
pub const MOST: usize = 50;

/// A place where stock lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Its code, in small letters: `main`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether anything lies there.
    pub holds_stock: bool,
}

/// The open locations, `main` first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff) -> Result<Vec<Location>, DbError> {
    let rows = view.all::<(String, String, bool)>(
        "select l.code, l.name,
             exists (select 1 from stock s where s.location = l.code and s.on_hand <> 0)
         from locations l where l.closed_at is null
         order by case when l.code = 'main' then 0 else 1 end, l.code limit 100",
        args![],
    )?;
    let location = |(code, name, holds_stock)| Location { code, name, holds_stock };
    Ok(rows.into_iter().map(location).collect())
}

/// Why a location is not opened or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such open location.
    NotFound,
    /// Its code is empty, too long or holds anything but letters, digits, `-` and `_`.
    BadCode,
    /// Its name is empty or too long.
    BadName,
    /// There is one with this code.
    Taken,
    /// There are [`MOST`] already.
    TooMany,
    /// Something lies there.
    HoldsStock,
    /// Orders are served from it.
    IsMain,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field =
            |name: &str, text| Problem::invalid(vec![FieldProblem::new(name, "invalid", text)]);
        let conflict = |key| Problem::new(409, "conflict", Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::BadCode => {
                field("code", Text::plain("location-bad-code").with("most", CODE_LONGEST))
            }
            Refusal::BadName => {
                field("name", Text::plain("location-bad-name").with("most", NAME_LONGEST))
            }
            Refusal::Taken => field("code", Text::plain("location-taken")),
            Refusal::TooMany => conflict("location-too-many"),
            Refusal::HoldsStock => conflict("location-holds-stock"),
            Refusal::IsMain => conflict("location-is-main"),
        }
        .into()
    }
}

/// Whether this person may open a location with this code and name. Pure.
///
/// # Errors
/// What is against it.
pub fn check(staff: &Staff, code: &str, name: &str) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !(1..=CODE_LONGEST).contains(&code.len()) || !code.chars().all(good) {
        return Err(Refusal::BadCode);
    }
    let length = name.chars().count();
    if (1..=NAME_LONGEST).contains(&length) && !name.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(Refusal::BadName)
    }
}

/// Opens a location; one that was closed is opened again, under this name.
///
/// # Errors
/// A [`Refusal`].
pub fn open(tx: &mut Tx, staff: &Staff, code: &str, name: &str) -> Result<(), AppError> {
    let (code, name) = (code.trim().to_lowercase(), name.trim());
    check(staff, &code, name)?;
    if list(tx, staff)?.len() >= MOST {
        return Err(Refusal::TooMany.into());
    }
    let now = tx.now();
    let opened = tx.exec(
        "insert into locations (code, name, created_at) values ($1, $2, $3)
         on conflict (code) do update set name = excluded.name, closed_at = null
         where locations.closed_at is not null",
        args![&code, name, now],
    )?;
    if opened != 1 {
        return Err(Refusal::Taken.into());
    }
    note(tx, staff, "location_opened", &code)
}

/// Closes a location where nothing lies.
///
/// # Errors
/// A [`Refusal`].
pub fn close(tx: &mut Tx, staff: &Staff, code: &str) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    if code == MAIN {
        return Err(Refusal::IsMain.into());
    }
    let now = tx.now();
    let closed = tx.exec(
        "update locations set closed_at = $2 where code = $1 and closed_at is null",
        args![code, now],
    )?;
    if closed != 1 {
        return Err(Refusal::NotFound.into());
    }
    // Whoever brings stock there takes the row of the location first, so nothing comes in between.
    let rows = tx.one::<bool>(
        "select exists (select 1 from stock where location = $1 and (on_hand <> 0 or allocated <> 0))",
        args![code],
    )?;
    if rows == Some(true) {
        return Err(Refusal::HoldsStock.into());
    }
    note(tx, staff, "location_closed", code)
}

/// Keeps an open location open until the transaction ends; whether it is open.
pub(super) fn hold(tx: &mut Tx, code: &str) -> Result<bool, DbError> {
    let held = tx.exec(
        "update locations set name = name where code = $1 and closed_at is null",
        args![code],
    )?;
    Ok(held == 1)
}

fn note(tx: &mut Tx, staff: &Staff, verb: &'static str, code: &str) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("location:{code}"),
        facts: serde_json::json!({}),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
