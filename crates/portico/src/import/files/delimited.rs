//! Rows of a CSV file, in any encoding and with any delimiter.

use super::super::limits::Limits;
use super::form::{Form, delimiter_name};
use super::{EachRow, Sheet, SheetRow, fault, letters, named, packed, text};
use anyhow::{Context, bail, ensure};
use csv::StringRecord;
use std::cell::Cell;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

type Records = csv::Reader<OneRow<text::Utf8<Box<dyn Read>>>>;

/// Stops a row that never ends, before it is in memory.
struct OneRow<R> {
    inner: R,
    read: u64,
    /// Up to where the row that is read may reach, in bytes of the text.
    up_to: Rc<Cell<u64>>,
}

impl<R: Read> Read for OneRow<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read > self.up_to.get() {
            return Err(io::Error::other(
                "a row has no end: a quotation mark is opened and never closed.",
            ));
        }
        let got = self.inner.read(buffer)?;
        self.read += got as u64;
        Ok(got)
    }
}

fn records(
    path: &Path,
    name: &str,
    form: &Form,
    limits: &Limits,
) -> anyhow::Result<(Records, Rc<Cell<u64>>)> {
    let bytes = packed::open(path, name, limits)?;
    let inner =
        text::utf8(bytes, form.encoding).with_context(|| format!("{name} cannot be read"))?;
    let up_to = Rc::new(Cell::new(limits.row_bytes_max));
    let reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(form.delimiter)
        .from_reader(OneRow { inner, read: 0, up_to: up_to.clone() });
    Ok((reader, up_to))
}

/// The names of the columns.
///
/// # Errors
/// The file is empty or cannot be read, or its header is none.
pub fn header(
    path: &Path,
    name: &str,
    form: &Form,
    limits: &Limits,
) -> anyhow::Result<Vec<String>> {
    let failed = || format!("{name} cannot be read");
    let (mut reader, _) = records(path, name, form, limits)?;
    let row = form.header_row.max(1);
    let mut records = reader.records();
    let skipped = usize::try_from(row - 1).unwrap_or(usize::MAX);
    let first = records.nth(skipped).transpose().map_err(told).with_context(failed)?;
    let Some(first) = first else {
        ensure!(row == 1, "{name} has no row {row}, where its header should be.");
        bail!("{name} is empty.");
    };
    if let [only] = first.iter().collect::<Vec<_>>()[..] {
        let other = [',', ';', '\t', '|'].into_iter().find(|c| only.contains(*c));
        if other.is_some() {
            let wanted = delimiter_name(form.delimiter);
            bail!(
                "{name} cannot be read: its cells are not separated by {wanted}. Say its delimiter in a mapping, or save it with {wanted}."
            );
        }
    }
    if form.header_row == 0 {
        return Ok(letters(first.len().min(limits.columns_max)));
    }
    let cells: Vec<String> = first.iter().map(str::to_owned).collect();
    named(&cells, limits).with_context(failed)
}

/// What the bytes said, without what the reader says around it.
fn told(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => anyhow::anyhow!("{error}"),
        other => anyhow::anyhow!("{other:?}"),
    }
}

/// Hands out the rows below the header.
///
/// # Errors
/// The file cannot be read to its end, or what `row` says.
pub fn each(sheet: &Sheet, limits: &Limits, row: &mut EachRow<'_>) -> anyhow::Result<()> {
    let name = &sheet.name;
    let (mut reader, up_to) = records(&sheet.path, name, &sheet.form, limits)?;
    let mut record = StringRecord::new();
    let (mut last, mut line, mut spans) = (0, 0, false);
    let mut number = 0;
    let failed = || format!("{name} cannot be read");
    while reader.read_record(&mut record).map_err(told).with_context(failed)? {
        (line, last) = record.position().map_or((0, 0), |at| (at.line(), at.byte()));
        up_to.set(last.saturating_add(2 * limits.row_bytes_max));
        spans = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        number += 1;
        if number <= sheet.form.header_row {
            continue;
        }
        let fault = fault(&record, &sheet.header, limits);
        let one = SheetRow { line, cells: record.clone(), fault, wrong: Vec::new() };
        if row(one)?.is_break() {
            return Ok(());
        }
    }
    ensure!(
        !(spans && is_open(sheet, last, limits)?),
        "{name} cannot be read: a quotation mark opened in line {line} is never closed."
    );
    Ok(())
}

/// Whether the quotation marks from this place to the end are odd: the last cell has no end.
fn is_open(sheet: &Sheet, from: u64, limits: &Limits) -> anyhow::Result<bool> {
    let bytes = packed::open(&sheet.path, &sheet.name, limits)?;
    let mut text = text::utf8(bytes, sheet.form.encoding)?;
    io::copy(&mut text.by_ref().take(from), &mut io::sink())?;
    let mut tail = Vec::new();
    text.take(2 * limits.row_bytes_max).read_to_end(&mut tail)?;
    Ok(tail.iter().filter(|byte| **byte == b'"').count() % 2 == 1)
}
