//! What a job holds: [`View`] reads, [`Tx`] also writes. Both know the time.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::values::Row;
use super::{DbError, FromRow, Kind, Val, postgres, sqlite};
use crate::platform::clock::Clock;
use crate::platform::ids::Ids;
use crate::platform::settings;

/// A consistent view of the database while a job runs. SQL is a literal: lower case, `$1` placeholders, written columns.
///
/// After a failed statement every later one answers the same error, on both databases.
pub struct View {
    pub(super) conn: Conn,
    doomed: Option<DbError>,
    given: Given,
    now: i64,
    asked: u64,
}

/// A transaction while a job runs. It is kept when the job answers `Ok` and undone otherwise.
pub struct Tx {
    view: View,
}

/// What every job is given beside its connection; clones share it.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) clock: Clock,
    pub(super) ids: Ids,
    pub(super) settings: Arc<settings::Cache>,
}

/// The connection of one of the two databases.
#[expect(clippy::large_enum_variant, reason = "there is one for each thread, and it never moves")]
pub(super) enum Conn {
    Sqlite(sqlite::Link),
    Postgres(postgres::Link),
}

/// What a statement does with each row: `Ok(true)` asks for the next one.
pub(super) type OnRow<'a> = &'a mut dyn FnMut(usize, &mut Row<'_>) -> Result<bool, DbError>;

impl Conn {
    fn rows<'v, R: AsRef<[Val<'v>]>>(
        &mut self,
        sql: &'static str,
        sets: &[R],
        on_row: OnRow<'_>,
    ) -> Result<(), DbError> {
        match self {
            _ if sets.is_empty() => Ok(()),
            Conn::Sqlite(link) => link.rows(sql, sets, on_row),
            Conn::Postgres(link) => link.rows(sql, sets, on_row),
        }
    }

    fn exec<'v, R: AsRef<[Val<'v>]>>(
        &mut self,
        sql: &'static str,
        sets: &[R],
    ) -> Result<Vec<u64>, DbError> {
        match self {
            _ if sets.is_empty() => Ok(Vec::new()),
            Conn::Sqlite(link) => link.exec(sql, sets),
            Conn::Postgres(link) => link.exec(sql, sets),
        }
    }

    fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        match self {
            Conn::Sqlite(link) => link.batch(sql),
            Conn::Postgres(link) => link.batch(sql),
        }
    }

    /// Whether the transaction can go on after its failed statements are undone.
    fn can_go_on(&self) -> bool {
        match self {
            Conn::Sqlite(link) => link.in_transaction(),
            Conn::Postgres(link) => link.again().is_none(),
        }
    }
}

impl View {
    /// The moment the job started, in Unix milliseconds; the same for the whole job.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// How often this connection asked the database so far: a statement for many sets of arguments counts once, as it is
    /// one round trip on PostgreSQL. Tests of what must not grow with the lines of an order take the difference.
    #[must_use]
    pub fn round_trips(&self) -> u64 {
        self.asked
    }

    /// The settings that this process has read a moment ago; only `settings` looks here.
    pub(in crate::platform) fn settings_cache(&self) -> &settings::Cache {
        &self.given.settings
    }

    /// Which database it is; only `platform` may need to know.
    pub(in crate::platform) fn kind(&self) -> Kind {
        match self.conn {
            Conn::Sqlite(_) => Kind::Sqlite,
            Conn::Postgres(_) => Kind::Postgres,
        }
    }

    /// The row that `sql` finds, if any; two are an error.
    pub fn one<'v, T: FromRow>(
        &mut self,
        sql: &'static str,
        args: impl AsRef<[Val<'v>]>,
    ) -> Result<Option<T>, DbError> {
        let mut found = None;
        self.rows(sql, &[args], &mut |_, row| match found.replace(row.read()?) {
            None => Ok(true),
            Some(_) => Err(DbError::Failed("two rows were found where one was expected".into())),
        })?;
        Ok(found)
    }

