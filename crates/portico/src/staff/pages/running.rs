//! How the portal runs: the newest backup, what waits for the ERP and the mail server, and, where the database was
//! restored, the button that says it is the one in use.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::{backups, closing, outbox, standby, wholesaler};
use crate::staff::close_portal::{self, Typed};
use crate::staff::view::running::{self as view, Running};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /staff/running`.
pub(super) async fn show(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    shown(&app, visit, None, Vec::new()).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    typed: Option<Typed>,
    faults: Vec<FieldProblem>,
) -> Result<Response, AppError> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (by, unsaved) = (visit.clone(), (typed, faults));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let running = Running {
            backup: backups::last(view)?,
            unfinished: outbox::counts(view)?,
            standby_since: standby::since(view)?,
            closing: closing::now(view)?,
            unsaved: unsaved.clone(),
            zone: wholesaler::zone(view)?,
            now: view.now(),
            releases: by.staff.role >= StaffRole::Owner,
            csrf: by.csrf.clone(),
        };
        Ok((running, frame::read(view, &by)?))
    };
    let (running, data) = app.db.read(read).await?;
    let content = view::content(&visit.words, &running);
    Ok((status, visit.page(data, visit.words.say("running-title"), content)).into_response())
}

/// `POST /staff/running/closing`: the portal is closed for customers.
pub(super) async fn close(
    State(app): State<App>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Owner)?;
    let (by, typed) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        close_portal::close(tx, &by.staff, &typed)?;
        let said = Text::plain("closing-closed");
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to("/staff/running").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            shown(&app, visit, Some(form), problem.errors).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /staff/running/closing/end`: it is open again.
pub(super) async fn open(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Owner)?;
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let opened = close_portal::open(tx, &visit.staff)?;
        let said = if opened { "closing-opened" } else { "closing-was-open" };
        Ok(session::flash(tx, visit.session.id, &visit.words, &Text::plain(said))?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/staff/running").into_response())
}

/// `POST /staff/running/release`: what waited is sent.
pub(super) async fn release(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Owner)?;
    let done = move |tx: &mut Tx| -> Result<(), DbError> {
        let released = standby::release(tx, Some(visit.staff.login.id))?;
        let said = if released { "running-released" } else { "running-not-standby" };
        session::flash(tx, visit.session.id, &visit.words, &Text::plain(said))
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/staff/running").into_response())
}
