//! Assortments for staff: the list, one with its rules.

use super::shown_here;
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::catalogue::assortments::{self, Wish};
use crate::catalogue::shelf::walk;
use crate::catalogue::staff_view::assortments::{self as view, Typed};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// `GET /staff/assortments`.
pub(super) async fn list(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    all(&app, visit, StatusCode::OK, "", None).await
}

async fn all(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    code: &str,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let rows = assortments::list(view, &by.staff)?;
        Ok((rows, walk::underway(view)?, frame::read(view, &by)?))
    };
    // Counting the products of every assortment takes a moment where there are a million.
    let (rows, underway, data) = app.db.report(read).await?;
    let edits = visit.staff.role >= StaffRole::Write;
    let page = view::List {
        rows: &rows,
        underway,
        csrf: &visit.csrf,
        edits,
        code,
        problem: problem.as_ref(),
    };
    let content = view::list(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("assortments-title"), content)).into_response())
}

/// The form for a new one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct New {
    code: String,
}

/// `POST /staff/assortments`.
pub(super) async fn create(
    State(app): State<App>,
    sent: StaffForm<New>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    let (by, code) = (visit.clone(), form.code.clone());
    let made = app.db.write(move |tx| assortments::create(tx, &by.staff, &code)).await;
    match made {
        Ok(code) => Ok(Redirect::to(&address(&code)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            all(&app, visit, status, &form.code, Some(problem)).await
        }
    }
}

fn address(code: &str) -> String {
    format!("/staff/assortments/{}", path_segment(code))
}

/// `GET /staff/assortments/{code}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, code, StatusCode::OK, (Typed::default(), None)).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    code: String,
    status: StatusCode,
    (typed, problem): (Typed, Option<Problem>),
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let opened = assortments::open(view, &by.staff, &code)?;
        let opened = opened.ok_or_else(|| AppError::from(Problem::not_found()))?;
        Ok((opened, frame::read(view, &by)?))
    };
    let (opened, data) = app.db.report(read).await?;
    let edits = visit.staff.role >= StaffRole::Write;
    let page = view::One {
        opened: &opened,
        csrf: &visit.csrf,
        edits,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::one(&visit.words, &page);
    Ok((status, visit.page(data, &opened.assortment.name, content)).into_response())
}

/// `POST /staff/assortments/{code}/rules`.
pub(super) async fn add(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    let wish = Wish {
        kind: form.kind.clone(),
        subject: form.subject.clone(),
        excluded: form.way == "exclude",
    };
    let (by, of) = (visit.clone(), code.clone());
    let add = move |tx: &mut Tx| -> Result<(), AppError> {
        assortments::add_rule(tx, &by.staff, &of, &wish)?;
        let text = Text::plain("assortment-rule-added").with("name", &wish.subject);
        Ok(session::flash(tx, by.session.id, &by.words, &text)?)
    };
    match app.db.write(add).await {
        Ok(()) => Ok(Redirect::to(&address(&code)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(&app, visit, code, status, (form, Some(problem))).await
        }
    }
}

/// Which rule goes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Gone {
    kind: String,
    subject_id: i64,
}

/// `POST /staff/assortments/{code}/rules/removal`.
pub(super) async fn remove(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Gone>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    let (by, of) = (visit.clone(), code.clone());
    let remove = move |tx: &mut Tx| -> Result<(), AppError> {
        assortments::remove_rule(tx, &by.staff, &of, &form.kind, form.subject_id)?;
        let text = Text::plain("assortment-rule-removed");
        Ok(session::flash(tx, by.session.id, &by.words, &text)?)
    };
    app.db.write(remove).await?;
    Ok(Redirect::to(&address(&code)).into_response())
}
