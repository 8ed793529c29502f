//! `portico import KIND FILE… [--dry-run] [--json]`. All files are read to their end before anything
//! is written; good rows are kept, refused ones go to a file with line and reason.

use super::file::{self, Sheet};
use super::kinds::{self, Context, Reading};
use super::limits::Limits;
use super::refused::{self, Refused};
use super::run::{self, Mode};
use super::{Kind, Outcome};
use crate::platform::activity::{self, Deed};
use crate::platform::activity_chain;
use crate::platform::db::Db;
use crate::platform::importing::Imported;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `portico import`.
#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// What the files hold.
    #[arg(value_enum)]
    pub kind: Kind,
    /// CSV files, plain or gzip, in UTF-8. Orders may come as heads, lines and charges.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON object as the last line.
    #[arg(long)]
    pub json: bool,
}

/// What an import came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was imported.
    pub kind: Kind,
    /// Rows below the headers of all files.
    pub rows: usize,
    /// Things that were not there: rows, or orders of many rows.
    pub new: usize,
    /// Things that were there and differed.
    pub changed: usize,
    /// Things that were there just so.
    pub same: usize,
    /// Rows that were not taken.
    pub refused: usize,
    /// Where the refused rows of each file stand.
    pub refused_files: Vec<PathBuf>,
    /// The first reasons, for the screen.
    pub reasons: Vec<String>,
    /// Columns nobody read.
    pub unread: Vec<String>,
}

impl Report {
    /// The object of api.md §5.
    #[must_use]
    pub fn json(&self) -> Value {
        let files: Vec<String> =
            self.refused_files.iter().map(|path| path.display().to_string()).collect();
        json!({
            "kind": self.kind.text(), "rows": self.rows, "new": self.new, "changed": self.changed,
            "same": self.same, "refused": self.refused, "refused_file": files.first(),
            "refused_files": files,
        })
    }

    /// A few lines for a person.
    #[must_use]
    pub fn text(&self, mode: Mode) -> String {
        let verb = if mode == Mode::Dry { "would be" } else { "are" };
        let mut text = format!(
            "{} rows read. {}: {} {verb} new, {} {verb} changed, {} are the same. {} rows refused.\n",
            self.rows,
            self.kind.text(),
            self.new,
            self.changed,
            self.same,
            self.refused
        );
        for reason in &self.reasons {
            text.push_str(&format!("  {reason}\n"));
        }
        if self.refused > self.reasons.len() {
            text.push_str(&format!("  … and {} more\n", self.refused - self.reasons.len()));
        }
        for path in &self.refused_files {
            text.push_str(&format!("Refused rows with their reasons: {}\n", path.display()));
        }
        if !self.unread.is_empty() {
            text.push_str(&format!("Columns not read: {}\n", self.unread.join(", ")));
        }
        text
    }
}

/// Runs the command: 0 done, 1 failed and nothing changed (or: run it again), 3 done with refused rows.
pub async fn run(db: &Db, args: &ImportArgs) -> ExitCode {
    let mode = if args.dry_run { Mode::Dry } else { Mode::Real };
    match import(db, args.kind, &args.files, mode, &Limits::COMMAND).await {
        Ok(report) => {
            print!("{}", report.text(mode));
            if args.json {
                println!("{}", report.json());
            }
            ExitCode::from(if report.refused > 0 { 3 } else { 0 })
        }
        Err(error) => {
            eprintln!("{error:#}");
            if args.json {
                println!("{}", json!({"kind": args.kind.text(), "error": format!("{error:#}")}));
            }
            ExitCode::FAILURE
        }
    }
}

