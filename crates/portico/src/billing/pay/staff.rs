//! Pages of the staff about payments: all of them with what is stuck, one with its refunds, a bank transfer entered by hand.

use super::list::{self, PaymentRow, STAFF_PAYMENTS};
use super::staff_view::{self as view, One};
use super::transfer::{self, Typed};
use super::{back, carry, store, told};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::catalogue::staff::shown_here;
use crate::platform::db::{Tx, View};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

static LIST: ListPage<StaffVisit, PaymentRow> = ListPage {
    listing: &STAFF_PAYMENTS,
    file: "/staff/payments/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "payments",
    said: Said {
        title: "payments-title",
        context: "staff-payments-context",
        none: "payments-none",
        none_what: "staff-payments-none-what",
    },
    way_on: WayOn::New("transfer-title", "/staff/payments/new"),
    rows: list::all,
    columns: view::columns,
    given: no_offers,
    above: nothing_there,
    below: nothing_there,
};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .get("/staff/payments/new", new)
        .post("/staff/payments", enter)
        .get("/staff/payments/{number}", one)
        .post("/staff/payments/{number}/refunds", refund)
        .post("/staff/payments/{number}/question", ask)
}

fn value(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(n, _)| n == name).map_or_else(String::new, |(_, v)| v.clone())
}

/// The form, with what the address says: an announced transfer is led to from the bank's page.
async fn new(
    State(app): State<App>,
    visit: StaffVisit,
    Query(typed): Query<Fields>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    shown_new(&app, visit, (StatusCode::OK, typed), None).await
}

async fn shown_new(
    app: &App,
    visit: StaffVisit,
    (status, typed): (StatusCode, Fields),
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| frame::read(view, &by);
    let data = app.db.read(read).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let content = view::transfer(&visit, &fresh, &typed, problem.as_ref());
    Ok((status, visit.page(data, visit.words.say("transfer-title"), content)).into_response())
}

/// `POST /staff/payments`: a bank transfer, once for each form.
async fn enter(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let typed = Typed {
        customer: value(&fields, "customer-number"),
        amount: value(&fields, "amount"),
        day: value(&fields, "day"),
        reference: value(&fields, "reference"),
        documents: value(&fields, "documents"),
    };
    let key = Key {
        scope: format!("login:{}", visit.login_id()),
        key: format!("transfer:{}", value(&fields, "form").chars().take(60).collect::<String>()),
        route: "POST /staff/payments".to_owned(),
        content_hash: content_hash(&serde_json::json!(fields)),
    };
    let by = visit.clone();
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let number = transfer::enter(tx, &by.staff, &typed)?;
            let said = Text::plain("transfer-done").with("number", &number);
            session::flash(tx, by.session.id, &by.words, &said)?;
            Ok(Answer { status: 303, body: number, location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(done) => {
            let page = format!("/staff/payments/{}", path_segment(&done.answer().body));
            Ok(Redirect::to(&page).into_response())
        }
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown_new(&app, visit, (status, fields), Some(problem)).await
        }
    }
}

async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, number, (StatusCode::OK, Fields::new()), None).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    number: String,
    (status, typed): (StatusCode, Fields),
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let payment = store::get_any(view, &by.staff, &number)?.ok_or_else(Problem::not_found)?;
        let customer = store::customer(view, &by.staff, payment.customer_id)?;
        let (parts, backs) = (store::parts(view, &payment)?, back::of(view, payment.id)?);
        let (left, told) =
            (back::left(view, &payment)?, (wholesaler::zone(view)?, wholesaler::today(view)?));
        Ok((payment, customer, (parts, backs, left), told, frame::read(view, &by)?))
    };
    let (payment, customer, (parts, backs, left), (zone, today), data) = app.db.read(read).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let page = One {
        form: &fresh,
        payment: &payment,
        customer: &customer,
        parts: &parts,
        backs: &backs,
        left,
        told: (&zone, today),
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::one(&visit, &page);
    Ok((status, visit.page(data, &payment.number, content)).into_response())
}

/// `POST /staff/payments/{number}/refunds`: asks for a refund, and carries it out where the gateway answers at once.
async fn refund(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (amount, reason) = (value(&fields, "amount"), value(&fields, "reason"));
    let key = Key {
        scope: format!("login:{}", visit.login_id()),
        key: format!("refund:{}", value(&fields, "form").chars().take(60).collect::<String>()),
        route: format!("POST /staff/payments/{}/refunds", number.to_lowercase()),
        content_hash: content_hash(&serde_json::json!(fields)),
    };
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let payment = back::ask(tx, &by.staff, &of, (&amount, &reason))?;
            Ok(Answer { status: 303, body: payment.id.to_string(), location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(done) => {
            carry::ask(&app, done.answer().body.parse().unwrap_or(0)).await?;
            Ok(Redirect::to(&format!("/staff/payments/{}", path_segment(&number))).into_response())
        }
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(&app, visit, number, (status, fields), Some(problem)).await
        }
    }
}

/// `POST /staff/payments/{number}/question`: asks the gateway now.
async fn ask(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let find = move |tx: &mut Tx| -> Result<_, AppError> {
        let payment = store::get_any(tx, &by.staff, &of)?.ok_or_else(Problem::not_found)?;
        told::ask_now(tx, payment.id)?;
        Ok(payment)
    };
    let payment = app.db.write(find).await?;
    if payment.gateway_id.is_some() {
        carry::ask(&app, payment.id).await?;
    } else {
        carry::carry(&app, payment.id).await?;
    }
    Ok(Redirect::to(&format!("/staff/payments/{}", path_segment(&number))).into_response())
}
