//! Value types of Portico: what every slice, connector and page means by an amount, a price, a
//! quantity, a day. They know neither web nor database, and cannot be wrong once made.

mod address;
mod address_shape;
mod country;
mod money;
mod postcode;
mod quantity;
mod time;
mod vat;

pub use address::{Address, AddressFault};
pub use address_shape::{PostcodeName, RegionName};
pub use country::Country;
pub use money::{Currency, Money, MoneyError, UnitPrice};
pub use quantity::{Quantity, QuantityFault, Sku};
pub use time::{Day, Moment, Zone};
pub use vat::{Rate, Taxed, VatCategory, VatPart, vat_by_rate};

/// Divides, rounding half away from zero: the one rounding rule of Portico
/// (line nets, VAT per rate; EN 16931 BR-CO-17 asks for half up on positive amounts).
#[must_use]
pub fn divide_half_up(value: i128, by: i128) -> i128 {
    let half = by / 2;
    if value >= 0 { (value + half) / by } else { (value - half) / by }
}