    /// All rows that `sql` finds. Every list has a `limit`.
    pub fn all<'v, T: FromRow>(
        &mut self,
        sql: &'static str,
        args: impl AsRef<[Val<'v>]>,
    ) -> Result<Vec<T>, DbError> {
        let mut found = Vec::new();
        self.rows(sql, &[args], &mut |_, row| {
            found.push(row.read()?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Gives each row to `f` as it comes, for exports of any length; an error of `f` stops it.
    pub fn each<'v, E: From<DbError>>(
        &mut self,
        sql: &'static str,
        args: impl AsRef<[Val<'v>]>,
        f: &mut dyn FnMut(&mut Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = Ok(());
        self.rows(sql, &[args], &mut |_, row| {
            stopped = f(row);
            Ok(stopped.is_ok())
        })?;
        stopped
    }

    /// The same statement for many sets of arguments, in their order: one answer for each, one round trip on PostgreSQL.
    pub fn all_many<'v, T: FromRow>(
        &mut self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
    ) -> Result<Vec<Vec<T>>, DbError> {
        let mut found: Vec<Vec<T>> = sets.iter().map(|_| Vec::new()).collect();
        self.rows(sql, sets, &mut |set, row| {
            found[set].push(row.read()?);
            Ok(true)
        })?;
        Ok(found)
    }

    fn rows<'v, R: AsRef<[Val<'v>]>>(
        &mut self,
        sql: &'static str,
        sets: &[R],
        on_row: OnRow<'_>,
    ) -> Result<(), DbError> {
        self.unless_doomed(|conn| conn.rows(sql, sets, on_row))
    }

    /// Runs a statement; when it fails, no other one will run in this transaction.
    pub(super) fn unless_doomed<T>(
        &mut self,
        run: impl FnOnce(&mut Conn) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        if let Some(error) = &self.doomed {
            return Err(error.clone());
        }
        self.asked += 1;
        run(&mut self.conn).inspect_err(|error| self.doomed = Some(error.clone()))
    }
}

impl Tx {
    pub(super) fn new(conn: Conn, given: Given) -> Tx {
        let view = View { conn, doomed: None, now: 0, asked: 0, given };
        Tx { view }
    }

    /// Makes ready for the next job, or for the next try.
    pub(super) fn start(&mut self) {
        self.view.doomed = None;
        self.view.now = self.view.given.clock.now_ms();
    }

    /// The view of this transaction, for the parts of this layer.
    pub(super) fn view_mut(&mut self) -> &mut View {
        &mut self.view
    }

    /// The error of the statement that failed.
    pub(super) fn doomed(&self) -> Option<&DbError> {
        self.view.doomed.as_ref()
    }

    /// A new id, greater than all made before in this process.
    pub fn new_id(&self) -> i64 {
        self.given.ids.next(self.view.now)
    }

    /// 256 random bits for a token.
    pub fn secret(&self) -> [u8; 32] {
        self.given.ids.secret()
    }

    /// Runs a statement that changes rows and says how many it changed: look at the count.
    #[must_use = "the count says whether the row was there"]
    pub fn exec<'v>(
        &mut self,
        sql: &'static str,
        args: impl AsRef<[Val<'v>]>,
    ) -> Result<u64, DbError> {
        let counts = self.exec_many(sql, &[args])?;
        Ok(counts[0])
    }

    /// The same statement for many sets of arguments, in their order; one round trip on PostgreSQL. One count for each.
    #[must_use = "the counts say whether the rows were there"]
    pub fn exec_many<'v>(
        &mut self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
    ) -> Result<Vec<u64>, DbError> {
        self.view.unless_doomed(|conn| conn.exec(sql, sets))
    }

    /// Like [`Tx::exec_many`], where each set must change exactly one row; else the job fails.
    pub fn exec_each_one<'v>(
        &mut self,
        sql: &'static str,
        sets: &[impl AsRef<[Val<'v>]>],
    ) -> Result<(), DbError> {
        self.view.unless_doomed(|conn| {
            match conn.exec(sql, sets)?.iter().find(|count| **count != 1) {
                None => Ok(()),
                Some(count) => {
                    Err(DbError::Failed(format!("a statement changed {count} rows instead of one")))
                }
            }
        })
    }

    /// Runs `f` so that, if it fails, only what it did is undone and the job may go on.
    pub fn attempt<T, E: From<DbError>>(
        &mut self,
        f: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.view.unless_doomed(|conn| conn.batch("savepoint attempt"))?;
        let outcome = f(self);
        let outcome = match &self.view.doomed {
            Some(error) if outcome.is_ok() => Err(error.clone().into()),
            _ => outcome,
        };
        if outcome.is_ok() {
            self.view.unless_doomed(|conn| conn.batch("release savepoint attempt"))?;
        } else if self.view.conn.can_go_on() {
            self.view.doomed = None;
            self.view.unless_doomed(|conn| {
                conn.batch("rollback to savepoint attempt; release savepoint attempt")
            })?;
        }
        outcome
    }

    /// Runs statements that are not literals: only migrations have them.
    pub(in crate::platform) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.view.unless_doomed(|conn| conn.batch(sql))
    }
}

impl Deref for Tx {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut View {
        &mut self.view
    }
}
