//! Staff see the portal as a customer: read-only unless they order for it. It stands in the session's row, so that every
//! server knows; it ends by Stop, by sign-out and by itself. Begin, change of mode and end are recorded.

use super::codes::{PersonRow, customer_role, sees};
use super::visit::Signed;
use super::{Buyer, CustomerRole, Person, Sections, Sees, Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings::{self, Setting};
use axum::http::Method;
use portico_types::Money;
use serde_json::json;

/// Minutes after which a view as a customer ends by itself.
pub const MINUTES: Setting<i64> = Setting { key: "access.view_as_minutes", default: || 60 };
const MINUTE_MS: i64 = 60_000;

/// Paths that a viewing session may always use: they end the view or change its mode.
const ALWAYS: [&str; 4] = ["/sign-out", "/session", "/view-as/stop", "/view-as/mode"];
/// The front page, which leads everybody to their own.
const FRONT: &str = "/";

/// What staff may do while they see the portal as a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Look.
    Read,
    /// Order for the customer.
    Order,
}

impl Mode {
    /// `read`, `order`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Mode::Read => "read",
            Mode::Order => "order",
        }
    }

    /// The mode with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Mode> {
        [Mode::Read, Mode::Order].into_iter().find(|mode| mode.code() == code)
    }
}

/// How a member of the staff sees the portal as a customer: part of the [`Buyer`] they are meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewAs {
    /// What they may do.
    pub mode: Mode,
    /// Whether their role would let them order.
    pub may_order_for: bool,
    /// What they may do as staff.
    pub staff_role: StaffRole,
    /// The login of the customer whose rights they have; none: a manager's.
    pub login_id: Option<i64>,
    /// What forms name it by: a form made in one's own name is none made for a customer.
    pub tag: String,
}

/// The session's columns about it, as `session::find` reads them.
#[derive(Debug)]
pub(super) struct ViewRow {
    mode: Option<String>,
    membership_id: Option<i64>,
    role: Option<String>,
    sees: Option<String>,
    order_limit_minor: Option<i64>,
    login_id: Option<i64>,
}

impl FromRow for ViewRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(ViewRow {
            mode: row.next()?,
            membership_id: row.next()?,
            role: row.next()?,
            sees: row.next()?,
            order_limit_minor: row.next()?,
            login_id: row.next()?,
        })
    }
}

impl ViewRow {
    /// Whether a view was begun, also where its time is up.
    pub(super) fn was_begun(&self) -> bool {
        self.mode.is_some()
    }

    /// The person of this row: a buyer where staff see the portal as a customer, else who they are.
    pub(super) fn person(self, row: PersonRow) -> Result<Person, DbError> {
        let rights_gone = self.membership_id.is_some() && self.role.is_none();
        let Some(mode) = self.mode.as_deref().and_then(Mode::from_code) else {
            return row.person();
        };
        if row.kind != "staff" || row.customer.is_none() || rights_gone {
            return row.person();
        }
        let Some(customer) = row.customer.clone() else { return row.person() };
        let Person::Staff(staff) = row.person()? else {
            return Err(DbError::Failed("a viewer is none of the staff".to_owned()));
        };
        let may_order_for = staff.role >= StaffRole::Write;
        Ok(Person::Buyer(Buyer {
            membership_id: staff.membership_id,
            login: staff.login,
            role: self.role.as_deref().map_or(Ok(CustomerRole::Manager), customer_role)?,
            sees: self.sees.as_deref().map_or(Ok(Sees::All), sees)?,
            order_limit: self.order_limit_minor.map(|minor| Money::new(minor, customer.currency)),
            sections: Sections::default(),
            view_as: Some(Box::new(ViewAs {
                mode: if may_order_for { mode } else { Mode::Read },
                may_order_for,
                staff_role: staff.role,
                login_id: self.login_id,
                tag: format!("view-as:{}", customer.number),
            })),
            customer,
        }))
    }
}

/// How the session of somebody sees the portal as a customer, if it does.
#[must_use]
pub fn of(person: &Person) -> Option<&ViewAs> {
    match person {
        Person::Buyer(buyer) => buyer.view_as.as_deref(),
        _ => None,
    }
}

/// Refuses what a viewing session may not do: in read-only every write, and at any time what belongs to the login alone.
/// `own`: the page or form is one of the login's own, for no customer. Every session passes here, pages and forms alike.
///
/// # Errors
/// 403 with a sentence.
pub(super) fn guard(signed: &Signed, method: &Method, own: bool) -> Result<(), AppError> {
    let Some(view) = of(&signed.session.person) else { return Ok(()) };
    let path = signed.path.as_str();
    if ALWAYS.contains(&path) {
        return Ok(());
    }
    if view.mode == Mode::Read && method != Method::GET && method != Method::HEAD {
        let text = Text::plain("view-as-read-only");
        return Err(Problem::new(403, "view_as_read_only", text).into());
    }
    if own && path != FRONT {
        let text = Text::plain("view-as-own-page");
        return Err(Problem::new(403, "view_as_own_page", text).into());
    }
    Ok(())
}

