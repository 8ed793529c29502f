//! Many jobs at once: nobody's error reaches a neighbour, nobody waits without end, nobody reads half a change.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use super::*;
use crate::platform::db::View;

on_shelves!(an_error_or_a_panic_undoes_only_its_own_job, |db| {
    let tasks: Vec<_> = (0..60)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    insert_box(tx, id, 1, &format!("box {id}"))?;
                    match id % 3 {
                        0 => Ok(id),
                        1 => Err(DbError::Failed("no".into())),
                        _ => panic!("job {id}"),
                    }
                })
                .await
            })
        })
        .collect();
    for (id, task) in (0..).zip(tasks) {
        match (id % 3, task.await) {
            (0, Ok(answer)) => assert_eq!(answer, Ok(id)),
            (1, Ok(answer)) => assert_eq!(answer, Err(DbError::Failed("no".into()))),
            (2, Err(panic)) => assert!(panic.is_panic()),
            (_, other) => panic!("job {id} answered {other:?}"),
        }
    }
    let kept: Vec<i64> = (0..60).filter(|id| id % 3 == 0).collect();
    assert_eq!(box_ids(&db).await, kept);
});

on_shelves!(a_write_that_was_sent_runs_to_its_end, |db| {
    let ran = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..200)
        .map(|id| {
            let (db, ran) = (db.clone(), ran.clone());
            tokio::spawn(async move {
                db.write(move |tx| {
                    insert_box(tx, id, 1, &format!("box {id}"))?;
                    ran.lock().unwrap().push(id);
                    Ok::<_, DbError>(())
                })
                .await
            })
        })
        .collect();
    tokio::task::yield_now().await;
    tasks.iter().for_each(|task| task.abort());
    for task in tasks {
        let _ = task.await;
    }
    // A job lets go of what it holds when it is settled.
    while Arc::strong_count(&ran) > 1 {
        tokio::task::yield_now().await;
    }
    let mut ran = ran.lock().unwrap().clone();
    ran.sort();
    assert_eq!(box_ids(&db).await, ran);
});

