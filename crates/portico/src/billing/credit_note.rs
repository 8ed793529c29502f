//! Staff give a credit note: for lines of an invoice, or for what they write, always with a reason that the customer reads.

use super::DocumentType;
use super::issue::{self, Issue, issue};
use super::kept::{DocumentDetail, DocumentLine};
use super::{settle, store};
use crate::access::{Staff, StaffRole, customer_head};
use crate::customers::credit;
use crate::orders::invoiced::{self, Charged};
use crate::orders::ledger::lock_heads;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_documents::Breach;
use portico_types::{Currency, Quantity, Rate, Taxed, UnitPrice, VatCategory};
use std::collections::BTreeMap;

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;
/// The longest name of a free line, in characters.
pub const NAME_LONGEST: usize = 200;
/// Most lines of a credit note.
pub const LINES_MOST: usize = 5_000;

/// A line of a credit note, as somebody says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditLine {
    /// So much of a line of the invoice that is corrected, at its price.
    OfInvoice {
        /// Its number on the invoice.
        line: i64,
        /// How much, as typed.
        quantity: String,
    },
    /// Something else: a price correction, goodwill.
    Free {
        /// What for.
        name: String,
        /// How many, as typed; whole.
        quantity: String,
        /// Net price of one, as typed.
        price: String,
        /// VAT in percent, as typed; blank: the rate of the invoice's first line, else none.
        vat_rate: String,
    },
}

/// What is given back, to whom, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Number of the customer; blank: whose invoice it is.
    pub customer: String,
    /// Number of the invoice that is corrected.
    pub corrects: Option<String>,
    /// The lines.
    pub lines: Vec<CreditLine>,
    /// Why.
    pub reason: String,
    /// A return whose goods are credited, by its number: once.
    pub of_return: Option<String>,
}

/// Why nothing is given back.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such customer, or no such invoice of theirs.
    NotFound,
    /// Fields are wrong.
    Fields(Vec<FieldProblem>),
    /// More than the invoice came to, with what was credited before.
    OverInvoice,
    /// This credit note was given for the return before.
    ReturnCredited(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::Fields(fields) => Problem::invalid(fields),
            Refusal::OverInvoice => {
                Problem::new(409, "over_invoice", Text::plain("credit-over-invoice"))
            }
            Refusal::ReturnCredited(number) => {
                let text = Text::plain("credit-of-return-before").with("number", number);
                Problem::new(409, "already_credited", text)
            }
        }
        .into()
    }
}

/// Whom a credit note is for, and the invoice it corrects.
struct Whose {
    payer: i64,
    ordered_by: i64,
    currency: Currency,
    invoice: Option<DocumentDetail>,
}

/// Gives a credit note; answers its number.
///
/// # Errors
/// A [`Refusal`], or one of `issue`.
pub fn credit_note(tx: &mut Tx, staff: &Staff, asked: &Asked) -> Result<String, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let whose = whose(tx, staff, asked)?;
    let lines = check(asked, whose.invoice.as_ref(), whose.currency).map_err(Refusal::Fields)?;
    let key = match &asked.of_return {
        Some(number) => number.clone(),
        None => tx.new_id().to_string(),
    };
    let source = format!("credit_note:{key}");
    not_before(tx, &source)?;
    let what = what(tx, &whose, (lines, asked.reason.trim(), &source))?;
    if let Some(invoice) = &whose.invoice {
        take_back(tx, invoice, &what)?;
    }
    let (_, number) = issue(tx, staff, &what)?;
    if let Some(invoice) = &whose.invoice {
        not_over(tx, invoice)?;
    }
    Ok(number)
}

/// What a credit note of these lines says.
fn what<'a>(
    view: &mut View,
    whose: &Whose,
    (lines, reason, source): (Vec<DocumentLine>, &str, &'a str),
) -> Result<Issue<'a>, AppError> {
    let invoice = whose.invoice.as_ref();
    let delivery = invoice.map(|invoice| frozen_delivery(view, invoice)).transpose()?;
    Ok(Issue {
        kind: DocumentType::CreditNote,
        customer_id: whose.payer,
        ordered_by: whose.ordered_by,
        currency: whose.currency,
        lines,
        charges: Vec::new(),
        orders: orders(view, invoice)?,
        reference: invoice.and_then(|invoice| invoice.head.reference.clone()),
        delivery: delivery.flatten(),
        corrects: invoice.map(|i| (i.head.id, i.head.number.clone(), i.head.issued_day)),
        reason: Some(reason.to_owned()),
        source,
        day: wholesaler::today(view)?,
    })
}

/// The rules beyond EN 16931 that a credit note of this invoice's lines would break.
///
/// # Errors
/// What the database says.
pub fn foresee(view: &mut View, invoice: &DocumentDetail) -> Result<Vec<Breach>, AppError> {
    let whose = Whose {
        payer: invoice.head.customer_id,
        ordered_by: invoice.head.customer_id,
        currency: invoice.head.total.currency,
        invoice: Some(invoice.clone()),
    };
    let what = what(view, &whose, (invoice.lines.clone(), "-", ""))?;
    issue::foresee(view, &what)
}

