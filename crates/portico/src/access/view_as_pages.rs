//! Beginning, changing and ending a view of the portal as a customer.

use super::form::{SignedForm, StaffForm};
use super::view_as::{self, End, Mode};
use super::{Person, session};
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// The routes of seeing the portal as a customer.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/staff/customers/{number}/view-as", begin)
        .post("/view-as/mode", mode)
        .post("/view-as/stop", stop)
}

/// With whose rights.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    login: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    mode: String,
}

async fn begin(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Wanted>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    let login_id = match form.login.as_str() {
        "" => None,
        id => Some(id.parse::<i64>().map_err(|_| AppError::from(Problem::not_found()))?),
    };
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        view_as::begin(tx, (visit.session.id, &visit.staff), &number, login_id)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/").into_response())
}

async fn mode(State(app): State<App>, sent: SignedForm<Chosen>) -> Result<Response, AppError> {
    let SignedForm { signed, form } = sent;
    let (Person::Buyer(buyer), Some(mode)) = (&signed.session.person, Mode::from_code(&form.mode))
    else {
        return Err(Problem::not_found().into());
    };
    let (id, buyer, words) = (signed.session.id, buyer.clone(), signed.words.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        view_as::change_mode(tx, id, &buyer, mode)?;
        let key = if mode == Mode::Order { "view-as-now-order" } else { "view-as-now-read" };
        let said = Text { key, args: vec![("name", buyer.customer.name.clone())] };
        Ok(session::flash(tx, id, &words, &said)?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/").into_response())
}

async fn stop(State(app): State<App>, sent: SignedForm<Chosen>) -> Result<Response, AppError> {
    let id = sent.signed.session.id;
    let ended: Result<_, DbError> =
        app.db.write(move |tx| view_as::end(tx, id, End::Stopped)).await;
    let to = ended?.map_or_else(
        || "/".to_owned(),
        |number| format!("/staff/customers/{}", path_segment(&number)),
    );
    Ok(Redirect::to(&to).into_response())
}
