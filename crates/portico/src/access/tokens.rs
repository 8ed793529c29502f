//! The tokens of a login, and, for owners, of everybody: listing, making one's own, revoking.

use super::bearer::{self, NewToken};
use super::notices::{self, Notice};
use super::{Staff, StaffRole, deeds};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, Problem};

/// Living tokens that a login has at most.
pub const MOST: i64 = 20;
/// Days a token lives at most.
pub const DAYS_MOST: i32 = 365;
/// Tokens listed at most.
const LISTED_MOST: i64 = 200;

/// A token in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// Codes of its scopes.
    pub scopes: String,
    /// When it ends, Unix milliseconds.
    pub ends_at: i64,
    /// When it was revoked, if it was.
    pub revoked_at: Option<i64>,
    /// When it was last used, to the hour.
    pub used_at: Option<i64>,
    /// Whose it is.
    pub login: String,
    /// The customer it acts for; none for staff and suppliers.
    pub customer: Option<String>,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Listed {
            id: row.next()?,
            name: row.next()?,
            scopes: row.next()?,
            ends_at: row.next()?,
            revoked_at: row.next()?,
            used_at: row.next()?,
            login: row.next()?,
            customer: row.next()?,
        })
    }
}

/// The tokens of a login, newest first, 200 at most.
pub fn list(view: &mut View, login_id: i64) -> Result<Vec<Listed>, DbError> {
    view.all::<Listed>(
        "select t.id, t.name, t.scopes, t.ends_at, t.revoked_at, t.used_at, l.name, c.name
         from api_tokens t join logins l on l.id = t.login_id
         join memberships m on m.id = t.membership_id left join customers c on c.id = m.customer_id
         where t.login_id = $1 order by t.id desc limit $2",
        args![login_id, LISTED_MOST],
    )
}

/// Every token that works, newest first, 200 at most: for the wholesaler's owners.
///
/// # Errors
/// 403 for other staff.
pub fn list_all(view: &mut View, staff: &Staff) -> Result<Vec<Listed>, AppError> {
    only_owners(staff)?;
    let now = view.now();
    Ok(view.all::<Listed>(
        "select t.id, t.name, t.scopes, t.ends_at, t.revoked_at, t.used_at, l.name, c.name
         from api_tokens t join logins l on l.id = t.login_id
         join memberships m on m.id = t.membership_id left join customers c on c.id = m.customer_id
         where t.revoked_at is null and t.ends_at > $1 and l.closed_at is null and m.ended_at is null
         order by t.id desc limit $2",
        args![now, LISTED_MOST],
    )?)
}

fn only_owners(staff: &Staff) -> Result<(), AppError> {
    if staff.role < StaffRole::Owner { Err(Problem::not_allowed().into()) } else { Ok(()) }
}

/// Makes a token of one's own and tells its login by mail; `None`: the login has as many as it may.
pub fn make(tx: &mut Tx, new: &NewToken, secret: &Secret) -> Result<Option<i64>, DbError> {
    let now = tx.now();
    // Two at once wait for each other here, so that both are counted.
    let _ = tx.exec("update logins set name = name where id = $1", args![new.login_id])?;
    let living = tx.one::<i64>(
        "select count(*) from api_tokens where login_id = $1 and revoked_at is null and ends_at > $2",
        args![new.login_id, now],
    )?;
    if living.unwrap_or(0) >= MOST {
        return Ok(None);
    }
    notices::tell(tx, new.login_id, Notice::TokenMade)?;
    bearer::create_token(tx, new, secret).map(Some)
}

/// Revokes one's own token; `false`: there is none of theirs with this id that works.
pub fn revoke_own(tx: &mut Tx, login_id: i64, token_id: i64) -> Result<bool, DbError> {
    let own = tx.one::<i64>(
        "select id from api_tokens where id = $1 and login_id = $2",
        args![token_id, login_id],
    )?;
    if own.is_none() {
        return Ok(false);
    }
    bearer::revoke_token(tx, token_id)
}

/// Owners revoke anybody's token.
///
/// # Errors
/// 403 for other staff.
pub fn revoke_any(tx: &mut Tx, staff: &Staff, token_id: i64) -> Result<bool, AppError> {
    only_owners(staff)?;
    let revoked = bearer::revoke_token(tx, token_id)?;
    if revoked {
        let facts = serde_json::json!({ "token": token_id });
        deeds::of_login(tx, "token_revoked_by_staff", Some(staff.login.id), staff.login.id, facts)?;
    }
    Ok(revoked)
}

/// How often it is written down that a token is used.
const USED_EVERY_MS: i64 = 3_600_000;

/// Whether it is time to write down that a token was used.
#[must_use]
pub fn is_to_be_noted(used_at: Option<i64>, now: i64) -> bool {
    used_at.is_none_or(|used_at| now - used_at >= USED_EVERY_MS)
}

/// Writes down that a token was used, once an hour at most.
pub fn note_used(tx: &mut Tx, token_id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update api_tokens set used_at = $2 where id = $1 and (used_at is null or used_at <= $3)",
        args![token_id, now, now - USED_EVERY_MS],
    )?;
    Ok(())
}
