//! Brings the schema up to date: numbered files, one text for both databases, each in one transaction.

use std::fmt;

use sha2::{Digest, Sha256};

use super::db::{Db, DbError, Kind, Tx};
use crate::args;

/// Every migration, in order. Files are never edited after a release.
const FILES: &[(&str, &str)] = &[
    (
        "0001_platform",
        include_str!("../../migrations/0001_platform.sql"),
    ),
    (
        "0002_platform_records",
        include_str!("../../migrations/0002_platform_records.sql"),
    ),
    (
        "0003_customers",
        include_str!("../../migrations/0003_customers.sql"),
    ),
    (
        "0004_access",
        include_str!("../../migrations/0004_access.sql"),
    ),
    (
        "0005_catalogue",
        include_str!("../../migrations/0005_catalogue.sql"),
    ),
    (
        "0006_orders",
        include_str!("../../migrations/0006_orders.sql"),
    ),
    ("0007_cart", include_str!("../../migrations/0007_cart.sql")),
    (
        "0008_backoffice",
        include_str!("../../migrations/0008_backoffice.sql"),
    ),
];

/// The record of what was applied; the only table that no file makes.
const RECORD: &str = "create table if not exists schema_migrations (name text primary key, \
     checksum text not null, applied_at bigint not null) strict;";
/// One server migrates at a time; the others wait for as long as it takes.
const LOCK: &str = "set local lock_timeout = 0; set local statement_timeout = 0; \
     select pg_advisory_xact_lock(7021130121);";

/// Why the schema could not be brought up to date.
#[derive(Debug)]
pub enum MigrateError {
    /// The database was migrated by a newer program.
    Newer {
        /// The first migration that this program does not know.
        name: String,
    },
    /// A file that was applied has been edited since.
    Changed {
        /// Its name.
        name: String,
    },
    /// The database refused.
    Db(DbError),
}

impl From<DbError> for MigrateError {
    fn from(error: DbError) -> MigrateError {
        MigrateError::Db(error)
    }
}

impl fmt::Display for MigrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MigrateError::Newer { name } => {
                write!(
                    f,
                    "the database is newer than this program: it has {name}; install the newer version"
                )
            }
            MigrateError::Changed { name } => {
                write!(f, "migration {name} was edited after it was applied")
            }
            MigrateError::Db(error) => {
                write!(f, "the schema cannot be brought up to date: {error}")
            }
        }
    }
}

impl std::error::Error for MigrateError {}

/// Applies the missing files and says which. Servers starting together take turns.
pub async fn run(db: &Db) -> Result<Vec<&'static str>, MigrateError> {
    run_files(db, FILES).await
}

async fn run_files(
    db: &Db,
    files: &'static [(&'static str, &'static str)],
) -> Result<Vec<&'static str>, MigrateError> {
    let mut applied = Vec::new();
    while let Some(name) = db.write(move |tx| apply_next(tx, files)).await? {
        applied.push(name);
    }
    Ok(applied)
}

/// A short text that changes with every change of the schema; test databases carry it in their names.
pub fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for text in FILES
        .iter()
        .flat_map(|(name, source)| [name, source])
        .chain([&RECORD])
    {
        hash.update(text);
        hash.update([0]);
    }
    hex(&hash.finalize()[..6])
}

/// Applies the first file that is missing, if any.
fn apply_next(
    tx: &mut Tx,
    files: &'static [(&'static str, &'static str)],
) -> Result<Option<&'static str>, MigrateError> {
    let kind = tx.kind();
    if kind == Kind::Postgres {
        tx.batch(LOCK)?;
    }
    tx.batch(&text_for(kind, RECORD))?;
    let applied: Vec<(String, String)> = tx.all(
        "select name, checksum from schema_migrations order by name limit 10000",
        args![],
    )?;
    for (name, checksum) in &applied {
        match files.iter().find(|file| file.0 == name) {
            None => return Err(MigrateError::Newer { name: name.clone() }),
            Some((_, source)) if checksum_of(source) != *checksum => {
                return Err(MigrateError::Changed { name: name.clone() });
            }
            Some(_) => {}
        }
    }
    let missing = files
        .iter()
        .find(|(name, _)| applied.iter().all(|(done, _)| done != name));
    let Some((name, source)) = missing else {
        return Ok(None);
    };
    tx.batch(&text_for(kind, source))?;
    let (checksum, now) = (checksum_of(source), tx.now());
    tx.exec_each_one(
        "insert into schema_migrations (name, checksum, applied_at) values ($1, $2, $3)",
        &[args![*name, checksum, now]],
    )?;
    Ok(Some(name))
}

