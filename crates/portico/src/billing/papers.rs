//! Papers of a document, made of its frozen facts: the sheet as PDF, the e-invoice as XML; and whom papers name.

use super::{paper, seller, store};
use crate::access::{Buyer, Staff};
use crate::app::App;
use crate::app::papers::{self, Paper};
use crate::platform::db::{DbError, View};
use crate::platform::list::Pairs;
use crate::platform::problem::{AppError, Problem, Text};
use axum::response::Response;
use portico_documents::{Invoice, Party};

/// Most documents of an archive: two papers each.
pub const ARCHIVE_MOST: usize = papers::ARCHIVE_MOST / 2;

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

/// The facts of these documents of the customer acted for; those without papers, and somebody else's, are left out.
///
/// # Errors
/// What the database says.
pub fn of_customer(
    view: &mut View,
    buyer: &Buyer,
    numbers: &[String],
) -> Result<Vec<Invoice>, DbError> {
    read(store::papers(view, buyer, numbers)?)
}

/// The facts of any documents, for staff.
///
/// # Errors
/// What the database says.
pub fn of_any(view: &mut View, staff: &Staff, numbers: &[String]) -> Result<Vec<Invoice>, DbError> {
    read(store::papers_of_any(view, staff, numbers)?)
}

fn read(kept: Vec<Option<String>>) -> Result<Vec<Invoice>, DbError> {
    let facts = kept.iter().flatten().map(|text| serde_json::from_str(text));
    facts
        .collect::<Result<_, _>>()
        .map_err(|error| DbError::Failed(format!("frozen facts: {error}")))
}

/// The numbers that are ticked in a list: its fields `document` and `paper`, each once.
///
/// # Errors
/// None is ticked, or more than an archive holds.
pub fn ticked(pairs: &Pairs) -> Result<Vec<String>, Problem> {
    let mut numbers: Vec<String> = Vec::new();
    let is_tick = |name: &str| matches!(name, "document" | "paper");
    for (_, number) in pairs.iter().filter(|(name, _)| is_tick(name)) {
        if !numbers.contains(number) {
            numbers.push(number.clone());
        }
        if numbers.len() > ARCHIVE_MOST {
            let text = Text::plain("archive-too-many").with("most", ARCHIVE_MOST);
            return Err(Problem::new(422, "too_many", text));
        }
    }
    if numbers.is_empty() { Err(nothing()) } else { Ok(numbers) }
}

fn nothing() -> Problem {
    Problem::new(422, "nothing_ticked", Text::plain("archive-nothing"))
}

/// The sheet and the e-invoice of each as one archive.
///
/// # Errors
/// None of what was ticked has papers; it cannot be made.
pub async fn archive(app: &App, facts: Vec<Invoice>) -> Result<Response, AppError> {
    if facts.is_empty() {
        return Err(nothing().into());
    }
    let both = |facts: Invoice| {
        let facts = Box::new(facts);
        [Paper::Document(facts.clone()), Paper::EInvoice(facts)]
    };
    papers::archive(app, "documents", facts.into_iter().flat_map(both).collect()).await
}

/// The paper as an answer.
///
/// # Errors
/// It cannot be written.
pub async fn answer(app: &App, facts: Invoice, kind: Kind) -> Result<Response, AppError> {
    let facts = Box::new(facts);
    let paper = match kind {
        Kind::Pdf => Paper::Document(facts),
        Kind::Xml => Paper::EInvoice(facts),
    };
    papers::answer(app, paper).await
}

/// Whom a paper names today, where it is no document with facts of its own.
#[derive(Clone, Debug)]
pub struct Parties {
    /// The wholesaler.
    pub seller: Party,
    /// The customer, at the address where its invoices go.
    pub customer: Party,
    /// The customer's language.
    pub language: String,
}

/// Who writes to whom. Whoever asks must be allowed to see this customer.
///
/// # Errors
/// What the database says.
pub fn parties(view: &mut View, customer_id: i64) -> Result<Parties, DbError> {
    let (customer, language) = paper::customer(view, customer_id)?;
    Ok(Parties { seller: seller::seller(view)?, customer, language })
}
