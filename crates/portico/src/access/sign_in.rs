//! Signing in: by username or e-mail address and password. An unknown name and a wrong password get the same answer
//! after the same work.

use super::deeds;
use super::session::{self, NewSession};
use super::{memberships, names, notices, second_factor};
use crate::platform::auth::throttle::{self, Limit, Verdict};
use crate::platform::db::{DbError, Tx, View, args};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Why somebody is not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The name is unknown, the password wrong, or the login closed: nobody learns which.
    NoMatch {
        /// Tries left before a pause.
        left: i64,
    },
    /// Too many failures: not before this moment (Unix milliseconds).
    Paused {
        /// When the pause ends.
        until: i64,
    },
    /// Name and password are right, but the login acts for nobody any more.
    ActsForNobody,
}

/// The two counters a try is counted by.
#[derive(Clone, Debug)]
pub struct Limits {
    name: Limit,
    address: Limit,
}

/// Five tries for a name, then pauses from ten minutes to an hour; a hundred for an address, which whole offices share.
#[must_use]
pub fn limits(name: &str, neighbourhood: &str) -> Limits {
    let name_key = throttle::key("name", &names::key(name));
    Limits {
        name: Limit {
            key: name_key,
            tries: 5,
            pause_ms: 10 * MINUTE_MS,
            pause_max_ms: HOUR_MS,
            forget_ms: 24 * HOUR_MS,
        },
        address: Limit {
            key: throttle::key("address", neighbourhood),
            tries: 100,
            pause_ms: 10 * MINUTE_MS,
            pause_max_ms: HOUR_MS,
            forget_ms: HOUR_MS,
        },
    }
}

/// What is known of a name.
#[derive(Clone, Debug)]
pub struct Known {
    /// The login, if there is one that is open.
    pub login_id: Option<i64>,
    /// Its password's hash, if it has one.
    pub password_hash: Option<String>,
}

/// Looks the name up, unless its tries are used up.
pub fn look_up(
    view: &mut View,
    name: &str,
    limits: &Limits,
) -> Result<Result<Known, Refusal>, DbError> {
    for limit in [&limits.name, &limits.address] {
        if let Some(until) = throttle::paused_until(view, &limit.key)? {
            return Ok(Err(Refusal::Paused { until }));
        }
    }
    let found = view.one::<(i64, Option<String>)>(
        "select id, password_hash from logins where (email_key = $1 or username_key = $1) and closed_at is null",
        args![names::key(name)],
    )?;
    let (login_id, password_hash) = found.map_or((None, None), |(id, hash)| (Some(id), hash));
    Ok(Ok(Known { login_id, password_hash }))
}

/// Counts the try, before the password is looked at: many at once get no more tries than one after the other.
pub fn count_try(tx: &mut Tx, limits: &Limits) -> Result<Result<i64, Refusal>, DbError> {
    let by_address = throttle::count(tx, &limits.address)?;
    if let Verdict::Wait { until } = by_address {
        return Ok(Err(Refusal::Paused { until }));
    }
    match throttle::count(tx, &limits.name)? {
        Verdict::Go { left } => Ok(Ok(left)),
        Verdict::Wait { until } => Ok(Err(Refusal::Paused { until })),
    }
}

/// The try failed, and it was the last before a pause: that is recorded.
pub fn blocked(tx: &mut Tx, login_id: Option<i64>) -> Result<(), DbError> {
    deeds::blocked(tx, login_id)
}

/// A session that was begun.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    /// Whose it is.
    pub login_id: i64,
    /// How many seconds the browser may keep its cookie.
    pub seconds: i64,
    /// Whether it is worth nothing until the second factor's code was shown.
    pub awaits_code: bool,
}

/// Begins the session of somebody whose password was right.
pub fn succeed(
    tx: &mut Tx,
    login_id: i64,
    limits: &Limits,
    new: &NewSession,
) -> Result<Result<Begun, Refusal>, DbError> {
    throttle::forget(tx, &limits.name.key)?;
    throttle::uncount(tx, &limits.address)?;
    let open = tx
        .one::<i64>("select id from logins where id = $1 and closed_at is null", args![login_id])?;
    let Some(membership_id) = memberships::first(tx, login_id)?.filter(|_| open.is_some()) else {
        return Ok(Err(Refusal::ActsForNobody));
    };
    Ok(Ok(begin(tx, login_id, membership_id, new)?))
}

/// Begins the session of somebody who has proved who they are: halfway where a code is still to come.
pub(super) fn begin(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    new: &NewSession,
) -> Result<Begun, DbError> {
    let awaits_code = second_factor::is_on(tx, login_id)?;
    let seconds = if awaits_code {
        session::begin_halfway(tx, login_id, membership_id, new)?
    } else {
        entered(tx, login_id, membership_id, new)?
    };
    Ok(Begun { login_id, seconds, awaits_code })
}

/// Begins a whole session, recorded; answers how many seconds the browser may keep its cookie.
pub(super) fn entered(
    tx: &mut Tx,
    login_id: i64,
    membership_id: i64,
    new: &NewSession,
) -> Result<i64, DbError> {
    notices::new_device(tx, login_id, new.user_agent.as_deref())?;
    let seconds = session::begin(tx, login_id, membership_id, new)?;
    let facts = serde_json::json!({ "membership": membership_id });
    deeds::of_login(tx, "signed_in", Some(login_id), login_id, facts)?;
    Ok(seconds)
}

/// Forgets the failures of a login's names: its owner has just proved who they are by mail.
pub fn forgive(tx: &mut Tx, login_id: i64) -> Result<(), DbError> {
    let names = tx.one::<(String, Option<String>)>(
        "select email_key, username_key from logins where id = $1",
        args![login_id],
    )?;
    if let Some((email, username)) = names {
        throttle::forget(tx, &throttle::key("name", &email))?;
        if let Some(username) = username {
            throttle::forget(tx, &throttle::key("name", &username))?;
        }
    }
    Ok(())
}
