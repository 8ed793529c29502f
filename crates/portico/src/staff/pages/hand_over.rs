//! What has not reached the ERP or a mailbox: the list, the same as a file, and another try.

use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use crate::staff::view::hand_over as view;
use crate::sync::hand_over::{self, Filter, HAND_OVER};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// `GET /staff/hand-over`.
pub(super) async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = HAND_OVER.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = hand_over::list(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), HAND_OVER.name)?;
        let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((page, kept, zone, today, frame::read(view, &by)?))
    };
    let (page, kept, zone, today, data) = app.db.read(read).await?;
    let shown = view::HandOver {
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        clock: (&zone, today),
        may_try: visit.staff.role >= StaffRole::Write,
    };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("hand-over-title"), content).into_response())
}

/// `GET /staff/hand-over/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = HAND_OVER.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("hand-over-title");
    let export = Export { listing: &HAND_OVER, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let columns = view::columns(&by.words, &zone, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            hand_over::list(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}

/// `POST /staff/hand-over/{id}/try`.
pub(super) async fn try_again(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: StaffForm<Pairs>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let id: i64 = id.parse().map_err(|_| Problem::not_found())?;
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let tried = hand_over::try_again(tx, &by.staff, id)?;
        let key = if tried { "hand-over-tried" } else { "hand-over-not-tried" };
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain(key))?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/staff/hand-over").into_response())
}
