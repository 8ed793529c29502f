//! Staff manage logins: send an invitation again, revoke it, close a login and open it again, change or end what it may do.
//! Sessions and tokens are dead at once, because every request reads login and membership.

use super::deeds;
use super::links::{self, Purpose};
use super::{CustomerRole, Sees, Staff, StaffRole, second_factor};
use crate::platform::auth::Secret;
use crate::platform::auth::throttle::{self, Limit, Verdict};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Currency, Money};
use serde_json::json;

const HOUR_MS: i64 = 3_600_000;
/// Mails that staff may send to one login in an hour.
const MAILS_MOST: i64 = 5;

/// Whose login it is, as far as a deed of staff must know.
struct Of {
    is_staff: bool,
    has_password: bool,
    closed: bool,
}

/// Who may do this to the login: whoever writes, and only owners where it is one of the staff.
fn may(tx: &mut Tx, staff: &Staff, login_id: i64) -> Result<Of, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let found = tx.one::<(bool, bool, bool)>(
        "select exists (select 1 from memberships m where m.login_id = l.id and m.kind = 'staff'
                        and m.ended_at is null),
             l.password_hash is not null, l.closed_at is not null
         from logins l where l.id = $1",
        args![login_id],
    )?;
    let (is_staff, has_password, closed) = found.ok_or_else(Problem::not_found)?;
    if is_staff && staff.role < StaffRole::Owner {
        return Err(Problem::not_allowed().into());
    }
    Ok(Of { is_staff, has_password, closed })
}

fn refused(code: &'static str, key: &'static str) -> AppError {
    Problem::new(409, code, Text::plain(key)).into()
}

/// Counts a mail to this login; too many in an hour are refused.
pub(super) fn count_mail(tx: &mut Tx, login_id: i64) -> Result<(), AppError> {
    let limit = Limit {
        key: throttle::key("staff-mail", &login_id.to_string()),
        tries: MAILS_MOST,
        pause_ms: HOUR_MS,
        pause_max_ms: HOUR_MS,
        forget_ms: HOUR_MS,
    };
    match throttle::count(tx, &limit)? {
        Verdict::Go { .. } => Ok(()),
        Verdict::Wait { .. } => {
            let text = Text::plain("logins-too-many-mails");
            Err(Problem::new(429, "too_many_mails", text).into())
        }
    }
}

/// Locks a login until the transaction ends, so that two links are made one after the other.
pub(super) fn lock(tx: &mut Tx, login_id: i64) -> Result<(), DbError> {
    let _ = tx.exec("update logins set email_key = email_key where id = $1", args![login_id])?;
    Ok(())
}

/// Sends an invitation again: a new link; the one before is dead. Of two at once the later one's is good.
///
/// # Errors
/// 409 for a login that has a password or is closed, 429 for too many mails.
pub fn resend(tx: &mut Tx, staff: &Staff, login_id: i64, secret: &Secret) -> Result<(), AppError> {
    lock(tx, login_id)?;
    let of = may(tx, staff, login_id)?;
    if of.has_password || of.closed {
        return Err(refused("not_invited", "logins-not-invited"));
    }
    count_mail(tx, login_id)?;
    links::send(tx, login_id, Purpose::Invite, Some(staff.login.id), secret)?;
    deeds::of_login(tx, "invitation_resent", Some(staff.login.id), login_id, json!({}))?;
    Ok(())
}

/// Revokes an invitation that was not accepted: its link is dead. No mail is sent.
///
/// # Errors
/// 409 where none is open.
pub fn revoke(tx: &mut Tx, staff: &Staff, login_id: i64) -> Result<(), AppError> {
    lock(tx, login_id)?;
    let of = may(tx, staff, login_id)?;
    if of.has_password {
        return Err(refused("not_invited", "logins-not-invited"));
    }
    let now = tx.now();
    let ended = tx.exec(
        "update login_links set ends_at = $2
         where login_id = $1 and purpose = 'invite' and used_at is null and ends_at > $2",
        args![login_id, now],
    )?;
    if ended == 0 {
        return Err(refused("not_invited", "logins-not-invited"));
    }
    deeds::of_login(tx, "invitation_revoked", Some(staff.login.id), login_id, json!({}))?;
    Ok(())
}

/// Whether the staff has an owner beside this login who can sign in. Locks the owners' rows, so that two owners do not
/// remove each other at once.
fn another_owner(tx: &mut Tx, login_id: i64) -> Result<bool, DbError> {
    let _ = tx.exec(
        "update memberships set role = role where kind = 'staff' and role = 'owner'
         and ended_at is null",
        args![],
    )?;
    let others = tx.one::<i64>(
        "select count(*) from memberships m join logins l on l.id = m.login_id
         where m.kind = 'staff' and m.role = 'owner' and m.ended_at is null
         and l.closed_at is null and l.password_hash is not null and l.id <> $1",
        args![login_id],
    )?;
    Ok(others.unwrap_or(0) > 0)
}

fn keeps_an_owner(tx: &mut Tx, login_id: i64) -> Result<(), AppError> {
    let is_owner = tx.one::<i64>(
        "select count(*) from memberships
         where login_id = $1 and kind = 'staff' and role = 'owner' and ended_at is null",
        args![login_id],
    )?;
    if is_owner.unwrap_or(0) == 0 || another_owner(tx, login_id)? {
        return Ok(());
    }
    Err(refused("last_owner", "logins-last-owner"))
}

