//! The page of settings: everybody of the staff sees them, owners change them.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::wholesaler;
use crate::staff::change_settings::{SEEN, back_to_default, change, list, touched};
use crate::staff::from_file;
use crate::staff::view::settings::{self as view, Settings, Wanted};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /staff/settings`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    shown(&app, visit, wanted, Unsaved::default()).await
}

/// What was typed and not saved.
#[derive(Default)]
struct Unsaved {
    typed: Fields,
    faults: Vec<FieldProblem>,
    said: Option<String>,
}

async fn shown(
    app: &App,
    mut visit: StaffVisit,
    wanted: Wanted,
    unsaved: Unsaved,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((list(view, &by.staff)?, clock, frame::read(view, &by)?))
    };
    let ((all, currency), (zone, today), data) = app.db.read(read).await?;
    let page = Settings {
        all: &all,
        file: &from_file::lines(&app.config),
        currency,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Owner,
        typed: &unsaved.typed,
        faults: &unsaved.faults,
        wanted: &wanted,
        clock: (&zone, today),
    };
    let content = view::content(&visit.words, &page);
    let status =
        if unsaved.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.signed.flash = unsaved.said.or(visit.signed.flash.take());
    Ok((status, visit.page(data, visit.words.say("settings-title"), content)).into_response())
}

/// What the form looked for.
fn wanted(fields: &Fields) -> Wanted {
    let of = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, v)| v.clone());
    Wanted { q: of("q").unwrap_or_default(), changed: of("changed").unwrap_or_default() }
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
    let wanted = wanted(&fields);
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&wanted.href()).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let unsaved = Unsaved { typed: touched(&fields), faults: problem.errors, said: None };
            shown(&app, visit, wanted, unsaved).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /staff/settings/default`: one setting; what else was typed stays on the page, unsaved.
pub(super) async fn default(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Owner)?;
    let of = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, v)| v.clone());
    let key = of("default").unwrap_or_default();
    let seen = of(&format!("{SEEN}{key}")).unwrap_or_default();
    let (by, which) = (visit.clone(), (key.clone(), seen));
    let done = move |tx: &mut Tx| back_to_default(tx, &by.staff, (&which.0, &which.1));
    let (done, wanted) = (app.db.write(done).await, wanted(&fields));
    let ours = ["q", "changed", "default", key.as_str()];
    let mut typed = touched(&fields);
    typed.retain(|(name, _)| !ours.contains(&name.as_str()));
    let unsaved = match done {
        Ok(_) => {
            let said = if typed.is_empty() { "setting-is-back" } else { "setting-is-back-unsaved" };
            Unsaved { typed, faults: Vec::new(), said: Some(visit.words.say(said).to_owned()) }
        }
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            Unsaved { typed, faults: problem.errors, said: None }
        }
        Err(other) => return Err(other),
    };
    shown(&app, visit, wanted, unsaved).await
}
