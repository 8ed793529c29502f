//! Taking a backup: one consistent view of everything, written to a file beside it and read back before it counts.

use super::config_file;
use crate::config::Config;
use crate::doctor;
use crate::platform::archive::{self, Beside, Counted, Manifest};
use crate::platform::backups::{self, Backup};
use crate::platform::db::{Db, DbError, View};
use crate::platform::migrate;
use portico_types::Moment;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Why a backup is taken; its file is named after it where nobody named one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Every day, by the server.
    Daily,
    /// `portico backup`.
    Command,
    /// The schema is about to change.
    BeforeMigration,
}

impl Cause {
    /// As it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Cause::Daily => "daily",
            Cause::Command => "command",
            Cause::BeforeMigration => "before_migration",
        }
    }

    /// The start of the names of its files.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Cause::Daily => "portico-daily-",
            Cause::Command => "portico-",
            Cause::BeforeMigration => "portico-before-migration-",
        }
    }
}

/// A backup that is on the disk and reads back.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its file.
    pub place: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// What is noted about it.
    pub note: Backup,
}

/// Takes a backup of this database. `place` is a file that is not there yet, or a folder.
///
/// # Errors
/// A file of that name, a full disk, or what the database says; then nothing is left.
pub async fn take(db: &Db, config: &Config, place: &Path, cause: Cause) -> anyhow::Result<Taken> {
    let begun = Instant::now();
    let files =
        vec![("portico.toml".to_owned(), config_file::without_secrets(config).into_bytes())];
    let named = place.to_owned();
    let write = move |view: &mut View| -> anyhow::Result<(PathBuf, Manifest, i64)> {
        let place =
            if named.is_dir() { named.join(file_name(cause, view.now())) } else { named.clone() };
        let manifest = archive::write(view, &place, &Beside { files: &files, count: &count })?;
        Ok((place, manifest, view.now()))
    };
    let (place, manifest, taken_at) = db.report(write).await?;
    let note = Backup {
        taken_at,
        cause: cause.code().to_owned(),
        place: std::path::absolute(&place)?.display().to_string(),
        bytes: i64::try_from(std::fs::metadata(&place)?.len())?,
        rows: i64::try_from(manifest.rows())?,
        took_ms: i64::try_from(begun.elapsed().as_millis())?,
    };
    Ok(Taken { place, manifest, note })
}

/// Notes a backup in the database it was taken of.
///
/// # Errors
/// What the database says.
pub async fn note(db: &Db, taken: &Taken) -> Result<(), DbError> {
    let note = taken.note.clone();
    db.write(move |tx| backups::note(tx, &note)).await
}

/// What the doctor counts; nothing, where the schema is older than the doctor.
fn count(view: &mut View) -> Counted {
    if !migrate::pending(view).is_ok_and(|pending| pending.is_empty()) {
        return Ok((Value::Null, 0));
    }
    let findings = doctor::examine(view)?;
    Ok((findings.totals.json(), findings.count))
}

/// `portico-daily-2026-03-31T081530Z.portico`: names sort by time.
fn file_name(cause: Cause, now: i64) -> String {
    let moment = Moment(now).text();
    let second = moment.split('.').next().unwrap_or_default().replace(':', "");
    format!("{}{second}Z.portico", cause.prefix())
}
