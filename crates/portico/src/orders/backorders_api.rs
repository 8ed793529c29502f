//! Backorders in the API: one row for each order line that lacks stock, or waits for the rest of its order.

use super::backorders::{self, Backorder, Filter, Reason};
use super::promises::Promise;
use super::refusal::number;
use crate::access::bearer::{ApiBuyer, Scope};
use crate::app::{App, Routes};
use crate::platform::json::{List, bad_cursor, limit, query};
use crate::platform::list::{At, Cursor, Paging};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/backorders", list)
}

/// The longest text that is searched for, in characters.
const Q_LONGEST: usize = 200;
/// What cursors of this list are made for: they fit no other list.
const CURSOR_OF: &str = "api backorders";

/// A quantity that is expected on a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Promise)]
pub struct PromiseJson {
    /// The day.
    pub day: String,
    /// How many of it are for this line.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// Whether the supplier confirmed the day.
    pub sure: bool,
}

impl From<&Promise> for PromiseJson {
    fn from(promise: &Promise) -> PromiseJson {
        PromiseJson {
            day: promise.day.text(),
            quantity: number(promise.quantity),
            sure: promise.sure,
        }
    }
}

/// An order line that lacks stock, or waits for the rest of its order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Backorder)]
pub struct BackorderJson {
    /// The order's number.
    pub order: String,
    /// The line's number in it.
    pub line: i64,
    /// The product's code.
    pub sku: String,
    /// The product's name.
    pub name: String,
    /// The customer's own reference of the order.
    pub reference: Option<String>,
    /// How many lack stock.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// How many are in stock and reserved, but wait because the order goes out whole.
    #[schema(value_type = f64)]
    pub held: Value,
    /// How many could ship now.
    #[schema(value_type = f64)]
    pub could_ship_now: Value,
    /// `no_stock · waits_for_whole_order`.
    pub reason: String,
    /// When it was ordered.
    pub ordered_at: String,
    /// When the rest is expected.
    pub promises: Vec<PromiseJson>,
}

impl From<&Backorder> for BackorderJson {
    fn from(row: &Backorder) -> BackorderJson {
        let reason = match row.reason() {
            Reason::NoStock => "no_stock",
            Reason::WaitsForWholeOrder => "waits_for_whole_order",
        };
        BackorderJson {
            order: row.order.clone(),
            line: row.line,
            sku: row.sku.clone(),
            name: row.name.clone(),
            reference: row.reference.clone(),
            quantity: number(row.quantity),
            held: number(row.held()),
            could_ship_now: number(row.could_ship_now()),
            reason: reason.to_owned(),
            ordered_at: row.ordered_at.text(),
            promises: row.promises.iter().map(Into::into).collect(),
        }
    }
}

/// What the list may be asked for; a parameter without a value asks for nothing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BackordersQuery {
    /// Part of an order's number or reference, or of a product's code or name; 200 characters at most.
    pub q: Option<String>,
    /// 1 to 500; 50 if absent.
    pub limit: Option<String>,
    /// The last `next`.
    pub after: Option<String>,
}

impl BackordersQuery {
    fn filter(&self) -> Result<Filter, AppError> {
        let q = self.q.clone().unwrap_or_default().replace('\0', "");
        if q.chars().count() > Q_LONGEST {
            let text = Text::plain("field-too-long").with("most", Q_LONGEST);
            return Err(Problem::invalid(vec![FieldProblem::new("/q", "too_long", text)]).into());
        }
        let after = |text| Cursor::decoded(CURSOR_OF, text).ok_or_else(bad_cursor);
        let at = self.after.as_deref().map(after).transpose()?.map_or(At::Start, At::After);
        let first = Paging::first("placed", false, limit(self.limit.as_deref())?);
        Ok(Filter { q, from: None, to: None, paging: Paging { at, ..first } })
    }
}

/// What this customer waits for, in the order of ordering.
#[utoipa::path(get, path = "/api/v1/backorders", tag = "orders", params(BackordersQuery),
    responses((status = 200, body = List<BackorderJson>)))]
pub async fn list(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<BackorderJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let filter = query::<BackordersQuery>(raw.as_deref())?.filter()?;
    let page = app.db.read(move |view| backorders::list(view, &caller.buyer, &filter)).await?;
    let items = page.rows.iter().map(Into::into).collect();
    Ok(Json(List { items, next: page.next.map(|cursor| cursor.encoded(CURSOR_OF)) }))
}
