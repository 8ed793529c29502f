//! The page of work: the queues, and the orders that can be released.

use super::staff_view as view;
use super::store::{self, Filter, WORK};
use crate::access::StaffRole;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::platform::db::{DbError, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::sync::hand_over;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/staff/work", work).get("/staff/work/export", export)
}

async fn work(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = WORK.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let problems = hand_over::problems(view, &by.staff)?;
        let counts = store::counts(view, &by.staff, problems)?;
        let page = store::ready(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), WORK.name)?;
        Ok((counts, page, kept, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (counts, page, kept, today, data) = app.db.read(read).await?;
    let shown = view::Work {
        counts: &counts,
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        today,
        writes: visit.staff.role >= StaffRole::Write,
    };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("work-title"), content).into_response())
}

async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = WORK.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("work-title");
    let export = Export { listing: &WORK, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::columns(&by.words, wholesaler::today(read)?, false);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            store::ready(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}
