//! Documents and the statement of account in the API.

use super::kept::{Document, DocumentCharge, DocumentDetail, DocumentLine, Settled};
use super::list::{self, DocumentRow};
use super::statement::{Entry, Statement};
use super::statement_pages::{Days, read_statement};
use super::{DocumentType, papers, store};
use crate::access::bearer::{ApiBuyer, Scope};
use crate::app::{App, Routes};
use crate::orders::json::{ChargeJson, TotalsJson};
use crate::orders::refusal::number;
use crate::platform::db::View;
use crate::platform::json::{List, MoneyJson, NoQuery, UnitPriceJson, bad_cursor, limit, query};
use crate::platform::list::{At, Cursor, Paging};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use portico_types::{Currency, Day, Money};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/documents", list)
        .get("/api/v1/documents/{number}", get)
        .get("/api/v1/statement", get_statement)
}

/// What cursors of this list are made for: they fit no other list.
const CURSOR_OF: &str = "api documents";

/// An invoice, a credit note or a payment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub struct DocumentJson {
    /// Unique over all types.
    pub number: String,
    /// `invoice · credit_note · payment`. A payment below nought went back to the customer.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The day it was issued.
    pub issued_day: String,
    /// The day an invoice is due.
    pub due_day: Option<String>,
    /// `open · part · settled`.
    pub state: &'static str,
    /// Whether something of an invoice is open after its day.
    pub overdue: bool,
    /// What it comes to.
    pub total: MoneyJson,
    /// What is still to be paid, or to be used.
    pub open: MoneyJson,
    /// Of `open`, what is under way at a gateway.
    pub pending: MoneyJson,
    /// The orders it charges.
    pub orders: Vec<String>,
    /// The customer's own reference.
    pub reference: Option<String>,
}

/// Money that went back counts as a payment below nought.
fn kind_and_sign(kind: DocumentType) -> (&'static str, i64) {
    match kind {
        DocumentType::Invoice => ("invoice", 1),
        DocumentType::CreditNote => ("credit_note", 1),
        DocumentType::Payment => ("payment", 1),
        DocumentType::Refund | DocumentType::Chargeback => ("payment", -1),
    }
}

impl DocumentJson {
    fn of(head: &Document, orders: &[String], today: Day) -> DocumentJson {
        let (kind, sign) = kind_and_sign(head.kind);
        let signed = |money: Money| Money::new(money.minor * sign, money.currency).into();
        DocumentJson {
            number: head.number.clone(),
            kind,
            issued_day: head.issued_day.text(),
            due_day: head.due_day.map(Day::text),
            state: head.state().text(),
            overdue: head.is_overdue(today),
            total: signed(head.total),
            open: signed(head.open),
            pending: head.pending.into(),
            orders: orders.to_vec(),
            reference: head.reference.clone(),
        }
    }
}

/// A line of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentLine)]
pub struct DocumentLineJson {
    /// Its number in the document.
    pub line: i64,
    /// The order and its line, where it charges one.
    pub order: Option<String>,
    /// Number of that line.
    pub order_line: Option<i64>,
    /// Our code; `null` for what is no product.
    pub sku: Option<String>,
    /// The name.
    pub name: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// What is counted.
    pub unit: String,
    /// Net price, after discount.
    pub price: UnitPriceJson,
    /// Quantity × price, rounded.
    pub net: MoneyJson,
    /// VAT in percent.
    pub vat_rate: String,
}

impl From<&DocumentLine> for DocumentLineJson {
    fn from(line: &DocumentLine) -> DocumentLineJson {
        let (order, order_line) = line.of_order.clone().unzip();
        DocumentLineJson {
            line: line.line,
            order,
            order_line,
            sku: (!line.sku.is_empty()).then(|| line.sku.clone()),
            name: line.name.clone(),
            quantity: number(line.quantity),
            unit: line.unit.clone(),
            price: line.price.into(),
            net: line.net.into(),
            vat_rate: line.taxed.rate.text(),
        }
    }
}

/// What settled a document, or what it settled.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Applied)]
pub struct AppliedJson {
    /// The other document.
    pub number: String,
    /// How much; below nought where it was taken back.
    pub amount: MoneyJson,
    /// The day.
    pub day: String,
}

impl From<&Settled> for AppliedJson {
    fn from(settled: &Settled) -> AppliedJson {
        AppliedJson {
            number: settled.number.clone(),
            amount: settled.amount.into(),
            day: settled.day.text(),
        }
    }
}

/// A document with everything below it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentDetail)]
pub struct DocumentDetailJson {
    /// The head.
    #[serde(flatten)]
    pub head: DocumentJson,
    /// Its lines.
    pub lines: Vec<DocumentLineJson>,
    /// Its charges.
    pub charges: Vec<ChargeJson>,
    /// What it adds up to.
    pub totals: TotalsJson,
    /// What settled it, or what it settled.
    pub applied: Vec<AppliedJson>,
    /// The invoice that a credit note is for.
    pub corrects: Option<String>,
}

