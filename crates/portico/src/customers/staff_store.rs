//! Reading customers for staff: the list with its filters, what is known of one, what happened to it.

use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::Moment;

/// What staff may ask of the customers.
pub static CUSTOMERS: Listing = Listing {
    name: "customers",
    path: "/staff/customers",
    sorts: &[Sort::up("name")],
    asks: &[
        Ask::search("customers-search"),
        Ask::choice("state", "logins-state", STATES),
        Ask::given("country", "customer-country"),
        Ask::choice("logins", "logins-title", LOGINS),
    ],
};

const STATES: &[(&str, &str)] =
    &[("open", "customers-open"), ("hold", "customers-hold"), ("closed", "customers-closed")];
const LOGINS: &[(&str, &str)] =
    &[("with", "customers-with-logins"), ("without", "customers-without-logins")];

/// Which customers, which page of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of number, name, e-mail of the first contact or VAT number; blank: all.
    pub q: String,
    /// Code of the country.
    pub country: Option<String>,
    /// Only the closed ones, or only the open ones.
    pub closed: Option<bool>,
    /// Only those on hold.
    pub on_hold: bool,
    /// Only those with, or without, somebody who may sign in.
    pub logins: Option<bool>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`CUSTOMERS`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_lowercase(),
            country: asked.some("country").map(str::to_uppercase),
            closed: match asked.text("state") {
                "closed" => Some(true),
                "" => None,
                _ => Some(false),
            },
            on_hold: asked.text("state") == "hold",
            logins: match asked.text("logins") {
                "with" => Some(true),
                "without" => Some(false),
                _ => None,
            },
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: i64,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// What it is sorted by.
    pub name_key: String,
    /// Code of its country.
    pub country: String,
    /// Name and e-mail address of the first contact.
    pub contact: [Option<String>; 2],
    /// VAT number.
    pub vat_number: Option<String>,
    /// Whether no order is taken.
    pub on_hold: bool,
    /// Whether it is closed.
    pub closed: bool,
    /// How many logins act for it.
    pub logins: i64,
    /// Whether its people may pay online.
    pub pays_online: bool,
}

impl FromRow for Listed {
    fn from_row(r: &mut Row<'_>) -> Result<Listed, DbError> {
        Ok(Listed {
            id: r.next()?,
            number: r.next()?,
            name: r.next()?,
            name_key: r.next()?,
            country: r.next()?,
            contact: [r.next()?, r.next()?],
            vat_number: r.next()?,
            on_hold: r.next()?,
            closed: r.next()?,
            logins: r.next()?,
            pays_online: r.next()?,
        })
    }
}

macro_rules! list_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select c.id, c.number, c.name, c.name_key, c.country, c.contact_name, c.contact_email,
                 c.vat_number, c.on_hold, c.closed_at is not null,
                 (select count(*) from memberships m join logins l on l.id = m.login_id
                  where m.customer_id = c.id and m.ended_at is null and l.closed_at is null),
                 c.pays_online
             from customers c
             where (cast($1 as text) is null or c.find_key like $1 escape '!')
             and (cast($2 as text) is null or c.country = $2)
             and (cast($3 as boolean) is null or (c.closed_at is not null) = $3)
             and (not cast($4 as boolean) or c.on_hold)
             and (cast($5 as boolean) is null or exists
                 (select 1 from memberships m join logins l on l.id = m.login_id
                  where m.customer_id = c.id and m.ended_at is null and l.closed_at is null) = $5)
             and (c.name_key, c.id) ",
            $compare,
            " ($6, $7) order by c.name_key",
            $direction,
            ", c.id",
            $direction,
            " limit $8"
        )
    };
}

const FORWARD: &str = list_sql!(">", "");
const BACKWARD: &str = list_sql!("<", " desc");

/// A page of customers by name.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<Listed>, DbError> {
    let paging = &filter.paging;
    let sql = if paging.is_read_down() { BACKWARD } else { FORWARD };
    let (key, id) = paging.from_text();
    let q = (!filter.q.is_empty()).then(|| contains(&filter.q));
    let args = args![
        q.as_deref(),
        filter.country.as_deref(),
        filter.closed,
        filter.on_hold,
        filter.logins,
        key,
        id,
        paging.limit + 1
    ];
    let rows = view.all::<Listed>(sql, &args)?;
    Ok(paging.page(rows, |row| Cursor::text(&row.name_key, row.id)))
}

/// Codes of the countries that customers are in; 300 at most.
///
/// # Errors
/// What the database says.
pub fn countries(view: &mut View, _: &Staff) -> Result<Vec<String>, DbError> {
    view.all("select distinct country from customers order by country limit 300", args![])
}

/// A login that acts for the customer.
#[derive(Clone, Debug)]
pub struct LoginOf {
    /// Id of the login.
    pub id: i64,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Code of the role.
    pub role: String,
    /// Whether a password was set.
    pub has_password: bool,
}

impl FromRow for LoginOf {
    fn from_row(r: &mut Row<'_>) -> Result<LoginOf, DbError> {
        Ok(LoginOf {
            id: r.next()?,
            name: r.next()?,
            email: r.next()?,
            role: r.next()?,
            has_password: r.next()?,
        })
    }
}

/// Who may sign in for this customer, by name; 200 at most.
///
/// # Errors
/// What the database says.
pub fn logins(view: &mut View, _: &Staff, customer_id: i64) -> Result<Vec<LoginOf>, DbError> {
    view.all(
        "select l.id, l.name, l.email, m.role, l.password_hash is not null
         from memberships m join logins l on l.id = m.login_id
         where m.customer_id = $1 and m.ended_at is null and l.closed_at is null
         order by l.name, l.id limit 200",
        args![customer_id],
    )
}

/// Something that was done by or for a customer.
#[derive(Clone, Debug)]
pub struct Happened {
    /// When.
    pub at: Moment,
    /// Name of who did it, where a person did.
    pub by: Option<String>,
    /// What, as kept: `order_placed`.
    pub verb: String,
    /// To what: `order:P-100234`.
    pub object: String,
    /// Typed facts, as JSON.
    pub facts: String,
}

impl FromRow for Happened {
    fn from_row(r: &mut Row<'_>) -> Result<Happened, DbError> {
        Ok(Happened {
            at: Moment(r.next()?),
            by: r.next()?,
            verb: r.next()?,
            object: r.next()?,
            facts: r.next()?,
        })
    }
}

/// What was done by or for this customer, newest first. The sentences are made when it is read.
///
/// # Errors
/// What the database says.
pub fn happened(
    view: &mut View,
    _: &Staff,
    customer_id: i64,
    limit: i64,
) -> Result<Vec<Happened>, DbError> {
    view.all(
        "select a.at, l.name, a.verb, a.object, a.facts
         from activity a left join logins l on l.id = a.login_id
         where a.customer_id = $1 order by a.id desc limit $2",
        args![customer_id, limit],
    )
}
