//! Leases: one holder at a time, of all servers and commands; who dies loses it after a while.

use super::db::{DbError, Tx, View, args};

/// Takes the lease, or keeps it, for so many milliseconds from now; `false` if somebody else holds it.
///
/// # Errors
/// Only what the database says.
pub fn take(tx: &mut Tx, name: &str, holder: &str, ms: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let taken = tx.exec(
        "insert into leases (name, holder, ends_at) values ($1, $2, $3)
         on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at
         where leases.holder = excluded.holder or leases.ends_at <= $4",
        args![name, holder, now + ms, now],
    )?;
    Ok(taken == 1)
}

/// Gives it back, if it is still held.
///
/// # Errors
/// Only what the database says.
pub fn give_back(tx: &mut Tx, name: &str, holder: &str) -> Result<(), DbError> {
    let _ = tx.exec("delete from leases where name = $1 and holder = $2", args![name, holder])?;
    Ok(())
}

/// Who holds the lease, or held it last.
///
/// # Errors
/// Only what the database says.
pub fn holder(view: &mut View, name: &str) -> Result<Option<String>, DbError> {
    view.one::<String>("select holder from leases where name = $1", args![name])
}
