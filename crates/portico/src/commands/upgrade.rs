//! `portico migrate`, and what `serve` may be told about it.

use crate::backup::{self, Before};
use crate::config::Config;
use crate::platform::migrate;
use crate::serve;
use anyhow::Context;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// How a database is brought up to date.
#[derive(Args, Clone, Debug)]
pub struct UpgradeArgs {
    /// Take no backup before the schema changes.
    #[arg(long)]
    no_backup: bool,
    /// Applies this file as one more migration: for the crash check.
    #[arg(long, hide = true, value_name = "FILE")]
    also: Option<PathBuf>,
}

impl UpgradeArgs {
    /// Whether a backup is taken first.
    pub(super) fn before(&self, config: &Config) -> Before {
        let wanted = config.backup.before_migration && !self.no_backup;
        if wanted { Before::Backup } else { Before::Nothing }
    }
}

/// Brings the schema up to date and says what was applied.
pub(super) async fn migrate(config: &Config, args: &UpgradeArgs) -> anyhow::Result<ExitCode> {
    let db = serve::connect(config).await?;
    let mut applied = backup::prepare(&db, config, args.before(config)).await?;
    if let Some(file) = &args.also {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        applied.extend(migrate::run_with(&db, ("9999_also", text.leak())).await?);
    }
    for name in &applied {
        println!("{name} is applied.");
    }
    println!("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}
