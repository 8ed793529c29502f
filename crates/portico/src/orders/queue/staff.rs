//! Staff pages of the queue: all that wait, who holds others up, the queue of one product.

use super::staff_view::{self as view, Queue, Typed};
use super::{
    HOLDING, Holding, Release, Reprioritise, STAFF_BACKORDERS, Waiting, holding, list, of_product,
    release, reprioritise,
};
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::catalogue::kept_product;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

static ALL: ListPage<StaffVisit, Waiting> = ListPage {
    listing: &STAFF_BACKORDERS,
    file: "/staff/backorders/export",
    rows_of_page: 50,
    long_when_filtered: true,
    class: "waiting",
    said: Said {
        title: "queue-title",
        context: "queue-context",
        none: "queue-none",
        none_what: "queue-none-what",
    },
    way_on: WayOn::Nowhere,
    rows: list,
    columns: view::columns,
    given: no_offers,
    above: view::views,
    below: nothing_there,
};

static HOLDING_UP: ListPage<StaffVisit, Holding> = ListPage {
    listing: &HOLDING,
    file: "/staff/backorders/holding/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "holding",
    said: Said {
        title: "holding-title",
        context: "holding-context",
        none: "holding-none",
        none_what: "holding-none-what",
    },
    way_on: WayOn::Nowhere,
    rows: |view, staff, asked| holding(view, staff, &asked.paging),
    columns: view::holding_columns,
    given: no_offers,
    above: view::views,
    below: nothing_there,
};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    ALL.routes()
        .merge(HOLDING_UP.routes())
        .get("/staff/stock/{sku}/queue", of_one)
        .post("/staff/stock/{sku}/queue/priority", prioritise)
        .post("/staff/stock/{sku}/queue/release", let_go)
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
