//! A document is issued: what both invoices and credit notes do once it is clear what they say.

use super::DocumentType;
use super::kept::{DocumentCharge, DocumentLine};
use super::seller::{CREDIT_NOTE_PREFIX, INVOICE_PREFIX};
use super::write::{NewDocument, due, owe, sums, write};
use super::{mail, paper, series};
use crate::access::Staff;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings;
use crate::platform::wholesaler;
use portico_documents::{Breach, Delivery, Invoice, Layer, VatPart as PaperVat};
use portico_types::{Currency, Day, Money, Taxed, VatCategory, VatPart};

/// What a document to be issued says.
#[derive(Clone, Debug)]
pub struct Issue<'a> {
    /// Invoice or credit note.
    pub kind: DocumentType,
    /// Who pays.
    pub customer_id: i64,
    /// Whose orders they are.
    pub ordered_by: i64,
    /// Its currency.
    pub currency: Currency,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// Its charges.
    pub charges: Vec<DocumentCharge>,
    /// Ids and numbers of the orders it is about.
    pub orders: Vec<(i64, String)>,
    /// The customer's own reference of the order.
    pub reference: Option<String>,
    /// Where the goods went, and when.
    pub delivery: Option<Delivery>,
    /// Id, number and day of the invoice it corrects.
    pub corrects: Option<(i64, String, Day)>,
    /// Why it is given.
    pub reason: Option<String>,
    /// What it comes from, once.
    pub source: &'a str,
    /// The day it is issued.
    pub day: Day,
}

/// Why a document cannot be issued though it is clear what it would say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would come to nothing.
    Nothing,
    /// Rules of EN 16931 it would break: something is not filled in, of the wholesaler or the customer.
    Incomplete(Vec<String>),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::Nothing => {
                Problem::new(422, "nothing_to_charge", Text::plain("issue-nothing")).into()
            }
            Refusal::Incomplete(rules) => {
                let text = Text::plain("issue-incomplete").with("rules", rules.join(" "));
                let field = FieldProblem::new("", "incomplete", text.clone());
                Problem::new(409, "document_incomplete", text).with_errors(vec![field]).into()
            }
        }
    }
}

/// Issues it: what is owed, the number, the frozen facts, the rows. Answers id and number. Locks credit, then the series; the
/// order, and the invoice it corrects, must be locked before.
///
/// # Errors
/// A [`Refusal`]; what the database says.
pub fn issue(tx: &mut Tx, staff: &Staff, issue: &Issue<'_>) -> Result<(i64, String), AppError> {
    let today = issue.day;
    let (vat, total) = sums(&issue.lines, &issue.charges, issue.currency)?;
    if total.minor <= 0 {
        return Err(Refusal::Nothing.into());
    }
    let due = due_day(tx, issue, today)?;
    owe(tx, issue.kind, issue.customer_id, issue.source, total)?;
    let number = number(tx, issue.kind, today)?;
    let frozen = freeze(tx, issue, (&number, today, due), (&vat, total))?;
    let id = write(
        tx,
        &NewDocument {
            kind: issue.kind,
            number: &number,
            customer_id: issue.customer_id,
            ordered_by: issue.ordered_by,
            issued_day: today,
            due_day: due,
            total,
            vat: &vat,
            lines: &issue.lines,
            charges: &issue.charges,
            orders: &issue.orders,
            reference: issue.reference.as_deref(),
            corrects: issue.corrects.as_ref().map(|(id, number, _)| (*id, number.as_str())),
            reason: issue.reason.as_deref(),
            source: issue.source,
            paper: Some(&frozen),
            login_id: Some(staff.login.id),
        },
    )?;
    if issue.day == wholesaler::today(tx)? {
        mail::issued(tx, &number)?;
    }
    let verb = match issue.kind {
        DocumentType::Invoice => "invoice_issued",
        _ => "credit_note_issued",
    };
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(issue.customer_id),
        verb,
        object: &format!("document:{number}"),
        facts: serde_json::json!({ "total_minor": total.minor, "currency": total.currency.code() }),
        free_text: issue.reason.as_deref(),
    };
    activity::record(tx, &deed)?;
    Ok((id, number))
}

