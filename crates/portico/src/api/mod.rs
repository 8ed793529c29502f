//! The API as a whole: every slice's part under `/api/v1`, described at `/api/openapi.json`, with a
//! page to read it at `/api/docs`.

pub mod docs;
pub mod openapi;
#[cfg(test)]
mod tests;

use crate::app::Routes;
use crate::{access, backoffice, billing, cart, catalogue, customers, orders, quotes};

/// All routes of the API.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(access::api::routes())
        .merge(customers::api::routes())
        .merge(catalogue::api::routes())
        .merge(cart::api::routes())
        .merge(cart::place_api::routes())
        .merge(orders::api::routes())
        .merge(orders::approval_api::routes())
        .merge(cart::reorder_api::routes())
        .merge(orders::change_api::routes())
        .merge(quotes::api::routes())
        .merge(billing::pay::api::routes())
        .merge(backoffice::api::routes())
        .merge(billing::api::routes())
        .merge(billing::staff_api::routes())
        .merge(openapi::routes())
        .merge(docs::routes())
}
