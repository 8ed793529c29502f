//! Pages of a customer's shipments.

use super::list::{self, Filter, SHIPMENTS};
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
    Routes::new().get("/shipments", shipments).get("/shipments/export", export)
}

async fn shipments(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = SHIPMENTS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = list::list(view, &by.buyer, &filter)?;
        let kept = columns::kept(view, by.login_id(), SHIPMENTS.name)?;
        Ok((page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = view::List { today, asked: &asked, kept: &kept, page: &page, csrf: &visit.csrf };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("shipments-title"), content).into_response())
}

async fn export(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = SHIPMENTS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let export = Export {
        listing: &SHIPMENTS,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("shipments-title"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::columns(&by.words, wholesaler::today(read)?);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            list::list(read, &by.buyer, &filter.on(paging))
        })
    })
    .await
}
