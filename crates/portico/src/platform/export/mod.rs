//! Files made of lists: CSV and XLSX, written row by row into a file on disk, so that a million rows take no more memory
//! than ten. Pages hand them out by `app::lists`; [`Sheet`] alone also serves downloads that are no list.
//!
//! ```text
//! let mut sheet = exports.sheet(Format::Xlsx, "Price list")?;       // in a report, or any thread that may wait
//! sheet.head(&[Head { label: "Code", width: 14 }, Head { label: "Price £", width: 10 }])?;
//! sheet.row(&[Value::text(&sku), price.into()])?;
//! let file = sheet.finish()?;                                       // a file without a name: it goes when it is closed
//! ```

pub mod csv;
pub mod xlsx;

#[cfg(test)]
mod tests;

use super::db::View;
use super::list::{At, Column, Kept, Page, Paging, Value};
use super::problem::AppError;
use super::turns::Turns;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many files are made at once; others wait their turn.
const MADE_AT_ONCE: usize = 2;
/// How many files may be on their way to somebody, who may be slow; more are turned away.
const ON_THE_WAY: usize = 32;
/// How many papers are set at once. Each keeps a core busy, and pages need one too; a paper of one page takes some 10 ms, so
/// that two at a time hand out thousands a minute.
const SET_AT_ONCE: u32 = 2;
/// How long somebody waits for a paper's turn: as long as people do before they click again.
const SET_PATIENCE: Duration = Duration::from_secs(15);

/// The two kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, UTF-8 with a byte order mark, commas, CRLF (RFC 4180).
    Csv,
    /// A workbook of Excel.
    Xlsx,
}

impl Format {
    /// The kind an address asks for; CSV where it does not say.
    #[must_use]
    pub fn from_text(text: &str) -> Format {
        if text == "xlsx" { Format::Xlsx } else { Format::Csv }
    }

    /// As in addresses and at the end of file names.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A heading of a file.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its words.
    pub label: &'a str,
    /// Width in characters, in a workbook.
    pub width: u16,
}

/// Where files are made, and how many at once.
#[derive(Debug)]
pub struct Exports {
    folder: PathBuf,
    /// Permits to make a file.
    pub making: Arc<Semaphore>,
    /// Permits to send one.
    pub sending: Arc<Semaphore>,
    /// Turns at setting a paper.
    pub setting: Turns,
}

impl Exports {
    /// Files are made in this folder, which is made when first needed. They have no names there: what is left of them
    /// after a crash is nothing.
    #[must_use]
    pub fn new(folder: PathBuf) -> Exports {
        let at_once = |most| Arc::new(Semaphore::new(most));
        Exports {
            folder,
            making: at_once(MADE_AT_ONCE),
            sending: at_once(ON_THE_WAY),
            setting: Turns::new(SET_AT_ONCE, SET_PATIENCE),
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// A file being written.
pub struct Sheet {
    file: Kind,
    rows: u64,
    unwanted: Arc<AtomicBool>,
}

enum Kind {
    Csv(Box<csv::Csv>),
    Xlsx(Box<xlsx::Xlsx>),
}

impl Sheet {
    /// A file of this kind in this folder; `title` names the sheet of a workbook.
    ///
    /// # Errors
    /// Where the disk is full or the folder cannot be written.
    pub fn new(format: Format, folder: &Path, title: &str) -> Result<Sheet, AppError> {
        std::fs::create_dir_all(folder).map_err(anyhow::Error::new)?;
        let file = match format {
            Format::Csv => Kind::Csv(Box::new(csv::Csv::new(folder)?)),
            Format::Xlsx => Kind::Xlsx(Box::new(xlsx::Xlsx::new(folder, title)?)),
        };
        Ok(Sheet { file, rows: 0, unwanted: Arc::default() })
    }

    /// The same, given up once this says that nobody waits any more.
    #[must_use]
    pub fn until(mut self, unwanted: Arc<AtomicBool>) -> Sheet {
        self.unwanted = unwanted;
        self
    }

    /// Writes the headings; once, before the rows.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn head(&mut self, heads: &[Head<'_>]) -> Result<(), AppError> {
        match &mut self.file {
            Kind::Csv(csv) => csv.head(heads),
            Kind::Xlsx(xlsx) => xlsx.head(heads),
        }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), AppError> {
        self.rows += 1;
        match &mut self.file {
            Kind::Csv(csv) => csv.row(values),
            Kind::Xlsx(xlsx) => xlsx.row(values),
        }
    }

    /// Writes all rows of a list, from its start to its end: headings, then page by page what `read` reads, which is what the
    /// page of the list shows. All of it within one `report` is one moment of the database.
    ///
    /// # Errors
    /// What the database says; where the disk is full; where nobody waits any more.
    pub fn all<R>(
        &mut self,
        view: &mut View,
        columns: (&[Column<'_, R>], &Kept),
        paging: &Paging,
        mut read: impl FnMut(&mut View, &Paging) -> Result<Page<R>, super::db::DbError>,
    ) -> Result<(), AppError> {
        let shown = columns.1.in_file(columns.0);
        let heads: Vec<Head<'_>> =
            shown.iter().map(|c| Head { label: &c.heading, width: c.width }).collect();
        self.head(&heads)?;
        let mut at = At::Start;
        loop {
            if self.unwanted.load(Ordering::Relaxed) {
                return Err(anyhow::anyhow!("nobody waits for this file any more").into());
            }
            let wanted = Paging { at, limit: super::list::paging::ROWS_MAX, ..paging.clone() };
            let page = read(view, &wanted)?;
            for row in &page.rows {
                let values: Vec<Value<'_>> = shown.iter().map(|column| column.value(row)).collect();
                self.row(&values)?;
            }
            match page.next {
                Some(next) => at = At::After(next),
                None => return Ok(()),
            }
        }
    }

    /// How many rows were written.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The whole file, to be read from its start.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn finish(self) -> Result<File, AppError> {
        let mut file = match self.file {
            Kind::Csv(csv) => csv.finish()?,
            Kind::Xlsx(xlsx) => xlsx.finish()?,
        };
        file.seek(SeekFrom::Start(0)).map_err(anyhow::Error::new)?;
        Ok(file)
    }
}
