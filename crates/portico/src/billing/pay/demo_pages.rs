//! The page of the demo gateway, where the payer pays, is late, is declined or gives up, and where the bank takes money back. Only
//! where the configuration allows the demo gateway.

use super::demo::{self, Deed, DemoPayment};
use super::{carry, demo_view, store, told};
use crate::access::form::{Fields, VisitForm};
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// The routes of the demo gateway.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/demo-gateway/{id}", page).post("/demo-gateway/{id}", act)
}

/// The demo gateway's payment of the customer acted for, with its number at ours.
fn mine(view: &mut View, visit: &Visit, id: &str) -> Result<(DemoPayment, i64), AppError> {
    let payment = demo::get(view, id)?.ok_or_else(Problem::not_found)?;
    let ours =
        store::get(view, &visit.buyer, &payment.reference)?.ok_or_else(Problem::not_found)?;
    if ours.gateway_id.as_deref() == Some(id) {
        return Ok((payment, ours.id));
    }
    Err(Problem::not_found().into())
}

async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    if app.gateways.get("demo").is_none() {
        return Err(Problem::not_found().into());
    }
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((mine(view, &by, &id)?, frame::read(view, &by)?))
    };
    let ((payment, _), data) = app.db.read(read).await?;
    let content = demo_view::content(&visit, &payment);
    let title = visit.words.say("demo-gateway-title").to_owned();
    Ok(visit.page(data, &title, content).into_response())
}

/// `POST /demo-gateway/{id}`: something happens there; the portal is told as by a message, and the payer goes back.
async fn act(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    super::api::may_pay(&visit.buyer)?;
    let deed = fields.iter().find(|(name, _)| name == "deed").and_then(|(_, v)| Deed::named(v));
    let Some(deed) = deed.filter(|_| app.gateways.get("demo").is_some()) else {
        return Err(Problem::not_found().into());
    };
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<_, AppError> {
        let (payment, ours) = mine(tx, &by, &id)?;
        let done = demo::does(tx, &payment.id, deed)?;
        told::ask_now(tx, ours)?;
        Ok((payment, ours, done))
    };
    let (payment, ours, done) = app.db.write(done).await?;
    if !done {
        return Err(Problem::new(409, "not_now", Text::plain("demo-gateway-not-now")).into());
    }
    let flag = match deed {
        Deed::Cancel => "given-up",
        _ => "back",
    };
    if deed != Deed::Cancel {
        carry::ask(&app, ours).await?;
    } else {
        let read = move |view: &mut View| -> Result<_, DbError> { store::by_id(view, ours) };
        if let Some(payment) = app.db.read(read).await? {
            carry::give_up(&app, &payment).await?;
        }
    }
    Ok(Redirect::to(&format!("/payments/{}?{flag}=1", payment.reference)).into_response())
}
