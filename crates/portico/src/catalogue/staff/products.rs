//! Products for staff: the list, one product in its sections, a new one.

use super::shown_here;
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::catalogue::edit_product;
use crate::catalogue::kept_product;
use crate::catalogue::product_sections::Section;
use crate::catalogue::staff_list::{self, Filter, Sort};
use crate::catalogue::staff_view::product::{self as product_view, NewProduct, OfProduct};
use crate::catalogue::staff_view::products as list_view;
use crate::catalogue::{price_history, stock_list};
use crate::platform::db::{Tx, View};
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
    state: String,
    brand: String,
    category: String,
    assortment: String,
    stock: String,
    sort: String,
    after: String,
    id: i64,
}

impl Asked {
    /// As a filter.
    pub(super) fn filter(self) -> Filter {
        let clean = |text: String| text.replace('\0', "").trim().to_owned();
        Filter {
            q: clean(self.q).chars().take(200).collect(),
            state: clean(self.state),
            brand: clean(self.brand),
            category: clean(self.category),
            assortment: clean(self.assortment),
            stock: clean(self.stock),
            sort: Sort::from_code(&self.sort),
            after: (!self.after.is_empty()).then(|| (self.after.replace('\0', ""), self.id)),
        }
    }
}

/// `GET /staff/products`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let filter = asked.filter();
    let (by, wanted, search) = (visit.clone(), filter.clone(), app.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let cards = staff_list::list(view, &search.search, &by.staff, &wanted)?;
        Ok((cards, frame::read(view, &by)?))
    };
    let (cards, data) = app.db.read(read).await?;
    let edits = visit.staff.role >= StaffRole::Write;
    let content = list_view::content(&visit.words, &filter, &cards, edits);
    Ok(visit.page(data, visit.words.say("staff-products-title"), content).into_response())
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