/// A return is credited once. The orders of its invoice are locked.
fn not_before(view: &mut View, source: &str) -> Result<(), AppError> {
    let before =
        view.one::<String>("select number from documents where source = $1", args![source])?;
    before.map_or(Ok(()), |number| Err(Refusal::ReturnCredited(number).into()))
}

fn whose(tx: &mut Tx, staff: &Staff, asked: &Asked) -> Result<Whose, AppError> {
    let given = asked.corrects.as_deref().map(str::trim).filter(|number| !number.is_empty());
    if let Some(number) = given {
        let head = store::by_key(tx, number)?.filter(|head| head.kind == DocumentType::Invoice);
        let head = head.ok_or(Refusal::NotFound)?;
        lock_orders(tx, head.id)?;
        let ordered_by =
            tx.one::<i64>("select ordered_by from documents where id = $1", args![head.id])?;
        let _ = credit::lock(tx, head.customer_id, head.total.currency.code())?;
        let _ = settle::lock(tx, &[head.id])?;
        let invoice = store::get_any(tx, staff, number)?.ok_or(Refusal::NotFound)?;
        return Ok(Whose {
            payer: invoice.head.customer_id,
            ordered_by: ordered_by.unwrap_or(invoice.head.customer_id),
            currency: invoice.head.total.currency,
            invoice: Some(invoice),
        });
    }
    let customer = customer_head(tx, staff, &asked.customer)?.ok_or(Refusal::NotFound)?;
    let payer = tx.one::<i64>(
        "select coalesce(invoiced_to, id) from customers where id = $1",
        args![customer.id],
    )?;
    Ok(Whose {
        payer: payer.unwrap_or(customer.id),
        ordered_by: customer.id,
        currency: customer.currency,
        invoice: None,
    })
}

/// Orders come before credit and documents.
fn lock_orders(tx: &mut Tx, document_id: i64) -> Result<(), DbError> {
    let ids = tx.all::<i64>(
        "select order_id from document_orders where document_id = $1 order by order_id limit 500",
        args![document_id],
    )?;
    lock_heads(tx, &ids)
}

/// The lines a credit note would have. Pure.
///
/// # Errors
/// What is wrong, field by field.
pub fn check(
    asked: &Asked,
    invoice: Option<&DocumentDetail>,
    currency: Currency,
) -> Result<Vec<DocumentLine>, Vec<FieldProblem>> {
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    let reason = asked.reason.trim().chars().count();
    if !(1..=REASON_LONGEST).contains(&reason) {
        faults.push(FieldProblem::new("reason", "required", Text::plain("credit-reason")));
    }
    if asked.lines.len() > LINES_MOST {
        faults.push(FieldProblem::new("/lines", "too_many", Text::plain("credit-too-many")));
        return Err(faults);
    }
    let mut taken: BTreeMap<i64, i64> = BTreeMap::new();
    for (at, one) in asked.lines.iter().enumerate() {
        let position = i64::try_from(lines.len() + 1).unwrap_or(i64::MAX);
        let line = match one {
            CreditLine::OfInvoice { line, quantity } => {
                of_invoice(invoice, (*line, quantity), (position, &mut taken))
            }
            CreditLine::Free { .. } => free(one, invoice, (position, currency)).map(Some),
        };
        match line {
            Ok(Some(line)) => lines.push(line),
            Ok(None) => {}
            Err((member, code, text)) => {
                faults.push(FieldProblem::new(format!("/lines/{at}/{member}"), code, text));
            }
        }
    }
    if lines.is_empty() && faults.is_empty() {
        faults.push(FieldProblem::new("/lines", "required", Text::plain("credit-nothing")));
    }
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

type Fault = (&'static str, &'static str, Text);

fn of_invoice(
    invoice: Option<&DocumentDetail>,
    (number, typed): (i64, &str),
    (position, taken): (i64, &mut BTreeMap<i64, i64>),
) -> Result<Option<DocumentLine>, Fault> {
    let line = invoice.and_then(|i| i.lines.iter().find(|line| line.line == number));
    let line = line.ok_or_else(|| ("line", "not_found", Text::plain("invoice-no-such-line")))?;
    let quantity = Quantity::parse_or_zero(typed, line.quantity.decimals)
        .map_err(|fault| ("quantity", fault.code(), Text::plain("invoice-bad-quantity")))?;
    if quantity.units == 0 {
        return Ok(None);
    }
    let so_far = taken.entry(number).or_default();
    let most = line.quantity.units - line.credited - *so_far;
    if quantity.units > most {
        let most = Quantity::steps(most.max(0), line.quantity.decimals).grouped();
        return Err(("quantity", "too_many", Text::plain("credit-too-much").with("most", most)));
    }
    *so_far += quantity.units;
    let whole = quantity.units == line.quantity.units;
    let net = if whole { Ok(line.net) } else { line.price.net(quantity) };
    let net = net.map_err(|_| ("quantity", "too_large", Text::plain("invoice-bad-quantity")))?;
    Ok(Some(DocumentLine {
        line: position,
        quantity,
        net,
        of_line: Some(line.line),
        credited: 0,
        ..line.clone()
    }))
}

fn free(
    asked: &CreditLine,
    invoice: Option<&DocumentDetail>,
    (position, currency): (i64, Currency),
) -> Result<DocumentLine, Fault> {
    let CreditLine::Free { name, quantity, price, vat_rate } = asked else {
        return Err(("line", "invalid", Text::plain("invoice-no-such-line")));
    };
    let name = name.trim();
    if !(1..=NAME_LONGEST).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(("name", "required", Text::plain("credit-name")));
    }
    let quantity = Quantity::parse(quantity, 0)
        .map_err(|fault| ("quantity", fault.code(), Text::plain("invoice-bad-quantity")))?;
    let price = UnitPrice::parse(price, 1, currency)
        .ok()
        .filter(|price| price.ten_thousandths > 0)
        .ok_or_else(|| ("price", "invalid", Text::plain("credit-price")))?;
    let taxed = taxed(vat_rate, invoice)?;
    let net = price.net(quantity);
    let net = net.map_err(|_| ("price", "too_large", Text::plain("credit-price")))?;
    Ok(DocumentLine {
        line: position,
        order_line_id: None,
        of_order: None,
        product_id: None,
        sku: String::new(),
        name: name.to_owned(),
        unit: "piece".to_owned(),
        quantity,
        price,
        discount: Rate::ZERO,
        net,
        taxed,
        of_line: None,
        credited: 0,
    })
}

