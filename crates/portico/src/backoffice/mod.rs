//! The built-in ERP of a wholesaler who has none: it takes orders, has them reviewed where the
//! wholesaler wants that, and answers with records like any other connector.

pub mod api;
pub mod connector;
pub mod counts;
pub mod entered;
pub mod goods_in;
pub mod goods_out;
pub mod queue;
pub mod reasons;
pub mod returns;
pub mod review;
pub mod since;
pub mod warehouse_api;
pub mod warehouse_json;
pub mod work;

pub use connector::BackOffice;

use crate::platform::settings::{Setting, SettingValue};

/// Which portal orders staff look at before they count as confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// None: they are confirmed when they arrive.
    Off,
    /// All of them.
    Always,
    /// Those that one of the rules names (`reasons`).
    Rules,
}

impl SettingValue for Review {
    fn read(text: &str) -> Option<Review> {
        match text {
            "off" => Some(Review::Off),
            "always" => Some(Review::Always),
            "rules" => Some(Review::Rules),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            Review::Off => "off",
            Review::Always => "always",
            Review::Rules => "rules",
        }
        .to_owned()
    }
}

/// Whether staff review portal orders.
pub const REVIEW: Setting<Review> = Setting { key: "backoffice.review", default: || Review::Off };

#[cfg(test)]
mod replay_tests;
#[cfg(test)]
mod review_tests;
#[cfg(test)]
mod tests;
