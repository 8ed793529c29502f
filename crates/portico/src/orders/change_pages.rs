//! Asking for a change of a placed order: the customer's page and its form.

use super::change::{self, Wanted};
use super::store;
use super::view::change as view;
use super::view::order_href;
use crate::access::form::Fields;
use crate::access::visit::Visit;
use crate::access::{VisitForm, session};
use crate::app::{App, Routes, frame};
use crate::customers::addresses;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

pub(super) fn routes() -> Routes {
    Routes::new().get("/orders/{number}/change", show).post("/orders/{number}/changes", ask)
}

/// `GET /orders/{number}/change`.
async fn show(visit: Visit, Path(number): Path<String>) -> Result<Response, AppError> {
    page(visit, number, Wanted::default(), None).await
}

/// The page; what was typed and refused is still there.
async fn page(
    visit: Visit,
    number: String,
    typed: Wanted,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let order = store::get(view, &by.buyer, &number)?;
        let order = order.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let may = match change::may_ask(view, &by.buyer, &order) {
            Ok(()) => None,
            Err(AppError::Refused(problem)) => Some(*problem),
            Err(other) => return Err(other),
        };
        let addresses = addresses::list(view, &by.buyer)?;
        Ok((order, addresses, may, frame::read(view, &by)?))
    };
    let (order, addresses, may, data) = visit.app.db.read(read).await?;
    let open = may.is_none();
    let problem = problem.or(may);
    let shown = view::Page {
        order: &order,
        addresses: &addresses,
        typed: &typed,
        problem: problem.as_ref(),
        open,
        csrf: &visit.csrf,
    };
    let content = view::content(&visit.words, &shown);
    let status = problem.as_ref().map_or(200, |problem| problem.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, visit.page(data, &order.head.number, content)).into_response())
}

/// What was typed, by the names of the fields: `quantity-3`.
fn typed(fields: &Fields) -> Wanted {
    let value = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let line = |(name, value): &(String, String)| {
        let line = name.strip_prefix("quantity-")?.parse().ok()?;
        Some((line, value.clone()))
    };
    Wanted {
        lines: fields.iter().filter_map(line).collect(),
        requested_day: value("requested_day"),
        address: value("address"),
        reason: value("reason").unwrap_or_default(),
    }
}

/// `POST /orders/{number}/changes`.
async fn ask(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    let wanted = typed(&fields);
    let (by, of, wish) = (visit.clone(), number.clone(), wanted.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        change::ask(tx, &by.buyer, &of, &wish)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("change-asked"))?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to(&order_href(&number)).into_response()),
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            page(visit, number, wanted, Some(*problem)).await
        }
        Err(other) => Err(other),
    }
}
