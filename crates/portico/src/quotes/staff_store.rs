//! Reading quotations for staff: of all customers, with what is being written, and every revision that was sent.

use super::kept::{Quote, QuoteHead};
use super::store::{
    STATES, below, cursor, moments, number_key, patterns, quote_columns, quote_heads,
    quote_matching, quote_state,
};
use super::{REMIND_DAYS, store};
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Listing, Page, Sort, by_number};
use crate::platform::{settings, wholesaler};
use portico_types::{Currency, Day, Moment, Money};

/// What staff may ask of all quotations.
pub static STAFF_QUOTES: Listing = Listing {
    name: "staff-quotes",
    path: "/staff/quotes",
    sorts: &[Sort::down("dated")],
    asks: &[
        Ask::search("staff-quotes-search"),
        Ask::choice("status", "quotes-which", STATES),
        Ask::text("customer", "staff-customer-number"),
        Ask::yes("commented", "staff-quotes-commented"),
        Ask::yes("quiet", "staff-quotes-quiet"),
        Ask::days("quote-dated"),
    ],
};

/// A quotation, and whose it is.
#[derive(Clone, Debug)]
pub struct StaffHead {
    /// The quotation, as it is being written, or as it was sent last.
    pub head: QuoteHead,
    /// Number of the customer.
    pub customer_number: String,
    /// Its name.
    pub customer: String,
}

impl FromRow for StaffHead {
    fn from_row(row: &mut Row<'_>) -> Result<StaffHead, DbError> {
        let head = QuoteHead::from_row(row)?;
        Ok(StaffHead { head, customer_number: row.next()?, customer: row.next()? })
    }
}

/// All quotations: number of the customer `$10`; `$11`: sent before, and nobody answered or was reminded since.
macro_rules! list_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select ",
                quote_columns!("$5"),
                ", c.number, c.name",
                quote_heads!("q.revision + case when q.has_draft then 1 else 0 end"),
                " join customers c on c.id = q.customer_id
                  where (cast($10 as text) is null or c.number_key = $10)
                  and (cast($11 as bigint) is null or (q.status = 'sent' and q.dated_at < $11
                       and (q.reminded_at is null or q.reminded_at < $11)
                       and (r.valid_until is null or r.valid_until >= $5)
                       and not exists (select 1 from quote_comments m where m.quote_id = q.id and m.at >= $11)))
                  and (cast($12 as boolean) is null or exists
                       (select 1 from quote_comments m where m.quote_id = q.id and m.seen_at is null))
                  and ",
                quote_matching!()
            ),
            "q.dated_at",
            "q.id",
            $compare,
            $direction
        )
    };
}

const NEWEST: &str = list_sql!("<", " desc");
const OLDEST: &str = list_sql!(">", " asc");

/// A page of all quotations; the active ones where nothing is said.
///
/// # Errors
/// What the database says.
pub fn listed(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<StaffHead>, DbError> {
    let filter = store::Filter::asked(asked);
    let (from, to) = moments(view, filter.days)?;
    let today = wholesaler::today(view)?.text();
    let [small, capitals] = patterns(&filter.q);
    let customer = asked.some("customer").map(|number| number.trim().to_lowercase());
    let quiet = if asked.yes("quiet") { Some(quiet_before(view)?) } else { None };
    let given = args![
        &filter.status,
        &today,
        small.as_deref(),
        from,
        to,
        capitals.as_deref(),
        customer.as_deref(),
        quiet,
        asked.yes("commented").then_some(true)
    ];
    filter.paging.read(view, (NEWEST, OLDEST), &given, |row: &StaffHead| cursor(&row.head))
}

/// Sent before this moment, a quotation without an answer lies about; nothing does where staff want no reminder.
fn quiet_before(view: &mut View) -> Result<i64, DbError> {
    let days = settings::get(view, &REMIND_DAYS)?;
    Ok(if days > 0 { view.now() - days.min(3_650) * 24 * 3_600_000 } else { 0 })
}

/// What waits for staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Quotations that customers asked for and that were not sent.
    pub asked: i64,
    /// Open ones that nobody answered for as many days as a setting says.
    pub quiet: i64,
    /// Quotations on which a customer's comment waits.
    pub commented: i64,
}

