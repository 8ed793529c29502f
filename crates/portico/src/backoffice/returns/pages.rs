//! Pages of a customer's returns.

use super::list::{self, Filter, RETURNS};
use super::view;
use crate::access::visit::Visit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::platform::db::{DbError, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

/// Rows of a page.
const ROWS: i64 = 30;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/returns", returns).get("/returns/export", export)
}

async fn returns(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = RETURNS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = list::own(view, &by.buyer, &filter)?;
        let kept = columns::kept(view, by.login_id(), RETURNS.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = view::List { today, asked: &asked, kept: &kept, page: &page, csrf: &visit.csrf };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("returns-title"), content).into_response())
}

async fn export(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = RETURNS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let export = Export {
        listing: &RETURNS,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("returns-title"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::columns(&by.words, wholesaler::today(read)?);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            list::own(read, &by.buyer, &filter.on(paging))
        })
    })
    .await
}
