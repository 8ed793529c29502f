//! The pages of saved lists: all of them, a new one, one with its lines.

use super::new_view::{self, New};
use super::one_view::{self, One};
use super::{Source, all, get, lines, posted, store, view};
use crate::access::CustomerRole;
use crate::access::form::Fields;
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::cart::load;
use crate::catalogue::{self, Card, near};
use crate::orders::store::get as order;
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem};
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// Products offered for a code that is none.
const OFFERED: usize = 8;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/lists", every)
        .post("/lists", posted::made)
        .get("/lists/new", new)
        .get("/lists/{list}", one)
        .post("/lists/{list}", posted::changed)
        .post("/lists/{list}/lines", posted::added)
        .post("/lists/{list}/name", posted::named)
        .post("/lists/{list}/delete", posted::deleted)
}

async fn every(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |read: &mut View| -> Result<_, AppError> {
        let told = (wholesaler::zone(read)?, wholesaler::today(read)?);
        Ok((all(read, &by.buyer)?, told, frame::read(read, &by)?))
    };
    let (lists, (zone, today), data) = app.db.read(read).await?;
    let content = view::content(&visit, &lists, (&zone, today));
    let title = visit.words.say("saved-title").to_owned();
    Ok(visit.page(data, &title, content).into_response())
}

/// What a list is made of, as addresses and forms say it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Of {
    /// Its name as typed.
    pub(super) name: String,
    /// `cart` for the current order.
    pub(super) from: String,
    /// The number of an order.
    pub(super) order: String,
}

impl Of {
    /// What is meant.
    pub(super) fn source(&self) -> Source {
        match (self.from.as_str(), self.order.as_str()) {
            ("cart", _) => Source::Cart,
            (_, "") => Source::Nothing,
            (_, number) => Source::Order(number.to_owned()),
        }
    }
}

async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(of): Query<Of>,
) -> Result<Response, AppError> {
    visit.needs(CustomerRole::Buyer)?;
    shown_new(&app, visit, of, None).await
}

/// The page of a new list, with what was typed and why it was refused.
pub(super) async fn shown_new(
    app: &App,
    visit: Visit,
    of: Of,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let (by, source) = (visit.clone(), of.source());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let count = match &source {
            Source::Nothing => 0,
            Source::Cart => load(view, &by.buyer)?.1.len(),
            Source::Order(number) => {
                let found = order(view, &by.buyer, number)?.ok_or_else(Problem::not_found)?;
                found.lines.iter().filter(|line| line.parent_line.is_none()).count()
            }
        };
        Ok((count, frame::read(view, &by)?))
    };
    let (count, data) = app.db.read(read).await?;
    let new = New { of: &of, source: &of.source(), count, problem: problem.as_ref() };
    let content = new_view::content(&visit, &new);
    let title = visit.words.say("saved-new").to_owned();
    Ok((status(problem.as_ref()), visit.page(data, &title, content)).into_response())
}

/// What of a form on the page of one list was refused, to be shown again.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused {
    /// Quantities and ticks as typed.
    pub(super) fields: Fields,
    /// Code and quantity of one more product.
    pub(super) code: (String, String),
    /// Another name.
    pub(super) name: Option<String>,
    /// Nothing is ticked.
    pub(super) none_ticked: bool,
    /// What is wrong.
    pub(super) problem: Option<Problem>,
}

async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(list): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, id(&list)?, Refused::default()).await
}

/// The number of a list in its address.
pub(super) fn id(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| Problem::not_found().into())
}

/// The page of one list.
pub(super) async fn shown(
    app: &App,
    visit: Visit,
    list_id: i64,
    refused: Refused,
) -> Result<Response, AppError> {
    let (by, search, code) = (visit.clone(), app.search.clone(), refused.code.0.clone());
    let is_unknown = refused.problem.iter().flat_map(|p| &p.errors).any(|e| e.field == "/code");
    let read = move |view: &mut View| -> Result<_, AppError> {
        let list = get(view, &by.buyer, list_id)?.ok_or_else(Problem::not_found)?;
        let offered = match is_unknown && !code.trim().is_empty() {
            true => near(view, &search, &by.buyer, std::slice::from_ref(&code), OFFERED)?,
            false => Vec::new(),
        };
        let lines: Vec<store::Line> = lines(view, &by.buyer, list_id)?;
        let told = (catalogue::showing(view, &by.buyer)?, wholesaler::zone(view)?);
        let today = wholesaler::today(view)?;
        Ok((list, lines, offered, (told, today), frame::read(view, &by)?))
    };
    let (list, lines, offered, ((showing, zone), today), data) = app.db.read(read).await?;
    let offered: Vec<Card> = offered.into_iter().next().unwrap_or_default();
    let one = One {
        list: &list,
        lines: &lines,
        offered: &offered,
        showing: &showing,
        told: (&zone, today),
        refused: &refused,
    };
    let content = one_view::content(&visit, &one);
    let status = match refused.none_ticked {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => status(refused.problem.as_ref()),
    };
    Ok((status, visit.page(data, &list.name, content)).into_response())
}

fn status(problem: Option<&Problem>) -> StatusCode {
    problem.and_then(|p| StatusCode::from_u16(p.status).ok()).unwrap_or(StatusCode::OK)
}
