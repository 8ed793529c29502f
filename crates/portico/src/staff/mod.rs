//! The wholesaler's own pages: work to do, orders of all customers, settings.

pub mod brand;
pub mod change_settings;
pub mod close_portal;
pub mod from_file;
pub mod pages;
pub mod registry;
pub mod view;

#[cfg(test)]
mod settings_tests;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod list_tests;