/// Closes a login, or opens it again. Its sessions end and its tokens are revoked: opening it again brings none back.
///
/// # Errors
/// 409 for the last owner.
pub fn set_open(tx: &mut Tx, staff: &Staff, login_id: i64, open: bool) -> Result<(), AppError> {
    lock(tx, login_id)?;
    let of = may(tx, staff, login_id)?;
    if of.closed != open {
        return Ok(());
    }
    let verb = if open {
        let _ = tx.exec("update logins set closed_at = null where id = $1", args![login_id])?;
        "login_reopened"
    } else {
        if of.is_staff {
            keeps_an_owner(tx, login_id)?;
        }
        let now = tx.now();
        let _ = tx.exec("update logins set closed_at = $2 where id = $1", args![login_id, now])?;
        let _ = super::session::end_others(tx, login_id, None, super::session::How::Safety)?;
        let _ = tx.exec(
            "update api_tokens set revoked_at = $2 where login_id = $1 and revoked_at is null",
            args![login_id, now],
        )?;
        "login_closed"
    };
    deeds::of_login(tx, verb, Some(staff.login.id), login_id, json!({}))?;
    Ok(())
}

/// Takes the second factor away from a login whose person lost app and codes: its sessions end, and the person is told.
///
/// # Errors
/// 403 for whoever is no owner, 404 for no login, 409 where there is no second factor.
pub fn reset_factor(tx: &mut Tx, staff: &Staff, login_id: i64) -> Result<(), AppError> {
    lock(tx, login_id)?;
    may(tx, staff, login_id)?;
    if staff.role < StaffRole::Owner {
        return Err(Problem::not_allowed().into());
    }
    if !second_factor::is_on(tx, login_id)? {
        return Err(refused("no_second_factor", "logins-no-factor"));
    }
    let _ = second_factor::reset(tx, login_id, Some(staff.login.id))?;
    Ok(())
}

/// What a membership may do, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the field of the form with this name")]
pub struct Rights {
    pub role: String,
    pub sees: String,
    pub order_limit: String,
}

/// A membership as a deed reads it: login, kind, currency of its customer.
fn membership(view: &mut View, id: i64) -> Result<(i64, String, Option<String>), AppError> {
    let found = view.one::<(i64, String, Option<String>)>(
        "select m.login_id, m.kind, c.currency from memberships m
         left join customers c on c.id = m.customer_id where m.id = $1 and m.ended_at is null",
        args![id],
    )?;
    found.ok_or_else(|| Problem::not_found().into())
}

/// Changes what a login may do for a customer, or its role among the staff.
///
/// # Errors
/// What is wrong, field by field; 409 where the staff would have no owner.
pub fn change_rights(tx: &mut Tx, staff: &Staff, id: i64, typed: &Rights) -> Result<i64, AppError> {
    let (login_id, kind, currency) = membership(tx, id)?;
    lock(tx, login_id)?;
    may(tx, staff, login_id)?;
    let blame = |field: &str, key| FieldProblem::new(field, "invalid", Text::plain(key));
    let mut faults = Vec::new();
    let known = match kind.as_str() {
        "customer" => CustomerRole::from_code(&typed.role).is_some(),
        "staff" => StaffRole::from_code(&typed.role).is_some(),
        _ => false,
    };
    if !known {
        faults.push(blame("role", "invite-no-role"));
    }
    let sees = Sees::from_code(&typed.sees).unwrap_or(Sees::All);
    let limit = match (typed.order_limit.trim(), currency.as_deref().and_then(Currency::from_code))
    {
        ("", _) | (_, None) => None,
        (text, Some(currency)) => match Money::parse(text, currency) {
            Ok(money) if money.minor >= 0 => Some(money.minor),
            _ => {
                faults.push(blame("order_limit", "setting-no-amount"));
                None
            }
        },
    };
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    if kind == "staff" && typed.role != StaffRole::Owner.code() {
        keeps_an_owner(tx, login_id)?;
    }
    let _ = tx.exec(
        "update memberships set role = $2, sees = $3, order_limit_minor = $4
         where id = $1 and ended_at is null",
        args![id, &typed.role, sees.code(), limit],
    )?;
    let facts = json!({ "membership": id, "role": typed.role });
    deeds::of_login(tx, "login_changed", Some(staff.login.id), login_id, facts)?;
    Ok(login_id)
}

/// Ends what a login does for one company, or for the staff.
///
/// # Errors
/// 409 where the staff would have no owner.
pub fn end_membership(tx: &mut Tx, staff: &Staff, id: i64) -> Result<i64, AppError> {
    let (login_id, kind, _) = membership(tx, id)?;
    lock(tx, login_id)?;
    may(tx, staff, login_id)?;
    if kind == "staff" {
        keeps_an_owner(tx, login_id)?;
    }
    super::memberships::end(tx, id)?;
    let facts = json!({ "membership": id });
    deeds::of_login(tx, "membership_ended", Some(staff.login.id), login_id, facts)?;
    Ok(login_id)
}
