//! Sessions: who is signed in, read in one statement; begun at sign-in, ended on the server.

use super::Person;
use super::codes::{PersonRow, person_columns};
use super::sections;
use super::view_as::{self, ViewRow};
use crate::platform::auth::Secret;
use crate::platform::closing::{self, Closing};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::Text;
use crate::platform::settings::{self, Setting, SettingValue};
use crate::platform::words::Language;

/// Minutes without a page after which a customer's or supplier's session ends.
pub const IDLE_MINUTES: Setting<Between<5, 44_640>> =
    Setting { key: "access.session_idle_minutes", default: || Between(12 * 60) };
/// Hours after which it ends in any case.
pub const HOURS: Setting<Between<1, 8_760>> =
    Setting { key: "access.session_hours", default: || Between(30 * 24) };
/// Minutes without a page after which a staff session ends.
pub const STAFF_IDLE_MINUTES: Setting<Between<5, 44_640>> =
    Setting { key: "access.staff_session_idle_minutes", default: || Between(2 * 60) };
/// Hours after which it ends in any case.
pub const STAFF_HOURS: Setting<Between<1, 8_760>> =
    Setting { key: "access.staff_session_hours", default: || Between(24) };
/// How often it is written down that somebody is still here.
const SEEN_EVERY_MS: i64 = 60_000;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;
/// How long the code may follow the password.
const HALFWAY_MS: i64 = 10 * MINUTE_MS;
/// How long a session or a link is kept after its end.
pub(super) const KEPT_MS: i64 = 30 * 24 * HOUR_MS;
/// Whether staff must have a second factor.
pub const FACTOR_OF_STAFF: Setting<bool> =
    Setting { key: "access.second_factor_of_staff", default: || false };

/// A whole number between two others: a setting outside them would sign everybody out, or nobody ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between<const LEAST: i64, const MOST: i64>(pub i64);

impl<const LEAST: i64, const MOST: i64> SettingValue for Between<LEAST, MOST> {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number| (LEAST..=MOST).contains(number)).map(Between)
    }
    fn write(&self) -> String {
        self.0.to_string()
    }
}

/// How long sessions live, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Lives {
    /// Without a page.
    pub idle_ms: i64,
    /// In any case.
    pub longest_ms: i64,
}

/// How long sessions live: those of staff, or the others.
pub fn lives(view: &mut View, staff: bool) -> Result<Lives, DbError> {
    let (idle, hours) = if staff {
        (settings::get(view, &STAFF_IDLE_MINUTES)?.0, settings::get(view, &STAFF_HOURS)?.0)
    } else {
        (settings::get(view, &IDLE_MINUTES)?.0, settings::get(view, &HOURS)?.0)
    };
    Ok(Lives { idle_ms: idle * MINUTE_MS, longest_ms: hours * HOUR_MS })
}

/// A session and the person it belongs to.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: i64,
    /// The token its forms carry.
    pub csrf: String,
    /// A sentence for the next page.
    pub flash: Option<String>,
    /// When it was begun, Unix milliseconds.
    pub created_at: i64,
    /// When it was last seen, Unix milliseconds.
    pub seen_at: i64,
    /// When its person last showed a password or a code in it, Unix milliseconds.
    pub proved_at: i64,
    /// When it ends if no further page is asked for, and when in any case; Unix milliseconds.
    pub ends: Ends,
    /// How long it lives without a page, in milliseconds.
    pub idle_ms: i64,
    /// How the person wants pages.
    pub wishes: Wishes,
    /// Whether the password must be changed before anything else.
    pub password_must_change: bool,
    /// Whether a second factor is asked for when signing in.
    pub has_factor: bool,
    /// Whether one must be set up before anything else.
    pub factor_must_be_set: bool,
    /// Whether it is one of the wholesaler's people, also while they see the portal as a customer.
    pub of_staff: bool,
    /// That the portal is closed for customers, if it is.
    pub closing: Option<Closing>,
    /// For how many customers, suppliers or staff the login may act.
    pub memberships: i64,
    /// Whether it saw the portal as a customer, and that is over: its row is still to be told.
    pub view_is_over: bool,
    /// Who it is; staff who see the portal as a customer are a buyer meanwhile.
    pub person: Person,
}

