//! How the portal runs: the newest backup, what waits for the ERP and the mail server, and, where the database was
//! restored, the button that says it is the one in use.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Text};
use crate::platform::{backups, outbox, standby, wholesaler};
use crate::staff::view::running::{self as view, Running};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /staff/running`.
pub(super) async fn show(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let running = Running {
            backup: backups::last(view)?,
            unfinished: outbox::counts(view)?,
            standby_since: standby::since(view)?,
            zone: wholesaler::zone(view)?,
            now: view.now(),
            releases: by.staff.role >= StaffRole::Owner,
            csrf: by.csrf.clone(),
        };
        Ok((running, frame::read(view, &by)?))
    };
    let (running, data) = app.db.read(read).await?;
    let content = view::content(&visit.words, &running);
    Ok(visit.page(data, visit.words.say("running-title"), content).into_response())
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
