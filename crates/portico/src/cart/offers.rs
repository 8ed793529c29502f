//! What customers may make of their current order: an order, a request for a quotation, or either. Staff who order for a
//! customer may always place it, and quotations that were sent can always be converted.

use crate::access::Buyer;
use crate::orders::Refusal;
use crate::platform::db::{DbError, View};
use crate::platform::problem::AppError;
use crate::platform::settings::{self, Setting, SettingValue};

/// What may become of a current order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offers {
    /// Orders alone.
    Orders,
    /// Requests for a quotation alone.
    Quotes,
    /// Either.
    Both,
}

impl Offers {
    /// Whether customers may order.
    #[must_use]
    pub fn orders(self) -> bool {
        self != Offers::Quotes
    }

    /// Whether customers may ask for a quotation.
    #[must_use]
    pub fn quotes(self) -> bool {
        self != Offers::Orders
    }
}

impl SettingValue for Offers {
    fn read(text: &str) -> Option<Offers> {
        match text {
            "orders" => Some(Offers::Orders),
            "quotes" => Some(Offers::Quotes),
            "both" => Some(Offers::Both),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            Offers::Orders => "orders",
            Offers::Quotes => "quotes",
            Offers::Both => "both",
        }
        .to_owned()
    }
}

/// What customers may make of their current order.
pub const OFFERS: Setting<Offers> = Setting { key: "quotes.cart", default: || Offers::Both };

/// As set.
///
/// # Errors
/// What the database says.
pub fn offers(view: &mut View) -> Result<Offers, DbError> {
    settings::get(view, &OFFERS)
}

/// Whether this person may place what they put together themselves.
///
/// # Errors
/// `NotAllowed`.
pub fn check_orders(view: &mut View, buyer: &Buyer) -> Result<(), AppError> {
    let may = buyer.orders_for() || offers(view)?.orders();
    if may { Ok(()) } else { Err(Refusal::OnlyQuotes.into()) }
}
