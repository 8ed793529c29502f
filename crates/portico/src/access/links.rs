//! Links sent by mail: to accept an invitation or to set a new password. They end after use or when their time is up.
//! Looking at one never uses it up; setting the password does, once.

use super::deeds;
use super::notices::{self, Notice};
use super::session::{self, How, NewSession};
use super::sign_in::{self, Begun};
use super::staff_mails::tell_staff;
use super::{change_password, memberships, names};
use crate::platform::auth::Secret;
use crate::platform::auth::throttle::{self, Limit, Verdict};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::outbox;
use serde::{Deserialize, Serialize};

const HOUR_MS: i64 = 3_600_000;
/// How long an invitation can be accepted.
pub const INVITATION_MS: i64 = 7 * 24 * HOUR_MS;
/// How long a link to a new password is good.
pub const RESET_MS: i64 = 2 * HOUR_MS;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A first password.
    Invite,
    /// A new password.
    Reset,
}

impl Purpose {
    fn code(self) -> &'static str {
        if self == Purpose::Invite { "invite" } else { "reset" }
    }

    fn mail(self) -> &'static str {
        if self == Purpose::Invite { "invitation" } else { "password_reset" }
    }

    fn lives_ms(self) -> i64 {
        if self == Purpose::Invite { INVITATION_MS } else { RESET_MS }
    }
}

/// What the mail's command holds until it is sent; then the outbox blanks it, and the secret is nowhere but in the mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LinkMail {
    /// Who gets it.
    pub login: i64,
    /// The link's secret; none where the login has a password already.
    pub secret: Option<String>,
}

/// Makes a link and the mail that carries it; links of the same purpose sent before are dead.
pub fn send(
    tx: &mut Tx,
    login_id: i64,
    purpose: Purpose,
    by: Option<i64>,
    secret: &Secret,
) -> Result<(), DbError> {
    let id = make(tx, login_id, purpose, by, secret)?;
    enqueue(
        tx,
        purpose.mail(),
        id,
        &LinkMail { login: login_id, secret: Some(secret.text().to_owned()) },
    )
}

/// Makes a link without a mail, and answers its id; links of the same purpose made before are dead.
pub(super) fn make(
    tx: &mut Tx,
    login_id: i64,
    purpose: Purpose,
    by: Option<i64>,
    secret: &Secret,
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    end_all(tx, login_id, purpose)?;
    let _ = tx.exec(
        "insert into login_links (id, login_id, purpose, secret_hash, created_at, ends_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![id, login_id, purpose.code(), secret.hash(), now, now + purpose.lives_ms(), by],
    )?;
    Ok(id)
}

/// Writes the mail's command; `id` makes it one.
pub(super) fn enqueue(
    tx: &mut Tx,
    kind: &'static str,
    id: i64,
    mail: &LinkMail,
) -> Result<(), DbError> {
    let body = serde_json::to_string(mail).map_err(|e| DbError::Failed(e.to_string()))?;
    let _ = outbox::enqueue(tx, "mail", kind, &format!("{kind}:{id}"), &body)?;
    Ok(())
}

/// Ends every unused link of a login: the mailbox they went to is no longer its own.
pub(super) fn end_all_of(tx: &mut Tx, login_id: i64) -> Result<(), DbError> {
    end_all(tx, login_id, Purpose::Invite)?;
    end_all(tx, login_id, Purpose::Reset)
}

/// Ends unused links of one purpose.
fn end_all(tx: &mut Tx, login_id: i64, purpose: Purpose) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update login_links set ends_at = $3
         where login_id = $1 and purpose = $2 and used_at is null and ends_at > $3",
        args![login_id, purpose.code(), now],
    )?;
    Ok(())
}

/// A link that can still be used, and whose it is.
#[derive(Clone, Debug)]
pub struct Open {
    /// The login.
    pub login_id: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// The person's name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their username, if they have one.
    pub username: Option<String>,
    /// Their language.
    pub language: String,
}

