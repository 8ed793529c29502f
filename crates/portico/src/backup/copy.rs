//! Moving from one database to another: a backup of the one, restored into the other, and both compared.

use super::connect;
use super::restore::{Restored, Wish, restore};
use super::take::{Cause, take};
use crate::config::Config;
use crate::platform::archive;
use crate::platform::db::{DbConfig, DbError, View};
use anyhow::{bail, ensure};
use std::collections::BTreeMap;

/// Tables in which restoring itself writes a row.
const WRITTEN_BY_RESTORING: [&str; 2] = ["settings", "activity"];

/// Copies everything from the database at `from` into the empty one at `to`; the first one is only read.
///
/// # Errors
/// As taking and restoring a backup; tables that differ at the end, by name.
pub async fn copy(config: &Config, from: &str, to: &str, wish: Wish) -> anyhow::Result<Restored> {
    if let Some(file) = DbConfig::parse(from)?.file().filter(|file| !file.exists()) {
        bail!("there is no database at {}", file.display());
    }
    let folder = tempfile::tempdir()?;
    let source = connect(from).await?;
    let config = Config { database: from.to_owned(), ..config.clone() };
    let taken = take(&source, &config, &folder.path().join("copy.portico"), Cause::Command).await?;
    let restored = restore(&taken.place, to, wish).await?;
    let read =
        |view: &mut View| -> Result<BTreeMap<String, String>, DbError> { archive::hashes(view) };
    let found = restored.db.report(read).await?;
    let differing: Vec<&str> = taken
        .manifest
        .tables
        .iter()
        .filter(|table| !WRITTEN_BY_RESTORING.contains(&table.name.as_str()))
        .filter(|table| found.get(&table.name) != Some(&table.sha256))
        .map(|table| table.name.as_str())
        .collect();
    ensure!(differing.is_empty(), "these tables differ in the copy: {}", differing.join(", "));
    Ok(restored)
}
