//! PostgreSQL: three lanes of threads, each thread owning one connection and a small runtime of its own.

use std::thread::JoinHandle;
use std::time::Duration;

use super::config::Place;
use super::job::{self, Ended, Job, Jobs, Lane, LaneState};
use super::tls::Server;
use super::tx::{Conn, Given};
use super::{DbConfig, DbError, Tx};

mod link;

use link::Again;
pub(super) use link::Link;

/// How often a job is run again after deadlocks and serialisation failures.
const RETRIES_MAX: u32 = 8;
/// A report may take this long.
const REPORT_TIMEOUT: Duration = Duration::from_secs(600);

/// Reads see one snapshot; a read committed pair of selects beside a busy writer is often torn.
const BEGIN_READ: &str = "begin isolation level repeatable read read only";
const BEGIN_WRITE: &str = "begin isolation level read committed";

/// What pages and verbs ask for is a few rows by key, and its plan must not change with the statistics of the day: the
/// planner walks indexes, as SQLite does, and makes one plan for each statement instead of one for each page
/// (docs/decisions/0009-plans-that-stay.md).
const BY_KEY: &str = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off \
     -c enable_mergejoin=off -c enable_sort=off -c jit=off";

/// The three queues.
pub(super) struct Postgres {
    reads: Lane,
    writes: Lane,
    reports: Lane,
    threads: Vec<JoinHandle<()>>,
}

impl Postgres {
    /// Looks whether the database is there and made as it should be, and starts the threads. They connect when needed.
    pub(super) fn open(config: &DbConfig, given: Given) -> Result<Postgres, DbError> {
        let server = server(config, config.statement_timeout, BY_KEY)?;
        // On a thread of its own: the caller may be inside a runtime, which must not run another one.
        let checked = std::thread::scope(|scope| scope.spawn(|| link::check(&server)).join());
        checked
            .unwrap_or_else(|_| Err(DbError::Failed("looking at the database panicked".into())))?;
        let slow = self::server(config, REPORT_TIMEOUT, "")?;
        let mut threads = Vec::new();
        let mut lane =
            |name: &'static str, size, begin, server: &Server| -> Result<Lane, DbError> {
                let (lane, jobs) = Lane::new(name, config.queue_max);
                for _ in 0..size {
                    let link = Link::new(server.clone(), begin)?;
                    let mut tx = Tx::new(Conn::Postgres(link), given.clone());
                    let jobs = jobs.clone();
                    let work = move || {
                        while let Some(job) = jobs.next() {
                            run(&mut tx, job, &jobs);
                        }
                    };
                    threads.push(job::thread(&format!("db-{name}"), work)?);
                }
                Ok(lane)
            };
        let reads = lane("read", config.lanes.read, BEGIN_READ, &server)?;
        let writes = lane("write", config.lanes.write, BEGIN_WRITE, &server)?;
        let reports = lane("report", config.lanes.report, BEGIN_READ, &slow)?;
        Ok(Postgres { reads, writes, reports, threads })
    }

    /// Lets the threads end; the caller waits for them.
    pub(super) fn close(self) -> Vec<JoinHandle<()>> {
        self.threads
    }

    /// How its lanes do.
    pub(super) fn lanes(&self) -> Vec<LaneState> {
        vec![self.reads.state(), self.writes.state(), self.reports.state()]
    }

    /// Queues a write.
    pub(super) fn write(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.writes.send(job)
    }

    /// Queues a read.
    pub(super) fn read(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.reads.send(job)
    }

    /// Queues a report.
    pub(super) fn report(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.reports.send(job)
    }
}

/// The server's address with limits on everything that could wait without end.
fn server(
    config: &DbConfig,
    statement_timeout: Duration,
    planner: &str,
) -> Result<Server, DbError> {
    let Place::Server(server) = &config.place else {
        return Err(DbError::Failed("this is not the address of a server".into()));
    };
    let mut server = (**server).clone();
    let options = format!(
        "{} {planner} -c lock_timeout={} -c statement_timeout={} -c idle_in_transaction_session_timeout=60000",
        server.config.get_options().unwrap_or_default(),
        config.lock_timeout.as_millis(),
        statement_timeout.as_millis(),
    );
    server.config.options(options.trim_start());
    server.config.connect_timeout(link::CONNECT_TIMEOUT);
    server.config.tcp_user_timeout(Duration::from_secs(30));
    Ok(server)
}

/// Runs a job until it is settled: again after a deadlock, and once more after a connection that was lost before COMMIT.
fn run(tx: &mut Tx, mut job: Box<dyn Job>, jobs: &Jobs) {
    let mut lost = false;
    let mut tries = 0;
    loop {
        tx.start();
        link(tx).start();
        let ended = job.run(tx);
        let error = match (ended, tx.doomed().cloned()) {
            (Ended::Keep, _) if link(tx).reads_only() => {
                // A reader need not wait for the end of its snapshot.
                job.answer();
                return link(tx).end_read();
            }
            (Ended::Keep, _) => match link(tx).commit() {
                Ok(()) => return job.answer(),
                Err(error) => error,
            },
            (Ended::Undo, Some(error)) if link(tx).again().is_some() => {
                link(tx).rollback();
                error
            }
            (Ended::Undo | Ended::Panicked, _) => {
                link(tx).rollback();
                return job.answer();
            }
        };
        match link(tx).again() {
            Some(Again::Lost) if !lost => lost = true,
            Some(Again::Clash) if tries < RETRIES_MAX => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(rand::random_range(1..=4 << tries)));
            }
            _ => return job.fail(error),
        }
        jobs.again();
    }
}

fn link(tx: &mut Tx) -> &mut Link {
    match &mut tx.conn {
        Conn::Postgres(link) => link,
        Conn::Sqlite(_) => unreachable!("the threads of PostgreSQL hold connections of PostgreSQL"),
    }
}
