//! Payments in the API: `POST /api/v1/payments`, once for each key, and `GET /api/v1/payments/{number}`.

use super::carry;
use super::plan::Wish;
use super::start::{self, Asked};
use super::{Part, Payment, store};
use crate::access::Buyer;
use crate::access::CustomerRole;
use crate::access::bearer::{ApiBuyer, Scope};
use crate::app::{App, Routes};
use crate::cart::place_api::{header_key, respond};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::idempotency::{self, Answer, Done, Key, content_hash};
use crate::platform::json::{Body, MoneyJson, NoQuery, body};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use portico_types::{Currency, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/api/v1/payments", create).get("/api/v1/payments/{number}", get)
}

/// A document to pay.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PaymentDocument)]
pub struct DocumentJson {
    /// Its number.
    pub number: String,
    /// How much of it; all that is open if absent.
    #[serde(default)]
    pub amount: Option<MoneyJson>,
}

/// What is to be paid: documents, or a sum for the oldest due first.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewPayment)]
pub struct NewPaymentJson {
    /// These documents.
    pub documents: Option<Vec<DocumentJson>>,
    /// This much, oldest due first.
    pub amount: Option<MoneyJson>,
    /// Whether what is over the open amount is kept as credit.
    pub keep_rest_as_credit: bool,
}

impl Body for NewPaymentJson {
    const OBJECTS: &'static [&'static str] =
        &["", "/documents/*", "/documents/*/amount", "/amount"];
}

/// What of a payment goes to a document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AppliesTo)]
pub struct AppliesToJson {
    /// Its number.
    pub number: String,
    /// How much; below nought for what is used: a credit note, an unused payment.
    pub amount: MoneyJson,
}

/// A payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Payment)]
pub struct PaymentJson {
    /// Its number.
    pub number: String,
    /// `pending`, `paid`, `failed`, `cancelled`, `expired` or `refunded`.
    pub status: &'static str,
    /// What is paid in money.
    pub amount: MoneyJson,
    /// What it goes to.
    pub applies_to: Vec<AppliesToJson>,
    /// The page to pay at, while there is one.
    pub redirect_url: Option<String>,
}

/// A payment as JSON; addresses of our own are made whole.
#[must_use]
pub fn json(payment: &Payment, parts: &[Part], base_url: &str) -> PaymentJson {
    let pending = payment.status == super::Status::Pending;
    let whole = |url: &String| match url.starts_with('/') {
        true => format!("{}{url}", base_url.trim_end_matches('/')),
        false => url.clone(),
    };
    let part =
        |part: &Part| AppliesToJson { number: part.number.clone(), amount: part.amount.into() };
    PaymentJson {
        number: payment.number.clone(),
        status: payment.status.text(),
        amount: payment.amount.into(),
        applies_to: parts.iter().map(part).collect(),
        redirect_url: payment.redirect_url.as_ref().filter(|_| pending).map(whole),
    }
}

/// Starts a payment. The same key again mends one that was not brought to its gateway.
#[utoipa::path(post, path = "/api/v1/payments", tag = "payments", request_body = NewPaymentJson,
    params(("Idempotency-Key" = String, Header, description = "new for each new payment")),
    responses((status = 201, body = PaymentJson)))]
pub async fn create(
    State(app): State<App>,
    caller: ApiBuyer,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    caller.needs(Scope::Pay)?;
    may_pay(&caller.buyer)?;
    let key = header_key(&headers)?;
    let (sent, value) = body::<NewPaymentJson>(&headers, &bytes)?;
    let wish = wish(&sent)?;
    let gateway = carry::in_use(&app).await?;
    let asked = Asked { wish, keeps_rest: sent.keep_rest_as_credit, gateway };
    let key = Key {
        scope: format!("customer:{}", caller.buyer.customer.id),
        key,
        route: "POST /api/v1/payments".to_owned(),
        content_hash: content_hash(&value),
    };
    let (done, number) = begun(&app, &caller.buyer, key, asked).await?;
    let answer = Answer {
        status: 201,
        body: serde_json::to_string(&read(&app, &caller.buyer, &number).await?)
            .map_err(|error| AppError::Surprise(error.into()))?,
        location: Some(format!("/api/v1/payments/{number}")),
    };
    respond(&match done {
        Done::First(_) => Done::First(answer),
        Done::Again(_) => Done::Again(answer),
    })
}

/// Writes a payment once for its key, then brings it to its gateway; a repeated call does what is still to do. Answers its number.
///
/// # Errors
/// A refusal of `start`.
pub async fn begun(
    app: &App,
    buyer: &Buyer,
    key: Key,
    asked: Asked,
) -> Result<(Done, String), AppError> {
    let by = buyer.clone();
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let payment = start::start(tx, &by, &asked)?;
            Ok(Answer { status: 201, body: payment.number, location: None })
        })
    };
    let done = app.db.write(deed).await?;
    let number = done.answer().body.clone();
    let (by, of) = (buyer.clone(), number.clone());
    let find = move |view: &mut View| -> Result<_, DbError> { store::get(view, &by, &of) };
    if let Some(payment) = app.db.read(find).await? {
        carry::carry(app, payment.id).await?;
    }
    Ok((done, number))
}

/// Whether somebody may start payments: whoever may order.
///
/// # Errors
/// 403.
pub fn may_pay(buyer: &Buyer) -> Result<(), AppError> {
    if buyer.role >= CustomerRole::Buyer { Ok(()) } else { Err(Problem::not_allowed().into()) }
}

fn wish(sent: &NewPaymentJson) -> Result<Wish, AppError> {
    match (&sent.documents, &sent.amount) {
        (Some(documents), None) => {
            let one = |(index, document): (usize, &DocumentJson)| {
                let field = format!("/documents/{index}/amount");
                let amount = document.amount.as_ref().map(|amount| money(amount, &field));
                Ok((document.number.clone(), amount.transpose()?))
            };
            let all: Result<Vec<_>, AppError> = documents.iter().enumerate().map(one).collect();
            Ok(Wish::Documents(all?))
        }
        (None, Some(amount)) => Ok(Wish::Balance(money(amount, "/amount")?)),
        _ => Err(Problem::new(422, "invalid", Text::plain("pay-documents-or-amount")).into()),
    }
}

fn money(sent: &MoneyJson, field: &str) -> Result<Money, AppError> {
    let currency = Currency::from_code(&sent.currency);
    currency.and_then(|currency| Money::parse(&sent.amount, currency).ok()).ok_or_else(|| {
        let text = Text::plain("api-bad-amount");
        let error = FieldProblem::new(format!("{field}/amount"), "not_a_number", text);
        Problem::invalid(vec![error]).into()
    })
}

async fn read(app: &App, buyer: &Buyer, number: &str) -> Result<PaymentJson, AppError> {
    let (by, of) = (buyer.clone(), number.to_owned());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let payment = store::get(view, &by, &of)?.ok_or_else(Problem::not_found)?;
        Ok((store::parts(view, &payment)?, payment))
    };
    let (parts, payment) = app.db.read(read).await?;
    Ok(json(&payment, &parts, &app.config.base_url))
}

/// One payment.
#[utoipa::path(get, path = "/api/v1/payments/{number}", tag = "payments",
    params(("number" = String, Path)), responses((status = 200, body = PaymentJson)))]
pub async fn get(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(number): Path<String>,
    _: NoQuery,
) -> Result<Json<PaymentJson>, AppError> {
    caller.needs(Scope::Read)?;
    Ok(Json(read(&app, &caller.buyer, &number).await?))
}
