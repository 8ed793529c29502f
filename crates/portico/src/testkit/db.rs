//! Databases for tests: each test gets a migrated one of its own, within milliseconds, on SQLite and on PostgreSQL.
//!
//! It works across processes, because nextest runs each test in one: what is shared (the template, the leases) lives in
//! the temp folder and in the server.

mod server;

pub use server::maintenance_url;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::platform::clock::Clock;
use crate::platform::db::{Db, DbConfig, Kind, Lanes};
use crate::platform::ids::Ids;
use crate::platform::migrate;

/// Where a fixed clock of a test stands at first: 2026-03-28T22:30:00Z, which is 23:30 in Amsterdam on the evening before
/// the clocks change.
pub const TEST_NOW_MS: i64 = 1_774_737_000_000;

/// A migrated, empty database; it goes away, or back to the pool, when dropped.
pub struct TestDb {
    address: String,
    config: DbConfig,
    clock: Clock,
    // In this order: connections close before the place goes away.
    db: Db,
    _place: Place,
}

enum Place {
    File(PathBuf),
    Server(#[expect(dead_code, reason = "dropping it gives the database back")] server::Lease),
}

impl TestDb {
    /// A migrated, empty database of the pool. Panics with a sentence when there is no server.
    pub fn new(kind: Kind) -> TestDb {
        match kind {
            Kind::Sqlite => TestDb::in_file(),
            Kind::Postgres => TestDb::on_server(server::Lease::pooled()),
        }
    }

    /// A migrated database made for this one test, which may change its schema.
    pub fn scratch(kind: Kind) -> TestDb {
        match kind {
            Kind::Sqlite => TestDb::in_file(),
            Kind::Postgres => TestDb::on_server(server::Lease::scratch()),
        }
    }

    /// A migrated database made for this one test, in which nobody waits long for a lock.
    pub fn impatient(kind: Kind) -> TestDb {
        let mut made = TestDb::scratch(kind);
        made.config.lock_timeout = std::time::Duration::from_millis(100);
        made.db = Db::open(&made.config, made.clock.clone(), Ids::seeded(1))
            .expect("a test database must open");
        made
    }

    fn in_file() -> TestDb {
        let path = unique_path("test");
        std::fs::copy(template_file(), &path)
            .expect("the temp folder must take a copy of the template");
        TestDb::open(path.display().to_string(), Place::File(path))
    }

    fn on_server(lease: server::Lease) -> TestDb {
        TestDb::open(lease.url().to_owned(), Place::Server(lease))
    }

    fn open(address: String, place: Place) -> TestDb {
        let config = config(&address);
        let clock = Clock::fixed(TEST_NOW_MS);
        let db =
            Db::open(&config, clock.clone(), Ids::seeded(1)).expect("a test database must open");
        TestDb { address, config, clock, db, _place: place }
    }

    /// The database.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// The path of its file or the address on its server.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its clock, which stands still at [`TEST_NOW_MS`].
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// Its address and limits, to open it once more, as another server process would.
    pub fn config(&self) -> DbConfig {
        self.config.clone()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Place::File(path) = self {
            remove_file(path);
        }
    }
}

/// Few connections: a test database serves one test.
fn config(address: &str) -> DbConfig {
    let mut config = DbConfig::parse(address).expect("addresses of test databases are well formed");
    config.lanes = Lanes { read: 3, write: 6, report: 1 };
    config
}

/// The migrated file that all tests copy; made by whoever comes first, for this schema.
fn template_file() -> PathBuf {
    let path =
        std::env::temp_dir().join(format!("portico-template-{}.sqlite", migrate::fingerprint()));
    if !path.exists() {
        let building = unique_path("building");
        migrate_now(&config(&building.display().to_string()));
        // Closing the last connection has folded the log into the file; renaming is all or nothing.
        std::fs::rename(&building, &path).expect("the temp folder must take the template");
        remove_file(&building);
    }
    path
}

/// Migrates the database at `config`, and closes it, also from inside a runtime.
fn migrate_now(config: &DbConfig) {
    let mut config = config.clone();
    config.lanes = Lanes { read: 1, write: 1, report: 1 };
    let migrated = std::thread::spawn(move || {
        let db = Db::open(&config, Clock::system(), Ids::system()).expect("a template must open");
        let runtime =
            tokio::runtime::Builder::new_current_thread().build().expect("a test needs a runtime");
        runtime.block_on(migrate::run(&db)).expect("the template must migrate");
        db.close();
    });
    migrated.join().expect("the thread that migrates the template must not panic");
}

fn unique_path(what: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("portico-{what}-{}-{number}.sqlite", std::process::id()))
}

fn remove_file(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
}

/// Runs an asynchronous test over a database made by `make`, on several threads, as the server does.
pub fn run(kind: Kind, make: fn(Kind) -> TestDb, test: impl AsyncFnOnce(Arc<TestDb>)) {
    let test_db = Arc::new(make(kind));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a test needs a runtime").block_on(test(test_db.clone()));
}

/// The same test on both databases: `on_both!(name, |db| { … db.write(…).await … })` makes `name::sqlite` and
/// `name::postgres`. With `scratch` before the name, the test may change the schema and gets its [`TestDb`].
#[cfg(test)]
macro_rules! on_both {
    ($name:ident, |$db:ident| $body:block) => {
        $crate::testkit::db::on_both!(@ new $name, test_db, $db, test_db.db(), $body);
    };
    (scratch $name:ident, |$test_db:ident| $body:block) => {
        $crate::testkit::db::on_both!(@ scratch $name, $test_db, $test_db, $test_db, $body);
    };
    (@ $make:ident $name:ident, $test_db:ident, $given:ident, $value:expr, $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all that its neighbours do")]
            use super::*;

            async fn test($test_db: std::sync::Arc<$crate::testkit::db::TestDb>) {
                let $given = $value;
                $body
            }

            #[test]
            fn sqlite() {
                let kind = $crate::platform::db::Kind::Sqlite;
                $crate::testkit::db::run(kind, $crate::testkit::db::TestDb::$make, test);
            }

            #[test]
            fn postgres() {
                let kind = $crate::platform::db::Kind::Postgres;
                $crate::testkit::db::run(kind, $crate::testkit::db::TestDb::$make, test);
            }
        }
    };
}

#[cfg(test)]
pub(crate) use on_both;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use crate::platform::db::DbError;

    on_both!(two_databases_at_once_are_two, |db| {
        let other = TestDb::new(db.kind());
        let setting = "insert into settings (key, value, changed_at) values ('k', 'v', 0)";
        for db in [db, other.db()] {
            assert_eq!(db.write(move |tx| tx.exec(setting, args![])).await, Ok(1));
        }
    });

    on_both!(a_database_is_given_empty, |db| {
        let kind = db.kind();
        for _ in 0..2 {
            let own = TestDb::new(kind);
            let db = own.db();
            let count = db.read(|view| view.one::<i64>("select count(*) from settings", args![]));
            assert_eq!(count.await, Ok(Some(0)));
            let setting = "insert into settings (key, value, changed_at) values ('k', 'v', 0)";
            let written = db.write(move |tx| tx.exec(setting, args![]));
            assert_eq!(written.await, Ok::<_, DbError>(1));
        }
    });
}
