//! What only SQLite can get wrong.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use super::*;
use crate::platform::db::tx::Conn;
use crate::platform::db::{DbConfig, Kind};
use crate::platform::ids::Ids;
use crate::testkit::db::{TestDb, run};

fn raw(tx: &mut Tx) -> &mut rusqlite::Connection {
    match &mut tx.conn {
        Conn::Sqlite(link) => link.raw(),
        Conn::Postgres(_) => panic!("this test is for SQLite"),
    }
}

fn open(test_db: &TestDb, change: impl FnOnce(&mut DbConfig)) -> Db {
    let mut config = test_db.config();
    change(&mut config);
    Db::open(&config, test_db.clock(), Ids::seeded(2)).unwrap()
}

/// Runs `first` in a job and lets `others` queue up behind it before it ends.
async fn behind(db: &Db, first: fn(&mut Tx), others: i64) -> Vec<Result<(), DbError>> {
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = channel();
    let mut begun = Some(begun);
    type Write<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), DbError>> + 'a>>;
    let mut writes: Vec<Write<'_>> = Vec::new();
    writes.push(Box::pin(db.write(move |tx| {
        begun.take().unwrap().send(()).unwrap();
        may_go_on.recv().unwrap();
        first(tx);
        insert_box(tx, 0, 1, "box 0")
    })));
    assert!(futures_util::poll!(writes[0].as_mut()).is_pending());
    has_begun.await.unwrap();
    for id in 1..=others {
        let mut write = Box::pin(db.write(move |tx| insert_box(tx, id, 1, &format!("box {id}"))));
        assert!(futures_util::poll!(write.as_mut()).is_pending());
        writes.push(write);
    }
    go_on.send(()).unwrap();
    let mut answers = Vec::new();
    for write in writes {
        answers.push(write.await);
    }
    answers
}

#[test]
fn on_a_full_disk_what_was_acknowledged_is_there() {
    run(Kind::Sqlite, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = test_db.db();
        shelves(&db).await;
        let limit = db.write(|tx| {
            let pages: i64 = raw(tx).query_row("pragma page_count", [], |row| row.get(0)).unwrap();
            let sql = format!("pragma max_page_count = {}", pages + 40);
            raw(tx).query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap();
            Ok::<_, DbError>(())
        });
        limit.await.unwrap();
        let tasks: Vec<_> = (0..80)
            .map(|id| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        insert_box(tx, id, 1, &format!("box {id}"))?;
                        tx.exec_each_one(
                            "update boxes set raw = $2 where id = $1",
                            &[args![id, vec![7_u8; 9_000]]],
                        )
                    })
                    .await
                })
            })
            .collect();
        let (mut done, mut refused) = (Vec::new(), 0);
        for (id, task) in (0..).zip(tasks) {
            match task.await.unwrap() {
                Ok(()) => done.push(id),
                Err(DbError::Failed(_)) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert!(!done.is_empty() && refused > 0, "{} done, {refused} refused", done.len());
        assert_eq!(box_ids(&db).await, done);
    });
}

#[test]
fn when_commit_fails_nobody_hears_success() {
    run(Kind::Sqlite, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = test_db.db();
        shelves(&db).await;
        let refuse: fn(&mut Tx) = |tx| raw(tx).commit_hook(Some(|| true)).unwrap();
        let answers = behind(&db, refuse, 10).await;
        assert_eq!(answers.len(), 11);
        assert!(
            answers.iter().all(|answer| matches!(answer, Err(DbError::Failed(_)))),
            "{answers:?}"
        );
        assert_eq!(box_ids(&db).await, Vec::<i64>::new());
    });
}

#[test]
fn a_refusal_waits_for_commit_too() {
    run(Kind::Sqlite, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = test_db.db();
        shelves(&db).await;
        let refused = db.write(|tx| {
            raw(tx).commit_hook(Some(|| true)).unwrap();
            insert_box(tx, 0, 1, "box 0")?;
            Err::<(), _>(DbError::Busy)
        });
        // The refusal may rest on a neighbour's row that was never committed, so it is not told.
        assert!(matches!(refused.await, Err(DbError::Failed(_))));
    });
}

#[test]
fn a_job_that_ends_the_transaction_fails_its_group() {
    run(Kind::Sqlite, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = test_db.db();
        shelves(&db).await;
        let ended = db.write(|tx| {
            insert_box(tx, 1, 1, "box 1")?;
            raw(tx).execute_batch("rollback").unwrap();
            // Without a guard this one would commit by itself.
            let _ = insert_box(tx, 2, 1, "box 2");
            Ok::<_, DbError>(())
        });
        assert!(matches!(ended.await, Err(DbError::Failed(_))));
        let quiet = db.write(|tx| {
            raw(tx).execute_batch("rollback").unwrap();
            Ok::<_, DbError>(())
        });
        let why = "the transaction was ended from within a job";
        assert_eq!(quiet.await, Err(DbError::Failed(why.into())));
        let end: fn(&mut Tx) = |tx| raw(tx).execute_batch("rollback").unwrap();
        let answers = behind(&db, end, 10).await;
        assert!(matches!(answers[0], Err(DbError::Failed(_))), "{answers:?}");
        let kept: Vec<i64> =
            (0..).zip(&answers).filter(|(_, answer)| answer.is_ok()).map(|(id, _)| id).collect();
        assert_eq!(box_ids(&db).await, kept);
        db.write(|tx| insert_box(tx, 99, 1, "box 99")).await.unwrap();
    });
}

#[test]
fn another_process_that_holds_the_lock_makes_it_busy() {
    run(Kind::Sqlite, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = open(&test_db, |config| config.lock_timeout = Duration::from_millis(30));
        shelves(&db).await;
        let other = rusqlite::Connection::open(test_db.config().file().unwrap()).unwrap();
        other.execute_batch("begin immediate").unwrap();
        let writes: Vec<_> = (0..5)
            .map(|id| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| insert_box(tx, id, 1, &format!("box {id}"))).await
                })
            })
            .collect();
        for write in writes {
            assert_eq!(write.await.unwrap(), Err(DbError::Busy));
        }
        assert_eq!(box_ids(&db).await, Vec::<i64>::new(), "reading goes on");
        other.execute_batch("commit").unwrap();
        assert_eq!(db.write(|tx| insert_box(tx, 1, 1, "box 1")).await, Ok(()));
    });
}

#[test]
fn a_page_that_reads_too_long_is_stopped() {
    const SLOW: &str = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000) \
        select count(*) from n";
    run(Kind::Sqlite, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = open(&test_db, |config| config.read_deadline = Duration::from_millis(5));
        let stopped = db.read(|view| view.one::<i64>(SLOW, args![])).await;
        assert!(
            matches!(&stopped, Err(DbError::Failed(why)) if why.contains("use report")),
            "{stopped:?}"
        );
        assert_eq!(db.report(|view| view.one::<i64>(SLOW, args![])).await, Ok(Some(1_000_000)));
        assert_eq!(db.write(|tx| tx.one::<i64>(SLOW, args![])).await, Ok(Some(1_000_000)));
    });
}

#[test]
fn a_file_that_cannot_be_opened_is_lost() {
    let config = DbConfig::parse("/nowhere/at/all.sqlite").unwrap();
    let opened = Db::open(&config, crate::platform::clock::Clock::system(), Ids::system());
    assert!(matches!(opened.err(), Some(DbError::Lost(_))));
}
