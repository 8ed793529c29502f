//! Pages of the staff about returns: the list, and the form that receives what came back of an order.

use super::list::{self, ReturnRow, STAFF_RETURNS};
use super::receive::{self, Back};
use super::staff_view::{self as view, Form};
use super::{Fate, store};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::catalogue::staff::shown_here;
use crate::orders::staff_store;
use crate::platform::db::{Tx, View};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

static LIST: ListPage<StaffVisit, ReturnRow> = ListPage {
    listing: &STAFF_RETURNS,
    file: "/staff/returns/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "returns",
    said: Said {
        title: "returns-title",
        context: "staff-returns-context",
        none: "returns-none",
        none_what: "staff-returns-none-what",
    },
    way_on: WayOn::FromNothing("staff-all-orders", "/staff/orders"),
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
        .get("/staff/orders/{number}/returns", form)
        .post("/staff/orders/{number}/returns", take)
}

async fn form(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
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
        let found = staff_store::get_any(view, &by.staff, &number)?;
        let (order, customer) = found.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let returns = store::of_order(view, &order.head)?;
        Ok((order, customer, returns, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (order, customer, returns, today, data) = app.db.read(read).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let page = Form {
        order: &order,
        customer: &customer,
        returns: &returns,
        today,
        csrf: &visit.csrf,
        form: &fresh,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = view::form(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("return-new"), content)).into_response())
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
}

/// What came back, as fields `quantity-LINE` and `fate-LINE`.
fn back(fields: &Fields) -> Vec<Back> {
    let lines = fields.iter().filter_map(|(name, quantity)| {
        let line = name.strip_prefix("quantity-")?.parse().ok()?;
        let fate = Fate::from_text(value(fields, &format!("fate-{line}")));
        Some(Back { line, quantity: quantity.clone(), fate: fate.unwrap_or(Fate::Stock) })
    });
    lines.collect()
}

/// `POST /staff/orders/{number}/returns`: once for each form; back to the order.
async fn take(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (lines, reason) = (back(&fields), value(&fields, "reason").to_owned());
    let key = Key {
        scope: format!("login:{}", visit.login_id()),
        key: format!("return:{}", value(&fields, "form").chars().take(60).collect::<String>()),
        route: format!("POST /staff/orders/{}/returns", number.to_lowercase()),
        content_hash: content_hash(&serde_json::json!(fields)),
    };
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let (own, covered) = receive::receive(tx, &by.staff, &of, (&lines, &reason))?;
            let said = Text::plain("return-received-done")
                .with("number", &own)
                .with("count", covered.lines.len());
            session::flash(tx, by.session.id, &by.words, &said)?;
            Ok(Answer { status: 303, body: own, location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(_) => {
            Ok(Redirect::to(&format!("/staff/orders/{}", path_segment(&number))).into_response())
        }
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown(&app, visit, number, (status, fields), Some(problem)).await
        }
    }
}
