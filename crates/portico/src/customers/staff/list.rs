//! The list of customers.

use crate::access::StaffRole;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::customers::staff_store::{self, CUSTOMERS, Filter};
use crate::customers::staff_view::list::{self as view, List};
use crate::platform::db::{DbError, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::AppError;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// `GET /staff/customers`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = CUSTOMERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = staff_store::list(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), CUSTOMERS.name)?;
        Ok((page, kept, staff_store::countries(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (page, kept, countries, data) = app.db.read(read).await?;
    let list = List {
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        countries: &countries,
        may_make: visit.staff.role >= StaffRole::Write,
    };
    let content = view::content(&visit.words, &list);
    Ok(visit.page(data, visit.words.say("customers-title"), content).into_response())
}

/// `GET /staff/customers/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = CUSTOMERS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("customers-title");
    let export = Export { listing: &CUSTOMERS, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::columns(&by.words, false);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            staff_store::list(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}
