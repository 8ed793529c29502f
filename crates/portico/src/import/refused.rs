//! The file of refused rows: line, reason and the original columns, to be mended and imported again.

use super::file::Sheet;
use anyhow::Context;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which row of the sheet.
    pub row: usize,
    /// Why.
    pub reason: String,
}

/// Where refused rows of this file go: `orders.csv.gz` → `orders.csv.gz.refused.csv`.
#[must_use]
pub fn path_for(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".refused.csv");
    PathBuf::from(name)
}

/// Writes them in the order of the file, all or nothing.
///
/// # Errors
/// Where the file cannot be written, with its name.
pub fn write(sheet: &Sheet, refused: &[Refused]) -> anyhow::Result<PathBuf> {
    let path = path_for(&sheet.path);
    let failed = || format!("the refused rows cannot be written to {}", path.display());
    let mut rows: Vec<&Refused> = refused.iter().collect();
    rows.sort_by_key(|refused| refused.row);
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let ours = ["refused_line", "refused_reason"];
    let header = ours.iter().copied().chain(sheet.header.iter().map(String::as_str));
    out.write_record(header.map(|name| safe(name).into_owned())).with_context(failed)?;
    for refused in rows {
        let row = &sheet.rows[refused.row];
        let line = row.line.to_string();
        let cells = [line.as_str(), refused.reason.as_str()].into_iter().chain(&row.cells);
        out.write_record(cells.map(safe).map(|c| c.into_owned())).with_context(failed)?;
    }
    let bytes = out.into_inner().map_err(|error| error.into_error()).with_context(failed)?;
    let temporary = path.with_extension("csv.new");
    std::fs::write(&temporary, bytes).with_context(failed)?;
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
