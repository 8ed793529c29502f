//! Staff note goods expected on the page of a product's stock, and take them off when they came or will not.

use super::shown_here;
use super::stock::{Said, shown};
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::App;
use crate::catalogue::incoming::{self, Wish};
use crate::catalogue::staff_view::incoming::Typed;
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Text};
use crate::platform::web::path_segment;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// `POST /staff/stock/{sku}/incoming`.
pub(super) async fn expect(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let wish = Wish {
        sku: sku.clone(),
        day: form.day.clone(),
        quantity: form.expected.clone(),
        sure: form.sure == "yes",
        source: form.source.clone(),
    };
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        incoming::expect(tx, &by.staff, &wish)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("incoming-noted"))?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, sku, form, done).await
}

/// `POST /staff/stock/{sku}/incoming/end`.
pub(super) async fn end(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, id) = (visit.clone(), sku.clone(), form.incoming.parse().unwrap_or(0));
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        incoming::end(tx, &by.staff, &of, id)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("incoming-ended"))?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, sku, Typed::default(), done).await
}

/// Back to the stock; what was refused is said there, with what was typed.
async fn answer(
    app: &App,
    visit: StaffVisit,
    sku: String,
    typed: Typed,
    done: Result<(), AppError>,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/staff/stock/{}", path_segment(&sku))).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            let said = Said { expected: typed, not_expected: Some(problem), ..Said::default() };
            shown(app, visit, (sku, None), status, said).await
        }
    }
}
