//! Workbooks of Excel: real numbers and days, texts that are always texts, the row of headings frozen and repeated on paper.
//! Rows go to disk as they come; a workbook holds 1,048,576 rows a sheet, so what is longer goes on in another sheet.

use super::Head;
use super::csv::begins_formula;
use crate::platform::list::Value;
use crate::platform::problem::AppError;
use portico_types::Day;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Rows of a sheet, with the headings: what Excel can hold.
const ROWS_MAX: u32 = 1_048_576;
/// Characters of a cell: what Excel can hold.
const CELL_LONGEST: usize = 32_767;
/// Numbers above this lose their last digits in Excel; they are written as texts.
const EXACT_MAX: u64 = 1 << 53;

/// A workbook being written.
pub struct Xlsx {
    book: Workbook,
    folder: PathBuf,
    title: String,
    heads: Vec<(String, u16)>,
    looks: Looks,
    /// The next row of the last sheet.
    row: u32,
    sheets: usize,
    rows_max: u32,
}

/// How cells look.
struct Looks {
    head: Format,
    /// By digits after the point.
    numbers: Vec<Format>,
    day: Format,
    time: Format,
    /// A text that would be a formula if somebody edited the cell.
    quoted: Format,
}

impl Looks {
    fn new() -> Looks {
        let number = |decimals: usize| {
            let part =
                if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
            Format::new().set_num_format(format!("0{part}"))
        };
        Looks {
            head: Format::new().set_bold(),
            numbers: (0..=6).map(number).collect(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            quoted: Format::new().set_quote_prefix(),
        }
    }
}

impl Xlsx {
    /// A new workbook, its rows kept in this folder until it is finished.
    pub(super) fn new(folder: &Path, title: &str) -> Result<Xlsx, AppError> {
        Xlsx::split_at(folder, title, ROWS_MAX)
    }

    pub(super) fn split_at(folder: &Path, title: &str, rows_max: u32) -> Result<Xlsx, AppError> {
        let mut book = Workbook::new();
        book.set_tempdir(folder).map_err(broken)?;
        Ok(Xlsx {
            book,
            folder: folder.to_owned(),
            title: sheet_name(title),
            heads: Vec::new(),
            looks: Looks::new(),
            row: 0,
            sheets: 0,
            rows_max,
        })
    }

    pub(super) fn head(&mut self, heads: &[Head<'_>]) -> Result<(), AppError> {
        self.heads = heads.iter().map(|head| (head.label.to_owned(), head.width)).collect();
        self.begin_sheet().map_err(broken)?;
        Ok(())
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.title.clone(),
            number => format!("{} {number}", self.title),
        };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        for (at, (_, width)) in (0_u16..).zip(&self.heads) {
            sheet.set_column_width(at, f64::from(*width))?;
        }
        for (at, (label, _)) in (0_u16..).zip(&self.heads) {
            sheet.write_string_with_format(0, at, label, &self.looks.head)?;
        }
        self.row = 1;
        Ok(())
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Result<(), AppError> {
        if self.row == self.rows_max || self.sheets == 0 {
            self.begin_sheet().map_err(broken)?;
        }
        let sheet = self.book.worksheet_from_index(self.sheets - 1).map_err(broken)?;
        for (at, value) in (0_u16..).zip(values) {
            write(sheet, (self.row, at), value, &self.looks).map_err(broken)?;
        }
        self.row += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<File, AppError> {
        let file = tempfile::tempfile_in(&self.folder).map_err(anyhow::Error::new)?;
        let mut buffer = BufWriter::new(file);
        self.book.save_to_writer(&mut buffer).map_err(broken)?;
        buffer.flush().map_err(anyhow::Error::new)?;
        Ok(buffer.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?)
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => write_text(sheet, (row, column), text, looks)?,
        Value::Number { units, decimals } if units.unsigned_abs() <= EXACT_MAX => {
            let look = looks.numbers.get(usize::from(*decimals)).unwrap_or(&looks.numbers[6]);
            #[allow(clippy::cast_precision_loss, reason = "exact up to EXACT_MAX")]
            let number = *units as f64 / 10_f64.powi(i32::from(*decimals));
            sheet.write_number_with_format(row, column, number, look)?;
        }
        Value::Number { .. } => write_text(sheet, (row, column), &value.plain(), looks)?,
        Value::Day(day) => match excel_day(*day) {
            Some(at) => {
                sheet.write_datetime_with_format(row, column, &at, &looks.day)?;
            }
            None => write_text(sheet, (row, column), &day.text(), looks)?,
        },
        Value::Time(day, clock) => match excel_day(*day).zip(hours(clock)) {
            Some((at, (hour, minute))) => {
                let at = at.and_hms(hour, minute, 0)?;
                sheet.write_datetime_with_format(row, column, &at, &looks.time)?;
            }
            None => write_text(sheet, (row, column), &value.plain(), looks)?,
        },
    }
    Ok(())
}

/// A text as a text, whatever it begins with: cells of this kind are never formulas, and stay texts when edited.
fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let fits: String;
    let text = if text.encode_utf16().count() > CELL_LONGEST {
        // Characters outside the basic plane count twice; half of the room always fits.
        fits = text.chars().take(CELL_LONGEST / 2).chain(['…']).collect();
        &fits
    } else {
        text
    };
    if text.starts_with(begins_formula) {
        sheet.write_string_with_format(row, column, text, &looks.quoted)?;
    } else {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}

/// None for days that Excel's calendar does not have: before 1900 and after 9999.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let (year, month, of_month) = day.parts();
    let year = u16::try_from(year).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(of_month).ok()?).ok()
}

fn hours(clock: &str) -> Option<(u16, u8)> {
    let (hour, minute) = clock.split_once(':')?;
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// A title as the name of a sheet: at most 31 characters, room left for a number, none of those that Excel refuses.
fn sheet_name(title: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !"[]:*?/\\'".contains(*c);
    let name: String = title.chars().filter(allowed).take(26).collect();
    let name = name.trim();
    if name.is_empty() { "Rows".to_owned() } else { name.to_owned() }
}

fn broken(error: XlsxError) -> AppError {
    anyhow::Error::new(error).context("a workbook could not be written").into()
}
