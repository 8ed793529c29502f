//! Papers of a document, made of its frozen facts: the sheet as PDF, the e-invoice as XML. Made again for each reader, the
//! same to the byte.

use super::kept::Document;
use super::store;
use crate::access::{Buyer, Staff};
use crate::app::App;
use crate::platform::db::{DbError, View};
use crate::platform::problem::AppError;
use crate::platform::web::dates;
use crate::platform::words::Language;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use portico_documents::{
    Invoice, Look, PdfFault, Statement as StatementPaper, Words, invoice_pdf, statement_pdf,
};
use portico_types::Day;
use tokio::task::{JoinError, spawn_blocking};

/// The kind of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The sheet: PDF/A-3 with the e-invoice inside (Factur-X).
    Pdf,
    /// UBL 2.1.
    Xml,
}

/// A number and the kind of paper asked for behind it: `INV-2026-0042.xml`.
#[must_use]
pub fn asked(segment: &str) -> (&str, Option<Kind>) {
    match (segment.strip_suffix(".xml"), segment.strip_suffix(".pdf")) {
        (Some(number), _) => (number, Some(Kind::Xml)),
        (None, Some(number)) => (number, Some(Kind::Pdf)),
        (None, None) => (segment, None),
    }
}

/// The facts of a document of the customer acted for; nothing where it has no papers or is somebody else's.
///
/// # Errors
/// What the database says.
pub fn of_customer(
    view: &mut View,
    buyer: &Buyer,
    number: &str,
) -> Result<Option<Invoice>, DbError> {
    let head = store::get(view, buyer, number)?.map(|detail| detail.head);
    head.map_or(Ok(None), |head| facts(view, &head))
}

/// The facts of any document, for staff.
///
/// # Errors
/// What the database says.
pub fn of_any(view: &mut View, staff: &Staff, number: &str) -> Result<Option<Invoice>, DbError> {
    let head = store::get_any(view, staff, number)?.map(|detail| detail.head);
    head.map_or(Ok(None), |head| facts(view, &head))
}

fn facts(view: &mut View, head: &Document) -> Result<Option<Invoice>, DbError> {
    let paper = store::paper(view, head)?;
    let facts = paper.as_deref().map(serde_json::from_str);
    facts.transpose().map_err(|error| DbError::Failed(format!("frozen facts: {error}")))
}

/// The paper as an answer; set on a thread of its own.
///
/// # Errors
/// It cannot be written.
pub async fn answer(app: &App, facts: Invoice, kind: Kind) -> Result<Response, AppError> {
    let (ending, content_type) = match kind {
        Kind::Pdf => ("pdf", "application/pdf"),
        Kind::Xml => ("xml", "application/xml; charset=utf-8"),
    };
    let name = format!("{}.{ending}", file_name(&facts.number));
    let home = app.clone();
    let made = spawn_blocking(move || match kind {
        Kind::Xml => Ok(portico_documents::ubl(&facts).into_bytes()),
        Kind::Pdf => {
            let language = home.words.language(&facts.language);
            with_words(language, |words| invoice_pdf(&facts, words, Look::default()))
        }
    });
    file(&name, content_type, made.await)
}

/// A statement of account as an answer.
///
/// # Errors
/// It cannot be set.
pub async fn statement_answer(app: &App, statement: StatementPaper) -> Result<Response, AppError> {
    let number = statement.customer.number.clone().unwrap_or_default();
    let name = format!("statement-{}-{}.pdf", file_name(&number), statement.to.text());
    let home = app.clone();
    let made = spawn_blocking(move || {
        let language = home.words.language(&statement.language);
        with_words(language, |words| statement_pdf(&statement, words, Look::default()))
    });
    file(&name, "application/pdf", made.await)
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

fn file(
    name: &str,
    content_type: &'static str,
    made: Result<Result<Vec<u8>, PdfFault>, JoinError>,
) -> Result<Response, AppError> {
    let made = made.map_err(|error| anyhow::anyhow!("a paper could not be made: {error}"))?;
    let bytes = made.map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// A number as a file's name: letters, digits, dots and dashes stay.
fn file_name(number: &str) -> String {
    let safe =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '_' };
    number.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::words::Words as AllWords;

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
}
