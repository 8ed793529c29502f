//! Quick order: a code or words, a quantity, the next one; for people with a list on paper or a scanner in the hand.

use crate::access::form::VisitForm;
use crate::access::session;
use crate::access::visit::Visit;
use crate::access::{Buyer, CustomerRole};
use crate::app::{App, frame};
use crate::cart::keep::add_typed;
use crate::cart::view::quick::{self as quick_view, Quick};
use crate::cart::{CartLine, load, paste};
use crate::catalogue::search::own_codes_like;
use crate::catalogue::{self, Card, ListWish, Sort, Want, near};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem};
use crate::platform::search::Search;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Products offered while somebody types, and own codes beside them.
const OFFERED: usize = 8;
const OFFERED_CODES: i64 = 3;
/// Lines of the current order shown below the field.
const LAST: usize = 12;
/// The longest text that is looked for, in characters.
const LONGEST: usize = 200;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    quantity: String,
    /// Code of an offered product: it is meant, whatever stands in the field.
    take: String,
}

/// `GET /quick-order`.
pub(super) async fn form(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    shown(&app, visit, Typed::default(), None).await
}

async fn shown(
    app: &App,
    visit: Visit,
    typed: Typed,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let (by, search, wanted) = (visit.clone(), app.search.clone(), typed.clone());
    let is_unknown = problem.as_ref().is_some_and(|p| p.errors.iter().any(|e| e.field == "/code"));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let mut lines: Vec<CartLine> = load(view, &by.buyer)?.1;
        lines.reverse();
        lines.truncate(LAST);
        let offered = match is_unknown && !wanted.code.trim().is_empty() {
            true => near(view, &search, &by.buyer, std::slice::from_ref(&wanted.code), OFFERED)?,
            false => Vec::new(),
        };
        Ok((lines, offered, frame::read(view, &by)?))
    };
    let (lines, offered, data) = app.db.read(read).await?;
    let offered: Vec<Card> = offered.into_iter().next().unwrap_or_default();
    let status = problem.as_ref().and_then(|p| StatusCode::from_u16(p.status).ok());
    let quick = Quick {
        lines: &lines,
        offered: &offered,
        typed: (&typed.code, &typed.quantity),
        problem: problem.as_ref(),
    };
    let content = quick_view::content(&visit, &quick);
    let title = visit.words.say("quick-title").to_owned();
    Ok((status.unwrap_or(StatusCode::OK), visit.page(data, &title, content)).into_response())
}

/// `POST /quick-order`: one product more.
pub(super) async fn add(
    State(app): State<App>,
    sent: VisitForm<Typed>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    visit.needs(CustomerRole::Buyer)?;
    let (by, typed) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let code = if typed.take.is_empty() { &typed.code } else { &typed.take };
        let taken = add_typed(tx, &by.buyer, code, &typed.quantity)?;
        if !typed.take.is_empty() && !typed.code.trim().is_empty() {
            paste::remember_one(tx, &by.buyer, &typed.code, &taken.sku)?;
        }
        let said = taken.said();
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to("/quick-order").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let code = if form.take.is_empty() { form.code } else { form.take };
            let typed = Typed { code, quantity: form.quantity, take: String::new() };
            shown(&app, visit, typed, Some(*problem)).await
        }
        Err(error) => Err(error),
    }
}

/// What was typed so far.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::cart) struct Asked {
    q: String,
}

impl Asked {
    /// What is looked for.
    pub(in crate::cart) fn text(&self) -> String {
        self.q.trim().replace('\0', "").chars().take(LONGEST).collect()
    }
}

/// Products that a beginning of a code, or words, may mean to this person, each with the code that fits.
pub(in crate::cart) fn options(
    view: &mut View,
    search: &Search,
    buyer: &Buyer,
    wanted: &str,
) -> Result<Vec<(String, Card)>, AppError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut own = own_codes_like(view, buyer, wanted, OFFERED_CODES)?;
    if let Some(known) = paste::known(view, buyer, wanted)? {
        let ids = catalogue::resolve(view, buyer, &[known])?;
        own.splice(0..0, ids.into_iter().flatten().map(|id| (wanted.to_owned(), id)));
    }
    let ids: Vec<i64> = own.iter().map(|(_, id)| *id).collect();
    let of_own = catalogue::cards(view, buyer, &ids)?;
    let wish = ListWish {
        q: wanted.to_owned(),
        sort: Sort::Relevance,
        limit: OFFERED,
        ..ListWish::default()
    };
    let found = catalogue::find(view, search, buyer, &wish, Want::Products)?;
    let named = own.into_iter().filter_map(|(code, id)| {
        of_own.iter().find(|card| card.id == id).map(|card| (code, card.clone()))
    });
    let mut options: Vec<(String, Card)> = named.collect();
    let new = found.listed.cards.into_iter().filter(|card| !ids.contains(&card.id));
    options.extend(new.map(|card| (card.sku.clone(), card)));
    Ok(options)
}

/// `GET /quick-order/suggest?q=`: options for the field.
pub(super) async fn suggest(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let q = asked.text();
    let (by, search, wanted) = (visit.clone(), app.search.clone(), q.clone());
    let read = move |view: &mut View| options(view, &search, &by.buyer, &wanted);
    let options = app.db.read(read).await?;
    Ok(Html(quick_view::options(&visit.words, &visit.buyer, &q, &options).into_string())
        .into_response())
}
