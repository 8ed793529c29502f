//! Orders of all customers: the list, one order, and the decision on it.

use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole};
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::backoffice::goods_out::staff_view::orders::{OfOrder, of_order};
use crate::backoffice::goods_out::{self, Note};
use crate::backoffice::queue;
use crate::backoffice::reasons::Reason;
use crate::backoffice::returns;
use crate::backoffice::review::{self, Decision};
use crate::backoffice::since::{Since, since};
use crate::billing::{Document, store as documents};
use crate::orders::OrderDetail;
use crate::orders::adjust::kept::{Adjusted, adjusted};
use crate::orders::change::{Change, kept::changes};
use crate::orders::exceptions::Exception;
use crate::orders::staff_store::{CustomerName, STAFF_ORDERS};
use crate::orders::store::Filter;
use crate::orders::view::change::DecideForm;
use crate::orders::view::comments::CommentForm;
use crate::orders::view::detail::Detail;
use crate::orders::{comment, exceptions, happened, note, staff_store};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use crate::staff::view::{self, StaffOrder};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use portico_types::{Day, Money, Zone};
use serde::Deserialize;

/// Rows of a page of the list.
const ROWS: i64 = 30;

/// `GET /staff/orders`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STAFF_ORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = staff_store::list_all(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), STAFF_ORDERS.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = view::Orders {
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        today,
        writes: visit.staff.role >= StaffRole::Write,
    };
    let content = view::orders(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("orders-title"), content).into_response())
}

/// `GET /staff/orders/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STAFF_ORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("orders-title");
    let export = Export { listing: &STAFF_ORDERS, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::orders_columns(&by.words, wholesaler::today(read)?);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            staff_store::list_all(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}

/// `GET /staff/orders/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, number, StatusCode::OK, Typed::default(), None).await
}

/// What was decided, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) decision: String,
    pub(super) reason: String,
    pub(super) version: Option<i64>,
    pub(super) cancel_reason: String,
    pub(super) note: String,
    pub(super) text: String,
    pub(super) decline_reason: String,
    #[serde(skip)]
    pub(super) declines: bool,
    /// What was to be released: fields of the form, also the empty ones.
    #[serde(skip)]
    pub(super) release: Fields,
}

impl Typed {
    /// What was to be released.
    pub(super) fn to_release(release: Fields) -> Typed {
        Typed { release, ..Typed::default() }
    }
}

/// The order's goods-out notes, and what of it can be released.
fn warehouse(visit: &StaffVisit, order: &OrderDetail, notes: &[Note], typed: &Typed) -> Markup {
    let writes = visit.staff.role >= StaffRole::Write;
    let page = OfOrder { order, notes, csrf: &visit.csrf, writes, typed: &typed.release };
    of_order(&visit.words, &page)
}

/// Everything the page of an order shows.
struct Read {
    order: OrderDetail,
    customer: CustomerName,
    placed_for: Option<String>,
    credit_over: Option<Money>,
    exceptions: Vec<Exception>,
    notes: Vec<note::Note>,
    comments: Vec<comment::Comment>,
    events: Vec<happened::Event>,
    returns: Vec<returns::store::Return>,
    documents: Vec<Document>,
    goods_out: Vec<Note>,
    adjusted: Vec<Adjusted>,
    changes: Vec<Change>,
    open: bool,
    reasons: Vec<Reason>,
    since: Option<Since>,
    clock: (Zone, Day),
    wholesaler: String,
}

