//! `portico pictures FOLDER|ZIP`: pictures named by the products they show.

use super::archive::Source;
use super::by_name::{Before, Report, import};
use super::take::Workshop;
use crate::platform::db::Db;
use crate::platform::words::Language;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `portico pictures`.
#[derive(Args, Clone, Debug)]
pub struct PicturesArgs {
    /// A folder or a ZIP archive with files like MUG-SAND.jpg and MUG-SAND_2.jpg.
    pub from: PathBuf,
    /// Take away what the named products had before.
    #[arg(long)]
    pub replace: bool,
}

/// Runs the command: 0 done, 3 done with files that were not taken.
///
/// # Errors
/// A path that is no folder and no archive; what the database or the place of files says.
pub async fn run(
    db: &Db,
    workshop: &Workshop,
    words: &Language,
    args: &PicturesArgs,
) -> anyhow::Result<ExitCode> {
    let mut source = Source::open(&args.from)?;
    let before = if args.replace { Before::Go } else { Before::Stay };
    let done = import(db, workshop, &mut source, before, None).await;
    let report = done.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    print!("{}", text(words, &report));
    let left = report.unmatched_count + report.refused_count > 0;
    Ok(ExitCode::from(if left { 3 } else { 0 }))
}

/// A few lines for a person.
fn text(words: &Language, report: &Report) -> String {
    use std::fmt::Write as _;
    let mut text = format!(
        "{} pictures taken, {} were there already; {} products named.\n",
        report.taken, report.same, report.products
    );
    for (name, why) in &report.refused {
        let _ = writeln!(text, "  {name}: {}", words.sentence(why));
    }
    if report.refused_count > report.refused.len() {
        let _ =
            writeln!(text, "  and {} more refused", report.refused_count - report.refused.len());
    }
    if report.unmatched_count > 0 {
        let _ = writeln!(text, "{} files name no product:", report.unmatched_count);
    }
    for name in &report.unmatched {
        let _ = writeln!(text, "  {name}");
    }
    text
}
