//! Staff pages: the text of the dashboard, and announcements. Both are looked at before they are published.

use super::TEXT;
use super::announce::{self, Typed, announce};
use super::change_announcement::{self, as_typed};
use super::staff_view as view;
use super::write_text::{check, versions, write_text};
use crate::access::visit::StaffVisit;
use crate::access::{StaffForm, StaffRole, VisitForm, session};
use crate::app::{App, Routes, frame};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::{settings, wholesaler};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// The routes of what the wholesaler says.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/dashboard-text", text)
        .post("/staff/dashboard-text", text_sent)
        .get("/staff/announcements", announcements)
        .post("/staff/announcements", announced)
        .get("/staff/announcements/{id}", announcement)
        .post("/staff/announcements/{id}", changed)
        .post("/staff/announcements/{id}/end", ended)
        .post("/announcements/{id}/dismissal", dismissed)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    version: i64,
}

/// `GET /staff/dashboard-text`; `version` brings an older one into the field.
async fn text(visit: StaffVisit, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    text_page(visit, wanted.version, TextForm::default(), StatusCode::OK, None).await
}

#[derive(Clone, Deserialize, Default)]
#[serde(default)]
struct TextForm {
    text: String,
    deed: String,
}

async fn text_page(
    visit: StaffVisit,
    version: i64,
    form: TextForm,
    status: StatusCode,
    fault: Option<FieldProblem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (all, now) = (versions(view, &by.staff)?, settings::get(view, &TEXT)?);
        let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((all, now, zone, today, frame::read(view, &by)?))
    };
    let (all, now, zone, today, data) = visit.app.db.read(read).await?;
    let older = all.iter().find(|one| one.id == version).map(|one| one.body.clone());
    let typed = if form.deed.is_empty() { older.unwrap_or(now) } else { form.text };
    let page = view::TextPage {
        versions: &all,
        typed: &typed,
        preview: form.deed == "preview",
        fault: fault.as_ref(),
        zone: &zone,
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
    };
    let content = view::text(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("dashboard-text-title"), content)).into_response())
}

async fn text_sent(
    State(app): State<App>,
    sent: StaffForm<TextForm>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    if let Err(fault) = check(&form.text) {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let form = TextForm { deed: "save".to_owned(), ..form };
        return text_page(visit, 0, form, status, Some(fault)).await;
    }
    if form.deed == "preview" {
        return text_page(visit, 0, form, StatusCode::OK, None).await;
    }
    let by = visit;
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        write_text(tx, &by.staff, &form.text)?;
        let said = Text::plain("dashboard-text-saved");
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/staff/dashboard-text").into_response())
}

async fn announcements(visit: StaffVisit) -> Result<Response, AppError> {
    let typed = Typed { dismissable: "yes".to_owned(), ..Typed::default() };
    page(visit, StatusCode::OK, typed, Vec::new()).await
}

/// `GET /staff/announcements/{id}`: one to be changed.
async fn announcement(
    State(app): State<App>,
    visit: StaffVisit,
    Path(id): Path<i64>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    one_page(&app, visit, id, None, Vec::new()).await
}

/// The page of one; `typed` where something of it was not taken or is only looked at.
async fn one_page(
    app: &App,
    visit: StaffVisit,
    id: i64,
    typed: Option<Typed>,
    faults: Vec<FieldProblem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let one = change_announcement::get(view, &by.staff, id)?;
        let one = one.ok_or_else(Problem::not_found)?;
        Ok((one, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let ((one, version), today, data) = app.db.read(read).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    // Whoever was told that somebody else changed it may insist.
    let told = faults.iter().any(|fault| fault.code == "changed_meanwhile");
    let typed = match typed {
        Some(typed) if !told => typed,
        Some(typed) => Typed { version, ..typed },
        None => Typed { version, ..as_typed(&one) },
    };
    let preview = (typed.deed == "preview").then(|| announce::check(&typed, today).ok()).flatten();
    let page = view::OnePage {
        id,
        now: &one,
        typed: &typed,
        preview: preview.as_ref(),
        faults: &faults,
        csrf: &visit.csrf,
    };
    let content = view::one(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("announcement-edit"), content)).into_response())
}

/// `POST /staff/announcements/{id}`.
async fn changed(
    State(app): State<App>,
    Path(id): Path<i64>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form: typed, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, wish) = (visit.clone(), typed.clone());
    let only_look = typed.deed == "preview";
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let now = announce::check(&wish, wholesaler::today(tx)?).map_err(Problem::invalid)?;
        if only_look {
            return Ok(());
        }
        let again = wish.again == "yes";
        change_announcement::change(tx, &by.staff, (id, wish.version), (&now, again))?;
        let said = Text::plain("announcement-changed");
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) if only_look => one_page(&app, visit, id, Some(typed), Vec::new()).await,
        Ok(()) => Ok(Redirect::to("/staff/announcements").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            one_page(&app, visit, id, Some(typed), problem.errors).await
        }
        Err(other) => Err(other),
    }
}

async fn page(
    visit: StaffVisit,
    status: StatusCode,
    typed: Typed,
    faults: Vec<FieldProblem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((announce::list(view, &by.staff)?, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (all, today, data) = visit.app.db.read(read).await?;
    let preview = (typed.deed == "preview").then(|| announce::check(&typed, today).ok()).flatten();
    let page = view::AnnouncementsPage {
        all: &all,
        today,
        typed: &typed,
        preview: preview.as_ref(),
        faults: &faults,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
    };
    let content = view::announcements(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("announcements-title"), content)).into_response())
}

async fn announced(State(app): State<App>, sent: StaffForm<Typed>) -> Result<Response, AppError> {
    let StaffForm { visit, form: typed, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, wish) = (visit.clone(), typed.clone());
    let only_look = typed.deed == "preview";
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let new = announce::check(&wish, wholesaler::today(tx)?);
        let new = new.map_err(Problem::invalid)?;
        if only_look {
            return Ok(());
        }
        announce(tx, &by.staff, &new)?;
        let said = Text::plain("announcement-published");
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) if only_look => page(visit, StatusCode::OK, typed, Vec::new()).await,
        Ok(()) => Ok(Redirect::to("/staff/announcements").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, problem.errors).await
        }
        Err(other) => Err(other),
    }
}

async fn ended(
    State(app): State<App>,
    Path(id): Path<i64>,
    sent: StaffForm<crate::access::form::Fields>,
) -> Result<Response, AppError> {
    let by = sent.visit;
    by.needs(StaffRole::Write)?;
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        announce::end(tx, &by.staff, id)?;
        let said = Text::plain("announcement-ended");
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/staff/announcements").into_response())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct From {
    from: String,
}

async fn dismissed(
    State(app): State<App>,
    Path(id): Path<i64>,
    sent: VisitForm<From>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    app.db.write(move |tx| announce::dismiss(tx, &visit.buyer, id)).await?;
    // A page of ours, never another's.
    let ours =
        form.from.starts_with('/') && !form.from.starts_with("//") && !form.from.contains('\\');
    Ok(Redirect::to(if ours { &form.from } else { "/" }).into_response())
}
