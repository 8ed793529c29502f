//! The router: one line for each slice, then what every answer has.

use super::errors::{dress, not_found};
use super::{App, Routes};
use crate::platform::files;
use crate::platform::problem::AppError;
use crate::platform::web::assets;
use crate::serve;
use crate::{access, api, cart, catalogue, dashboard, orders, staff};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Response};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;

/// Bytes of a body (api.md: 2 MiB).
const BODY_MAX: usize = 2 * 1024 * 1024;

/// Every route of the program; a test compares them with the table of rights.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/assets/{name}", asset)
        .get("/files/{name}", file)
        .merge(access::pages::routes())
        .merge(access::staff::routes())
        .merge(cart::pages::routes())
        .merge(catalogue::pages::routes())
        .merge(orders::pages::routes())
        .merge(dashboard::pages::routes())
        .merge(staff::pages::routes())
        .merge(api::routes())
        .merge(serve::health::routes())
}

/// The program as a service.
pub fn router(app: &App) -> axum::Router {
    routes()
        .into_router()
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(from_fn_with_state(app.clone(), dress))
        .with_state(app.clone())
}

async fn asset(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response<axum::body::Body> {
    assets::answer(&app.look.assets(), &name, &headers)
}

async fn file(State(app): State<App>, Path(name): Path<String>) -> Response<axum::body::Body> {
    match app.db.read(move |view| files::read(view, &name)).await {
        Ok(Some(file)) => files::answer(file),
        Ok(None) => not_found().await.into_response(),
        Err(error) => AppError::from(error).into_response(),
    }
}
