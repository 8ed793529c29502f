//! Pages of products: the list, one product, suggestions while somebody types.

use super::json::Shown;
use super::search::{self, Finding, find, own_codes_like};
use super::view::{grid, list as list_view, product as product_view, suggest as suggest_view};
use super::{Card, Cursor, ListWish, Sort, Turn, cards, encoded, list, product, shown};
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem};
use crate::platform::search::Mode;
use crate::platform::{settings, wholesaler};
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use std::collections::HashMap;

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
        .get("/products/{sku}", one)
}

/// What the list is asked for; what cannot be read counts as not asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words, codes or parts of codes.
    pub q: String,
    /// `table` or `grid`.
    pub view: String,
    /// `true`: only what is free now.
    pub in_stock: String,
    /// One category.
    pub category: String,
    /// One brand.
    pub brand: String,
    /// `sku`, `name`, `newest`, `relevance`.
    pub sort: String,
    /// Behind this place.
    pub after: String,
    /// Before this place.
    pub before: String,
}

impl Asked {
    /// As a wish for one page.
    #[must_use]
    pub fn wish(&self) -> ListWish {
        let q: String = self.q.trim().to_owned();
        let usual = if q.is_empty() { Sort::Sku } else { Sort::Relevance };
        let sort = Sort::from_code(&self.sort).unwrap_or(usual);
        let sort = if q.is_empty() && sort == Sort::Relevance { Sort::Sku } else { sort };
        let cursor = |text: &str| {
            Cursor::read(text, sort).filter(|at| q.is_empty() || search::fits(at, sort))
        };
        let turn = match (cursor(&self.after), cursor(&self.before)) {
            (Some(after), _) => Turn::After(after),
            (None, Some(before)) => Turn::Before(before),
            (None, None) => Turn::First,
        };
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        ListWish {
            in_stock: self.in_stock == "true",
            category: some(&self.category),
            brand: some(&self.brand),
            q,
            sort,
            turn,
            limit: ROWS,
        }
    }

    /// Whether the pictures come first.
    #[must_use]
    pub fn is_grid(&self) -> bool {
        self.view == "grid"
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty()
            || self.in_stock == "true"
            || !self.category.is_empty()
            || !self.brand.is_empty()
    }

    /// The address of this list with some of it changed; an empty value takes a part away. The place is kept
    /// only where it is given.
    #[must_use]
    pub fn href(&self, changes: &[(&str, &str)]) -> String {
        let ours = [
            ("q", &*self.q),
            ("view", &*self.view),
            ("in_stock", &*self.in_stock),
            ("category", &*self.category),
            ("brand", &*self.brand),
            ("sort", &*self.sort),
            ("after", ""),
            ("before", ""),
        ];
        let mut href = String::from("/products");
        for (name, value) in ours {
            let value = changes
                .iter()
                .find(|(changed, _)| *changed == name)
                .map_or(value, |(_, value)| value);
            if !value.is_empty() {
                href.push(if href.contains('?') { '&' } else { '?' });
                href.push_str(name);
                href.push('=');
                href.push_str(&encoded(value));
            }
        }
        href
    }
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
    /// How stock and prices are shown.
    pub shown: Shown,
    /// How the wholesaler can be reached.
    pub reach: Reach,
}

async fn products(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let (by, wish, search) = (visit.clone(), asked.wish(), app.search.clone());
    let too_long = wish.q.chars().count() > search::LONGEST;
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = match (wish.q.is_empty(), too_long) {
            (_, true) => {
                Finding { listed: Default::default(), mode: Mode::Strict, total: 0, meant: None }
            }
            (true, _) => {
                let listed = list(view, &by.buyer, &wish)?;
                Finding { listed, mode: Mode::Strict, total: 0, meant: None }
            }
            (false, _) => find(view, &search, &by.buyer, &wish)?,
        };
        let reach = Reach {
            phone: settings::get(view, &wholesaler::PHONE)?,
            email: settings::get(view, &wholesaler::EMAIL)?,
        };
        let page = ListPage { found, shown: shown(view, &by.buyer)?, reach };
        Ok((page, frame::read(view, &by)?))
    };
    let (page, data) = app.db.read(read).await?;
    let content = if asked.is_grid() {
        list_view::content(&visit, &asked, &page, grid::rows)
    } else {
        list_view::content(&visit, &asked, &page, list_view::rows)
    };
    let mut around = visit.frame(data, visit.words.say("products-title"));
    if let Some(field) = &mut around.search {
        field.query.clone_from(&asked.q);
    }
    Ok(frame::draw(&around, content).into_response())
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
        Ok((found, shown(view, &by.buyer)?, frame::read(view, &by)?))
    };
    let (found, shown, data) = app.db.read(read).await?;
    let picture = asked.get("picture").and_then(|at| at.parse::<usize>().ok()).unwrap_or(1);
    let content = product_view::content(&visit, &found, &shown, picture);
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
        let found = find(view, &search, &by.buyer, &wish)?;
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
