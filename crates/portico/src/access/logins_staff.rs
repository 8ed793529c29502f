//! Staff pages about one login: what it does, and what staff may do with it.

use super::form::{Fields, StaffForm};
use super::manage::{self, Rights};
use super::visit::StaffVisit;
use super::{StaffRole, logins, logins_staff_view as view, proof, second_factor, session};
use crate::app::frame;
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// The routes of one login, for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/logins/{login}", show)
        .post("/staff/logins/{login}/invitation", send_again)
        .post("/staff/logins/{login}/revocation", revoke)
        .post("/staff/logins/{login}/state", set_state)
        .post("/staff/logins/{login}/second-factor-reset", reset_factor)
        .post("/staff/memberships/{membership}", change)
        .post("/staff/memberships/{membership}/end", end)
}

/// Why something was refused, and what was typed.
#[derive(Default)]
struct Refused {
    status: StatusCode,
    problem: Option<Problem>,
    /// A membership and what was wished for it.
    typed: Option<(i64, Rights)>,
    /// What is wrong with the password of the reset (0), or of a membership's form.
    password: Option<(i64, String)>,
}

impl Refused {
    fn of(problem: Problem) -> Refused {
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
        Refused { status, problem: Some(problem), ..Refused::default() }
    }

    fn password(form: i64, sentence: String) -> Refused {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Refused { status, password: Some((form, sentence)), ..Refused::default() }
    }
}

async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Path(login): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, id_of(&login)?, Refused::default()).await
}

fn id_of(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| Problem::not_found().into())
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    login_id: i64,
    refused: Refused,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let all = logins::of_login(view, &by.staff, login_id)?;
        let factor = second_factor::standing(view, login_id)?;
        let time = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((all, factor, time, frame::read(view, &by)?))
    };
    let (all, factor, (zone, today), data) = app.db.read(read).await?;
    let Some(first) = all.first() else { return Err(Problem::not_found().into()) };
    let is_staff = all.iter().any(|member| member.kind == "staff");
    let needed = if is_staff { StaffRole::Owner } else { StaffRole::Write };
    let faults = refused.problem.as_ref().map_or(&[][..], |problem| &problem.errors);
    let above = refused.problem.as_ref().filter(|problem| problem.errors.is_empty());
    let error = above.map(|problem| visit.words.sentence(&problem.text));
    let page = view::One {
        all: &all,
        first,
        factor,
        zone: &zone,
        today,
        signed: &visit.signed,
        may: visit.staff.role >= needed,
        owner: visit.staff.role >= StaffRole::Owner,
        error: error.as_deref(),
        typed: refused.typed.as_ref(),
        faults,
        password: refused.password.as_ref(),
    };
    let content = view::content(&visit.words, &page);
    Ok((refused.status, visit.page(data, &first.name, content)).into_response())
}

/// Runs a deed that answers whose login it was about, and leaves a sentence; what is refused is said on the login's page.
async fn done(
    app: &App,
    visit: StaffVisit,
    login_id: Option<i64>,
    said: &'static str,
    deed: impl Fn(&mut Tx) -> Result<i64, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    let (id, words) = (visit.session.id, visit.words.clone());
    let all = move |tx: &mut Tx| -> Result<i64, AppError> {
        let login_id = deed(tx)?;
        session::flash(tx, id, &words, &Text { key: said, args: Vec::new() })?;
        Ok(login_id)
    };
    match (app.db.write(all).await, login_id) {
        (Ok(login_id), _) => Ok(Redirect::to(&format!("/staff/logins/{login_id}")).into_response()),
        (Err(AppError::Refused(problem)), Some(login_id))
            if matches!(problem.status, 409 | 422 | 429) =>
        {
            shown(app, visit, login_id, Refused::of(*problem)).await
        }
        (Err(error), _) => Err(error),
    }
}

async fn send_again(
    State(app): State<App>,
    Path(login): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let (visit, login_id) = (sent.visit, id_of(&login)?);
    visit.needs(StaffRole::Write)?;
    let (staff, secret) = (visit.staff.clone(), Secret::of(app.ids.secret()));
    let deed = move |tx: &mut Tx| {
        manage::resend(tx, &staff, login_id, &secret)?;
        Ok(login_id)
    };
    done(&app, visit, Some(login_id), "logins-resent", deed).await
}

