//! A restored database stands by: nothing leaves it, neither mails nor orders for the ERP, until somebody says that it is
//! the one in use. Its original may still be running, or may have sent the same since.

use super::activity::{self, Deed};
use super::db::{DbError, Tx, View};
use super::settings::{self, Setting};

/// Since when nothing leaves, Unix milliseconds.
const SINCE: Setting<Option<i64>> = Setting { key: "running.standby_since", default: || None };

/// Since when this database stands by, if it does.
pub fn since(view: &mut View) -> Result<Option<i64>, DbError> {
    settings::get(view, &SINCE)
}

/// Lets nothing leave from now on.
pub fn begin(tx: &mut Tx) -> Result<(), DbError> {
    let now = tx.now();
    settings::set(tx, &SINCE, &Some(now))
}

/// Lets everything go that waits, and records who said so; `false`: it did not stand by.
pub fn release(tx: &mut Tx, login_id: Option<i64>) -> Result<bool, DbError> {
    if since(tx)?.is_none() {
        return Ok(false);
    }
    settings::set(tx, &SINCE, &None)?;
    let deed = Deed {
        login_id,
        customer_id: None,
        verb: "standby_released",
        object: "database",
        facts: serde_json::json!({}),
        free_text: None,
    };
    activity::record(tx, &deed)?;
    Ok(true)
}
