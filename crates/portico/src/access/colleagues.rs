//! A customer's manager lets colleagues in, says what they may do, and takes them out again. Nobody gives more than they
//! have; nobody changes themselves, so that a company with a manager always keeps one.

use super::deeds;
use super::invite::{self, Invitation, Invited};
use super::links::{self, Purpose};
use super::manage::{self, Rights};
use super::memberships::{self, For};
use super::{Buyer, CustomerRole, Sees};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::Money;
use serde_json::json;

/// Colleagues shown at most.
const MOST: i64 = 500;

/// Somebody who acts for the same customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// What they act by.
    pub membership_id: i64,
    /// Their login.
    pub login_id: i64,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What they may do.
    pub role: String,
    /// `own` or `all` orders.
    pub sees: String,
    /// Above this they need an approval, in minor units.
    pub order_limit_minor: Option<i64>,
    /// Whether they have set a password.
    pub has_password: bool,
    /// Whether staff closed the login.
    pub closed: bool,
}

impl FromRow for Colleague {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Colleague {
            membership_id: row.next()?,
            login_id: row.next()?,
            name: row.next()?,
            email: row.next()?,
            role: row.next()?,
            sees: row.next()?,
            order_limit_minor: row.next()?,
            has_password: row.next()?,
            closed: row.next()?,
        })
    }
}

/// A wish to let a colleague in.
#[derive(Clone, Debug, Default)]
pub struct NewColleague {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What they are to be allowed, as typed.
    pub rights: Rights,
}

/// Whether this person manages the customer's logins. Pure.
#[must_use]
pub fn may_manage(buyer: &Buyer) -> bool {
    buyer.role >= CustomerRole::Manager && buyer.view_as.is_none()
}

/// Everybody who acts for the customer, by name.
///
/// # Errors
/// 403 for whoever is no manager.
pub fn list(view: &mut View, buyer: &Buyer) -> Result<Vec<Colleague>, AppError> {
    if !may_manage(buyer) {
        return Err(Problem::not_allowed().into());
    }
    Ok(view.all::<Colleague>(
        "select m.id, l.id, l.name, l.email, m.role, m.sees, m.order_limit_minor,
             l.password_hash is not null, l.closed_at is not null
         from memberships m join logins l on l.id = m.login_id
         where m.customer_id = $1 and m.ended_at is null order by l.name, m.id limit $2",
        args![buyer.customer.id, MOST],
    )?)
}

/// Name and role of everybody who acts for the customer, by name: what every colleague may know of the others.
///
/// # Errors
/// What the database says.
pub fn people(view: &mut View, buyer: &Buyer) -> Result<Vec<(String, String)>, DbError> {
    view.all::<(String, String)>(
        "select l.name, m.role from memberships m join logins l on l.id = m.login_id
         where m.customer_id = $1 and m.ended_at is null and l.closed_at is null
         order by l.name, m.id limit $2",
        args![buyer.customer.id, MOST],
    )
}

/// Of two managers who change each other at once, the second finds that they are none any more.
fn lock(tx: &mut Tx, buyer: &Buyer) -> Result<(), AppError> {
    if !may_manage(buyer) {
        return Err(Problem::not_allowed().into());
    }
    let _ = tx.exec(
        "update memberships set role = role
         where customer_id = $1 and role = 'manager' and ended_at is null",
        args![buyer.customer.id],
    )?;
    let still = tx.one::<i64>(
        "select count(*) from memberships where id = $1 and role = 'manager' and ended_at is null",
        args![buyer.membership_id],
    )?;
    if still == Some(1) { Ok(()) } else { Err(Problem::not_allowed().into()) }
}

/// What was typed, as long as it is no more than this manager has.
fn checked(buyer: &Buyer, typed: &Rights) -> Result<(CustomerRole, Sees, Option<i64>), AppError> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, key| {
        faults.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    };
    let role = CustomerRole::from_code(&typed.role);
    if role.is_none() {
        fault("role", "invite-no-role");
    }
    let sees = Sees::from_code(&typed.sees).unwrap_or(Sees::All);
    if sees == Sees::All && buyer.sees == Sees::Own {
        fault("sees", "colleagues-above-own");
    }
    let currency = buyer.customer.currency;
    let limit = match typed.order_limit.trim() {
        "" => None,
        text => match Money::parse(text, currency) {
            Ok(money) if money.minor >= 0 => Some(money.minor),
            _ => {
                fault("order_limit", "setting-no-amount");
                None
            }
        },
    };
    if buyer.order_limit.is_some_and(|own| limit.is_none_or(|limit| limit > own.minor)) {
        fault("order_limit", "colleagues-above-own");
    }
    match role {
        Some(role) if faults.is_empty() => Ok((role, sees, limit)),
        _ => Err(Problem::invalid(faults).into()),
    }
}

