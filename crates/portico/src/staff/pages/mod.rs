//! Pages of the staff: work, orders, settings.

mod activity;
mod adjust;
mod deeds;
mod hand_over;
mod orders;
mod review;
mod running;
mod settings;

use super::view::{self, Work};
use crate::access::visit::StaffVisit;
use crate::app::{App, Routes, frame};
use crate::backoffice::review as reviewing;
use crate::backoffice::work::store as queues;
use crate::orders::Status;
use crate::orders::staff_store;
use crate::orders::store::Filter;
use crate::orders::{change, comment};
use crate::platform::db::{DbError, View};
use crate::platform::list::Paging;
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::quotes;
use crate::sync;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// Rows of a list on the work page.
const ROWS: i64 = 15;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff", work)
        .get("/staff/orders", orders::list)
        .get("/staff/orders/export", orders::export)
        .get("/staff/orders/{number}", orders::one)
        .post("/staff/orders/{number}/decision", orders::decide)
        .get("/staff/orders/{number}/adjust", adjust::show)
        .post("/staff/orders/{number}/adjustments", adjust::save)
        .post("/staff/orders/{number}/cancellation", deeds::cancel)
        .post("/staff/orders/{number}/notes", deeds::write_note)
        .post("/staff/orders/{number}/release", deeds::release)
        .post("/staff/orders/{number}/comments", deeds::answer_comment)
        .post("/staff/orders/{number}/changes/{change}/refusal", deeds::decline_change)
        .post("/staff/orders/{number}/comments/read", deeds::comments_read)
        .get("/staff/review", review::show)
        .post("/staff/review", review::confirm)
        .get("/staff/running", running::show)
        .post("/staff/running/release", running::release)
        .post("/staff/running/closing", running::close)
        .post("/staff/running/closing/end", running::open)
        .get("/staff/activity", activity::list)
        .get("/staff/activity/export", activity::export)
        .get("/staff/hand-over", hand_over::list)
        .get("/staff/hand-over/export", hand_over::export)
        .post("/staff/hand-over/{id}/try", hand_over::try_again)
        .get("/staff/settings", settings::show)
        .post("/staff/settings", settings::save)
        .post("/staff/settings/default", settings::default)
}

async fn work(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let waiting = reviewing::waiting(view, &by.staff)?;
        let problems = sync::hand_over::problems(view, &by.staff)?;
        let counts = queues::counts(view, &by.staff, problems)?;
        let placed = Filter {
            status: Some(Status::Placed),
            paging: Paging::first("placed", false, ROWS),
            ..Filter::default()
        };
        let to_review = if waiting > 0 {
            staff_store::list_all(view, &by.staff, &placed)?.rows
        } else {
            Vec::new()
        };
        let all = Filter { paging: Paging::first("placed", true, ROWS), ..Filter::default() };
        let newest = staff_store::list_all(view, &by.staff, &all)?.rows;
        let comments = comment::waiting(view, &by.staff, ROWS)?;
        let asked = change::kept::open(view, &by.staff, ROWS)?;
        let commented = comment::waiting_count(view, &by.staff)?;
        let offers = quotes::staff_store::waiting(view, &by.staff)?;
        let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let orders = (counts, to_review, newest, offers);
        Ok((orders, (comments, commented, asked), (zone, today), frame::read(view, &by)?))
    };
    let (orders, (comments, commented, asked), (zone, today), data) = app.db.read(read).await?;
    let (counts, to_review, newest, quotes) = orders;
    let work = Work {
        counts: &counts,
        to_review: &to_review,
        comments: &comments,
        commented,
        changes: &asked,
        quotes,
        newest: &newest,
        zone: &zone,
        today,
    };
    let content = view::work(&visit.words, &work);
    Ok(visit.page(data, visit.words.say("staff-work"), content).into_response())
}
