//! Approvals in the API.

use super::approve;
use super::json::{self, OrderJson};
use super::store;
use crate::access::bearer::ApiWish;
use crate::app::{App, Routes};
use crate::platform::db::Tx;
use crate::platform::json::{Body, MoneyJson};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::Json;
use axum::extract::{Path, State};
use portico_types::{Currency, Money};
use serde::Deserialize;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/api/v1/orders/{number}/approval", decide)
}

/// What a colleague says to an order above a limit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Approval)]
pub struct ApprovalJson {
    /// `approve` or `refuse`.
    pub decision: String,
    /// Why it is refused; whoever asked reads it.
    #[serde(default)]
    pub reason: Option<String>,
    /// The total the caller saw, where prices changed since it was asked for; without it the order's own must still hold.
    #[serde(default)]
    pub expected_total: Option<MoneyJson>,
}

impl Body for ApprovalJson {
    const OBJECTS: &'static [&'static str] = &["", "/expected_total"];
}

/// Approves or refuses an order that waits for it; an approval runs the whole guard of placing again.
#[utoipa::path(post, path = "/api/v1/orders/{number}/approval", tag = "orders",
    params(("number" = String, Path)), request_body = ApprovalJson,
    responses((status = 200, body = OrderJson)))]
pub async fn decide(
    State(app): State<App>,
    Path(number): Path<String>,
    ApiWish { buyer, sent }: ApiWish<ApprovalJson>,
) -> Result<Json<OrderJson>, AppError> {
    let seen = seen(sent.expected_total.as_ref(), buyer.customer.currency)?;
    let approves = match sent.decision.as_str() {
        "approve" => true,
        "refuse" => false,
        _ => return Err(wrong("/decision")),
    };
    let reason = sent.reason.unwrap_or_default();
    let decided = move |tx: &mut Tx| -> Result<_, AppError> {
        if approves {
            approve::approve(tx, &buyer, &number, seen)?;
        } else {
            approve::refuse(tx, &buyer, &number, &reason)?;
        }
        store::get(tx, &buyer, &number)?.ok_or_else(|| AppError::from(Problem::not_found()))
    };
    let order = app.db.write(decided).await?;
    Ok(Json(json::order(&order)))
}

fn seen(sent: Option<&MoneyJson>, currency: Currency) -> Result<Option<Money>, AppError> {
    let Some(sent) = sent else { return Ok(None) };
    if sent.currency != currency.code() {
        return Err(wrong("/expected_total/currency"));
    }
    let money = Money::parse(&sent.amount, currency);
    money.map(Some).map_err(|_| wrong("/expected_total/amount"))
}

fn wrong(field: &str) -> AppError {
    let text = Text::plain("api-wrong-type");
    Problem::invalid(vec![FieldProblem::new(field, "invalid", text)]).into()
}
