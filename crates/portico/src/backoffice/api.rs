//! The staff's side of the API: orders, their confirmation, stock.

use super::review::{self, Decision};
use crate::access::bearer::{ApiStaff, Scope};
use crate::app::{App, Routes};
use crate::billing::store as documents;
use crate::catalogue::stock;
use crate::orders::api::ListQuery;
use crate::orders::json::{OrderJson, OrderSummaryJson};
use crate::orders::refusal::number;
use crate::orders::{comment, json, staff_store};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::json::{Body, List, NoQuery, body, query};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use portico_types::Quantity;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/staff/orders", list)
        .get("/api/v1/staff/orders/{number}", get)
        .post("/api/v1/staff/orders/{number}/confirmation", confirm)
        .get("/api/v1/staff/stock/{sku}", stock)
        .merge(super::warehouse_api::routes())
}

/// Everybody's orders, newest first.
#[utoipa::path(get, path = "/api/v1/staff/orders", tag = "staff", params(ListQuery),
    responses((status = 200, body = List<OrderSummaryJson>)))]
pub async fn list(
    State(app): State<App>,
    caller: ApiStaff,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<OrderSummaryJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let filter = query::<ListQuery>(raw.as_deref())?.filter()?;
    let page = app.db.read(move |view| staff_store::list_all(view, &caller.staff, &filter)).await?;
    let items = page.rows.iter().map(|row| json::summary(&row.order)).collect();
    Ok(Json(List { items, next: json::next(page.next.as_ref()) }))
}

async fn read(app: &App, caller: &ApiStaff, order: String) -> Result<Json<OrderJson>, AppError> {
    let staff = caller.staff.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (order, _) =
            staff_store::get_any(view, &staff, &order)?.ok_or_else(Problem::not_found)?;
        let comments = comment::list(view, &order.head)?;
        let documents = documents::of_order(view, &order.head)?;
        let documents = documents.iter().map(|one| (one.number.as_str(), one.kind.text()));
        Ok(json::order(&order).with_comments(&comments).with_documents(documents))
    };
    Ok(Json(app.db.read(read).await?))
}

/// One order of anybody.
#[utoipa::path(get, path = "/api/v1/staff/orders/{number}", tag = "staff",
    params(("number" = String, Path)), responses((status = 200, body = OrderJson)))]
pub async fn get(
    State(app): State<App>,
    caller: ApiStaff,
    Path(number): Path<String>,
    _: NoQuery,
) -> Result<Json<OrderJson>, AppError> {
    caller.needs(Scope::Read)?;
    read(&app, &caller, number).await
}

/// A decision on an order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Confirmation)]
pub struct DecisionJson {
    /// `confirm` or `refuse`.
    pub decision: String,
    /// For the customer; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Body for DecisionJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Confirms or refuses an order that waits for a review.
#[utoipa::path(post, path = "/api/v1/staff/orders/{number}/confirmation", tag = "staff",
    params(("number" = String, Path)), request_body = DecisionJson,
    responses((status = 200, body = OrderJson)))]
pub async fn confirm(
    State(app): State<App>,
    caller: ApiStaff,
    Path(order): Path<String>,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Json<OrderJson>, AppError> {
    caller.needs(Scope::Manage)?;
    let (sent, _) = body::<DecisionJson>(&headers, &bytes)?;
    let decision = match sent.decision.as_str() {
        "confirm" => Decision::Confirm,
        "refuse" => Decision::Refuse { reason: sent.reason.unwrap_or_default() },
        _ => {
            let text = Text::plain("api-wrong-type");
            return Err(
                Problem::invalid(vec![FieldProblem::new("/decision", "invalid", text)]).into()
            );
        }
    };
    let (staff, deed_number) = (caller.staff.clone(), order.clone());
    app.db.write(move |tx: &mut Tx| review::decide(tx, &staff, &deed_number, &decision)).await?;
    read(&app, &caller, order).await
}

/// Stock of a product.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StaffStock)]
pub struct StockJson {
    /// The product's code.
    pub sku: String,
    /// By place.
    pub locations: Vec<LocationJson>,
    /// On hand less allocated, over all places; never below nought.
    #[schema(value_type = f64)]
    pub free: Value,
}

/// Stock at one place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StockLocation)]
pub struct LocationJson {
    /// Name of the place.
    pub location: String,
    /// On hand.
    #[schema(value_type = f64)]
    pub on_hand: Value,
    /// Reserved for orders.
    #[schema(value_type = f64)]
    pub allocated: Value,
}

/// Stock of one product.
#[utoipa::path(get, path = "/api/v1/staff/stock/{sku}", tag = "staff",
    params(("sku" = String, Path)), responses((status = 200, body = StockJson)))]
pub async fn stock(
    State(app): State<App>,
    caller: ApiStaff,
    Path(sku): Path<String>,
    _: NoQuery,
) -> Result<Json<StockJson>, AppError> {
    caller.needs(Scope::Read)?;
    let read = move |view: &mut View| -> Result<Option<stock::Levels>, DbError> {
        stock::levels(view, &caller.staff, &sku)
    };
    let levels = app.db.read(read).await?.ok_or_else(Problem::not_found)?;
    let steps = |units| number(Quantity::steps(units, levels.quantity_decimals));
    let free: i64 = levels.locations.iter().map(|l| l.on_hand - l.allocated).sum();
    let location = |l: &stock::Level| LocationJson {
        location: l.location.clone(),
        on_hand: steps(l.on_hand),
        allocated: steps(l.allocated),
    };
    let locations = levels.locations.iter().map(location).collect();
    Ok(Json(StockJson { sku: levels.sku.clone(), locations, free: steps(free.max(0)) }))
}
