//! Sessions: who is signed in, read in one statement; begun at sign-in, ended on the server.

use super::Person;
use super::codes::{PersonRow, person_columns};
use super::view_as::{self, ViewRow};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::Text;
use crate::platform::settings::{self, Setting};
use crate::platform::words::Language;

/// Hours without a page after which a session ends.
pub const IDLE_HOURS: Setting<i64> = Setting { key: "access.session_idle_hours", default: || 12 };
/// Days after which a session ends in any case.
pub const LONGEST_DAYS: Setting<i64> =
    Setting { key: "access.session_longest_days", default: || 30 };
/// How often it is written down that somebody is still here.
const SEEN_EVERY_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;

/// A session and the person it belongs to.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: i64,
    /// The token its forms carry.
    pub csrf: String,
    /// A sentence for the next page.
    pub flash: Option<String>,
    /// When it was last seen, Unix milliseconds.
    pub seen_at: i64,
    /// Whether the password must be changed before anything else.
    pub password_must_change: bool,
    /// For how many customers, suppliers or staff the login may act.
    pub memberships: i64,
    /// Whether it saw the portal as a customer, and that is over: its row is still to be told.
    pub view_is_over: bool,
    /// Who it is; staff who see the portal as a customer are a buyer meanwhile.
    pub person: Person,
}

impl FromRow for Session {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, csrf, flash, seen_at) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let (password_must_change, memberships) = (row.next()?, row.next()?);
        let view = ViewRow::from_row(row)?;
        let begun = view.was_begun();
        let person = view.person(PersonRow::from_row(row)?)?;
        let view_is_over = begun && view_as::of(&person).is_none();
        Ok(Session {
            id,
            csrf,
            flash,
            seen_at,
            password_must_change,
            memberships,
            view_is_over,
            person,
        })
    }
}

/// The session with this secret, if it still lives: neither ended nor idle nor old, its login and membership open.
pub fn find(view: &mut View, secret: &Secret) -> Result<Option<Session>, DbError> {
    let now = view.now();
    let idle = settings::get(view, &IDLE_HOURS)? * HOUR_MS;
    view.one::<Session>(
        concat!(
            "select s.id, s.csrf, s.flash, s.seen_at, l.password_must_change,
                 (select count(*) from memberships a where a.login_id = l.id and a.ended_at is null),
                 s.view_mode, s.viewed_membership_id, v.role, v.sees, v.order_limit_minor, v.login_id, ",
            person_columns!(),
            " from sessions s
              join logins l on l.id = s.login_id
              join memberships m on m.id = s.membership_id and m.login_id = l.id
              left join customers c
                  on c.id = case when m.kind = 'staff' then s.viewed_customer_id else m.customer_id end
                  and (m.kind <> 'staff' or (s.view_ends_at > $2 and c.closed_at is null))
              left join memberships v on v.id = s.viewed_membership_id and v.customer_id = c.id
                  and v.ended_at is null
              where s.secret_hash = $1 and s.ended_at is null and s.ends_at > $2 and s.seen_at > $3
              and l.closed_at is null and m.ended_at is null and c.closed_at is null"
        ),
        args![secret.hash(), now, now - idle],
    )
}

/// Begins a session with a secret of its own; the longest time it may live is returned in seconds.
pub fn begin(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    secrets: &NewSession,
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let longest_ms = settings::get(tx, &LONGEST_DAYS)? * 24 * HOUR_MS;
    let _ = tx.exec(
        "insert into sessions (id, secret_hash, login_id, membership_id, csrf, user_agent, created_at, seen_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
        args![
            id,
            secrets.secret.hash(),
            login_id,
            membership_id,
            secrets.csrf.text(),
            secrets.user_agent,
            now,
            now + longest_ms
        ],
    )?;
    Ok(longest_ms / 1_000)
}

/// What a new session is made of: drawn outside the transaction, which may run twice.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// For the cookie.
    pub secret: Secret,
    /// For its forms.
    pub csrf: Secret,
    /// What the browser calls itself, cut to 200 characters: shown to the person in the list of sessions.
    pub user_agent: Option<String>,
}

/// Ends a session: its cookie is dead at once.
pub fn end(tx: &mut Tx, session_id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update sessions set ended_at = $2 where id = $1 and ended_at is null",
        args![session_id, now],
    )?;
    Ok(())
}

/// Ends all sessions of a login but one.
pub fn end_others(tx: &mut Tx, login_id: i64, kept_id: Option<i64>) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update sessions set ended_at = $3 where login_id = $1 and id <> $2 and ended_at is null",
        args![login_id, kept_id.unwrap_or(0), now],
    )?;
    Ok(())
}

/// Whether it is time to write down that this session was seen.
#[must_use]
pub fn is_to_be_noted(session: &Session, now: i64) -> bool {
    now - session.seen_at >= SEEN_EVERY_MS
}

/// Writes down that a session was seen; once a minute at most, whoever else does the same.
pub fn note_seen(tx: &mut Tx, session_id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update sessions set seen_at = $2 where id = $1 and seen_at <= $3 and ended_at is null",
        args![session_id, now, now - SEEN_EVERY_MS],
    )?;
    Ok(())
}

/// Leaves a sentence for the next page of this session. Call it in the transaction of the deed.
pub fn flash(tx: &mut Tx, session_id: i64, words: &Language, text: &Text) -> Result<(), DbError> {
    let sentence = words.sentence(text);
    let _ = tx.exec("update sessions set flash = $2 where id = $1", args![session_id, sentence])?;
    Ok(())
}

/// The sentence was shown.
pub fn flash_shown(tx: &mut Tx, session_id: i64, sentence: &str) -> Result<(), DbError> {
    let _ = tx.exec(
        "update sessions set flash = null where id = $1 and flash = $2",
        args![session_id, sentence],
    )?;
    Ok(())
}

/// How long a session or a link is kept after its end.
const KEPT_MS: i64 = 30 * 24 * HOUR_MS;

/// Throws away up to so many sessions that ended more than 30 days ago; says how many.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - KEPT_MS;
    tx.exec(
        "delete from sessions where id in
             (select id from sessions where ends_at < $1 order by ends_at limit $2)",
        args![long_ago, most],
    )
}

/// Throws away up to so many links that ended more than 30 days ago; says how many.
pub fn sweep_links(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - KEPT_MS;
    tx.exec(
        "delete from login_links where id in
             (select id from login_links where ends_at < $1 order by ends_at limit $2)",
        args![long_ago, most],
    )
}
