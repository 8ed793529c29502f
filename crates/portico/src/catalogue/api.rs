//! Products in the API: lists, searches, one product.

use super::json::{CardJson, ProductJson, Shown, card, product as product_json};
use super::search;
use super::{Cursor, ListWish, Listed, Narrow, Sort, Turn, Want, find, product, shown};
use crate::access::bearer::{ApiBuyer, Scope};
use crate::app::{App, Routes};
use crate::cart::lists;
use crate::orders::promises;
use crate::platform::json::{List, bad_cursor, limit, query};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use serde::Deserialize;
use utoipa::IntoParams;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/products", all).get("/api/v1/products/{sku}", one)
}

/// What a list of products may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Words, codes or parts of codes.
    pub q: Option<String>,
    /// `true`: only what is free now, or not tracked.
    pub in_stock: Option<String>,
    /// This category, or one below it.
    pub category: Option<String>,
    /// Exactly this brand.
    pub brand: Option<String>,
    /// `true`: only what this customer bought before.
    pub bought: Option<String>,
    /// Only what stands in the saved list of this name or id.
    pub list: Option<String>,
    /// `relevance` (usual with `q`), `sku` (usual without), `name`, `newest`.
    pub sort: Option<String>,
    /// 1 to 500; 50 if absent.
    pub limit: Option<String>,
    /// The last `next`.
    pub after: Option<String>,
}

impl ListQuery {
    /// As a wish; what is not one of ours is refused, never ignored.
    ///
    /// # Errors
    /// 422 with the parameter to blame.
    pub fn wish(&self) -> Result<ListWish, AppError> {
        let q = self.q.as_deref().unwrap_or("").trim().to_owned();
        if q.chars().count() > search::LONGEST {
            return Err(wrong("q", "too_long", "field-too-long"));
        }
        let in_stock = flag("in_stock", self.in_stock.as_deref())?;
        let usual = if q.is_empty() { Sort::Sku } else { Sort::Relevance };
        let sort = match self.sort.as_deref() {
            None => usual,
            Some(text) => {
                let sort = Sort::from_code(text).filter(|sort| SORTS.contains(sort));
                sort.ok_or_else(|| wrong("sort", "invalid", "api-wrong-type"))?
            }
        };
        // Without words nothing is more relevant than anything else.
        let sort = if q.is_empty() && sort == Sort::Relevance { Sort::Sku } else { sort };
        let turn = match self.after.as_deref() {
            None => Turn::First,
            Some(text) => Turn::After(cursor(text, sort)?),
        };
        let narrow = Narrow {
            in_stock,
            bought: flag("bought", self.bought.as_deref())?,
            list: self.list.clone().unwrap_or_default(),
            categories: self.category.clone().into_iter().collect(),
            brands: self.brand.clone().into_iter().collect(),
            ..Narrow::default()
        };
        let limit = usize::try_from(limit(self.limit.as_deref())?).unwrap_or(1);
        Ok(ListWish { q, narrow, sort, turn, limit, ..ListWish::default() })
    }
}

/// The orders of lists in the API.
const SORTS: [Sort; 4] = [Sort::Relevance, Sort::Sku, Sort::Name, Sort::Newest];

fn flag(name: &str, text: Option<&str>) -> Result<bool, AppError> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(wrong(name, "invalid", "api-wrong-type")),
    }
}

fn cursor(text: &str, sort: Sort) -> Result<Cursor, AppError> {
    Cursor::read(text, sort).filter(|cursor| search::fits(cursor, sort)).ok_or_else(bad_cursor)
}

fn wrong(field: &str, code: &'static str, key: &'static str) -> AppError {
    let text = match code {
        "too_long" => Text::plain(key).with("most", search::LONGEST),
        _ => Text::plain(key),
    };
    Problem::invalid(vec![FieldProblem::new(format!("/{field}"), code, text)]).into()
}

/// The products this customer may see.
#[utoipa::path(get, path = "/api/v1/products", tag = "products", params(ListQuery),
    responses((status = 200, body = List<CardJson>)))]
pub async fn all(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<CardJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let mut wish = query::<ListQuery>(raw.as_deref())?.wish()?;
    let sort = wish.sort;
    let search = app.search.clone();
    let read = move |view: &mut crate::platform::db::View| -> Result<(Listed, Shown), AppError> {
        wish.listed = lists::products(view, &caller.buyer, &wish.narrow.list)?;
        let found = find(view, &search, &caller.buyer, &wish, Want::Products)?;
        let mut shown = shown(view, &caller.buyer)?;
        let ids: Vec<i64> = found.listed.cards.iter().map(|card| card.id).collect();
        shown.next = promises::next(view, &ids)?;
        Ok((found.listed, shown))
    };
    let (listed, shown) = app.db.read(read).await?;
    let items = listed.cards.iter().map(|one| card(one, &shown)).collect();
    Ok(Json(List { items, next: listed.after.map(|after| after.write(sort)) }))
}

/// One product; one outside the assortment is absent.
#[utoipa::path(get, path = "/api/v1/products/{sku}", tag = "products",
    params(("sku" = String, Path)), responses((status = 200, body = ProductJson)))]
pub async fn one(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(sku): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Json<ProductJson>, AppError> {
    caller.needs(Scope::Read)?;
    query::<Nothing>(raw.as_deref())?;
    let read = move |view: &mut crate::platform::db::View| -> Result<_, AppError> {
        let Some(found) = product(view, &caller.buyer, &sku)? else {
            return Err(Problem::not_found().into());
        };
        let mut shown = shown(view, &caller.buyer)?;
        shown.next = promises::next(view, &[found.card.id])?;
        Ok((found, shown))
    };
    let (found, shown) = app.db.read(read).await?;
    Ok(Json(product_json(&found, &shown)))
}

/// No parameters at all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (u16, &'static str) {
        let read = query::<ListQuery>(Some(text)).and_then(|asked| asked.wish());
        let problem = read.unwrap_err().problem();
        (problem.status, problem.code)
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for (text, code) in [
            ("limit=0", "out_of_range"),
            ("limit=501", "out_of_range"),
            ("limit=x", "out_of_range"),
            ("after=xyz", "bad_cursor"),
            ("q=tea&after=czE6QQ", "bad_cursor"),
            ("sort=price", "invalid"),
            ("in_stock=yes", "invalid"),
            ("colour=red", "unknown_field"),
        ] {
            assert_eq!(refused(text), (422, code), "{text}");
        }
        assert_eq!(refused(&format!("q={}", "x".repeat(201))), (422, "invalid"));
        let wish =
            query::<ListQuery>(Some("q=tea&in_stock=true&limit=500")).unwrap().wish().unwrap();
        assert_eq!((wish.sort, wish.narrow.in_stock, wish.limit), (Sort::Relevance, true, 500));
        let wish = query::<ListQuery>(None).unwrap().wish().unwrap();
        assert_eq!((wish.sort, wish.limit), (Sort::Sku, 50));
    }
}
