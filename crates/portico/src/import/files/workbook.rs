//! Rows of a spreadsheet (XLSX): one sheet of it. A formula counts by the value that was kept with
//! it. Numbers do not grow digits, days become `2026-03-31`, an error such as `#REF!` is told on its
//! cell. Of merged cells the first one has the value.

use super::super::limits::Limits;
use super::form::Form;
use super::{EachRow, Sheet, SheetRow, fault, letters, named, parts};
use anyhow::{Context, anyhow, bail, ensure};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use csv::StringRecord;
use jiff::ToSpan;
use jiff::civil::{Time, date};
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

/// The sheet that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its name.
    pub sheet: String,
    /// The names of all sheets that people see.
    pub sheets: Vec<String>,
    /// Days count from 1904.
    pub from_1904: bool,
}

/// Checks the file's parts and finds the sheet: the one that the form names, else the only one.
///
/// # Errors
/// A sentence: the file is no sound spreadsheet, or nobody said which of its sheets is meant.
pub fn choose(path: &Path, form: &Form, limits: &Limits) -> anyhow::Result<Chosen> {
    let seen = parts::check(path, limits)?;
    let book = workbook(path)?;
    let sheets = visible(&book);
    let told = sheets.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let sheet = match (&form.sheet, &sheets[..]) {
        (Some(wanted), _) => {
            let named = sheets.iter().find(|name| name.eq_ignore_ascii_case(wanted.trim()));
            named.ok_or_else(|| anyhow!("it has no sheet `{wanted}`, but: {told}."))?.clone()
        }
        (None, [only]) => only.clone(),
        (None, []) => bail!("it has no sheet with a table."),
        (None, _) => bail!("it has several sheets: {told}. Say in a mapping which one is meant."),
    };
    Ok(Chosen { sheet, sheets, from_1904: seen.from_1904 })
}

/// The names of the sheets that people see.
///
/// # Errors
/// A sentence: the file is no sound spreadsheet.
pub fn sheets(path: &Path, limits: &Limits) -> anyhow::Result<Vec<String>> {
    parts::check(path, limits)?;
    let sheets = visible(&workbook(path)?);
    ensure!(!sheets.is_empty(), "it has no sheet with a table.");
    Ok(sheets)
}

fn visible(book: &Xlsx<BufReader<File>>) -> Vec<String> {
    let is_visible = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    book.sheets_metadata().iter().filter(is_visible).map(|sheet| sheet.name.clone()).collect()
}

fn workbook(path: &Path) -> anyhow::Result<Xlsx<BufReader<File>>> {
    let file = BufReader::new(File::open(path)?);
    Xlsx::new(file).map_err(|_| anyhow!("the spreadsheet is damaged. Save it again."))
}

/// The names of the columns.
///
/// # Errors
/// The sheet is empty or cannot be read, or its header is none.
pub fn header(
    path: &Path,
    chosen: &Chosen,
    form: &Form,
    limits: &Limits,
) -> anyhow::Result<Vec<String>> {
    let mut found = None;
    let at = form.header_row;
    each_row(path, chosen, form, limits.columns_max + 1, &mut |row| {
        if at > 0 && row.line < at {
            return Ok(ControlFlow::Continue(()));
        }
        found = (at == 0 || row.line == at || at == 1).then_some(row);
        Ok(ControlFlow::Break(()))
    })?;
    let Some(row) = found else {
        ensure!(at <= 1, "its row {at}, where its header should be, is empty.");
        bail!("the sheet `{}` is empty.", chosen.sheet);
    };
    ensure!(row.wrong.is_empty(), "its header holds an error such as #REF!.");
    if at == 0 {
        return Ok(letters(row.cells.len().min(limits.columns_max)));
    }
    let cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
    named(&cells, limits)
}

/// Hands out the rows below the header that hold anything.
///
/// # Errors
/// The file cannot be read to its end, or what `row` says.
pub fn each(
    sheet: &Sheet,
    chosen: &Chosen,
    limits: &Limits,
    row: &mut EachRow<'_>,
) -> anyhow::Result<()> {
    let columns = sheet.header.len();
    let mut is_below = sheet.form.header_row == 0;
    let done = each_row(&sheet.path, chosen, &sheet.form, columns, &mut |mut one| {
        if !is_below {
            is_below = one.line >= sheet.form.header_row;
            return Ok(ControlFlow::Continue(()));
        }
        while one.cells.len() < columns {
            one.cells.push_field("");
        }
        one.fault = one.fault.or_else(|| fault(&one.cells, &sheet.header, limits));
        row(one)
    });
    done.with_context(|| format!("{} cannot be read", sheet.name))
}

