//! SQLite: one writer thread that commits for a whole group of jobs at once, and readers in place.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, ffi};

use super::config::Place;
use super::job::{self, Ended, Job, Jobs, Lane, LaneState};
use super::tx::{Conn, Given, OnRow};
use super::values::{Columns, Row};
use super::{DbConfig, DbError, Tx, Val, View};

mod lines;
#[cfg(test)]
mod plan;

/// How many jobs, and for how long, share one COMMIT.
const GROUP_JOBS_MAX: usize = 64;
const GROUP_TIME_MAX: Duration = Duration::from_millis(10);
/// Statements kept compiled by each connection; their text is the key.
const STATEMENTS_MAX: usize = 500;
/// What is told when SQLite, or a job, has ended the transaction.
const ENDED: &str = "the transaction was ended from within a job";
/// How many steps of SQLite's machine lie between two looks at the deadline: well under a millisecond.
const DEADLINE_STEPS: i32 = 4_000;

/// The writer's queue, the reports' queue and the readers.
pub(super) struct Sqlite {
    writes: Lane,
    reports: Lane,
    readers: Arc<Readers>,
    threads: Vec<JoinHandle<()>>,
}

impl Sqlite {
    /// Opens the file and starts the threads.
    pub(super) fn open(config: &DbConfig, given: Given) -> Result<Sqlite, DbError> {
        let Place::File(path) = &config.place else {
            return Err(DbError::Failed("this is not the address of a file".into()));
        };
        let readers = Arc::new(Readers {
            path: path.clone(),
            deadline: config.read_deadline,
            lock_timeout: config.lock_timeout,
            idle: Mutex::new(Vec::new()),
            given: given.clone(),
        });
        let link = Link::open_writer(path, config.lock_timeout)?;
        let mut writer = Tx::new(Conn::Sqlite(link), given);
        let (writes, jobs) = Lane::new("write", config.queue_max);
        let mut threads = vec![job::thread("db-write", move || {
            while let Some(first) = jobs.next() {
                write_group(&mut writer, first, &jobs);
            }
        })?];
        let (reports, jobs) = Lane::new("report", config.queue_max);
        for _ in 0..config.lanes.report {
            let (readers, jobs) = (readers.clone(), jobs.clone());
            threads.push(job::thread("db-report", move || {
                while let Some(job) = jobs.next() {
                    readers.report(job);
                }
            })?);
        }
        Ok(Sqlite { writes, reports, readers, threads })
    }

    /// Lets the threads end; the caller waits for them.
    pub(super) fn close(self) -> Vec<JoinHandle<()>> {
        self.threads
    }

    /// How its lanes do.
    pub(super) fn lanes(&self) -> Vec<LaneState> {
        vec![self.writes.state(), self.reports.state()]
    }

    /// Queues a write.
    pub(super) fn write(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.writes.send(job)
    }

    /// Queues a report.
    pub(super) fn report(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.reports.send(job)
    }

    /// Reads in place, within the deadline. A panic drops the connection.
    pub(super) fn read<T, E: From<DbError>>(
        &self,
        job: &mut dyn FnMut(&mut View) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = self.readers.begin(Some(self.readers.deadline))?;
        let outcome = job(&mut tx);
        let outcome = match tx.doomed() {
            Some(error) if outcome.is_ok() => Err(error.clone().into()),
            _ => outcome,
        };
        self.readers.end(tx);
        outcome
    }
}

/// Runs jobs, each in a savepoint, until nobody waits or the group is full; then commits and answers them all.
fn write_group(tx: &mut Tx, first: Box<dyn Job>, jobs: &Jobs) {
    if let Err(error) = link(tx).step("begin immediate") {
        // Another process holds the lock; whoever waits now has waited as long.
        let all = std::iter::from_fn(|| jobs.next_waiting());
        let waiting: Vec<_> = all.take(GROUP_JOBS_MAX).collect();
        first.fail(error.clone());
        waiting.into_iter().for_each(|job| job.fail(error.clone()));
        return;
    }
    let started = Instant::now();
    let mut group = Vec::new();
    let mut next = Some(first);
    let mut settled = Ok(());
    while let Some(mut job) = next.take() {
        settled = run_one(tx, &mut *job);
        group.push(job);
        if settled.is_ok() && group.len() < GROUP_JOBS_MAX && started.elapsed() < GROUP_TIME_MAX {
            next = jobs.next_waiting();
        }
    }
    match settled.and_then(|()| link(tx).step("commit")) {
        Ok(()) => group.into_iter().for_each(|job| job.answer()),
        Err(error) => {
            if link(tx).in_transaction() {
                let _ = link(tx).step("rollback");
            }
            group.into_iter().for_each(|job| job.fail(error.clone()));
        }
    }
}

