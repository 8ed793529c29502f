//! Columns of `portico import documents`, and reading one row of each role: a head, a line, or both on one row.

use super::Context;
use super::order_columns::{moment, taxed};
use crate::billing::DocumentType;
use crate::import::cells::{Cell, Cells, Column, Shape};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::Layout;
use anyhow::bail;
use portico_types::{Currency, Day, Sku, Taxed, UnitPrice};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Heads of documents.
    Heads,
    /// Lines.
    Lines,
    /// Lines, with the head on each row.
    All,
}

/// What a file is, by its header.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What its rows are.
    pub role: Role,
    /// What its documents are, where their rows do not say.
    pub kind: Option<DocumentType>,
}

const NUMBER: Column = Column::new("document")
    .also(&["document_no", "credit_no", "invoice_no", "payment_no"])
    .needed();
/// In a file of credit notes, the number of an invoice is that of what is corrected.
const CREDIT_NUMBER: Column = Column::new("document").also(&["document_no", "credit_no"]).needed();
const CORRECTS: Column = Column::new("corrects");
const CREDIT_CORRECTS: Column = Column::new("corrects").also(&["invoice_no"]);

const HEAD: &[Column] = &[
    Column::new("type"),
    Column::new("customer").also(&["customer_id"]).needed(),
    Column::new("issued_day").also(&["issued_at"]).needed().of(Shape::Time),
    Column::new("due_day").of(Shape::Day),
    Column::new("currency"),
    Column::new("total").of(Shape::Number),
    Column::new("open").of(Shape::Number),
    Column::new("settled").of(Shape::Number),
    Column::new("reference"),
    Column::new("reason"),
    Column::new("line_count").also(&["lines"]).of(Shape::Number),
];

const LINE: &[Column] = &[
    Column::new("line").also(&["line_no"]).of(Shape::Number),
    Column::new("kind"),
    Column::new("sku"),
    Column::new("name"),
    Column::new("quantity").needed().of(Shape::Number),
    Column::new("price").also(&["unit_price"]).needed().of(Shape::Number),
    Column::new("per").of(Shape::Number),
    Column::new("vat_rate").of(Shape::Number),
    Column::new("vat_category"),
    Column::new("order").also(&["order_no", "matched_order_no"]),
    Column::new("order_line").also(&["order_line_no", "matched_line_no"]).of(Shape::Number),
];

const IGNORED: &[&str] = &["line_total", "country"];

/// Columns of files in which each row is a line, with the head's columns repeated.
#[must_use]
pub fn all() -> Vec<Column> {
    let lines = LINE.iter().map(|column| Column { needed: false, ..*column });
    [NUMBER, CORRECTS].into_iter().chain(HEAD.iter().copied()).chain(lines).collect()
}

