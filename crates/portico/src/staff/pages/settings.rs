//! The page of settings: everybody of the staff sees them, owners change them.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::staff::change_settings::{change, list};
use crate::staff::view::settings::{self as view, Settings};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /staff/settings`.
pub(super) async fn show(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    shown(&app, visit, StatusCode::OK, Vec::new(), Vec::new()).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    typed: Fields,
    faults: Vec<FieldProblem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((list(view, &by.staff)?, frame::read(view, &by)?))
    };
    let ((all, currency), data) = app.db.read(read).await?;
    let page = Settings {
        all: &all,
        currency,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Owner,
        typed: &typed,
        faults: &faults,
    };
    let content = view::content(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("settings-title"), content)).into_response())
}

/// `POST /staff/settings`.
pub(super) async fn save(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Owner)?;
    let (by, typed) = (visit.clone(), fields.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let count = change(tx, &by.staff, &typed)?;
        let said = Text::plain("settings-saved").with("count", count);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to("/staff/settings").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, fields, problem.errors).await
        }
        Err(other) => Err(other),
    }
}
