//! Who did what, when: all deeds, for staff.

use crate::access::Staff;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View, args, chunks50};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::{Moment, Zone};
use std::collections::HashMap;

/// What may be asked of activity.
pub static ACTIVITY: Listing = Listing {
    name: "activity",
    path: "/staff/activity",
    sorts: &[Sort::down("at")],
    asks: &[
        Ask::search("activity-search"),
        Ask::text("person", "activity-person"),
        Ask::text("company", "activity-company"),
        Ask::given("kind", "activity-kind"),
        Ask::days("activity-at"),
    ],
};

/// A deed as staff read it.
#[derive(Clone, Debug)]
pub struct DeedRow {
    /// Its id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Name of the person who did it; none where the program did it by itself.
    pub by: Option<String>,
    /// Name of the staff who did it as that person.
    pub as_staff: Option<String>,
    /// What was done: `order_placed`.
    pub verb: String,
    /// To what: `order:P-100234`.
    pub object: String,
    /// What that is called, where it is kept by a number of ours.
    pub object_name: Option<String>,
    /// Number and name of the company it concerns.
    pub company: Option<(String, String)>,
    /// Typed facts, as JSON.
    pub facts: String,
    /// What the person wrote.
    pub text: Option<String>,
}

impl FromRow for DeedRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, at, by, as_staff) = (row.next()?, Moment(row.next()?), row.next()?, row.next()?);
        let (verb, object) = (row.next()?, row.next()?);
        let number: Option<String> = row.next()?;
        let company = number.zip(row.next()?);
        let (facts, text) = (row.next()?, row.next()?);
        Ok(DeedRow { id, at, by, as_staff, verb, object, object_name: None, company, facts, text })
    }
}

impl DeedRow {
    /// The kind and the name of what it was done to: `order` and `P-100234`.
    #[must_use]
    pub fn object_parts(&self) -> (&str, &str) {
        self.object.split_once(':').unwrap_or(("", &self.object))
    }

    /// The id of what it was done to, where that is of this kind and has one.
    fn id_of(&self, kind: &str) -> Option<i64> {
        self.object_parts().1.parse().ok().filter(|_| self.object_parts().0 == kind)
    }

    /// The facts as people read them: `rows 9 · format csv`. Our own ids of logins and memberships say nothing to them.
    #[must_use]
    pub fn facts_in_words(&self) -> String {
        let mut facts: serde_json::Value = serde_json::from_str(&self.facts).unwrap_or_default();
        if let Some(all) = facts.as_object_mut() {
            all.retain(|name, _| {
                !["login", "membership", "token", "change"].contains(&name.as_str())
            });
        }
        let said = |(name, value): (&String, &serde_json::Value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            format!("{} {value}", name.replace('_', " "))
        };
        let facts = facts.as_object().map(|all| all.iter().map(said).collect::<Vec<_>>());
        facts.unwrap_or_default().join(" · ")
    }
}

/// What is asked of activity.
#[derive(Clone, Debug)]
pub struct Filter {
    q: Option<String>,
    in_capitals: Option<String>,
    person: Option<String>,
    company: Option<String>,
    company_number: Option<String>,
    verb: Option<String>,
    from: Option<i64>,
    before: Option<i64>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`ACTIVITY`]; days are those of this zone.
    #[must_use]
    pub fn asked(asked: &Asked, zone: &Zone) -> Filter {
        Filter {
            q: asked.some("q").map(contains),
            in_capitals: asked.some("q").map(|q| contains(&q.to_uppercase())),
            person: asked.some("person").map(|text| contains(&text.to_lowercase())),
            company: asked.some("company").map(|text| contains(&text.to_lowercase())),
            company_number: asked.some("company").map(|text| contains(&text.to_uppercase())),
            verb: asked.some("kind").map(ToOwned::to_owned),
            from: asked.from().map(|day| day.start(zone).0),
            before: asked.to().map(|day| day.plus_days(1).start(zone).0),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

macro_rules! activity_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select a.id, a.at, w.name, s.name, a.verb, a.object, c.number, c.name, a.facts, a.free_text
             from activity a
             left join logins w on w.id = a.login_id
             left join logins s on s.id = a.as_staff_login_id
             left join customers c on c.id = a.customer_id
             where (cast($1 as text) is null or a.object like $1 escape '!'
                    or a.object like $10 escape '!')
               and (cast($2 as text) is null or a.login_id in
                    (select l.id from logins l where l.email_key like $2 escape '!'
                     or l.username_key like $2 escape '!'))
               and (cast($3 as text) is null or a.customer_id in
                    (select d.id from customers d where d.name_key like $3 escape '!'
                     or d.number_key like $3 escape '!' or d.number_key like $11 escape '!'))
               and (cast($4 as text) is null or a.verb = $4)
               and (cast($5 as bigint) is null or a.at >= $5)
               and (cast($6 as bigint) is null or a.at < $6)
               and (a.at, a.id) ",
            $compare,
            " ($7, $8) order by a.at",
            $direction,
            ", a.id",
            $direction,
            " limit $9"
        )
    };
}

