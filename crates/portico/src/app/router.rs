//! The router: one line for each slice, then what every answer has.

use super::errors::{dress, not_found};
use super::{App, Routes, lists};
use crate::platform::files;
use crate::platform::problem::{AppError, Problem};
use crate::platform::web::assets;
use crate::serve;
use crate::{
    access, api, backoffice, billing, cart, catalogue, customers, dashboard, import, orders,
    quotes, staff,
};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Response};
use axum::middleware::from_fn_with_state;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// Bytes of a body (api.md: 2 MiB).
const BODY_MAX: usize = 2 * 1024 * 1024;

/// Every route of the program; a test compares them with the table of rights.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/assets/{name}", asset)
        .get("/files/{name}", file)
        .merge(lists::routes())
        .merge(access::pages::routes())
        .merge(access::first_owner_pages::routes())
        .merge(access::staff::routes())
        .merge(customers::pages::routes())
        .merge(customers::staff::routes())
        .merge(cart::pages::routes())
        .merge(cart::entry::staff::routes())
        .merge(cart::bought::pages::routes())
        .merge(cart::lists::pages::routes())
        .merge(catalogue::pages::routes())
        .merge(catalogue::staff::routes())
        .merge(catalogue::pictures::staff::routes())
        .merge(orders::pages::routes())
        .merge(orders::queue::staff::routes())
        .merge(orders::shipping::pages::routes())
        .merge(orders::shipping::staff::routes())
        .merge(orders::shipping::staff_list::routes())
        .merge(backoffice::goods_out::staff::routes())
        .merge(backoffice::work::staff::routes())
        .merge(backoffice::goods_in::staff::routes())
        .merge(backoffice::returns::staff::routes())
        .merge(backoffice::counts::staff::routes())
        .merge(backoffice::returns::pages::routes())
        .merge(quotes::pages::routes())
        .merge(quotes::staff::routes())
        .merge(billing::pages::routes())
        .merge(billing::statement_pages::routes())
        .merge(billing::staff::routes())
        .merge(billing::to_invoice::staff::routes())
        .merge(billing::statement_staff::routes())
        .merge(billing::pay::pages::routes())
        .merge(billing::remit::pages::routes())
        .merge(billing::pay::staff::routes())
        .merge(billing::bank::pages::routes())
        .merge(dashboard::pages::routes())
        .merge(dashboard::staff::routes())
        .merge(staff::pages::routes())
        .merge(import::pages::routes())
        .merge(staff::brand::pages::routes())
        .merge(api::routes())
        .merge(serve::health::routes())
        .merge(serve::metrics::routes())
}

/// Pages and JSON travel compressed to whoever takes that; quickly rather than best: a catalogue
/// page of 85 kB becomes 9. A secret of the page cannot be guessed by its size: cookies are
/// `SameSite=Lax`, so nobody else's page can ask for it.
fn smaller() -> CompressionLayer<impl Predicate> {
    // They are compressed in themselves.
    let workbook = NotForContentType::const_new("application/vnd.openxmlformats");
    let archive = NotForContentType::const_new("application/zip");
    let paper = NotForContentType::const_new("application/pdf");
    CompressionLayer::new()
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(workbook).and(archive).and(paper))
}

/// The program as a service.
pub fn router(app: &App) -> axum::Router {
    routes()
        .into_router()
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(from_fn_with_state(app.clone(), dress))
        .layer(smaller())
        .with_state(app.clone())
}

async fn asset(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response<axum::body::Body> {
    assets::answer(&app.look.assets(), &name, &headers)
}

async fn file(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response<axum::body::Body>, AppError> {
    let found = files::read(&app.db, &app.files, &name).await?;
    let answer = found.map(|file| files::answer(&name, file, &files::Asked::of(&headers)));
    answer.ok_or_else(|| Problem::not_found().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::world::in_world;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, header};
    use tower::ServiceExt;

    in_world!(pages_travel_compressed_to_whoever_takes_that, |world| {
        let router = router(&world.app);
        let mut sizes = Vec::new();
        for accepted in ["gzip", "identity"] {
            let request = Request::get("/sign-in")
                .header(header::HOST, "127.0.0.1:8080")
                .header(header::ACCEPT_ENCODING, accepted)
                .body(Body::empty())
                .unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            let encoding = answer.headers().get(header::CONTENT_ENCODING).cloned();
            assert_eq!(encoding.is_some(), accepted == "gzip", "{encoding:?}");
            sizes.push(to_bytes(answer.into_body(), usize::MAX).await.unwrap().len());
        }
        assert!(sizes[0] * 2 < sizes[1], "{sizes:?}");
    });
}
