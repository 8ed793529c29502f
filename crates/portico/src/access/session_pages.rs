//! `/session`: how long the session lives, asked by the script of every page, and staying signed in.

use super::before::Answer;
use super::form::SignedForm;
use super::session::{self, Ends};
use super::visit::{Signed, home};
use crate::app::{App, Routes};
use crate::platform::db::DbError;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use serde::{Deserialize, Serialize};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/session", looked).post("/session", stayed)
}

/// What the script is told.
#[derive(Serialize)]
struct Left {
    /// Seconds until it ends; 0: there is none.
    ends_in_s: i64,
    /// Whether it ends in any case then.
    last: bool,
}

impl Left {
    fn of(ends: Ends, now: i64) -> Left {
        Left { ends_in_s: (ends.next() - now).max(0) / 1_000, last: ends.at_last <= ends.idle_at }
    }
}

#[derive(Deserialize)]
struct Nothing {}

/// No visit: asking does not keep the session alive.
async fn looked(State(app): State<App>, signed: Option<Signed>) -> Json<Left> {
    let nothing = Left { ends_in_s: 0, last: true };
    Json(signed.map_or(nothing, |signed| Left::of(signed.session.ends, app.clock.now_ms())))
}

async fn stayed(State(app): State<App>, headers: HeaderMap, sent: SignedForm<Nothing>) -> Answer {
    let session = sent.signed.session;
    let id = session.id;
    let noted: Result<(), DbError> = app.db.write(move |tx| session::note_seen(tx, id)).await;
    noted?;
    if headers.contains_key("x-requested-with") {
        return Ok(Json(Left::of(session.ends, app.clock.now_ms())).into_response());
    }
    Ok(Redirect::to(home(&session.person)).into_response())
}
