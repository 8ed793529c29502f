//! Pages of a customer's orders and backorders.

use super::adjust::kept::{Adjusted, adjusted};
use super::backorders::{self, BACKORDERS};
use super::cancel;
use super::change::{self, Change, kept::changes};
use super::change_pages;
use super::comment;
use super::comment_pages;
use super::lines::{self, ORDER_LINES};
use super::store::{self, Filter, ORDERS};
use super::view::comments::CommentForm;
use super::view::{
    self, approval, backorders as backorders_view, columns as orders_columns, detail,
    lines as lines_view, list, order_href,
};
use super::{OrderDetail, OrderHead, Status};
use super::{approval_pages, approvals, approve, happened};
use crate::access::Buyer;
use crate::access::form::VisitForm;
use crate::access::session;
use crate::access::visit::Visit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::backoffice::returns;
use crate::billing::store as documents;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Rows of a page.
const ROWS: i64 = 30;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/orders", orders)
        .get("/orders/export", export_orders)
        .get("/orders/lines", order_lines)
        .get("/orders/lines/export", export_lines)
        .get("/orders/{number}", order)
        .post("/orders/{number}/cancellation", cancel_backorder)
        .merge(comment_pages::routes())
        .merge(change_pages::routes())
        .get("/backorders", backorders_page)
        .get("/backorders/export", export_backorders)
        .merge(approval_pages::routes())
}

async fn orders(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = ORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = store::list(view, &by.buyer, &filter)?;
        let kept = columns::kept(view, by.login_id(), ORDERS.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = list::List {
        buyer: &visit.buyer,
        today,
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
    };
    let content = list::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("orders-title"), content).into_response())
}

async fn export_orders(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = ORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let export = Export {
        listing: &ORDERS,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("orders-title"),
    };
    lists::export(&app, &visit, export, move |view, sheet, kept| {
        let columns = orders_columns(&by.words, &by.buyer, wholesaler::today(view)?);
        sheet.all(view, (&columns, kept), &filter.paging, |view, paging| {
            store::list(view, &by.buyer, &filter.on(paging))
        })
    })
    .await
}

/// `?placed=1`: right after Place order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Just {
    placed: String,
}

async fn order(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    Query(just): Query<Just>,
) -> Result<Response, AppError> {
    let said = Said { placed: just.placed == "1", ..Said::default() };
    shown(&app, visit, number, said).await
}

/// Which line is meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct OfLine {
    line: i64,
}

/// `POST /orders/{number}/cancellation`: of what a line waits for, where the wholesaler allows that.
async fn cancel_backorder(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<OfLine>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        cancel::cancel_backorder(tx, &by.buyer, &of, form.line)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("backorder-cancelled"))?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to(&view::order_href(&number)).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 409 => {
            let said = Said { problem: Some(*problem), ..Said::default() };
            shown(&app, visit, number, said).await
        }
        Err(other) => Err(other),
    }
}

/// What an order's page says beside the order.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// It was placed just now.
    pub placed: bool,
    /// A comment that was not taken, as typed.
    pub comment: Option<String>,
    /// Why something was not taken.
    pub problem: Option<Problem>,
}

/// Everything that was told about an order, as its customer may read it.
struct Told {
    comments: Vec<comment::Comment>,
    events: Vec<happened::Event>,
    adjusted: Vec<Adjusted>,
    changes: Vec<Change>,
    may_ask: bool,
}

fn told(
    view: &mut View,
    buyer: &Buyer,
    order: &OrderDetail,
    wholesaler: &str,
) -> Result<Told, AppError> {
    let comments = comment::list_for_customer(view, &order.head, wholesaler)?;
    let may_ask = match change::may_ask(view, buyer, order) {
        Ok(()) => true,
        Err(AppError::Refused(_)) => false,
        Err(other) => return Err(other),
    };
    Ok(Told {
        events: happened::happened(view, &order.head, &comments)?,
        adjusted: adjusted(view, &order.head)?,
        changes: changes(view, &order.head)?,
        comments,
        may_ask,
    })
}

/// Where a comment is sent, what was typed, and what is wrong with it; none for whoever may not write.
fn comment_form(
    visit: &Visit,
    order: &OrderDetail,
    said: &Said,
) -> Option<(String, String, String)> {
    comment::may_write(&visit.buyer).ok()?;
    let problem = said.problem.as_ref().filter(|_| said.comment.is_some());
    let error = problem.map(|problem| {
        visit.words.sentence(problem.errors.first().map_or(&problem.text, |field| &field.text))
    });
    let action = format!("{}/comments", order_href(&order.head.number));
    Some((action, said.comment.clone().unwrap_or_default(), error.unwrap_or_default()))
}

