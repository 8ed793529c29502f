//! The OpenAPI document, generated from the handlers, and the page that shows it.

use crate::app::Routes;
use crate::{access, backoffice, cart, catalogue, customers, orders};
use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::{Arc, LazyLock};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

#[derive(OpenApi)]
#[openapi(
    info(title = "Portico", description = "The portal's API. Amounts, quantities, errors and idempotency are said in docs/api.md."),
    paths(
        access::api::me,
        customers::api::get_account,
        customers::api::list_addresses,
        catalogue::api::all,
        catalogue::api::one,
        cart::api::get,
        cart::api::empty,
        cart::api::change,
        cart::api::add,
        cart::api::set,
        cart::api::remove,
        cart::place_api::create,
        orders::api::list,
        orders::api::get,
        backoffice::api::list,
        backoffice::api::get,
        backoffice::api::confirm,
        backoffice::api::stock,
    ),
    security(("token" = [])),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// `/api/openapi.json` and `/api/docs`.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/openapi.json", json)
        .get("/api/docs", async || Redirect::permanent("/api/docs/"))
        .get("/api/docs/", async || page("index.html"))
        .get("/api/docs/{file}", async |Path(file): Path<String>| {
            page(&file)
        })
}

async fn json() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}

/// The reading page comes with the program; it loads nothing from elsewhere.
fn page(file: &str) -> Response {
    static CONFIG: LazyLock<Arc<utoipa_swagger_ui::Config<'static>>> = LazyLock::new(|| {
        let config = utoipa_swagger_ui::Config::from("/api/openapi.json");
        Arc::new(config.try_it_out_enabled(false))
    });
    match utoipa_swagger_ui::serve(file, CONFIG.clone()) {
        Ok(Some(file)) => {
            // The page styles itself from its script; nothing of ours is allowed to.
            let policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' \
                          'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
                          frame-ancestors 'none'; base-uri 'none'";
            let headers = [
                (header::CONTENT_TYPE, file.content_type),
                (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
            ];
            (headers, Body::from(file.bytes.into_owned())).into_response()
        }
        _ => crate::app::errors::absent(),
    }
}
