//! A gateway told us something: the payments it names are asked about at once. Nothing else of a message is believed, and the
//! same message twice is one.

use super::store;
use crate::platform::db::{DbError, Tx, args};
use portico_pay::Told;

/// How long messages that were believed are remembered.
const KEPT_MS: i64 = 40 * 24 * 3_600_000;

/// Has the named payments asked about; says how many there are. A message that was heard before changes nothing.
///
/// # Errors
/// What the database says.
pub fn told(tx: &mut Tx, gateway: &'static str, message: &Told) -> Result<usize, DbError> {
    let now = tx.now();
    if let Some(event_id) = &message.event_id {
        let new = tx.exec(
            "insert into gateway_events (gateway, event_id, came_at) values ($1, $2, $3)
             on conflict (gateway, event_id) do nothing",
            args![gateway, event_id.as_str(), now],
        )?;
        if new == 0 {
            return Ok(0);
        }
    }
    let mut known = 0;
    for about in &message.about {
        if let Some(id) = store::at_gateway(tx, gateway, about)? {
            ask_now(tx, id)?;
            known += 1;
        }
    }
    Ok(known)
}

/// Has a payment asked about at once.
///
/// # Errors
/// What the database says.
pub fn ask_now(tx: &mut Tx, id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update payments set told = told + 1, next_ask_at = $2 where id = $1 and gateway_id is not null",
        args![id, now],
    )?;
    Ok(())
}

/// Forgets messages that were heard long ago, so many at most; says how many.
///
/// # Errors
/// What the database says.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - KEPT_MS;
    tx.exec(
        "delete from gateway_events where (gateway, event_id) in
             (select gateway, event_id from gateway_events where came_at < $1 limit $2)",
        args![long_ago, most],
    )
}
