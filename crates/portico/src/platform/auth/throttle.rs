//! The slow-down after failures, counted in the database by key, so that it holds for all servers alike. A try is
//! counted before it is looked at: many at once do not get more of them.

use crate::platform::db::{DbError, Tx, View, args};
use sha2::{Digest, Sha256};

/// How many tries, and what follows.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What is counted: see [`key`].
    pub key: String,
    /// Tries before the first pause.
    pub tries: i64,
    /// Length of the first pause; each further failure doubles it.
    pub pause_ms: i64,
    /// Longest pause.
    pub pause_max_ms: i64,
    /// After this long it starts anew.
    pub forget_ms: i64,
}

/// May it be tried?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes; should it fail, so many tries are left.
    Go {
        /// Tries left after this one; 0: the pause begins.
        left: i64,
    },
    /// Not before this moment.
    Wait {
        /// Unix milliseconds.
        until: i64,
    },
}

/// A key of the table; what is counted stands in it as a hash only.
#[must_use]
pub fn key(kind: &str, what: &str) -> String {
    use base64::Engine as _;
    let hash = Sha256::digest(what.as_bytes());
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&hash[..18]);
    format!("{kind}:{text}")
}

/// The end of the pause that this key is in, if any.
pub fn paused_until(view: &mut View, key: &str) -> Result<Option<i64>, DbError> {
    let now = view.now();
    view.one(
        "select blocked_until from throttle where key = $1 and blocked_until > $2",
        args![key, now],
    )
}

/// Counts a try, before it is known whether it fails.
pub fn count(tx: &mut Tx, limit: &Limit) -> Result<Verdict, DbError> {
    let now = tx.now();
    let counted = tx.one::<(i64, i64)>(
        "insert into throttle (key, failures, first_at, blocked_until) values ($1, 1, $2, 0)
         on conflict (key) do update set
             failures = case when throttle.blocked_until > $2 then throttle.failures
                             when throttle.first_at < $3 then 1
                             else throttle.failures + 1 end,
             first_at = case when throttle.blocked_until <= $2 and throttle.first_at < $3 then $2
                             else throttle.first_at end
         returning failures, blocked_until",
        args![limit.key, now, now - limit.forget_ms],
    )?;
    let (failures, blocked_until) = counted.unwrap_or((1, 0));
    if blocked_until > now {
        return Ok(Verdict::Wait { until: blocked_until });
    }
    let left = (limit.tries - failures).max(0);
    if left == 0 {
        let until = now + pause(limit, failures);
        let _ = tx.exec(
            "update throttle set blocked_until = $2 where key = $1",
            args![limit.key, until],
        )?;
    }
    Ok(Verdict::Go { left })
}

/// Takes a counted try back: it did not fail, but others of this key may have.
pub fn uncount(tx: &mut Tx, limit: &Limit) -> Result<(), DbError> {
    let _ = tx.exec(
        "update throttle set failures = failures - 1, blocked_until = 0 where key = $1 and failures > 0",
        args![limit.key],
    )?;
    Ok(())
}

/// Forgets all failures of a key.
pub fn forget(tx: &mut Tx, key: &str) -> Result<(), DbError> {
    let _ = tx.exec("delete from throttle where key = $1", args![key])?;
    Ok(())
}

/// Throws away up to so many keys that nobody needs any more; says how many.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let now = tx.now();
    let long_ago = now - 2 * 24 * 3_600_000;
    tx.exec(
        "delete from throttle where key in
             (select key from throttle where first_at < $1 and blocked_until < $2 limit $3)
         and first_at < $1 and blocked_until < $2",
        args![long_ago, now, most],
    )
}

fn pause(limit: &Limit, failures: i64) -> i64 {
    let doublings = (failures - limit.tries).clamp(0, 20);
    (limit.pause_ms << doublings).min(limit.pause_max_ms)
}
