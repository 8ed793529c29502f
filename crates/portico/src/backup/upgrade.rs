//! Upgrading: a backup first, then the migrations. A database that is newer than the program is refused untouched.

use super::connect;
use super::take::{self, Cause, take};
use crate::config::Config;
use crate::platform::clock::Clock;
use crate::platform::db::{Db, DbConfig, DbError, View};
use crate::platform::ids::Ids;
use crate::platform::migrate;
use anyhow::Context;

/// Whether a backup is taken before the schema changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Yes, where there is anything.
    Backup,
    /// No: there is another one.
    Nothing,
}

/// Opens the database that the configuration names and brings its schema up to date.
///
/// # Errors
/// A database that cannot be reached, or is newer than the program; a backup that cannot be taken.
pub async fn open(config: &Config) -> anyhow::Result<Db> {
    let place = DbConfig::parse(&config.database)?;
    let db = tokio::task::spawn_blocking(move || Db::open(&place, Clock::system(), Ids::system()))
        .await?
        .context("the database cannot be opened")?;
    let before = if config.backup.before_migration { Before::Backup } else { Before::Nothing };
    prepare(&db, config, before).await?;
    Ok(db)
}

/// Brings the schema up to date, a backup first; says which migrations were applied.
///
/// # Errors
/// A database that is newer than the program; a backup that cannot be taken: then the schema is as it was.
pub async fn prepare(
    db: &Db,
    config: &Config,
    before: Before,
) -> anyhow::Result<Vec<&'static str>> {
    const CANNOT: &str = "the database's schema cannot be brought up to date";
    let look = |view: &mut View| -> anyhow::Result<(bool, bool)> {
        let applied = migrate::applied(view)?;
        Ok((!applied.is_empty(), !migrate::pending(view)?.is_empty()))
    };
    let (is_there, is_behind) = db.report(look).await.context(CANNOT)?;
    let mut taken = None;
    if is_there && is_behind && before == Before::Backup {
        let folder = config.backup_folder();
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        let own = connect(&config.database).await?;
        let backup = take(&own, config, &folder, Cause::BeforeMigration)
            .await
            .context("no backup could be taken, so the schema was left as it is (--no-backup goes on without)")?;
        println!("Before the schema changes, a backup: {}", backup.place.display());
        taken = Some(backup);
    }
    let applied = migrate::run(db).await.context(CANNOT)?;
    if let Some(taken) = taken {
        let noted: Result<(), DbError> = take::note(db, &taken).await;
        noted?;
    }
    Ok(applied)
}
