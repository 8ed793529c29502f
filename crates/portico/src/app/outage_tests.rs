//! What people see while the database is locked or gone, and that all is well again afterwards
//! without a restart.

use crate::args;
use crate::platform::db::{Db, DbError, Kind};
use crate::platform::ids::Ids;
use crate::testkit::client::Client;
use crate::testkit::db::{TestDb, maintenance_url};
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::http::StatusCode;
use std::sync::mpsc::channel;

async fn put(client: &mut Client) -> Page {
    client.post("/cart/lines", &[("sku", "MUG-SAND"), ("quantity", "24")]).await
}

/// One of our own pages, which says in words that it is not the person's fault.
fn assert_told(page: &Page, sentence: &str) {
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text());
    assert!(page.html.contains("<title>") && page.says(sentence), "{}", page.text());
    assert!(page.headers.contains_key("retry-after"));
}

fn on(kind: Kind, test: impl AsyncFnOnce(World)) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { test(World::over(TestDb::impatient(kind)).await).await });
}

/// Another process holds what a write needs; pages go on, and the write is told to come back later.
fn while_locked(kind: Kind) {
    on(kind, async |world: World| {
        let mut anna = world.sign_in("anna@").await;
        anna.get("/products").await;
        assert_eq!(put(&mut anna).await.status, StatusCode::SEE_OTHER);
        let other = Db::open(&world.config(), world.clock.clone(), Ids::seeded(3)).unwrap();
        let (locked, is_locked) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = channel();
        let mut locked = Some(locked);
        let holder = tokio::spawn(async move {
            let hold = other.write(move |tx| {
                let held = tx.exec("update carts set line_count = line_count", args![])?;
                locked.take().unwrap().send(()).unwrap();
                may_go_on.recv().unwrap();
                Ok::<_, DbError>(held)
            });
            hold.await
        });
        is_locked.await.unwrap();
        assert_told(&put(&mut anna).await, "try again in a moment");
        assert_eq!(anna.get("/products").await.status, StatusCode::OK);
        go_on.send(()).unwrap();
        assert!(holder.await.unwrap().unwrap() > 0);
        assert_eq!(put(&mut anna).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_locked_database_is_told_on_sqlite() {
    while_locked(Kind::Sqlite);
}

#[test]
fn a_locked_database_is_told_on_postgres() {
    while_locked(Kind::Postgres);
}

#[test]
fn a_server_that_went_away_is_told_and_used_again_when_it_is_back() {
    on(Kind::Postgres, async |world: World| {
        let mut anna = world.sign_in("anna@").await;
        assert_eq!(anna.get("/products").await.status, StatusCode::OK);
        let url = maintenance_url();
        let (server, connection) =
            tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let name = world
            .db
            .read(|view| view.one::<String>("select cast(current_database() as text)", args![]))
            .await;
        let name = name.unwrap_or_else(|error: DbError| panic!("{error}")).unwrap();
        let close = format!(
            "alter database {name} with allow_connections false;
             select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'"
        );
        for part in close.split(';') {
            server.batch_execute(part).await.unwrap();
        }
        for _ in 0..2 {
            assert_told(&anna.get("/products").await, "We cannot reach our records");
            assert_told(&put(&mut anna).await, "We cannot reach our records");
        }
        let open = format!("alter database {name} with allow_connections true");
        server.batch_execute(&open).await.unwrap();
        assert_eq!(anna.get("/products").await.status, StatusCode::OK);
        assert_eq!(put(&mut anna).await.status, StatusCode::SEE_OTHER);
    });
}
