//! Pages of the staff about goods that come in.

use super::book::{self, Arrival};
use super::list::{self, Filter, GOODS_IN};
use super::staff_view::{self as view, Form, One, Typed};
use super::{reverse, store};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::backoffice::entered::{self, Looked};
use crate::catalogue::locations;
use crate::catalogue::staff::shown_here;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/goods-in", list_page)
        .post("/staff/goods-in", enter)
        .get("/staff/goods-in/export", export)
        .get("/staff/goods-in/new", new)
        .get("/staff/goods-in/{number}", one)
        .post("/staff/goods-in/{number}/reversal", take_back)
}

async fn list_page(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = GOODS_IN.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = list::list(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), GOODS_IN.name)?;
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((page, kept, clock, frame::read(view, &by)?))
    };
    let (page, kept, (zone, today), data) = app.db.read(read).await?;
    let shown = view::List {
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        clock: (&zone, today),
        writes: visit.staff.role >= StaffRole::Write,
    };
    let content = view::list_content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("goods-in-title"), content).into_response())
}

async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = GOODS_IN.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("goods-in-title");
    let export = Export { listing: &GOODS_IN, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let columns = view::columns(&by.words, &zone, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            list::list(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}

async fn new(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    form(&app, visit, (StatusCode::OK, Typed::default()), None, None).await
}

/// The form, with what was typed, what it means, and why it was not booked.
async fn form(
    app: &App,
    visit: StaffVisit,
    (status, typed): (StatusCode, Typed),
    looked: Option<Vec<Looked>>,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok((locations::list(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (places, data) = app.db.read(read).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let page = Form {
        places: &places,
        csrf: &visit.csrf,
        form: if typed.form.is_empty() { &fresh } else { &typed.form },
        typed: &typed,
        looked: looked.as_deref(),
        problem: problem.as_ref(),
    };
    let content = view::form(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("goods-in-new"), content)).into_response())
}

fn arrival(typed: &Typed) -> Arrival {
    Arrival {
        lines: entered::read(&typed.lines),
        location: if typed.location.is_empty() {
            "main".to_owned()
        } else {
            typed.location.clone()
        },
        reference: typed.reference.clone(),
        purchase_order: typed.purchase_order.clone(),
    }
}

/// `POST /staff/goods-in`: a look at what the lines mean, or with `deed=book` the booking, once for each form.
async fn enter(State(app): State<App>, sent: StaffForm<Typed>) -> Result<Response, AppError> {
    let StaffForm { visit, form: typed, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let arrived = arrival(&typed);
    let (by, of) = (visit.clone(), arrived.clone());
    let look = move |view: &mut View| book::look(view, &by.staff, &of);
    let looked = match app.db.read(look).await {
        Ok(looked) => looked,
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            return form(&app, visit, (status, typed), None, Some(problem)).await;
        }
    };
    if typed.deed != "book" || looked.iter().any(|(_, meant)| meant.is_err()) {
        let wrong = typed.deed == "book";
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return form(&app, visit, (status, typed), Some(looked), None).await;
    }
    let key = key_of(&visit, &typed);
    let by = visit.clone();
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let (number, covered) = book::book(tx, &by.staff, &arrived, "staff")?;
            let said = Text::plain("goods-in-booked")
                .with("number", &number)
                .with("count", covered.lines.len());
            session::flash(tx, by.session.id, &by.words, &said)?;
            Ok(Answer { status: 303, body: number, location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(done) => Ok(to_note(&done.answer().body)),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            form(&app, visit, (status, typed), Some(looked), Some(problem)).await
        }
    }
}

/// The form's own key: what it holds may not change under it.
fn key_of(visit: &StaffVisit, typed: &Typed) -> Key {
    let content =
        serde_json::json!([typed.lines, typed.location, typed.reference, typed.purchase_order]);
    Key {
        scope: format!("login:{}", visit.login_id()),
        key: format!("goods-in:{}", typed.form.chars().take(60).collect::<String>()),
        route: "POST /staff/goods-in".to_owned(),
        content_hash: content_hash(&content),
    }
}

fn to_note(number: &str) -> Response {
    Redirect::to(&format!("/staff/goods-in/{}", path_segment(number))).into_response()
}

async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, number, (StatusCode::OK, None)).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    number: String,
    (status, problem): (StatusCode, Option<Problem>),
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let note = store::get(view, &by.staff, &number)?;
        let note = note.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((note, clock, frame::read(view, &by)?))
    };
    let (detail, (zone, today), data) = app.db.read(read).await?;
    let page = One {
        detail: &detail,
        clock: (&zone, today),
        csrf: &visit.csrf,
        writes: visit.staff.role >= StaffRole::Write,
        problem: problem.as_ref(),
    };
    let content = view::one(&visit.words, &page);
    Ok((status, visit.page(data, &detail.note.number, content)).into_response())
}

async fn take_back(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let (own, lost) = reverse::reverse(tx, &by.staff, &of)?;
        let said =
            Text::plain("goods-in-reversed").with("number", &of).with("count", lost.lines.len());
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(own)
    };
    match app.db.write(deed).await {
        Ok(own) => Ok(to_note(&own)),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(&app, visit, number, (status, Some(problem))).await
        }
    }
}
