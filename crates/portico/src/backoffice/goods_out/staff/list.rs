//! The list of goods-out notes.

use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::backoffice::goods_out::list::{self, Filter, NOTES};
use crate::backoffice::goods_out::staff_view::list as view;
use crate::platform::db::{DbError, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// `GET /staff/goods-out`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = NOTES.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = list::list(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), NOTES.name)?;
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((page, kept, clock, frame::read(view, &by)?))
    };
    let (page, kept, (zone, today), data) = app.db.read(read).await?;
    let shown = view::List {
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        clock: (&zone, today),
    };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("notes-of-goods-title"), content).into_response())
}

/// `GET /staff/goods-out/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = NOTES.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("notes-of-goods-title");
    let export = Export { listing: &NOTES, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let columns = view::columns(&by.words, &zone, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            list::list(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}
