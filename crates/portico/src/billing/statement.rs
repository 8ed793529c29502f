//! Statement of account: what was open when a period began, what came since, what is open when it ends, and how old that is.

use super::DocumentType;
use super::kept::{Document, day, document_columns, from_documents};
use crate::platform::db::{DbError, View, args};
use crate::platform::list::{Ask, Listing, Sort};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Currency, Day, Money};

/// A statement as a list of its entries, for files.
pub static STATEMENT: Listing = Listing {
    name: "statement",
    path: "/statement",
    sorts: &[Sort::up("issued")],
    asks: &[Ask::days("transactions-issued")],
};

/// Most entries of a statement.
pub const MOST: usize = 20_000;

/// A period, both days within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// A document in a statement.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The document.
    pub document: Document,
    /// What the customer owes after it, in all.
    pub balance: Money,
}

/// What is open by its age on the last day, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// Not due yet.
    pub not_due: i64,
    /// Overdue for 1 to 30 days.
    pub days_1_30: i64,
    /// Overdue for 31 to 60 days.
    pub days_31_60: i64,
    /// Overdue for 61 to 90 days.
    pub days_61_90: i64,
    /// Overdue for longer.
    pub days_over_90: i64,
    /// Credit notes and payments that settle nothing yet.
    pub unapplied_credit: i64,
}

impl Ageing {
    /// Adds what is open on this day of a document that is due on that one.
    fn add(&mut self, kind: DocumentType, due: Day, open: i64, on: Day) {
        if !kind.is_debit() {
            self.unapplied_credit += open;
            return;
        }
        let part = match days_after(due, on) {
            ..=0 => &mut self.not_due,
            1..=30 => &mut self.days_1_30,
            31..=60 => &mut self.days_31_60,
            61..=90 => &mut self.days_61_90,
            _ => &mut self.days_over_90,
        };
        *part += open;
    }

    /// What is overdue in all.
    #[must_use]
    pub fn overdue(&self) -> i64 {
        self.days_1_30 + self.days_31_60 + self.days_61_90 + self.days_over_90
    }

    /// What is owed, less credit: the closing balance.
    #[must_use]
    pub fn balance(&self) -> i64 {
        self.not_due + self.overdue() - self.unapplied_credit
    }
}

/// Whole days from `due` to `on`: above nought when `on` is later; more than 91 are not counted.
fn days_after(due: Day, on: Day) -> i32 {
    if on <= due {
        return 0;
    }
    (1..=91).find(|days| due.plus_days(*days) >= on).unwrap_or(91)
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its currency.
    pub currency: Currency,
    /// Its period.
    pub period: Period,
    /// What was owed before the first day.
    pub opening: Money,
    /// Documents of the period, by day.
    pub entries: Vec<Entry>,
    /// What is owed at the end of the last day.
    pub closing: Money,
    /// How old that is, seen from the last day.
    pub ageing: Ageing,
}

/// Why there is no statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It ends before it begins.
    Backwards,
    /// More documents than a statement may have.
    TooMany,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::Backwards => {
                let text = Text::plain("statement-backwards");
                Problem::invalid(vec![FieldProblem::new("to", "invalid", text)])
            }
            Refusal::TooMany => {
                let text = Text::plain("statement-too-many").with("most", MOST);
                Problem::new(422, "too_many", text)
            }
        }
        .into()
    }
}

/// The statement of whoever pays, in one currency. Whoever asks must be allowed to see all of the customer's documents.
///
/// # Errors
/// A [`Refusal`]; what the database says.
pub fn statement(
    view: &mut View,
    customer_id: i64,
    currency: Currency,
    period: Period,
) -> Result<Statement, AppError> {
    if period.to < period.from {
        return Err(Refusal::Backwards.into());
    }
    let opening = opening(view, customer_id, currency, period.from)?;
    let documents = documents(view, customer_id, currency, period)?;
    if documents.len() > MOST {
        return Err(Refusal::TooMany.into());
    }
    let mut balance = opening;
    let mut entries = Vec::with_capacity(documents.len());
    for document in documents {
        balance = balance.plus(document.signed(document.counted()))?;
        entries.push(Entry { document, balance });
    }
    let ageing = ageing(view, customer_id, currency, period.to)?;
    Ok(Statement { currency, period, opening, entries, closing: balance, ageing })
}

fn opening(
    view: &mut View,
    customer_id: i64,
    currency: Currency,
    from: Day,
) -> Result<Money, DbError> {
    let minor = view.one::<Option<i64>>(
        "select cast(sum(case when type in ('credit_note', 'payment')
             then settled_before_minor - total_minor
             else total_minor - settled_before_minor end) as bigint)
         from documents where customer_id = $1 and currency = $2 and issued_day < $3",
        args![customer_id, currency.code(), &from.text()],
    )?;
    Ok(Money::new(minor.flatten().unwrap_or(0), currency))
}

fn documents(
    view: &mut View,
    customer_id: i64,
    currency: Currency,
    period: Period,
) -> Result<Vec<Document>, DbError> {
    view.all::<Document>(
        concat!(
            "select ",
            document_columns!(),
            from_documents!(),
            " where d.customer_id = $1 and d.currency = $2 and d.issued_day >= $3
                 and d.issued_day <= $4
             order by d.issued_day, d.id limit 20001"
        ),
        args![customer_id, currency.code(), &period.from.text(), &period.to.text()],
    )
}

/// What is open now, by its age today. Reads what is open and nothing else: pages ask for it, of customers with tens of
/// thousands of documents.
///
/// # Errors
/// What the database says.
pub fn open_now(
    view: &mut View,
    customer_id: i64,
    currency: Currency,
    today: Day,
) -> Result<Ageing, DbError> {
    let rows = view.all::<Open>(
        "select type, due_day, issued_day, open_minor from documents
         where customer_id = $1 and open_minor > 0 and currency = $2 order by id limit 100000",
        args![customer_id, currency.code()],
    )?;
    added_up(rows, today)
}

/// Type, the day it is due, the day it was issued, what is open of it.
type Open = (String, Option<String>, String, i64);

fn added_up(rows: Vec<Open>, on: Day) -> Result<Ageing, DbError> {
    let mut ageing = Ageing::default();
    for (kind, due, issued, open) in rows {
        let kind = DocumentType::from_text(&kind)
            .ok_or_else(|| DbError::Failed(format!("no such type of document: {kind}")))?;
        ageing.add(kind, day(due.as_deref().unwrap_or(&issued))?, open, on);
    }
    Ok(ageing)
}

/// What was open at the end of this day, by its age: what was issued until then, less what was settled until then.
///
/// # Errors
/// What the database says.
pub fn ageing(
    view: &mut View,
    customer_id: i64,
    currency: Currency,
    on: Day,
) -> Result<Ageing, DbError> {
    let rows = view.all::<Open>(
        "select type, due_day, issued_day, open_then from (
             select d.type, d.due_day, d.issued_day, d.id, d.total_minor - d.settled_before_minor - (
                 select cast(coalesce(sum(s.amount_minor), 0) as bigint) from settlements s
                 where s.day <= $3 and (s.credit_id = d.id or s.debit_id = d.id)) as open_then
             from documents d
             where d.customer_id = $1 and d.currency = $2 and d.issued_day <= $3
                 and (d.open_minor > 0 or exists (select 1 from settlements s
                     where s.day > $3 and (s.credit_id = d.id or s.debit_id = d.id)))
         ) x where open_then <> 0 order by id limit 100000",
        args![customer_id, currency.code(), &on.text()],
    )?;
    added_up(rows, on)
}
