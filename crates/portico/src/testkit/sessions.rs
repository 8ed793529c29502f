//! Somebody signed in without going through the pages: for tests of other pages, and for load tests.

use crate::args;
use crate::platform::auth::Secret;
use crate::platform::auth::cookies::Cookie;
use crate::platform::db::{DbError, Tx};

/// A session that was begun.
pub(crate) struct Begun {
    /// What the browser sends: `portico=…`.
    pub(crate) cookie: String,
    /// What forms carry.
    pub(crate) csrf: String,
}

/// Begins a session of a month.
pub(crate) fn begin(tx: &mut Tx, login_id: i64, membership_id: i64) -> Result<Begun, DbError> {
    let (secret, csrf) = (Secret::of(tx.secret()), Secret::of(tx.secret()).text().to_owned());
    let (id, now) = (tx.new_id(), tx.now());
    tx.exec_each_one(
        "insert into sessions (id, secret_hash, login_id, membership_id, csrf, created_at, seen_at, ends_at, proved_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7, $6)",
        &[args![id, secret.hash(), login_id, membership_id, &csrf, now, now + 30 * 86_400_000_i64]],
    )?;
    Ok(Begun { cookie: format!("{}={}", Cookie::Session.name(false), secret.text()), csrf })
}