/// Reads the files, brings them in and writes the refused rows.
///
/// # Errors
/// A sentence for the person. Before the first row is written nothing is changed; if the database
/// fails later, whole batches are kept and the same import run again completes it.
pub async fn import(
    db: &Db,
    kind: Kind,
    files: &[PathBuf],
    mode: Mode,
    limits: &Limits,
) -> anyhow::Result<Report> {
    let sheets: Vec<Sheet> =
        files.iter().map(|path| file::read(path, limits)).collect::<anyhow::Result<_>>()?;
    let context = db.read(Context::read).await?;
    match kind {
        Kind::Products => {
            bring(db, kind, &sheets, kinds::products::read(&sheets, &context)?, mode).await
        }
        Kind::Customers => {
            bring(db, kind, &sheets, kinds::customers::read(&sheets, &context)?, mode).await
        }
        Kind::Addresses => {
            let reading = kinds::addresses::read(&sheets, &context)?;
            bring(db, kind, &sheets, reading, mode).await
        }
        Kind::PriceLists => {
            let reading = kinds::price_lists::read(&sheets, &context, db).await?;
            bring(db, kind, &sheets, reading, mode).await
        }
        Kind::Stock => bring(db, kind, &sheets, kinds::stock::read(&sheets)?, mode).await,
        Kind::Orders => {
            let reading = kinds::orders::read(&sheets, &context, db).await?;
            bring(db, kind, &sheets, reading, mode).await
        }
    }
}

async fn bring<R: Imported>(
    db: &Db,
    kind: Kind,
    sheets: &[Sheet],
    reading: Reading<R>,
    mode: Mode,
) -> anyhow::Result<Report> {
    let (places, items): (Vec<_>, Vec<_>) = reading.items.into_iter().unzip();
    let bar = run::progress(items.len());
    let outcomes = run::bring(db, items, mode, &bar).await;
    bar.finish_and_clear();
    let outcomes = outcomes.map_err(|error| {
        anyhow::anyhow!("The database failed: {error}. What was written is whole; run the same import again to complete it.")
    })?;
    let mut report = Report {
        kind,
        rows: sheets.iter().map(|sheet| sheet.rows.len()).sum(),
        new: outcomes.iter().filter(|o| **o == Outcome::New).count(),
        changed: outcomes.iter().filter(|o| **o == Outcome::Changed).count(),
        same: outcomes.iter().filter(|o| **o == Outcome::Same).count(),
        refused: 0,
        refused_files: Vec::new(),
        reasons: Vec::new(),
        unread: reading.unread,
    };
    let mut refused = reading.refused;
    for (places, outcome) in places.into_iter().zip(outcomes) {
        if let Outcome::Refused(why) = outcome {
            refused.extend(places.into_iter().map(|place| (place, why.clone())));
        }
    }
    refused.sort_by_key(|(place, _)| (place.sheet, place.row));
    report.refused = refused.len();
    report.reasons = refused
        .iter()
        .take(10)
        .map(|(p, why)| format!("{}: {why}", kinds::told(sheets, *p)))
        .collect();
    if mode == Mode::Real {
        write_refused(sheets, &refused, &mut report)?;
        note(db, &report).await?;
        db.count_rows().await?;
    }
    Ok(report)
}

/// Leaves in the record that an import changed something, and how much.
async fn note(db: &Db, report: &Report) -> anyhow::Result<()> {
    if report.new + report.changed == 0 {
        return Ok(());
    }
    let (object, facts) = (format!("import:{}", report.kind.text()), report.json());
    db.write(move |tx| {
        let facts = json!({
            "rows": facts["rows"], "new": facts["new"], "changed": facts["changed"],
            "refused": facts["refused"],
        });
        let (login_id, customer_id, free_text) = (None, None, None);
        let verb = "imported";
        activity::record(
            tx,
            &Deed { login_id, customer_id, verb, object: &object, facts, free_text },
        )
    })
    .await?;
    // No server may be running to do it.
    activity_chain::seal(db, "import").await?;
    Ok(())
}

fn write_refused(
    sheets: &[Sheet],
    refused: &[(kinds::Place, String)],
    report: &mut Report,
) -> anyhow::Result<()> {
    for (number, sheet) in sheets.iter().enumerate() {
        let of_sheet = refused.iter().filter(|(place, _)| place.sheet == number);
        let rows: Vec<Refused> =
            of_sheet.map(|(p, why)| Refused { row: p.row, reason: why.clone() }).collect();
        if !rows.is_empty() {
            report.refused_files.push(refused::write(sheet, &rows)?);
        }
    }
    Ok(())
}
