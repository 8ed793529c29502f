//! `portico import KIND FILE… [--map FILE.toml] [--dry-run] [--json]`. All files are read to their end
//! before anything is written; good rows are kept, refused ones go to a file with line and reason.

use super::Kind;
use super::bring::{self, File, Report, Wish};
use super::limits::Limits;
use super::map::Map;
use super::progress::Progress;
use super::run::Mode;
use super::turn;
use crate::platform::db::Db;
use anyhow::{Context, ensure};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Bytes of a mapping: the longest is some pages of text.
const MAP_BYTES_MAX: u64 = 1 << 20;

/// Arguments of `portico import`.
#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// What the files hold.
    #[arg(value_enum)]
    pub kind: Kind,
    /// CSV (plain or gzip) or XLSX. Orders may come as heads, lines and charges, documents as heads and lines.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// How a foreign file is written and which of its columns feed ours.
    #[arg(long, value_name = "FILE.toml")]
    pub map: Option<PathBuf>,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON object as the last line.
    #[arg(long)]
    pub json: bool,
}

/// Runs the command: 0 done, 1 failed and nothing changed (or: run it again), 3 done with refused rows.
pub async fn run(db: &Db, args: &ImportArgs) -> ExitCode {
    let mode = if args.dry_run { Mode::Dry } else { Mode::Real };
    match wished(args, mode) {
        Ok(wish) => match in_turn(db, &wish, Progress::on_terminal()).await {
            Ok(report) => {
                print!("{}", report.text(mode));
                if args.json {
                    println!("{}", report.json());
                }
                ExitCode::from(if report.refused > 0 { 3 } else { 0 })
            }
            Err(error) => failed(args, &error),
        },
        Err(error) => failed(args, &error),
    }
}

fn failed(args: &ImportArgs, error: &anyhow::Error) -> ExitCode {
    eprintln!("{error:#}");
    if args.json {
        println!("{}", json!({"kind": args.kind.text(), "error": format!("{error:#}")}));
    }
    ExitCode::FAILURE
}

fn wished(args: &ImportArgs, mode: Mode) -> anyhow::Result<Wish> {
    let map = args.map.as_deref().map(read_map).transpose()?;
    let files = args.files.iter().map(|path| File::at(path)).collect();
    Ok(Wish { kind: args.kind, files, map, mode, limits: Limits::COMMAND, login_id: None })
}

/// Reads a mapping from its file.
///
/// # Errors
/// A sentence: the file cannot be read, or what is wrong in it.
pub fn read_map(path: &Path) -> anyhow::Result<Map> {
    let name = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("{name} cannot be opened"))?.len();
    ensure!(size <= MAP_BYTES_MAX, "{name} is too large for a mapping.");
    let text = std::fs::read_to_string(path).with_context(|| format!("{name} cannot be read"))?;
    Map::parse(&text).with_context(|| name.to_string())
}

/// Brings files in without a mapping.
///
/// # Errors
/// As `bring`.
pub async fn import(
    db: &Db,
    kind: Kind,
    files: &[PathBuf],
    mode: Mode,
    limits: &Limits,
) -> anyhow::Result<Report> {
    let files = files.iter().map(|path| File::at(path)).collect();
    let wish = Wish { kind, files, map: None, mode, limits: *limits, login_id: None };
    in_turn(db, &wish, Progress::silent()).await
}

async fn in_turn(db: &Db, wish: &Wish, progress: Progress) -> anyhow::Result<Report> {
    bring::bring_in_turn(db, wish, &Arc::new(progress), turn::PATIENCE).await
}
