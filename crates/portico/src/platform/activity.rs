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
    let (id, now) = (tx.new_id(), tx.now());
    let salt = deed.free_text.map(|_| tx.secret().to_vec());
    let hash = deed.free_text.zip(salt.as_deref()).map(|(text, salt)| free_text_hash(salt, text));
    let written = tx.exec(
        "insert into activity (id, at, login_id, customer_id, verb, object, facts, free_text, salt,
             free_text_hash, sealed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false)",
        args![
            id,
            now,
            deed.login_id,
            deed.customer_id,
            deed.verb,
            deed.object,
            &deed.facts.to_string(),
            deed.free_text,
            salt.as_deref(),
            hash.as_deref()
        ],
    )?;
    if written == 1 { Ok(()) } else { Err(DbError::Failed("activity not written".to_owned())) }
}

/// What stands in the chain for a free text: its salted hash.
pub(super) fn free_text_hash(salt: &[u8], text: &str) -> Vec<u8> {
    Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize().to_vec()
}