const NEWEST: &str = activity_sql!("<", " desc");
const OLDEST: &str = activity_sql!(">", " asc");

/// A page of all deeds.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<DeedRow>, DbError> {
    let paging = &filter.paging;
    let sql = if paging.is_read_down() { NEWEST } else { OLDEST };
    let (key, id) = paging.from_number();
    let rows = view.all::<DeedRow>(
        sql,
        args![
            filter.q.as_deref(),
            filter.person.as_deref(),
            filter.company.as_deref(),
            filter.verb.as_deref(),
            filter.from,
            filter.before,
            key,
            id,
            paging.limit + 1,
            filter.in_capitals.as_deref(),
            filter.company_number.as_deref()
        ],
    )?;
    let mut page = paging.page(rows, |row| Cursor::number(row.at.0, row.id));
    name_objects(view, &mut page.rows)?;
    Ok(page)
}

const LOGIN_NAMES: &str =
    concat!("select id, name from logins where id in (", ids50!(), ") limit 50");
const TOKEN_NAMES: &str =
    concat!("select id, name from api_tokens where id in (", ids50!(), ") limit 50");

/// Says what the logins, tokens and customers are called to which something was done.
fn name_objects(view: &mut View, rows: &mut [DeedRow]) -> Result<(), DbError> {
    name_by_id(view, rows, "login", LOGIN_NAMES)?;
    name_by_id(view, rows, "token", TOKEN_NAMES)?;
    for row in rows.iter_mut().filter(|row| row.object_parts().0 == "customer") {
        row.object_name = row.company.as_ref().map(|(number, _)| number.clone());
    }
    Ok(())
}

/// Says what the things of this kind are called; `sql` reads id and name of 50 ids.
///
/// # Errors
/// What the database says.
pub fn name_by_id(
    view: &mut View,
    rows: &mut [DeedRow],
    kind: &str,
    sql: &'static str,
) -> Result<(), DbError> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.id_of(kind)).collect();
    let chunks = chunks50(&ids);
    let keys: Vec<Vec<Val<'_>>> =
        chunks.iter().map(|c| c.iter().map(|id| Val::Int(*id)).collect()).collect();
    let found = view.all_many::<(i64, String)>(sql, &keys)?;
    let names: HashMap<i64, String> = found.into_iter().flatten().collect();
    for row in rows {
        if let Some(name) = row.id_of(kind).and_then(|id| names.get(&id)) {
            row.object_name = Some(name.clone());
        }
    }
    Ok(())
}

/// The kinds of deeds that there are, by name: a walk along the index, one step for each kind, however many deeds.
///
/// # Errors
/// What the database says.
pub fn kinds(view: &mut View, _: &Staff) -> Result<Vec<String>, DbError> {
    view.all::<String>(
        "with recursive kinds (verb) as (
             select min(verb) from activity
             union all
             select (select min(a.verb) from activity a where a.verb > kinds.verb)
             from kinds where kinds.verb is not null)
         select verb from kinds where verb is not null order by verb limit 200",
        args![],
    )
}
