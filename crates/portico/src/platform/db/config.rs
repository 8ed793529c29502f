//! Which database, and its limits.

use std::path::PathBuf;
use std::time::Duration;

use super::DbError;
use super::tls::Server;

/// The two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Embedded, one file, the default.
    Sqlite,
    /// A server, for several application servers.
    Postgres,
}

/// Where the database is, and the limits of its use. The defaults suit a server; tests make them smaller.
#[derive(Clone, Debug)]
pub struct DbConfig {
    pub(super) place: Place,
    /// Jobs that may wait in one lane; the next one is answered `Busy`.
    pub queue_max: usize,
    /// Connections for pages, for writes and for reports (PostgreSQL).
    pub lanes: Lanes,
    /// How long a read in place may take before it is stopped (SQLite).
    pub read_deadline: Duration,
    /// How long a statement waits for a lock that somebody else holds.
    pub lock_timeout: Duration,
    /// How long one statement of a page or a write may take (PostgreSQL).
    pub statement_timeout: Duration,
}

/// How many connections each lane has.
#[derive(Clone, Copy, Debug)]
pub struct Lanes {
    /// For pages (PostgreSQL; SQLite reads in place).
    pub read: usize,
    /// For writes (PostgreSQL; SQLite has one writer).
    pub write: usize,
    /// For reports, on both.
    pub report: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Place {
    File(PathBuf),
    Server(Box<Server>),
}

impl DbConfig {
    /// Reads `PATH`, `sqlite:PATH` or `postgres://user:password@host/database`.
    pub fn parse(text: &str) -> Result<DbConfig, DbError> {
        let place = if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Place::Server(Box::new(Server::parse(text)?))
        } else {
            match text.strip_prefix("sqlite:").unwrap_or(text) {
                "" => {
                    return Err(DbError::Failed("the path of the database file is empty".into()));
                }
                path => Place::File(path.into()),
            }
        };
        Ok(DbConfig {
            place,
            queue_max: 1_024,
            lanes: Lanes { read: 8, write: 8, report: 2 },
            read_deadline: Duration::from_secs(2),
            lock_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
        })
    }

    /// Which database it is.
    pub fn kind(&self) -> Kind {
        match self.place {
            Place::File(_) => Kind::Sqlite,
            Place::Server(_) => Kind::Postgres,
        }
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&std::path::Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Server(_) => None,
        }
    }
}
