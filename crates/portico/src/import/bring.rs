//! One import from files to report: everything is read first, then brought in piece by piece, then
//! the refused rows are written down.

use super::files::{self, Sheet};
use super::kinds::{self, Context, Known, Made, Place, Reading, Wanted};
use super::limits::Limits;
use super::map::Map;
use super::map::layout::Layout;
use super::progress::Progress;
use super::refused::{self, Refusals};
use super::run::{Batches, Mode};
use super::staged::{self, Staged, count_left_out};
use super::turn::{self, Turn};
use super::{Kind, Outcome};
use crate::catalogue::import::ProductRow;
use crate::platform::activity::{self, Deed};
use crate::platform::activity_chain;
use crate::platform::db::Db;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Rows that are looked at together.
const TOGETHER: usize = 10_000;

/// A file and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name on screens and in reasons.
    pub name: String,
}

impl File {
    /// A file that is called by its path.
    #[must_use]
    pub fn at(path: &Path) -> File {
        File { path: path.to_owned(), name: path.display().to_string() }
    }
}

/// What is to be brought in.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What the files hold.
    pub kind: Kind,
    /// The files.
    pub files: Vec<File>,
    /// How to read them, if not by our own names.
    pub map: Option<Map>,
    /// Whether anything is written.
    pub mode: Mode,
    /// How much is taken.
    pub limits: Limits,
    /// Who does it: a login on the page; nobody on the command line.
    pub login_id: Option<i64>,
}

/// What an import came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was imported.
    pub kind: Kind,
    /// Rows below the headers of all files.
    pub rows: u64,
    /// Things that were not there: rows, or orders of many rows.
    pub new: u64,
    /// Things that were there and differed.
    pub changed: u64,
    /// Things that were there just so.
    pub same: u64,
    /// Rows that were not taken.
    pub refused: u64,
    /// Rows that the mapping left out: by which rule, how many.
    pub left_out: Vec<(String, u64)>,
    /// Where the refused rows of each file stand.
    pub refused_files: Vec<PathBuf>,
    /// The first reasons, for the screen.
    pub reasons: Vec<String>,
    /// Columns nobody read.
    pub unread: Vec<String>,
}

/// What is said of rows that repeat what another row says, where a mapping lets one of them count.
pub const REPEATED: &str = "repeated";

impl Report {
    fn of(kind: Kind) -> Report {
        let (rows, new, changed, same, refused) = (0, 0, 0, 0, 0);
        let (left_out, refused_files, reasons, unread) = Default::default();
        Report { kind, rows, new, changed, same, refused, left_out, refused_files, reasons, unread }
    }

    /// What is to be known beside the counts: first reasons, what was left out, what nobody read.
    #[must_use]
    pub fn notes(&self) -> String {
        let mut lines = self.reasons.clone();
        let told = self.reasons.len() as u64;
        if self.refused > told {
            lines.push(format!("… and {} more", self.refused - told));
        }
        let left_out = self.left_out.iter().filter(|(_, count)| *count > 0);
        lines.extend(left_out.map(|(rule, n)| format!("{n} rows left out by the mapping: {rule}")));
        if !self.unread.is_empty() {
            lines.push(format!("Columns not read: {}", self.unread.join(", ")));
        }
        lines.join("\n")
    }

