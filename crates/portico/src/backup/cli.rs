//! `portico backup`, `restore`, `copy` and `release`.

use super::restore::{Restored, Wish, restore};
use super::take::{self, Cause, take};
use super::{connect, copy};
use crate::config::Config;
use crate::platform::archive::{self, Manifest};
use crate::platform::db::{Db, DbConfig};
use crate::platform::{activity_chain, standby};
use anyhow::bail;
use clap::Args;
use portico_types::Moment;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Arguments of `portico backup`.
#[derive(Args, Clone, Debug)]
pub struct BackupArgs {
    /// The file to write, which must not be there yet, or a folder; with --verify: the file to look at.
    #[arg(value_name = "FILE")]
    pub place: PathBuf,
    /// Take none, but read this one and say whether it is whole.
    #[arg(long)]
    pub verify: bool,
    /// Print one JSON object as the last line.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `portico restore`.
#[derive(Args, Clone, Debug)]
pub struct RestoreArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// It takes the place of the original: mails and orders for the ERP that waited are sent at once.
    #[arg(long)]
    pub release: bool,
}

/// Arguments of `portico copy`.
#[derive(Args, Clone, Debug)]
pub struct CopyArgs {
    /// The database to read: a path, `sqlite:PATH` or `postgres://…`.
    #[arg(long, value_name = "URL")]
    pub from: String,
    /// The empty database to fill.
    #[arg(long, value_name = "URL")]
    pub to: String,
    /// It takes the place of the original: mails and orders for the ERP that waited are sent at once.
    #[arg(long)]
    pub release: bool,
}

fn wish(release: bool) -> Wish {
    if release { Wish::Release } else { Wish::StandBy }
}

/// `portico backup FILE`, `portico backup --verify FILE`.
///
/// # Errors
/// What stands in the way of a whole backup.
pub async fn backup(config: &Config, args: &BackupArgs) -> anyhow::Result<ExitCode> {
    if args.verify {
        return verify(args).await;
    }
    if let Some(file) = DbConfig::parse(&config.database)?.file().filter(|file| !file.exists()) {
        bail!("there is no database at {}", file.display());
    }
    let db = connect(&config.database).await?;
    let taken = take(&db, config, &args.place, Cause::Command).await?;
    // A database whose schema is older has no table for it.
    if let Err(error) = take::note(&db, &taken).await {
        tracing::warn!(%error, "the backup is whole but was not noted in the database");
    }
    println!(
        "{} holds {} rows in {}, read back and whole; it took {:.1} s.",
        taken.place.display(),
        taken.manifest.rows(),
        megabytes(u64::try_from(taken.note.bytes).unwrap_or(0)),
        taken.note.took_ms as f64 / 1_000.0
    );
    if config.files.folder.is_some() || config.files.s3.is_some() {
        println!("Pictures that stand in [files] are not in it: keep a copy of that place, too.");
    }
    if taken.manifest.breaches > 0 {
        println!(
            "The doctor found {} breaches in it; see `portico doctor`.",
            taken.manifest.breaches
        );
    }
    if args.json {
        println!("{}", json(&taken.place, &taken.manifest, u64::try_from(taken.note.bytes)?));
    }
    Ok(ExitCode::SUCCESS)
}

/// What a backup holds, for programs.
fn json(file: &Path, manifest: &Manifest, bytes: u64) -> Value {
    json!({
        "file": file.display().to_string(), "bytes": bytes, "rows": manifest.rows(),
        "tables": manifest.tables.len(), "totals": manifest.totals, "breach_count": manifest.breaches,
    })
}

async fn verify(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let (file, place) = (&args.place, args.place.clone());
    let found = tokio::task::spawn_blocking(move || archive::check(&place)).await??;
    println!(
        "{} is whole: {} rows of {} tables in {}, taken {} from {} by version {}.",
        file.display(),
        found.manifest.rows(),
        found.manifest.tables.len(),
        megabytes(found.bytes),
        Moment(found.head.taken_at).text(),
        found.head.database,
        found.head.program
    );
    if args.json {
        println!("{}", json(file, &found.manifest, found.bytes));
    }
    Ok(ExitCode::SUCCESS)
}

/// `portico restore FILE --database URL`.
///
/// # Errors
/// See [`restore`](super::restore()).
pub async fn restore_file(config: &Config, args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let restored = restore(&args.file, &config.database, wish(args.release)).await?;
    told(&restored, begun, wish(args.release)).await
}

/// `portico copy --from URL --to URL`.
///
/// # Errors
/// See [`copy`](super::copy()).
pub async fn copy_all(config: &Config, args: &CopyArgs) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let restored = copy(config, &args.from, &args.to, wish(args.release)).await?;
    println!("Every table of the copy is equal to the original, row by row.");
    told(&restored, begun, wish(args.release)).await
}

async fn told(restored: &Restored, begun: Instant, wish: Wish) -> anyhow::Result<ExitCode> {
    // No server may be running to do it.
    if let Err(error) = activity_chain::seal(&restored.db, "restore").await {
        tracing::warn!(%error, "the deed waits for its seal");
    }
    println!(
        "{} rows restored in {:.1} s.",
        restored.archive.manifest.rows(),
        begun.elapsed().as_secs_f64()
    );
    print!("{}", restored.findings.text());
    if wish == Wish::StandBy {
        println!(
            "Mails and orders for the ERP wait until `portico release` says that this is the database in use."
        );
    }
    Ok(if restored.findings.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `portico release`.
///
/// # Errors
/// What the database says.
pub async fn release(db: &Db) -> anyhow::Result<ExitCode> {
    let released = db.write(|tx| standby::release(tx, None)).await?;
    let _ = activity_chain::seal(db, "release").await;
    println!(
        "{}",
        match released {
            true => "What waited is sent from now on.",
            false => "The database did not stand by.",
        }
    );
    Ok(ExitCode::SUCCESS)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1_000_000.0)
}
