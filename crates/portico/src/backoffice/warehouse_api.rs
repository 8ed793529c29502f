//! What programs tell the warehouse: goods that left, goods that came in, stock that changed.

use super::entered::Entered;
use super::goods_in::book::{self, Arrival};
use super::goods_in::store;
use super::goods_out::dispatch::{self, Told};
use super::warehouse_json::{GoodsInJson, MovementJson};
use crate::access::Staff;
use crate::access::bearer::{ApiStaff, Scope};
use crate::app::{App, Routes};
use crate::cart::place_api::{header_key, respond};
use crate::catalogue::correct_stock::{self, Change, Wish};
use crate::catalogue::stock::{self, MAIN};
use crate::orders::allocate::give_on;
use crate::orders::ledger::Cause;
use crate::orders::shipping::json::ShipmentJson;
use crate::orders::shipping::ship::NewParcel;
use crate::orders::staff_store;
use crate::platform::db::{DbError, Tx};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::json::{Body, NoQuery, body, number_text};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Lines of one body at most, as of an order.
const LINES_MOST: usize = 5_000;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/staff/orders/{number}/shipments", ship)
        .post("/api/v1/staff/goods-in", goods_in)
        .post("/api/v1/staff/stock-movements", stock_movement)
}

/// A quantity of an order's line.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewShippedLine)]
pub struct NewShippedLineJson {
    /// Number of the order's line.
    pub line: i64,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

/// Goods that left for an order, in one parcel.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewShipment)]
pub struct NewShipmentJson {
    /// What left.
    pub lines: Vec<NewShippedLineJson>,
    /// Who brings it.
    #[serde(default)]
    pub carrier: Option<String>,
    /// What the carrier knows it by.
    #[serde(default)]
    pub tracking: Option<String>,
}

impl Body for NewShipmentJson {
    const OBJECTS: &'static [&'static str] = &["", "/lines/*"];
}

/// Goods of an order leave. What stands on a goods-out note leaves by that note.
#[utoipa::path(post, path = "/api/v1/staff/orders/{number}/shipments", tag = "staff",
    params(("number" = String, Path), ("Idempotency-Key" = String, Header, description = "new for each shipment")),
    request_body = NewShipmentJson, responses((status = 201, body = ShipmentJson)))]
pub async fn ship(
    State(app): State<App>,
    caller: ApiStaff,
    Path(order): Path<String>,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    let route = format!("POST /api/v1/staff/orders/{}/shipments", order.to_lowercase());
    let deed = move |tx: &mut Tx, staff: &Staff, sent: &NewShipmentJson| {
        not_too_many(sent.lines.len())?;
        shipped(tx, staff, &order, sent)
    };
    once(&app, &caller, (&headers, &bytes), route, deed).await
}

fn shipped(
    tx: &mut Tx,
    staff: &Staff,
    order: &str,
    sent: &NewShipmentJson,
) -> Result<Answer, AppError> {
    let told: Vec<Told> = sent
        .lines
        .iter()
        .map(|line| Told { line: line.line, quantity: number_text(&line.quantity) })
        .collect();
    let parcel = NewParcel {
        carrier: sent.carrier.clone().unwrap_or_default(),
        tracking: sent.tracking.clone().unwrap_or_default(),
    };
    let number = dispatch::of_order(tx, staff, order, (&told, parcel))?;
    let read = staff_store::get_any(tx, staff, order)?;
    let vanished = || DbError::Failed("a shipment vanished".to_owned());
    let (detail, _) = read.ok_or_else(vanished)?;
    let shipment = detail.shipments.iter().find(|shipment| shipment.number == number);
    let json = ShipmentJson::of(shipment.ok_or_else(vanished)?);
    created(&json, Some(format!("/api/v1/staff/orders/{}", detail.head.number)))
}

/// A quantity of a product that came in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGoodsInLine)]
pub struct NewGoodsInLineJson {
    /// Our code, EAN or the maker's code.
    pub sku: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

/// Goods that came in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGoodsIn)]
pub struct NewGoodsInJson {
    /// What came.
    pub lines: Vec<NewGoodsInLineJson>,
    /// The supplier's delivery note, or what else it is known by.
    #[serde(default)]
    pub reference: Option<String>,
    /// Number of the purchase order it is for.
    #[serde(default)]
    pub purchase_order: Option<String>,
}

impl Body for NewGoodsInJson {
    const OBJECTS: &'static [&'static str] = &["", "/lines/*"];
}

/// Goods come in where orders are served from; what waited for them is covered in the order of the queue.
#[utoipa::path(post, path = "/api/v1/staff/goods-in", tag = "staff",
    params(("Idempotency-Key" = String, Header, description = "new for each receipt")),
    request_body = NewGoodsInJson, responses((status = 201, body = GoodsInJson)))]
