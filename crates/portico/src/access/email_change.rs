//! Another e-mail address: wished for by a login, told to the old address, and true once the new address has confirmed
//! it by a link. Nobody learns from it whether an address has a login.

use super::links::{self, LinkMail};
use super::{deeds, names, session};
use crate::platform::auth::Secret;
use crate::platform::auth::throttle::{self, Limit, Verdict};
use crate::platform::db::{DbError, Tx, View, args};

const HOUR_MS: i64 = 3_600_000;
/// How long the new address can confirm.
pub const LIVES_MS: i64 = 24 * HOUR_MS;

/// Why nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no address.
    NoAddress,
    /// It is the address the login has.
    Same,
    /// Too many wishes in an hour.
    TooMany,
}

/// A login wishes for another address: a link goes to the new one, the news to the old one. Wishes before are dead.
pub fn wish(
    tx: &mut Tx,
    login_id: i64,
    email: &str,
    secret: &Secret,
) -> Result<Result<(), Refusal>, DbError> {
    let email = email.trim();
    if !names::is_email(email) {
        return Ok(Err(Refusal::NoAddress));
    }
    let own = tx.one::<String>("select email_key from logins where id = $1", args![login_id])?;
    if own.as_deref() == Some(names::key(email).as_str()) {
        return Ok(Err(Refusal::Same));
    }
    let limit = Limit {
        key: throttle::key("email", &login_id.to_string()),
        tries: 5,
        pause_ms: HOUR_MS,
        pause_max_ms: HOUR_MS,
        forget_ms: HOUR_MS,
    };
    if let Verdict::Wait { .. } = throttle::count(tx, &limit)? {
        return Ok(Err(Refusal::TooMany));
    }
    let (id, now) = (tx.new_id(), tx.now());
    let _ = tx.exec(
        "update email_changes set ends_at = $2 where login_id = $1 and used_at is null and ends_at > $2",
        args![login_id, now],
    )?;
    let _ = tx.exec(
        "insert into email_changes (id, login_id, email, secret_hash, created_at, ends_at)
         values ($1, $2, $3, $4, $5, $6)",
        args![id, login_id, email, secret.hash(), now, now + LIVES_MS],
    )?;
    let mail = LinkMail { login: id, secret: Some(secret.text().to_owned()) };
    links::enqueue(tx, "email_confirm", id, &mail)?;
    links::enqueue(tx, "email_wished", id, &LinkMail { login: login_id, secret: None })?;
    let facts = serde_json::json!({ "change": id });
    deeds::of_login(tx, "email_change_wished", Some(login_id), login_id, facts)?;
    Ok(Ok(()))
}

/// The address that waits to be confirmed, if there is one.
pub fn waiting(view: &mut View, login_id: i64) -> Result<Option<String>, DbError> {
    let now = view.now();
    view.one(
        "select email from email_changes where login_id = $1 and used_at is null and ends_at > $2
         order by id desc limit 1",
        args![login_id, now],
    )
}

/// The wish of this secret, if it can still be confirmed: name and new address. Changes nothing.
pub fn look(view: &mut View, secret: &Secret) -> Result<Option<(String, String)>, DbError> {
    let now = view.now();
    view.one::<(String, String)>(
        "select l.name, e.email from email_changes e join logins l on l.id = e.login_id
         where e.secret_hash = $1 and e.used_at is null and e.ends_at > $2 and l.closed_at is null",
        args![secret.hash(), now],
    )
}

/// The new address confirms, once: it holds, links to the old mailbox are dead, other sessions go on. `false`: the link
/// was used, is over, or another login has the address by now.
pub fn confirm(tx: &mut Tx, secret: &Secret) -> Result<bool, DbError> {
    let now = tx.now();
    let claimed = tx.one::<(i64, i64, String)>(
        "update email_changes set used_at = $2,
             old_email = (select email from logins where logins.id = email_changes.login_id)
         where secret_hash = $1 and used_at is null and ends_at > $2
         and login_id in (select id from logins where closed_at is null)
         returning id, login_id, email",
        args![secret.hash(), now],
    )?;
    let Some((id, login_id, email)) = claimed else {
        return Ok(false);
    };
    let changed: Result<u64, DbError> = tx.attempt(|tx| {
        tx.exec(
            "update logins set email = $2, email_key = $3 where id = $1",
            args![login_id, &email, names::key(&email)],
        )
    });
    match changed {
        Err(DbError::Conflict { .. }) => return Ok(false),
        other => other?,
    };
    links::end_all_of(tx, login_id)?;
    links::enqueue(tx, "email_changed", id, &LinkMail { login: id, secret: None })?;
    deeds::of_login(
        tx,
        "email_changed",
        Some(login_id),
        login_id,
        serde_json::json!({ "change": id }),
    )?;
    Ok(true)
}

/// Throws away up to so many wishes that ended more than 30 days ago; says how many.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - session::KEPT_MS;
    tx.exec(
        "delete from email_changes where id in
             (select id from email_changes where ends_at < $1 order by ends_at limit $2)",
        args![long_ago, most],
    )
}
