//! Ordering again, in the API.

use super::api::answered;
use super::json::AddedLinesJson;
use super::reorder::reorder;
use crate::access::bearer::ApiWish;
use crate::app::{App, Routes};
use crate::platform::db::Tx;
use crate::platform::json::Body;
use crate::platform::problem::AppError;
use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/api/v1/orders/{number}/reorder", again)
}

/// Which lines are ordered again.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Reorder)]
pub struct ReorderJson {
    /// Numbers of lines; all if absent.
    pub lines: Option<Vec<i64>>,
}

impl Body for ReorderJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// Adds the lines of an order to the current order; each line is in one of the two lists.
#[utoipa::path(post, path = "/api/v1/orders/{number}/reorder", tag = "orders",
    params(("number" = String, Path)), request_body = ReorderJson,
    responses((status = 200, body = AddedLinesJson)))]
pub async fn again(
    State(app): State<App>,
    Path(number): Path<String>,
    ApiWish { buyer, sent }: ApiWish<ReorderJson>,
) -> Result<Json<AddedLinesJson>, AppError> {
    let by = buyer.clone();
    let done = move |tx: &mut Tx| reorder(tx, &by, &number, sent.lines.as_deref());
    let done = app.db.write(done).await?;
    answered(&app, &buyer, done, None).await
}