/// The rules beyond EN 16931 that it would break if it were issued: it is a good document, and some who receive
/// e-invoices would not take it.
///
/// # Errors
/// Sums beyond what money can hold; what the database says.
pub fn foresee(view: &mut View, issue: &Issue<'_>) -> Result<Vec<Breach>, AppError> {
    let due = due_day(view, issue, issue.day)?;
    let mut facts = paper::facts(view, issue, ("-", issue.day, due))?;
    facts.sum_up()?;
    Ok(beyond_core(&facts))
}

/// The rules beyond EN 16931 that a document breaks. Pure.
#[must_use]
pub fn beyond_core(facts: &Invoice) -> Vec<Breach> {
    let mut breaches = portico_documents::check(facts);
    breaches.retain(|breach| breach.layer != Layer::Core);
    breaches
}

fn number(tx: &mut Tx, kind: DocumentType, today: Day) -> Result<String, DbError> {
    let (series, prefix) = match kind {
        DocumentType::Invoice => ("invoice", settings::get(tx, &INVOICE_PREFIX)?),
        _ => ("credit_note", settings::get(tx, &CREDIT_NOTE_PREFIX)?),
    };
    let drawn = series::draw(tx, series, today)?;
    Ok(series::number(&prefix, today, drawn))
}

/// The day an invoice is due by the payer's terms; credit notes are not due.
fn due_day(view: &mut View, issue: &Issue<'_>, today: Day) -> Result<Option<Day>, DbError> {
    if issue.kind != DocumentType::Invoice {
        return Ok(None);
    }
    let terms = view.one::<(i64, bool)>(
        "select payment_days, payment_end_of_month from customers where id = $1",
        args![issue.customer_id],
    )?;
    Ok(terms.map(|(days, end_of_month)| due(today, days, end_of_month)))
}

/// The frozen facts as JSON, where no rule of the core is broken and the sums are the ledger's to the cent.
fn freeze(
    tx: &mut Tx,
    issue: &Issue<'_>,
    said: (&str, Day, Option<Day>),
    (vat, total): (&[VatPart], Money),
) -> Result<String, AppError> {
    let mut facts = paper::facts(tx, issue, said)?;
    facts.sum_up()?;
    let same = |one: &PaperVat, other: &VatPart| {
        (one.vat, one.taxable_minor, one.vat_minor)
            == (other.taxed, other.taxable.minor, other.vat.minor)
    };
    let agree = facts.totals.gross_minor == total.minor
        && facts.vat.len() == vat.len()
        && vat.iter().all(|part| facts.vat.iter().any(|one| same(one, part)));
    if !agree {
        return Err(DbError::Failed("the paper's sums are not the ledger's".to_owned()).into());
    }
    let breaches = portico_documents::check(&facts);
    let core: Vec<String> = breaches
        .iter()
        .filter(|breach| breach.layer == Layer::Core)
        .map(|breach| format!("{} ({}).", breach.text.trim_end_matches('.'), breach.rule))
        .collect();
    if !core.is_empty() {
        return Err(Refusal::Incomplete(core).into());
    }
    let text = serde_json::to_string(&facts);
    Ok(text.map_err(|error| DbError::Failed(error.to_string()))?)
}

/// VAT as an invoice states it: goods that a business in another EU country gets are an intra-community supply, which
/// orders keep as a reverse charge.
#[must_use]
pub(super) fn on_paper(taxed: Taxed, intra_community: bool) -> Taxed {
    match taxed.category {
        VatCategory::ReverseCharge if intra_community => {
            Taxed { category: VatCategory::IntraCommunity, ..taxed }
        }
        _ => taxed,
    }
}
