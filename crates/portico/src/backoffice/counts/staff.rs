//! Pages of the staff about stock counts.

use super::open::{self as opening, LINES_MOST};
use super::staff_view::{self as view, New, One, Typed};
use super::store::{self, COUNTS, Count};
use super::{Refusal, book};
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole};
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::backoffice::entered::{self, Looked};
use crate::catalogue::staff::shown_here;
use crate::catalogue::stock_list::{self, STOCK};
use crate::catalogue::{locations, staff_find};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{At, Paging, Pairs};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

static LIST: ListPage<StaffVisit, Count> = ListPage {
    listing: &COUNTS,
    file: "/staff/counts/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "counts",
    said: Said {
        title: "counts-title",
        context: "counts-context",
        none: "counts-none",
        none_what: "counts-none-what",
    },
    way_on: WayOn::New("count-new", "/staff/counts/new"),
    rows: store::list,
    columns: view::columns,
    given: no_offers,
    above: nothing_there,
    below: nothing_there,
};
/// Rows of stock read at once for a new sheet.
const AT_ONCE: i64 = 500;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .post("/staff/counts", open)
        .get("/staff/counts/new", new)
        .get("/staff/counts/{number}", one)
        .post("/staff/counts/{number}", enter)
        .post("/staff/counts/{number}/booking", book_it)
        .post("/staff/counts/{number}/withdrawal", give_up)
}

fn href(number: &str) -> String {
    format!("/staff/counts/{}", path_segment(number))
}

async fn new(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    new_form(&app, visit, (StatusCode::OK, Fields::new()), None).await
}

async fn new_form(
    app: &App,
    visit: StaffVisit,
    (status, typed): (StatusCode, Fields),
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let offered = staff_find::offered(view, &by.staff)?;
        Ok((locations::list(view, &by.staff)?, offered, frame::read(view, &by)?))
    };
    let (places, offered, data) = app.db.read(read).await?;
    let page = New {
        places: &places,
        offered: &offered,
        csrf: &visit.csrf,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::new(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("count-new"), content)).into_response())
}

/// The products of the stock list that fit what was asked there, at one location; one more than a count holds at most.
fn products(
    view: &mut View,
    app: &App,
    staff: &Staff,
    pairs: &Pairs,
) -> Result<Vec<i64>, AppError> {
    let asked = STOCK.asked(pairs, AT_ONCE);
    let found = staff_find::found(view, &app.search, staff, asked.text("q"))?;
    let mut filter = stock_list::Filter::asked(&asked);
    let mut ids = Vec::new();
    loop {
        let page = stock_list::list(view, staff, &filter, found.as_deref())?;
        ids.extend(page.rows.iter().map(|row| row.product_id));
        match page.next {
            Some(next) if ids.len() <= LINES_MOST => {
                filter = filter.on(&Paging { at: At::After(next), ..filter.paging.clone() });
            }
            _ => return Ok(ids),
        }
    }
}

/// `POST /staff/counts`: a sheet of what fits the fields, which are those of the stock list.
async fn open(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, mut fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    if fields.iter().all(|(name, value)| name != "location" || value.is_empty()) {
        fields.push(("location".to_owned(), "main".to_owned()));
    }
    let value = |name: &str| {
        let found = fields.iter().rev().find(|(n, value)| n == name && !value.is_empty());
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (location, label) = (value("location"), value("label"));
    let (by, home, pairs) = (visit.clone(), app.clone(), fields.clone());
    let read = move |view: &mut View| products(view, &home, &by.staff, &pairs);
    let ids = app.db.report(read).await?;
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        if locations::list(tx, &by.staff)?.iter().all(|place| place.code != location) {
            return Err(Refusal::NoProducts.into());
        }
        let number = opening::open(tx, &by.staff, (&location, &label), &ids)?;
        let said = Text::plain("count-opened").with("number", &number);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(number)
    };
    match app.db.write(deed).await {
        Ok(number) => Ok(Redirect::to(&href(&number)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            new_form(&app, visit, (status, fields), Some(problem)).await
        }
    }
}

async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, number, (StatusCode::OK, Typed::default(), None), None).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    number: String,
    (status, typed, looked): (StatusCode, Typed, Option<Vec<Looked>>),
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let count = store::get(view, &by.staff, &number)?;
        let count = count.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((count, clock, frame::read(view, &by)?))
    };
    let (detail, (zone, today), data) = app.db.read(read).await?;
    let page = One {
        detail: &detail,
        clock: (&zone, today),
        csrf: &visit.csrf,
        writes: visit.staff.role >= StaffRole::Write,
        typed: &typed,
        looked: looked.as_deref(),
        problem: problem.as_ref(),
    };
    let content = view::one(&visit.words, &page);
    Ok((status, visit.page(data, &detail.count.number, content)).into_response())
}

/// `POST /staff/counts/{number}`: what was counted is added; or none of it, where a line means nothing.
async fn enter(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form: typed, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, lines) = (visit.clone(), entered::read(&typed.lines));
    let look = move |view: &mut View| entered::look(view, &by.staff, lines.clone(), 0);
    let looked = app.db.read(look).await?;
    let Ok(sums) = entered::sums(&looked) else {
        let state = (StatusCode::UNPROCESSABLE_ENTITY, typed, Some(looked));
        return shown(&app, visit, number, state, None).await;
    };
    let (by, of, instead) = (visit.clone(), number.clone(), typed.instead == "yes");
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        opening::enter(tx, &by.staff, &of, (&sums, instead))?;
        let said = Text::plain("count-entered").with("count", sums.len());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to(&href(&number)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(&app, visit, number, (status, typed, Some(looked)), Some(problem)).await
        }
    }
}

async fn book_it(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let booked = book::book(tx, &by.staff, &of, &form.seen)?;
        let said =
            Text::plain("count-booked").with("covered", booked.covered).with("lost", booked.lost);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    after(&app, visit, number, app.db.write(deed).await).await
}

async fn give_up(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        opening::give_up(tx, &by.staff, &of)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("count-given-up"))?)
    };
    after(&app, visit, number, app.db.write(deed).await).await
}

async fn after(
    app: &App,
    visit: StaffVisit,
    number: String,
    done: Result<(), AppError>,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => Ok(Redirect::to(&href(&number)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(app, visit, number, (status, Typed::default(), None), Some(problem)).await
        }
    }
}
