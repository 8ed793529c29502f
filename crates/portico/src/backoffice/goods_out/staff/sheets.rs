//! The papers of a note: the sheet that it is picked by, and the slip that goes into the parcel.

use crate::access::Staff;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame, papers};
use crate::backoffice::goods_out::paper_view;
use crate::backoffice::goods_out::staff_view::sheets::{self as view, Paper};
use crate::backoffice::goods_out::store::{self, NoteDetail};
use crate::orders::{OrderDetail, staff_store};
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem};
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// `GET …/sheet`: what to pick, line by line, with room to tick.
pub(super) async fn sheet(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    paper(&app, visit, number, view::sheet).await
}

/// `GET …/slip`: what is in the parcels, for the customer.
pub(super) async fn slip(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    paper(&app, visit, number, view::slip).await
}

/// `GET …/sheet.pdf`.
pub(super) async fn sheet_pdf(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (note, order) = found(view, &visit.staff, &number)?;
        paper_view::picking_sheet(view, &visit.words, (&note, &order))
    };
    let paper = app.db.read(read).await?;
    papers::answer(&app, paper).await
}

/// `GET …/slip.pdf`.
pub(super) async fn slip_pdf(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let home = app.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (note, order) = found(view, &visit.staff, &number)?;
        paper_view::packing_slip(view, &home, &visit.staff, (&note, &order))
    };
    let paper = app.db.read(read).await?;
    papers::answer(&app, paper).await
}

/// A note and its order.
fn found(
    view: &mut View,
    staff: &Staff,
    number: &str,
) -> Result<(NoteDetail, OrderDetail), AppError> {
    let note = store::get(view, staff, number)?.ok_or_else(Problem::not_found)?;
    let order = staff_store::get_any(view, staff, &note.note.order)?;
    let (order, _) = order.ok_or_else(Problem::not_found)?;
    Ok((note, order))
}

async fn paper(
    app: &App,
    visit: StaffVisit,
    number: String,
    draw: for<'a> fn(&crate::platform::words::Language, &Paper<'a>) -> Markup,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let (note, order) = found(view, &by.staff, &number)?;
        let today = wholesaler::today(view)?;
        Ok((note, order, today, frame::read(view, &by)?))
    };
    let (note, order, today, data) = app.db.read(read).await?;
    let content = draw(&visit.words, &Paper { detail: &note, order: &order, today });
    Ok(visit.page(data, &note.note.number, content).into_response())
}