/// When a session ends, Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// If no further page is asked for.
    pub idle_at: i64,
    /// In any case.
    pub at_last: i64,
}

impl Ends {
    /// The sooner of the two.
    #[must_use]
    pub fn next(self) -> i64 {
        self.idle_at.min(self.at_last)
    }
}

/// How a login wants its pages.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Whether single keys do something.
    pub shortcuts: bool,
}

impl FromRow for Session {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, csrf, flash) = (row.next()?, row.next()?, row.next()?);
        let (created_at, seen_at, proved_at) = (row.next()?, row.next()?, row.next()?);
        let at_last = row.next()?;
        let wishes = Wishes { theme: row.next()?, shortcuts: row.next()? };
        let (password_must_change, has_factor) = (row.next()?, row.next()?);
        let (of_staff, memberships) = (row.next()?, row.next()?);
        let view = ViewRow::from_row(row)?;
        let begun = view.was_begun();
        let person = view.person(PersonRow::from_row(row)?)?;
        let view_is_over = begun && view_as::of(&person).is_none();
        Ok(Session {
            id,
            csrf,
            flash,
            created_at,
            seen_at,
            proved_at,
            ends: Ends { idle_at: 0, at_last },
            idle_ms: 0,
            wishes,
            password_must_change,
            has_factor,
            factor_must_be_set: false,
            of_staff,
            closing: None,
            memberships,
            view_is_over,
            person,
        })
    }
}

/// The session with this secret, if it still lives: neither ended nor idle nor old nor waiting for a code, its login and
/// membership open.
pub fn find(view: &mut View, secret: &Secret) -> Result<Option<Session>, DbError> {
    let now = view.now();
    let (buyers, staff) = (lives(view, false)?, lives(view, true)?);
    let found = view.one::<Session>(
        concat!(
            "select s.id, s.csrf, s.flash, s.created_at, s.seen_at, s.proved_at, s.ends_at,
                 l.theme, l.shortcuts, l.password_must_change,
                 exists (select 1 from second_factors f where f.login_id = l.id and f.confirmed_at is not null),
                 m.kind = 'staff',
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
              where s.secret_hash = $1 and s.ended_at is null and s.ends_at > $2 and not s.awaits_code
              and s.seen_at > case when m.kind = 'staff' then cast($5 as bigint) else cast($3 as bigint) end
              and s.created_at > case when m.kind = 'staff' then cast($6 as bigint) else cast($4 as bigint) end
              and l.closed_at is null and m.ended_at is null and c.closed_at is null"
        ),
        args![
            secret.hash(),
            now,
            now - buyers.idle_ms,
            now - buyers.longest_ms,
            now - staff.idle_ms,
            now - staff.longest_ms
        ],
    )?;
    let Some(mut session) = found else { return Ok(None) };
    let lives = if session.of_staff { staff } else { buyers };
    session.ends.at_last = session.ends.at_last.min(session.created_at + lives.longest_ms);
    session.idle_ms = lives.idle_ms;
    session.ends.idle_at = session.seen_at + lives.idle_ms;
    session.closing = closing::now(view)?;
    if let Person::Buyer(buyer) = &mut session.person {
        buyer.sections = sections::read(view)?;
    }
    session.factor_must_be_set =
        session.of_staff && !session.has_factor && settings::get(view, &FACTOR_OF_STAFF)?;
    Ok(Some(session))
}

/// Begins a session with a secret of its own; answers for how many seconds the browser may keep its cookie. That is
/// longer than the session: by the cookie of an ended session we know whose form is sent too late.
pub fn begin(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    secrets: &NewSession,
) -> Result<i64, DbError> {
    insert(tx, login_id, membership_id, secrets, false)
}

/// Begins a session that is worth nothing until the second factor's code was shown, within ten minutes.
pub fn begin_halfway(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    secrets: &NewSession,
) -> Result<i64, DbError> {
    insert(tx, login_id, membership_id, secrets, true)
}

