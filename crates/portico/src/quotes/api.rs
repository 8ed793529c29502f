//! Quotations in the API: lists, one of them, converting, comments, links, declining, asking for one.

use super::convert::{Convert, convert};
use super::json::{self, QuoteHeadJson, QuoteJson, ShareJson};
use super::store::{self, Filter};
use super::{State as QuoteState, comment, decline, request, share};
use crate::access::Buyer;
use crate::access::bearer::{ApiBuyer, ApiWish, Scope};
use crate::app::{App, Routes};
use crate::cart::checkout::Said;
use crate::cart::json::DeliveryJson;
use crate::cart::place_api::{NewLineJson, header_key, respond, wish_lines};
use crate::orders;
use crate::orders::api::NewCommentJson;
use crate::orders::json::{CommentJson, OrderJson};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::json::{Body, List, NoQuery, bad_cursor, body, limit, query};
use crate::platform::list::{At, Cursor, Paging};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::{settings, wholesaler};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// What cursors of this list are made for.
const CURSOR_OF: &str = "api quotes dated";

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/quotes", list)
        .post("/api/v1/quotes", ask)
        .get("/api/v1/quotes/{number}", get)
        .post("/api/v1/quotes/{number}/order", order)
        .post("/api/v1/quotes/{number}/comments", write_comment)
        .post("/api/v1/quotes/{number}/shares", share_quote)
        .delete("/api/v1/quotes/{number}/shares/{id}", revoke_share)
        .post("/api/v1/quotes/{number}/decline", decline_quote)
}

/// What a list of quotations may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct QuotesQuery {
    /// `sent` (and not over its day) if absent; `all`, or another status.
    pub status: Option<String>,
    /// 1 to 500; 50 if absent.
    pub limit: Option<String>,
    /// The last `next`.
    pub after: Option<String>,
}

impl QuotesQuery {
    fn filter(&self) -> Result<Filter, AppError> {
        let status = self.status.as_deref().filter(|status| !status.is_empty()).unwrap_or("sent");
        if status != "all" && QuoteState::from_text(status).is_none() {
            let text = Text::plain("api-wrong-type");
            return Err(
                Problem::invalid(vec![FieldProblem::new("/status", "invalid", text)]).into()
            );
        }
        let after = |text| Cursor::decoded(CURSOR_OF, text).ok_or_else(bad_cursor);
        let at = self.after.as_deref().map(after).transpose()?.map_or(At::Start, At::After);
        Ok(Filter {
            status: status.to_owned(),
            q: String::new(),
            days: (None, None),
            paging: Paging { at, ..Paging::first("dated", true, limit(self.limit.as_deref())?) },
        })
    }
}

/// The customer's quotations, newest first.
#[utoipa::path(get, path = "/api/v1/quotes", tag = "quotes", params(QuotesQuery),
    responses((status = 200, body = List<QuoteHeadJson>)))]
pub async fn list(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<QuoteHeadJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let filter = query::<QuotesQuery>(raw.as_deref())?.filter()?;
    let read = move |view: &mut View| -> Result<_, AppError> {
        let page = store::list(view, &caller.buyer, &filter)?;
        let vat = store::vat_of_many(view, &page.rows)?;
        let items = page.rows.iter().zip(&vat).map(|(row, vat)| json::head(row, vat)).collect();
        let next = page.next.as_ref().map(|cursor| cursor.encoded(CURSOR_OF));
        Ok(List { items, next })
    };
    Ok(Json(app.db.read(read).await?))
}

/// One quotation with its lines; somebody else's is absent.
#[utoipa::path(get, path = "/api/v1/quotes/{number}", tag = "quotes",
    params(("number" = String, Path)), responses((status = 200, body = QuoteJson)))]
pub async fn get(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(number): Path<String>,
    _: NoQuery,
) -> Result<Json<QuoteJson>, AppError> {
    caller.needs(Scope::Read)?;
    let read = move |view: &mut View| whole(view, &caller.buyer, &number);
    Ok(Json(app.db.read(read).await?))
}

