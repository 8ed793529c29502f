//! Pages of approvals: the orders that wait for somebody's word, and what is said to one of them.

use super::approvals;
use super::approve::{self, Approved};
use super::pages::{self, shown};
use super::view::{approval, order_href};
use crate::access::CustomerRole;
use crate::access::form::{Fields, VisitForm};
use crate::access::session;
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use portico_types::Money;
use serde::Deserialize;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/approvals", waiting)
        .post("/orders/{number}/approval", decide)
        .post("/orders/{number}/withdrawal", withdraw)
}

async fn waiting(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    visit.needs(CustomerRole::Approver)?;
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let heads = approvals::waiting_for(view, &by.buyer)?;
        let time = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((heads, time, frame::read(view, &by)?))
    };
    let (heads, (zone, today), data) = app.db.read(read).await?;
    let content = approval::list(&visit, &heads, &zone, today);
    Ok(visit.page(data, visit.words.say("approvals-title"), content).into_response())
}

/// What the form of a decision sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    decision: String,
    reason: String,
    expected_total: String,
}

async fn decide(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Said>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    visit.needs(CustomerRole::Approver)?;
    let reason = form.reason.trim().to_owned();
    let refuses = form.decision == "refuse";
    if refuses && reason.is_empty() {
        let problem = AppError::from(approve::Refusal::BadReason).problem();
        return refused(&app, visit, number, problem).await;
    }
    let seen = Money::parse(&form.expected_total, visit.buyer.customer.currency).ok();
    let (by, wanted) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let said = if refuses {
            approve::refuse(tx, &by.buyer, &wanted, &reason)?;
            Text::plain("approval-refused-now")
        } else {
            match approve::approve(tx, &by.buyer, &wanted, seen)? {
                Approved::Placed => Text::plain("approval-given"),
                Approved::MoreNeeded(left) => {
                    Text::plain("approval-more-needed").with("left", left)
                }
            }
        };
        Ok(session::flash(tx, by.session.id, &by.words, &said.with("number", &wanted))?)
    };
    after(&app, visit, number, app.db.write(deed).await).await
}

async fn withdraw(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    let (by, wanted) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        approve::withdraw(tx, &by.buyer, &wanted)?;
        let said = Text::plain("approval-withdrawn-now").with("number", &wanted);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    after(&app, visit, number, app.db.write(deed).await).await
}

/// Back to the order, or the order as it is with what was refused.
async fn after(
    app: &App,
    visit: Visit,
    number: String,
    done: Result<(), AppError>,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => Ok(Redirect::to(&order_href(&number)).into_response()),
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            refused(app, visit, number, *problem).await
        }
        Err(error) => Err(error),
    }
}

/// The order as it is, with what was refused.
async fn refused(
    app: &App,
    visit: Visit,
    number: String,
    problem: Problem,
) -> Result<Response, AppError> {
    let said = pages::Said { problem: Some(problem), ..pages::Said::default() };
    shown(app, visit, number, said).await
}
