//! The price check: choose a customer, a product, a quantity and a day; read the price and why.

use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::catalogue::price_check::{Question, customers_like, price_check};
use crate::catalogue::staff_view::price_check::{self as view, Page};
use crate::platform::db::View;
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// The question as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    customer: String,
    sku: String,
    quantity: String,
    day: String,
}

/// `GET /staff/price-check`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let clean = |text: String| text.replace('\0', "");
    let question = Question {
        customer: clean(asked.customer),
        sku: clean(asked.sku),
        quantity: clean(asked.quantity),
        day: clean(asked.day),
    };
    let (by, wanted) = (visit.clone(), question.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (mut answer, mut problem) = (None, None);
        if !wanted.customer.trim().is_empty() && !wanted.sku.trim().is_empty() {
            match price_check(view, &by.staff, &wanted) {
                Ok(found) => answer = Some(found),
                Err(AppError::Refused(refused)) => problem = Some(*refused),
                Err(other) => return Err(other),
            }
        }
        let unknown = problem.iter().flat_map(|p| &p.errors).any(|fault| fault.field == "customer");
        let like =
            if unknown { customers_like(view, &by.staff, &wanted.customer)? } else { Vec::new() };
        Ok((answer, problem, like, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (answer, problem, like, today, data) = app.db.read(read).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page {
        question: &question,
        answer: answer.as_ref(),
        problem: problem.as_ref(),
        like: &like,
        today,
    };
    let content = view::content(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("check-title"), content)).into_response())
}
