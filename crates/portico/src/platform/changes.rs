//! The change feed: who wrote something others follow (search index, sync) notes it in the same transaction, and each
//! follower reads on from its own cursor, missing nothing.

use std::fmt;
use std::str::FromStr;

use super::db::{
    DbError, Kind, LATEST_POSTGRES, LATEST_SQLITE, NOTE_POSTGRES, NOTE_SQLITE, READ_POSTGRES,
    READ_SQLITE, Tx, View,
};
use crate::args;

/// How far a follower has read. It is kept as text, `12:3456`, and compared by nobody but the database.
/// It belongs to one database server: after a restore into another one, followers start anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    xid: i64,
    seq: i64,
}

impl Cursor {
    /// Before the first change.
    pub const START: Cursor = Cursor { xid: 0, seq: 0 };
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.xid, self.seq)
    }
}

impl FromStr for Cursor {
    type Err = DbError;

    fn from_str(text: &str) -> Result<Cursor, DbError> {
        let parts = text
            .split_once(':')
            .and_then(|(xid, seq)| Some((xid.parse().ok()?, seq.parse().ok()?)));
        let (xid, seq) =
            parts.ok_or_else(|| DbError::Failed("a cursor is two numbers with a colon".into()))?;
        Ok(Cursor { xid, seq })
    }
}

/// Notes that an object of `topic` changed.
pub fn note(tx: &mut Tx, topic: &str, object_id: i64) -> Result<(), DbError> {
    note_many(tx, topic, &[object_id])
}

/// Notes that several objects of `topic` changed; one round trip.
pub fn note_many(tx: &mut Tx, topic: &str, object_ids: &[i64]) -> Result<(), DbError> {
    let rows: Vec<_> = object_ids.iter().map(|id| args![topic, *id]).collect();
    match tx.kind() {
        Kind::Sqlite => tx.exec_each_one(NOTE_SQLITE, &rows),
        Kind::Postgres => tx.exec_each_one(NOTE_POSTGRES, &rows),
    }
}

/// Up to `limit` changes of `topic` behind `after`: the objects, each once, and the cursor to go on from. On PostgreSQL
/// what committed behind a transaction still open waits for that one to end.
pub fn read(
    view: &mut View,
    topic: &str,
    after: Cursor,
    limit: i64,
) -> Result<(Vec<i64>, Cursor), DbError> {
    let args = args![topic, after.xid, after.seq, limit];
    let rows: Vec<(i64, i64, i64)> = match view.kind() {
        Kind::Sqlite => view.all(READ_SQLITE, args)?,
        Kind::Postgres => view.all(READ_POSTGRES, args)?,
    };
    let cursor = rows.last().map_or(after, |(xid, seq, _)| Cursor {
        xid: *xid,
        seq: *seq,
    });
    let mut seen = std::collections::HashSet::new();
    let objects = rows
        .into_iter()
        .map(|(_, _, object)| object)
        .filter(|object| seen.insert(*object));
    Ok((objects.collect(), cursor))
}

/// Where a follower goes on that reads everything in this same view and needs no older change.
pub fn latest(view: &mut View, topic: &str) -> Result<Cursor, DbError> {
    let last: Option<(i64, i64)> = match view.kind() {
        Kind::Sqlite => view.one(LATEST_SQLITE, args![topic])?,
        Kind::Postgres => view.one(LATEST_POSTGRES, args![topic])?,
    };
    Ok(last.map_or(Cursor::START, |(xid, seq)| Cursor { xid, seq }))
}
