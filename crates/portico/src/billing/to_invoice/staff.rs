//! The page of orders to invoice, and raising an invoice for each that is ticked.

use super::list::{self, TO_INVOICE, ToInvoice};
use super::staff_view as view;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole};
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::billing::invoice::invoice;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Orders that become invoices at once, at most.
pub const ORDERS_MOST: usize = 100;

static LIST: ListPage<StaffVisit, ToInvoice> = ListPage {
    listing: &TO_INVOICE,
    file: "/staff/to-invoice/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "to-invoice",
    said: Said {
        title: "to-invoice-title",
        context: "to-invoice-context",
        none: "to-invoice-none",
        none_what: "to-invoice-none-what",
    },
    way_on: WayOn::FromNothing("staff-all-orders", "/staff/orders"),
    rows: list::list,
    columns: view::columns,
    given: no_offers,
    above: nothing_there,
    below: view::below,
};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes().post("/staff/to-invoice", several)
}

/// What became of an order: the number of its invoice, or why there is none.
pub struct Answer {
    /// Number of the order.
    pub order: String,
    /// Number of the invoice.
    pub invoice: Result<String, Problem>,
}

/// `POST /staff/to-invoice`: an invoice for each ticked order, each in a transaction of its own: one that is refused stops no
/// other. Sent twice, the second finds nothing left to charge.
async fn several(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let mut orders: Vec<String> = Vec::new();
    for (_, number) in fields.into_iter().filter(|(name, _)| name == "order") {
        if !orders.contains(&number) {
            orders.push(number);
        }
    }
    if orders.len() > ORDERS_MOST {
        let text = Text::plain("to-invoice-too-many").with("most", ORDERS_MOST);
        return Err(Problem::new(422, "too_many", text).into());
    }
    let mut answers = Vec::with_capacity(orders.len());
    for order in orders {
        let invoice = raise(&app, &visit.staff, &order).await?;
        answers.push(Answer { order, invoice });
    }
    let made = answers.iter().filter(|answer| answer.invoice.is_ok()).count();
    let by = visit.clone();
    if made > 0 && made == answers.len() {
        let said = Text::plain("to-invoice-done").with("count", made);
        let flash = move |tx: &mut Tx| session::flash(tx, by.session.id, &by.words, &said);
        app.db.write(flash).await?;
        return Ok(Redirect::to("/staff/documents?type=invoice").into_response());
    }
    let data = app.db.read(move |view: &mut View| frame::read(view, &by)).await;
    let data = data.map_err(|error: DbError| AppError::from(error))?;
    let status = if made == 0 { StatusCode::CONFLICT } else { StatusCode::OK };
    let content = view::outcome(&visit.words, &answers);
    Ok((status, visit.page(data, visit.words.say("to-invoice-title"), content)).into_response())
}

/// The number of the new invoice, or the refusal.
async fn raise(app: &App, staff: &Staff, order: &str) -> Result<Result<String, Problem>, AppError> {
    let (staff, of) = (staff.clone(), order.to_owned());
    match app.db.write(move |tx: &mut Tx| invoice(tx, &staff, &of, &[])).await {
        Ok(number) => Ok(Ok(number)),
        Err(AppError::Refused(problem)) => Ok(Err(*problem)),
        Err(other) => Err(other),
    }
}
