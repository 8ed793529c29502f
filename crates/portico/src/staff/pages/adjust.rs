//! Adjusting an order: the page with everything that can be, and the form it sends.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::customers::keep_address;
use crate::orders::adjust::{self, Adjustment, LineTyped};
use crate::orders::exceptions::PASS_CREDIT;
use crate::orders::{change, staff_store};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings;
use crate::platform::web::path_segment;
use crate::staff::view::adjust as view;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// `GET /staff/orders/{number}/adjust`.
pub(super) async fn show(
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(granted): Query<Granted>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    page(visit, number, Shown::Wish(granted.change), None).await
}

/// `?change=7`: the customer's wish that fills the form.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Granted {
    change: Option<i64>,
}

/// What stands in the fields.
#[derive(Clone)]
enum Shown {
    /// The order, or what the customer asks for.
    Wish(Option<i64>),
    /// What was typed.
    Typed(Adjustment),
}

/// The page; what was typed and refused is still there.
async fn page(
    visit: StaffVisit,
    number: String,
    fields: Shown,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_store::get_any(view, &by.staff, &number)?;
        let (order, customer) = found.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let addresses = keep_address::list(view, &by.staff, order.head.customer_id)?;
        let may_pass = settings::get(view, &PASS_CREDIT)?.has(by.staff.role);
        let typed = match fields.clone() {
            Shown::Typed(typed) => typed,
            Shown::Wish(None) => Adjustment::default(),
            Shown::Wish(Some(wish)) => change::wish_of(view, &by.staff, &order.head, wish)?
                .ok_or_else(Problem::not_found)?,
        };
        Ok((order, customer, (addresses, may_pass, typed), frame::read(view, &by)?))
    };
    let (order, customer, (addresses, may_pass, typed), data) = visit.app.db.read(read).await?;
    let now = order.head.version;
    // Whoever was told that somebody else changed it has looked at it again by now.
    let typed = Adjustment { version: now, ..typed };
    let shown = view::Page {
        order: &order,
        customer: &customer.name,
        addresses: &addresses,
        typed: &typed,
        problem: problem.as_ref(),
        may_pass,
        csrf: &visit.csrf,
    };
    let content = view::content(&visit.words, &shown);
    let status = problem.as_ref().map_or(200, |problem| problem.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, visit.page(data, &order.head.number, content)).into_response())
}

/// What was typed, by the names of the fields: `quantity-3`, `price-3`, `charge-1`.
fn typed(fields: &Fields) -> Adjustment {
    let value = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let numbered = |what: &str| -> Vec<(i64, String)> {
        let one = |(name, value): &(String, String)| {
            let number = name.strip_prefix(what)?.parse().ok()?;
            Some((number, value.clone()))
        };
        fields.iter().filter_map(one).collect()
    };
    let prices = numbered("price-");
    let price = |line: i64| prices.iter().find(|(at, _)| *at == line).map(|(_, p)| p.clone());
    let lines = numbered("quantity-").into_iter().map(|(line, quantity)| LineTyped {
        line,
        quantity,
        price: price(line).unwrap_or_default(),
    });
    Adjustment {
        version: value("version").and_then(|v| v.parse().ok()).unwrap_or(0),
        lines: lines.collect(),
        charges: numbered("charge-"),
        requested_day: value("requested_day"),
        address: value("address"),
        reason: value("adjust_reason").unwrap_or_default(),
        pass_credit: value("pass_credit").as_deref() == Some("yes"),
        change_id: value("change").and_then(|v| v.parse().ok()),
    }
}

/// `POST /staff/orders/{number}/adjustments`.
pub(super) async fn save(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let wish = typed(&fields);
    let (by, of, how) = (visit.clone(), number.clone(), wish.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        adjust::adjust(tx, &by.staff, &of, &how)?;
        let said = Text { key: "adjust-done", args: vec![("number", of.clone())] };
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(deed).await {
        Ok(()) => {
            let to = format!("/staff/orders/{}", path_segment(&number));
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            page(visit, number, Shown::Typed(wish), Some(*problem)).await
        }
        Err(other) => Err(other),
    }
}