fn whole(view: &mut View, buyer: &Buyer, number: &str) -> Result<QuoteJson, AppError> {
    let quote = store::get(view, buyer, number)?.ok_or_else(Problem::not_found)?;
    let name = settings::get(view, &wholesaler::NAME)?;
    let comments = orders::comment::as_customer(comment::list(view, &quote.head)?, &name);
    let shares = share::list(view, &quote.head)?;
    json::quote(&quote, &comments, &shares)
}

/// How a quotation is converted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ConvertQuote)]
pub struct ConvertJson {
    /// The revision the caller read; another one since is 409 `changed_meanwhile`.
    pub revision: Option<i64>,
    /// Where to; the usual address if absent.
    pub delivery_address: Option<DeliveryJson>,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// Day wished for.
    pub requested_day: Option<String>,
}

impl Body for ConvertJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Converts a quotation to an order, whole and once, at its prices.
#[utoipa::path(post, path = "/api/v1/quotes/{number}/order", tag = "quotes", request_body = ConvertJson,
    params(("number" = String, Path), ("Idempotency-Key" = String, Header, description = "new for each new order")),
    responses((status = 201, body = OrderJson)))]
pub async fn order(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(number): Path<String>,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    caller.needs(Scope::Order)?;
    let key = header_key(&headers)?;
    let (sent, value) = body::<ConvertJson>(&headers, &bytes)?;
    let how = Convert {
        revision: sent.revision,
        expected_total: None,
        said: Said {
            deliver_to: sent.delivery_address.map(|to| to.deliver_to()).transpose()?,
            reference: sent.reference,
            remarks: sent.remarks,
            requested_day: sent.requested_day,
            part_deliveries: None,
        },
    };
    let route = format!("POST /api/v1/quotes/{}/order", store::number_key(&number));
    let key = key_of(&caller.buyer, key, route, &value);
    let buyer = caller.buyer;
    let answer = move |tx: &mut Tx| -> Result<Answer, AppError> {
        let placed = convert(tx, &buyer, &number, &how)?;
        let detail = orders::store::get(tx, &buyer, &placed.number)?
            .ok_or_else(|| DbError::Failed("a placed order vanished".to_owned()))?;
        let location = Some(format!("/api/v1/orders/{}", placed.number));
        Ok(Answer { status: 201, body: text(&orders::json::order(&detail))?, location })
    };
    let done = app.db.write(move |tx: &mut Tx| idempotency::once(tx, &key, &answer)).await?;
    respond(&done)
}

fn key_of(buyer: &Buyer, key: String, route: String, value: &serde_json::Value) -> Key {
    let scope = format!("customer:{}", buyer.customer.id);
    Key { scope, key, route, content_hash: content_hash(value) }
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::Surprise(error.into()))
}

/// What a quotation is asked for; without `lines`, for the current order.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = AskForQuote)]
pub struct AskJson {
    /// What to offer.
    pub lines: Option<Vec<NewLineJson>>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
}

impl Body for AskJson {
    const OBJECTS: &'static [&'static str] = &["", "/lines/*", "/lines/*/price"];
}

/// Asks for a quotation.
#[utoipa::path(post, path = "/api/v1/quotes", tag = "quotes", request_body = AskJson,
    params(("Idempotency-Key" = String, Header, description = "new for each new request")),
    responses((status = 201, body = QuoteJson)))]
pub async fn ask(
    State(app): State<App>,
    caller: ApiBuyer,
    _: NoQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, AppError> {
    caller.needs(Scope::Order)?;
    let key = header_key(&headers)?;
    let (sent, value) = body::<AskJson>(&headers, &bytes)?;
    let currency = caller.buyer.customer.currency;
    let lines = sent.lines.as_deref().map(|lines| wish_lines(lines, currency)).transpose()?;
    let remarks = sent.remarks.unwrap_or_default();
    let key = key_of(&caller.buyer, key, "POST /api/v1/quotes".to_owned(), &value);
    let buyer = caller.buyer;
    let answer = move |tx: &mut Tx| -> Result<Answer, AppError> {
        let number = request::request(tx, &buyer, (lines.as_deref(), &remarks))?;
        let body = text(&whole(tx, &buyer, &number)?)?;
        Ok(Answer { status: 201, body, location: Some(format!("/api/v1/quotes/{number}")) })
    };
    let done = app.db.write(move |tx: &mut Tx| idempotency::once(tx, &key, &answer)).await?;
    respond(&done)
}

/// Writes a comment on a quotation, for the wholesaler to read.
#[utoipa::path(post, path = "/api/v1/quotes/{number}/comments", tag = "quotes",
    params(("number" = String, Path)), request_body = NewCommentJson,
    responses((status = 201, body = CommentJson)))]
