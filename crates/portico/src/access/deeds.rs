//! What is recorded of access: who was let in, got a token or signed in. Ids only: no names, no addresses, no secrets.

use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx};
use serde_json::Value;

/// Writes a deed about a login, by `by` where it was a person of ours.
pub(super) fn of_login(
    tx: &mut Tx,
    verb: &'static str,
    by: Option<i64>,
    login_id: i64,
    facts: Value,
) -> Result<(), DbError> {
    record(tx, verb, by, &format!("login:{login_id}"), facts)
}

/// Writes a deed about a token.
pub(super) fn of_token(
    tx: &mut Tx,
    verb: &'static str,
    token_id: i64,
    facts: Value,
) -> Result<(), DbError> {
    record(tx, verb, None, &format!("token:{token_id}"), facts)
}

/// The tries for a name are used up. It is written for unknown names too, so that nobody learns which are known.
pub(super) fn blocked(tx: &mut Tx, login_id: Option<i64>) -> Result<(), DbError> {
    let object = login_id.map_or_else(|| "login:unknown".to_owned(), |id| format!("login:{id}"));
    record(tx, "sign_in_blocked", None, &object, serde_json::json!({}))
}

fn record(
    tx: &mut Tx,
    verb: &'static str,
    login_id: Option<i64>,
    object: &str,
    facts: Value,
) -> Result<(), DbError> {
    let deed = Deed { login_id, customer_id: None, verb, object, facts, free_text: None };
    activity::record(tx, &deed)
}