    fn count(
        &mut self,
        places: Vec<Place>,
        outcome: Outcome,
        refused: &mut Refusals,
    ) -> anyhow::Result<()> {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Same => self.same += 1,
            Outcome::Refused(why) => {
                for place in places {
                    refused.push(place, &why)?;
                }
            }
        }
        Ok(())
    }

    /// How many rows were left out in all.
    #[must_use]
    pub fn left_out_rows(&self) -> u64 {
        self.left_out.iter().map(|(_, count)| count).sum()
    }

    /// The object of api.md §5.
    #[must_use]
    pub fn json(&self) -> Value {
        let files: Vec<String> =
            self.refused_files.iter().map(|path| path.display().to_string()).collect();
        json!({
            "kind": self.kind.text(), "rows": self.rows, "new": self.new, "changed": self.changed,
            "same": self.same, "refused": self.refused, "left_out": self.left_out_rows(),
            "refused_file": files.first(), "refused_files": files,
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
        let told = self.reasons.len() as u64;
        if self.refused > told {
            text.push_str(&format!("  … and {} more\n", self.refused - told));
        }
        for (rule, count) in self.left_out.iter().filter(|(_, count)| *count > 0) {
            text.push_str(&format!("{count} rows left out by the mapping: {rule}\n"));
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

/// Waits for its turn, then imports: one import of a kind at a time.
///
/// # Errors
/// As `bring`; or that another import of the kind goes on for longer than that.
pub async fn bring_in_turn(
    db: &Db,
    wish: &Wish,
    progress: &Arc<Progress>,
    patience: Duration,
) -> anyhow::Result<Report> {
    if wish.mode == Mode::Dry {
        return bring(db, wish, progress).await;
    }
    let turn = Turn::wait(db, wish.kind, progress, patience).await?;
    let Some(turn) = turn else { anyhow::bail!(turn::taken(wish.kind)) };
    let report = bring(db, wish, progress).await;
    let given_back = turn.give_back().await;
    let report = report?;
    given_back?;
    Ok(report)
}

/// Reads the files, brings them in and writes the refused rows.
///
/// # Errors
/// A sentence for the person. Before the first row is written nothing is changed; if the database
/// fails later, whole batches are kept and the same import run again completes it.
pub async fn bring(db: &Db, wish: &Wish, progress: &Arc<Progress>) -> anyhow::Result<Report> {
    let mut context = db.read(Context::read).await?;
    let base = |file: &File| {
        Path::new(&file.name).file_name().unwrap_or_default().to_string_lossy().into_owned()
    };
    context.names = wish.files.iter().map(base).collect();
    context.repeats = wish.map.as_ref().map(|map| map.repeats).unwrap_or_default();
    match wish.kind {
        Kind::Products => {
            let reading: kinds::single::Single<ProductRow> = kinds::products::reading(context);
            with(db, wish, reading, progress).await
        }
        Kind::Customers => with(db, wish, kinds::customers::reading(context), progress).await,
        Kind::Addresses => with(db, wish, kinds::addresses::Addresses { context }, progress).await,
        Kind::PriceLists => with(db, wish, kinds::price_lists::reading(context), progress).await,
        Kind::Stock => with(db, wish, kinds::stock::reading(context), progress).await,
        Kind::Orders => with(db, wish, kinds::orders::reading(context), progress).await,
        Kind::Documents => with(db, wish, kinds::documents::reading(context), progress).await,
    }
}

/// Everything that is known once the files are read.
struct Prepared<R> {
    reading: R,
    sheets: Vec<Sheet>,
    layouts: Vec<Layout>,
    staged: Staged,
}

fn prepare<R: Reading>(
    mut reading: R,
    wish: &Wish,
    progress: &Progress,
) -> anyhow::Result<Prepared<R>> {
    let map = wish.map.as_ref();
    let form = map.map(Map::form).unwrap_or_default();
    let open = |file: &File| files::open(&file.path, &file.name, &form, &wish.limits);
    let sheets: Vec<Sheet> = wish.files.iter().map(open).collect::<anyhow::Result<_>>()?;
    let layouts = sheets.iter().map(|sheet| reading.layout(sheet, map));
    let layouts: Vec<Layout> = layouts.collect::<anyhow::Result<_>>()?;
    let staged = staged::stage(&mut reading, (&sheets, &layouts), &wish.limits, progress)?;
    Ok(Prepared { reading, sheets, layouts, staged })
}

async fn with<R: Reading>(
    db: &Db,
    wish: &Wish,
    reading: R,
    progress: &Arc<Progress>,
) -> anyhow::Result<Report> {
    // Reading is work for a processor and a disk: it must not hold up pages.
    let (wanted, watched) = (wish.clone(), progress.clone());
    let prepared =
        tokio::task::spawn_blocking(move || prepare(reading, &wanted, &watched)).await??;
    let Prepared { reading, sheets, layouts, mut staged } = prepared;
    let mut report = Report::of(wish.kind);
    report.rows = staged.rows;
    report.unread = layouts.iter().flat_map(|layout| layout.unread.clone()).collect();
    report.left_out = std::mem::take(&mut staged.left_out);
    let left_out: u64 = report.left_out_rows();
    progress.begin(staged.rows);
    progress.done(staged.refused.count + left_out)?;
    let mut refused = std::mem::replace(&mut staged.refused, Refusals::new(&wish.limits));
    let mut batches = Batches::default();
    loop {
        let groups = staged.groups(TOGETHER)?;
        if groups.is_empty() {
            break;
        }
        let rows = groups.iter().map(|group| group.len() as u64).sum();
        let mut wanted = Wanted::default();
        reading.wanted(&layouts, &groups, &mut wanted);
        let known = Known::look_up(db, wanted).await?;
        let mut made = Made::default();
        reading.make(&layouts, groups, &known, &mut made);
        let (places, items): (Vec<_>, Vec<_>) = made.items.into_iter().unzip();
        let outcomes = batches.bring(db, items, wish.mode).await.map_err(|error| {
            anyhow::anyhow!("The database failed: {error}. What was written is whole; run the same import again to complete it.")
        })?;
        count_left_out(&mut report.left_out, REPEATED, made.left_out);
        for (place, why) in made.refused {
            refused.push(place, &why)?;
        }
        for (places, outcome) in places.into_iter().zip(outcomes) {
            report.count(places, outcome, &mut refused)?;
        }
        progress.done(rows)?;
    }
    progress.finish();
    report.left_out.retain(|(_, count)| *count > 0);
    tell_refused(&sheets, refused, wish, &mut report)?;
    if wish.mode == Mode::Real {
        note(db, &report, wish.login_id).await?;
        db.count_rows().await?;
    }
    Ok(report)
}

/// The first reasons for the screen, and all of them in a file beside each file that has some.
fn tell_refused(
    sheets: &[Sheet],
    refused: Refusals,
    wish: &Wish,
    report: &mut Report,
) -> anyhow::Result<()> {
    report.refused = refused.count;
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let mut all = refused.sorted()?.peekable();
    let reasons = &mut report.reasons;
    while let Some(next) = all.peek() {
        let number = match next {
            Ok((place, _)) => place.sheet,
            Err(error) => anyhow::bail!("{error:#}"),
        };
        let mut of_sheet = std::iter::from_fn(|| {
            let next =
                all.next_if(|next| !matches!(next, Ok((place, _)) if place.sheet != number))?;
            Some(next.map(|(place, why)| {
                if reasons.len() < 10 {
                    let of = if names.len() == 1 {
                        String::new()
                    } else {
                        format!(" of {}", names[number])
                    };
                    reasons.push(format!("line {}{of}: {why}", place.line));
                }
                (place.line, why)
            }))
        });
        if wish.mode == Mode::Real {
            let path = refused::write(&sheets[number], &mut of_sheet, &wish.limits)?;
            report.refused_files.push(path);
        } else {
            of_sheet.by_ref().take_while(Result::is_ok).for_each(drop);
        }
    }
    Ok(())
}

/// Leaves in the record that an import changed something, and how much.
async fn note(db: &Db, report: &Report, login_id: Option<i64>) -> anyhow::Result<()> {
    if report.new + report.changed == 0 {
        return Ok(());
    }
    let (object, facts) = (format!("import:{}", report.kind.text()), report.json());
    db.write(move |tx| {
        let facts = json!({
            "rows": facts["rows"], "new": facts["new"], "changed": facts["changed"],
            "refused": facts["refused"],
        });
        let (customer_id, free_text) = (None, None);
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
