//! Pages of the staff about goods: products, their stock, what customers pay for them.

mod assortments;
mod batches;
mod price_check;
mod products;
mod stock;

use crate::app::Routes;
use crate::platform::problem::{AppError, Problem};
use axum::http::StatusCode;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/products", products::list)
        .post("/staff/products", products::create)
        .get("/staff/products/export", products::export)
        .get("/staff/products/new", products::new)
        .get("/staff/products/batches/new", batches::new)
        .post("/staff/products/batches", batches::plan)
        .get("/staff/products/batches/{batch}", batches::one)
        .post("/staff/products/batches/{batch}/done", batches::carry_out)
        .get("/staff/products/{sku}", products::one)
        .post("/staff/products/{sku}/sections/{section}", products::save)
        .get("/staff/assortments", assortments::list)
        .post("/staff/assortments", assortments::create)
        .get("/staff/assortments/{code}", assortments::one)
        .post("/staff/assortments/{code}/rules", assortments::add)
        .post("/staff/assortments/{code}/rules/removal", assortments::remove)
        .get("/staff/stock", stock::list)
        .get("/staff/stock/export", stock::export)
        .get("/staff/stock/{sku}", stock::one)
        .post("/staff/stock/{sku}/corrections", stock::correct)
        .get("/staff/price-check", price_check::show)
        .get("/staff/locations", stock::locations)
        .post("/staff/locations", stock::open_location)
        .post("/staff/locations/{code}/closing", stock::close_location)
}

/// A refusal that is shown on the page it was made on, with the status for it; anything else goes on.
fn shown_here(error: AppError) -> Result<(StatusCode, Problem), AppError> {
    match error {
        AppError::Refused(problem) if matches!(problem.status, 409 | 422) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            Ok((status, *problem))
        }
        other => Err(other),
    }
}
