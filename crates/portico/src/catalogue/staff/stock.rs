//! Stock for staff: the list, one product with its history and corrections, the locations.

use super::shown_here;
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::catalogue::correct_stock::{self, Change, Wish};
use crate::catalogue::staff_view::stock::{self as view, Locations, OfProduct, Typed};
use crate::catalogue::stock_list::{self, Filter, Which};
use crate::catalogue::{kept_product, locations, movements};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What the list was asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    location: String,
    which: String,
    after: String,
    at: String,
}

/// `GET /staff/stock`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let clean = |text: String| text.replace('\0', "");
    let filter = Filter {
        q: clean(asked.q).trim().to_owned(),
        location: clean(asked.location),
        which: Which::from_code(&asked.which),
        after: (!asked.after.is_empty()).then(|| (clean(asked.after), clean(asked.at))),
    };
    let (by, wanted) = (visit.clone(), filter.clone());
    let read = move |view: &mut View| -> Result<_, DbError> {
        let rows = stock_list::list(view, &by.staff, &wanted)?;
        Ok((rows, locations::list(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (rows, places, data) = app.db.read(read).await?;
    let content = view::list(&visit.words, &filter, &places, &rows);
    Ok(visit.page(data, visit.words.say("stock-title"), content).into_response())
}

/// Which part of the history is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Before {
    before: Option<i64>,
}

/// `GET /staff/stock/{sku}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(sku): Path<String>,
    Query(asked): Query<Before>,
) -> Result<Response, AppError> {
    shown(&app, visit, (sku, asked.before), StatusCode::OK, Typed::default(), None).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    (sku, before): (String, Option<i64>),
    status: StatusCode,
    typed: Typed,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let product = kept_product::get(view, &by.staff, &sku)?;
        let product = product.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let rows = stock_list::of_product(view, &by.staff, product.id)?;
        let history = movements::history(view, &by.staff, product.id, before)?;
        let newest = movements::newest(view, product.id)?;
        let places = locations::list(view, &by.staff)?;
        let when = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((product, rows, history, newest, places, when, frame::read(view, &by)?))
    };
    let (product, rows, history, newest, places, (zone, today), data) = app.db.read(read).await?;
    let page = OfProduct {
        product: &product,
        rows: &rows,
        history: &history,
        newest,
        places: &places,
        zone: &zone,
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write && product.stock_kind == "tracked",
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::one(&visit.words, &page);
    Ok((status, visit.page(data, &product.sku, content)).into_response())
}

/// `POST /staff/stock/{sku}/corrections`.
pub(super) async fn correct(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let quantity = form.quantity.clone();
    let change = match form.kind.as_str() {
        "count" => Change::Counted(quantity),
        "move" => Change::To(form.to.clone(), quantity),
        _ => Change::By(quantity),
    };
    let wish = Wish {
        sku: sku.clone(),
        location: form.location.clone(),
        change,
        reason: form.reason.clone(),
        seen: form.seen.parse().unwrap_or(-1),
    };
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let done = correct_stock::correct(tx, &by.staff, &wish)?;
        let said = Text::plain("stock-corrected")
            .with("by", view::signed(done.by))
            .with("now", done.on_hand.grouped());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&format!("/staff/stock/{}", path_segment(&sku))).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(&app, visit, (sku, None), status, form, Some(problem)).await
        }
    }
}

/// `GET /staff/locations`.
pub(super) async fn locations(
    State(app): State<App>,
    visit: StaffVisit,
) -> Result<Response, AppError> {
    places(&app, visit, StatusCode::OK, NewLocation::default(), None).await
}

/// A location as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewLocation {
    code: String,
    name: String,
}

async fn places(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    typed: NewLocation,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok((locations::list(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (all, data) = app.db.read(read).await?;
    let page = Locations {
        all: &all,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        code: &typed.code,
        name: &typed.name,
        problem: problem.as_ref(),
    };
    let content = view::locations(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("locations-title"), content)).into_response())
}

/// `POST /staff/locations`.
pub(super) async fn open_location(
    State(app): State<App>,
    sent: StaffForm<NewLocation>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, typed) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        locations::open(tx, &by.staff, &typed.code, &typed.name)?;
        let said = Text::plain("location-opened").with("name", typed.name.trim());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to("/staff/locations").into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            places(&app, visit, status, form, Some(problem)).await
        }
    }
}

/// `POST /staff/locations/{code}/closing`.
pub(super) async fn close_location(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<NewLocation>,
) -> Result<Response, AppError> {
    let StaffForm { visit, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        locations::close(tx, &by.staff, &code)?;
        let said = Text::plain("location-closed");
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to("/staff/locations").into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            places(&app, visit, status, NewLocation::default(), Some(problem)).await
        }
    }
}