/// What a file holds, by its header, and which column is which.
///
/// # Errors
/// It is none of the files that make documents, or lacks a needed column.
pub fn form(sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<(Form, Layout)> {
    let mapped = |name: &str| map.is_some_and(|map| map.columns.contains_key(name));
    let stands = |name: &str| sheet.header.iter().any(|head| name.eq_ignore_ascii_case(head));
    let by_name = map.is_none_or(|map| map.by_name);
    let has = |names: &[&str]| names.iter().any(|name| mapped(name) || by_name && stands(name));
    let role = match (has(&["customer", "customer_id"]), has(&["price", "unit_price"])) {
        (true, true) => Role::All,
        (true, false) => Role::Heads,
        (false, true) => Role::Lines,
        (false, false) => {
            bail!("{}: neither heads (`customer`) nor lines (`price`) of documents.", sheet.name)
        }
    };
    let kind = if stands("credit_no") {
        Some(DocumentType::CreditNote)
    } else if stands("payment_no") {
        Some(DocumentType::Payment)
    } else {
        stands("invoice_no").then_some(DocumentType::Invoice)
    };
    let is_credit = kind == Some(DocumentType::CreditNote);
    let mut columns = vec![if is_credit { CREDIT_NUMBER } else { NUMBER }];
    if role != Role::Lines {
        columns.push(if is_credit { CREDIT_CORRECTS } else { CORRECTS });
        columns.extend(HEAD);
    }
    match role {
        Role::Heads => {}
        Role::Lines => columns.extend(LINE),
        // A row without any of them is a head alone.
        Role::All => {
            columns.extend(LINE.iter().map(|column| Column { needed: false, ..*column }));
        }
    }
    Ok((Form { role, kind }, Layout::new(sheet, map, &columns, IGNORED)?))
}

/// What a file says about a document as a whole; amounts as they are written.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the columns of a head")]
pub struct Head {
    pub number: String,
    pub kind: DocumentType,
    pub customer: String,
    pub issued_day: Day,
    pub due_day: Option<Day>,
    pub currency: Option<Currency>,
    pub total: Option<String>,
    pub open: Option<String>,
    pub settled: Option<String>,
    pub reference: Option<String>,
    pub reason: Option<String>,
    pub corrects: Option<String>,
    pub line_count: Option<i64>,
}

/// A line as the file says it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns of a line")]
pub struct Line {
    pub line: Option<i64>,
    /// Whether `kind` says that it is no product: a discount, postage.
    pub is_no_product: bool,
    pub sku: Option<Sku>,
    pub name: Option<String>,
    pub quantity: String,
    pub price: i64,
    pub per: i64,
    pub taxed: Taxed,
    pub of_order: Option<(String, i64)>,
}

/// Reads what stands about the head.
///
/// # Errors
/// The reason for which the row cannot be taken.
pub fn head(c: &Cells<'_>, kind: Option<DocumentType>, context: &Context) -> Cell<Head> {
    let wrong = "is neither a day like 2026-03-31 nor a time like 2026-03-31T08:15:30";
    let issued = c.parsed("issued_day", wrong, |text| moment(text, context))?;
    let issued = issued.ok_or("`issued_day` is empty")?;
    let wrong = "is not one of: invoice, credit_note, payment";
    let told = c.parsed("type", wrong, |text| {
        let kind = DocumentType::from_text(&text.to_lowercase().replace([' ', '-'], "_"))?;
        let is_taken = !matches!(kind, DocumentType::Refund | DocumentType::Chargeback);
        is_taken.then_some(kind)
    })?;
    Ok(Head {
        number: c.needed("document", 50)?,
        kind: told.or(kind).ok_or("`type` is empty: invoice, credit_note or payment")?,
        customer: c.needed("customer", 50)?,
        issued_day: issued.day(&context.zone),
        due_day: c.day("due_day")?,
        currency: c.currency("currency")?,
        total: c.text("total", 40)?,
        open: c.text("open", 40)?,
        settled: c.text("settled", 40)?,
        reference: c.text("reference", 200)?,
        reason: c.text("reason", 200)?,
        corrects: c.text("corrects", 50)?,
        line_count: c.whole("line_count", 0, 1_000_000)?,
    })
}

/// Reads a line; `None` on a row that says nothing of one.
///
/// # Errors
/// The reason for which the row cannot be taken.
pub fn line(c: &Cells<'_>, context: &Context) -> Cell<Option<Line>> {
    let (sku, name) = (c.sku("sku")?, c.text("name", 200)?);
    if sku.is_none() && name.is_none() && c.raw("quantity").or(c.raw("price")).is_none() {
        return Ok(None);
    }
    let wrong = "is not a price: a number, a decimal point, 4 decimals at most";
    let price = c.parsed("price", wrong, |text| {
        let price = UnitPrice::parse(text, 1, context.currency).ok()?.ten_thousandths;
        (-10_000_000_000_000..=10_000_000_000_000).contains(&price).then_some(price)
    })?;
    let order = c.text("order", 50)?;
    let of_order = match (order, c.whole("order_line", 1, 1_000_000)?) {
        (Some(order), Some(line)) => Some((order, line)),
        (None, None) => None,
        (Some(_), None) => return Err("`order_line` is empty beside `order`".to_owned()),
        (None, Some(_)) => return Err("`order` is empty beside `order_line`".to_owned()),
    };
    let kind = c.text("kind", 40)?;
    Ok(Some(Line {
        line: c.whole("line", 1, 1_000_000)?,
        is_no_product: kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("product")),
        sku,
        name,
        quantity: c.needed("quantity", 40)?,
        price: price.ok_or("`price` is empty")?,
        per: c.whole("per", 1, 1_000_000)?.unwrap_or(1),
        taxed: taxed(c)?,
        of_order,
    }))
}
