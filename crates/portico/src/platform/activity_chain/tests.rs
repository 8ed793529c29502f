//! The chain on both databases: whatever is done to a sealed row is found.

use super::*;
use crate::platform::activity::{Deed, record};
use crate::testkit::on_both;
use std::sync::Arc;
use tokio::sync::Notify;

async fn deed(db: &Db, text: Option<&'static str>) {
    db.write(move |tx| {
        let facts = json!({"lines": 3});
        let deed = Deed {
            login_id: Some(7),
            customer_id: None,
            verb: "order_placed",
            object: "order:P-1",
            facts,
            free_text: text,
        };
        record(tx, &deed)
    })
    .await
    .unwrap();
}

async fn sealed_three(db: &Db) {
    deed(db, None).await;
    deed(db, Some("please ring twice")).await;
    deed(db, None).await;
    assert_eq!(seal(db, "one").await, Ok(3));
    assert!(db.report(verify).await.unwrap().is_ok());
}

async fn exec(db: &Db, sql: &'static str) {
    assert_eq!(db.write(move |tx| tx.exec(sql, args![])).await.unwrap(), 1);
}

async fn breaches(db: &Db) -> String {
    db.report(verify).await.unwrap().breaches.join("; ")
}

on_both!(a_sealed_chain_verifies_and_an_erased_text_leaves_it_whole, |db| {
    sealed_three(&db).await;
    assert_eq!(seal(&db, "one").await, Ok(0));
    let second = "select id from activity where free_text is not null";
    let id = db.read(move |view| view.one::<i64>(second, args![])).await.unwrap().unwrap();
    assert!(db.write(move |tx| erase_free_text(tx, id)).await.unwrap());
    deed(&db, None).await;
    let verdict = db.report(verify).await.unwrap();
    assert_eq!((verdict.is_ok(), verdict.sealed, verdict.unsealed), (true, 3, 1));
    assert_eq!(verdict.json()["oldest_unsealed"], "2026-03-28T22:30:00.000Z");
});

on_both!(an_altered_row_is_found, |db| {
    sealed_three(&db).await;
    exec(&db, "update activity set facts = '{\"lines\":4}' where free_text is not null").await;
    let said = breaches(&db).await;
    assert!(said.contains("(link 2) was altered") && !said.contains("link 3"), "{said}");
});

on_both!(an_altered_text_is_found, |db| {
    sealed_three(&db).await;
    exec(&db, "update activity set free_text = 'ring once' where free_text is not null").await;
    assert!(breaches(&db).await.contains("the text of activity"));
});

on_both!(a_removed_row_is_found, |db| {
    sealed_three(&db).await;
    exec(&db, "delete from activity where free_text is not null").await;
    assert!(breaches(&db).await.contains("(link 2) was removed"));
});

on_both!(a_removed_row_with_its_link_is_found, |db| {
    sealed_three(&db).await;
    exec(&db, "delete from activity where free_text is not null").await;
    exec(&db, "delete from activity_chain where position = 2").await;
    let said = breaches(&db).await;
    assert!(said.contains("links 2 to 2 are missing") && said.contains("(link 3)"), "{said}");
});

on_both!(a_row_slipped_in_is_found, |db| {
    sealed_three(&db).await;
    exec(
        &db,
        "insert into activity (id, at, verb, object, facts, sealed)
         values (1, 1, 'order_placed', 'order:P-0', '{}', true)",
    )
    .await;
    assert!(breaches(&db).await.contains("activity 1 says it is sealed"));
    exec(
        &db,
        "insert into activity_chain (position, activity_id, hash, sealed_at)
         select 4, 1, hash, sealed_at from activity_chain where position = 3",
    )
    .await;
    assert!(breaches(&db).await.contains("activity 1 (link 4) was altered"));
});

on_both!(an_old_unsealed_row_is_refused, |db| {
    sealed_three(&db).await;
    exec(
        &db,
        "insert into activity (id, at, verb, object, facts, sealed)
         values (1, 1, 'order_placed', 'order:P-0', '{}', false)",
    )
    .await;
    assert!(breaches(&db).await.contains("1 rows wait for their seal"));
    // Not an own guess at the time: it is sealed like any other, in an order of its own.
    assert_eq!(seal(&db, "one").await, Ok(1));
    assert_eq!(breaches(&db).await, "");
});

on_both!(many_sealers_at_once_make_one_chain, |db| {
    for _ in 0..20 {
        deed(&db, None).await;
    }
    let sealers = (0..8).map(|n| {
        let db = db.clone();
        tokio::spawn(async move { seal(&db, &format!("sealer {}", n % 2)).await })
    });
    let mut sealed = 0;
    for sealer in sealers.collect::<Vec<_>>() {
        sealed += sealer.await.unwrap().unwrap();
    }
    assert_eq!(sealed, 20);
    let verdict = db.report(verify).await.unwrap();
    assert_eq!((verdict.breaches.as_slice(), verdict.sealed), (&[][..], 20));
});

on_both!(a_row_that_commits_late_with_an_earlier_id_is_still_sealed, |db| {
    // On SQLite there is one writer: nothing commits late there, and the rows come one by one.
    let is_postgres = db.kind() == crate::platform::db::Kind::Postgres;
    let (written, go_on) = (
        Arc::new(Notify::new()),
        Arc::new((std::sync::Mutex::new(!is_postgres), std::sync::Condvar::new())),
    );
    let late = {
        let (db, written, gate) = (db.clone(), written.clone(), go_on.clone());
        tokio::spawn(async move {
            db.write(move |tx| {
                let deed = Deed {
                    login_id: None,
                    customer_id: None,
                    verb: "late",
                    object: "x",
                    facts: json!({}),
                    free_text: None,
                };
                record(tx, &deed)?;
                written.notify_one();
                let open = gate.0.lock().unwrap();
                drop(gate.1.wait_while(open, |open| !*open).unwrap());
                Ok::<_, DbError>(())
            })
            .await
        })
    };
    written.notified().await;
    deed(&db, None).await;
    let first = seal(&db, "one").await.unwrap();
    *go_on.0.lock().unwrap() = true;
    go_on.1.notify_all();
    late.await.unwrap().unwrap();
    let second = seal(&db, "one").await.unwrap();
    assert_eq!(first + second, 2);
    assert_eq!(second == 1, is_postgres, "the late row was sealed after its neighbour");
    let verdict = db.report(verify).await.unwrap();
    assert_eq!((verdict.is_ok(), verdict.sealed), (true, 2));
    let order = "select a.verb from activity_chain c join activity a on a.id = c.activity_id order by c.position limit 9";
    let verbs = db.read(move |view| view.all::<String>(order, args![])).await.unwrap();
    assert_eq!(verbs[usize::from(is_postgres)], "late");
});
