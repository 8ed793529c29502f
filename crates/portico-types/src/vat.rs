//! Rates in hundredths of a percent, and VAT once per rate on the sum (EN 16931 BR-CO-17).

use crate::money::{plain, scaled};
use crate::{Currency, Money, MoneyError, divide_half_up};
use std::collections::BTreeMap;

/// A percentage in hundredths: 550 is 5.5 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate {
    /// Hundredths of a percent.
    pub basis_points: i64,
}

impl Rate {
    /// Nought per cent.
    pub const ZERO: Rate = Rate { basis_points: 0 };

    /// So many hundredths of a percent.
    #[must_use]
    pub fn new(basis_points: i64) -> Rate {
        Rate { basis_points }
    }

    /// Reads `20` or `5.5`.
    pub fn parse(text: &str) -> Result<Rate, MoneyError> {
        Ok(Rate::new(scaled(text, 2)?))
    }

    /// As in the API: `20`, `5.5`.
    #[must_use]
    pub fn text(self) -> String {
        plain(i128::from(self.basis_points), 2, 0)
    }
}

/// The VAT category of EN 16931 (UNCL 5305) a line falls in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VatCategory {
    /// Standard or reduced rate.
    Standard,
    /// Zero rated.
    Zero,
    /// Exempt.
    Exempt,
    /// Reverse charge.
    ReverseCharge,
    /// Supply inside the EU.
    IntraCommunity,
    /// Export outside the EU.
    Export,
    /// Outside the scope of VAT.
    OutOfScope,
}

impl VatCategory {
    /// The code of UNCL 5305: `S`, `Z`, `E`, `AE`, `K`, `G`, `O`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            VatCategory::Standard => "S",
            VatCategory::Zero => "Z",
            VatCategory::Exempt => "E",
            VatCategory::ReverseCharge => "AE",
            VatCategory::IntraCommunity => "K",
            VatCategory::Export => "G",
            VatCategory::OutOfScope => "O",
        }
    }

    /// The category with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<VatCategory> {
        Some(match code {
            "S" => VatCategory::Standard,
            "Z" => VatCategory::Zero,
            "E" => VatCategory::Exempt,
            "AE" => VatCategory::ReverseCharge,
            "K" => VatCategory::IntraCommunity,
            "G" => VatCategory::Export,
            "O" => VatCategory::OutOfScope,
            _ => return None,
        })
    }
}

/// What VAT is due on a line or a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taxed {
    /// The rate.
    pub rate: Rate,
    /// The category.
    pub category: VatCategory,
}

/// The VAT of one rate and category of an order or document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatPart {
    /// Rate and category.
    pub taxed: Taxed,
    /// Sum of the nets.
    pub taxable: Money,
    /// VAT on that sum, rounded half up.
    pub vat: Money,
}

/// VAT once per rate and category on the sum of the nets, highest rate first.
pub fn vat_by_rate(
    nets: impl IntoIterator<Item = (Taxed, Money)>,
    currency: Currency,
) -> Result<Vec<VatPart>, MoneyError> {
    let mut sums: BTreeMap<Taxed, Money> = BTreeMap::new();
    for (taxed, net) in nets {
        let sum = sums.entry(taxed).or_insert(Money::zero(currency));
        *sum = sum.plus(net)?;
    }
    sums.into_iter()
        .rev()
        .map(|(taxed, taxable)| {
            let value = i128::from(taxable.minor) * i128::from(taxed.rate.basis_points);
            let minor =
                i64::try_from(divide_half_up(value, 10_000)).map_err(|_| MoneyError::TooLarge)?;
            Ok(VatPart { taxed, taxable, vat: Money::new(minor, currency) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vat_is_rounded_once_per_rate() {
        let taxed =
            |text| Taxed { rate: Rate::parse(text).unwrap(), category: VatCategory::Standard };
        let money = |minor| Money::new(minor, Currency::GBP);
        let parts = vat_by_rate(
            [(taxed("20"), money(3)), (taxed("5.5"), money(100)), (taxed("20"), money(4))],
            Currency::GBP,
        )
        .unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].taxable.minor, parts[0].vat.minor), (7, 1));
        assert_eq!((parts[1].taxed.rate.text().as_str(), parts[1].vat.minor), ("5.5", 6));
    }
}
