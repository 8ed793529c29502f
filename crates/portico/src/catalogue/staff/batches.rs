//! Several products changed at once: what is to be changed, the look at it, what came of it.

use super::shown_here;
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::catalogue::batch::{self, Chosen, MOST};
use crate::catalogue::staff_find;
use crate::catalogue::staff_view::batches::{self as view, Form};
use crate::platform::db::{Tx, View};
use crate::platform::list::Pairs;
use crate::platform::problem::{AppError, Problem};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// What the list, or the form itself, says was chosen: `product`s one by one, or `all` that `of` asks of the list.
fn chosen(sent: &[(String, String)]) -> Chosen {
    let value = |name: &str| sent.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    if value("all") == "yes" {
        let of = serde_urlencoded::from_str::<Pairs>(value("of"));
        // What cannot be read chooses nothing, never everything.
        return of.map_or(Chosen::Ticked(Vec::new()), Chosen::Fitting);
    }
    let codes = sent.iter().filter(|(name, _)| name == "product").take(MOST + 1);
    Chosen::Ticked(codes.map(|(_, code)| code.replace('\0', "")).collect())
}

/// `GET /staff/products/batches/new`.
pub(super) async fn new(
    State(app): State<App>,
    visit: StaffVisit,
    Query(sent): Query<Pairs>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    form(&app, visit, StatusCode::OK, sent, None).await
}

async fn form(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    sent: Pairs,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let (by, home, wanted) = (visit.clone(), app.clone(), chosen(&sent));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let ids = batch::choose(view, &home.search, &by.staff, &wanted);
        let ids = ids.map_err(shown_here);
        let products = match &ids {
            Ok(ids) => batch::of(view, &by.staff, ids)?,
            Err(_) => Vec::new(),
        };
        let refused = match ids {
            Err(Err(error)) => return Err(error),
            Err(Ok((_, problem))) => Some(problem),
            Ok(_) => None,
        };
        Ok((products, refused, staff_find::offered(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (products, refused, offered, data) = app.db.report(read).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let content = view::form(
        &visit.words,
        &Form {
            products: &products,
            offered: &offered,
            csrf: &visit.csrf,
            typed: &sent,
            problem: problem.as_ref(),
            refused: refused.as_ref(),
        },
    );
    let title = visit.words.say("batch-title");
    Ok((status, visit.page(data, title, content)).into_response())
}

/// `POST /staff/products/batches`.
pub(super) async fn plan(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let planned = async {
        let wish = batch::read(&fields)?;
        let (by, home, wanted) = (visit.staff.clone(), app.clone(), chosen(&fields));
        let choose = move |view: &mut View| batch::choose(view, &home.search, &by, &wanted);
        let ids = app.db.report(choose).await?;
        let by = visit.staff.clone();
        app.db.write(move |tx: &mut Tx| batch::plan(tx, &by, &ids, &wish)).await
    };
    match planned.await {
        Ok(id) => Ok(to(id)),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            form(&app, visit, status, fields, Some(problem)).await
        }
    }
}

fn to(id: i64) -> Response {
    Redirect::to(&format!("/staff/products/batches/{id}")).into_response()
}

fn id_of(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| Problem::not_found().into())
}

/// `GET /staff/products/batches/{batch}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let (by, id) = (visit.clone(), id_of(&id)?);
    let read = move |view: &mut View| -> Result<_, AppError> {
        let batch = batch::get(view, &by.staff, id)?;
        Ok((batch.ok_or_else(Problem::not_found)?, frame::read(view, &by)?))
    };
    let (batch, data) = app.db.report(read).await?;
    let edits = visit.staff.role >= StaffRole::Write;
    let content = view::one(&visit.words, &batch, &visit.csrf, edits);
    Ok(visit.page(data, visit.words.say("batch-title"), content).into_response())
}

/// `POST /staff/products/batches/{batch}/done`.
pub(super) async fn carry_out(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, id) = (visit.staff.clone(), id_of(&id)?);
    app.db.write(move |tx: &mut Tx| batch::carry_out(tx, &by, id)).await?;
    Ok(to(id))
}