impl DocumentDetailJson {
    /// A document as the API tells it on this day.
    ///
    /// # Errors
    /// A sum that is too large.
    pub fn of(detail: &DocumentDetail, today: Day) -> Result<DocumentDetailJson, AppError> {
        let currency = detail.head.total.currency;
        let goods = Money::sum(detail.lines.iter().map(|line| line.net), currency)?;
        let charges = Money::sum(detail.charges.iter().map(|charge| charge.net), currency)?;
        // A payment has no lines: what it comes to is all there is to say.
        let goods = if detail.head.has_lines() { goods } else { detail.head.total };
        Ok(DocumentDetailJson {
            head: DocumentJson::of(&detail.head, &detail.orders, today),
            lines: detail.lines.iter().map(Into::into).collect(),
            charges: detail.charges.iter().map(charge).collect(),
            totals: TotalsJson::of(goods, charges, &detail.vat),
            applied: detail.applied.iter().map(Into::into).collect(),
            corrects: detail.head.corrects.clone(),
        })
    }
}

fn charge(charge: &DocumentCharge) -> ChargeJson {
    ChargeJson {
        kind: charge.kind.clone(),
        name: charge.name.clone(),
        net: charge.net.into(),
        vat_rate: charge.taxed.rate.text(),
    }
}

/// What the list may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DocumentsQuery {
    /// `invoice · credit_note · payment`, several with commas between.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `open · part · settled`.
    pub state: Option<String>,
    /// `true`: only what is overdue.
    pub overdue: Option<String>,
    /// Part of a number, of an order's number or of a reference.
    pub q: Option<String>,
    /// Only issued on this day or later.
    pub from: Option<String>,
    /// Only issued on this day or earlier.
    pub to: Option<String>,
    /// 1 to 500; 50 if absent.
    pub limit: Option<String>,
    /// The last `next`.
    pub after: Option<String>,
}

fn bad(field: &'static str) -> AppError {
    let text = Text::plain("api-bad-value");
    Problem::invalid(vec![FieldProblem::new(format!("/{field}"), "invalid", text)]).into()
}

impl DocumentsQuery {
    fn wanted(&self) -> Result<list::Wanted, AppError> {
        let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let mut kinds = Vec::new();
        for word in some(&self.kind).iter().flat_map(|text| text.split(',')) {
            match word.trim() {
                "payment" => kinds.extend(["payment", "refund", "chargeback"]),
                "invoice" => kinds.push("invoice"),
                "credit_note" => kinds.push("credit_note"),
                _ => return Err(bad("type")),
            }
        }
        let state = match (some(&self.state).as_deref(), some(&self.overdue).as_deref()) {
            (None, Some("true")) => Some("overdue"),
            (Some("open"), None | Some("false")) => Some("open"),
            (Some("part"), None | Some("false")) => Some("part"),
            (Some("settled"), None | Some("false")) => Some("settled"),
            (None, None | Some("false")) => None,
            (Some("open" | "part" | "settled"), Some("true")) => return Err(bad("overdue")),
            (Some("open" | "part" | "settled"), Some(_)) => return Err(bad("overdue")),
            (None, Some(_)) => return Err(bad("overdue")),
            (Some(_), _) => return Err(bad("state")),
        };
        let day = |text: &Option<String>, field| match some(text) {
            None => Ok(None),
            Some(text) => Day::parse(&text).map(Some).ok_or_else(|| bad(field)),
        };
        let after = |text| Cursor::decoded(CURSOR_OF, text).ok_or_else(bad_cursor);
        let at = self.after.as_deref().map(after).transpose()?.map_or(At::Start, At::After);
        let first = Paging::first("issued", true, limit(self.limit.as_deref())?);
        Ok(list::Wanted {
            q: some(&self.q).unwrap_or_default(),
            kinds,
            state,
            from: day(&self.from, "from")?,
            to: day(&self.to, "to")?,
            paging: Paging { at, ..first },
        })
    }
}

/// Documents of the customer acted for, newest first.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents", params(DocumentsQuery),
    responses((status = 200, body = List<DocumentJson>)))]
pub async fn list(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<DocumentJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let wanted = query::<DocumentsQuery>(raw.as_deref())?.wanted()?;
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((list::own(view, &caller.buyer, &wanted)?, wholesaler::today(view)?))
    };
    let (page, today) = app.db.read(read).await?;
    let shape = |row: &DocumentRow| DocumentJson::of(&row.head, &row.orders, today);
    let items = page.rows.iter().map(shape).collect();
    Ok(Json(List { items, next: page.next.map(|cursor| cursor.encoded(CURSOR_OF)) }))
}

/// One document; with `.xml` behind its number the e-invoice (UBL 2.1).
#[utoipa::path(get, path = "/api/v1/documents/{number}", tag = "documents",
    params(("number" = String, Path)), responses((status = 200, body = DocumentDetailJson)))]
