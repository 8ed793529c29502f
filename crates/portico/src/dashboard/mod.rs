//! The front page of a customer: what needs them, what they ordered, what the wholesaler has to say.

pub mod announce;
pub mod change_announcement;
pub mod pages;
pub mod staff;
mod staff_view;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;
pub mod view;
pub mod write_text;

use crate::platform::settings::Setting;

/// The wholesaler's own text on every customer's front page, in Markdown.
pub const TEXT: Setting<String> = Setting { key: "dashboard.text", default: String::new };