/// Runs one job in a savepoint. An error means that the whole group has to be undone.
fn run_one(tx: &mut Tx, job: &mut dyn Job) -> Result<(), DbError> {
    link(tx).step("savepoint job")?;
    tx.start();
    let ended = job.run(tx);
    // SQLite may have dropped the transaction by itself (full disk, I/O error). Later jobs would then commit one by one
    // while being told that they failed.
    if !link(tx).in_transaction() {
        let why = tx.doomed().cloned();
        return Err(why.unwrap_or_else(|| DbError::Failed(ENDED.into())));
    }
    if ended != Ended::Keep {
        link(tx).step("rollback to savepoint job")?;
    }
    link(tx).step("release savepoint job")
}

fn link(tx: &mut Tx) -> &mut Link {
    match &mut tx.conn {
        Conn::Sqlite(link) => link,
        Conn::Postgres(_) => unreachable!("the threads of SQLite hold connections of SQLite"),
    }
}

/// The connections for reading: one more is opened whenever none is idle, so nobody waits for one.
struct Readers {
    path: PathBuf,
    deadline: Duration,
    lock_timeout: Duration,
    idle: Mutex<Vec<Tx>>,
    given: Given,
}

impl Readers {
    fn begin(&self, deadline: Option<Duration>) -> Result<Tx, DbError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut tx = match idle {
            Some(tx) => tx,
            None => {
                let link = Link::open_reader(&self.path, self.lock_timeout)?;
                Tx::new(Conn::Sqlite(link), self.given.clone())
            }
        };
        tx.start();
        link(&mut tx).stop_after(deadline);
        link(&mut tx).step("begin")?;
        Ok(tx)
    }

    /// Ends the snapshot and keeps the connection, unless it cannot be ended.
    fn end(&self, mut tx: Tx) {
        link(&mut tx).stop_after(None);
        if link(&mut tx).step("commit").is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(tx);
        }
    }

    fn report(&self, mut job: Box<dyn Job>) {
        match self.begin(None) {
            Err(error) => job.fail(error),
            Ok(mut tx) => {
                if job.run(&mut tx) != Ended::Panicked {
                    self.end(tx);
                }
                job.answer();
            }
        }
    }
}

/// One connection.
pub(super) struct Link {
    conn: Connection,
    /// When the progress handler stops a statement: milliseconds after `opened`, or never.
    stop_at_ms: Arc<AtomicU64>,
    opened: Instant,
    /// Which argument stands at each place of a statement, by where its text lies.
    places: RefCell<Places>,
}

/// Arguments by place, by address and length of a statement's text.
type Places = HashMap<(usize, usize), Arc<[usize]>>;

impl Link {
    fn open_writer(path: &PathBuf, lock_timeout: Duration) -> Result<Link, DbError> {
        Link::open(path, lock_timeout, "pragma cache_size = -32000")
    }

    fn open_reader(path: &PathBuf, lock_timeout: Duration) -> Result<Link, DbError> {
        Link::open(path, lock_timeout, "pragma cache_size = -4000; pragma query_only = on")
    }