fn checksum_of(source: &str) -> String {
    hex(&Sha256::digest(source))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of a file for one database: four words replaced, and lines left out that are marked for the other one.
/// `-- only: sqlite` stands at the end of a line or, alone, on the line before.
fn text_for(kind: Kind, source: &str) -> String {
    let (wanted, unwanted) = match kind {
        Kind::Sqlite => ("-- only: sqlite", "-- only: postgres"),
        Kind::Postgres => ("-- only: postgres", "-- only: sqlite"),
    };
    let mut text = String::with_capacity(source.len());
    let mut skip_next = false;
    for line in source.lines() {
        let alone = line.trim();
        let skip = std::mem::replace(&mut skip_next, alone == unwanted);
        if skip || alone == wanted || alone.ends_with(unwanted) {
            continue;
        }
        text.push_str(line);
        text.push('\n');
    }
    match kind {
        Kind::Sqlite => text
            .replace(" bigint", " integer")
            .replace(" boolean", " integer"),
        Kind::Postgres => text.replace(" blob", " bytea").replace(") strict;", ");"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::on_both;

    on_both!(running_again_does_nothing, |db| {
        assert_eq!(run(&db).await.unwrap(), Vec::<&str>::new());
    });

    on_both!(scratch a_newer_database_is_refused, |test_db| { let db = test_db.db();
        let older = &FILES[..1];
        let refused = run_files(&db, older).await;
        assert!(matches!(&refused, Err(MigrateError::Newer { name }) if name == "0002_platform_records"), "{refused:?}");
    });

    on_both!(scratch an_edited_file_is_refused, |test_db| { let db = test_db.db();
        const EDITED: &[(&str, &str)] = &[("0001_platform", "select 1;")];
        db.write(|tx| tx.batch("delete from schema_migrations where name <> '0001_platform'")).await.unwrap();
        let refused = run_files(&db, EDITED).await;
        assert!(matches!(&refused, Err(MigrateError::Changed { name }) if name == "0001_platform"), "{refused:?}");
    });

    on_both!(scratch a_file_that_fails_leaves_nothing, |test_db| { let db = test_db.db();
        const BROKEN: &[(&str, &str)] =
            &[("0001_platform", FILES[0].1), ("0002_broken", "create table t (id bigint primary key) strict; select broken;")];
        db.write(|tx| tx.batch("delete from schema_migrations where name <> '0001_platform'")).await.unwrap();
        for _ in 0..2 {
            let failed = run_files(&db, BROKEN).await;
            assert!(matches!(&failed, Err(MigrateError::Db(DbError::Failed(_)))), "{failed:?}");
        }
        let table = db.write(|tx| tx.one::<i64>("select count(*) from t", args![])).await;
        assert!(matches!(table, Err(DbError::Failed(_))));
    });

    #[test]
    fn lines_for_one_database_only() {
        let source = "a bigint\nb -- only: sqlite\nc blob -- only: postgres\n-- only: postgres\nd\ne\n) strict;\n";
        assert_eq!(
            text_for(Kind::Sqlite, source),
            "a integer\nb -- only: sqlite\ne\n) strict;\n"
        );
        assert_eq!(
            text_for(Kind::Postgres, source),
            "a bigint\nc bytea -- only: postgres\nd\ne\n);\n"
        );
    }
}
