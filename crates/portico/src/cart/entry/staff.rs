//! Pages of the order entry: whom the order is for, and the one page it is entered on.

use super::find_view::{self, Find};
use super::staff_view::{self as view, Entry, href};
use super::{EntryFaults, EntryTyped, begun, keep, order, orders_for};
use crate::access::form::{Fields, StaffForm};
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::{App, Routes, frame};
use crate::cart::pages::quick::{Asked as Sought, options};
use crate::cart::paste::{Judged, Look, State as LineState, look, suggest};
use crate::cart::view::{Shown, quick as quick_view};
use crate::cart::{empty, pages, product_in_cart};
use crate::catalogue::near;
use crate::catalogue::staff::shown_here;
use crate::catalogue::view::RowWords;
use crate::customers::staff_store::{self, Filter};
use crate::orders::exceptions;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::Paging;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use crate::pricing;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Customers found at once, pasted lines that need somebody shown at once, products offered for a code that is none.
const FOUND: i64 = 20;
const NEEDING: usize = 100;
const OFFERED: usize = 6;

type Answer = Result<Response, AppError>;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/orders/new", find)
        .get("/staff/customers/{number}/order", entry)
        .post("/staff/customers/{number}/order", enter)
        .get("/staff/customers/{number}/order/suggest", suggested)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

/// `GET /staff/orders/new`: the customer, by name, number, e-mail address or VAT number. One that is found alone, or whose
/// number it is, is led to at once.
async fn find(State(app): State<App>, visit: StaffVisit, Query(asked): Query<Asked>) -> Answer {
    visit.needs(StaffRole::Write)?;
    let (by, q) = (visit.clone(), asked.q.trim().replace('\0', "").to_lowercase());
    let wanted = q.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let filter = Filter {
            q: wanted.clone(),
            country: None,
            closed: Some(false),
            on_hold: false,
            logins: None,
            paging: Paging::first("name", false, FOUND),
        };
        let found = match wanted.is_empty() {
            true => Vec::new(),
            false => staff_store::list(view, &by.staff, &filter)?.rows,
        };
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((found, begun(view, &by.staff)?, clock, frame::read(view, &by)?))
    };
    let (found, begun, (zone, today), data) = app.db.read(read).await?;
    let exact = found.iter().find(|customer| customer.number.to_lowercase() == q);
    let alone = found.first().filter(|_| found.len() == 1);
    if let Some(customer) = exact.or(alone) {
        return Ok(Redirect::to(&href(&customer.number)).into_response());
    }
    let page = Find {
        q: asked.q.trim(),
        found: &found,
        is_full: i64::try_from(found.len()).unwrap_or(0) >= FOUND,
        begun: &begun,
        clock: (&zone, today),
    };
    let content = find_view::find(&visit.words, &page);
    Ok(visit.page(data, visit.words.say("entry-find-title"), content).into_response())
}

/// `GET /staff/customers/{number}/order`.
async fn entry(State(app): State<App>, visit: StaffVisit, Path(number): Path<String>) -> Answer {
    shown(&app, visit, number, StatusCode::OK, Refused::default()).await
}

/// What of a form was refused, to be shown again.
#[derive(Default)]
struct Refused {
    typed: EntryTyped,
    faults: EntryFaults,
    problem: Option<Problem>,
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    number: String,
    status: StatusCode,
    refused: Refused,
) -> Answer {
    let (by, search) = (visit.clone(), app.search.clone());
    let code = refused.typed.order.code.clone();
    let unknown = refused.faults.order.head.iter().any(|fault| fault.field == "/code");
    let read = move |view: &mut View| -> Result<_, AppError> {
        let buyer = orders_for(view, &by.staff, &number)?;
        let page = pages::read(view, &buyer)?;
        let may = exceptions::allowed(view, &buyer)?;
        let lists = pricing::lists_of_customer(view, &by.staff, buyer.customer.id)?;
        let mut pasted: Look = look(view, &buyer)?;
        let needs = |judged: &&mut Judged| matches!(judged.state, LineState::Needs { .. });
        let mut open: Vec<&mut Judged> =
            pasted.lines.iter_mut().filter(needs).take(NEEDING).collect();
        suggest(view, &search, &buyer, &mut open)?;
        let offered = match unknown && !code.trim().is_empty() {
            true => near(view, &search, &buyer, std::slice::from_ref(&code), OFFERED)?,
            false => Vec::new(),
        };
        Ok((buyer, (page, may, lists, pasted, offered), frame::read(view, &by)?))
    };
    let (buyer, (page, may, lists, pasted, offered), data) = app.db.read(read).await?;
    let entry = Entry {
        shown: Shown {
            words: &visit.words,
            stock: RowWords::new(&visit.words),
            buyer: &buyer,
            csrf: &visit.csrf,
            page: &page,
            typed: &refused.typed.order,
            faults: &refused.faults.order,
            problem: refused.problem.as_ref(),
            for_staff: true,
        },
        typed: &refused.typed,
        prices: &refused.faults.prices,
        may,
        lists: &lists,
        pasted: &pasted,
        offered: offered.first().map_or(&[], Vec::as_slice),
        most: NEEDING,
    };
    let content = view::content(&entry);
    let args = [("name", buyer.customer.name.as_str())];
    let title = visit.words.fill("entry-title", &args);
    Ok((status, visit.page(data, &title, content)).into_response())
}