pub async fn goods_in(
    State(app): State<App>,
    caller: ApiStaff,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    let route = "POST /api/v1/staff/goods-in".to_owned();
    once(&app, &caller, (&headers, &bytes), route, received).await
}

fn received(tx: &mut Tx, staff: &Staff, sent: &NewGoodsInJson) -> Result<Answer, AppError> {
    // What is no number is refused with the other lines, by the same rule; it is never taken for one piece.
    let line = |line: &NewGoodsInLineJson| Entered {
        code: line.sku.clone(),
        quantity: number_text(&line.quantity).unwrap_or_else(|| "?".to_owned()),
    };
    let arrival = Arrival {
        lines: sent.lines.iter().map(line).collect(),
        location: MAIN.to_owned(),
        reference: sent.reference.clone().unwrap_or_default(),
        purchase_order: sent.purchase_order.clone().unwrap_or_default(),
    };
    let (number, _) = book::book(tx, staff, &arrival, "api")?;
    let note = store::get(tx, staff, &number)?;
    let note = note.ok_or_else(|| DbError::Failed("a goods-in note vanished".to_owned()))?;
    created(&GoodsInJson::of(&note), None)
}

/// A change of a product's stock.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStockMovement)]
pub struct NewMovementJson {
    /// The product's code.
    pub sku: String,
    /// So much more; less, if negative.
    #[schema(value_type = f64)]
    pub change: Value,
    /// Why.
    pub reason: String,
}

impl Body for NewMovementJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Stock changes where orders are served from; what is promised to orders is not taken away.
#[utoipa::path(post, path = "/api/v1/staff/stock-movements", tag = "staff",
    params(("Idempotency-Key" = String, Header, description = "new for each change")),
    request_body = NewMovementJson, responses((status = 201, body = MovementJson)))]
pub async fn stock_movement(
    State(app): State<App>,
    caller: ApiStaff,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    let route = "POST /api/v1/staff/stock-movements".to_owned();
    once(&app, &caller, (&headers, &bytes), route, moved).await
}

fn moved(tx: &mut Tx, staff: &Staff, sent: &NewMovementJson) -> Result<Answer, AppError> {
    let change = number_text(&sent.change).unwrap_or_default();
    let wish = Wish {
        sku: sent.sku.clone(),
        location: MAIN.to_owned(),
        change: Change::By(change),
        reason: sent.reason.clone(),
        seen: None,
    };
    let (done, freed) = correct_stock::correct(tx, staff, &wish).map_err(as_fields)?;
    let cause = Cause { source: "stock_corrected", login_id: Some(staff.login.id) };
    let _ = give_on(tx, freed, cause)?;
    let levels = stock::levels(tx, staff, &sent.sku)?;
    let levels = levels.ok_or_else(Problem::not_found)?;
    created(&MovementJson::of(&levels, done, &sent.reason), None)
}

/// The page's fields as those of the body.
fn as_fields(error: AppError) -> AppError {
    let AppError::Refused(mut problem) = error else { return error };
    for field in &mut problem.errors {
        let name = if field.field == "quantity" { "change" } else { field.field.as_str() };
        field.field = format!("/{name}");
    }
    AppError::Refused(problem)
}

/// The answer to something that was made.
fn created(json: &impl serde::Serialize, location: Option<String>) -> Result<Answer, AppError> {
    let body = serde_json::to_string(json).map_err(|error| AppError::Surprise(error.into()))?;
    Ok(Answer { status: 201, body, location })
}

/// A deed of a program of the staff, once for each key.
async fn once<T: Body + Send + 'static>(
    app: &App,
    caller: &ApiStaff,
    (headers, bytes): (&HeaderMap, &Bytes),
    route: String,
    deed: impl Fn(&mut Tx, &Staff, &T) -> Result<Answer, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    caller.needs(Scope::Manage)?;
    let key = header_key(headers)?;
    let (sent, value) = body::<T>(headers, bytes)?;
    let content_hash = content_hash(&value);
    let key = Key { scope: "staff".to_owned(), key, route, content_hash };
    let staff = caller.staff.clone();
    let write = move |tx: &mut Tx| idempotency::once(tx, &key, |tx| deed(tx, &staff, &sent));
    respond(&app.db.write(write).await?)
}

fn not_too_many(lines: usize) -> Result<(), AppError> {
    if lines <= LINES_MOST {
        return Ok(());
    }
    let text = Text::plain("order-too-many-lines").with("most", LINES_MOST);
    Err(Problem::invalid(vec![FieldProblem::new("/lines", "too_large", text)]).into())
}
