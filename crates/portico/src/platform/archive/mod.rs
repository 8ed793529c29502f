//! Archives: everything a database holds, in one file that does not know which database it came from.
//!
//! An archive is a tar file. First `head.json` (what wrote it, which migrations the schema had), then for each table
//! parts of its rows as compressed lines (`tables/orders/000001.gz`, the text of `platform/db/bulk.rs`), then other
//! files, and at its end `manifest.json` (how many rows, which hashes) with its own hash. What is cut or altered anywhere
//! is found before anything is restored.

mod read;
mod write;

pub use read::{Checked, check, load};
pub use write::{Beside, Counted, hashes, write};

use super::db::{DbError, Table, View};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The form of archives; a program reads those of its own number and below.
pub const FORMAT: u32 = 1;

const HEAD: &str = "head.json";
const MANIFEST: &str = "manifest.json";
const SEAL: &str = "manifest.sha256";

/// Tables that are not archived, and why: what they hold must not come alive a second time, or means something to one
/// database only.
pub const LEFT_OUT: [(&str, &str); 9] = [
    ("schema_migrations", "the head says which migrations there were; restoring applies them"),
    ("sessions", "one that was ended since must not be open again; people sign in anew"),
    ("login_links", "one that was used since must not open again; a new one is sent"),
    ("email_changes", "their links were mailed; whoever still wants the change asks for it again"),
    ("leases", "they belong to processes that run here"),
    ("throttle", "pauses are short"),
    ("allowances", "calls of the last minute"),
    ("backups", "it says which backups this place has"),
    ("changes", "followers read anew: transactions of another database have other numbers"),
];

/// What an archive says at its start.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// When its rows were read, Unix milliseconds; all of them at one moment.
    pub taken_at: i64,
    /// `SQLite` or `PostgreSQL`.
    pub database: String,
    /// Name and checksum of each migration of the schema.
    pub migrations: BTreeMap<String, String>,
}

/// What an archive says at its end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// SHA-256 of the head.
    pub head_sha256: String,
    /// Every archived table, in the order of its parts.
    pub tables: Vec<TableEntry>,
    /// Other files.
    pub files: Vec<FileEntry>,
    /// What `portico doctor` counted over the same rows.
    pub totals: Value,
    /// How many breaches the doctor found.
    pub breaches: usize,
}

/// A table in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of its lines.
    pub columns: Vec<String>,
    /// How many rows.
    pub rows: u64,
    /// How many bytes of lines.
    pub bytes: u64,
    /// How many parts.
    pub parts: u32,
    /// SHA-256 of all lines.
    pub sha256: String,
}

/// Another file in an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path in the archive.
    pub name: String,
    /// How many bytes.
    pub bytes: u64,
    /// SHA-256 of them.
    pub sha256: String,
}

impl Manifest {
    /// Rows of all tables together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// The tables of this database that archives hold.
///
/// # Errors
/// What the database says.
pub fn kept_tables(view: &mut View) -> Result<Vec<Table>, DbError> {
    let mut tables = view.tables()?;
    tables.retain(|table| LEFT_OUT.iter().all(|(name, _)| *name != table.name));
    Ok(tables)
}

/// Whether nothing at all is in the database, not even a schema.
///
/// # Errors
/// What the database says.
pub fn is_fresh(view: &mut View) -> Result<bool, DbError> {
    Ok(view.tables()?.is_empty())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
