//! Rows that were not taken: kept by their place, and written to a file of line, reason and the
//! original columns, to be mended and imported again.

use super::files::Sheet;
use super::kinds::Place;
use super::limits::Limits;
use super::sorted::{Entry, Sorter};
use anyhow::Context;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Refused rows, in any number.
#[derive(Debug)]
pub struct Refusals {
    sorter: Sorter,
    /// How many.
    pub count: u64,
}

impl Refusals {
    /// None yet.
    #[must_use]
    pub fn new(limits: &Limits) -> Refusals {
        Refusals { sorter: Sorter::new(limits.sort_bytes / 4), count: 0 }
    }

    /// One more.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn push(&mut self, place: Place, why: &str) -> anyhow::Result<()> {
        let key = [(place.sheet as u64).to_be_bytes(), place.line.to_be_bytes()].concat();
        self.count += 1;
        let pushed = self.sorter.push(key, why.as_bytes().to_vec());
        pushed.context("temporary files cannot be written")
    }

    /// All of them in the order of the files.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn sorted(
        self,
    ) -> anyhow::Result<impl Iterator<Item = anyhow::Result<(Place, String)>> + Send> {
        let sorted = self.sorter.sorted().context("temporary files cannot be read")?;
        Ok(sorted.map(|entry| told(entry.context("temporary files cannot be read")?)))
    }
}

fn told((key, why): Entry) -> anyhow::Result<(Place, String)> {
    let (sheet, line) = key.split_at(8);
    let sheet = usize::try_from(u64::from_be_bytes(sheet.try_into()?))?;
    let line = u64::from_be_bytes(line.try_into()?);
    Ok((Place { sheet, line }, String::from_utf8(why)?))
}

/// Where refused rows of this file go: `orders.csv.gz` → `orders.csv.gz.refused.csv`.
#[must_use]
pub fn path_for(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".refused.csv");
    PathBuf::from(name)
}

/// Writes the refused rows of one file, which are given by their lines in the order of the file, all
/// or nothing. The file is read once more for what stood in them.
///
/// # Errors
/// Where the file cannot be written, with its name.
pub fn write(
    sheet: &Sheet,
    refused: &mut dyn Iterator<Item = anyhow::Result<(u64, String)>>,
    limits: &Limits,
) -> anyhow::Result<PathBuf> {
    let path = path_for(&sheet.path);
    let temporary = path.with_extension("csv.new");
    let failed = || format!("the refused rows cannot be written to {}", path.display());
    let file = BufWriter::new(File::create(&temporary).with_context(failed)?);
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(file);
    let ours = ["refused_line", "refused_reason"];
    let header = ours.iter().copied().chain(sheet.header.iter().map(String::as_str));
    out.write_record(header.map(|name| safe(name).into_owned())).with_context(failed)?;
    let mut next = refused.next().transpose()?;
    sheet.each(limits, &mut |row| {
        while let Some((_, why)) = next.take_if(|(line, _)| *line == row.line) {
            let line = row.line.to_string();
            let cells = [line.as_str(), why.as_str()].into_iter().chain(&row.cells);
            out.write_record(cells.map(safe).map(|c| c.into_owned())).with_context(failed)?;
            next = refused.next().transpose()?;
        }
        Ok(if next.is_none() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let mut file = out.into_inner().map_err(|error| error.into_error()).with_context(failed)?;
    file.flush().with_context(failed)?;
    std::fs::rename(&temporary, &path).with_context(failed)?;
    Ok(path)
}

/// A cell that no spreadsheet takes for a formula. A plain negative number stays as it is.
fn safe(cell: &str) -> Cow<'_, str> {
    let number = cell.strip_prefix('-').is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_be_taken_for_formulas() {
        assert_eq!(safe("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("-5.50"), "-5.50");
        assert_eq!(safe("-5+2"), "'-5+2");
        assert_eq!(safe("plain"), "plain");
    }
}
