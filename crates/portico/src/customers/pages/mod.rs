//! The pages on which a customer's people look after their own company.

mod account;
mod addresses;

use crate::app::Routes;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/account", account::show)
        .get("/account/contact", account::contact)
        .post("/account/contact", account::change_contact)
        .get("/addresses", addresses::every)
        .post("/addresses", addresses::add)
        .get("/addresses/new", addresses::new)
        .get("/addresses/{number}", addresses::one)
        .post("/addresses/{number}", addresses::change)
        .post("/addresses/{number}/removal", addresses::close)
}
