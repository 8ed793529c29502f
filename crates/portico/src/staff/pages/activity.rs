//! Who did what: the list, and the same as a file.

use crate::access::Staff;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::kept_product::SKUS_BY_ID;
use crate::customers::activity::{self, ACTIVITY, DeedRow, Filter};
use crate::platform::db::{DbError, View};
use crate::platform::list::{Page, Pairs, columns};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::staff::view::activity as view;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// `GET /staff/activity`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = ACTIVITY.asked(&pairs, ROWS);
    let (by, wanted) = (visit.clone(), asked.clone());
    let read = move |view: &mut View| -> Result<_, DbError> {
        let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let page = listed(view, &by.staff, &Filter::asked(&wanted, &zone))?;
        let kinds = activity::kinds(view, &by.staff)?;
        let kept = columns::kept(view, by.login_id(), ACTIVITY.name)?;
        Ok((page, kinds, kept, zone, today, frame::read(view, &by)?))
    };
    let (page, kinds, kept, zone, today, data) = app.db.read(read).await?;
    let shown = view::Activity {
        asked: &asked,
        kept: &kept,
        page: &page,
        kinds: &kinds,
        csrf: &visit.csrf,
        clock: (&zone, today),
    };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("activity-title"), content).into_response())
}

/// A page of deeds; products by their codes.
fn listed(view: &mut View, staff: &Staff, filter: &Filter) -> Result<Page<DeedRow>, DbError> {
    let mut page = activity::list(view, staff, filter)?;
    activity::name_by_id(view, &mut page.rows, "product", SKUS_BY_ID)?;
    Ok(page)
}

/// `GET /staff/activity/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = ACTIVITY.asked(&pairs, ROWS);
    let (by, wanted) = (visit.clone(), asked.clone());
    let title = visit.words.say("activity-title");
    let export = Export { listing: &ACTIVITY, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let filter = Filter::asked(&wanted, &zone);
        let columns = view::columns(&by.words, &zone, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            listed(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}
