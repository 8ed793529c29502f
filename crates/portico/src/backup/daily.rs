//! The backup of every day: taken by one of the servers at the hour that was set, the oldest ones thrown away.

use super::connect;
use super::take::{self, Cause, take};
use crate::config::Config;
use crate::platform::backups;
use crate::platform::db::{Db, DbError, View};
use crate::platform::wholesaler;
use anyhow::Context;
use portico_types::Moment;
use std::path::{Path, PathBuf};

/// How long a server may work at one backup before another may try, in milliseconds.
const LEASE_MS: i64 = 6 * 3_600_000;

/// Takes today's backup if it is due and nobody else takes it; says where it is.
///
/// # Errors
/// What stands in the way of it; it is tried again when asked again.
pub async fn take_if_due(
    db: &Db,
    config: &Config,
    server: &str,
) -> anyhow::Result<Option<PathBuf>> {
    let Some(folder) = config.backup.folder.clone() else {
        return Ok(None);
    };
    let at = config.backup.at.clone();
    if !db.read(move |view| is_due(view, &at)).await? {
        return Ok(None);
    }
    let holder = server.to_owned();
    let lease = move |tx: &mut crate::platform::db::Tx| -> Result<bool, DbError> {
        let until = tx.now() + LEASE_MS;
        backups::take_daily(tx, &holder, until)
    };
    if !db.write(lease).await? {
        return Ok(None);
    }
    let taken = take_into(db, config, &folder).await;
    let holder = server.to_owned();
    let done = move |tx: &mut crate::platform::db::Tx| -> Result<(), DbError> {
        backups::give_back_daily(tx, &holder)
    };
    db.write(done).await?;
    let place = taken?;
    throw_away(&folder, config.backup.keep)?;
    Ok(Some(place))
}

async fn take_into(db: &Db, config: &Config, folder: &Path) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let own = connect(&config.database).await?;
    let taken = take(&own, config, folder, Cause::Daily).await?;
    take::note(db, &taken).await?;
    Ok(taken.place)
}

/// Whether it is past the hour and today's was not taken.
fn is_due(view: &mut View, at: &str) -> Result<bool, DbError> {
    let zone = wholesaler::zone(view)?;
    let now = Moment(view.now());
    if now.clock(&zone).as_str() < at {
        return Ok(false);
    }
    let last = backups::last_daily(view)?;
    Ok(last.is_none_or(|last| Moment(last).day(&zone) < now.day(&zone)))
}

/// Removes all but the newest `keep` daily backups. Their names sort by time.
fn throw_away(folder: &Path, keep: usize) -> anyhow::Result<()> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            name.is_some_and(|n| n.starts_with(Cause::Daily.prefix()) && n.ends_with(".portico"))
        })
        .collect();
    names.sort();
    let old = names.len().saturating_sub(keep.max(1));
    for path in names.iter().take(old) {
        std::fs::remove_file(path)?;
    }
    Ok(())
}
