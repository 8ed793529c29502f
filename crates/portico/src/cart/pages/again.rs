//! The page on which an order is ordered again: every line with what it was and what it is now.

use crate::access::form::{Fields, VisitForm};
use crate::access::session;
use crate::access::visit::Visit;
use crate::app::{App, frame};
use crate::cart::reorder::reorder_kept;
use crate::cart::view::again as again_view;
use crate::orders::{
    self, Asked, DeliverTo, Draft, Exceptions, OrderDetail, ProductRef, Wish, WishLine, store,
};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /orders/{number}/reorder`.
pub(super) async fn look(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, number, false).await
}

async fn shown(
    app: &App,
    visit: Visit,
    number: String,
    none_ticked: bool,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let order = store::get(view, &by.buyer, &number)?.ok_or_else(Problem::not_found)?;
        let now = now(view, &by, &order)?;
        Ok((order, now, frame::read(view, &by)?))
    };
    let (order, now, data) = app.db.read(read).await?;
    let content = again_view::content(&visit, &order, &now, none_ticked);
    let title = visit.words.say("reorder-title").to_owned();
    let status = if none_ticked { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, visit.page(data, &title, content)).into_response())
}

/// The order as it would be placed today.
fn now(view: &mut View, visit: &Visit, order: &OrderDetail) -> Result<Draft, AppError> {
    let line = |line: &crate::orders::OrderLine| WishLine {
        product: ProductRef::Code(line.sku.clone()),
        quantity: Asked::Text(line.quantity.text()),
        remarks: None,
        price_seen: None,
        set_price: None,
    };
    let wish = Wish {
        lines: order.lines.iter().map(line).collect(),
        deliver_to: DeliverTo::Default,
        reference: None,
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "cart".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    };
    orders::draft(view, &visit.buyer, &wish, order.head.address.country)
}

/// `POST /orders/{number}/reorder`: `line` for each line that is ticked.
pub(super) async fn again(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    let all = fields.iter().any(|(name, _)| name == "all");
    let lines = fields.iter().filter(|(name, _)| name == "line");
    let lines: Vec<i64> = lines.filter_map(|(_, value)| value.parse().ok()).collect();
    if lines.is_empty() && !all {
        return shown(&app, visit, number, true).await;
    }
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<usize, AppError> {
        let wanted = (!all).then_some(lines.as_slice());
        let (added, left) = reorder_kept(tx, &by.buyer, &number, wanted)?;
        let key = if left > 0 { "paste-put-in-left" } else { "paste-put-in" };
        let said = Text::plain(key).with("lines", added).with("left", left);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(left)
    };
    let left = app.db.write(done).await?;
    let next = if left > 0 { "/cart/paste/lines" } else { "/cart" };
    Ok(Redirect::to(next).into_response())
}