/// `POST /staff/customers/{number}/order`: every button sends the whole form, and all of it is kept.
async fn enter(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Answer {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let typed = EntryTyped::read(&fields);
    match typed.deed.as_str() {
        "place" => placed(&app, visit, number, typed).await,
        "empty" => emptied(&app, visit, number).await,
        _ => saved(&app, visit, number, typed).await,
    }
}

async fn saved(app: &App, visit: StaffVisit, number: String, typed: EntryTyped) -> Answer {
    let (by, of, wanted) = (visit.clone(), number.clone(), typed.clone());
    let deed = move |tx: &mut Tx| -> Result<EntryFaults, AppError> {
        let buyer = orders_for(tx, &by.staff, &of)?;
        let faults = keep(tx, &buyer, &wanted)?;
        if let Some(sku) = &wanted.accept {
            let id = product_in_cart(tx, &buyer, sku)?.ok_or_else(Problem::not_found)?;
            crate::cart::accept_price(tx, &buyer, id)?;
        }
        Ok(faults)
    };
    let faults = app.db.write(deed).await?;
    if faults.count() == 0 {
        return Ok(Redirect::to(&href(&number)).into_response());
    }
    let refused = Refused { typed, faults, problem: None };
    shown(app, visit, number, StatusCode::UNPROCESSABLE_ENTITY, refused).await
}

async fn placed(app: &App, visit: StaffVisit, number: String, typed: EntryTyped) -> Answer {
    let (by, of, wanted) = (visit.clone(), number.clone(), typed.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let buyer = orders_for(tx, &by.staff, &of)?;
        let placed = order(tx, (&by.staff, &buyer), &wanted)?;
        let said = Text::plain("entry-placed")
            .with("number", &placed)
            .with("name", buyer.customer.name.clone());
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(placed)
    };
    let (status, problem) = match app.db.write(deed).await {
        Ok(placed) => {
            let to = format!("/staff/orders/{}", path_segment(&placed));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(error) => shown_here(error)?,
    };
    let (by, of, wanted) = (visit.clone(), number.clone(), typed.clone());
    let deed = move |tx: &mut Tx| -> Result<EntryFaults, AppError> {
        let buyer = orders_for(tx, &by.staff, &of)?;
        super::order::keep_refused(tx, &buyer, &wanted)
    };
    let faults = app.db.write(deed).await?;
    let refused = Refused { typed, faults, problem: Some(problem) };
    shown(app, visit, number, status, refused).await
}

async fn emptied(app: &App, visit: StaffVisit, number: String) -> Answer {
    let of = number.clone();
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let buyer = orders_for(tx, &visit.staff, &of)?;
        empty(tx, &buyer)?;
        crate::cart::paste::throw_away(tx, &buyer)?;
        let said = Text::plain("entry-emptied");
        Ok(session::flash(tx, visit.session.id, &visit.words, &said)?)
    };
    app.db.write(deed).await?;
    Ok(Redirect::to(&href(&number)).into_response())
}

/// `GET /staff/customers/{number}/order/suggest?q=`: options for the field, as the customer's own quick order has them.
async fn suggested(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(asked): Query<Sought>,
) -> Answer {
    let q = asked.text();
    let (by, search, wanted) = (visit.clone(), app.search.clone(), q.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let buyer = orders_for(view, &by.staff, &number)?;
        Ok((options(view, &search, &buyer, &wanted)?, buyer))
    };
    let (options, buyer) = app.db.read(read).await?;
    let html = quick_view::options(&visit.words, &buyer, &q, &options);
    Ok(Html(html.into_string()).into_response())
}
