//! Wishes for the outside (commands to an ERP, mails), written in the transaction of the deed that
//! causes them and carried out afterwards: leased, retried with growing pauses, never lost.

use super::db::{Db, DbError, Tx, View, args};
use super::db::{FromRow, Row};
use super::settings::{self, Setting};
use super::{standby, worker};
use std::time::Duration;

/// How long a worker may hold a row before another may take it, in milliseconds.
const LEASE_MS: i64 = 60_000;
/// Tries before a row is set aside for the staff.
pub const ATTEMPTS_MAX: i64 = 40;

/// A wish that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    /// What it is: `place_order`, `invitation` …
    pub kind: String,
    /// The key that makes it happen once.
    pub key: String,
    /// Ids and typed facts as JSON.
    pub body: String,
    /// How often it was tried before.
    pub attempts: i64,
}

impl FromRow for Waiting {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Waiting {
            id: row.next()?,
            kind: row.next()?,
            key: row.next()?,
            body: row.next()?,
            attempts: row.next()?,
        })
    }
}

/// What became of a try.
#[derive(Debug)]
pub enum Outcome {
    /// Carried out.
    Done,
    /// Not now: again after this long at least.
    Later(Duration, String),
    /// Never: the reason is for the staff, and was told to the person by whoever says so.
    Refused(String),
}

impl Waiting {
    /// Whether it is given up if this try fails, too.
    #[must_use]
    pub fn is_last_try(&self) -> bool {
        self.attempts + 1 >= ATTEMPTS_MAX
    }
}

/// Writes a wish. The same key in the same queue twice is one wish; says whether it is new.
pub fn enqueue(
    tx: &mut Tx,
    queue: &'static str,
    kind: &'static str,
    key: &str,
    body: &str,
) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let written = tx.exec(
        "insert into outbox (id, queue, kind, idempotency_key, body, state, attempts, next_at,
             lease_until, created_at)
         values ($1, $2, $3, $4, $5, 'waiting', 0, $6, 0, $6)
         on conflict (queue, idempotency_key) do nothing",
        args![id, queue, kind, key, body, now],
    )?;
    Ok(written == 1)
}

/// The same for many: key and body of each.
///
/// # Errors
/// What the database says.
pub fn enqueue_many(
    tx: &mut Tx,
    queue: &'static str,
    kind: &'static str,
    wishes: &[(String, String)],
) -> Result<(), DbError> {
    let now = tx.now();
    let ids: Vec<i64> = wishes.iter().map(|_| tx.new_id()).collect();
    let rows: Vec<_> = ids
        .into_iter()
        .zip(wishes)
        .map(|(id, (key, body))| args![id, queue, kind, key, body, now])
        .collect();
    let _ = tx.exec_many(
        "insert into outbox (id, queue, kind, idempotency_key, body, state, attempts, next_at,
             lease_until, created_at)
         values ($1, $2, $3, $4, $5, 'waiting', 0, $6, 0, $6)
         on conflict (queue, idempotency_key) do nothing",
        &rows,
    )?;
    Ok(())
}

/// Takes up to `limit` wishes that are due, for `worker`, so that nobody else carries them out meanwhile.
pub async fn lease(
    db: &Db,
    queue: &'static str,
    worker: &str,
    limit: i64,
) -> Result<Vec<Waiting>, DbError> {
    let worker = worker.to_owned();
    db.write(move |tx| lease_in(tx, queue, &worker, limit)).await
}

