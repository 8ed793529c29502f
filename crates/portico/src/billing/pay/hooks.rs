//! Where gateways send messages: outside sessions and forms, the body as it came. Whatever is believed only names payments to ask
//! about; the work behind the pages does, so that a flood of messages is a handful of questions.

use super::told;
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_pay::Message;
use portico_types::Moment;

/// The longest message.
pub const BYTES_MOST: usize = 1 << 20;
/// Messages that are read in a second at most; gateways send those again that were too many.
pub const A_SECOND_MOST: u32 = 400;

/// The routes of hooks.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/hooks/stripe", stripe).post("/hooks/mollie", mollie)
}

async fn stripe(state: State<App>, headers: HeaderMap, body: Bytes) -> Response {
    heard(&state.0, "stripe", &headers, &body).await
}

async fn mollie(state: State<App>, headers: HeaderMap, body: Bytes) -> Response {
    heard(&state.0, "mollie", &headers, &body).await
}

/// 404 without that gateway, 400 for what is not believed, 200 for the rest: whether it named a payment of ours is not told.
async fn heard(app: &App, name: &'static str, headers: &HeaderMap, body: &Bytes) -> Response {
    let Some(gateway) = app.gateways.get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if body.len() > BYTES_MOST {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let now = app.clock.now_ms();
    if !app.gateways.has_room(now) {
        return (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]).into_response();
    }
    let message = match gateway.read_message(&Message { headers, body, now: Moment(now) }) {
        Ok(message) => message,
        Err(error) => {
            tracing::warn!(gateway = name, why = error.word(), "a message was not believed");
            return StatusCode::BAD_REQUEST.into_response();
        }
    };
    let tell = move |tx: &mut Tx| -> Result<usize, DbError> { told::told(tx, name, &message) };
    match app.db.write(tell).await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(error) => {
            tracing::warn!(gateway = name, ?error, "a message could not be kept; it is sent again");
            (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "5")]).into_response()
        }
    }
}