/// Rows with at least one filled cell, each up to its last filled cell.
fn each_row(
    path: &Path,
    chosen: &Chosen,
    form: &Form,
    columns_max: usize,
    row: &mut EachRow<'_>,
) -> anyhow::Result<()> {
    let mut book = workbook(path)?;
    let damaged = || anyhow!("the spreadsheet is damaged. Save it again.");
    let mut cells = book.worksheet_cells_reader(&chosen.sheet).map_err(|_| damaged())?;
    let mut gathered = Gathered::default();
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| damaged())? {
        let (line, column) = (u64::from(cell.pos.0) + 1, cell.pos.1 as usize);
        if line != gathered.line && gathered.give(line, row)?.is_break() {
            return Ok(());
        }
        let value = match (&cell.value, &cell.formula) {
            (DataRef::Empty, None) => continue,
            (DataRef::Empty, Some(_)) => Err("a formula without its value".to_owned()),
            (value, _) => told(value, form, chosen.from_1904),
        };
        gathered.set(column, value, columns_max);
    }
    let _ = gathered.give(0, row)?;
    Ok(())
}

/// The row that is being read.
#[derive(Default)]
struct Gathered {
    line: u64,
    cells: Vec<String>,
    wrong: Vec<(usize, String)>,
    beyond: bool,
}

impl Gathered {
    fn set(&mut self, column: usize, value: Result<String, String>, columns_max: usize) {
        if column >= columns_max {
            self.beyond |= value.map_or(true, |text| !text.trim().is_empty());
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = value.unwrap_or_else(|wrong| {
            self.wrong.push((column, wrong.clone()));
            wrong
        });
    }

    fn give(&mut self, next: u64, row: &mut EachRow<'_>) -> anyhow::Result<ControlFlow<()>> {
        let done = std::mem::replace(self, Gathered { line: next, ..Gathered::default() });
        if done.cells.iter().all(|cell| cell.trim().is_empty()) && !done.beyond {
            return Ok(ControlFlow::Continue(()));
        }
        let fault = done.beyond.then(|| "has a cell right of the last column".to_owned());
        let cells = StringRecord::from(done.cells);
        row(SheetRow { line: done.line, cells, fault, wrong: done.wrong })
    }
}

/// A cell as text, or what it holds instead of a value.
fn told(value: &DataRef<'_>, form: &Form, from_1904: bool) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number).replace('.', &form.decimal.to_string()),
        DataRef::DateTime(at) if at.is_duration() => {
            number_text(at.as_f64()).replace('.', &form.decimal.to_string())
        }
        DataRef::DateTime(at) => serial_text(at.as_f64(), from_1904),
        DataRef::Error(error) => return Err(error.to_string()),
    })
}

/// As few digits as tell the number apart among those of 15 digits, which is what spreadsheets keep:
/// 1.1 stays 1.1, and 0.1 + 0.2 is 0.3.
#[must_use]
pub fn number_text(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

/// The day (with its time, if it has one) that a spreadsheet keeps as a number of days.
#[must_use]
pub fn serial_text(serial: f64, from_1904: bool) -> String {
    let base = match (from_1904, serial < 60.0) {
        (true, _) => date(1904, 1, 1),
        // The count has a 29 February 1900, which never was.
        (false, true) => date(1899, 12, 31),
        (false, false) => date(1899, 12, 30),
    };
    let seconds = (serial * 86_400.0).round();
    let at = (0.0..=2.6e11).contains(&seconds).then_some(seconds as i64);
    let at = at.and_then(|seconds| base.at(0, 0, 0, 0).checked_add(seconds.seconds()).ok());
    match at {
        None => number_text(serial),
        Some(at) if at.time() == Time::midnight() => at.date().to_string(),
        Some(at) => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_grow_digits() {
        let cases = [
            (1.1, "1.1"),
            (0.1 + 0.2, "0.3"),
            (1234567.89, "1234567.89"),
            (5_012_345_678_900.0, "5012345678900"),
            (21889.0, "21889"),
            (-0.0125, "-0.0125"),
            (100.0 * 1.15, "115"),
            (1e-7, "0.0000001"),
        ];
        for (number, text) in cases {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn serials_become_days_in_both_counts() {
        assert_eq!(serial_text(40_617.0, false), "2011-03-15");
        assert_eq!(serial_text(40_617.345_833_333_3, false), "2011-03-15T08:18:00");
        assert_eq!(serial_text(40_617.0 - 1_462.0, true), "2011-03-15");
    }
}