    fn open(path: &PathBuf, lock_timeout: Duration, pragmas: &str) -> Result<Link, DbError> {
        let opened = Instant::now();
        let stop_at_ms = Arc::new(AtomicU64::new(u64::MAX));
        let stop = stop_at_ms.clone();
        let expired = move || opened.elapsed().as_millis() as u64 > stop.load(Ordering::Relaxed);
        let made = Connection::open(path).and_then(|mut conn| {
            conn.busy_timeout(lock_timeout)?;
            conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
            // Without it a new value for `like` or `limit` has SQLite plan a cached statement anew:
            // 31 % of a page's CPU time.
            conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            conn.progress_handler(DEADLINE_STEPS, Some(expired))?;
            conn.execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma mmap_size = 0",
            )?;
            conn.execute_batch(pragmas)?;
            Ok(conn)
        });
        match made {
            Ok(conn) => Ok(Link { conn, stop_at_ms, opened, places: RefCell::default() }),
            Err(rusqlite::Error::SqliteFailure(e, _)) => Err(not_opened(path, e.code)),
            Err(e) => Err(DbError::Failed(e.to_string())),
        }
    }

    fn stop_after(&self, limit: Option<Duration>) {
        let at = limit.map_or(u64::MAX, |limit| (self.opened.elapsed() + limit).as_millis() as u64);
        self.stop_at_ms.store(at, Ordering::Relaxed);
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }

    /// The connection itself, for tests that install hooks.
    #[cfg(test)]
    pub(super) fn raw(&mut self) -> &mut Connection {
        &mut self.conn
    }

    fn step(&self, sql: &'static str) -> Result<(), DbError> {
        let run = || self.conn.prepare_cached(sql)?.raw_execute();
        run().map(drop).map_err(|e| self.explain(&e))
    }

    /// Runs statements without arguments or answers.
    pub(super) fn batch(&self, sql: &str) -> Result<(), DbError> {
        self.conn.execute_batch(sql).map_err(|e| self.explain(&e))
    }

    /// Without its transaction a statement would commit by itself.
    fn prepare(&self, sql: &'static str) -> Result<CachedStatement<'_>, DbError> {
        if !self.in_transaction() {
            return Err(DbError::Failed(ENDED.into()));
        }
        #[cfg(test)]
        plan::by_its_ids(&self.conn, sql);
        self.conn.prepare_cached(sql).map_err(|e| self.explain(&e))
    }

    /// Which argument stands at each place: to SQLite `$2` is only a name, numbered by first appearance.
    fn places(
        &self,
        sql: &'static str,
        statement: &CachedStatement<'_>,
    ) -> Result<Arc<[usize]>, DbError> {
        let key = (sql.as_ptr() as usize, sql.len());
        if let Some(known) = self.places.borrow().get(&key) {
            return Ok(known.clone());
        }
        let number = |place| {
            let number =
                statement.parameter_name(place)?.strip_prefix('$')?.parse::<usize>().ok()?;
            number.checked_sub(1)
        };
        let places: Option<Arc<[usize]>> = (1..=statement.parameter_count()).map(number).collect();
        let places = places
            .ok_or_else(|| DbError::Failed("placeholders are $1, $2, … without a gap".into()))?;
        self.places.borrow_mut().insert(key, places.clone());
        Ok(places)
    }

    /// Runs a select (or a `returning`) for each set of arguments.
    pub(super) fn rows<'v>(
        &self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
        on_row: OnRow<'_>,
    ) -> Result<(), DbError> {
        let mut statement = self.prepare(sql)?;
        let places = self.places(sql, &statement)?;
        for (number, set) in sets.iter().enumerate() {
            bind(&mut statement, &places, set.as_ref())?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next().map_err(|e| self.explain(&e))? {
                if !on_row(number, &mut Row::new(row))? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Runs a change for each set of arguments and counts the rows.
    pub(super) fn exec<'v>(
        &self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
    ) -> Result<Vec<u64>, DbError> {
        let mut statement = self.prepare(sql)?;
        let places = self.places(sql, &statement)?;
        let run = |set: &_| {
            bind(&mut statement, &places, AsRef::as_ref(set))?;
            statement.raw_execute().map(|count| count as u64).map_err(|e| self.explain(&e))
        };
        sets.iter().map(run).collect()
    }

    /// Says an error of SQLite in the words of the layer.
    fn explain(&self, error: &rusqlite::Error) -> DbError {
        let rusqlite::Error::SqliteFailure(code, message) = error else {
            return DbError::Failed(error.to_string());
        };
        match (code.code, code.extended_code) {
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => DbError::Busy,
            (ErrorCode::OperationInterrupted, _) => {
                DbError::Failed("a page has read for too long: use report".into())
            }
            (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => DbError::Reference,
            (
                _,
                ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_ROWID
                | ffi::SQLITE_CONSTRAINT_UNIQUE,
            ) => {
                let columns =
                    message.as_deref().and_then(|m| m.strip_prefix("UNIQUE constraint failed: "));
                let columns = columns.unwrap_or_default();
                let index = match code.extended_code {
                    ffi::SQLITE_CONSTRAINT_UNIQUE => self.index_over(columns),
                    _ => columns.split_once('.').map(|(table, _)| format!("{table}_pkey")),
                };
                DbError::Conflict { index: index.unwrap_or_else(|| columns.to_owned()) }
            }
            _ => DbError::Failed(message.clone().unwrap_or_else(|| error.to_string())),
        }
    }

    /// The unique index over exactly these columns: SQLite says `quotes.customer_id, quotes.number`. An index over an
    /// expression it names by itself: `index 'quotes_number'`.
    fn index_over(&self, columns: &str) -> Option<String> {
        if let Some(name) = columns.strip_prefix("index '") {
            return name.strip_suffix('\'').map(str::to_owned);
        }
        let table = columns.split_once('.')?.0;
        let wanted: Vec<&str> =
            columns.split(", ").filter_map(|c| c.split_once('.').map(|(_, name)| name)).collect();
        let names = |pragma: &str, column: &str, of: &str| -> rusqlite::Result<Vec<String>> {
            let sql = format!("select {column} from {pragma}(?1)");
            self.conn.prepare_cached(&sql)?.query_map([of], |row| row.get(0))?.collect()
        };
        let indexes =
            names("pragma_index_list", "iif(\"unique\" and origin = 'c', name, '')", table).ok()?;
        indexes.into_iter().filter(|index| !index.is_empty()).find(|index| {
            names("pragma_index_info", "name", index).is_ok_and(|found| found == wanted)
        })
    }
}

/// Why a file could not be opened, for whoever starts the program.
fn not_opened(path: &Path, code: ErrorCode) -> DbError {
    let file = path.display();
    DbError::Lost(match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            format!("the file {file} is locked by another program")
        }
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            format!("the file {file}, or its folder, cannot be written to")
        }
        ErrorCode::NotADatabase => format!("the file {file} is no database"),
        _ => {
            match path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            {
                Some(folder) => format!("the folder {} is not there", folder.display()),
                None => {
                    format!("the file {file} cannot be opened: may this user read and write it?")
                }
            }
        }
    })
}