/// Begins to see the portal as this customer, read-only; with the rights of one of its logins, or a manager's.
///
/// # Errors
/// 404 for a customer that is not there or closed, or a login that does not act for it.
pub fn begin(
    tx: &mut Tx,
    (session_id, staff): (i64, &Staff),
    number: &str,
    login_id: Option<i64>,
) -> Result<(), AppError> {
    let customer_id = super::invite::customer_with(tx, number)?.ok_or_else(Problem::not_found)?;
    let membership_id = match login_id {
        None => None,
        Some(login_id) => {
            let found = tx.one::<i64>(
                "select m.id from memberships m join logins l on l.id = m.login_id
                 where m.customer_id = $1 and m.login_id = $2 and m.ended_at is null
                 and l.closed_at is null",
                args![customer_id, login_id],
            )?;
            Some(found.ok_or_else(Problem::not_found)?)
        }
    };
    let ends_at = tx.now() + settings::get(tx, &MINUTES)?.clamp(1, 24 * 60) * MINUTE_MS;
    let begun = tx.exec(
        "update sessions set viewed_customer_id = $3, viewed_membership_id = $4, view_mode = 'read',
             view_ends_at = $5
         where id = $1 and membership_id = $2 and ended_at is null",
        args![session_id, staff.membership_id, customer_id, membership_id, ends_at],
    )?;
    if begun != 1 {
        return Err(Problem::not_found().into());
    }
    let facts = json!({ "mode": "read", "membership": membership_id, "ends_at": ends_at });
    Ok(record(tx, staff.login.id, customer_id, "view_as_begun", facts)?)
}

/// Goes over to ordering for the customer, or back to looking only; while the view lasts.
///
/// # Errors
/// 403 for whoever may only read, 404 where no view is on.
pub fn change_mode(
    tx: &mut Tx,
    session_id: i64,
    buyer: &Buyer,
    mode: Mode,
) -> Result<(), AppError> {
    let Some(view) = &buyer.view_as else { return Err(Problem::not_found().into()) };
    if mode == Mode::Order && !view.may_order_for {
        return Err(Problem::not_allowed().into());
    }
    let now = tx.now();
    let changed = tx.exec(
        "update sessions set view_mode = $3
         where id = $1 and viewed_customer_id = $2 and view_mode <> $3 and view_ends_at > $4",
        args![session_id, buyer.customer.id, mode.code(), now],
    )?;
    if changed == 1 {
        let facts = json!({ "mode": mode.code() });
        record(tx, buyer.login.id, buyer.customer.id, "view_as_mode", facts)?;
    }
    Ok(())
}

/// Why a view ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By Stop.
    Stopped,
    /// The person signed out.
    SignedOut,
    /// Its time was up, or the customer was closed.
    ByItself,
}

/// Ends a session's view, once; answers the customer's number where there was one to end.
pub fn end(tx: &mut Tx, session_id: i64, why: End) -> Result<Option<String>, DbError> {
    let seen = tx.one::<(i64, i64, String)>(
        "select s.login_id, c.id, c.number from sessions s
         join customers c on c.id = s.viewed_customer_id where s.id = $1",
        args![session_id],
    )?;
    let Some((login_id, customer_id, number)) = seen else { return Ok(None) };
    let ended = tx.exec(
        "update sessions set viewed_customer_id = null, viewed_membership_id = null,
             view_mode = null, view_ends_at = null
         where id = $1 and viewed_customer_id = $2",
        args![session_id, customer_id],
    )?;
    if ended == 1 {
        let why = match why {
            End::Stopped => "stopped",
            End::SignedOut => "signed_out",
            End::ByItself => "time",
        };
        record(tx, login_id, customer_id, "view_as_ended", json!({ "why": why }))?;
    }
    Ok(Some(number))
}

/// Whether a colleague of the customer's with this login may be looked as: its name, for the bar.
pub fn name_of(view: &mut View, buyer: &Buyer) -> Result<Option<String>, DbError> {
    let Some(login_id) = buyer.view_as.as_ref().and_then(|v| v.login_id) else { return Ok(None) };
    view.one::<String>("select name from logins where id = $1", args![login_id])
}

fn record(
    tx: &mut Tx,
    login_id: i64,
    customer_id: i64,
    verb: &'static str,
    facts: serde_json::Value,
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(login_id),
        customer_id: Some(customer_id),
        verb,
        object: &format!("customer:{customer_id}"),
        facts,
        free_text: None,
    };
    activity::record(tx, &deed)
}
