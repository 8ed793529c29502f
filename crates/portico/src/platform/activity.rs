//! Who did what: ids and typed facts, written in the deed's own transaction; sentences are made when read.

use super::db::{DbError, Tx, args};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One deed, as it is kept.
#[derive(Clone, Debug)]
pub struct Deed<'a> {
    /// Who did it, where a person did.
    pub login_id: Option<i64>,
    /// The customer it concerns.
    pub customer_id: Option<i64>,
    /// What was done: `order_placed`.
    pub verb: &'static str,
    /// To what: `order:P-100234`.
    pub object: &'a str,
    /// Ids and typed facts.
    pub facts: Value,
    /// What a person wrote; it can be erased and the chain still verifies.
    pub free_text: Option<&'a str>,
}

/// Writes the deed plain; the sealer chains it a moment later.
pub fn record(tx: &mut Tx, deed: &Deed<'_>) -> Result<(), DbError> {
    record_all(tx, std::slice::from_ref(deed))
}

/// The same for several deeds, in one round trip.
///
/// # Errors
/// What the database says.
pub fn record_all(tx: &mut Tx, deeds: &[Deed<'_>]) -> Result<(), DbError> {
    let now = tx.now();
    type Made = (i64, String, Option<(Vec<u8>, Vec<u8>)>);
    let made: Vec<Made> = deeds
        .iter()
        .map(|deed| {
            let id = tx.new_id();
            let text = deed.free_text.map(|text| {
                let salt = tx.secret().to_vec();
                let hash = free_text_hash(&salt, text);
                (salt, hash)
            });
            (id, deed.facts.to_string(), text)
        })
        .collect();
    let rows: Vec<_> = deeds
        .iter()
        .zip(&made)
        .map(|(deed, (id, facts, text))| {
            let (salt, hash) = match text {
                Some((salt, hash)) => (Some(salt.as_slice()), Some(hash.as_slice())),
                None => (None, None),
            };
            args![
                *id,
                now,
                deed.login_id,
                deed.customer_id,
                deed.verb,
                deed.object,
                facts.as_str(),
                deed.free_text,
                salt,
                hash
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into activity (id, at, login_id, customer_id, verb, object, facts, free_text, salt,
             free_text_hash, sealed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false)",
        &rows,
    )
}

/// What stands in the chain for a free text: its salted hash.
pub(super) fn free_text_hash(salt: &[u8], text: &str) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize().to_vec()
}
