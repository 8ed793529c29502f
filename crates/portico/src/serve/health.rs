//! Whether the process lives and can answer; and the fixed page that benches are measured against.

use crate::app::{App, Routes};
use crate::platform::db::{DbError, View, args};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::atomic::Ordering;

/// `/healthz`, `/readyz`, and `/bench/static` where `PORTICO_BENCH` is set.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/healthz", alive).get("/readyz", ready).get("/bench/static", fixed)
}

async fn alive() -> &'static str {
    "alive\n"
}

/// 200 while the database answers and its schema is there, else 503; also 503 once asked to stop. While the schema is
/// brought up to date nobody listens yet.
async fn ready(State(app): State<App>) -> Response {
    let ask = |view: &mut View| -> Result<(), DbError> {
        view.one::<i64>("select count(*) from schema_migrations", args![]).map(|_| ())
    };
    if app.stopping.load(Ordering::SeqCst) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match app.db.read(ask).await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(?error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

#[derive(Deserialize)]
struct Size {
    #[serde(default)]
    bytes: usize,
}

/// A page of so many bytes, through everything a page goes through but session and database.
async fn fixed(State(app): State<App>, Query(size): Query<Size>) -> Response {
    if !app.config.bench {
        return crate::app::errors::not_found().await;
    }
    let body = "x".repeat(size.bytes.min(1_000_000));
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}
