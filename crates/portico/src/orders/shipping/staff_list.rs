//! The shipments to all customers, and the day they arrived.

use super::arrive;
use super::carriers;
use super::list::{self, STAFF_SHIPMENTS, ShipmentRow};
use super::slip_view;
use super::staff_list_view::{self as view, Arrivals};
use crate::access::form::{Fields, StaffForm};
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole, session};
use crate::app::list_page::{Given, ListPage, Said, WayOn, nothing_there};
use crate::app::{App, Routes, frame, papers};
use crate::catalogue::staff::shown_here;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Text};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

static LIST: ListPage<StaffVisit, ShipmentRow> = ListPage {
    listing: &STAFF_SHIPMENTS,
    file: "/staff/shipments/export",
    rows_of_page: 50,
    long_when_filtered: false,
    class: "shipments",
    said: Said {
        title: "shipments-title",
        context: "staff-shipments-context",
        none: "shipments-none",
        none_what: "staff-shipments-none-what",
    },
    way_on: WayOn::FromNothing("notes-of-goods-title", "/staff/goods-out"),
    rows: list::all,
    columns: view::columns,
    given: carriers_to_choose,
    above: nothing_there,
    below: view::arrived_form,
};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .post("/staff/shipments/arrivals", arrived)
        .get("/staff/shipments/{number}/slip.pdf", slip)
}

/// `GET /staff/shipments/{number}/slip.pdf`: what is in its parcels.
async fn slip(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let home = app.clone();
    let read = move |view: &mut View| slip_view::any(view, &home, &visit.staff, &number);
    let paper = app.db.read(read).await?;
    papers::answer(&app, paper).await
}

fn carriers_to_choose(view: &mut View, staff: &Staff) -> Result<Given, DbError> {
    let all = carriers::list(view, staff)?;
    let offered = all.into_iter().map(|carrier| (carrier.name.clone(), carrier.name));
    Ok(vec![("carrier", offered.collect())])
}

/// `POST /staff/shipments/arrivals`: exactly the ticked shipments; on a refusal they stand there with what was typed.
async fn arrived(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let of = |wanted: &'static str| fields.iter().filter(move |(name, _)| name == wanted);
    let ticked: Vec<String> = of("shipment").map(|(_, number)| number.clone()).collect();
    let day = of("day").next().map(|(_, day)| day.clone()).unwrap_or_default();
    let (by, numbers, typed) = (visit.clone(), ticked.clone(), day.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let count = arrive::arrive(tx, &by.staff, &numbers, &typed)?;
        let key = if typed.trim().is_empty() { "arrival-taken-back" } else { "arrival-recorded" };
        let said = Text::plain(key).with("count", count);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    let Err(error) = app.db.write(deed).await else {
        return Ok(Redirect::to("/staff/shipments").into_response());
    };
    let (status, problem) = shown_here(error)?;
    let by = visit.clone();
    let data = app.db.read(move |view: &mut View| frame::read(view, &by)).await?;
    let page = Arrivals { ticked: &ticked, day: &day, problem: &problem, csrf: &visit.csrf };
    let content = view::arrivals(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("arrival-title"), content)).into_response())
}
