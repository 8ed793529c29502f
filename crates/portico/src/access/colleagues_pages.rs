//! The page of a customer's colleagues, for their manager.

use super::colleagues::{self, Colleague, NewColleague, may_manage};
use super::colleagues_view::{self as view, Page, Typed};
use super::form::{Fields, VisitForm};
use super::manage::Rights;
use super::session;
use super::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::platform::auth::Secret;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/colleagues", show)
        .post("/colleagues", let_in)
        .post("/colleagues/{membership}", change)
        .post("/colleagues/{membership}/end", take_out)
        .post("/colleagues/{membership}/invitation", send_again)
}

async fn show(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    shown(&app, visit, None, Typed::Nothing).await
}

async fn shown(
    app: &App,
    visit: Visit,
    problem: Option<Problem>,
    typed: Typed,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |tx: &mut View| -> Result<(Vec<Colleague>, _), AppError> {
        Ok((colleagues::list(tx, &by.buyer)?, frame::read(tx, &by)?))
    };
    let (all, data) = app.db.read(read).await?;
    let status = problem.as_ref().and_then(|p| StatusCode::from_u16(p.status).ok());
    let page = Page { visit: &visit, all: &all, problem: problem.as_ref(), typed: &typed };
    let content = view::content(&page);
    let title = visit.words.say("colleagues-title").to_owned();
    Ok((status.unwrap_or(StatusCode::OK), visit.page(data, &title, content)).into_response())
}

fn value(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn id_of(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| Problem::not_found().into())
}

/// Runs a deed and leaves a sentence; what is refused is said on the page, with what was typed.
async fn done(
    app: &App,
    visit: Visit,
    (said, typed): (&'static str, Typed),
    deed: impl Fn(&mut Tx) -> Result<(), AppError> + Send + 'static,
) -> Result<Response, AppError> {
    if !may_manage(&visit.buyer) {
        return Err(Problem::not_allowed().into());
    }
    let (id, words) = (visit.session.id, visit.words.clone());
    let all = move |tx: &mut Tx| -> Result<(), AppError> {
        deed(tx)?;
        Ok(session::flash(tx, id, &words, &Text { key: said, args: Vec::new() })?)
    };
    match app.db.write(all).await {
        Ok(()) => Ok(Redirect::to("/colleagues").into_response()),
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422 | 429) => {
            shown(app, visit, Some(*problem), typed).await
        }
        Err(error) => Err(error),
    }
}

async fn let_in(State(app): State<App>, sent: VisitForm<Fields>) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    let wish = NewColleague {
        name: value(&fields, "name"),
        email: value(&fields, "email"),
        rights: Rights {
            role: value(&fields, "role"),
            sees: value(&fields, "sees"),
            order_limit: value(&fields, "order_limit"),
        },
    };
    let (buyer, secret) = (visit.buyer.clone(), Secret::of(app.ids.secret()));
    let typed = Typed::New(wish.clone());
    let deed = move |tx: &mut Tx| colleagues::let_in(tx, &buyer, &wish, &secret);
    done(&app, visit, ("colleagues-invited", typed), deed).await
}

async fn change(
    State(app): State<App>,
    Path(membership): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    let id = id_of(&membership)?;
    // The page has a form for each colleague, so a number stands behind the fields' names.
    let typed = |name: &str| value(&fields, &format!("{name}-{id}"));
    let rights =
        Rights { role: typed("role"), sees: typed("sees"), order_limit: typed("order_limit") };
    let buyer = visit.buyer.clone();
    let kept = Typed::Change(id, rights.clone());
    let deed = move |tx: &mut Tx| colleagues::change(tx, &buyer, id, &rights);
    done(&app, visit, ("customer-saved", kept), deed).await
}

async fn take_out(
    State(app): State<App>,
    Path(membership): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let (visit, id) = (sent.visit, id_of(&membership)?);
    let buyer = visit.buyer.clone();
    let deed = move |tx: &mut Tx| colleagues::take_out(tx, &buyer, id);
    done(&app, visit, ("colleagues-taken-out", Typed::Nothing), deed).await
}

async fn send_again(
    State(app): State<App>,
    Path(membership): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let (visit, id) = (sent.visit, id_of(&membership)?);
    let (buyer, secret) = (visit.buyer.clone(), Secret::of(app.ids.secret()));
    let deed = move |tx: &mut Tx| colleagues::send_again(tx, &buyer, id, &secret);
    done(&app, visit, ("logins-resent", Typed::Nothing), deed).await
}
