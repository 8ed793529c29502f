//! Logins as staff see them: who may sign in, for whom, and how an invitation stands.

use super::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::Moment;

/// What staff may ask of the logins.
pub static LOGINS: Listing = Listing {
    name: "logins",
    path: "/staff/logins",
    sorts: &[Sort::down("newest")],
    asks: &[
        Ask::search("logins-search"),
        Ask::choice("state", "logins-state", STATES),
        Ask::choice("kind", "logins-for", KINDS),
    ],
};

const STATES: &[(&str, &str)] =
    &[("active", "logins-active"), ("invited", "logins-pending"), ("closed", "logins-closed")];
const KINDS: &[(&str, &str)] = &[
    ("customer", "logins-of-customers"),
    ("staff", "frame-staff"),
    ("supplier", "frame-supplier"),
];

/// Which logins, which page of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of name or address, or the customer's number.
    pub q: String,
    /// `active`, `invited`, `closed`.
    pub state: Option<String>,
    /// `customer`, `staff`, `supplier`.
    pub kind: Option<String>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`LOGINS`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_lowercase(),
            state: asked.some("state").map(str::to_owned),
            kind: asked.some("kind").map(str::to_owned),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

/// What a login does for one company, or for the staff.
#[derive(Clone, Debug)]
pub struct Member {
    /// Id of the membership.
    pub id: i64,
    /// Id of the login.
    pub login_id: i64,
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// `customer`, `supplier` or `staff`.
    pub kind: String,
    /// Code of the role.
    pub role: String,
    /// `own` or `all`.
    pub sees: String,
    /// Orders above this need an approval, in minor units of `currency`.
    pub order_limit_minor: Option<i64>,
    /// Number, name and currency of the customer.
    pub customer: [Option<String>; 3],
    /// Whether a password was set.
    pub has_password: bool,
    /// Until when the invitation is good, where one is open.
    pub invited_until: Option<i64>,
    /// Whether the login is closed.
    pub closed: bool,
    /// When the membership began.
    pub since: Moment,
}

impl FromRow for Member {
    fn from_row(r: &mut Row<'_>) -> Result<Member, DbError> {
        Ok(Member {
            id: r.next()?,
            login_id: r.next()?,
            name: r.next()?,
            email: r.next()?,
            kind: r.next()?,
            role: r.next()?,
            sees: r.next()?,
            order_limit_minor: r.next()?,
            customer: [r.next()?, r.next()?, r.next()?],
            has_password: r.next()?,
            invited_until: r.next()?,
            closed: r.next()?,
            since: Moment(r.next()?),
        })
    }
}

macro_rules! members_sql {
    ($where:literal) => {
        concat!(
            "select m.id, l.id, l.name, l.email, m.kind, m.role, m.sees, m.order_limit_minor,
                 c.number, c.name, c.currency, l.password_hash is not null,
                 (select max(k.ends_at) from login_links k where k.login_id = l.id
                  and k.purpose = 'invite' and k.used_at is null and k.ends_at > $1),
                 l.closed_at is not null, m.created_at
             from memberships m
             join logins l on l.id = m.login_id
             left join customers c on c.id = m.customer_id
             where m.ended_at is null and ",
            $where
        )
    };
}

macro_rules! list_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            members_sql!(
                "(cast($2 as text) is null or lower(l.name) like $2 escape '!'
                  or l.email_key like $2 escape '!' or c.number_key like $2 escape '!'
                  or c.name_key like $2 escape '!')
                 and (cast($3 as text) is null or m.kind = $3)
                 and (cast($4 as text) is null
                      or ($4 = 'closed' and l.closed_at is not null)
                      or ($4 = 'active' and l.closed_at is null and l.password_hash is not null)
                      or ($4 = 'invited' and l.closed_at is null and l.password_hash is null))
                 and m.id "
            ),
            $compare,
            " $5 order by m.id",
            $direction,
            " limit $6"
        )
    };
}

const DOWN: &str = list_sql!("<", " desc");
const UP: &str = list_sql!(">", "");

/// A page of what logins do, the newest first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<Member>, DbError> {
    let paging = &filter.paging;
    let sql = if paging.is_read_down() { DOWN } else { UP };
    let (_, id) = paging.from_number();
    let q = (!filter.q.is_empty()).then(|| contains(&filter.q));
    let now = view.now();
    let args = args![
        now,
        q.as_deref(),
        filter.kind.as_deref(),
        filter.state.as_deref(),
        id,
        paging.limit + 1
    ];
    let rows = view.all::<Member>(sql, &args)?;
    Ok(paging.page(rows, |row| Cursor::number(0, row.id)))
}

/// Everything one login does; empty where there is no such login, or it does nothing any more.
///
/// # Errors
/// What the database says.
pub fn of_login(view: &mut View, _: &Staff, login_id: i64) -> Result<Vec<Member>, DbError> {
    let now = view.now();
    view.all(members_sql!("l.id = $2 order by m.id limit 200"), args![now, login_id])
}

/// Whose membership this is, and of which kind; nothing for one that ended or is not there.
///
/// # Errors
/// What the database says.
pub fn of_membership(
    view: &mut View,
    _: &Staff,
    id: i64,
) -> Result<Option<(i64, String)>, DbError> {
    view.one::<(i64, String)>(
        "select login_id, kind from memberships where id = $1 and ended_at is null",
        args![id],
    )
}
