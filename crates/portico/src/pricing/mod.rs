//! What a product costs a customer, and the VAT on it. Prices are chosen when they are asked for, from
//! the customer's own prices, its price lists and the base price; nothing is worked out ahead of time.

pub mod edit_lists;
pub mod edit_prices;
mod explain;
pub mod give_list;
pub mod history;
pub mod import;
mod of_customer;
pub mod percent;
pub mod price_lists;
mod store;
mod tariff;
mod vat;
pub mod vat_rates;

pub use explain::{Candidate, Stands, Verdict};
pub use of_customer::lists_of_customer;
pub use store::{Base, lists_of, tariffs, tariffs_on, vat_table};
pub use tariff::{Offer, Source, Tariff};
pub use vat::{VatTable, in_european_union};
