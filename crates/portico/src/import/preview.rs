//! The first rows of a file as they would be read, with what is wrong on them, before anything runs.

use super::Kind;
use super::bring::File;
use super::cells::ATTRIBUTE_MARKS;
use super::files::{self, Sheet};
use super::kinds::{self, Context, Place, Reading};
use super::limits::Limits;
use super::map::Map;
use super::map::layout::Taken;
use std::ops::ControlFlow;

/// Rows that are shown.
const ROWS: usize = 20;
/// Values shown beside a column.
const SAMPLES: usize = 3;

/// The first rows of a file.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Our columns that are fed.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<PreviewRow>,
    /// Columns of the file with some of their values.
    pub header: Vec<(String, String)>,
    /// Sheets of the spreadsheet, if it is one.
    pub sheets: Vec<String>,
    /// Why it cannot be read with this mapping.
    pub wrong: Option<String>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct PreviewRow {
    /// Its line.
    pub line: u64,
    /// In our columns.
    pub cells: Vec<String>,
    /// Why it would be refused.
    pub fault: Option<String>,
    /// The rule that leaves it out.
    pub left_out: Option<String>,
}

impl PreviewRow {
    /// The column that is to blame, where the reason names one.
    #[must_use]
    pub fn wrong_column(&self) -> Option<&str> {
        self.fault.as_deref()?.strip_prefix('`')?.split('`').next()
    }
}

impl Preview {
    /// Puts what a dry run found (`line 5: …`) on its rows.
    pub fn note(&mut self, reasons: &[String]) {
        for reason in reasons {
            let told = reason.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
            let Some((line, why)) = told else { continue };
            let row = self.rows.iter_mut().find(|row| row.line.to_string() == line);
            if let Some(row) = row {
                row.fault.get_or_insert_with(|| why.to_owned());
            }
        }
    }
}

/// Reads the beginning of a file.
#[must_use]
pub fn preview(kind: Kind, file: &File, map: &Map, context: Context, limits: &Limits) -> Preview {
    match kind {
        Kind::Products => look(kinds::products::reading(context), file, map, limits),
        Kind::Customers => look(kinds::customers::reading(context), file, map, limits),
        Kind::Addresses => look(kinds::addresses::Addresses { context }, file, map, limits),
        Kind::PriceLists => look(kinds::price_lists::reading(context), file, map, limits),
        Kind::Stock => look(kinds::stock::reading(context), file, map, limits),
        Kind::Orders => look(kinds::orders::reading(context), file, map, limits),
        Kind::Documents => look(kinds::documents::reading(context), file, map, limits),
    }
}

fn look<R: Reading>(mut reading: R, file: &File, map: &Map, limits: &Limits) -> Preview {
    let mut preview = Preview::default();
    if let Err(error) = fill(&mut preview, &mut reading, file, map, limits) {
        preview.wrong = Some(format!("{error:#}"));
    }
    preview
}

fn fill<R: Reading>(
    preview: &mut Preview,
    reading: &mut R,
    file: &File,
    map: &Map,
    limits: &Limits,
) -> anyhow::Result<()> {
    let sheet = files::open(&file.path, &file.name, &map.form(), limits)?;
    preview.sheets = sheet.workbook().map(|chosen| chosen.sheets.clone()).unwrap_or_default();
    preview.header = sampled(&sheet, limits)?;
    let layout = reading.layout(&sheet, Some(&map.clone().checked()?))?;
    preview.columns.clone_from(&layout.columns);
    let rules: Vec<String> = layout.left_out_by().map(str::to_owned).collect();
    sheet.each(limits, &mut |row| {
        let line = row.line;
        let mut shown = PreviewRow { line, cells: Vec::new(), fault: None, left_out: None };
        match layout.take(&row) {
            Taken::LeftOut(by) => shown.left_out = Some(rules[by].clone()),
            Taken::Row(read) => {
                shown.cells = read.cells.iter().map(readable).collect();
                shown.fault = reading.check(Place { sheet: 0, line }, &layout, &read).err();
            }
        }
        preview.rows.push(shown);
        let enough = preview.rows.len() >= ROWS;
        Ok(if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })
}

/// A cell as it is read by people: single attributes stand with marks between them that nobody sees.
fn readable(cell: &str) -> String {
    let (between, behind) = ATTRIBUTE_MARKS;
    cell.trim_end_matches(behind).replace(between, ": ").replace(behind, "; ")
}

/// The columns of the file, each with its first values.
fn sampled(sheet: &Sheet, limits: &Limits) -> anyhow::Result<Vec<(String, String)>> {
    let mut values: Vec<Vec<String>> = vec![Vec::new(); sheet.header.len()];
    let mut rows = 0;
    sheet.each(limits, &mut |row| {
        for (values, cell) in values.iter_mut().zip(&row.cells) {
            let cell: String = cell.trim().chars().take(40).collect();
            if values.len() < SAMPLES && !cell.is_empty() && !values.contains(&cell) {
                values.push(cell);
            }
        }
        rows += 1;
        Ok(if rows < 50 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    let names = sheet.header.iter().cloned();
    Ok(names.zip(values.into_iter().map(|values| values.join(" · "))).collect())
}
