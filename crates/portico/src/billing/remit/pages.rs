//! The customer's pages of announced transfers.

use super::{announce, mail, store, view};
use crate::access::form::{Fields, VisitForm};
use crate::access::session;
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::billing::pay::api::may_pay;
use crate::billing::pay::pages::{key_of, shown as pay_page, value, wish};
use crate::platform::db::{Tx, View};
use crate::platform::idempotency::{self, Answer};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// The routes of announced transfers.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/remittances", announced)
        .get("/remittances/{number}", one)
        .post("/remittances/{number}/withdraw", withdrawn)
}

/// `POST /remittances`: the form of paying with its other button; once for each form.
async fn announced(State(app): State<App>, sent: VisitForm<Fields>) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    may_pay(&visit.buyer)?;
    let wish = match wish(&visit, &fields) {
        Ok(wish) => wish,
        Err(problem) => return pay_page(&app, visit, fields, Some(problem)).await,
    };
    let key = key_of(&visit, &fields, "POST /remittances");
    let (by, keeps_rest) = (visit.buyer.clone(), value(&fields, "keep_rest") == "yes");
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let remittance = announce::announce(tx, &by, &wish, keeps_rest)?;
            Ok(Answer { status: 201, body: remittance.number, location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(done) => {
            let page = format!("/remittances/{}", path_segment(&done.answer().body));
            Ok(Redirect::to(&page).into_response())
        }
        Err(AppError::Refused(problem)) => pay_page(&app, visit, fields, Some(*problem)).await,
        Err(other) => Err(other),
    }
}

async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let remittance = store::get(view, &by.buyer, &number)?.ok_or_else(Problem::not_found)?;
        let parts = store::parts(view, &remittance)?;
        let told = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((remittance, parts, mail::account(view)?, told, frame::read(view, &by)?))
    };
    let (remittance, parts, account, (zone, today), data) = app.db.read(read).await?;
    let told = (&zone, today);
    let shown = view::Shown { remittance: &remittance, parts: &parts, account: &account, told };
    let content = view::one(&visit, &shown);
    Ok(visit.page(data, &remittance.number, content).into_response())
}

/// `POST /remittances/{number}/withdraw`: the transfer will not come.
async fn withdrawn(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, .. } = sent;
    may_pay(&visit.buyer)?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        announce::withdraw(tx, &by.buyer, &of)?;
        let said = Text::plain("remittance-withdrawn-done").with("number", &of);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    app.db.write(deed).await?;
    Ok(Redirect::to(&format!("/remittances/{}", path_segment(&number))).into_response())
}
