//! A quotation shared by mail: a secret link that shows this one quotation to whoever has it, until it ends or is revoked.
//! The database keeps the secret's hash alone; how often the link was opened is counted.

use super::kept::{Quote, QuoteHead, State};
use super::{Refusal, decline, mail, staff_store, store, write};
use crate::access::names::is_email;
use crate::access::{Buyer, Staff, StaffRole};
use crate::orders::draft::clean;
use crate::platform::auth::Secret;
use crate::platform::auth::throttle::{self, Limit, Verdict};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings::{self, Setting};
use crate::platform::wholesaler;
use portico_types::{Day, Moment};

/// For how many days a link opens the quotation when nobody says otherwise.
pub const SHARE_DAYS: Setting<i64> = Setting { key: "quotes.share_days", default: || 14 };
/// Days for which a link may open a quotation at most.
pub const DAYS_MOST: i32 = 90;
/// The longest message, in characters.
pub const MESSAGE_LONGEST: usize = 1_000;
/// Links of one quotation at most that can be opened.
const OPEN_MOST: i64 = 20;
const HOUR_MS: i64 = 3_600_000;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Whom to.
    pub email: String,
    /// What is said in the mail.
    pub message: String,
    /// The last day; blank: as usual.
    pub ends: String,
}

/// A link to a quotation.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its id.
    pub id: i64,
    /// Whom it went to.
    pub email: String,
    /// When it was sent.
    pub sent_at: Moment,
    /// Its last day.
    pub ends: Day,
    /// Whether it opens the quotation no longer.
    pub is_over: bool,
    /// How often it was opened.
    pub views: i64,
    /// When it was opened last.
    pub last_viewed_at: Option<Moment>,
}

impl FromRow for Share {
    fn from_row(row: &mut Row<'_>) -> Result<Share, DbError> {
        let (id, email, sent_at) = (row.next()?, row.next()?, Moment(row.next()?));
        let ends = Day::parse(&row.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a link with an unknown day".to_owned()))?;
        let (is_over, views) = (row.next()?, row.next()?);
        let last_viewed_at = row.next::<Option<i64>>()?.map(Moment);
        Ok(Share { id, email, sent_at, ends, is_over, views, last_viewed_at })
    }
}

/// Whether this person may share it. Pure.
///
/// # Errors
/// Why not.
pub fn check(buyer: &Buyer, head: &QuoteHead) -> Result<(), Refusal> {
    if !buyer.may_order() || buyer.view_as.is_some() {
        return Err(Refusal::NotAllowed);
    }
    match (head.state, head.valid_until) {
        (State::Sent, _) => Ok(()),
        (State::Expired, Some(day)) => Err(Refusal::Expired { day }),
        _ => Err(Refusal::NotOpen),
    }
}

/// Sends a link to a quotation by mail.
///
/// # Errors
/// A [`Refusal`]; 422 with the field that is wrong; 429 for whoever sends too many.
pub fn share(
    tx: &mut Tx,
    buyer: &Buyer,
    number: &str,
    (typed, secret): (&Typed, &Secret),
) -> Result<Share, AppError> {
    let head = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    check(buyer, &head)?;
    let (email, message, ends) = read(tx, typed)?;
    let now = tx.now();
    let open = tx.one::<i64>(
        "select count(*) from quote_shares
         where quote_id = $1 and revoked_at is null and ends_at > $2",
        args![head.id, now],
    )?;
    if open.unwrap_or(0) >= OPEN_MOST {
        let text = Text::plain("share-too-many").with("most", OPEN_MOST);
        return Err(Problem::new(422, "out_of_range", text).into());
    }
    let sending = throttle::key("share-by", &buyer.login.id.to_string());
    if let Verdict::Wait { .. } = throttle::count(tx, &hourly(sending, 30))? {
        return Err(too_many().into());
    }
    let zone = wholesaler::zone(tx)?;
    let (id, ends_at) = (tx.new_id(), ends.plus_days(1).start(&zone).0);
    let _ = tx.exec(
        "insert into quote_shares (id, quote_id, email, message, secret_hash, created_by,
             created_at, ends_day, ends_at, views)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
        args![
            id,
            head.id,
            &email,
            message.as_deref(),
            secret.hash(),
            buyer.login.id,
            now,
            &ends.text(),
            ends_at
        ],
    )?;
    decline::record(tx, buyer, &head, "quote_shared")?;
    mail::share(tx, id, secret)?;
    let sent_at = Moment(now);
    Ok(Share { id, email, sent_at, ends, is_over: false, views: 0, last_viewed_at: None })
}

fn too_many() -> Problem {
    Problem::new(429, "too_many_requests", Text::plain("problem-too-many-requests"))
}

fn hourly(key: String, tries: i64) -> Limit {
    Limit { key, tries, pause_ms: HOUR_MS, pause_max_ms: HOUR_MS, forget_ms: HOUR_MS }
}