fn insert(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    secrets: &NewSession,
    awaits_code: bool,
) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let longest_ms = lives(tx, false)?.longest_ms.max(lives(tx, true)?.longest_ms);
    let lives_ms = if awaits_code { HALFWAY_MS } else { longest_ms };
    let _ = tx.exec(
        "insert into sessions (id, secret_hash, login_id, membership_id, csrf, user_agent, created_at, seen_at,
             ends_at, proved_at, awaits_code)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $7, $9)",
        args![
            id,
            secrets.secret.hash(),
            login_id,
            membership_id,
            secrets.csrf.text(),
            secrets.user_agent,
            now,
            now + lives_ms,
            awaits_code
        ],
    )?;
    Ok((longest_ms + KEPT_MS) / 1_000)
}

/// The login whose password was right in this session and whose code is still to come.
pub fn halfway(view: &mut View, secret: &Secret) -> Result<Option<Halfway>, DbError> {
    let now = view.now();
    let found = view.one::<(i64, i64, i64)>(
        "select s.id, s.login_id, s.membership_id from sessions s join logins l on l.id = s.login_id
         where s.secret_hash = $1 and s.awaits_code and s.ended_at is null and s.ends_at > $2
         and l.closed_at is null",
        args![secret.hash(), now],
    )?;
    Ok(found.map(|(id, login_id, membership_id)| Halfway { id, login_id, membership_id }))
}

/// Somebody between password and code.
#[derive(Clone, Copy, Debug)]
pub struct Halfway {
    /// The session that waits.
    pub id: i64,
    /// Whose it is.
    pub login_id: i64,
    /// Whom it will act for.
    pub membership_id: i64,
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

/// How a session was ended before its time; told to whoever comes with its cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its person signed out.
    Out,
    /// Its person ended it from another session.
    Elsewhere,
    /// The password was changed.
    Password,
    /// Second factor or address were changed, or staff ended it.
    Safety,
}

impl How {
    pub(super) fn code(self) -> &'static str {
        match self {
            How::Out => "out",
            How::Elsewhere => "elsewhere",
            How::Password => "password",
            How::Safety => "safety",
        }
    }
}

/// Ends a session: its cookie is dead at once. Counts: of several who end it, one does.
pub fn end(tx: &mut Tx, login_id: i64, session_id: i64, how: How) -> Result<bool, DbError> {
    let now = tx.now();
    let count = tx.exec(
        "update sessions set ended_at = $3, ended_how = $4
         where id = $1 and login_id = $2 and ended_at is null",
        args![session_id, login_id, now, how.code()],
    )?;
    Ok(count == 1)
}

/// Ends all sessions of a login but one; says how many.
pub fn end_others(
    tx: &mut Tx,
    login_id: i64,
    kept_id: Option<i64>,
    how: How,
) -> Result<u64, DbError> {
    let now = tx.now();
    tx.exec(
        "update sessions set ended_at = $3, ended_how = $4
         where login_id = $1 and id <> $2 and ended_at is null",
        args![login_id, kept_id.unwrap_or(0), now, how.code()],
    )
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

/// The person has just shown password or code again.
pub fn proved(tx: &mut Tx, session_id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec("update sessions set proved_at = $2 where id = $1", args![session_id, now])?;
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

/// How many days a session or a link is kept after its end.
pub const KEPT_DAYS: Setting<i64> = Setting { key: "running.keep_sessions_days", default: || 30 };

fn kept_since(tx: &mut Tx) -> Result<i64, DbError> {
    Ok(tx.now() - settings::get(tx, &KEPT_DAYS)?.max(1) * 24 * HOUR_MS)
}

/// Throws away up to so many sessions that ended longer ago than they are kept; says how many.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = kept_since(tx)?;
    tx.exec(
        "delete from sessions where id in
             (select id from sessions where ends_at < $1 order by ends_at limit $2)",
        args![long_ago, most],
    )
}

/// Throws away up to so many links that ended longer ago than they are kept; says how many.
pub fn sweep_links(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = kept_since(tx)?;
    tx.exec(
        "delete from login_links where id in
             (select id from login_links where ends_at < $1 order by ends_at limit $2)",
        args![long_ago, most],
    )
}