fn read(view: &mut View, staff: &Staff, number: &str) -> Result<Read, AppError> {
    let found = staff_store::get_any(view, staff, number)?;
    let (order, customer) = found.ok_or_else(|| AppError::from(Problem::not_found()))?;
    let comments = comment::list(view, &order.head)?;
    let open = review::is_open(view, staff, &order.head.number)?;
    Ok(Read {
        placed_for: staff_store::placed_for(view, staff, &order.head)?,
        credit_over: staff_store::credit_over(view, staff, &order.head)?,
        exceptions: exceptions::of_order(view, staff, order.head.id)?,
        notes: note::list(view, staff, order.head.id)?,
        events: happened::happened(view, &order.head, &comments)?,
        returns: returns::store::of_order(view, &order.head)?,
        documents: documents::of_order(view, &order.head)?,
        goods_out: goods_out::store::of_order(view, staff, order.head.id)?,
        adjusted: adjusted(view, &order.head)?,
        changes: changes(view, &order.head)?,
        reasons: queue::reasons_of(view, staff, &order.head.number)?,
        since: open.then(|| since(view, staff, &order, &customer.number)).transpose()?,
        clock: (wholesaler::zone(view)?, wholesaler::today(view)?),
        wholesaler: settings::get(view, &wholesaler::NAME)?,
        order,
        customer,
        comments,
        open,
    })
}

/// Why something was not done, as a sentence at the form it belongs to.
#[derive(Default)]
struct Said {
    comment: String,
    change: String,
    deed: String,
}

fn said(visit: &StaffVisit, typed: &Typed, problem: Option<&Problem>) -> Said {
    let Some(problem) = problem else { return Said::default() };
    let text = problem.errors.first().map_or(&problem.text, |field| &field.text);
    let error = visit.words.sentence(text);
    if typed.declines {
        Said { change: error, ..Said::default() }
    } else if typed.text.is_empty() {
        Said { deed: error, ..Said::default() }
    } else {
        Said { comment: error, ..Said::default() }
    }
}

pub(super) async fn shown(
    app: &App,
    visit: StaffVisit,
    number: String,
    status: StatusCode,
    typed: Typed,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((read(view, &by.staff, &number)?, frame::read(view, &by)?))
    };
    let (read, data) = app.db.read(read).await?;
    let writes = visit.staff.role >= StaffRole::Write;
    let said = said(&visit, &typed, problem.as_ref());
    let action = format!("/staff/orders/{}/comments", path_segment(&read.order.head.number));
    let (csrf, error) = (visit.csrf.as_str(), said.comment.as_str());
    let comment_form = CommentForm { action, csrf, typed: &typed.text, error };
    let decide_form =
        DecideForm { csrf: &visit.csrf, typed: &typed.decline_reason, error: &said.change };
    let detail = Detail {
        order: &read.order,
        returns: &read.returns,
        documents: &read.documents,
        events: &read.events,
        adjusted: &read.adjusted,
        changes: &read.changes,
        decides_changes: writes.then_some(decide_form),
        may_ask: false,
        comments: &read.comments,
        comment_form: writes.then_some(comment_form),
        wholesaler: &read.wholesaler,
        zone: &read.clock.0,
        today: read.clock.1,
        prices: true,
        for_staff: true,
        cancels: None,
        problem: None,
    };
    let page = StaffOrder {
        warehouse: warehouse(&visit, &read.order, &read.goods_out, &typed),
        detail: &detail,
        customer: &read.customer,
        placed_for: read.placed_for.as_deref(),
        credit_over: read.credit_over,
        exceptions: &read.exceptions,
        csrf: &visit.csrf,
        notes: &read.notes,
        writes,
        cancel_reason: &typed.cancel_reason,
        note: &typed.note,
        decides: read.open && writes,
        reasons: &read.reasons,
        since: read.since.as_ref(),
        reason: &typed.reason,
        error: &said.deed,
    };
    let content = view::order(&visit.words, &page);
    Ok((status, visit.page(data, &read.order.head.number, content)).into_response())
}

/// `POST /staff/orders/{number}/decision`.
pub(super) async fn decide(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let decision = match form.decision.as_str() {
        "confirm" => Decision::Confirm,
        _ => Decision::Refuse { reason: form.reason.clone() },
    };
    let (by, of, seen) = (visit.clone(), number.clone(), form.version);
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        review::decide_as_seen(tx, &by.staff, (&of, seen), &decision)?;
        let key = if decision == Decision::Confirm { "staff-confirmed" } else { "staff-refused" };
        let said = Text { key, args: vec![("number", of.clone())] };
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to("/staff").into_response()),
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            shown(&app, visit, number, status, form, Some(*problem)).await
        }
        Err(other) => Err(other),
    }
}
