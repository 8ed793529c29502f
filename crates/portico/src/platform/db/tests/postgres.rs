//! What only PostgreSQL can get wrong.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use super::*;
use crate::platform::db::{DbConfig, Kind, View};
use crate::platform::ids::Ids;
use crate::testkit::db::{TestDb, run};

fn open(test_db: &TestDb, change: impl FnOnce(&mut DbConfig)) -> Db {
    let mut config = test_db.config();
    change(&mut config);
    Db::open(&config, test_db.clock(), Ids::seeded(2)).unwrap()
}

fn backend(view: &mut View) -> Result<i64, DbError> {
    Ok(view.one("select pg_backend_pid()", args![])?.unwrap())
}

/// Ends a connection from outside, and waits until it has ended.
fn terminate(db: &Db, backend: i64) {
    let db = db.clone();
    let killer = std::thread::spawn(move || {
        let sql = "select pg_terminate_backend(cast(cast($1 as bigint) as integer), 5000)";
        let killed = db.report(move |view| view.one::<bool>(sql, args![backend]));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(killed), Ok(Some(true)));
    });
    killer.join().unwrap();
}

fn on_postgres(test: impl AsyncFnOnce(Arc<TestDb>, Db)) {
    run(Kind::Postgres, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = open(&test_db, |config| config.lanes.write = 1);
        shelves(&db).await;
        test(test_db, db).await;
    });
}

#[test]
fn an_idle_connection_that_was_ended_is_made_anew() {
    on_postgres(async |_, db| {
        for id in 1..=3 {
            let pid = db.write(|tx| backend(tx)).await.unwrap();
            terminate(&db, pid);
            assert_eq!(
                db.write(move |tx| insert_box(tx, id, 1, &format!("box {id}"))).await,
                Ok(())
            );
        }
        assert_eq!(box_ids(&db).await, [1, 2, 3]);
    });
}

/// Ends the job's own connection between two statements, in each of the first `times` runs; counts the runs.
async fn ended_between_statements(db: &Db, times: i64) -> (Result<(), DbError>, i64) {
    let runs = Arc::new(AtomicI64::new(0));
    let (killer, counter) = (db.clone(), runs.clone());
    let answer = db.write(move |tx| {
        insert_box(tx, 1, 1, "box 1")?;
        if counter.fetch_add(1, Ordering::SeqCst) < times {
            let pid = backend(tx)?;
            terminate(&killer, pid);
        }
        insert_box(tx, 2, 1, "box 2")
    });
    (answer.await, runs.load(Ordering::SeqCst))
}

#[test]
fn a_connection_lost_before_commit_is_tried_once_more() {
    on_postgres(async |_, db| {
        assert_eq!(ended_between_statements(&db, 1).await, (Ok(()), 2));
        assert_eq!(box_ids(&db).await, [1, 2]);
    });
}

#[test]
fn a_connection_lost_twice_is_lost() {
    on_postgres(async |_, db| {
        let (answer, runs) = ended_between_statements(&db, 9).await;
        assert!(matches!(answer, Err(DbError::Lost(_))), "{answer:?}");
        assert_eq!(runs, 2);
        assert_eq!(box_ids(&db).await, Vec::<i64>::new());
        assert_eq!(db.write(|tx| insert_box(tx, 1, 1, "box 1")).await, Ok(()));
    });
}

#[test]
fn a_connection_lost_at_commit_is_unsure_and_never_tried_again() {
    const END_AT_COMMIT: &str = "
        create function end_it() returns trigger language plpgsql as $$
            begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
        create constraint trigger end_at_commit after insert on boxes
            deferrable initially deferred for each row execute function end_it();";
    on_postgres(async |_, db| {
        db.write(|tx| tx.batch(END_AT_COMMIT)).await.unwrap();
        let runs = Arc::new(AtomicI64::new(0));
        let counter = runs.clone();
        let answer = db.write(move |tx| {
            counter.fetch_add(1, Ordering::SeqCst);
            insert_box(tx, 1, 1, "box 1")
        });
        let answer = answer.await;
        assert!(matches!(answer, Err(DbError::Unsure(_))), "{answer:?}");
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        assert_eq!(box_ids(&db).await, Vec::<i64>::new());
        let rename = "update shelves set code = 'other' where id = 1";
        assert_eq!(
            db.write(move |tx| tx.exec(rename, args![])).await,
            Ok(1),
            "the next job has a new connection"
        );
    });
}

#[test]
fn a_refusal_at_commit_is_told_as_it_is() {
    const REFUSE_AT_COMMIT: &str = "alter table boxes add constraint boxes_once unique (weight) deferrable initially deferred;";
    on_postgres(async |_, db| {
        db.write(|tx| tx.batch(REFUSE_AT_COMMIT)).await.unwrap();
        let twice =
            db.write(|tx| (1..=2).try_for_each(|id| insert_box(tx, id, 1, &format!("box {id}"))));
        assert_eq!(twice.await, Err(conflict("boxes_once")));
        assert_eq!(db.write(|tx| insert_box(tx, 1, 1, "box 1")).await, Ok(()));
    });
}