async fn revoke(
    State(app): State<App>,
    Path(login): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let (visit, login_id) = (sent.visit, id_of(&login)?);
    visit.needs(StaffRole::Write)?;
    let staff = visit.staff.clone();
    let deed = move |tx: &mut Tx| {
        manage::revoke(tx, &staff, login_id)?;
        Ok(login_id)
    };
    done(&app, visit, Some(login_id), "logins-revoked", deed).await
}

/// Whether it is to be open.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    open: String,
}

async fn set_state(
    State(app): State<App>,
    Path(login): Path<String>,
    sent: StaffForm<Wanted>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (login_id, open) = (id_of(&login)?, form.open == "yes");
    let staff = visit.staff.clone();
    let deed = move |tx: &mut Tx| {
        manage::set_open(tx, &staff, login_id, open)?;
        Ok(login_id)
    };
    let said = if open { "logins-reopened" } else { "logins-deactivated" };
    done(&app, visit, Some(login_id), said, deed).await
}

async fn reset_factor(
    State(app): State<App>,
    Path(login): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Owner)?;
    let login_id = id_of(&login)?;
    if let Some(sentence) = proof::missing(&visit, &value(&fields, "current_password")).await? {
        return shown(&app, visit, login_id, Refused::password(0, sentence)).await;
    }
    let staff = visit.staff.clone();
    let deed = move |tx: &mut Tx| {
        manage::reset_factor(tx, &staff, login_id)?;
        Ok(login_id)
    };
    done(&app, visit, Some(login_id), "logins-factor-reset-done", deed).await
}

fn value(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// Whose membership it is, to go back to, and its kind; nothing for one that is not there.
async fn whose(app: &App, visit: &StaffVisit, id: i64) -> Result<Option<(i64, String)>, AppError> {
    let staff = visit.staff.clone();
    Ok(app.db.read(move |view: &mut View| logins::of_membership(view, &staff, id)).await?)
}

async fn change(
    State(app): State<App>,
    Path(membership): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let id = id_of(&membership)?;
    // The page has a form for each membership, so its number stands behind the fields' names.
    let typed = |name: &str| {
        let own = value(&fields, &format!("{name}-{id}"));
        if own.is_empty() { value(&fields, name) } else { own }
    };
    let form =
        Rights { role: typed("role"), sees: typed("sees"), order_limit: typed("order_limit") };
    let Some((login_id, kind)) = whose(&app, &visit, id).await? else {
        return Err(Problem::not_found().into());
    };
    // Rights among the staff open the wholesaler's own house.
    if kind == "staff"
        && visit.staff.role >= StaffRole::Owner
        && let Some(sentence) = proof::missing(&visit, &typed("current_password")).await?
    {
        let refused = Refused { typed: Some((id, form)), ..Refused::password(id, sentence) };
        return shown(&app, visit, login_id, refused).await;
    }
    let (staff, wished, by) = (visit.staff.clone(), form.clone(), visit.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        manage::change_rights(tx, &staff, id, &wished)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("customer-saved"))?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to(&format!("/staff/logins/{login_id}")).into_response()),
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            let refused = Refused { typed: Some((id, form)), ..Refused::of(*problem) };
            shown(&app, visit, login_id, refused).await
        }
        Err(error) => Err(error),
    }
}

async fn end(
    State(app): State<App>,
    Path(membership): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let id = id_of(&membership)?;
    let (staff, login_id) = (visit.staff.clone(), whose(&app, &visit, id).await?);
    let ended = {
        let (session_id, words) = (visit.session.id, visit.words.clone());
        let deed = move |tx: &mut Tx| -> Result<(), AppError> {
            manage::end_membership(tx, &staff, id)?;
            Ok(session::flash(tx, session_id, &words, &Text::plain("logins-ended"))?)
        };
        app.db.write(deed).await
    };
    match (ended, login_id) {
        (Ok(()), _) => Ok(Redirect::to("/staff/logins").into_response()),
        (Err(AppError::Refused(problem)), Some((login_id, _))) if problem.status == 409 => {
            shown(&app, visit, login_id, Refused::of(*problem)).await
        }
        (Err(error), _) => Err(error),
    }
}
