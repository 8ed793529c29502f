//! Pages of products: the list, one product, suggestions while somebody types.

use super::around::around;
use super::asked::Asked;
use super::drawn::{self, Drawn};
use super::json::Shown;
use super::notes::{self, Notes};
use super::price_list;
use super::search::{self, own_codes_like};
use super::view::{grid, list as list_view, product as product_view, suggest as suggest_view};
use super::{Card, Finding, ListWish, Sort, Want, bought, cards, find, product, shown};
use crate::access::form::VisitForm;
use crate::access::visit::Visit;
use crate::access::{CustomerRole, session};
use crate::app::{App, Routes, frame, lists};
use crate::cart::lists as saved;
use crate::platform::db::{Tx, View};
use crate::platform::export::{Format, Sheet};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::{settings, wholesaler};
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::HashMap;
use tokio::task::spawn_blocking;

/// Products on a page.
pub const ROWS: usize = 48;
/// Products suggested while somebody types.
const SUGGESTED: usize = 6;
/// Own codes suggested.
const SUGGESTED_CODES: i64 = 3;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/products", products)
        .get("/products/suggest", suggest)
        .post("/products/favourites", favourites)
        .get("/products/price-list.csv", price_list_csv)
        .get("/products/price-list.xlsx", price_list_xlsx)
        .get("/products/{sku}", one)
}

/// How the wholesaler can be reached.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Telephone number, or nothing.
    pub phone: String,
    /// E-mail address, or nothing.
    pub email: String,
}

/// Everything a page of the list shows.
pub struct ListPage {
    /// The products and how they were found.
    pub found: Finding,
    /// What is noted beside the products.
    pub notes: Notes,
    /// How stock and prices are shown.
    pub shown: Shown,
    /// How the wholesaler can be reached.
    pub reach: Reach,
    /// As a table or as a grid.
    pub drawn: Drawn,
}

async fn products(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let asked = Asked::read(asked);
    let (by, mut wish, search) = (visit.clone(), asked.wish(), app.search.clone());
    let address = asked.clone();
    let too_long = wish.q.chars().count() > search::LONGEST;
    let read = move |view: &mut View| -> Result<_, AppError> {
        wish.listed = saved::products(view, &by.buyer, &wish.narrow.list)?;
        let found = match too_long {
            true => Finding::default(),
            false => find(view, &search, &by.buyer, &wish, Want::Facets)?,
        };
        let row_notes = notes::of(view, &by.buyer, &found)?;
        let reach = Reach {
            phone: settings::get(view, &wholesaler::PHONE)?,
            email: settings::get(view, &wholesaler::EMAIL)?,
        };
        let drawn = drawn::drawn(view, &by, &address)?;
        let page =
            ListPage { found, notes: row_notes, shown: shown(view, &by.buyer)?, reach, drawn };
        Ok((page, frame::read(view, &by)?))
    };
    let (page, data) = app.db.read(read).await?;
    let rows = match page.drawn {
        Drawn::Grid => grid::rows,
        Drawn::Table => list_view::rows,
    };
    let content = list_view::content(&visit, &asked, &page, rows);
    let mut around = visit.frame(data, visit.words.say("products-title"));
    if let Some(field) = &mut around.search {
        field.query.clone_from(&asked.q);
    }
    Ok(frame::draw(&around, content).into_response())
}

/// What the form of a list sends when a star is pressed: the code that is marked, or no longer marked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Starred {
    mark: String,
    unmark: String,
    from: String,
}

async fn favourites(
    State(app): State<App>,
    sent: VisitForm<Starred>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    let (favourite, sku) = match form.mark.is_empty() {
        true => (false, form.unmark.clone()),
        false => (true, form.mark.clone()),
    };
    visit.needs(CustomerRole::Buyer)?;
    let key = if favourite { "products-marked" } else { "products-unmarked" };
    let by = visit.clone();
    let mark = move |tx: &mut Tx| -> Result<(), AppError> {
        if !bought::mark_favourite(tx, &by.buyer, &sku, favourite)? {
            return Err(Problem::not_found().into());
        }
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain(key).with("sku", &sku))?)
    };
    app.db.write(mark).await?;
    let ours = form.from.starts_with("/products")
        && form.from.len() <= 2_000
        && form.from.bytes().all(|byte| byte.is_ascii_graphic());
    Ok(Redirect::to(if ours { &form.from } else { "/products" }).into_response())
}

