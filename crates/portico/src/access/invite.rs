//! Opening logins: by invitation only. Nobody registers themselves.

use super::deeds;
use super::links::{self, LinkMail, Purpose};
use super::memberships::{self, For};
use super::names;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// A wish to let a person in.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Their e-mail address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// A username, if they want one.
    pub username: Option<String>,
    /// Code of their language.
    pub language: String,
    /// For whom they will act.
    pub acts_for: For,
    /// The login that invites; none on the command line.
    pub by: Option<i64>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The login, new or there before.
    pub login_id: i64,
    /// What it acts by.
    pub membership_id: i64,
}

/// What is wrong with an invitation, field by field.
#[must_use]
pub fn check(wish: &Invitation) -> Vec<FieldProblem> {
    let mut faults = Vec::new();
    let mut fault =
        |field: &str, code, key| faults.push(FieldProblem::new(field, code, Text::plain(key)));
    if !names::is_email(wish.email.trim()) {
        fault("email", "bad_email", "invite-bad-email");
    }
    match wish.name.trim().chars().count() {
        0 => fault("name", "required", "invite-name-required"),
        n if n > names::NAME_MAX => fault("name", "too_long", "invite-name-too-long"),
        _ => {}
    }
    if wish.username.as_deref().is_some_and(|u| !names::is_username(u.trim())) {
        fault("username", "invalid", "invite-bad-username");
    }
    faults
}

/// Lets a person in: makes the login if the address is new, lets it act, and sends the mail. A login that has a
/// password gets a mail without a link: its password goes on working.
///
/// # Errors
/// A `Problem` with the fields to blame; `invite-acts-already` where nothing would change.
pub fn invite(tx: &mut Tx, wish: &Invitation, secret: &Secret) -> Result<Invited, AppError> {
    let made = let_in(tx, wish)?;
    send_mail(tx, made.login_id, made.membership_id, wish.by, secret)?;
    Ok(made)
}

/// The same without a mail.
///
/// # Errors
/// A `Problem` with the fields to blame.
pub(super) fn let_in(tx: &mut Tx, wish: &Invitation) -> Result<Invited, AppError> {
    let faults = check(wish);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let login_id = match login_with(tx, wish.email.trim())? {
        Some(login_id) => login_id,
        None => open_login(tx, wish)?,
    };
    let added = memberships::add(tx, login_id, &wish.acts_for)?;
    let membership_id = added.ok_or_else(|| blame("email", "invalid", "invite-acts-already"))?;
    let facts = serde_json::json!({ "membership": membership_id });
    deeds::of_login(tx, "login_invited", wish.by, login_id, facts)?;
    Ok(Invited { login_id, membership_id })
}

/// Makes the login of an invitation that needs no mail.
///
/// # Errors
/// A `Problem` with the fields to blame.
pub(super) fn open_checked(tx: &mut Tx, wish: &Invitation) -> Result<i64, AppError> {
    let faults = check(wish);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    open_login(tx, wish)
}

/// Sends the mail of an invitation (again).
pub fn send_mail(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    by: Option<i64>,
    secret: &Secret,
) -> Result<(), DbError> {
    if has_password(tx, login_id)? {
        return links::enqueue(
            tx,
            "invitation",
            membership_id,
            &LinkMail { login: login_id, secret: None },
        );
    }
    links::send(tx, login_id, Purpose::Invite, by, secret)
}

/// Whether the login has set a password.
pub(super) fn has_password(view: &mut View, login_id: i64) -> Result<bool, DbError> {
    let found = view.one::<bool>(
        "select password_hash is not null from logins where id = $1",
        args![login_id],
    )?;
    Ok(found.unwrap_or(false))
}

/// The open or closed login with this address.
pub fn login_with(view: &mut View, email: &str) -> Result<Option<i64>, DbError> {
    view.one::<i64>("select id from logins where email_key = $1", args![names::key(email)])
}

/// Makes the login; of two invitations at once one makes it, the other is told to try again.
fn open_login(tx: &mut Tx, wish: &Invitation) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    let username = wish.username.as_deref().map(str::trim).filter(|u| !u.is_empty());
    let taken = tx.one::<i64>(
        "select count(*) from logins where username_key = $1",
        args![username.map(names::key)],
    )?;
    if taken.is_some_and(|count| count > 0) {
        return Err(blame("username", "invalid", "invite-username-taken").into());
    }
    let email = wish.email.trim();
    let made = tx.exec(
        "insert into logins (id, username, username_key, email, email_key, name, language, password_must_change, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, false, $8)
         on conflict do nothing",
        args![
            id,
            username,
            username.map(names::key),
            email,
            names::key(email),
            wish.name.trim(),
            wish.language,
            now
        ],
    )?;
    if made == 1 { Ok(id) } else { Err(Problem::try_later().into()) }
}

fn blame(field: &str, code: &'static str, key: &'static str) -> Problem {
    Problem::invalid(vec![FieldProblem::new(field, code, Text::plain(key))])
}

/// Closes a login: its sessions and tokens are dead at once.
pub fn close_login(tx: &mut Tx, login_id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let closed = tx.exec(
        "update logins set closed_at = $2 where id = $1 and closed_at is null",
        args![login_id, now],
    )?;
    if closed == 1 {
        deeds::of_login(tx, "login_closed", None, login_id, serde_json::json!({}))?;
    }
    Ok(())
}

/// The open customer with this number.
pub fn customer_with(view: &mut View, number: &str) -> Result<Option<i64>, DbError> {
    view.one::<i64>(
        "select id from customers where number_key = $1 and closed_at is null",
        args![number.trim().to_lowercase()],
    )
}
