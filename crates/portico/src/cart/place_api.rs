//! `POST /api/v1/orders`: placing lines that are sent, or the current order, once for each key.

use super::checkout::{PlaceCart, Said, place};
use super::json::DeliveryJson;
use super::offers::check_orders;
use crate::access::Buyer;
use crate::access::bearer::{ApiBuyer, Scope};
use crate::app::{App, Routes};
use crate::orders::json::OrderJson;
use crate::orders::{self, Asked, DeliverTo, Exceptions, Placed, ProductRef, Wish, WishLine};
use crate::platform::db::{DbError, Tx};
use crate::platform::idempotency::{self, Answer, Done, Key, content_hash, is_good_key};
use crate::platform::json::{Body, MoneyJson, NoQuery, UnitPriceJson, body, number_text};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use portico_types::{Currency, Money, UnitPrice};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/api/v1/orders", create)
}

/// A line to order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrderLine)]
pub struct NewLineJson {
    /// Our code, EAN, maker's code or the customer's own code.
    pub code: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// For people.
    #[serde(default)]
    pub remarks: Option<String>,
    /// The price the caller saw; if it differs now, 409 `price_changed`.
    #[serde(default)]
    pub price: Option<UnitPriceJson>,
}

/// An order to place; without `lines`, the current order.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewOrder)]
pub struct NewOrderJson {
    /// What to order.
    pub lines: Option<Vec<NewLineJson>>,
    /// Where to; the usual address if absent.
    pub delivery_address: Option<DeliveryJson>,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// Day wished for.
    pub requested_day: Option<String>,
    /// Whether part deliveries are welcome; as usual if absent.
    pub part_deliveries: Option<bool>,
    /// The total the caller saw; if it differs now, 409 `price_changed`.
    pub expected_total: Option<MoneyJson>,
}

impl Body for NewOrderJson {
    const OBJECTS: &'static [&'static str] = &["", "/lines/*", "/lines/*/price", "/expected_total"];
}

/// What is placed.
enum Order {
    Lines(Box<Wish>),
    Cart(PlaceCart),
}

/// Places an order; all or nothing.
#[utoipa::path(post, path = "/api/v1/orders", tag = "orders", request_body = NewOrderJson,
    params(("Idempotency-Key" = String, Header, description = "new for each new order")),
    responses((status = 201, body = OrderJson)))]
pub async fn create(
    State(app): State<App>,
    caller: ApiBuyer,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    caller.needs(Scope::Order)?;
    let key = header_key(&headers)?;
    let (sent, value) = body::<NewOrderJson>(&headers, &bytes)?;
    let order = wanted(&caller.buyer, sent)?;
    let key = Key {
        scope: format!("customer:{}", caller.buyer.customer.id),
        key,
        route: "POST /api/v1/orders".to_owned(),
        content_hash: content_hash(&value),
    };
    let buyer = caller.buyer;
    let done = app
        .db
        .write(move |tx: &mut Tx| idempotency::once(tx, &key, |tx| answer(tx, &buyer, &order)))
        .await?;
    respond(&done)
}

/// The key of a request that must have one.
///
/// # Errors
/// 400 `idempotency_key_required`.
pub fn header_key(headers: &HeaderMap) -> Result<String, AppError> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or("");
    if is_good_key(key) {
        return Ok(key.to_owned());
    }
    Err(Problem::new(400, "idempotency_key_required", Text::plain("api-key-required")).into())
}

fn wanted(buyer: &Buyer, sent: NewOrderJson) -> Result<Order, AppError> {
    let currency = buyer.customer.currency;
    let expected_total =
        sent.expected_total.map(|total| money(&total, currency, "/expected_total")).transpose()?;
    let deliver_to = sent.delivery_address.map(|to| to.deliver_to()).transpose()?;
    let Some(lines) = sent.lines else {
        let said = Said {
            deliver_to,
            reference: sent.reference,
            remarks: sent.remarks,
            requested_day: sent.requested_day,
            part_deliveries: sent.part_deliveries,
        };
        return Ok(Order::Cart(PlaceCart { expected_total, source: "api", said }));
    };
    Ok(Order::Lines(Box::new(Wish {
        lines: wish_lines(&lines, currency)?,
        deliver_to: deliver_to.unwrap_or(DeliverTo::Default),
        reference: sent.reference,
        remarks: sent.remarks,
        requested_day: sent.requested_day,
        part_deliveries: sent.part_deliveries,
        expected_total,
        source: "api".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    })))
}

