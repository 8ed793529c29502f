//! Which mails about orders the wholesaler sends at all. Every login can switch off those it does not want.

use crate::access::notices::Notice;
use crate::platform::db::{DbError, View};
use crate::platform::settings::{self, Setting};

/// See [`Notice::OrderPlaced`].
pub const PLACED: Setting<bool> = Setting { key: "mails.order_placed", default: || true };
/// See [`Notice::OrderConfirmed`].
pub const CONFIRMED: Setting<bool> = Setting { key: "mails.order_confirmed", default: || true };
/// See [`Notice::OrderChanged`].
pub const CHANGED: Setting<bool> = Setting { key: "mails.order_changed", default: || true };
/// See [`Notice::OrderRefused`].
pub const REFUSED: Setting<bool> = Setting { key: "mails.order_refused", default: || true };
/// See [`Notice::OrderShipped`].
pub const SHIPPED: Setting<bool> = Setting { key: "mails.order_shipped", default: || true };
/// See [`Notice::BackorderCovered`].
pub const COVERED: Setting<bool> = Setting { key: "mails.backorder_covered", default: || true };
/// See [`Notice::OrderComment`].
pub const COMMENT: Setting<bool> = Setting { key: "mails.order_comment", default: || true };

/// Whether mails of this kind go out; from the settings' cache.
///
/// # Errors
/// What the database says.
pub fn is_on(view: &mut View, notice: Notice) -> Result<bool, DbError> {
    let switch = match notice {
        Notice::OrderPlaced => &PLACED,
        Notice::OrderConfirmed => &CONFIRMED,
        Notice::OrderChanged => &CHANGED,
        Notice::OrderRefused => &REFUSED,
        Notice::OrderShipped => &SHIPPED,
        Notice::BackorderCovered => &COVERED,
        Notice::OrderComment => &COMMENT,
        _ => return Ok(true),
    };
    settings::get(view, switch)
}
