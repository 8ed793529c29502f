//! Products for staff: the list, one product in its sections, a new one.

use super::shown_here;
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::edit_product;
use crate::catalogue::kept_product;
use crate::catalogue::product_sections::Section;
use crate::catalogue::staff_find;
use crate::catalogue::staff_list::{self, Filter, PRODUCTS};
use crate::catalogue::staff_view::product::{self as product_view, NewProduct, OfProduct};
use crate::catalogue::staff_view::products as list_view;
use crate::catalogue::{price_history, stock_list};
use crate::platform::db::{Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// `GET /staff/products`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = PRODUCTS.asked(&pairs, ROWS);
    let (by, filter, home) = (visit.clone(), Filter::asked(&asked), app.clone());
    let q = asked.text("q").to_owned();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_find::found(view, &home.search, &by.staff, &q)?;
        let page = staff_list::list(view, &by.staff, &filter, found.as_deref())?;
        let kept = columns::kept(view, by.login_id(), PRODUCTS.name)?;
        let offered = staff_find::offered(view, &by.staff)?;
        let when = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let rows = (page, found.map(|ids| ids.len()), kept);
        Ok((rows, offered, when, frame::read(view, &by)?))
    };
    // What narrows a list may fit few rows, far apart: that is no short read.
    let read =
        if asked.is_filtered() { app.db.report(read).await } else { app.db.read(read).await };
    let ((page, found, kept), offered, (zone, today), data) = read?;
    let list = list_view::List {
        asked: &asked,
        kept: &kept,
        page: &page,
        found,
        csrf: &visit.csrf,
        offered: &offered,
        when: (&zone, today),
        edits: visit.staff.role >= StaffRole::Write,
    };
    let content = list_view::content(&visit.words, &list);
    Ok(visit.page(data, visit.words.say("staff-products-title"), content).into_response())
}

/// `GET /staff/products/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = PRODUCTS.asked(&pairs, ROWS);
    let (by, filter, search) = (visit.clone(), Filter::asked(&asked), app.search.clone());
    let q = asked.text("q").to_owned();
    let title = visit.words.say("staff-products-title");
    let export = Export { listing: &PRODUCTS, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let found = staff_find::found(read, &search, &by.staff, &q)?;
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let columns = list_view::columns(&by.words, (&zone, today), false);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            staff_list::list(read, &by.staff, &filter.on(paging), found.as_deref())
        })
    })
    .await
}

/// `GET /staff/products/{sku}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(sku): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, sku, StatusCode::OK, None).await
}

/// What was typed into a section, and why it was not saved.
struct Typed {
    section: Section,
    fields: Fields,
    problem: Problem,
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    sku: String,
    status: StatusCode,
    typed: Option<Typed>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let product = kept_product::get(view, &by.staff, &sku)?;
        let product = product.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let parts = kept_product::parts(view, &by.staff, product.id)?;
        let stock = stock_list::of_product(view, &by.staff, product.id)?;
        let prices = price_history::of_product(view, &by.staff, product.id)?;
        let when = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((product, parts, stock, prices, when, frame::read(view, &by)?))
    };
    let (product, parts, stock, prices, (zone, today), data) = app.db.read(read).await?;
    let page = OfProduct {
        product: &product,
        parts: &parts,
        stock: &stock,
        prices: &prices,
        zone: &zone,
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        typed: typed.as_ref().map(|t| (t.section, t.fields.as_slice())),
        problem: typed.as_ref().map(|t| &t.problem),
    };
    let content = product_view::one(&visit.words, &page);
    Ok((status, visit.page(data, &product.sku, content)).into_response())
}

/// `POST /staff/products/{sku}/sections/{section}`.
pub(super) async fn save(
    State(app): State<App>,
    Path((sku, section)): Path<(String, String)>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let section = Section::from_code(&section).ok_or_else(Problem::not_found)?;
    let (by, typed, of) = (visit.clone(), fields.clone(), sku.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let seen = typed.iter().find(|(name, _)| name == "seen").map_or("", |(_, v)| v.as_str());
        edit_product::change(tx, &by.staff, &of, (section, seen), &typed)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("product-saved"))?)
    };
    match app.db.write(done).await {
        Ok(()) => {
            let to = format!("/staff/products/{}#{}", path_segment(&sku), section.code());
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            let typed = Typed { section, fields, problem };
            shown(&app, visit, sku, status, Some(typed)).await
        }
    }
}

/// `GET /staff/products/new`.
pub(super) async fn new(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    new_shown(&app, visit, StatusCode::OK, Vec::new(), None).await
}

async fn new_shown(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    fields: Fields,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((wholesaler::currency(view)?, frame::read(view, &by)?))
    };
    let (currency, data) = app.db.read(read).await?;
    let page =
        NewProduct { currency, csrf: &visit.csrf, typed: &fields, problem: problem.as_ref() };
    let content = product_view::new(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("product-new"), content)).into_response())
}

/// `POST /staff/products`.
pub(super) async fn create(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, typed) = (visit.clone(), fields.clone());
    let done = move |tx: &mut Tx| -> Result<String, AppError> {
        let sku = edit_product::create(tx, &by.staff, &typed)?;
        let said = Text::plain("product-made").with("sku", &sku);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(sku)
    };
    match app.db.write(done).await {
        Ok(sku) => {
            Ok(Redirect::to(&format!("/staff/products/{}", path_segment(&sku))).into_response())
        }
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            new_shown(&app, visit, status, fields, Some(problem)).await
        }
    }
}
