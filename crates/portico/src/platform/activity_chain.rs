//! The chain over activity: each committed row is hashed together with the hash before it, a moment
//! after its deed, in an order of its own. Whoever changes, removes or slips in a sealed row later
//! breaks the chain, and [`verify`] says where. A free text enters only by its salted hash, so that
//! erasing it leaves the chain whole.

use super::activity::free_text_hash;
use super::db::{Db, DbError, FromRow, Row, Tx, View};
use crate::args;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Rows sealed in one transaction.
const BATCH: i64 = 500;
/// How long a sealer keeps others away, in milliseconds.
const LEASE_MS: i64 = 30_000;
/// A row that waits longer than this for its seal is a breach, in milliseconds.
pub const UNSEALED_MOST_MS: i64 = 10 * 60 * 1_000;
/// Breaches told at most.
const TOLD: usize = 1_000;
/// The hash before the first.
const BEGINNING: [u8; 32] = [0; 32];

/// A row of activity as it enters the chain.
#[derive(Clone, Debug)]
struct Entry {
    id: i64,
    at: i64,
    login_id: Option<i64>,
    as_staff_login_id: Option<i64>,
    customer_id: Option<i64>,
    verb: String,
    object: String,
    facts: String,
    free_text_hash: Option<Vec<u8>>,
}

impl FromRow for Entry {
    fn from_row(r: &mut Row<'_>) -> Result<Entry, DbError> {
        Ok(Entry {
            id: r.next()?,
            at: r.next()?,
            login_id: r.next()?,
            as_staff_login_id: r.next()?,
            customer_id: r.next()?,
            verb: r.next()?,
            object: r.next()?,
            facts: r.next()?,
            free_text_hash: r.next()?,
        })
    }
}

impl Entry {
    /// SHA-256 of the hash before and the row as a JSON list: every field has its place and its end.
    fn hash(&self, before: &[u8]) -> Vec<u8> {
        let row = json!([
            self.id,
            self.at,
            self.login_id,
            self.as_staff_login_id,
            self.customer_id,
            self.verb,
            self.object,
            self.facts,
            self.free_text_hash.as_deref().map(hex),
        ]);
        let hash = Sha256::new().chain_update(before).chain_update(row.to_string());
        hash.finalize().to_vec()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seals everything that is committed and unsealed, unless another sealer is at it; says how many rows.
///
/// # Errors
/// What the database says; whole batches are kept.
pub async fn seal(db: &Db, sealer: &str) -> Result<usize, DbError> {
    let mut sealed = 0;
    loop {
        let sealer = sealer.to_owned();
        let batch = db.write(move |tx| seal_batch(tx, &sealer)).await?;
        sealed += batch;
        if batch < BATCH as usize {
            return Ok(sealed);
        }
    }
}

fn seal_batch(tx: &mut Tx, sealer: &str) -> Result<usize, DbError> {
    // Looked at first, so that a quiet portal writes nothing.
    let waiting =
        tx.one::<i64>("select id from activity where sealed = false order by id limit 1", args![])?;
    if waiting.is_none() || !lease(tx, sealer)? {
        return Ok(0);
    }
    // The lease's row stays locked until the end: the last link is really the last.
    let tail = tx.one::<(i64, Vec<u8>)>(
        "select position, hash from activity_chain order by position desc limit 1",
        args![],
    )?;
    let (mut position, mut before) = tail.unwrap_or((0, BEGINNING.to_vec()));
    let entries = tx.all::<Entry>(
        "select id, at, login_id, as_staff_login_id, customer_id, verb, object, facts,
             free_text_hash
         from activity
         where sealed = false
         order by id
         limit $1",
        args![BATCH],
    )?;
    let mut links = Vec::with_capacity(entries.len());
    for entry in &entries {
        position += 1;
        before = entry.hash(&before);
        links.push((position, entry.id, before.clone()));
    }
    let now = tx.now();
    let rows: Vec<_> = links.iter().map(|(at, id, hash)| args![*at, *id, hash, now]).collect();
    tx.exec_each_one(
        "insert into activity_chain (position, activity_id, hash, sealed_at)
         values ($1, $2, $3, $4)",
        &rows,
    )?;
    let rows: Vec<_> = links.iter().map(|(_, id, _)| args![*id]).collect();
    tx.exec_each_one("update activity set sealed = true where id = $1 and sealed = false", &rows)?;
    Ok(entries.len())
}

fn lease(tx: &mut Tx, sealer: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let taken = tx.exec(
        "insert into leases (name, holder, ends_at) values ('activity_seal', $1, $2)
         on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at
         where leases.holder = excluded.holder or leases.ends_at <= $3",
        args![sealer, now + LEASE_MS, now],
    )?;
    Ok(taken == 1)
}

/// Forgets what a person wrote; the chain stays whole.
///
/// # Errors
/// What the database says.
pub fn erase_free_text(tx: &mut Tx, activity_id: i64) -> Result<bool, DbError> {
    let erased = tx.exec(
        "update activity set free_text = null, salt = null
         where id = $1 and free_text is not null",
        args![activity_id],
    )?;
    Ok(erased == 1)
}

/// What a look at the whole chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Links of the chain.
    pub sealed: i64,
    /// Rows that wait for their seal.
    pub unsealed: i64,
    /// When the oldest of them was written, Unix milliseconds.
    pub oldest_unsealed: Option<i64>,
    /// The hash of the last link: noted elsewhere, it also proves that nothing was cut off the end.
    pub head: String,
    /// What is wrong, by name; 1,000 at most.
    pub breaches: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.breaches.is_empty()
    }

