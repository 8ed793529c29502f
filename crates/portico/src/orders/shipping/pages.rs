//! Pages of a customer's shipments.

use super::list::{self, SHIPMENTS, ShipmentRow};
use super::{slip_view, view};
use crate::access::visit::Visit;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, papers};
use crate::orders::view::lines::views;
use crate::platform::db::View;
use crate::platform::problem::AppError;
use axum::extract::{Path, State};
use axum::response::Response;

static LIST: ListPage<Visit, ShipmentRow> = ListPage {
    listing: &SHIPMENTS,
    file: "/shipments/export",
    rows_of_page: 30,
    long_when_filtered: false,
    class: "shipments",
    said: Said {
        title: "shipments-title",
        context: "shipments-context",
        none: "shipments-none",
        none_what: "shipments-none-what",
    },
    way_on: WayOn::FromNothing("shipments-none-button", "/orders"),
    rows: list::own,
    columns: view::columns,
    given: no_offers,
    above: views,
    below: nothing_there,
};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes().get("/shipments/{number}/slip.pdf", slip)
}

/// `GET /shipments/{number}/slip.pdf`: what is in its parcels.
async fn slip(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let home = app.clone();
    let read = move |view: &mut View| slip_view::own(view, &home, &visit.buyer, &number);
    let paper = app.db.read(read).await?;
    papers::answer(&app, paper).await
}