async fn price_list_csv(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    own_prices(app, visit, Format::Csv).await
}

async fn price_list_xlsx(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    own_prices(app, visit, Format::Xlsx).await
}

/// The own price list: made on disk in one moment of the database, then sent.
async fn own_prices(app: App, visit: Visit, format: Format) -> Result<Response, AppError> {
    let busy = |_| AppError::from(Problem::try_later());
    let sending = app.exports.sending.clone().try_acquire_owned().map_err(busy)?;
    let making = app.exports.making.clone().acquire_owned().await;
    let making = making.map_err(|_| AppError::from(Problem::try_later()))?;
    let (by, folder) = (visit.clone(), app.exports.folder().to_owned());
    let made = app.db.report(move |view: &mut View| -> Result<_, AppError> {
        let mut sheet = Sheet::new(format, &folder, by.words.say("products-price-list"))?;
        price_list::write(view, &by.buyer, &by.words, &mut sheet)?;
        Ok((sheet, wholesaler::today(view)?))
    });
    let (sheet, today) = made.await?;
    let file = spawn_blocking(move || sheet.finish()).await.map_err(anyhow::Error::new)??;
    drop(making);
    let (number, kind) = (&visit.buyer.customer.number, format.text());
    lists::answer(
        file,
        format.media_type(),
        &format!("price-list-{number}-{}.{kind}", today.text()),
        sending,
    )
}

async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(sku): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let Some(found) = product(view, &by.buyer, &sku)? else {
            return Err(Problem::not_found().into());
        };
        let beside = around(view, &by.buyer, &found)?;
        Ok((found, beside, shown(view, &by.buyer)?, frame::read(view, &by)?))
    };
    let (found, beside, shown, data) = app.db.read(read).await?;
    let picture = asked.get("picture").and_then(|at| at.parse::<usize>().ok()).unwrap_or(1);
    let content = product_view::content(&visit, (&found, &beside), &shown, picture);
    Ok(visit.page(data, &found.card.name, content).into_response())
}

/// What somebody has typed so far.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    q: String,
}

/// What the pop-up shows.
pub struct Suggested {
    /// Products, best first.
    pub cards: Vec<Card>,
    /// The customer's own codes and the products they mean.
    pub own: Vec<(String, Card)>,
    /// How many fit in all.
    pub total: usize,
    /// How stock and prices are shown.
    pub shown: Shown,
}

async fn suggest(
    State(app): State<App>,
    visit: Visit,
    Query(typed): Query<Typed>,
) -> Result<Response, AppError> {
    let q = typed.q.trim().to_owned();
    if q.is_empty() || q.chars().count() > search::LONGEST {
        return Ok(Html(String::new()).into_response());
    }
    let (by, search, asked) = (visit.clone(), app.search.clone(), q.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let wish = ListWish {
            q: asked.clone(),
            sort: Sort::Relevance,
            limit: SUGGESTED,
            ..ListWish::default()
        };
        let found = find(view, &search, &by.buyer, &wish, Want::Products)?;
        let codes = own_codes_like(view, &by.buyer, &asked, SUGGESTED_CODES)?;
        let ids: Vec<i64> = codes.iter().map(|(_, id)| *id).collect();
        let known = cards(view, &by.buyer, &ids)?;
        let mut by_id: HashMap<i64, Card> = known.into_iter().map(|card| (card.id, card)).collect();
        let own =
            codes.into_iter().filter_map(|(code, id)| Some((code, by_id.remove(&id)?))).collect();
        let shown = shown(view, &by.buyer)?;
        Ok(Suggested { cards: found.listed.cards, own, total: found.total, shown })
    };
    let suggested = app.db.read(read).await?;
    if suggested.cards.is_empty() && suggested.own.is_empty() {
        return Ok(Html(String::new()).into_response());
    }
    Ok(Html(suggest_view::content(&visit, &q, &suggested).into_string()).into_response())
}