    /// The object that `portico audit verify --json` prints.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "ok": self.is_ok(), "sealed": self.sealed, "unsealed": self.unsealed,
            "oldest_unsealed": self.oldest_unsealed.map(|at| portico_types::Moment(at).text()),
            "head": self.head, "breaches": self.breaches,
        })
    }

    fn breach(&mut self, sentence: String) {
        if self.breaches.len() < TOLD {
            self.breaches.push(sentence);
        }
    }
}

/// Works the whole chain out again from the rows, streaming.
///
/// # Errors
/// What the database says.
pub fn verify(view: &mut View) -> Result<Verdict, DbError> {
    let now = view.now();
    let mut verdict = Verdict::default();
    let (mut position, mut before) = (0, BEGINNING.to_vec());
    view.each::<DbError>(
        "select c.position, c.activity_id, c.hash, a.salt, a.free_text, coalesce(a.sealed, false),
             a.id, coalesce(a.at, 0), a.login_id, a.as_staff_login_id, a.customer_id,
             coalesce(a.verb, ''), coalesce(a.object, ''), coalesce(a.facts, ''), a.free_text_hash
         from activity_chain c
         left join activity a on a.id = c.activity_id
         order by c.position",
        args![],
        &mut |row| {
            let link = Link::from_row(row)?;
            position += 1;
            verdict.sealed += 1;
            link.check(position, &before, &mut verdict);
            position = link.position;
            before = link.hash;
            Ok(())
        },
    )?;
    verdict.head = hex(&before);
    let slipped_in = view.all::<i64>(
        "select a.id
         from activity a
         left join activity_chain c on c.activity_id = a.id
         where a.sealed and c.activity_id is null
         order by a.id
         limit 1000",
        args![],
    )?;
    for id in slipped_in {
        verdict.breach(format!("activity {id} says it is sealed but stands in no link"));
    }
    let tail = view.one::<(i64, Option<i64>)>(
        "select count(*), min(at) from activity where sealed = false",
        args![],
    )?;
    (verdict.unsealed, verdict.oldest_unsealed) = tail.unwrap_or((0, None));
    if verdict.oldest_unsealed.is_some_and(|at| now - at > UNSEALED_MOST_MS) {
        let count = verdict.unsealed;
        verdict.breach(format!(
            "{count} rows wait for their seal, the oldest for more than 10 minutes"
        ));
    }
    Ok(verdict)
}

/// A link of the chain with the row it seals.
struct Link {
    position: i64,
    activity_id: i64,
    hash: Vec<u8>,
    salt: Option<Vec<u8>>,
    free_text: Option<String>,
    sealed: bool,
    entry: Option<Entry>,
}

impl FromRow for Link {
    fn from_row(r: &mut Row<'_>) -> Result<Link, DbError> {
        let (position, activity_id, hash) = (r.next()?, r.next()?, r.next()?);
        let (salt, free_text, sealed) = (r.next()?, r.next()?, r.next()?);
        let id: Option<i64> = r.next()?;
        let entry = Entry {
            id: id.unwrap_or(0),
            at: r.next()?,
            login_id: r.next()?,
            as_staff_login_id: r.next()?,
            customer_id: r.next()?,
            verb: r.next()?,
            object: r.next()?,
            facts: r.next()?,
            free_text_hash: r.next()?,
        };
        let entry = id.map(|_| entry);
        Ok(Link { position, activity_id, hash, salt, free_text, sealed, entry })
    }
}

impl Link {
    fn check(&self, expected: i64, before: &[u8], verdict: &mut Verdict) {
        if self.position != expected {
            verdict.breach(format!("links {expected} to {} are missing", self.position - 1));
        }
        let id = self.activity_id;
        let Some(entry) = &self.entry else {
            verdict.breach(format!("activity {id} (link {}) was removed", self.position));
            return;
        };
        if entry.hash(before) != self.hash {
            verdict.breach(format!(
                "activity {id} (link {}) was altered, or the link was",
                self.position
            ));
        }
        let text_hash = self
            .free_text
            .as_deref()
            .map(|text| free_text_hash(self.salt.as_deref().unwrap_or_default(), text));
        if text_hash.is_some() && text_hash != entry.free_text_hash {
            verdict.breach(format!("the text of activity {id} was altered"));
        }
        if !self.sealed {
            verdict.breach(format!("activity {id} stands in a link but says it is not sealed"));
        }
    }
}

#[cfg(test)]
mod tests;