on_shelves!(whoever_was_told_done_sees_it, |db| {
    let tasks = (0..8).map(|task| {
        let db = db.clone();
        tokio::spawn(async move {
            for id in task * 20..task * 20 + 20 {
                db.write(move |tx| insert_box(tx, id, 1, &format!("box {id}"))).await.unwrap();
                let seen =
                    db.read(move |view| view.one("select id from boxes where id = $1", args![id]));
                assert_eq!(seen.await, Ok(Some(id)));
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
});

fn weight(view: &mut View, id: i64) -> Result<i64, DbError> {
    Ok(view.one("select weight from boxes where id = $1", args![id])?.unwrap())
}

fn move_weight(tx: &mut Tx, by: i64) -> Result<(), DbError> {
    let moves = [args![1, -by], args![2, by]];
    tx.exec_each_one("update boxes set weight = weight + $2 where id = $1", &moves)
}

on_shelves!(a_read_is_one_snapshot, |db| {
    db.write(|tx| (1..=2).try_for_each(|id| insert_box(tx, id, 1, &format!("box {id}"))))
        .await
        .unwrap();
    // The write happens while the reader stands between its two selects.
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = channel();
    let (mut begun, writer) = (Some(begun), db.clone());
    let reader = tokio::spawn(async move {
        let read = writer.report(move |view| {
            let first = weight(view, 1)?;
            begun.take().unwrap().send(()).unwrap();
            may_go_on.recv().unwrap();
            Ok::<_, DbError>(first + weight(view, 2)?)
        });
        read.await
    });
    has_begun.await.unwrap();
    db.write(|tx| move_weight(tx, 7)).await.unwrap();
    go_on.send(()).unwrap();
    assert_eq!(reader.await.unwrap(), Ok(2));
});

on_shelves!(sums_over_two_selects_beside_a_writer, |db| {
    db.write(|tx| (1..=2).try_for_each(|id| insert_box(tx, id, 1, &format!("box {id}"))))
        .await
        .unwrap();
    let writer = tokio::spawn({
        let db = db.clone();
        async move {
            for by in 0..150 {
                db.write(move |tx| move_weight(tx, by)).await.unwrap();
            }
        }
    });
    while !writer.is_finished() {
        let sum = db.read(|view| Ok::<_, DbError>(weight(view, 1)? + weight(view, 2)?));
        assert_eq!(sum.await, Ok(2));
    }
    writer.await.unwrap();
});

on_both!(scratch a_full_queue_answers_at_once, |test_db| {
    let mut config = test_db.config();
    config.queue_max = 3;
    config.lanes.write = 1;
    let db = Db::open(&config, test_db.clock(), crate::platform::ids::Ids::seeded(2)).unwrap();
    shelves(&db).await;
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = channel();
    let mut begun = Some(begun);
    let first = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(move |tx| {
                begun.take().unwrap().send(()).unwrap();
                may_go_on.recv().unwrap();
                insert_box(tx, 0, 1, "box 0")
            })
            .await
        }
    });
    has_begun.await.unwrap();
    let mut waiting = Vec::new();
    for id in 1..=3 {
        let mut write = Box::pin(db.write(move |tx| insert_box(tx, id, 1, &format!("box {id}"))));
        assert!(futures_util::poll!(&mut write).is_pending());
        waiting.push(write);
    }
    assert_eq!(db.write(|tx| insert_box(tx, 4, 1, "box 4")).await, Err(DbError::Busy));
    go_on.send(()).unwrap();
    assert_eq!(first.await.unwrap(), Ok(()));
    for write in waiting {
        assert_eq!(write.await, Ok(()));
    }
    assert_eq!(box_ids(&db).await, [0, 1, 2, 3]);
});

on_shelves!(a_report_holds_up_neither_pages_nor_writes, |db| {
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = channel();
    let mut begun = Some(begun);
    let report = tokio::spawn({
        let db = db.clone();
        async move {
            db.report(move |view| {
                let before: Option<i64> = view.one("select count(*) from boxes", args![])?;
                begun.take().unwrap().send(()).unwrap();
                may_go_on.recv().unwrap();
                let after: Option<i64> = view.one("select count(*) from boxes", args![])?;
                Ok::<_, DbError>((before, after))
            })
            .await
        }
    });
    has_begun.await.unwrap();
    for id in 0..10 {
        db.write(move |tx| insert_box(tx, id, 1, &format!("box {id}"))).await.unwrap();
    }
    assert_eq!(box_ids(&db).await.len(), 10);
    go_on.send(()).unwrap();
    assert_eq!(report.await.unwrap(), Ok((Some(0), Some(0))));
});

on_shelves!(statements_survive_a_change_of_the_schema, |db| {
    let names = |view: &mut View| {
        view.all::<(i64, String)>("select id, name from boxes order by id", args![])
    };
    let write = |id: i64| move |tx: &mut Tx| insert_box(tx, id, 1, &format!("box {id}"));
    for round in 0..12 {
        db.write(write(round)).await.unwrap();
        assert_eq!(db.read(names).await.map(|found| found.len() as i64), Ok(round + 1));
        if round == 5 {
            let sql = "alter table boxes add column colour text; drop index boxes_weight;";
            db.write(|tx| tx.batch(sql)).await.unwrap();
        }
    }
});

on_shelves!(a_panic_in_a_read_harms_nobody, |db| {
    for _ in 0..4 {
        let reader = db.clone();
        let panicked = tokio::spawn(async move {
            let read = reader.read(|view| -> Result<(), DbError> {
                view.one::<i64>("select count(*) from boxes", args![])?;
                panic!("in a page");
            });
            read.await
        });
        assert!(panicked.await.unwrap_err().is_panic());
    }
    assert_eq!(box_ids(&db).await, Vec::<i64>::new());
});

on_both!(scratch a_job_knows_the_time_and_makes_ids, |test_db| {
    let (clock, db) = (test_db.clock(), test_db.db());
    let seen = Arc::new(AtomicI64::new(0));
    let ids = db.write({
        let seen = seen.clone();
        move |tx| {
            clock.advance(1_000);
            seen.store(tx.now(), Ordering::SeqCst);
            Ok::<_, DbError>([tx.new_id(), tx.new_id(), tx.new_id()])
        }
    });
    let ids = ids.await.unwrap();
    assert!(ids.is_sorted_by(|a, b| a < b));
    let start = crate::testkit::db::TEST_NOW_MS;
    assert_eq!(seen.load(Ordering::SeqCst), start, "the same for the whole job");
    assert_eq!(db.read(|view| Ok::<_, DbError>(view.now())).await, Ok(start + 1_000));
});
