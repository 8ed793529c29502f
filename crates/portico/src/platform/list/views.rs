//! How a login wants a list drawn, where there is more than one way: kept per login, as its columns are.

use super::columns::is_name;
use crate::platform::db::{DbError, Tx, View, args};

/// Most lists of which a login keeps a view.
const MOST: i64 = 100;

/// How this login wants this list drawn, if it ever said so.
///
/// # Errors
/// What the database says.
pub fn kept(view: &mut View, login_id: i64, list: &str) -> Result<Option<String>, DbError> {
    view.one("select view from list_views where login_id = $1 and list = $2", args![login_id, list])
}

/// Keeps how this login wants this list drawn, and says whether it did: not for what cannot be a name, and not for more
/// lists than there can be. Whoever reads it decides what there is.
///
/// # Errors
/// What the database says.
pub fn keep(tx: &mut Tx, login_id: i64, list: &str, wanted: &str) -> Result<bool, DbError> {
    if !is_name(list) || !is_name(wanted) {
        return Ok(false);
    }
    let now = tx.now();
    let kept = tx.exec(
        "insert into list_views (login_id, list, view, changed_at)
         select cast($1 as bigint), cast($2 as text), cast($3 as text), cast($4 as bigint)
         where (select count(*) from list_views where login_id = $1 and list <> $2) < $5
         on conflict (login_id, list) do update set view = excluded.view, changed_at = excluded.changed_at",
        args![login_id, list, wanted, now, MOST],
    )?;
    Ok(kept == 1)
}
