//! Pages of a customer's returns.

use super::list::{self, RETURNS, ReturnRow};
use super::view;
use crate::access::visit::Visit;
use crate::app::Routes;
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::orders::view::lines::views;

static LIST: ListPage<Visit, ReturnRow> = ListPage {
    listing: &RETURNS,
    file: "/returns/export",
    rows_of_page: 30,
    long_when_filtered: false,
    class: "returns",
    said: Said {
        title: "returns-title",
        context: "returns-context",
        none: "returns-none",
        none_what: "returns-none-what",
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
