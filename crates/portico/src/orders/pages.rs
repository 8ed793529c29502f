//! Pages of a customer's orders and backorders.

use super::backorders::{self, BACKORDERS};
use super::cancel;
use super::lines::{self, ORDER_LINES};
use super::store::{self, Filter, ORDERS};
use super::view::{
    self, approval, backorders as backorders_view, columns as orders_columns, detail,
    lines as lines_view, list,
};
use super::{approval_pages, approve, happened};
use crate::access::form::VisitForm;
use crate::access::session;
use crate::access::visit::Visit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::backoffice::returns;
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
    shown(&app, visit, number, (StatusCode::OK, just.placed == "1", None)).await
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
            shown(&app, visit, number, (StatusCode::CONFLICT, false, Some(*problem))).await
        }
        Err(other) => Err(other),
    }
}

/// The page of an order, with what was refused on it.
pub(super) async fn shown(
    app: &App,
    visit: Visit,
    number: String,
    (status, placed, problem): (StatusCode, bool, Option<Problem>),
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let order = store::get(view, &by.buyer, &number)?;
        let order = order.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let events = happened::happened(view, &order.head)?;
        let returns = returns::store::of_order(view, &order.head)?;
        let fresh = match approve::check(&by.buyer, &order.head) {
            Ok(()) => Some(approve::fresh(view, &by.buyer, &order.head)?),
            Err(_) => None,
        };
        let zone = wholesaler::zone(view)?;
        let today = wholesaler::today(view)?;
        let name = settings::get(view, &wholesaler::NAME)?;
        let cancels = cancel::customer_may(view, &by.buyer)?;
        let of_order = (order, events, returns, fresh);
        Ok((of_order, (zone, today), name, cancels, frame::read(view, &by)?))
    };
    let (of_order, (zone, today), name, cancels, data) = app.db.read(read).await?;
    let (order, events, returns, fresh) = of_order;
    let shown = detail::Detail {
        order: &order,
        returns: &returns,
        events: &events,
        wholesaler: &name,
        zone: &zone,
        today,
        prices: detail::prices_for(&visit.buyer),
        for_staff: false,
        cancels: cancels.then_some(visit.csrf.as_str()),
        problem: problem.as_ref(),
    };
    let own = order.head.login_id == Some(visit.buyer.login.id);
    let asks = approval::box_of(&visit, &order, fresh.as_ref(), problem.as_ref());
    let content = detail::content(&visit.words, &visit.buyer, &shown, (own && placed, asks));
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
