//! A document as it is kept: what pages, papers and the API read of it.

use super::{DocumentType, State};
use crate::platform::db::{DbError, FromRow, Row};
use portico_types::{Currency, Day, Money, Quantity, Rate, Taxed, UnitPrice, VatCategory, VatPart};

/// The head of a document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: i64,
    /// Its number, unique over all types.
    pub number: String,
    /// What it is.
    pub kind: DocumentType,
    /// Who pays, or is paid.
    pub customer_id: i64,
    /// The day it was issued, at the wholesaler's.
    pub issued_day: Day,
    /// The day an invoice is due.
    pub due_day: Option<Day>,
    /// Without VAT.
    pub net: Money,
    /// The VAT in it.
    pub vat: Money,
    /// What it comes to, never below nought.
    pub total: Money,
    /// Of that, what was settled elsewhere before an import brought it here.
    pub settled_before: Money,
    /// What is not settled yet: still to be paid, or still to be used.
    pub open: Money,
    /// Of `open`, what is under way at a gateway.
    pub pending: Money,
    /// The customer's own reference of the order, or what a payment says.
    pub reference: Option<String>,
    /// Number of the invoice that a credit note corrects.
    pub corrects: Option<String>,
    /// Why a credit note was given, or a refund.
    pub reason: Option<String>,
    /// Whether it can be printed with its lines, as it was issued.
    pub has_paper: bool,
}

impl Document {
    /// How much of it is settled.
    #[must_use]
    pub fn state(&self) -> State {
        State::of(self.total.minor, self.open.minor)
    }

    /// Whether the customer owes it and its day is past.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.kind.is_debit() && self.open.minor > 0 && self.due_day.is_some_and(|due| due < today)
    }

    /// Whether it has lines: money has none.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        matches!(self.kind, DocumentType::Invoice | DocumentType::CreditNote)
    }

    /// What could be paid or used now: open and not under way.
    #[must_use]
    pub fn free(&self) -> Money {
        Money::new(self.open.minor - self.pending.minor, self.open.currency)
    }

    /// What it changes in the customer's account: the total, less what was settled before it came here.
    #[must_use]
    pub fn counted(&self) -> Money {
        Money::new(self.total.minor - self.settled_before.minor, self.total.currency)
    }

    /// The amount as the customer owes it: below nought for what we owe the customer.
    #[must_use]
    pub fn signed(&self, amount: Money) -> Money {
        if self.kind.is_debit() { amount } else { Money::new(-amount.minor, amount.currency) }
    }
}

/// The columns of a [`Document`]; `d` is documents, `v` the document it corrects.
macro_rules! document_columns {
    () => {
        "d.id, d.number, d.type, d.customer_id, d.currency, d.issued_day, d.due_day, d.net_minor,
         d.vat_minor, d.total_minor, d.open_minor, d.pending_minor, d.reference, v.number,
         d.reason, d.paper is not null, d.settled_before_minor"
    };
}
pub(crate) use document_columns;

macro_rules! from_documents {
    () => {
        " from documents d left join documents v on v.id = d.corrects"
    };
}
pub(crate) use from_documents;

/// A day as it is stored.
pub(super) fn day(text: &str) -> Result<Day, DbError> {
    Day::parse(text).ok_or_else(|| DbError::Failed(format!("no such day: {text}")))
}

/// A currency as it is stored.
pub(super) fn currency(code: &str) -> Result<Currency, DbError> {
    Currency::from_code(code).ok_or_else(|| DbError::Failed(format!("no such currency: {code}")))
}

impl FromRow for Document {
    fn from_row(r: &mut Row<'_>) -> Result<Document, DbError> {
        let (id, number, kind) = (r.next()?, r.next()?, r.next::<String>()?);
        let kind = DocumentType::from_text(&kind)
            .ok_or_else(|| DbError::Failed(format!("no such type of document: {kind}")))?;
        let customer_id = r.next()?;
        let currency = currency(&r.next::<String>()?)?;
        let issued_day = day(&r.next::<String>()?)?;
        let due_day = r.next::<Option<String>>()?.as_deref().and_then(Day::parse);
        let mut money = || -> Result<Money, DbError> { Ok(Money::new(r.next()?, currency)) };
        let (net, vat, total, open, pending) = (money()?, money()?, money()?, money()?, money()?);
        Ok(Document {
            id,
            number,
            kind,
            customer_id,
            issued_day,
            due_day,
            net,
            vat,
            total,
            open,
            pending,
            reference: r.next()?,
            corrects: r.next()?,
            reason: r.next()?,
            has_paper: r.next()?,
            settled_before: Money::new(r.next()?, currency),
        })
    }
}

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLine {
    /// Its number in the document.
    pub line: i64,
    /// The line of an order that it charges or credits.
    pub order_line_id: Option<i64>,
    /// Number of that order, and of the line in it.
    pub of_order: Option<(String, i64)>,
    /// Its product, where known.
    pub product_id: Option<i64>,
    /// Our code; blank for what is no product.
    pub sku: String,
    /// The name.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: Quantity,
    /// Net price of a unit, after discount.
    pub price: UnitPrice,
    /// Discount in it.
    pub discount: Rate,
    /// Quantity × price, rounded.
    pub net: Money,
    /// Its VAT.
    pub taxed: Taxed,
    /// The line of the corrected invoice.
    pub of_line: Option<i64>,
    /// Of an invoice's line, how much was credited since, in its smallest step.
    pub credited: i64,
}

/// A charge on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCharge {
    /// `carriage`, `small_order` …
    pub kind: String,
    /// What people read.
    pub name: String,
    /// Net amount.
    pub net: Money,
    /// Its VAT.
    pub taxed: Taxed,
}

/// What settles a document, or is settled by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Number of the other document.
    pub number: String,
    /// How much; below nought where it was taken back.
    pub amount: Money,
    /// The day.
    pub day: Day,
}

/// A document with everything below it.
#[derive(Clone, Debug)]
pub struct DocumentDetail {
    /// The head.
    pub head: Document,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// Its charges.
    pub charges: Vec<DocumentCharge>,
    /// VAT once per rate.
    pub vat: Vec<VatPart>,
    /// Numbers of the orders it charges.
    pub orders: Vec<String>,
    /// What settled it, or what it settled, oldest first.
    pub applied: Vec<Settled>,
}

/// Rate and category as they are stored.
pub(super) fn taxed(rate: i64, category: &str) -> Result<Taxed, DbError> {
    let category = VatCategory::from_code(category)
        .ok_or_else(|| DbError::Failed(format!("no such VAT category: {category}")))?;
    Ok(Taxed { rate: Rate::new(rate), category })
}
