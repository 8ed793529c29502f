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
/// what committed behind a transaction still open waits for that one to end. Call it inside `Db::read`.
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
    let cursor = rows.last().map_or(after, |(xid, seq, _)| Cursor { xid: *xid, seq: *seq });
    let mut seen = std::collections::HashSet::new();
    let objects =
        rows.into_iter().map(|(_, _, object)| object).filter(|object| seen.insert(*object));
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

/// How many changes of `topic` a follower at this place has yet to read, at least.
pub fn behind(view: &mut View, topic: &str, after: Cursor) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(*) from changes where topic = $1 and (xid, seq) > ($2, $3)",
        args![topic, after.xid, after.seq],
    )?;
    Ok(count.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::platform::db::Db;
    use crate::testkit::db::TestDb;
    use crate::testkit::on_both;

    async fn noted(db: &Db, ids: &'static [i64]) {
        db.write(|tx| note_many(tx, "products", ids)).await.unwrap();
    }

    async fn next(db: &Db, after: Cursor, limit: i64) -> (Vec<i64>, Cursor) {
        db.read(move |view| read(view, "products", after, limit)).await.unwrap()
    }

    on_both!(a_follower_reads_on_from_its_cursor, |db| {
        noted(&db, &[7, 7, 8]).await;
        db.write(|tx| note(tx, "customers", 1)).await.unwrap();
        noted(&db, &[9]).await;
        settled(&db, &[7, 8, 9]).await;
        // Each object once, other topics not.
        let cursor = comes(&db, Cursor::START, &[7, 8]).await;
        let kept: Cursor = cursor.to_string().parse().unwrap();
        let end = comes(&db, kept, &[9]).await;
        assert_eq!(next(&db, end, 3).await, (vec![], end));
        let mut last = Ok(Cursor::START);
        for _ in 0..5_000 {
            last = db.read(|view| latest(view, "products")).await;
            if last == Ok(end) {
                break;
            }
        }
        assert_eq!(last, Ok(end));
        assert_eq!(db.read(|view| latest(view, "nothing")).await, Ok(Cursor::START));
    });

    // A writer that began earlier commits later. Whoever reads meanwhile must not step over it.
    on_both!(a_transaction_held_open_is_not_skipped, |db| {
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = channel::<()>();
        let mut begun = Some(begun);
        let slow = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(move |tx| {
                    note(tx, "products", 1)?;
                    begun.take().map(|begun| begun.send(()));
                    let _ = may_go_on.recv();
                    Ok::<_, DbError>(())
                })
                .await
            }
        });
        has_begun.await.unwrap();
        let quick = tokio::spawn({
            let db = db.clone();
            async move { noted(&db, &[2, 3]).await }
        });
        if db.kind() == Kind::Postgres {
            quick.await.unwrap();
            let seen = next(&db, Cursor::START, 10).await;
            assert_eq!(
                seen,
                (vec![], Cursor::START),
                "what committed behind an open transaction waits for it"
            );
            assert_eq!(db.read(|view| latest(view, "products")).await, Ok(Cursor::START));
            drop(go_on);
        } else {
            // The one writer of SQLite lets nobody overtake.
            drop(go_on);
            quick.await.unwrap();
        }
        slow.await.unwrap().unwrap();
        settled(&db, &[1, 2, 3]).await;
    });

    #[tokio::test(flavor = "multi_thread")]
    async fn an_open_transaction_of_another_database_holds_nobody_up() {
        let [ours, theirs] = [0, 1].map(|_| TestDb::new(Kind::Postgres));
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = channel::<()>();
        let (mut begun, other) = (Some(begun), theirs.db());
        let open = tokio::spawn(async move {
            let held = other.write(move |tx| {
                note(tx, "products", 1)?;
                begun.take().map(|begun| begun.send(()));
                let _ = may_go_on.recv();
                Ok::<_, DbError>(())
            });
            held.await
        });
        has_begun.await.unwrap();
        noted(&ours.db(), &[2]).await;
        settled(&ours.db(), &[2]).await;
        drop(go_on);
        open.await.unwrap().unwrap();
    }

    /// Reads until these are there. A neighbour's test that ends just now may hold them back for one more read.
    async fn settled(db: &Db, ids: &[i64]) {
        let mut found = Vec::new();
        for _ in 0..2_000 {
            found = next(db, Cursor::START, 10).await.0;
            if found.len() >= ids.len() {
                break;
            }
        }
        assert_eq!(found, ids);
    }

    /// Reads three changes from here until these objects are what comes: see `settled`.
    async fn comes(db: &Db, from: Cursor, ids: &[i64]) -> Cursor {
        let mut found = (Vec::new(), from);
        for _ in 0..5_000 {
            found = next(db, from, 3).await;
            if found.0 == ids {
                break;
            }
        }
        assert_eq!(found.0, ids);
        found.1
    }

    #[test]
    fn a_cursor_is_two_numbers() {
        assert!("1".parse::<Cursor>().is_err());
        assert!("1:x".parse::<Cursor>().is_err());
        assert_eq!("0:0".parse(), Ok(Cursor::START));
    }
}