#[test]
fn crosswise_locks_are_tried_again() {
    run(Kind::Postgres, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = test_db.db();
        shelves(&db).await;
        shelf(&db, 2, "second").await.unwrap();
        let (both, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicI64::new(0)));
        let tasks: Vec<_> = [[1, 2], [2, 1]]
            .into_iter()
            .map(|[first, second]| {
                let (db, both, runs) = (db.clone(), both.clone(), runs.clone());
                tokio::spawn(async move {
                    let mut met = false;
                    db.write(move |tx| {
                        let bump = "update shelves set version = version + 1 where id = $1";
                        runs.fetch_add(1, Ordering::SeqCst);
                        tx.exec_each_one(bump, &[args![first]])?;
                        if !std::mem::replace(&mut met, true) {
                            both.wait();
                        }
                        tx.exec_each_one(bump, &[args![second]])
                    })
                    .await
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
        assert!(runs.load(Ordering::SeqCst) > 2, "one of them was tried again");
        let versions =
            db.read(|view| view.all::<i64>("select version from shelves", args![])).await;
        assert_eq!(versions, Ok(vec![2, 2]));
    });
}

#[test]
fn a_clash_that_never_ends_is_busy() {
    on_postgres(async |_, db| {
        let runs = Arc::new(AtomicI64::new(0));
        let counter = runs.clone();
        db.write(|tx| {
            tx.batch(
                "create function clash() returns bigint language plpgsql as
                 $$ begin raise exception 'clash' using errcode = '40001'; end $$",
            )
        })
        .await
        .unwrap();
        let answer = db.write(move |tx| {
            counter.fetch_add(1, Ordering::SeqCst);
            let swallowed = tx.attempt(|tx| tx.one::<i64>("select clash()", args![]));
            assert_eq!(swallowed, Err(DbError::Busy));
            Ok::<_, DbError>(())
        });
        assert_eq!(answer.await, Err(DbError::Busy), "an attempt does not hide it");
        assert_eq!(runs.load(Ordering::SeqCst), 9);
    });
}

#[test]
fn no_server_is_lost() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let config =
        DbConfig::parse(&format!("postgres://postgres@127.0.0.1:{port}/postgres")).unwrap();
    let opened = Db::open(&config, crate::platform::clock::Clock::system(), Ids::system());
    assert!(matches!(opened.err(), Some(DbError::Lost(_))));
}

/// A connection to the server beside the layer, as its owner has one.
async fn server() -> tokio_postgres::Client {
    let url = crate::testkit::db::maintenance_url();
    let (server, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    server
}

#[test]
fn a_server_that_went_away_is_lost() {
    on_postgres(async |_, db| {
        let server = server().await;
        db.write(|tx| backend(tx)).await.unwrap();
        let name = db
            .read(|view| view.one::<String>("select cast(current_database() as text)", args![]))
            .await;
        let name = name.unwrap_or_else(|e: DbError| panic!("{e}")).unwrap();
        server
            .batch_execute(&format!("alter database {name} with allow_connections false"))
            .await
            .unwrap();
        let end_all = format!(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'"
        );
        server.batch_execute(&end_all).await.unwrap();
        for _ in 0..2 {
            let answer = db.write(|tx| insert_box(tx, 1, 1, "box 1")).await;
            assert!(matches!(answer, Err(DbError::Lost(_))), "{answer:?}");
        }
        server
            .batch_execute(&format!("alter database {name} with allow_connections true"))
            .await
            .unwrap();
        assert_eq!(db.write(|tx| insert_box(tx, 1, 1, "box 1")).await, Ok(()));
    });
}

#[test]
fn a_row_lock_stops_neither_pages_nor_patience() {
    run(Kind::Postgres, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = open(&test_db, |config| config.lock_timeout = Duration::from_millis(50));
        shelves(&db).await;
        let bump = "update shelves set version = version + 1 where id = 1";
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = channel();
        let mut begun = Some(begun);
        let holder = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(move |tx| {
                    tx.exec_each_one(bump, &[args![]])?;
                    begun.take().unwrap().send(()).unwrap();
                    may_go_on.recv().unwrap();
                    Ok::<_, DbError>(())
                })
                .await
            }
        });
        has_begun.await.unwrap();
        let version = db
            .read(|view| view.one::<i64>("select version from shelves where id = 1", args![]))
            .await;
        assert_eq!(version, Ok(Some(0)));
        assert_eq!(db.write(move |tx| tx.exec(bump, args![])).await, Err(DbError::Busy));
        go_on.send(()).unwrap();
        assert_eq!(holder.await.unwrap(), Ok(()));
        assert_eq!(db.write(move |tx| tx.exec(bump, args![])).await, Ok(1));
    });
}

#[test]
fn a_statement_that_takes_too_long_is_stopped() {
    run(Kind::Postgres, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let db = open(&test_db, |config| config.statement_timeout = Duration::from_millis(50));
        let slow = "select count(*) from generate_series(1, 1000000000)";
        assert_eq!(db.read(move |view| view.one::<i64>(slow, args![])).await, Err(DbError::Busy));
        assert_eq!(
            db.read(|view| view.one::<i64>("select count(*) from settings", args![])).await,
            Ok(Some(0))
        );
    });
}

#[test]
fn a_database_that_sorts_otherwise_is_refused() {
    run(Kind::Postgres, TestDb::scratch, async |test_db: Arc<TestDb>| {
        let server = server().await;
        let name = format!("portico_scratch_sorts_{}", std::process::id());
        server
            .batch_execute(&format!(
                "create database {name} template template0 lc_collate 'C.UTF-8'"
            ))
            .await
            .unwrap();
        let url = crate::testkit::db::maintenance_url();
        let (server_url, _) = url.rsplit_once('/').unwrap();
        let config = DbConfig::parse(&format!("{server_url}/{name}")).unwrap();
        let opened = Db::open(&config, test_db.clock(), Ids::seeded(1));
        server.batch_execute(&format!("drop database {name} with (force)")).await.unwrap();
        assert!(matches!(opened.err(), Some(DbError::Failed(why)) if why.contains("C.UTF-8")));
    });
}
