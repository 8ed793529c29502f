//! A customer's people look after where its goods and invoices go.

use crate::access::form::Fields;
use crate::access::{Visit, VisitForm, session};
use crate::app::{App, frame};
use crate::customers::keep_address::{self, Kept, Typed};
use crate::customers::keeper::{Keeper, may_keep};
use crate::customers::posted::{Refused, Versioned};
use crate::customers::staff_view::forms::Form;
use crate::customers::view::addresses::{self as view, One};
use crate::orders;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Text};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// A form with the version it was opened with.
type Sent = VisitForm<Versioned<Typed>>;

/// `GET /addresses`.
pub(super) async fn every(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let all = keep_address::own_list(view, &by.buyer)?;
        Ok((all, may_keep(view, &by.buyer)?, frame::read(view, &by)?))
    };
    let (all, edits, data) = app.db.read(read).await?;
    let content = view::every(&visit, &all, edits);
    let title = visit.words.say("own-addresses-title").to_owned();
    Ok(visit.page(data, &title, content).into_response())
}

/// `GET /addresses/new`.
pub(super) async fn new(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    shown(&app, visit, None, None, Refused::default()).await
}

/// `GET /addresses/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, Some(&number), None, Refused::default()).await
}

/// The form of one address, or of a new one, with what was typed.
async fn shown(
    app: &App,
    visit: Visit,
    number: Option<&str>,
    typed: Option<Typed>,
    refused: Refused,
) -> Result<Response, AppError> {
    let (by, wanted) = (visit.clone(), number.map(ToOwned::to_owned));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let _ = Keeper::of_buyer(view, &by.buyer)?;
        let wanted = wanted.as_deref();
        let one = wanted.map(|number| keep_address::own_one(view, &by.buyer, number));
        Ok((one.transpose()?, frame::read(view, &by)?))
    };
    let (stored, data): (Option<Kept>, _) = app.db.read(read).await?;
    let typed = typed.or_else(|| stored.as_ref().map(Typed::of)).unwrap_or_else(|| Typed {
        name: visit.buyer.customer.name.clone(),
        country: visit.buyer.customer.country.code().to_owned(),
        ..Typed::default()
    });
    let form = Form {
        csrf: &visit.csrf,
        version: stored.as_ref().map_or(0, |kept| kept.version),
        problem: refused.problem.as_ref(),
        faults: &refused.faults,
    };
    let content =
        view::content(&visit.words, &form, &One { stored: stored.as_ref(), typed: &typed });
    let title = visit.words.say("own-addresses-title").to_owned();
    Ok((refused.status, visit.page(data, &title, content)).into_response())
}

/// `POST /addresses`.
pub(super) async fn add(State(app): State<App>, sent: Sent) -> Result<Response, AppError> {
    kept(&app, sent, None).await
}

/// `POST /addresses/{number}`.
pub(super) async fn change(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: Sent,
) -> Result<Response, AppError> {
    kept(&app, sent, Some(number)).await
}

async fn kept(app: &App, sent: Sent, number: Option<String>) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    if form.looks() {
        return shown(app, visit, number.as_deref(), Some(form.typed), Refused::default()).await;
    }
    let (at, typed, version) = (number.clone(), form.typed.clone(), form.version());
    let deed = move |tx: &mut Tx, keeper: &Keeper| {
        let which = at.as_deref().map(|number| (number, Some(version)));
        keep_address::keep(tx, keeper, which, &typed).map(|_| ())
    };
    match done(app, &visit, "customer-saved", deed).await {
        Ok(()) => Ok(Redirect::to("/addresses").into_response()),
        Err(error) => {
            let refused = Refused::of(error)?;
            shown(app, visit, number.as_deref(), Some(form.typed), refused).await
        }
    }
}

/// `POST /addresses/{number}/removal`.
pub(super) async fn close(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let (visit, at) = (sent.visit, number.clone());
    let deed = move |tx: &mut Tx, keeper: &Keeper| {
        keep_address::close(tx, keeper, &at, orders::store::under_way_to)
    };
    match done(&app, &visit, "customer-address-gone", deed).await {
        Ok(()) => Ok(Redirect::to("/addresses").into_response()),
        Err(error) => shown(&app, visit, Some(&number), None, Refused::of(error)?).await,
    }
}

/// Runs a deed of whoever may, and leaves a sentence for the page that follows.
async fn done(
    app: &App,
    visit: &Visit,
    said: &'static str,
    deed: impl Fn(&mut Tx, &Keeper) -> Result<(), AppError> + Send + 'static,
) -> Result<(), AppError> {
    let (by, id, words) = (visit.buyer.clone(), visit.session.id, visit.words.clone());
    let all = move |tx: &mut Tx| -> Result<(), AppError> {
        let keeper = Keeper::of_buyer(tx, &by)?;
        deed(tx, &keeper)?;
        let said = if keeper.waits() { "own-saved-waiting" } else { said };
        Ok(session::flash(tx, id, &words, &Text { key: said, args: Vec::new() })?)
    };
    app.db.write(all).await
}