/// How far an order is that waits for colleagues.
fn tally(view: &mut View, head: &OrderHead) -> Result<Option<approvals::Tally>, DbError> {
    if head.status != Status::AwaitingApproval {
        return Ok(None);
    }
    approvals::tally(view, head, head.total).map(Some)
}

/// What an order asks of the reader: a word on it, if that is theirs to give and not given yet.
fn asked(view: &mut View, buyer: &Buyer, head: &OrderHead) -> Result<approval::Asked, AppError> {
    let fresh = match approve::check(buyer, head) {
        Ok(()) if !approvals::given_by(view, buyer, head.id)? => {
            Some(approve::fresh(view, buyer, head)?)
        }
        _ => None,
    };
    Ok(approval::Asked { tally: tally(view, head)?, fresh })
}

/// The page of one order.
pub(super) async fn shown(
    app: &App,
    visit: Visit,
    number: String,
    said: Said,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let order = store::get(view, &by.buyer, &number)?;
        let order = order.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let name = settings::get(view, &wholesaler::NAME)?;
        let told = told(view, &by.buyer, &order, &name)?;
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let cancels = cancel::customer_may(view, &by.buyer)?;
        let returns = returns::store::of_order(view, &order.head)?;
        let documents = documents::of_order(view, &order.head)?;
        let asked = asked(view, &by.buyer, &order.head)?;
        let order = (order, told, (returns, documents), asked);
        Ok((order, clock, (name, cancels), frame::read(view, &by)?))
    };
    let (order, (zone, today), (name, cancels), data) = app.db.read(read).await?;
    let (order, told, (returns, documents), asked) = order;
    let form = comment_form(&visit, &order, &said);
    let shown = detail::Detail {
        order: &order,
        returns: &returns,
        documents: &documents,
        events: &told.events,
        adjusted: &told.adjusted,
        changes: &told.changes,
        decides_changes: None,
        may_ask: told.may_ask,
        comments: &told.comments,
        comment_form: form.as_ref().map(|(action, typed, error)| CommentForm {
            action: action.clone(),
            csrf: &visit.csrf,
            typed,
            error,
        }),
        wholesaler: &name,
        zone: &zone,
        today,
        prices: detail::prices_for(&visit.buyer),
        for_staff: false,
        cancels: cancels.then_some(visit.csrf.as_str()),
        problem: said.problem.as_ref().filter(|_| said.comment.is_none()),
    };
    let own = order.head.login_id == Some(visit.buyer.login.id);
    let status = said.problem.as_ref().map_or(200, |problem| problem.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let other = said.problem.as_ref().filter(|_| said.comment.is_none());
    let asks = approval::box_of(&visit, &order, &asked, other);
    let placed = (own && said.placed, asks);
    let content = detail::content(&visit.words, &visit.buyer, &shown, placed);
    Ok((status, visit.page(data, &order.head.number, content)).into_response())
}

async fn order_lines(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = ORDER_LINES.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), lines::Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = lines::list(view, &by.buyer, &filter)?;
        let kept = columns::kept(view, by.login_id(), ORDER_LINES.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = lines_view::Lines {
        buyer: &visit.buyer,
        today,
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
    };
    let content = lines_view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("order-lines-title"), content).into_response())
}

async fn export_lines(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = ORDER_LINES.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), lines::Filter::asked(&asked));
    let export = Export {
        listing: &ORDER_LINES,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("order-lines-title"),
    };
    lists::export(&app, &visit, export, move |view, sheet, kept| {
        let columns = lines_view::columns(&by.words, &by.buyer, wholesaler::today(view)?);
        sheet.all(view, (&columns, kept), &filter.paging, |view, paging| {
            lines::list(view, &by.buyer, &filter.on(paging))
        })
    })
    .await
}

async fn backorders_page(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = BACKORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), backorders::Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = backorders::list(view, &by.buyer, &filter)?;
        let kept = columns::kept(view, by.login_id(), BACKORDERS.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = backorders_view::Backorders {
        buyer: &visit.buyer,
        today,
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
    };
    let content = backorders_view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("backorders-title"), content).into_response())
}

async fn export_backorders(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = BACKORDERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), backorders::Filter::asked(&asked));
    let export = Export {
        listing: &BACKORDERS,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("backorders-title"),
    };
    lists::export(&app, &visit, export, move |view, sheet, kept| {
        let columns = backorders_view::columns(&by.words, &by.buyer, wholesaler::today(view)?);
        sheet.all(view, (&columns, kept), &filter.paging, |view, paging| {
            backorders::list(view, &by.buyer, &filter.on(paging))
        })
    })
    .await
}
