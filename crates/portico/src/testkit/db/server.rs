//! Test databases on a PostgreSQL server: a few made from one migrated template, each lent to one test at a time.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio_postgres::{Client, NoTls};

use super::{config, migrate_now};
use crate::platform::migrate;

const DEFAULT_URL: &str = "postgres://postgres@127.0.0.1:54329/postgres";
const NO_SERVER: &str = "no PostgreSQL server for tests: start one with `cargo xtask postgres`, or name one in \
     PORTICO_TEST_POSTGRES (the address of its maintenance database, as a superuser)";
/// Databases in the pool; the next test waits for the first of them.
const POOL_MAX: i32 = 24;
/// First halves of the keys of advisory locks: making the template, and lending a database.
const TEMPLATE_LOCK: i32 = 702_113;
const LEASE_LOCK: i32 = 702_114;

/// How all databases of tests are made, so that they sort and compare like SQLite.
const ENCODING: &str = "encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'";

/// Removes every row of every table at once, foreign keys or not; the record of migrations stays.
const WIPE: &str = "do $$ declare t text; begin
     set local session_replication_role = replica;
     for t in select quote_ident(tablename) from pg_tables
         where schemaname = 'public' and tablename <> 'schema_migrations'
     loop execute 'delete from ' || t; end loop; end $$";

/// A database lent to one test. Dropping it gives it back (or drops it, when it was made for this test only).
pub(super) struct Lease {
    url: String,
    // A thread of its own holds the lock: a runtime may not be dropped inside another one.
    keeper: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Lease {
    /// One of the pool, wiped.
    pub(super) fn pooled() -> Lease {
        Lease::kept_by(|server, given, done| Box::pin(keep_pooled(server, given, done)))
    }

    /// One made for this test.
    pub(super) fn scratch() -> Lease {
        Lease::kept_by(|server, given, done| Box::pin(keep_scratch(server, given, done)))
    }

    fn kept_by(keep: fn(Client, Sender<String>, Receiver<()>) -> Keeping) -> Lease {
        let (give, given) = channel();
        let (stop, stopped) = channel();
        let keeper = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a test needs a runtime").block_on(async {
                keep(connect(&maintenance_url()).await, give, stopped).await;
            });
        });
        match given.recv() {
            Ok(url) => Lease { url, keeper: Some((stop, keeper)) },
            Err(_) => match keeper.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => unreachable!("the keeper gives a database or panics"),
            },
        }
    }

    /// The address of the database.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

type Keeping = std::pin::Pin<Box<dyn Future<Output = ()>>>;

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some((stop, keeper)) = self.keeper.take() {
            drop(stop);
            let _ = keeper.join();
        }
    }
}

/// The address of the test server's maintenance database, as its superuser.
pub fn maintenance_url() -> String {
    std::env::var("PORTICO_TEST_POSTGRES").unwrap_or_else(|_| DEFAULT_URL.into())
}

/// The address of another database on the same server.
fn url_of(name: &str) -> String {
    let url = maintenance_url();
    let (server, rest) =
        url.rsplit_once('/').expect("the address of a server ends in the name of a database");
    let options = rest.split_once('?').map_or(String::new(), |(_, options)| format!("?{options}"));
    format!("{server}/{name}{options}")
}

async fn connect(url: &str) -> Client {
    match tokio_postgres::connect(url, NoTls).await {
        Ok((client, connection)) => {
            tokio::spawn(connection);
            client
        }
        Err(error) => panic!("{NO_SERVER}: {error}"),
    }
}

async fn run(client: &Client, sql: &str) {
    client.batch_execute(sql).await.unwrap_or_else(|e| panic!("{sql}: {e:?}"));
}

/// Asks a question whose answer is yes or no.
async fn ask(client: &Client, sql: &str) -> bool {
    client.query_one(sql, &[]).await.unwrap_or_else(|e| panic!("{sql}: {e:?}")).get(0)
}

async fn keep_pooled(server: Client, give: Sender<String>, done: Receiver<()>) {
    let template = template(&server).await;
    let number = lock_one(&server).await;
    let name = format!("{template}_{number}");
    if !exists(&server, &name).await {
        run(&server, &format!("create database {name} template {template}")).await;
    } else {
        drop_connections(&server, &name).await;
        run(&connect(&url_of(&name)).await, WIPE).await;
    }
    wait(&name, give, done);
}

async fn keep_scratch(server: Client, give: Sender<String>, done: Receiver<()>) {
    let template = template(&server).await;
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let name = format!("portico_scratch_{}_{moment}", std::process::id());
    run(&server, &format!("create database {name} template {template}")).await;
    wait(&name, give, done);
    run(&server, &format!("drop database {name} with (force)")).await;
}

/// Gives the address away and waits until the lease is dropped.
fn wait(name: &str, give: Sender<String>, done: Receiver<()>) {
    if give.send(url_of(name)).is_ok() {
        let _ = done.recv();
    }
}

/// Takes the lock of the first database that is free. It is held as long as this connection lives.
async fn lock_one(server: &Client) -> i32 {
    for number in 0..POOL_MAX {
        if ask(server, &format!("select pg_try_advisory_lock({LEASE_LOCK}, {number})")).await {
            return number;
        }
    }
    let number = (std::process::id() % POOL_MAX as u32) as i32;
    server
        .query_one(&format!("select pg_advisory_lock({LEASE_LOCK}, {number})"), &[])
        .await
        .expect("a lock");
    number
}

/// The name of the migrated template of this schema; made by whoever comes first.
async fn template(server: &Client) -> String {
    let name = format!("portico_test_{}", migrate::fingerprint());
    if exists(server, &name).await {
        return name;
    }
    server
        .query_one(&format!("select pg_advisory_lock({TEMPLATE_LOCK}, 0)"), &[])
        .await
        .expect("a lock");
    if !exists(server, &name).await {
        let building = format!("{name}_building");
        run(server, &format!("drop database if exists {building} with (force)")).await;
        run(server, &format!("create database {building} template template0 {ENCODING}")).await;
        migrate_now(&config(&url_of(&building)));
        drop_connections(server, &building).await;
        run(server, &format!("alter database {building} rename to {name}")).await;
        drop_old(server, &name).await;
    }
    server
        .query_one(&format!("select pg_advisory_unlock({TEMPLATE_LOCK}, 0)"), &[])
        .await
        .expect("a lock");
    name
}

/// Drops what earlier schemas and tests that were killed have left behind, a day after it was made.
async fn drop_old(server: &Client, template: &str) {
    let old = format!(
        "select cast(datname as text) from pg_database
          where (datname like 'portico_test_%' and datname not like '{template}%' or datname like 'portico_scratch_%')
            and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 day'"
    );
    let found = server.query(&old, &[]).await;
    for row in found.unwrap_or_else(|e| panic!("{old}: {e:?}")) {
        let name: String = row.get(0);
        run(server, &format!("drop database if exists {name} with (force)")).await;
    }
}

async fn exists(server: &Client, name: &str) -> bool {
    ask(server, &format!("select exists (select from pg_database where datname = '{name}')")).await
}

/// Ends what an earlier test has left running in the database, and waits until it has ended.
async fn drop_connections(server: &Client, name: &str) {
    let patience = Duration::from_secs(5).as_millis();
    let sql = format!(
        "select coalesce(bool_and(pg_terminate_backend(pid, {patience})), true) from pg_stat_activity \
         where datname = '{name}'"
    );
    ask(server, &sql).await;
}
