//! Reading a file row by row: CSV of any delimiter and encoding, plain or gzip, or a spreadsheet
//! (XLSX), each known by its content. A file that is broken, huge or binary is refused as a whole,
//! with a sentence; a row that does not fit its header is told apart with its reason. However large
//! the file, one row of it is held in memory.

pub mod delimited;
pub mod form;
pub mod packed;
pub mod parts;
pub mod text;
pub mod workbook;

use super::limits::Limits;
use anyhow::{Context, ensure};
use csv::StringRecord;
use form::Form;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What every column of a file of refused rows begins with.
pub const REFUSED: &[u8] = b"refused_line,refused_reason";

/// A file as a table.
#[derive(Debug)]
pub struct Sheet {
    /// Where it lies.
    pub path: PathBuf,
    /// What people call it.
    pub name: String,
    /// Column names as they stand in the header row.
    pub header: Vec<String>,
    /// How it is read.
    pub form: Form,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Delimited,
    Workbook(workbook::Chosen),
}

/// A row of a file.
#[derive(Debug)]
pub struct SheetRow {
    /// The line of the file (or row of the spreadsheet) at which it starts; the first is 1.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// Why it cannot be read, if it cannot.
    pub fault: Option<String>,
    /// Cells that hold no value, and what they hold instead, such as `#REF!`.
    pub wrong: Vec<(usize, String)>,
}

/// What is done with each row; `Break` ends the reading.
pub type EachRow<'a> = dyn FnMut(SheetRow) -> anyhow::Result<ControlFlow<()>> + 'a;

/// Opens a file and reads its header. `name` is what people call it.
///
/// # Errors
/// A sentence for the person: what is wrong with the file and what to do about it.
pub fn open(path: &Path, name: &str, form: &Form, limits: &Limits) -> anyhow::Result<Sheet> {
    let mut form = form.clone();
    let first = packed::first_bytes(path, name, limits)?;
    ensure!(!first.is_empty(), "{name} is empty.");
    let is_zip = first.starts_with(b"PK\x03\x04");
    let (kind, header) = if is_zip {
        let failed = || format!("{name} cannot be read");
        let chosen = workbook::choose(path, &form, limits).with_context(failed)?;
        let header = workbook::header(path, &chosen, &form, limits).with_context(failed)?;
        (Kind::Workbook(chosen), header)
    } else {
        if first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first).starts_with(REFUSED) {
            form = form.of_refused_rows();
        }
        (Kind::Delimited, delimited::header(path, name, &form, limits)?)
    };
    Ok(Sheet { path: path.to_owned(), name: name.to_owned(), header, form, kind })
}

impl Sheet {
    /// Hands out every row below the header, in the order of the file.
    ///
    /// # Errors
    /// A sentence for the person, as with `open`; or what `row` says.
    pub fn each(&self, limits: &Limits, row: &mut EachRow<'_>) -> anyhow::Result<()> {
        let mut rows = 0;
        let mut counted = |one: SheetRow| {
            rows += 1;
            ensure!(
                rows <= limits.rows_max,
                "{} has more than {} rows; cut it into several.",
                self.name,
                limits.rows_max
            );
            row(one)
        };
        match &self.kind {
            Kind::Delimited => delimited::each(self, limits, &mut counted),
            Kind::Workbook(chosen) => workbook::each(self, chosen, limits, &mut counted),
        }
    }

    /// Whether it is a spreadsheet, and which of its sheets is read.
    #[must_use]
    pub fn workbook(&self) -> Option<&workbook::Chosen> {
        match &self.kind {
            Kind::Workbook(chosen) => Some(chosen),
            Kind::Delimited => None,
        }
    }
}

/// Column names of the header row, checked. Without a header row columns are called A, B, C …
fn named(cells: &[String], limits: &Limits) -> anyhow::Result<Vec<String>> {
    ensure!(cells.len() <= limits.columns_max, "it has more than {} columns.", limits.columns_max);
    let header: Vec<String> = cells.iter().map(|name| blanks_collapsed(name)).collect();
    for (index, name) in header.iter().enumerate() {
        ensure!(
            name.chars().count() <= 100,
            "a column's name is longer than 100 characters: is the first row the header?"
        );
        let twice = header[..index].iter().any(|other| other.eq_ignore_ascii_case(name));
        ensure!(name.is_empty() || !twice, "the column `{name}` stands there twice.");
    }
    Ok(header)
}

/// Names for the columns of a file without a header row, as a spreadsheet names them.
#[must_use]
pub fn letters(columns: usize) -> Vec<String> {
    (0..columns).map(letter).collect()
}

fn letter(index: usize) -> String {
    let last = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    if index < 26 { last.to_string() } else { format!("{}{last}", letter(index / 26 - 1)) }
}

/// The text without blanks at its ends, and one blank wherever there were several or a line break.
#[must_use]
pub fn blanks_collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fault(cells: &StringRecord, header: &[String], limits: &Limits) -> Option<String> {
    if cells.len() != header.len() {
        return Some(format!("has {} cells where the header has {}", cells.len(), header.len()));
    }
    let long = cells
        .iter()
        .position(|c| c.len() > limits.cell_max && c.chars().count() > limits.cell_max)?;
    Some(format!("`{}` has more than {} characters", header[long], limits.cell_max))
}
