//! Pages of the staff about goods: products, their stock, what customers pay for them.

mod assortments;
mod batches;
mod incoming;
mod list_customers;
mod list_prices;
mod own_prices;
mod percent;
mod price_check;
mod price_lists;
mod products;
mod set_price;
mod stock;
mod vat_rates;

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
        .post("/staff/stock/{sku}/incoming", incoming::expect)
        .post("/staff/stock/{sku}/incoming/end", incoming::end)
        .get("/staff/price-lists", price_lists::all)
        .post("/staff/price-lists", price_lists::create)
        .get("/staff/price-lists/export", price_lists::export)
        .get("/staff/price-lists/new", price_lists::new)
        .get("/staff/price-lists/{code}", list_prices::show)
        .get("/staff/price-lists/{code}/export", list_prices::export)
        .get("/staff/price-lists/{code}/details", price_lists::details)
        .post("/staff/price-lists/{code}/details", price_lists::change)
        .get("/staff/price-lists/{code}/copy", price_lists::copying)
        .post("/staff/price-lists/{code}/copy", price_lists::copy)
        .get("/staff/price-lists/{code}/product", list_prices::product)
        .post("/staff/price-lists/{code}/product", list_prices::set)
        .post("/staff/price-lists/{code}/product/end", list_prices::end)
        .get("/staff/price-lists/{code}/percent", percent::show)
        .post("/staff/price-lists/{code}/percent", percent::change)
        .get("/staff/price-lists/{code}/customers", list_customers::show)
        .post("/staff/price-lists/{code}/customers", list_customers::give)
        .get("/staff/price-lists/{code}/customers/export", list_customers::export)
        .post("/staff/price-lists/{code}/customers/removal", list_customers::take)
        .post("/staff/price-lists/{code}/customers/everybody", list_customers::give_to_all)
        .get("/staff/customers/{number}/prices", own_prices::show)
        .get("/staff/customers/{number}/prices/export", own_prices::export)
        .get("/staff/customers/{number}/prices/product", own_prices::product)
        .post("/staff/customers/{number}/prices/product", own_prices::set)
        .post("/staff/customers/{number}/prices/product/end", own_prices::end)
        .post("/staff/customers/{number}/price-lists", own_prices::give)
        .post("/staff/customers/{number}/price-lists/removal", own_prices::take)
        .get("/staff/price-check", price_check::show)
        .get("/staff/vat-rates", vat_rates::show)
        .post("/staff/vat-rates", vat_rates::add)
        .post("/staff/vat-rates/removal", vat_rates::take_away)
        .get("/staff/locations", stock::locations)
        .post("/staff/locations", stock::open_location)
        .post("/staff/locations/{code}/closing", stock::close_location)
}

/// A refusal that is shown on the page it was made on, with the status for it; anything else goes on.
pub(crate) fn shown_here(error: AppError) -> Result<(StatusCode, Problem), AppError> {
    match error {
        AppError::Refused(problem) if matches!(problem.status, 409 | 422) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            Ok((status, *problem))
        }
        other => Err(other),
    }
}
