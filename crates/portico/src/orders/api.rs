//! Orders in the API: lists, details, comments. Placing stands with the current order (`cart/place_api.rs`).

use super::json::{CommentJson, OrderJson, OrderSummaryJson};
use super::store::Filter;
use super::{Delivery, Status, comment, json, store};
use crate::access::bearer::{ApiBuyer, ApiWish, Scope};
use crate::app::{App, Routes};
use crate::billing::store as documents;
use crate::platform::db::{Tx, View};
use crate::platform::json::{Body, List, NoQuery, bad_cursor, limit, query};
use crate::platform::list::{At, Cursor, Paging};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::{settings, wholesaler};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use portico_types::Day;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/orders", list)
        .get("/api/v1/orders/{number}", get)
        .merge(super::backorders_api::routes())
        .post("/api/v1/orders/{number}/comments", write_comment)
}

/// The longest text that is searched for, in characters.
const Q_LONGEST: usize = 200;

/// What a list of orders may be asked for; a parameter without a value asks for nothing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// One status.
    pub status: Option<String>,
    /// `none`, `part` or `all`.
    pub delivery: Option<String>,
    /// Exactly this reference.
    pub reference: Option<String>,
    /// Part of a number, a reference, a product's code or name; 200 characters at most.
    pub q: Option<String>,
    /// Placed on this day or later.
    pub from: Option<String>,
    /// Placed on this day or earlier.
    pub to: Option<String>,
    /// 1 to 500; 50 if absent.
    pub limit: Option<String>,
    /// The last `next`.
    pub after: Option<String>,
}

impl ListQuery {
    /// As the store's filter; what is not one of ours is refused, never ignored.
    ///
    /// # Errors
    /// 422 with the parameter to blame.
    pub fn filter(&self) -> Result<Filter, AppError> {
        let q = self.q.clone().unwrap_or_default();
        if q.chars().count() > Q_LONGEST {
            let text = Text::plain("field-too-long").with("most", Q_LONGEST);
            return Err(Problem::invalid(vec![FieldProblem::new("/q", "too_long", text)]).into());
        }
        let after = |text| Cursor::decoded(json::CURSOR_OF, text).ok_or_else(bad_cursor);
        let at = self.after.as_deref().map(after).transpose()?.map_or(At::Start, At::After);
        Ok(Filter {
            q,
            status: known("status", self.status.as_deref(), Status::from_text)?,
            delivery: known("delivery", self.delivery.as_deref(), Delivery::from_text)?,
            reference: self.reference.clone().filter(|r| !r.is_empty()),
            from: known("from", self.from.as_deref(), Day::parse)?,
            to: known("to", self.to.as_deref(), Day::parse)?,
            source: None,
            hand_over: None,
            customer_id: None,
            paging: Paging { at, ..Paging::first("placed", true, limit(self.limit.as_deref())?) },
        })
    }
}

fn known<T>(
    field: &str,
    text: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, AppError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    read(text).map(Some).ok_or_else(|| {
        let problem =
            FieldProblem::new(format!("/{field}"), "invalid", Text::plain("api-wrong-type"));
        Problem::invalid(vec![problem]).into()
    })
}

/// The customer's orders, newest first.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(ListQuery),
    responses((status = 200, body = List<OrderSummaryJson>)))]
pub async fn list(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<OrderSummaryJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let filter = query::<ListQuery>(raw.as_deref())?.filter()?;
    let page = app.db.read(move |view| store::list(view, &caller.buyer, &filter)).await?;
    let items = page.rows.iter().map(json::summary).collect();
    Ok(Json(List { items, next: json::next(page.next.as_ref()) }))
}

/// One order with its lines; somebody else's is absent.
#[utoipa::path(get, path = "/api/v1/orders/{number}", tag = "orders",
    params(("number" = String, Path)), responses((status = 200, body = OrderJson)))]
pub async fn get(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(number): Path<String>,
    _: NoQuery,
) -> Result<Json<OrderJson>, AppError> {
    caller.needs(Scope::Read)?;
    let read = move |view: &mut View| -> Result<_, AppError> {
        let order = store::get(view, &caller.buyer, &number)?.ok_or_else(Problem::not_found)?;
        let name = settings::get(view, &wholesaler::NAME)?;
        let comments = comment::list_for_customer(view, &order.head, &name)?;
        let documents = documents::of_order(view, &order.head)?;
        let documents = documents.iter().map(|one| (one.number.as_str(), one.kind.text()));
        Ok(json::order(&order).with_comments(&comments).with_documents(documents))
    };
    Ok(Json(app.db.read(read).await?))
}

/// A comment to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewComment)]
pub struct NewCommentJson {
    /// The text; 2,000 characters at most.
    pub text: String,
}

impl Body for NewCommentJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Writes a comment on an order, for the wholesaler to read.
#[utoipa::path(post, path = "/api/v1/orders/{number}/comments", tag = "orders",
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
