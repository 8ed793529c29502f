//! A statement of account as the facts of a sheet.

use super::papers;
use super::seller;
use super::statement::{Entry, Statement};
use crate::app::papers::Paper;
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::words::{Language, Words};
use portico_documents::{Age, Entry as PaperEntry, Statement as PaperStatement};

/// Most documents of a statement as a sheet; more of them are a file.
pub const SHEET_MOST: usize = 2_000;

/// The sheet of a statement that was read for the person who asks.
///
/// # Errors
/// More documents than a sheet may have; what the database says.
pub(super) fn paper(
    view: &mut View,
    words: &Words,
    customer_id: i64,
    statement: &Statement,
) -> Result<Paper, AppError> {
    if statement.entries.len() > SHEET_MOST {
        let text = Text::plain("statement-sheet-too-many").with("most", SHEET_MOST);
        return Err(Problem::new(422, "too_many", text).into());
    }
    let parties = papers::parties(view, customer_id)?;
    let words = words.language(&parties.language);
    let reference = parties.customer.number.clone().unwrap_or_default();
    Ok(Paper::Statement(Box::new(PaperStatement {
        means: seller::means(view, statement.currency, &reference)?,
        seller: parties.seller,
        customer: parties.customer,
        currency: statement.currency,
        language: words.code().to_owned(),
        from: statement.period.from,
        to: statement.period.to,
        opening_minor: statement.opening.minor,
        entries: statement.entries.iter().map(|one| entry(words, one)).collect(),
        closing_minor: statement.closing.minor,
        ageing: ages(words, statement),
    })))
}

fn entry(words: &Language, entry: &Entry) -> PaperEntry {
    let document = &entry.document;
    PaperEntry {
        day: document.issued_day,
        kind: words.say(document.kind.word()).to_owned(),
        number: document.number.clone(),
        reference: document.reference.clone(),
        due: document.due_day,
        amount_minor: document.signed(document.counted()).minor,
        balance_minor: entry.balance.minor,
    }
}

const NOT_DUE: &str = "ageing-not-due";
const UNUSED: &str = "ageing-unused-credit";

/// What is open by its age, and what counts against it.
fn ages(words: &Language, statement: &Statement) -> Vec<Age> {
    let ageing = &statement.ageing;
    let age = |key: &str, amount_minor| Age {
        label: words.say(key).to_owned(),
        amount_minor,
        is_late: key != NOT_DUE && key != UNUSED,
    };
    let mut ages = vec![
        age(NOT_DUE, ageing.not_due),
        age("ageing-1-30", ageing.days_1_30),
        age("ageing-31-60", ageing.days_31_60),
        age("ageing-61-90", ageing.days_61_90),
        age("ageing-over-90", ageing.days_over_90),
    ];
    if ageing.unapplied_credit > 0 {
        ages.push(age(UNUSED, -ageing.unapplied_credit));
    }
    ages
}
