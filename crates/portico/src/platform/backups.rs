//! Which backups were taken of this database, for staff and doctor.

use super::db::{DbError, FromRow, Row, Tx, View, args};

/// A backup that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// When its rows were read, Unix milliseconds.
    pub taken_at: i64,
    /// `daily`, `command` or `before_migration`.
    pub cause: String,
    /// Where it was written to, on the machine that took it.
    pub place: String,
    /// Bytes of the archive.
    pub bytes: i64,
    /// Rows in it.
    pub rows: i64,
    /// How long it took.
    pub took_ms: i64,
}

impl FromRow for Backup {
    fn from_row(row: &mut Row<'_>) -> Result<Backup, DbError> {
        Ok(Backup {
            taken_at: row.next()?,
            cause: row.next()?,
            place: row.next()?,
            bytes: row.next()?,
            rows: row.next()?,
            took_ms: row.next()?,
        })
    }
}

/// Notes a backup that is whole.
pub fn note(tx: &mut Tx, backup: &Backup) -> Result<(), DbError> {
    let id = tx.new_id();
    let Backup { taken_at, cause, place, bytes, rows, took_ms } = backup;
    tx.exec_each_one(
        "insert into backups (id, taken_at, cause, place, bytes, row_count, took_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[args![id, *taken_at, cause, place, *bytes, *rows, *took_ms]],
    )
}

/// The newest backup, if one was ever taken.
pub fn last(view: &mut View) -> Result<Option<Backup>, DbError> {
    view.one(
        "select taken_at, cause, place, bytes, row_count, took_ms from backups
         order by taken_at desc, id desc limit 1",
        args![],
    )
}

/// Takes the daily backup for this server, until `until`, so that no other one takes it too: once for each day.
pub fn take_daily(tx: &mut Tx, holder: &str, until: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let taken = tx.exec(
        "insert into leases (name, holder, ends_at) values ('daily_backup', $1, $2)
         on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at
         where leases.ends_at <= $3",
        args![holder, until, now],
    )?;
    Ok(taken == 1)
}

/// Ends what [`take_daily`] began.
pub fn give_back_daily(tx: &mut Tx, holder: &str) -> Result<(), DbError> {
    let _ =
        tx.exec("delete from leases where name = 'daily_backup' and holder = $1", args![holder])?;
    Ok(())
}

/// When the last daily backup was taken.
pub fn last_daily(view: &mut View) -> Result<Option<i64>, DbError> {
    let newest = view
        .one::<Option<i64>>("select max(taken_at) from backups where cause = 'daily'", args![])?;
    Ok(newest.flatten())
}
