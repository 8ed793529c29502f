//! The second factor: setting it up, new recovery codes, switching it off.

use super::super::before::Answer;
use super::super::form::SignedForm;
use super::super::second_factor::{self, Refusal};
use super::super::visit::Signed;
use super::super::{proof, session, view};
use super::{answer, factor_view, read};
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{Problem, Text};
use crate::platform::settings;
use crate::platform::web::dates;
use crate::platform::wholesaler;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use portico_types::Moment;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/me/second-factor", shown)
        .post("/me/second-factor", confirmed)
        .post("/me/second-factor/codes", new_codes)
        .post("/me/second-factor/off", off)
        .post("/me/proof", proved)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Coded {
    one_time_code: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Proved {
    current_password: String,
}

#[derive(Deserialize)]
struct Nothing {}

async fn shown(signed: Signed) -> Answer {
    page(&signed, StatusCode::OK, "").await
}

async fn page(signed: &Signed, status: StatusCode, error: &str) -> Answer {
    let login_id = signed.session.person.login().id;
    let ((standing, name, zone), data) = read(signed, move |view| {
        let name = settings::get(view, &wholesaler::NAME)?;
        Ok((second_factor::standing(view, login_id)?, name, wholesaler::zone(view)?))
    })
    .await?;
    let content = match standing {
        Some(standing) => {
            let today = Moment(signed.app.clock.now_ms()).day(&zone);
            let since = dates::moment(&signed.words, Moment(standing.since), &zone, today);
            factor_view::is_on(signed, &standing, &since, error)
        }
        None => {
            let prepared: Result<_, DbError> =
                signed.app.db.write(move |tx| second_factor::prepare(tx, login_id)).await;
            factor_view::set_up(signed, &prepared?, &name, error)
        }
    };
    answer(signed, data, status, ("me-factor", content))
}

async fn confirmed(State(app): State<App>, sent: SignedForm<Coded>) -> Answer {
    let SignedForm { signed, form } = sent;
    let (login_id, session_id) = (signed.session.person.login().id, signed.session.id);
    let done: Result<_, DbError> = app
        .db
        .write(move |tx| second_factor::confirm(tx, login_id, session_id, &form.one_time_code))
        .await;
    match done? {
        Ok(codes) => told(&signed, &codes).await,
        Err(refusal) => {
            let status = match refusal {
                Refusal::Paused { .. } => StatusCode::TOO_MANY_REQUESTS,
                Refusal::NoMatch { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let said = view::code_refusal(&signed.words, refusal, app.clock.now_ms());
            page(&signed, status, &said).await
        }
    }
}

/// The page with the recovery codes: the only time that they are shown.
async fn told(signed: &Signed, codes: &[String]) -> Answer {
    let ((), data) = read(signed, |_| Ok(())).await?;
    let content = factor_view::codes(signed, codes);
    answer(signed, data, StatusCode::OK, ("factor-codes", content))
}

async fn new_codes(State(app): State<App>, sent: SignedForm<Nothing>) -> Answer {
    let signed = sent.signed;
    if !proof::is_fresh(&signed) || !signed.session.has_factor {
        return Ok(Redirect::to("/me/second-factor").into_response());
    }
    let login_id = signed.session.person.login().id;
    let codes: Result<_, DbError> =
        app.db.write(move |tx| second_factor::new_codes(tx, login_id)).await;
    told(&signed, &codes?).await
}

async fn off(State(app): State<App>, sent: SignedForm<Nothing>) -> Answer {
    let signed = sent.signed;
    if !proof::is_fresh(&signed) || !signed.session.has_factor {
        return Ok(Redirect::to("/me/second-factor").into_response());
    }
    let (login_id, session_id) = (signed.session.person.login().id, signed.session.id);
    let words = signed.words.clone();
    let switch = move |tx: &mut Tx| -> Result<bool, DbError> {
        session::flash(tx, session_id, &words, &Text::plain("factor-is-off"))?;
        second_factor::off(tx, login_id, Some(login_id))
    };
    if app.db.write(switch).await? {
        return Ok(Redirect::to("/me").into_response());
    }
    Err(Problem::not_found().into())
}

async fn proved(sent: SignedForm<Proved>) -> Answer {
    let SignedForm { signed, form } = sent;
    match proof::missing(&signed, &form.current_password).await? {
        None => Ok(Redirect::to("/me/second-factor").into_response()),
        Some(said) => page(&signed, StatusCode::UNPROCESSABLE_ENTITY, &said).await,
    }
}