/// Lines that a program sent, as wishes.
///
/// # Errors
/// 422 for a price that is none.
pub fn wish_lines(lines: &[NewLineJson], currency: Currency) -> Result<Vec<WishLine>, AppError> {
    let line = |(index, line): (usize, &NewLineJson)| {
        let seen =
            line.price.as_ref().map(|price| unit_price(price, currency, index)).transpose()?;
        // What is no number is refused with the other lines, by the same rule.
        let quantity = number_text(&line.quantity).unwrap_or_default();
        Ok(WishLine {
            product: ProductRef::Code(line.code.clone()),
            quantity: Asked::Text(quantity),
            remarks: line.remarks.clone(),
            price_seen: seen,
            set_price: None,
        })
    };
    lines.iter().enumerate().map(line).collect()
}

fn money(sent: &MoneyJson, currency: Currency, field: &str) -> Result<Money, AppError> {
    check_currency(&sent.currency, currency, field)?;
    Money::parse(&sent.amount, currency).map_err(|_| bad_amount(field))
}

fn unit_price(
    sent: &UnitPriceJson,
    currency: Currency,
    index: usize,
) -> Result<UnitPrice, AppError> {
    let field = format!("/lines/{index}/price");
    check_currency(&sent.currency, currency, &field)?;
    if sent.per < 1 {
        return Err(bad_amount(&field));
    }
    UnitPrice::parse(&sent.amount, sent.per, currency).map_err(|_| bad_amount(&field))
}

fn check_currency(sent: &str, currency: Currency, field: &str) -> Result<(), AppError> {
    if sent == currency.code() {
        return Ok(());
    }
    let text = Text::plain("api-currency").with("currency", currency.code());
    let error = FieldProblem::new(format!("{field}/currency"), "currency_mismatch", text.clone());
    Err(Problem::new(422, "currency_mismatch", text).with_errors(vec![error]).into())
}

fn bad_amount(field: &str) -> AppError {
    let text = Text::plain("api-bad-amount");
    Problem::invalid(vec![FieldProblem::new(format!("{field}/amount"), "not_a_number", text)])
        .into()
}

fn answer(tx: &mut Tx, buyer: &Buyer, order: &Order) -> Result<Answer, AppError> {
    let Placed { number, .. } = match order {
        Order::Lines(wish) => {
            check_orders(tx, buyer)?;
            orders::place(tx, buyer, wish)?
        }
        Order::Cart(how) => place(tx, buyer, how)?,
    };
    let detail = orders::store::get(tx, buyer, &number)?
        .ok_or_else(|| DbError::Failed("a placed order vanished".to_owned()))?;
    let body = serde_json::to_string(&orders::json::order(&detail))
        .map_err(|error| AppError::Surprise(error.into()))?;
    Ok(Answer { status: 201, body, location: Some(format!("/api/v1/orders/{number}")) })
}

/// The answer, the same bytes each time; a repeated one says so in a header.
///
/// # Errors
/// A surprise.
pub fn respond(done: &Done) -> Result<Response, AppError> {
    let answer = done.answer();
    let status = u16::try_from(answer.status).ok().and_then(|s| StatusCode::from_u16(s).ok());
    let mut response = Response::builder()
        .status(status.unwrap_or(StatusCode::CREATED))
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(location) = &answer.location {
        response = response.header(header::LOCATION, location);
    }
    if matches!(done, Done::Again(_)) {
        response = response.header("idempotent-replayed", "true");
    }
    let body = axum::body::Body::from(answer.body.clone());
    response.body(body).map_err(|error| AppError::Surprise(error.into()))
}
