//! Staff pages of the queue: all that wait, who holds others up, the queue of one product.

use super::staff_view::{self as view, List, Queue, Typed};
use super::{
    Filter, HOLDING, Release, Reprioritise, STAFF_BACKORDERS, holding, list, of_product, release,
    reprioritise,
};
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::catalogue::kept_product;
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

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/backorders", backorders)
        .get("/staff/backorders/export", export)
        .get("/staff/backorders/holding", holding_up)
        .get("/staff/stock/{sku}/queue", of_one)
        .post("/staff/stock/{sku}/queue/priority", prioritise)
        .post("/staff/stock/{sku}/queue/release", let_go)
}

async fn backorders(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STAFF_BACKORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let page = list(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), STAFF_BACKORDERS.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    // What narrows a list may fit few rows, far apart: that is no short read.
    let read =
        if asked.is_filtered() { app.db.report(read).await } else { app.db.read(read).await };
    let (page, kept, today, data) = read?;
    let csrf = &visit.csrf;
    let shown = List { asked: &asked, kept: &kept, page: &page, today, csrf };
    let content = view::backorders(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("queue-title"), content).into_response())
}

async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STAFF_BACKORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("queue-title");
    let export = Export { listing: &STAFF_BACKORDERS, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::columns(&by.words, wholesaler::today(read)?);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            list(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}

async fn holding_up(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = HOLDING.asked(&pairs, ROWS);
    let (by, paging) = (visit.clone(), asked.paging.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let page = holding(view, &by.staff, &paging)?;
        let kept = columns::kept(view, by.login_id(), HOLDING.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let csrf = &visit.csrf;
    let shown = List { asked: &asked, kept: &kept, page: &page, today, csrf };
    let content = view::holding(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("holding-title"), content).into_response())
}

async fn of_one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(sku): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, sku, StatusCode::OK, (Typed::default(), None)).await
}

/// `POST /staff/stock/{sku}/queue/priority`: of a line, or of its whole order.
async fn prioritise(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (order, line) = Typed::order_line(&form.of);
    let wish = Reprioritise {
        order,
        line: (!form.is_whole()).then_some(line),
        priority: form.priority.parse().unwrap_or(0),
        reason: form.reason.clone(),
    };
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        reprioritise(tx, &by.staff, &wish)?;
        let said = Text::plain("queue-changed").with("order", &wish.order);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, sku, Typed { form: "priority".to_owned(), ..form }, done).await
}

/// `POST /staff/stock/{sku}/queue/release`.
async fn let_go(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (order, line) = Typed::order_line(&form.held_by);
    let wish = Release { order, line, reason: form.release_reason.clone() };
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let covered = release(tx, &by.staff, &wish)?;
        let said = Text::plain("queue-released")
            .with("order", &wish.order)
            .with("count", covered.lines.len());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, sku, Typed { form: "release".to_owned(), ..form }, done).await
}

/// Back to the queue; what was refused is said there, with what was typed.
async fn answer(
    app: &App,
    visit: StaffVisit,
    sku: String,
    typed: Typed,
    done: Result<(), AppError>,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => {
            let to = format!("/staff/stock/{}/queue", path_segment(&sku));
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Refused(problem)) if matches!(problem.status, 404 | 409 | 422) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            shown(app, visit, sku, status, (typed, Some(*problem))).await
        }
        Err(other) => Err(other),
    }
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    sku: String,
    status: StatusCode,
    (typed, problem): (Typed, Option<Problem>),
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let product = kept_product::get(view, &by.staff, &sku)?;
        let product = product.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let queue = of_product(view, &by.staff, product.id)?;
        Ok((product, queue, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (product, queue, today, data) = app.db.read(read).await?;
    let page = Queue {
        sku: &product.sku,
        name: &product.name,
        queue: &queue,
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::queue(&visit.words, &page);
    let title = visit.words.fill("queue-of", &[("sku", &product.sku)]);
    Ok((status, visit.page(data, &title, content)).into_response())
}