/// Binds the arguments, each at its place.
fn bind(
    statement: &mut CachedStatement<'_>,
    places: &[usize],
    args: &[Val<'_>],
) -> Result<(), DbError> {
    let wanted = places.len();
    if wanted != args.len() {
        return Err(DbError::Failed(format!(
            "a statement takes {wanted} arguments, {} were given",
            args.len()
        )));
    }
    for (place, number) in (1..).zip(places) {
        let arg = args.get(*number);
        let arg =
            arg.ok_or_else(|| DbError::Failed("placeholders are $1, $2, … without a gap".into()))?;
        if matches!(arg, Val::Text(text) if text.contains('\0')) {
            // PostgreSQL cannot hold one; here it would be kept and cut short by others.
            return Err(DbError::Failed("a text holds a NUL character".into()));
        }
        statement.raw_bind_parameter(place, arg).map_err(|e| DbError::Failed(e.to_string()))?;
    }
    Ok(())
}

impl rusqlite::ToSql for Val<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Val::Null => ValueRef::Null,
            Val::Int(value) => ValueRef::Integer(value),
            Val::Bool(value) => ValueRef::Integer(i64::from(value)),
            Val::Text(value) => ValueRef::Text(value.as_bytes()),
            Val::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

impl Columns for rusqlite::Row<'_> {
    fn len(&self) -> usize {
        self.as_ref().column_count()
    }

    fn get(&self, column: usize) -> Result<Val<'_>, DbError> {
        match self.get_ref(column).map_err(|e| DbError::Failed(e.to_string()))? {
            ValueRef::Null => Ok(Val::Null),
            ValueRef::Integer(value) => Ok(Val::Int(value)),
            ValueRef::Blob(value) => Ok(Val::Bytes(value)),
            ValueRef::Real(_) => {
                Err(DbError::Failed("a column holds a fraction: cast it to bigint".into()))
            }
            ValueRef::Text(value) => match std::str::from_utf8(value) {
                Ok(value) => Ok(Val::Text(value)),
                Err(_) => Err(DbError::Failed("a text is not UTF-8".into())),
            },
        }
    }
}
