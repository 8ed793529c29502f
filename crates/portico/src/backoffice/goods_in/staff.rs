//! Pages of the staff about goods that come in.

use super::book::{self, Arrival};
use super::list::{self, GOODS_IN};
use super::reverse;
use super::staff_view::{self as view, Form, One, Typed};
use super::store::{self, Note};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::backoffice::entered::{self, Looked};
use crate::catalogue::locations;
use crate::catalogue::staff::shown_here;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

static LIST: ListPage<StaffVisit, Note> = ListPage {
    listing: &GOODS_IN,
    file: "/staff/goods-in/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "goods-in",
    said: Said {
        title: "goods-in-title",
        context: "goods-in-context",
        none: "goods-in-none",
        none_what: "goods-in-none-what",
    },
    way_on: WayOn::New("goods-in-new", "/staff/goods-in/new"),
    rows: list::list,
    columns: view::columns,
    given: no_offers,
    above: nothing_there,
    below: nothing_there,
};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .post("/staff/goods-in", enter)
        .get("/staff/goods-in/new", new)
        .get("/staff/goods-in/{number}", one)
        .post("/staff/goods-in/{number}/reversal", take_back)
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