/// The link with this secret, if it can still be used. Changes nothing.
pub fn look(view: &mut View, secret: &Secret) -> Result<Option<Open>, DbError> {
    let now = view.now();
    let found = view.one::<(i64, String, String, String, Option<String>, String)>(
        "select l.id, k.purpose, l.name, l.email, l.username, l.language
         from login_links k join logins l on l.id = k.login_id
         where k.secret_hash = $1 and k.used_at is null and k.ends_at > $2 and l.closed_at is null",
        args![secret.hash(), now],
    )?;
    Ok(found.map(|(login_id, purpose, name, email, username, language)| {
        let purpose = if purpose == "invite" { Purpose::Invite } else { Purpose::Reset };
        Open { login_id, purpose, name, email, username, language }
    }))
}

/// Why a link did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was used, or its time is up.
    Ended,
    /// The login acts for nobody any more.
    ActsForNobody,
}

/// Uses the link up: sets the password, ends every session of the login, signs in (halfway where the login has a second
/// factor: a mailbox alone does not replace it).
pub fn set_password_by_link(
    tx: &mut Tx,
    secret: &Secret,
    password_hash: &str,
    new: &NewSession,
) -> Result<Result<Begun, Refusal>, DbError> {
    let Some(login_id) = claim(tx, secret)? else {
        return Ok(Err(Refusal::Ended));
    };
    let (before, _) = change_password::current(tx, login_id)?;
    if before.is_some() {
        notices::tell(tx, login_id, Notice::PasswordChanged)?;
    } else {
        tell_staff(tx, Notice::StaffLoginAccepted, &login_id.to_string())?;
    }
    set_password(tx, login_id, password_hash)?;
    let _ = session::end_others(tx, login_id, None, How::Password)?;
    sign_in::forgive(tx, login_id)?;
    deeds::of_login(tx, "password_set", Some(login_id), login_id, serde_json::json!({}))?;
    end_all(tx, login_id, Purpose::Invite)?;
    end_all(tx, login_id, Purpose::Reset)?;
    let Some(membership_id) = memberships::first(tx, login_id)? else {
        return Ok(Err(Refusal::ActsForNobody));
    };
    Ok(Ok(sign_in::begin(tx, login_id, membership_id, new)?))
}

/// The guard of "once": of all who try, one update changes the row.
fn claim(tx: &mut Tx, secret: &Secret) -> Result<Option<i64>, DbError> {
    let now = tx.now();
    tx.one::<i64>(
        "update login_links set used_at = $2
         where secret_hash = $1 and used_at is null and ends_at > $2
         and login_id in (select id from logins where closed_at is null)
         returning login_id",
        args![secret.hash(), now],
    )
}

/// Sets a login's password; it need not be changed at the next sign-in.
pub fn set_password(tx: &mut Tx, login_id: i64, password_hash: &str) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update logins set password_hash = $2, password_must_change = false, password_set_at = $3 where id = $1",
        args![login_id, password_hash, now],
    )?;
    Ok(())
}

/// Sets a first password, which must be changed when its owner signs in; ends the login's sessions.
pub fn set_first_password(tx: &mut Tx, login_id: i64, password_hash: &str) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update logins set password_hash = $2, password_must_change = true, password_set_at = $3 where id = $1",
        args![login_id, password_hash, now],
    )?;
    let _ = session::end_others(tx, login_id, None, How::Password)?;
    Ok(())
}

/// Somebody forgot a password: a known, open login gets a link by mail, three an hour at most. Nobody learns whether
/// the name is known; `Some` is the end of a pause for this address.
pub fn forgotten(
    tx: &mut Tx,
    name: &str,
    neighbourhood: &str,
    secret: &Secret,
) -> Result<Option<i64>, DbError> {
    let limit = |key: String, tries| Limit {
        key,
        tries,
        pause_ms: HOUR_MS,
        pause_max_ms: HOUR_MS,
        forget_ms: HOUR_MS,
    };
    if let Verdict::Wait { until } =
        throttle::count(tx, &limit(throttle::key("forgotten-from", neighbourhood), 30))?
    {
        return Ok(Some(until));
    }
    let by_name = throttle::count(tx, &limit(throttle::key("forgotten", &names::key(name)), 3))?;
    let login_id = tx.one::<i64>(
        "select id from logins where (email_key = $1 or username_key = $1) and closed_at is null",
        args![names::key(name)],
    )?;
    if let (Some(login_id), Verdict::Go { .. }) = (login_id, by_name) {
        send(tx, login_id, Purpose::Reset, None, secret)?;
    }
    Ok(None)
}