pub async fn get(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(number): Path<String>,
    _: NoQuery,
) -> Result<Response, AppError> {
    caller.needs(Scope::Read)?;
    let (number, kind) = papers::asked(&number);
    let number = number.to_owned();
    if let Some(kind) = kind {
        let of = [number];
        let read = move |view: &mut View| papers::of_customer(view, &caller.buyer, &of);
        let facts = app.db.read(read).await?.pop().ok_or_else(Problem::not_found)?;
        return papers::answer(&app, facts, kind).await;
    }
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((store::get(view, &caller.buyer, &number)?, wholesaler::today(view)?))
    };
    let (detail, today) = app.db.read(read).await?;
    let detail = detail.ok_or_else(Problem::not_found)?;
    Ok(Json(DocumentDetailJson::of(&detail, today)?).into_response())
}

/// An entry of a statement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatementEntry)]
pub struct EntryJson {
    /// The day.
    pub day: String,
    /// The document.
    pub number: String,
    /// `invoice · credit_note · payment`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What is charged by it.
    pub debit: Option<MoneyJson>,
    /// What is given back or paid by it.
    pub credit: Option<MoneyJson>,
    /// What is owed after it.
    pub balance: MoneyJson,
    /// What is open of it now.
    pub open: MoneyJson,
    /// The day it is due.
    pub due_day: Option<String>,
}

impl From<&Entry> for EntryJson {
    fn from(entry: &Entry) -> EntryJson {
        let document = &entry.document;
        let debit = document.kind.is_debit();
        EntryJson {
            day: document.issued_day.text(),
            number: document.number.clone(),
            kind: kind_and_sign(document.kind).0,
            debit: debit.then(|| document.counted().into()),
            credit: (!debit).then(|| document.counted().into()),
            balance: entry.balance.into(),
            open: document.open.into(),
            due_day: document.due_day.map(Day::text),
        }
    }
}

/// What is open by its age.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ageing)]
pub struct AgeingJson {
    /// Not due.
    pub not_due: MoneyJson,
    /// 1 to 30 days overdue.
    pub days_1_30: MoneyJson,
    /// 31 to 60 days overdue.
    pub days_31_60: MoneyJson,
    /// 61 to 90 days overdue.
    pub days_61_90: MoneyJson,
    /// Overdue for longer.
    pub days_over_90: MoneyJson,
    /// Credit notes and payments that settle nothing yet.
    pub unapplied_credit: MoneyJson,
}

/// A statement of account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statement)]
pub struct StatementJson {
    /// ISO 4217.
    pub currency: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What was owed before the first day.
    pub opening: MoneyJson,
    /// Documents, by day.
    pub entries: Vec<EntryJson>,
    /// What is owed at the end of the last day.
    pub closing: MoneyJson,
    /// How old that is.
    pub ageing: AgeingJson,
}

impl From<&Statement> for StatementJson {
    fn from(statement: &Statement) -> StatementJson {
        let money = |minor: i64| Money::new(minor, statement.currency).into();
        let ageing = &statement.ageing;
        StatementJson {
            currency: statement.currency.code().to_owned(),
            from: statement.period.from.text(),
            to: statement.period.to.text(),
            opening: statement.opening.into(),
            entries: statement.entries.iter().map(Into::into).collect(),
            closing: statement.closing.into(),
            ageing: AgeingJson {
                not_due: money(ageing.not_due),
                days_1_30: money(ageing.days_1_30),
                days_31_60: money(ageing.days_31_60),
                days_61_90: money(ageing.days_61_90),
                days_over_90: money(ageing.days_over_90),
                unapplied_credit: money(ageing.unapplied_credit),
            },
        }
    }
}

/// What a statement may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// First day; the last three months if absent.
    pub from: Option<String>,
    /// Last day; today if absent.
    pub to: Option<String>,
    /// ISO 4217; the customer's currency if absent.
    pub currency: Option<String>,
}

/// The statement of account of the customer acted for.
#[utoipa::path(get, path = "/api/v1/statement", tag = "documents", params(StatementQuery),
    responses((status = 200, body = StatementJson)))]
pub async fn get_statement(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<StatementJson>, AppError> {
    caller.needs(Scope::Read)?;
    let asked = query::<StatementQuery>(raw.as_deref())?;
    let currency = match asked.currency.as_deref().filter(|code| !code.is_empty()) {
        None => caller.buyer.customer.currency,
        Some(code) => Currency::from_code(code).ok_or_else(|| bad("currency"))?,
    };
    let days = Days {
        from: asked.from.unwrap_or_default(),
        to: asked.to.unwrap_or_default(),
        ..Days::default()
    };
    let read = move |view: &mut View| -> Result<_, AppError> {
        let today = wholesaler::today(view)?;
        let period = days.period(today).ok_or_else(|| bad("from"))?;
        read_statement(view, &caller.buyer, currency, period)
    };
    let statement = app.db.report(read).await?;
    Ok(Json(StatementJson::from(&statement)))
}