fn set(
    tx: &mut Tx,
    membership_id: i64,
    (role, sees, limit): (CustomerRole, Sees, Option<i64>),
) -> Result<(), DbError> {
    let _ = tx.exec(
        "update memberships set role = $2, sees = $3, order_limit_minor = $4
         where id = $1 and ended_at is null",
        args![membership_id, role.code(), sees.code(), limit],
    )?;
    Ok(())
}

/// Lets a colleague in; a login that is known already acts for this customer too from now on.
///
/// # Errors
/// What is wrong, field by field; 429 for too many mails to one address in an hour.
pub fn let_in(
    tx: &mut Tx,
    buyer: &Buyer,
    wish: &NewColleague,
    secret: &Secret,
) -> Result<(), AppError> {
    lock(tx, buyer)?;
    let rights = checked(buyer, &wish.rights);
    let invitation = Invitation {
        email: wish.email.clone(),
        name: wish.name.clone(),
        username: None,
        language: buyer.login.language.clone(),
        acts_for: For::Customer(
            buyer.customer.id,
            rights.as_ref().map_or(CustomerRole::Viewer, |(role, ..)| *role),
        ),
        by: Some(buyer.login.id),
    };
    // Everything that is wrong is said at once.
    let mut faults = invite::check(&invitation);
    let rights = match rights {
        Ok(rights) => rights,
        Err(AppError::Refused(problem)) => {
            faults.extend(problem.errors);
            return Err(Problem::invalid(faults).into());
        }
        Err(other) => return Err(other),
    };
    let Invited { login_id, membership_id } = invite::invite(tx, &invitation, secret)?;
    manage::count_mail(tx, login_id)?;
    Ok(set(tx, membership_id, rights)?)
}

/// A colleague of this customer, who is not the manager themselves.
fn colleague(tx: &mut Tx, buyer: &Buyer, membership_id: i64) -> Result<i64, AppError> {
    let found = tx.one::<i64>(
        "select login_id from memberships where id = $1 and customer_id = $2 and ended_at is null",
        args![membership_id, buyer.customer.id],
    )?;
    let login_id = found.ok_or_else(Problem::not_found)?;
    if membership_id == buyer.membership_id {
        let text = Text::plain("colleagues-not-yourself");
        return Err(Problem::new(409, "own_login", text).into());
    }
    Ok(login_id)
}

/// Changes what a colleague may do.
///
/// # Errors
/// What is wrong, field by field; 409 for one's own login; 404 for nobody of this customer's.
pub fn change(
    tx: &mut Tx,
    buyer: &Buyer,
    membership_id: i64,
    typed: &Rights,
) -> Result<(), AppError> {
    lock(tx, buyer)?;
    let login_id = colleague(tx, buyer, membership_id)?;
    let rights = checked(buyer, typed)?;
    set(tx, membership_id, rights)?;
    let facts = json!({ "membership": membership_id, "role": rights.0.code() });
    Ok(deeds::of_login(tx, "login_changed", Some(buyer.login.id), login_id, facts)?)
}

/// Takes a colleague out: their sessions and tokens for this customer are dead at once.
///
/// # Errors
/// 409 for one's own login; 404 for nobody of this customer's.
pub fn take_out(tx: &mut Tx, buyer: &Buyer, membership_id: i64) -> Result<(), AppError> {
    lock(tx, buyer)?;
    let login_id = colleague(tx, buyer, membership_id)?;
    memberships::end(tx, membership_id)?;
    let facts = json!({ "membership": membership_id });
    Ok(deeds::of_login(tx, "membership_ended", Some(buyer.login.id), login_id, facts)?)
}

/// Sends the invitation again to a colleague who has not accepted it.
///
/// # Errors
/// 409 for a login that has a password; 429 for too many mails.
pub fn send_again(
    tx: &mut Tx,
    buyer: &Buyer,
    membership_id: i64,
    secret: &Secret,
) -> Result<(), AppError> {
    lock(tx, buyer)?;
    let login_id = colleague(tx, buyer, membership_id)?;
    manage::lock(tx, login_id)?;
    let open = tx.one::<i64>(
        "select count(*) from logins where id = $1 and password_hash is null and closed_at is null",
        args![login_id],
    )?;
    if open != Some(1) {
        let text = Text::plain("logins-not-invited");
        return Err(Problem::new(409, "not_invited", text).into());
    }
    manage::count_mail(tx, login_id)?;
    links::send(tx, login_id, Purpose::Invite, Some(buyer.login.id), secret)?;
    Ok(deeds::of_login(tx, "invitation_resent", Some(buyer.login.id), login_id, json!({}))?)
}