/// Counts what waits for staff.
///
/// # Errors
/// What the database says.
pub fn waiting(view: &mut View, _: &Staff) -> Result<Waiting, DbError> {
    let (today, before) = (wholesaler::today(view)?.text(), quiet_before(view)?);
    let asked = view.one::<i64>(
        "select count(*) from quotes where status = 'draft' and asked_at is not null",
        args![],
    )?;
    let quiet = view.one::<i64>(
        "select count(*) from quotes q
         join quote_revisions r on r.quote_id = q.id and r.revision = q.revision
         where q.status = 'sent' and q.dated_at < $1
           and (q.reminded_at is null or q.reminded_at < $1)
           and (r.valid_until is null or r.valid_until >= $2)
           and not exists (select 1 from quote_comments m where m.quote_id = q.id and m.at >= $1)",
        args![before, &today],
    )?;
    let commented = view.one::<i64>(
        "select count(distinct quote_id) from quote_comments where seen_at is null",
        args![],
    )?;
    let count = |found: Option<i64>| found.unwrap_or(0);
    Ok(Waiting { asked: count(asked), quiet: count(quiet), commented: count(commented) })
}

const LATEST: &str = concat!(
    "select ",
    quote_columns!("$1"),
    ", c.number, c.name",
    quote_heads!("q.revision + case when q.has_draft then 1 else 0 end"),
    " join customers c on c.id = q.customer_id where q.number_key = $2"
);

const ONE_REVISION: &str = concat!(
    "select ",
    quote_columns!("$1"),
    ", c.number, c.name",
    quote_heads!("$3"),
    " join customers c on c.id = q.customer_id where q.number_key = $2"
);

/// The head of a quotation, as it is being written or was sent last.
///
/// # Errors
/// What the database says.
pub fn head(view: &mut View, _: &Staff, number: &str) -> Result<Option<StaffHead>, DbError> {
    let today = wholesaler::today(view)?.text();
    view.one::<StaffHead>(LATEST, args![&today, &number_key(number)])
}

/// A quotation with its lines: the revision of this number, or the latest.
///
/// # Errors
/// What the database says.
pub fn get(
    view: &mut View,
    staff: &Staff,
    number: &str,
    revision: Option<i64>,
) -> Result<Option<(Quote, StaffHead)>, DbError> {
    let today = wholesaler::today(view)?.text();
    let found = match revision {
        None => head(view, staff, number)?,
        Some(revision) => {
            view.one::<StaffHead>(ONE_REVISION, args![&today, &number_key(number), revision])?
        }
    };
    let Some(found) = found else { return Ok(None) };
    let latest = found.head.revision + i64::from(found.head.has_draft);
    let quote = below(view, found.head.clone(), revision.unwrap_or(latest))?;
    Ok(Some((quote, found)))
}

/// A revision that was sent.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its number.
    pub revision: i64,
    /// When it was sent.
    pub sent_at: Moment,
    /// Who wrote it.
    pub by: Option<String>,
    /// What it came to.
    pub total: Money,
    /// Its last day.
    pub valid_until: Option<Day>,
}

/// The revisions that were sent, the newest first.
///
/// # Errors
/// What the database says.
pub fn revisions(
    view: &mut View,
    _: &Staff,
    quote_id: i64,
    currency: Currency,
) -> Result<Vec<Revision>, DbError> {
    type Row = (i64, i64, Option<String>, i64, Option<String>);
    let rows = view.all::<Row>(
        "select r.revision, r.sent_at, w.name, r.total_minor, r.valid_until
         from quote_revisions r left join logins w on w.id = r.written_by
         where r.quote_id = $1 and r.sent_at is not null order by r.revision desc limit 200",
        args![quote_id],
    )?;
    let revision = |(revision, sent_at, by, total, until): Row| Revision {
        revision,
        sent_at: Moment(sent_at),
        by,
        total: Money::new(total, currency),
        valid_until: until.as_deref().and_then(Day::parse),
    };
    Ok(rows.into_iter().map(revision).collect())
}
