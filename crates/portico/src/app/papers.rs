//! Papers as answers: invoices, statements, quotations and what goes with goods, in the wholesaler's look and the
//! customer's language. A paper is made again for each reader, on a thread of its own; only so many at once.

use super::{App, lists};
use crate::platform::brand::{self, Brand};
use crate::platform::files;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::dates;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use portico_documents::{
    Invoice, Logo, Look, PackingSlip, PdfFault, PickingSheet, Quotation, Statement, Words,
    invoice_pdf, packing_slip_pdf, picking_sheet_pdf, quotation_pdf, statement_pdf, ubl,
};
use portico_types::Day;
use std::collections::HashSet;
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::sync::Arc;
use tokio::task::spawn_blocking;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Lines from which on a paper is set alone.
const LONG: u32 = 400;

/// A paper that can be made.
#[derive(Clone, Debug)]
pub enum Paper {
    /// An invoice or credit note as a sheet: PDF/A-3 with the e-invoice inside (Factur-X).
    Document(Box<Invoice>),
    /// The same as an e-invoice alone: UBL 2.1.
    EInvoice(Box<Invoice>),
    /// A statement of account.
    Statement(Box<Statement>),
    /// A quotation.
    Quotation(Box<Quotation>),
    /// What goes with the goods.
    PackingSlip(Box<PackingSlip>),
    /// What goods are picked by.
    PickingSheet(Box<PickingSheet>),
}

impl Paper {
    /// Its name as a file: made of numbers alone, so that it leads nowhere.
    #[must_use]
    pub fn file_name(&self) -> String {
        match self {
            Paper::Document(facts) => format!("{}.pdf", plain(&facts.number)),
            Paper::EInvoice(facts) => format!("{}.xml", plain(&facts.number)),
            Paper::Statement(facts) => {
                let of = facts.customer.number.as_deref().map(plain).unwrap_or_default();
                format!("statement-{of}-{}.pdf", facts.to.text())
            }
            Paper::Quotation(facts) => format!("{}.pdf", plain(&facts.number)),
            Paper::PackingSlip(facts) => format!("packing-slip-{}.pdf", plain(&facts.number)),
            Paper::PickingSheet(facts) => format!("picking-sheet-{}.pdf", plain(&facts.number)),
        }
    }

    fn media_type(&self) -> &'static str {
        match self {
            Paper::EInvoice(_) => "application/xml; charset=utf-8",
            _ => "application/pdf",
        }
    }

    fn language(&self) -> &str {
        match self {
            Paper::Document(facts) | Paper::EInvoice(facts) => &facts.language,
            Paper::Statement(facts) => &facts.language,
            Paper::Quotation(facts) => &facts.language,
            Paper::PackingSlip(facts) => &facts.language,
            Paper::PickingSheet(facts) => &facts.language,
        }
    }

    /// How many turns at setting it needs: every one where it is long, because a thousand lines fill 150 MB while they are set.
    fn turns(&self) -> u32 {
        let rows = match self {
            Paper::EInvoice(_) => 0,
            Paper::Document(facts) => facts.lines.len(),
            Paper::Statement(facts) => facts.entries.len(),
            Paper::Quotation(facts) => facts.lines.len(),
            Paper::PackingSlip(facts) => facts.lines.len(),
            Paper::PickingSheet(facts) => facts.lines.len(),
        };
        if rows > LONG as usize { u32::MAX } else { 1 }
    }

    /// Its bytes. Takes tens of milliseconds of a core: not for the threads that answer requests.
    ///
    /// # Errors
    /// It cannot be set, which is a fault of ours.
    pub fn bytes(&self, app: &App, outfit: &Outfit) -> Result<Vec<u8>, PdfFault> {
        let language = app.words.language(self.language());
        let look = outfit.look();
        with_words(language, |words| match self {
            Paper::Document(facts) => invoice_pdf(facts, words, look),
            Paper::EInvoice(facts) => Ok(ubl(facts).into_bytes()),
            Paper::Statement(facts) => statement_pdf(facts, words, look),
            Paper::Quotation(facts) => quotation_pdf(facts, words, look),
            Paper::PackingSlip(facts) => packing_slip_pdf(facts, words, look),
            Paper::PickingSheet(facts) => picking_sheet_pdf(facts, words, look),
        })
    }
}