fn lease_in(
    tx: &mut Tx,
    queue: &'static str,
    worker: &str,
    limit: i64,
) -> Result<Vec<Waiting>, DbError> {
    if standby::since(tx)?.is_some() {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let due = tx.all::<Waiting>(
        "select id, kind, idempotency_key, body, attempts from outbox
         where queue = $1 and state = 'waiting' and next_at <= $2 and lease_until <= $2
         order by next_at, id limit $3",
        args![queue, now, limit],
    )?;
    let rows: Vec<_> = due.iter().map(|w| args![w.id, now, now + LEASE_MS, worker]).collect();
    let counts = tx.exec_many(
        "update outbox set lease_until = $3, leased_by = $4, attempts = attempts + 1
         where id = $1 and state = 'waiting' and lease_until <= $2",
        &rows,
    )?;
    Ok(due.into_iter().zip(counts).filter(|(_, count)| *count == 1).map(|(w, _)| w).collect())
}

/// Whether an older wish of the same queue is being carried out at this moment whose key begins so, up to a colon.
///
/// # Errors
/// What the database says.
pub fn is_older_under_way(
    view: &mut View,
    (queue, before): (&'static str, &Waiting),
    key_start: &str,
) -> Result<bool, DbError> {
    // A semicolon comes right behind the colon.
    let (from, to) = (format!("{key_start}:"), format!("{key_start};"));
    let found = view.one::<i64>(
        "select count(*) from outbox where queue = $1 and idempotency_key > $2
             and idempotency_key < $3 and state = 'waiting' and lease_until > 0 and id < $4",
        args![queue, &from, &to, before.id],
    )?;
    Ok(found.unwrap_or(0) > 0)
}

/// Writes down what became of a leased wish. The body of a finished mail is blanked: it may hold the secret of a link.
pub fn settle(tx: &mut Tx, waiting: &Waiting, outcome: &Outcome) -> Result<(), DbError> {
    let now = tx.now();
    let (state, next_at, error) = match outcome {
        Outcome::Done => ("done", now, None),
        Outcome::Refused(why) => ("refused", now, Some(why.as_str())),
        Outcome::Later(_, why) if waiting.is_last_try() => ("dead", now, Some(why.as_str())),
        Outcome::Later(after, why) => {
            ("waiting", now + pause_ms(waiting.attempts, *after), Some(why.as_str()))
        }
    };
    let finished_at = (state != "waiting").then_some(now);
    let _ = tx.exec(
        "update outbox set state = $2, next_at = $3, lease_until = 0, last_error = $4, finished_at = $5,
             body = case when queue = 'mail' and $2 <> 'waiting' then '{}' else body end
         where id = $1 and state = 'waiting'",
        args![waiting.id, state, next_at, error, finished_at],
    )?;
    Ok(())
}

/// Growing pauses: 1 s, 2 s, 4 s … 10 minutes at most; never shorter than was asked for.
fn pause_ms(attempts: i64, after: Duration) -> i64 {
    let growing = 1_000_i64 << attempts.clamp(0, 10);
    growing.min(600_000).max(i64::try_from(after.as_millis()).unwrap_or(600_000))
}

/// Has a wish tried now, from the first try: one that waits and that nobody holds at this moment, or one that was given up,
/// unless its body is gone. Answers its key; none where there is nothing to try.
pub fn again(tx: &mut Tx, id: i64) -> Result<Option<String>, DbError> {
    let now = tx.now();
    tx.one::<String>(
        "update outbox set state = 'waiting', attempts = 0, next_at = $2, finished_at = null
         where id = $1 and lease_until <= $2
           and (state = 'waiting' or (state = 'dead' and queue <> 'mail'))
         returning idempotency_key",
        args![id, now],
    )
}

/// How many wishes of a queue wait, were set aside or refused; for staff, doctor and tests.
pub fn unhandled(view: &mut View, queue: &'static str) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(*) from outbox where queue = $1 and state in ('waiting', 'dead')",
        args![queue],
    )?;
    Ok(count.unwrap_or(0))
}

/// How many wishes of a queue are in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// `erp` or `mail`.
    pub queue: String,
    /// `waiting` or `dead`.
    pub state: String,
    /// How many.
    pub count: i64,
    /// When the oldest was written, Unix milliseconds.
    pub oldest: i64,
}

impl FromRow for Count {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Count {
            queue: row.next()?,
            state: row.next()?,
            count: row.next()?,
            oldest: row.next()?,
        })
    }
}

/// What is not finished, by queue and state.
pub fn counts(view: &mut View) -> Result<Vec<Count>, DbError> {
    view.all(
        "select queue, state, count(*), min(created_at) from outbox
         where state in ('waiting', 'dead') group by queue, state order by queue, state limit 100",
        args![],
    )
}

/// Ends the leases of `worker`, who works no more: the next one may take its wishes at once.
pub fn give_back(tx: &mut Tx, worker: &str) -> Result<u64, DbError> {
    let now = tx.now();
    tx.exec(
        "update outbox set lease_until = 0 where leased_by = $1 and state = 'waiting' and lease_until > $2",
        args![worker, now],
    )
}

/// Ends the leases of workers of this machine whose process was killed; says how many wishes that frees.
pub fn take_back_from_dead(tx: &mut Tx, own: &str) -> Result<u64, DbError> {
    let now = tx.now();
    let holders = tx.all::<String>(
        "select distinct leased_by from outbox
         where state = 'waiting' and lease_until > $1 and leased_by is not null limit 100",
        args![now],
    )?;
    let dead: Vec<_> = holders
        .iter()
        .filter(|name| worker::is_dead(name, own))
        .map(|name| args![name, now])
        .collect();
    let freed = tx.exec_many(
        "update outbox set lease_until = 0 where leased_by = $1 and state = 'waiting' and lease_until > $2",
        &dead,
    )?;
    Ok(freed.into_iter().sum())
}

/// How many days a wish is kept after its end.
pub const KEPT_DAYS: Setting<i64> = Setting { key: "running.keep_outbox_days", default: || 90 };
/// A day in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// Throws away up to so many wishes that were carried out or refused longer ago than they are kept; says
/// how many. Those that were given up stay until the staff has looked.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - settings::get(tx, &KEPT_DAYS)?.max(1) * DAY_MS;
    tx.exec(
        "delete from outbox where id in
             (select id from outbox where finished_at < $1 and state in ('done', 'refused')
              order by finished_at limit $2)",
        args![long_ago, most],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_respect_what_was_asked_for() {
        assert_eq!(pause_ms(0, Duration::ZERO), 1_000);
        assert_eq!(pause_ms(3, Duration::ZERO), 8_000);
        assert_eq!(pause_ms(30, Duration::ZERO), 600_000);
        assert_eq!(pause_ms(0, Duration::from_secs(90)), 90_000);
    }
}
