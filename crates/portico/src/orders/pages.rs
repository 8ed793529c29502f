//! Pages of a customer's orders and backorders.

use super::store::{self, At, Cursor, Filter, Sort};
use super::view::{backorders as backorders_view, detail, list};
use super::{Delivery, Status, backorders, happened};
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::platform::db::{DbError, View};
use crate::platform::problem::{AppError, Problem};
use crate::platform::settings;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use portico_types::Day;
use serde::Deserialize;

/// Rows of a page.
const ROWS: i64 = 30;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/orders", orders)
        .get("/orders/{number}", order)
        .get("/backorders", backorders_page)
}

/// What a list of orders is asked for; what cannot be read counts as not asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    status: String,
    delivery: String,
    reference: String,
    from: String,
    to: String,
    sort: String,
    after: String,
    before: String,
}

impl Asked {
    /// As a filter of so many rows a page.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let at = match (Cursor::parse(&self.after), Cursor::parse(&self.before)) {
            (Some(cursor), _) => At::After(cursor),
            (None, Some(cursor)) => At::Before(cursor),
            (None, None) => At::Start,
        };
        Filter {
            q: self.q.trim().chars().take(200).collect(),
            status: Status::from_text(&self.status),
            delivery: Delivery::from_text(&self.delivery),
            reference: Some(self.reference.trim().to_owned()).filter(|r| !r.is_empty()),
            from: Day::parse(&self.from),
            to: Day::parse(&self.to),
            sort: match self.sort.as_str() {
                "oldest" => Sort::Oldest,
                "total" => Sort::Total,
                _ => Sort::Newest,
            },
            at,
            limit: ROWS,
        }
    }
}

async fn orders(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let filter = asked.filter();
    let (by, wanted) = (visit.clone(), filter.clone());
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = store::list(view, &by.buyer, &wanted)?;
        Ok((page, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, today, data) = app.db.read(read).await?;
    let content = list::content(
        &visit.words,
        &list::List { buyer: &visit.buyer, today, filter: &filter, page: &page },
    );
    Ok(visit.page(data, visit.words.say("orders-title"), content).into_response())
}

/// `?placed=1`: right after Place order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Just {
    placed: String,
}

async fn order(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    Query(just): Query<Just>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let order = store::get(view, &by.buyer, &number)?;
        let order = order.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let events = happened::happened(view, &order.head)?;
        let zone = wholesaler::zone(view)?;
        let today = wholesaler::today(view)?;
        let name = settings::get(view, &wholesaler::NAME)?;
        Ok((order, events, zone, today, name, frame::read(view, &by)?))
    };
    let (order, events, zone, today, name, data) = app.db.read(read).await?;
    let shown = detail::Detail {
        order: &order,
        events: &events,
        wholesaler: &name,
        zone: &zone,
        today,
        prices: detail::prices_for(&visit.buyer),
        for_staff: false,
    };
    let own = order.head.login_id == Some(visit.buyer.login.id);
    let content = detail::content(&visit.words, &visit.buyer, &shown, own && just.placed == "1");
    Ok(visit.page(data, &order.head.number, content).into_response())
}

/// What the list of backorders is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct AskedBackorders {
    q: String,
    after: String,
}

async fn backorders_page(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<AskedBackorders>,
) -> Result<Response, AppError> {
    let q: String = asked.q.trim().chars().take(200).collect();
    let after = backorders::Cursor::parse(&asked.after);
    let (by, wanted) = (visit.clone(), q.clone());
    let read = move |view: &mut View| -> Result<_, DbError> {
        let (rows, next) = backorders::list(view, &by.buyer, &wanted, after, ROWS)?;
        let count = backorders::count(view, &by.buyer)?;
        Ok((rows, next, count, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (rows, next, count, today, data) = app.db.read(read).await?;
    let shown = backorders_view::Backorders {
        buyer: &visit.buyer,
        today,
        q: &q,
        rows: &rows,
        count,
        first: after.is_none(),
        next,
    };
    let content = backorders_view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("backorders-title"), content).into_response())
}
