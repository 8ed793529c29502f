//! Parts of the portal that the wholesaler may switch off for customers: gone from the menu, and absent for pages and
//! programs alike.

use super::Buyer;
use crate::platform::db::{DbError, View};
use crate::platform::problem::Problem;
use crate::platform::settings::{self, Setting};
use axum::extract::MatchedPath;
use axum::http::Method;
use axum::http::request::Parts;

/// The lists of orders, order lines, shipments and returns. A single order stays: who places one is led to it.
pub const ORDERS: Setting<bool> = Setting { key: "sections.orders", default: || true };
/// The list of backorders.
pub const BACKORDERS: Setting<bool> = Setting { key: "sections.backorders", default: || true };
/// The own price list as a file.
pub const PRICE_LIST: Setting<bool> = Setting { key: "sections.price_list", default: || true };
/// The company's terms, credit, contact and addresses, for people and programs. A new order still chooses an address.
pub const ACCOUNT: Setting<bool> = Setting { key: "sections.account", default: || true };

/// Which parts there are for customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sections {
    /// See [`ORDERS`].
    pub orders: bool,
    /// See [`BACKORDERS`].
    pub backorders: bool,
    /// See [`PRICE_LIST`].
    pub price_list: bool,
    /// See [`ACCOUNT`].
    pub account: bool,
}

impl Default for Sections {
    fn default() -> Sections {
        Sections { orders: true, backorders: true, price_list: true, account: true }
    }
}

/// Which there are now; from the settings' cache.
///
/// # Errors
/// What the database says.
pub(super) fn read(view: &mut View) -> Result<Sections, DbError> {
    Ok(Sections {
        orders: settings::get(view, &ORDERS)?,
        backorders: settings::get(view, &BACKORDERS)?,
        price_list: settings::get(view, &PRICE_LIST)?,
        account: settings::get(view, &ACCOUNT)?,
    })
}

impl Sections {
    /// Whether a route that reads belongs to a part that is switched off.
    fn hides(self, route: &str) -> bool {
        !match route {
            "/orders"
            | "/orders/export"
            | "/orders/lines"
            | "/orders/lines/export"
            | "/shipments"
            | "/shipments/export"
            | "/returns"
            | "/returns/export"
            | "/api/v1/orders" => self.orders,
            "/backorders" | "/backorders/export" | "/api/v1/backorders" => self.backorders,
            "/products/price-list.csv" | "/products/price-list.xlsx" => self.price_list,
            route => self.account || !is_of_account(route),
        }
    }
}

/// Whether a route is about the company's own terms, contact and addresses, for reading or for changing them.
fn is_of_account(route: &str) -> bool {
    let at = |base: &str| {
        route.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    ["/account", "/addresses", "/api/v1/account", "/api/v1/addresses"].into_iter().any(at)
}

/// Refuses what is switched off, like a route that is not there. Orders are still placed.
pub(super) fn guard(buyer: &Buyer, parts: &Parts) -> Result<(), Problem> {
    let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let reads_or_keeps = parts.method == Method::GET || is_of_account(route);
    if reads_or_keeps && buyer.sections.hides(route) {
        return Err(Problem::not_found());
    }
    Ok(())
}
