//! One file per kind: its columns, and what its rows become.

pub mod addresses;
pub mod customers;
pub mod order_columns;
pub mod orders;
pub mod price_lists;
pub mod price_points;
pub mod products;
pub mod stock;

use super::cells::{Cell, Cells, Column, Found};
use super::file::Sheet;
use crate::platform::db::{DbError, View};
use crate::platform::{settings, wholesaler};
use portico_types::{Country, Currency, Zone};
use std::collections::HashMap;

/// What a reader needs to know of the wholesaler.
#[derive(Clone, Debug)]
pub struct Context {
    /// Currency where the file names none.
    pub currency: Currency,
    /// Local times are in this zone.
    pub zone: Zone,
    /// Country where nothing else is known.
    pub country: Country,
}

impl Context {
    /// As the settings say.
    ///
    /// # Errors
    /// Only what the database says.
    pub fn read(view: &mut View) -> Result<Context, DbError> {
        Ok(Context {
            currency: wholesaler::currency(view)?,
            zone: wholesaler::zone(view)?,
            country: settings::get(view, &wholesaler::COUNTRY)?,
        })
    }
}

/// A row of one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which file.
    pub sheet: usize,
    /// Which of its rows.
    pub row: usize,
}

/// What the files say, before the database is asked.
#[derive(Debug)]
pub struct Reading<R> {
    /// What is to be brought in, each with the rows it was read from.
    pub items: Vec<(Vec<Place>, R)>,
    /// Rows that are wrong in themselves, and why.
    pub refused: Vec<(Place, String)>,
    /// Columns nobody reads, to be told to the person.
    pub unread: Vec<String>,
}

impl<R> Reading<R> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Reading<R> {
        Reading { items: Vec::new(), refused: Vec::new(), unread: Vec::new() }
    }
}

impl<R> Default for Reading<R> {
    fn default() -> Reading<R> {
        Reading::new()
    }
}

/// Reads files in which each row stands for itself. A second row with the same key is refused.
///
/// # Errors
/// A file lacks a needed column.
pub fn row_by_row<R>(
    sheets: &[Sheet],
    columns: (&[Column], &[&str]),
    key: impl Fn(&R) -> String,
    parse: impl Fn(&Cells<'_>) -> Cell<R>,
) -> anyhow::Result<Reading<R>> {
    let mut reading = Reading::new();
    let mut seen: HashMap<String, Place> = HashMap::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let found = Found::new(sheet, columns.0, columns.1)?;
        for (index, row) in sheet.rows.iter().enumerate() {
            let place = Place { sheet: number, row: index };
            let parsed = row.fault.clone().map_or_else(|| parse(&found.cells(row)), Err);
            let parsed = parsed.and_then(|item| match seen.get(&key(&item)) {
                Some(first) => Err(format!("says the same thing as {}", told(sheets, *first))),
                None => Ok(item),
            });
            match parsed {
                Err(why) => reading.refused.push((place, why)),
                Ok(item) => {
                    seen.insert(key(&item), place);
                    reading.items.push((vec![place], item));
                }
            }
        }
        reading.unread.extend(found.unread);
    }
    Ok(reading)
}

/// A place as a person reads it: `line 12`, with the file's name if there are several.
#[must_use]
pub fn told(sheets: &[Sheet], place: Place) -> String {
    let sheet = &sheets[place.sheet];
    let line = sheet.rows[place.row].line;
    if sheets.len() == 1 {
        return format!("line {line}");
    }
    let name = sheet.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    format!("line {line} of {name}")
}