/// What the wholesaler's papers look like: logo and colour of the brand that holds now.
#[derive(Clone, Debug, Default)]
pub struct Outfit {
    logo: Option<Logo>,
    colour: Option<[u8; 3]>,
}

impl Outfit {
    /// The outfit of the brand as it is set; a logo that no paper takes is left out.
    ///
    /// # Errors
    /// What the database says; 503 where the place of the files does not answer.
    pub async fn read(app: &App) -> Result<Outfit, AppError> {
        Outfit::of(app, &app.db.read(brand::read).await?).await
    }

    /// The outfit of a brand that somebody looks at.
    ///
    /// # Errors
    /// The same.
    pub async fn of(app: &App, brand: &Brand) -> Result<Outfit, AppError> {
        let file = files::read(&app.db, &app.files, &brand.logo).await?;
        let logo = file.and_then(|file| Logo::read(&file.bytes).ok());
        Ok(Outfit { logo, colour: bytes_of(&brand.colour) })
    }

    fn look(&self) -> Look<'_> {
        Look { logo: self.logo.as_ref(), brand: self.colour }
    }
}

/// Red, green and blue of `#rrggbb`; nothing where it is blank.
fn bytes_of(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([byte(0)?, byte(2)?, byte(4)?])
}

/// The paper as an answer.
///
/// # Errors
/// It cannot be set.
pub async fn answer(app: &App, paper: Paper) -> Result<Response, AppError> {
    let outfit = match &paper {
        Paper::EInvoice(_) => Outfit::default(),
        _ => Outfit::read(app).await?,
    };
    answer_in(app, paper, outfit).await
}

