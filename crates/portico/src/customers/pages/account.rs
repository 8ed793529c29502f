//! A customer's people see what their company may owe and owes, and change whom we ask for there.

use crate::access::colleagues::{may_manage, people};
use crate::access::{Visit, VisitForm, session};
use crate::app::{App, frame};
use crate::billing::statement::open_now;
use crate::customers::keeper::{Keeper, may_keep};
use crate::customers::posted::{Refused, Versioned};
use crate::customers::staff_view::forms::Form;
use crate::customers::view::account::{self as view, Page};
use crate::customers::wish_contact::{self, Parts};
use crate::customers::{account, addresses};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Text};
use crate::platform::wholesaler;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use portico_types::Money;
use serde::Deserialize;

/// `GET /account`.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (buyer, today) = (&by.buyer, wholesaler::today(view)?);
        let account = account::account(view, buyer)?;
        let currency = buyer.customer.currency;
        let overdue = open_now(view, account.payer_id, currency, today)?.overdue();
        let page = Page {
            account,
            overdue: Money::new(overdue, currency),
            addresses: addresses::list(view, buyer)?,
            people: people(view, buyer)?,
            manages: may_manage(buyer),
            edits: may_keep(view, buyer)?,
        };
        Ok((page, frame::read(view, &by)?))
    };
    let (page, data) = app.db.read(read).await?;
    let content = view::content(&visit, &page);
    let title = visit.words.say("account-title").to_owned();
    Ok(visit.page(data, &title, content).into_response())
}

/// A contact as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    email: String,
    phone: String,
}

/// `GET /account/contact`.
pub(super) async fn contact(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    shown(&app, visit, None, Refused::default()).await
}

async fn shown(
    app: &App,
    visit: Visit,
    typed: Option<Typed>,
    refused: Refused,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let _ = Keeper::of_buyer(view, &by.buyer)?;
        Ok((account::account(view, &by.buyer)?.contact, frame::read(view, &by)?))
    };
    let (stored, data) = app.db.read(read).await?;
    let parts: Parts = match typed {
        Some(Typed { name, email, phone }) => [Some(name), Some(email), Some(phone)],
        None => stored.parts.clone(),
    };
    let form = Form {
        csrf: &visit.csrf,
        version: stored.version,
        problem: refused.problem.as_ref(),
        faults: &refused.faults,
    };
    let content = view::contact(&visit.words, &form, &parts);
    let title = visit.words.say("account-contact").to_owned();
    Ok((refused.status, visit.page(data, &title, content)).into_response())
}

/// `POST /account/contact`.
pub(super) async fn change_contact(
    State(app): State<App>,
    sent: VisitForm<Versioned<Typed>>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    let (by, id, words) = (visit.buyer.clone(), visit.session.id, visit.words.clone());
    let (typed, version) = (form.typed.clone(), form.version());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let keeper = Keeper::of_buyer(tx, &by)?;
        let change = [&typed.name, &typed.email, &typed.phone].map(|text| Some(Some(text.clone())));
        wish_contact::keep(tx, &keeper, Some(version), &change)?;
        let said = if keeper.waits() { "own-saved-waiting" } else { "customer-saved" };
        Ok(session::flash(tx, id, &words, &Text { key: said, args: Vec::new() })?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to("/account").into_response()),
        Err(error) => shown(&app, visit, Some(form.typed), Refused::of(error)?).await,
    }
}
