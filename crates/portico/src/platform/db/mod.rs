//! The only folder that knows the two databases. Everybody else writes plain functions over [`Tx`] and [`View`]:
//! `app.db.write(move |tx| convert(tx, &buyer, &number)).await`.
//!
//! What holds on both databases: success is told only after COMMIT; one job's error or panic undoes that job only; a
//! failed statement dooms its transaction; a write that was sent runs to its end; whoever was told "done" sees it in the
//! next read; a read is one snapshot; nothing waits without end. Jobs may run more than once, so nothing outside the
//! database may happen in them.

mod bulk;
mod config;
mod error;
mod feed;
mod job;
mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;
mod tls;
mod tx;
mod values;

use std::sync::Arc;

pub use crate::{args, ids50};
pub(in crate::platform) use bulk::Table;
pub use config::{DbConfig, Kind, Lanes};
pub use error::DbError;
pub(in crate::platform) use feed::*;
pub use job::LaneState;
pub use tx::{Tx, View};
pub use values::{Arg, FromRow, FromVal, Lent, Row, ToVal, Val, chunks50};

use super::clock::Clock;
use super::ids::Ids;
use job::{Answer, Job};

/// The database. Clones share its connections; when the last one goes, they close.
#[derive(Clone)]
pub struct Db(Arc<Engine>);

enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens the database that `config` names. On PostgreSQL it must be there, be encoded in UTF8 and sort by bytes; a
    /// SQLite file is made when it is absent. Blocks for as long as connecting takes.
    pub fn open(config: &DbConfig, clock: Clock, ids: Ids) -> Result<Db, DbError> {
        let given = tx::Given { clock, ids, settings: Arc::default() };
        let engine = match config.kind() {
            Kind::Sqlite => Engine::Sqlite(sqlite::Sqlite::open(config, given)?),
            Kind::Postgres => Engine::Postgres(postgres::Postgres::open(config, given)?),
        };
        Ok(Db(Arc::new(engine)))
    }

    /// Which database it is.
    pub fn kind(&self) -> Kind {
        match *self.0 {
            Engine::Sqlite(_) => Kind::Sqlite,
            Engine::Postgres(_) => Kind::Postgres,
        }
    }

    /// How the queues before its connections do. Pages on SQLite read in place and have none.
    pub fn lanes(&self) -> Vec<LaneState> {
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.lanes(),
            Engine::Postgres(postgres) => postgres.lanes(),
        }
    }

    /// Has PostgreSQL count what its tables hold, after many rows were written at once: its plans
    /// are poor until then. SQLite plans by the shape of the statements alone.
    pub async fn count_rows(&self) -> Result<(), DbError> {
        match self.kind() {
            Kind::Sqlite => Ok(()),
            Kind::Postgres => self.write(|tx| tx.exec("analyze", args![]).map(|_| ())).await,
        }
    }

    /// Waits until the jobs that were sent are done and the connections are closed, if no other clone is left. Blocks.
    pub fn close(self) {
        let threads = match Arc::into_inner(self.0) {
            Some(Engine::Sqlite(sqlite)) => sqlite.close(),
            Some(Engine::Postgres(postgres)) => postgres.close(),
            None => return,
        };
        for thread in threads {
            let _ = thread.join();
        }
    }

    /// Runs `job` in a transaction and answers after COMMIT: all of it or nothing. Dropping the future does not stop a
    /// job that was sent. The job may run more than once.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (job, answer) = job::new(job);
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.write(job)?,
            Engine::Postgres(postgres) => postgres.write(job)?,
        }
        answer.wait().await
    }

    /// Runs `job` over one consistent view of the database: what a page needs. On SQLite it runs in place, with a deadline.
    pub async fn read<T, E, F>(&self, mut job: F) -> Result<T, E>
    where
        F: FnMut(&mut View) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.read(&mut job),
            Engine::Postgres(postgres) => {
                let (job, answer) = job::new(move |tx: &mut Tx| job(tx));
                postgres.read(job)?;
                answer.wait().await
            }
        }
    }

    /// Like [`Db::read`], for long reads such as exports: on threads of their own, so that pages do not wait.
    pub async fn report<T, E, F>(&self, mut job: F) -> Result<T, E>
    where
        F: FnMut(&mut View) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (job, answer): (Box<dyn Job>, Answer<T, E>) = job::new(move |tx: &mut Tx| job(tx));
        match &*self.0 {
            Engine::Sqlite(sqlite) => sqlite.report(job)?,
            Engine::Postgres(postgres) => postgres.report(job)?,
        }
        answer.wait().await
    }
}
