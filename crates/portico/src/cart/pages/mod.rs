//! The page of the current order and what its form asks for.

mod again;
mod changes;
mod export;
mod paste;
pub(in crate::cart) mod quick;

use super::keep::Faults;
use super::offers::{self, Offers};
use super::typed::Typed;
use super::view::{self, Shown};
use super::{CartView, view_with_draft};
use crate::access::Buyer;
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::catalogue::view::RowWords;
use crate::catalogue::{self, Showing};
use crate::customers::{self, Account};
use crate::orders::place::{REFERENCE, ReferenceField};
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem};
use crate::platform::settings;
use crate::platform::web::frame::BottomBar;
use crate::platform::wholesaler;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use portico_types::{Day, Zone};

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/cart", cart)
        .get("/cart/export", export::export)
        .post("/cart/lines", changes::lines)
        .post("/cart/lines/{sku}/price", changes::price)
        .post("/cart/lines/{sku}/remarks", changes::lines_remarks)
        .post("/cart/add", changes::add)
        .post("/cart/head", changes::head)
        .post("/cart/empty", changes::empty)
        .get("/quick-order", quick::form)
        .post("/quick-order", quick::add)
        .get("/quick-order/suggest", quick::suggest)
        .get("/orders/{number}/reorder", again::look)
        .post("/orders/{number}/reorder", again::again)
        .get("/cart/paste", paste::form)
        .post("/cart/paste", paste::pasted)
        .get("/cart/paste/lines", paste::lines)
        .post("/cart/paste/lines", paste::correct)
        .post("/cart/paste/order", paste::into_order)
        .post("/cart/paste/throw-away", paste::thrown_away)
        .post("/orders", changes::place)
}

/// Everything the page is made of.
pub struct CartPage {
    /// The current order, priced and checked.
    pub view: CartView,
    /// What this customer is shown of the stock.
    pub showing: Showing,
    /// Terms and credit.
    pub account: Account,
    /// Whether the customer's own reference is asked for.
    pub reference: ReferenceField,
    /// What may become of it.
    pub offers: Offers,
    /// The wholesaler's zone.
    pub zone: Zone,
    /// The day it is there.
    pub today: Day,
}

/// Reads everything the page is made of.
pub(super) fn read(view: &mut View, buyer: &Buyer) -> Result<CartPage, AppError> {
    Ok(CartPage {
        view: view_with_draft(view, buyer)?,
        showing: catalogue::showing(view, buyer)?,
        account: customers::account(view, buyer)?,
        reference: settings::get(view, &REFERENCE)?,
        offers: offers::offers(view)?,
        zone: wholesaler::zone(view)?,
        today: wholesaler::today(view)?,
    })
}

async fn cart(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    shown(&app, visit, StatusCode::OK, Refused::default()).await
}

/// What of a form was refused, to be shown again.
#[derive(Default)]
pub struct Refused {
    /// What was typed.
    pub typed: Typed,
    /// What of it could not be kept.
    pub faults: Faults,
    /// Why nothing came of it.
    pub problem: Option<Problem>,
}

/// The page, with what was refused shown as it was typed.
///
/// # Errors
/// What the database says.
pub async fn shown(
    app: &App,
    visit: Visit,
    status: StatusCode,
    refused: Refused,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((read(view, &by.buyer)?, frame::read(view, &by)?))
    };
    let (page, data) = app.db.read(read).await?;
    let shown = Shown {
        words: &visit.words,
        stock: RowWords::new(&visit.words),
        buyer: &visit.buyer,
        csrf: &visit.csrf,
        page: &page,
        typed: &refused.typed,
        faults: &refused.faults,
        problem: refused.problem.as_ref(),
        for_staff: false,
    };
    let content = view::content(&shown);
    let mut frame = visit.frame(data, visit.words.say("cart-title"));
    // Also where it answers what was posted to another address.
    for entry in frame.menu.iter_mut().flat_map(|group| &mut group.entries) {
        entry.current = entry.href == "/cart";
    }
    frame.cart = None;
    frame.bottom = view::bottom_bar(&shown).map_or(BottomBar::None, BottomBar::Own);
    Ok((status, frame::draw(&frame, content)).into_response())
}