/// The same in an outfit that somebody looks at.
///
/// # Errors
/// The same.
pub async fn answer_in(app: &App, paper: Paper, outfit: Outfit) -> Result<Response, AppError> {
    let (name, media_type) = (paper.file_name(), paper.media_type());
    let bytes = match &paper {
        Paper::EInvoice(facts) => ubl(facts).into_bytes(),
        _ => set(app, paper, outfit).await?,
    };
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// Sets a sheet when its turn comes.
async fn set(app: &App, paper: Paper, outfit: Outfit) -> Result<Vec<u8>, AppError> {
    let (home, turns) = (app.clone(), paper.turns());
    let made = move || paper.bytes(&home, &outfit);
    let made = app.exports.setting.work(turns, busy, made).await?;
    Ok(made.map_err(|fault| anyhow::anyhow!("{fault}"))?)
}

/// Many papers are wanted at this moment.
fn busy() -> Problem {
    let text = Text::plain("papers-busy");
    Problem { text, retry_after: Some(10), ..Problem::try_later() }
}

/// Most papers of an archive.
pub const ARCHIVE_MOST: usize = 200;

/// Papers as one archive, called so and the day. Each waits its own turn, so that nobody's single paper waits for them all.
///
/// # Errors
/// It cannot be made; 503 where too many files are on their way.
pub async fn archive(app: &App, name: &str, papers: Vec<Paper>) -> Result<Response, AppError> {
    let sending = app.exports.sending.clone().try_acquire_owned();
    let sending = sending.map_err(|_| Problem::try_later())?;
    let outfit = Arc::new(Outfit::read(app).await?);
    let folder = app.exports.folder().to_owned();
    let new = move || -> anyhow::Result<Archive> {
        std::fs::create_dir_all(&folder)?;
        Ok(Archive { zip: ZipWriter::new(tempfile::tempfile_in(&folder)?), names: HashSet::new() })
    };
    let mut archive = spawn_blocking(new).await.map_err(anyhow::Error::new)??;
    for paper in papers {
        let (home, outfit, turns) = (app.clone(), outfit.clone(), paper.turns());
        let add = move || -> anyhow::Result<Archive> {
            let bytes = paper.bytes(&home, &outfit).map_err(|fault| anyhow::anyhow!("{fault}"))?;
            archive.add(&paper.file_name(), &bytes)?;
            Ok(archive)
        };
        archive = app.exports.setting.work(turns, busy, add).await??;
    }
    let file = spawn_blocking(move || archive.finish()).await.map_err(anyhow::Error::new)??;
    let today = app.db.read(wholesaler::today).await?;
    lists::answer(file, "application/zip", &format!("{name}-{}.zip", today.text()), sending)
}

/// An archive being written, in a file that has no name.
struct Archive {
    zip: ZipWriter<File>,
    names: HashSet<String>,
}

impl Archive {
    /// Two numbers that look alike as files stand beside each other.
    fn add(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let free = (1..).map(|n| if n == 1 { name.to_owned() } else { format!("{n}-{name}") });
        let name = free.into_iter().find(|name| !self.names.contains(name)).expect("endless");
        self.zip.start_file(name.as_str(), SimpleFileOptions::default())?;
        self.zip.write_all(bytes)?;
        self.names.insert(name);
        Ok(())
    }

    fn finish(self) -> anyhow::Result<File> {
        let mut file = self.zip.finish()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// Gives a sheet its words: the keys of the sheets stand in the words' file behind `paper-`.
fn with_words<T>(language: &Language, set: impl FnOnce(&Words<'_>) -> T) -> T {
    let say = |key: &str, given: &[(&str, &str)]| language.fill(&format!("paper-{key}"), given);
    let day = |day: Day| dates::long(language, day);
    set(&Words { say: &say, day: &day, unit: &unit })
}

/// What stands behind a quantity: the signs of what is measured, nothing where pieces are counted.
fn unit(code: &str) -> String {
    match code {
        "MTR" => "m",
        "KGM" => "kg",
        "GRM" => "g",
        "LTR" => "l",
        "MTK" => "m²",
        _ => "",
    }
    .to_owned()
}

/// A number in a file's name: letters, digits, dots and dashes stay.
fn plain(number: &str) -> String {
    let safe =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '_' };
    number.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::words::Words as AllWords;
    use portico_documents::samples;
    use std::io::Read as _;

    #[test]
    fn every_language_has_the_words_of_every_sheet() {
        let all = AllWords::load().unwrap();
        let language = all.language("en");
        for (key, arguments) in portico_documents::KEYS {
            let given: Vec<_> = arguments.iter().map(|name| (*name, "7")).collect();
            let said = with_words(language, |words| (words.say)(key, &given));
            assert!(!said.is_empty() && !said.contains("paper-"), "{key}: {said}");
            assert!(arguments.iter().all(|_| said.contains('7')), "{key} drops what is given");
        }
    }

    #[test]
    fn a_files_name_leads_nowhere() {
        let evil = Invoice { number: "../a/b\\c\" d\r\n".to_owned(), ..samples::invoice() };
        let name = Paper::Document(Box::new(evil)).file_name();
        assert_eq!(name, ".._a_b_c__d__.pdf");
    }

    #[test]
    fn names_that_look_alike_as_files_stand_beside_each_other() {
        let zip = ZipWriter::new(tempfile::tempfile().unwrap());
        let mut archive = Archive { zip, names: HashSet::new() };
        for text in [b"one", b"two"] {
            archive.add("A_1.pdf", text).unwrap();
        }
        let mut read = zip::ZipArchive::new(archive.finish().unwrap()).unwrap();
        for (name, text) in [("A_1.pdf", "one"), ("2-A_1.pdf", "two")] {
            let mut found = String::new();
            read.by_name(name).unwrap().read_to_string(&mut found).unwrap();
            assert_eq!(found, text, "{name}");
        }
    }

    #[test]
    fn a_long_paper_is_set_alone() {
        let of = |lines| Paper::Document(Box::new(samples::many_lines(lines)));
        assert_eq!((of(LONG).turns(), of(LONG + 1).turns()), (1, u32::MAX));
    }

    #[test]
    fn a_colour_is_three_bytes() {
        assert_eq!(bytes_of("#17505c"), Some([0x17, 0x50, 0x5c]));
        for no in ["", "17505c", "#17505", "#gg0000", "#1750é"] {
            assert_eq!(bytes_of(no), None, "{no}");
        }
    }
}
