//! Carriers: who brings parcels, and the address where a parcel is followed. Staff keep them; an order's shipment may
//! name any carrier, and has a link where we know it.

use crate::access::{Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::web::path_segment;

/// The longest name, in characters.
pub const NAME_LONGEST: usize = 60;
/// The longest address, in characters.
pub const URL_LONGEST: usize = 300;
/// The most carriers that can be open.
pub const MOST: usize = 50;

/// A carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Where a parcel is followed: `https://…/{tracking}`; `{postcode}` stands for the address's.
    pub tracking_url: Option<String>,
}

/// Why a carrier is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such open carrier.
    NotFound,
    /// Its name is empty or too long.
    BadName,
    /// The address does not begin with https://, lacks `{tracking}`, or is too long.
    BadUrl,
    /// There is one with this name.
    Taken,
    /// There are [`MOST`] already.
    TooMany,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field =
            |name: &str, text| Problem::invalid(vec![FieldProblem::new(name, "invalid", text)]);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::BadName => {
                field("name", Text::plain("carrier-bad-name").with("most", NAME_LONGEST))
            }
            Refusal::BadUrl => {
                field("tracking_url", Text::plain("carrier-bad-url").with("most", URL_LONGEST))
            }
            Refusal::Taken => field("name", Text::plain("carrier-taken")),
            Refusal::TooMany => {
                Problem::new(409, "conflict", Text::plain("carrier-too-many").with("most", MOST))
            }
        }
        .into()
    }
}

/// The open carriers, by name.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff) -> Result<Vec<Carrier>, DbError> {
    let rows = view.all::<(i64, String, Option<String>)>(
        "select id, name, tracking_url from carriers where closed_at is null order by name_key limit 100",
        args![],
    )?;
    let carrier = |(id, name, tracking_url)| Carrier { id, name, tracking_url };
    Ok(rows.into_iter().map(carrier).collect())
}

/// Whether this person may keep a carrier of this name and address. Pure.
///
/// # Errors
/// What is against it.
pub fn check(staff: &Staff, name: &str, url: &str) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    let length = name.trim().chars().count();
    if !(1..=NAME_LONGEST).contains(&length) || name.chars().any(char::is_control) {
        return Err(Refusal::BadName);
    }
    let url = url.trim();
    let good = url.starts_with("https://")
        && url.contains("{tracking}")
        && url.chars().count() <= URL_LONGEST
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '"' || c == '<');
    if url.is_empty() || good { Ok(()) } else { Err(Refusal::BadUrl) }
}

/// Keeps a carrier: a new one, or the one with this id under a new name or address. One that was taken out is back
/// under its name.
///
/// # Errors
/// A [`Refusal`].
pub fn keep(
    tx: &mut Tx,
    staff: &Staff,
    id: Option<i64>,
    (name, url): (&str, &str),
) -> Result<(), AppError> {
    check(staff, name, url)?;
    let (name, url) = (name.trim(), Some(url.trim()).filter(|url| !url.is_empty()));
    let (key, now) = (key(name), tx.now());
    if id.is_none() && list(tx, staff)?.len() >= MOST {
        return Err(Refusal::TooMany.into());
    }
    let kept = match id {
        Some(id) => tx.attempt(|tx| {
            tx.exec(
                "update carriers set name = $2, name_key = $3, tracking_url = $4
                 where id = $1 and closed_at is null",
                args![id, name, &key, url],
            )
        }),
        None => {
            let new = tx.new_id();
            tx.exec(
                "insert into carriers (id, name, name_key, tracking_url, created_at)
                 values ($1, $2, $3, $4, $5)
                 on conflict (name_key) do update
                 set name = excluded.name, tracking_url = excluded.tracking_url, closed_at = null
                 where carriers.closed_at is not null",
                args![new, name, &key, url, now],
            )
        }
    };
    match (kept, id) {
        (Ok(1), _) => note(tx, staff, "carrier_kept"),
        (Ok(_), Some(_)) => Err(Refusal::NotFound.into()),
        (Ok(_), None) | (Err(DbError::Conflict { .. }), _) => Err(Refusal::Taken.into()),
        (Err(other), _) => Err(other.into()),
    }
}

/// Takes a carrier out: it is offered no longer; shipments keep its name and links.
///
/// # Errors
/// A [`Refusal`].
pub fn take_out(tx: &mut Tx, staff: &Staff, id: i64) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let now = tx.now();
    let closed = tx.exec(
        "update carriers set closed_at = $2 where id = $1 and closed_at is null",
        args![id, now],
    )?;
    if closed == 1 { note(tx, staff, "carrier_taken_out") } else { Err(Refusal::NotFound.into()) }
}

fn note(tx: &mut Tx, staff: &Staff, verb: &'static str) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: "",
        facts: serde_json::json!({}),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

/// What carriers' names are compared by.
#[must_use]
pub fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The address of a parcel at a carrier: `{tracking}` and `{postcode}` filled in.
#[must_use]
pub fn tracking_url(template: &str, tracking: &str, postcode: &str) -> String {
    template
        .replace("{tracking}", &path_segment(tracking))
        .replace("{postcode}", &path_segment(postcode))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::world::in_world;

    #[test]
    fn a_parcel_is_followed_at_its_carriers_address() {
        let url = tracking_url("https://dpd.example/{tracking}?zip={postcode}", "15 50/a", "AB1 2");
        assert_eq!(url, "https://dpd.example/15%2050%2Fa?zip=AB1%202");
    }

    in_world!(carriers_are_kept_renamed_taken_out_and_back, |world| {
        let (will, ruth) = (world.staff("will@"), world.staff("ruth@"));
        let url = "https://dpd.example/{tracking}";
        assert_eq!(check(&ruth, "DPD", url), Err(Refusal::NotAllowed));
        for bad in ["http://dpd.example/{tracking}", "https://dpd.example", "javascript:{tracking}"]
        {
            assert_eq!(check(&will, "DPD", bad), Err(Refusal::BadUrl), "{bad}");
        }
        assert_eq!(check(&will, " ", url), Err(Refusal::BadName));
        let deeds = move |tx: &mut Tx| -> Result<_, AppError> {
            keep(tx, &will, None, ("DPD", url))?;
            let again = tx.attempt(|tx| keep(tx, &will, None, ("dpd", "")));
            assert_eq!(again.unwrap_err().problem().errors[0].text.key, "carrier-taken");
            let id = list(tx, &will)?[0].id;
            keep(tx, &will, Some(id), ("DPD UK", url))?;
            take_out(tx, &will, id)?;
            assert_eq!(take_out(tx, &will, id).unwrap_err().problem().status, 404);
            keep(tx, &will, None, ("dpd uk", url))?;
            Ok(list(tx, &will)?)
        };
        let kept = world.db.write(deeds).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].name, "dpd uk");
    });
}
