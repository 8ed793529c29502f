//! Quantities in a product's smallest step, and the codes products are known by.

use crate::money::{grouped, plain, scaled};
use std::fmt;

/// A quantity in a product's smallest step: 1250 with 2 decimals is 12.5 metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// Whole steps.
    pub units: i64,
    /// Decimals of the product: 0 for nearly all.
    pub decimals: u8,
}

/// What can be wrong with a quantity somebody asks for (api.md, codes of one field).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityFault {
    /// Not a decimal number.
    NotANumber,
    /// Zero or less.
    NotPositive,
    /// More decimals than the product has.
    TooManyDecimals,
    /// Above 1,000,000.
    TooLarge,
}

impl QuantityFault {
    /// The code of api.md.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            QuantityFault::NotANumber => "not_a_number",
            QuantityFault::NotPositive => "not_positive",
            QuantityFault::TooManyDecimals => "too_many_decimals",
            QuantityFault::TooLarge => "too_large",
        }
    }
}

impl Quantity {
    /// The most that one line may ask for, in units of the product (api.md §1).
    pub const MOST: i64 = 1_000_000;

    /// So many whole units of a product without decimals.
    #[must_use]
    pub fn whole(units: i64) -> Quantity {
        Quantity { units, decimals: 0 }
    }

    /// So many steps of a product with these decimals.
    #[must_use]
    pub fn steps(units: i64, decimals: u8) -> Quantity {
        Quantity { units, decimals }
    }

    /// Reads a wish: above 0, at most 1,000,000, at most the product's decimals; `12.0` is 12.
    pub fn parse(text: &str, decimals: u8) -> Result<Quantity, QuantityFault> {
        let quantity = Quantity::parse_or_zero(text, decimals)?;
        if quantity.units == 0 { Err(QuantityFault::NotPositive) } else { Ok(quantity) }
    }

    /// Like `parse`, and 0 is good: it removes a line.
    pub fn parse_or_zero(text: &str, decimals: u8) -> Result<Quantity, QuantityFault> {
        let units = scaled(text, u32::from(decimals)).map_err(|e| match e {
            crate::MoneyError::TooManyDecimals => QuantityFault::TooManyDecimals,
            crate::MoneyError::TooLarge => QuantityFault::TooLarge,
            _ => QuantityFault::NotANumber,
        })?;
        if units < 0 {
            return Err(QuantityFault::NotPositive);
        }
        if units > Quantity::MOST * 10_i64.pow(u32::from(decimals)) {
            return Err(QuantityFault::TooLarge);
        }
        Ok(Quantity { units, decimals })
    }

    /// As in the API and in fields: `12`, `12.5`; no grouping, no trailing zeros.
    #[must_use]
    pub fn text(self) -> String {
        plain(i128::from(self.units), u32::from(self.decimals), 0)
    }

    /// As people read it in a table: `1,240`.
    #[must_use]
    pub fn grouped(self) -> String {
        grouped(&self.text())
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The code of a product, kept as written and compared without regard to case.
#[derive(Clone, Debug)]
pub struct Sku(String);

impl Sku {
    /// The longest code taken, in characters.
    pub const LONGEST: usize = 100;

    /// A code without surrounding blanks; `None` if empty, too long, or with control characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Sku> {
        let text = text.trim();
        let bad = text.is_empty()
            || text.chars().count() > Sku::LONGEST
            || text.chars().any(char::is_control);
        (!bad).then(|| Sku(text.to_owned()))
    }

    /// As stored and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is compared: upper case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_uppercase()
    }
}

impl PartialEq for Sku {
    fn eq(&self, other: &Sku) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Sku {}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_the_contract_refuses() {
        use QuantityFault::*;
        for (text, decimals, fault) in [
            ("", 0, NotANumber),
            (" ", 0, NotANumber),
            ("x", 0, NotANumber),
            ("NaN", 0, NotANumber),
            ("１", 0, NotANumber),
            ("1e3", 0, NotANumber),
            ("0", 0, NotPositive),
            ("0.0", 0, NotPositive),
            ("-1", 0, NotPositive),
            ("1.5", 0, TooManyDecimals),
            ("1.255", 2, TooManyDecimals),
            ("1000001", 0, TooLarge),
            ("2147483648", 0, TooLarge),
            ("9223372036854775808", 0, TooLarge),
        ] {
            assert_eq!(Quantity::parse(text, decimals), Err(fault), "{text:?}");
        }
        assert_eq!(Quantity::parse("12.0", 0), Ok(Quantity::whole(12)));
        assert_eq!(Quantity::parse("12.5", 2).unwrap().text(), "12.5");
        assert_eq!(Quantity::parse("1000000", 0).unwrap().grouped(), "1,000,000");
        assert_eq!(Quantity::parse_or_zero("0", 0), Ok(Quantity::whole(0)));
    }

    #[test]
    fn codes_ignore_case_and_keep_their_writing() {
        assert_eq!(Sku::new(" 85123a "), Sku::new("85123A"));
        assert_eq!(Sku::new("85123a").unwrap().as_str(), "85123a");
        assert!(Sku::new("a\0b").is_none());
        assert!(Sku::new("  ").is_none());
    }
}