/// The VAT of a free line: as the invoice's line of that rate is taxed; a rate without an invoice is a standard one.
fn taxed(typed: &str, invoice: Option<&DocumentDetail>) -> Result<Taxed, Fault> {
    let lines = invoice.map_or(&[][..], |invoice| &invoice.lines);
    let typed = typed.trim().trim_end_matches('%').trim();
    if typed.is_empty() {
        let none = Taxed { rate: Rate::ZERO, category: VatCategory::OutOfScope };
        return Ok(lines.first().map_or(none, |line| line.taxed));
    }
    let rate =
        Rate::parse(typed).map_err(|_| ("vat_rate", "invalid", Text::plain("credit-vat")))?;
    if let Some(line) = lines.iter().find(|line| line.taxed.rate == rate) {
        return Ok(line.taxed);
    }
    if rate.basis_points > 10_000 || (!lines.is_empty()) {
        return Err(("vat_rate", "invalid", Text::plain("credit-vat")));
    }
    let category =
        if rate.basis_points == 0 { VatCategory::OutOfScope } else { VatCategory::Standard };
    Ok(Taxed { rate, category })
}

fn orders(
    view: &mut View,
    invoice: Option<&DocumentDetail>,
) -> Result<Vec<(i64, String)>, DbError> {
    let Some(invoice) = invoice else { return Ok(Vec::new()) };
    view.all::<(i64, String)>(
        "select o.id, o.number from document_orders x join orders o on o.id = x.order_id
         where x.document_id = $1 order by o.id limit 500",
        args![invoice.head.id],
    )
}

/// Where the goods of the invoice went, as it says.
fn frozen_delivery(
    view: &mut View,
    invoice: &DocumentDetail,
) -> Result<Option<portico_documents::Delivery>, DbError> {
    let paper = store::paper(view, &invoice.head)?;
    let facts = paper.as_deref().map(serde_json::from_str::<portico_documents::Invoice>);
    let facts = facts.transpose().map_err(|error| DbError::Failed(error.to_string()))?;
    Ok(facts.and_then(|facts| facts.delivery))
}

/// The counters of the invoice's lines and of the orders' lines.
fn take_back(tx: &mut Tx, invoice: &DocumentDetail, what: &Issue<'_>) -> Result<(), DbError> {
    let (mut of_lines, mut of_orders) = (BTreeMap::new(), BTreeMap::new());
    for line in &what.lines {
        let Some(of) = line.of_line else { continue };
        *of_lines.entry(of).or_insert(0_i64) += line.quantity.units;
        if let Some(id) = line.order_line_id {
            *of_orders.entry(id).or_insert(0_i64) += line.quantity.units;
        }
    }
    let charged: Vec<Charged> =
        of_orders.into_iter().map(|(line_id, quantity)| Charged { line_id, quantity }).collect();
    invoiced::credit(tx, &charged)?;
    let rows: Vec<_> =
        of_lines.iter().map(|(line, units)| args![invoice.head.id, *line, *units]).collect();
    tx.exec_each_one(
        "update document_lines set credited = credited + $3
         where document_id = $1 and line = $2 and credited + $3 <= quantity",
        &rows,
    )
}

/// All credit notes of an invoice together never come to more than the invoice. Its row is locked.
fn not_over(tx: &mut Tx, invoice: &DocumentDetail) -> Result<(), AppError> {
    let credited = tx.one::<Option<i64>>(
        "select cast(sum(total_minor) as bigint) from documents where corrects = $1",
        args![invoice.head.id],
    )?;
    let credited = credited.flatten().unwrap_or(0);
    if credited > invoice.head.total.minor { Err(Refusal::OverInvoice.into()) } else { Ok(()) }
}
