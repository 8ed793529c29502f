//! Pages of a customer's shipments.

use super::list::{self, SHIPMENTS, ShipmentRow};
use super::view;
use crate::access::visit::Visit;
use crate::app::Routes;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::orders::view::lines::views;

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
    LIST.routes()
}