/// What was typed, or every field that is wrong.
fn read(tx: &mut Tx, typed: &Typed) -> Result<(String, Option<String>, Day), AppError> {
    let mut faults = Vec::new();
    let email = typed.email.trim().to_owned();
    if !is_email(&email) {
        faults.push(FieldProblem::new("/email", "bad_email", Text::plain("field-bad-email")));
    }
    let message = clean(&typed.message);
    if message.as_ref().is_some_and(|text| text.chars().count() > MESSAGE_LONGEST) {
        let text = Text::plain("field-too-long").with("most", MESSAGE_LONGEST);
        faults.push(FieldProblem::new("/message", "too_long", text));
    }
    let today = wholesaler::today(tx)?;
    let usual = i32::try_from(settings::get(tx, &SHARE_DAYS)?).unwrap_or(DAYS_MOST);
    let ends = match typed.ends.trim() {
        "" => Some(today.plus_days(usual.clamp(1, DAYS_MOST))),
        text => Day::parse(text),
    };
    match ends {
        Some(day) if (today..=today.plus_days(DAYS_MOST)).contains(&day) && faults.is_empty() => {
            Ok((email, message, day))
        }
        Some(day) if (today..=today.plus_days(DAYS_MOST)).contains(&day) => {
            Err(Problem::invalid(faults).into())
        }
        other => {
            let (code, key) = match other {
                None => ("invalid", "field-bad-day"),
                Some(day) if day < today => ("day_in_past", "field-day-in-past"),
                Some(_) => ("too_large", "share-too-long"),
            };
            let text = Text::plain(key).with("most", DAYS_MOST);
            faults.push(FieldProblem::new("/ends", code, text));
            Err(Problem::invalid(faults).into())
        }
    }
}

/// The links to a quotation that was read for the person who asks, the newest first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, head: &QuoteHead) -> Result<Vec<Share>, DbError> {
    let now = view.now();
    view.all::<Share>(
        "select id, email, created_at, ends_day, revoked_at is not null or ends_at <= $2, views,
             last_viewed_at
         from quote_shares where quote_id = $1 order by id desc limit 100",
        args![head.id, now],
    )
}

/// Ends a link at once.
///
/// # Errors
/// A [`Refusal`]; one that is over already, or of another quotation, is absent.
pub fn revoke(tx: &mut Tx, buyer: &Buyer, number: &str, id: i64) -> Result<(), AppError> {
    let head = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    if !buyer.may_order() || buyer.view_as.is_some() {
        return Err(Refusal::NotAllowed.into());
    }
    end(tx, &head, id)?;
    decline::record(tx, buyer, &head, "quote_share_revoked")
}

/// Ends a link that a customer sent, for staff.
///
/// # Errors
/// The same.
pub fn revoke_any(tx: &mut Tx, staff: &Staff, number: &str, id: i64) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let head = staff_store::head(tx, staff, number)?.ok_or(Refusal::NotFound)?.head;
    end(tx, &head, id)?;
    write::record(tx, staff, (&head.number, head.customer_id), "quote_share_revoked")
}

fn end(tx: &mut Tx, head: &QuoteHead, id: i64) -> Result<(), AppError> {
    let now = tx.now();
    let ended = tx.exec(
        "update quote_shares set revoked_at = $3
         where id = $1 and quote_id = $2 and revoked_at is null and ends_at > $3",
        args![id, head.id, now],
    )?;
    if ended == 1 { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// What whoever has a link sees: the quotation, and the customer it is for.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The quotation.
    pub quote: Quote,
    /// Name of the customer.
    pub customer: String,
    /// The last day of the link.
    pub ends: Day,
    /// The customer's language.
    pub language: String,
}

/// Opens a link, and counts that. A secret that opens nothing answers nothing, whatever the reason; a neighbourhood that
/// tries thirty such in an hour waits, and then even a good one opens nothing.
///
/// # Errors
/// 429 for a neighbourhood that waits.
pub fn open(tx: &mut Tx, secret: &Secret, neighbourhood: &str) -> Result<Option<Shared>, AppError> {
    let guesses = throttle::key("share-from", neighbourhood);
    if throttle::paused_until(tx, &guesses)?.is_some() {
        return Err(too_many().into());
    }
    let now = tx.now();
    let found = tx.one::<(i64, String)>(
        "update quote_shares set views = views + 1, last_viewed_at = $2,
             first_viewed_at = coalesce(first_viewed_at, $2)
         where secret_hash = $1 and revoked_at is null and ends_at > $2
         returning quote_id, ends_day",
        args![secret.hash(), now],
    )?;
    let shared = match found {
        Some((quote_id, ends)) => shared(tx, quote_id, &ends)?,
        None => None,
    };
    if shared.is_none() {
        let _ = throttle::count(tx, &hourly(guesses, 30))?;
    }
    Ok(shared)
}

/// The quotation of a link, while it is worth showing: one that was declined or withdrawn is not.
fn shared(view: &mut View, quote_id: i64, ends: &str) -> Result<Option<Shared>, DbError> {
    let Some((head, customer, language)) = store::head_of_link(view, quote_id)? else {
        return Ok(None);
    };
    let seen = matches!(head.state, State::Sent | State::Expired | State::Converted);
    let Some(ends) = Day::parse(ends).filter(|_| seen) else { return Ok(None) };
    let revision = head.revision;
    let quote = store::below(view, head, revision)?;
    Ok(Some(Shared { quote, customer, ends, language }))
}
