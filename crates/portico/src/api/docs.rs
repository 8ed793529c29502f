//! `/api/docs`: the page to read the API's description on. It comes with the program and loads nothing from elsewhere.

use crate::app::Routes;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::Config;

/// Scripts and requests of our own only. The page's script writes styles into its elements, and its pictures are data.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/// `/api/docs` and its files.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/docs", async || Redirect::permanent("/api/docs/"))
        .get("/api/docs/", async || page("index.html"))
        .get("/api/docs/{file}", async |Path(file): Path<String>| page(&file))
}

fn page(file: &str) -> Response {
    static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
        let config = Config::from("/api/openapi.json").try_it_out_enabled(false);
        // Else it would ask a site on the internet to check the document.
        Arc::new(config.validator_url("none"))
    });
    match utoipa_swagger_ui::serve(file, CONFIG.clone()) {
        Ok(Some(file)) => {
            let headers = [
                (header::CONTENT_TYPE, file.content_type),
                (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
            ];
            (headers, Body::from(file.bytes.into_owned())).into_response()
        }
        _ => crate::app::errors::absent(),
    }
}
