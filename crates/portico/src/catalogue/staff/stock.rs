//! Stock for staff: the list, one product with its history and corrections, the locations.

use super::shown_here;
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::correct_stock::{self, Change, Wish};
use crate::catalogue::staff_view::stock::{self as view, Locations, OfProduct, Typed};
use crate::catalogue::staff_view::{incoming as incoming_view, stock_list as list_view};
use crate::catalogue::stock_list::{self, Filter, STOCK};
use crate::catalogue::{incoming, kept_product, locations, movements, staff_find};
use crate::orders::allocate::give_on;
use crate::orders::ledger::Cause;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Rows of a page.
const ROWS: i64 = 50;

/// `GET /staff/stock`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STOCK.asked(&pairs, ROWS);
    let (by, filter, home) = (visit.clone(), Filter::asked(&asked), app.clone());
    let q = asked.text("q").to_owned();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_find::found(view, &home.search, &by.staff, &q)?;
        let page = stock_list::list(view, &by.staff, &filter, found.as_deref())?;
        let kept = columns::kept(view, by.login_id(), STOCK.name)?;
        let choices = (staff_find::offered(view, &by.staff)?, locations::list(view, &by.staff)?);
        Ok((page, found.map(|ids| ids.len()), kept, choices, frame::read(view, &by)?))
    };
    // What narrows a list may fit few rows, far apart: that is no short read.
    let read =
        if asked.is_filtered() { app.db.report(read).await } else { app.db.read(read).await };
    let (page, found, kept, (offered, places), data) = read?;
    let list = list_view::List {
        asked: &asked,
        kept: &kept,
        page: &page,
        found,
        csrf: &visit.csrf,
        offered: &offered,
        places: &places,
    };
    let content = list_view::content(&visit.words, &list);
    Ok(visit.page(data, visit.words.say("stock-title"), content).into_response())
}

/// `GET /staff/stock/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STOCK.asked(&pairs, ROWS);
    let (by, filter, search) = (visit.clone(), Filter::asked(&asked), app.search.clone());
    let q = asked.text("q").to_owned();
    let title = visit.words.say("stock-title");
    let export = Export { listing: &STOCK, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let found = staff_find::found(read, &search, &by.staff, &q)?;
        let columns = list_view::columns(&by.words);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            stock_list::list(read, &by.staff, &filter.on(paging), found.as_deref())
        })
    })
    .await
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
    shown(&app, visit, (sku, asked.before), StatusCode::OK, Said::default()).await
}

/// What was typed into the page's forms, and what was wrong with it.
#[derive(Default)]
pub(super) struct Said {
    pub(super) typed: Typed,
    pub(super) problem: Option<Problem>,
    pub(super) expected: incoming_view::Typed,
    pub(super) not_expected: Option<Problem>,
}

pub(super) async fn shown(
    app: &App,
    visit: StaffVisit,
    (sku, before): (String, Option<i64>),
    status: StatusCode,
    said: Said,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let product = kept_product::get(view, &by.staff, &sku)?;
        let product = product.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let rows = stock_list::of_product(view, &by.staff, product.id)?;
        let history = movements::history(view, &by.staff, product.id, before)?;
        let newest = movements::newest(view, product.id)?;
        let places = locations::list(view, &by.staff)?;
        let expected = incoming::of_product(view, &by.staff, product.id)?;
        let when = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let stock = (rows, history, newest, expected);
        Ok((product, stock, places, when, frame::read(view, &by)?))
    };
    let (product, stock, places, (zone, today), data) = app.db.read(read).await?;
    let (rows, history, newest, expected) = stock;
    let edits = visit.staff.role >= StaffRole::Write && product.stock_kind == "tracked";
    let page = OfProduct {
        product: &product,
        rows: &rows,
        history: &history,
        newest,
        places: &places,
        zone: &zone,
        today,
        csrf: &visit.csrf,
        edits,
        typed: &said.typed,
        problem: said.problem.as_ref(),
        incoming: incoming_view::Incoming {
            sku: &product.sku,
            decimals: product.quantity_decimals,
            rows: &expected,
            today,
            csrf: &visit.csrf,
            edits,
            typed: &said.expected,
            problem: said.not_expected.as_ref(),
        },
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
        seen: Some(form.seen.parse().unwrap_or(-1)),
    };
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let (done, freed) = correct_stock::correct(tx, &by.staff, &wish)?;
        let cause = Cause { source: "stock_corrected", login_id: Some(by.staff.login.id) };
        let _ = give_on(tx, freed, cause)?;
        let said = Text::plain("stock-corrected")
            .with("by", view::signed(done.by))
            .with("now", done.on_hand.grouped());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&format!("/staff/stock/{}", path_segment(&sku))).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            let said = Said { typed: form, problem: Some(problem), ..Said::default() };
            shown(&app, visit, (sku, None), status, said).await
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
