//! The same deed sent twice happens once. The key's row is written in the transaction of the deed
//! itself, so that only success uses a key up (api.md, Idempotency).

use super::db::{DbError, Tx, args};
use super::problem::{AppError, Problem, Text};
use super::settings::{self, Setting};
use sha2::{Digest, Sha256};

/// What makes a request the same request.
#[derive(Clone, Debug)]
pub struct Key {
    /// For whom the key counts: `customer:17`.
    pub scope: String,
    /// What the caller sent: 1 to 200 visible ASCII characters.
    pub key: String,
    /// Method and route pattern: `POST /api/v1/orders`.
    pub route: String,
    /// SHA-256 of the content, compared as parsed JSON.
    pub content_hash: Vec<u8>,
}

/// The answer that is kept, and given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: i64,
    /// Body as it was sent.
    pub body: String,
    /// `Location` header.
    pub location: Option<String>,
}

/// Whether the deed was done now or before.
#[derive(Debug)]
pub enum Done {
    /// Now.
    First(Answer),
    /// Before: the first answer again.
    Again(Answer),
}

impl Done {
    /// The answer, whichever it is.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        match self {
            Done::First(answer) | Done::Again(answer) => answer,
        }
    }
}

/// The hash of a parsed body. Objects are compared without regard to the order of their members.
#[must_use]
pub fn content_hash(body: &serde_json::Value) -> Vec<u8> {
    Sha256::digest(sorted(body).to_string().as_bytes()).to_vec()
}

/// The same with the members of every object in order, whatever order serde_json keeps them in.
fn sorted(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
        }
        Value::Array(values) => values.iter().map(sorted).collect(),
        Value::Number(number) => whole(number).map_or_else(|| value.clone(), Value::from),
        other => other.clone(),
    }
}

/// A number without decimals as such, however it is written: `12.0` is 12.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    let exact = float.fract() == 0.0 && float.abs() < 9e15;
    exact.then(|| format!("{float}").parse().ok()).flatten()
}

/// Whether a caller's key has the form that api.md asks for.
#[must_use]
pub fn is_good_key(key: &str) -> bool {
    (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
}

/// Does `deed` once for this key. The claim comes first: a second request with the same key waits at
/// the unique index (PostgreSQL) or behind the one writer (SQLite) until the first has ended.
pub fn once(
    tx: &mut Tx,
    key: &Key,
    deed: impl FnOnce(&mut Tx) -> Result<Answer, AppError>,
) -> Result<Done, AppError> {
    let claimed = claim(tx, key).map_err(|error| match error {
        DbError::Busy => {
            AppError::from(Problem::new(409, "in_progress", Text::plain("problem-in-progress")))
        }
        other => other.into(),
    })?;
    if !claimed {
        return replay(tx, key).map(Done::Again);
    }
    let answer = deed(tx)?;
    let updated = tx.exec(
        "update idempotency set status = $3, body = $4, location = $5 where scope = $1 and key = $2",
        args![&key.scope, &key.key, answer.status, &answer.body, answer.location.as_deref()],
    )?;
    if updated != 1 {
        return Err(DbError::Failed("idempotency row vanished".to_owned()).into());
    }
    Ok(Done::First(answer))
}

fn claim(tx: &mut Tx, key: &Key) -> Result<bool, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let claimed = tx.exec(
        "insert into idempotency (id, scope, key, route, content_hash, status, body, created_at)
         values ($1, $2, $3, $4, $5, 0, '', $6) on conflict (scope, key) do nothing",
        args![id, &key.scope, &key.key, &key.route, key.content_hash.as_slice(), now],
    )?;
    Ok(claimed == 1)
}

/// How long an answer is kept: api.md promises 30 days at least.
pub const KEPT_DAYS: Setting<i64> = Setting { key: "running.keep_keys_days", default: || 45 };
const DAY_MS: i64 = 24 * 3_600_000;

/// Throws away up to so many answers that are older than they are kept; says how many.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - settings::get(tx, &KEPT_DAYS)?.max(1) * DAY_MS;
    tx.exec(
        "delete from idempotency where id in
             (select id from idempotency where created_at < $1 order by created_at limit $2)",
        args![long_ago, most],
    )
}

fn replay(tx: &mut Tx, key: &Key) -> Result<Answer, AppError> {
    type Kept = (String, Vec<u8>, i64, String, Option<String>);
    let kept = tx.one::<Kept>(
        "select route, content_hash, status, body, location from idempotency
         where scope = $1 and key = $2",
        args![&key.scope, &key.key],
    )?;
    let Some((route, content_hash, status, body, location)) = kept else {
        return Err(Problem::try_later().into());
    };
    if route != key.route || content_hash != key.content_hash {
        let text = Text::plain("problem-key-reused");
        return Err(Problem::new(422, "idempotency_key_reused", text).into());
    }
    Ok(Answer { status, body, location })
}