pub async fn write_comment(
    State(app): State<App>,
    Path(number): Path<String>,
    ApiWish { buyer, sent }: ApiWish<NewCommentJson>,
) -> Result<(StatusCode, Json<CommentJson>), AppError> {
    let deed = move |tx: &mut Tx| comment::write(tx, &buyer, &number, &sent.text);
    let written = app.db.write(deed).await?;
    Ok((StatusCode::CREATED, Json(CommentJson::of(&written))))
}

/// Whom a quotation is shared with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShareQuote)]
pub struct NewShareJson {
    /// Whom the link goes to.
    pub email: String,
    /// What the mail says.
    #[serde(default)]
    pub message: Option<String>,
    /// The link's last day; as usual if absent.
    #[serde(default)]
    pub ends: Option<String>,
}

impl Body for NewShareJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Sends a link to this one quotation by mail.
#[utoipa::path(post, path = "/api/v1/quotes/{number}/shares", tag = "quotes",
    params(("number" = String, Path)), request_body = NewShareJson,
    responses((status = 201, body = ShareJson)))]
pub async fn share_quote(
    State(app): State<App>,
    Path(number): Path<String>,
    ApiWish { buyer, sent }: ApiWish<NewShareJson>,
) -> Result<(StatusCode, Json<ShareJson>), AppError> {
    let typed = share::Typed {
        email: sent.email,
        message: sent.message.unwrap_or_default(),
        ends: sent.ends.unwrap_or_default(),
    };
    let secret = Secret::of(app.ids.secret());
    let deed = move |tx: &mut Tx| share::share(tx, &buyer, &number, (&typed, &secret));
    let shared = app.db.write(deed).await?;
    Ok((StatusCode::CREATED, Json(ShareJson::of(&shared))))
}

/// Ends a link at once.
#[utoipa::path(delete, path = "/api/v1/quotes/{number}/shares/{id}", tag = "quotes",
    params(("number" = String, Path), ("id" = String, Path)), responses((status = 204)))]
pub async fn revoke_share(
    State(app): State<App>,
    caller: ApiBuyer,
    Path((number, id)): Path<(String, String)>,
    _: NoQuery,
) -> Result<StatusCode, AppError> {
    caller.needs(Scope::Order)?;
    let id: i64 = id.parse().map_err(|_| Problem::not_found())?;
    let deed = move |tx: &mut Tx| share::revoke(tx, &caller.buyer, &number, id);
    app.db.write(deed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a quotation is declined.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = DeclineQuote)]
pub struct DeclineJson {
    /// What the wholesaler reads.
    pub reason: Option<String>,
}

impl Body for DeclineJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Declines a quotation.
#[utoipa::path(post, path = "/api/v1/quotes/{number}/decline", tag = "quotes",
    params(("number" = String, Path)), request_body = DeclineJson,
    responses((status = 200, body = QuoteJson)))]
pub async fn decline_quote(
    State(app): State<App>,
    Path(number): Path<String>,
    ApiWish { buyer, sent }: ApiWish<DeclineJson>,
) -> Result<Json<QuoteJson>, AppError> {
    let reason = sent.reason.unwrap_or_default();
    let deed = move |tx: &mut Tx| -> Result<QuoteJson, AppError> {
        decline::decline(tx, &buyer, &number, &reason)?;
        whole(tx, &buyer, &number)
    };
    Ok(Json(app.db.write(deed).await?))
}
