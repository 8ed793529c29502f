//! Programs of the staff issue documents.

use super::api::DocumentDetailJson;
use super::credit_note::{self, Asked, CreditLine};
use super::invoice::{self, Wanted};
use super::store;
use crate::access::Staff;
use crate::access::bearer::{ApiStaff, Scope};
use crate::app::{App, Routes};
use crate::cart::place_api::{header_key, respond};
use crate::platform::db::{DbError, Tx};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::json::{Body, NoQuery, body, number_text};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/api/v1/staff/documents", issue)
}

/// A line of a document to be issued: of an invoice `line` (of the order) and `quantity`; of a credit note `line` (of the
/// invoice it corrects) and `quantity`, or `name`, `quantity`, `price` and `vat_rate`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDocumentLine)]
pub struct NewDocumentLineJson {
    /// Number of the order's or the invoice's line.
    #[serde(default)]
    pub line: Option<i64>,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// What a free line is for.
    #[serde(default)]
    pub name: Option<String>,
    /// Net price of one.
    #[serde(default)]
    pub price: Option<String>,
    /// VAT in percent.
    #[serde(default)]
    pub vat_rate: Option<String>,
}

/// A document to be issued.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDocument)]
pub struct NewDocumentJson {
    /// `invoice · credit_note`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The order an invoice charges.
    #[serde(default)]
    pub order: Option<String>,
    /// The invoice a credit note corrects.
    #[serde(default)]
    pub corrects: Option<String>,
    /// Whom a credit note is for, where it corrects no invoice.
    #[serde(default)]
    pub customer: Option<String>,
    /// Its lines; an invoice without any charges what left us.
    #[serde(default)]
    pub lines: Option<Vec<NewDocumentLineJson>>,
    /// Why a credit note is given.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Body for NewDocumentJson {
    const OBJECTS: &'static [&'static str] = &["", "/lines/*"];
}

fn wrong(field: &str, code: &'static str, key: &'static str) -> AppError {
    Problem::invalid(vec![FieldProblem::new(field, code, Text::plain(key))]).into()
}

/// Issues an invoice or a credit note.
#[utoipa::path(post, path = "/api/v1/staff/documents", tag = "staff",
    params(("Idempotency-Key" = String, Header, description = "new for each document")),
    request_body = NewDocumentJson, responses((status = 201, body = DocumentDetailJson)))]
pub async fn issue(
    State(app): State<App>,
    caller: ApiStaff,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    caller.needs(Scope::Manage)?;
    let key = header_key(&headers)?;
    let (sent, value) = body::<NewDocumentJson>(&headers, &bytes)?;
    let route = "POST /api/v1/staff/documents".to_owned();
    let key = Key { scope: "staff".to_owned(), key, route, content_hash: content_hash(&value) };
    let staff = caller.staff.clone();
    let write = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let number = issued(tx, &staff, &sent)?;
            let detail = store::get_any(tx, &staff, &number)?;
            let detail = detail.ok_or_else(|| DbError::Failed("a document vanished".to_owned()))?;
            let json = DocumentDetailJson::of(&detail, wholesaler::today(tx)?)?;
            let body = serde_json::to_string(&json).map_err(|e| AppError::Surprise(e.into()))?;
            Ok(Answer { status: 201, body, location: None })
        })
    };
    respond(&app.db.write(write).await?)
}

fn issued(tx: &mut Tx, staff: &Staff, sent: &NewDocumentJson) -> Result<String, AppError> {
    let lines = sent.lines.as_deref().unwrap_or_default();
    let quantity = |line: &NewDocumentLineJson| number_text(&line.quantity).unwrap_or_default();
    match sent.kind.as_str() {
        "invoice" => {
            let order = sent.order.as_deref();
            let order = order.ok_or_else(|| wrong("/order", "required", "api-needs-order"))?;
            let wanted = lines
                .iter()
                .map(|line| Wanted { line: line.line.unwrap_or(0), quantity: quantity(line) });
            if sent.lines.as_ref().is_some_and(Vec::is_empty) {
                return Err(wrong("/lines", "required", "issue-nothing"));
            }
            invoice::invoice(tx, staff, order, &wanted.collect::<Vec<_>>())
        }
        "credit_note" => {
            let line = |line: &NewDocumentLineJson| match (line.line, &line.name) {
                (Some(of), None) => CreditLine::OfInvoice { line: of, quantity: quantity(line) },
                _ => CreditLine::Free {
                    name: line.name.clone().unwrap_or_default(),
                    quantity: quantity(line),
                    price: line.price.clone().unwrap_or_default(),
                    vat_rate: line.vat_rate.clone().unwrap_or_default(),
                },
            };
            let asked = Asked {
                customer: sent.customer.clone().unwrap_or_default(),
                corrects: sent.corrects.clone(),
                lines: lines.iter().map(line).collect(),
                reason: sent.reason.clone().unwrap_or_default(),
                of_return: None,
            };
            credit_note::credit_note(tx, staff, &asked)
        }
        _ => Err(wrong("/type", "invalid", "api-bad-value")),
    }
}
