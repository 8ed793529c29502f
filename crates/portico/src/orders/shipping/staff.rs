//! Staff keep carriers.

use super::carriers::{self, Carrier};
use super::staff_view::{self as view, Carriers, Typed};
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, Routes, frame};
use crate::catalogue::staff::shown_here;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/carriers", show)
        .post("/staff/carriers", add)
        .post("/staff/carriers/{carrier}", change)
        .post("/staff/carriers/{carrier}/removal", remove)
}

/// `?carrier=7`: that one is to be changed.
async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Query(typed): Query<Typed>,
) -> Result<Response, AppError> {
    page(&app, visit, StatusCode::OK, typed, None).await
}

async fn page(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    typed: Typed,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<(Vec<Carrier>, _), DbError> {
        Ok((carriers::list(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (all, data) = app.db.read(read).await?;
    let shown = Carriers {
        all: &all,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::carriers(&visit.words, &shown);
    Ok((status, visit.page(data, visit.words.say("carriers-title"), content)).into_response())
}

async fn add(State(app): State<App>, sent: StaffForm<Typed>) -> Result<Response, AppError> {
    keep(&app, sent, None).await
}

async fn change(
    State(app): State<App>,
    Path(carrier): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let id = carrier.parse().map_err(|_| AppError::from(Problem::not_found()))?;
    keep(&app, sent, Some(id)).await
}

async fn keep(app: &App, sent: StaffForm<Typed>, id: Option<i64>) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, typed) = (visit.clone(), form.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        carriers::keep(tx, &by.staff, id, (&typed.name, &typed.tracking_url))?;
        let said = Text::plain("carrier-kept").with("name", typed.name.trim());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to("/staff/carriers").into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            let typed = Typed { carrier: id, ..form };
            page(app, visit, status, typed, Some(problem)).await
        }
    }
}

async fn remove(
    State(app): State<App>,
    Path(carrier): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let id = carrier.parse().map_err(|_| AppError::from(Problem::not_found()))?;
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        carriers::take_out(tx, &by.staff, id)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("carrier-taken-out"))?)
    };
    app.db.write(deed).await?;
    Ok(Redirect::to("/staff/carriers").into_response())
}
