//! Which VAT is due on goods: the country they are delivered to decides, and who buys them.

use crate::access::VatTreatment;
use portico_types::{Country, Rate, Taxed, VatCategory};
use std::collections::HashMap;

/// Member states of the European Union (VAT area; Greece is `GR` in ISO 3166).
const EUROPEAN_UNION: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Whether a country is in the VAT area of the European Union.
#[must_use]
pub fn in_european_union(country: Country) -> bool {
    EUROPEAN_UNION.contains(&country.code())
}

/// The VAT due on each class of goods for one delivery.
#[derive(Clone, Debug)]
pub struct VatTable {
    /// What is due on everything, whatever its class.
    all: Option<Taxed>,
    classes: HashMap<String, Taxed>,
    highest: Taxed,
}

/// What decides about the VAT of a delivery, and so which rates are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The rates of the wholesaler's own country.
    Home,
    /// The rates of the country of delivery where the wholesaler has entered some, else these.
    There(Otherwise),
    /// One category for everything, at nought.
    Nought(VatCategory),
}

/// What holds abroad where no rates were entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// Inside the EU: the home country's rates.
    Home,
    /// Goods leave the reach of VAT.
    Export,
}

/// The rule for goods delivered to `there` by a wholesaler at `home`.
pub(super) fn rule(home: Country, there: Country, treatment: VatTreatment) -> Rule {
    if there == home {
        return Rule::Home;
    }
    let inside = in_european_union;
    match treatment {
        VatTreatment::ReverseCharge => Rule::Nought(VatCategory::ReverseCharge),
        VatTreatment::Export => Rule::Nought(VatCategory::Export),
        VatTreatment::Normal if inside(home) && inside(there) => Rule::There(Otherwise::Home),
        VatTreatment::Normal => Rule::There(Otherwise::Export),
    }
}

impl VatTable {
    /// One category at nought for everything.
    pub(super) fn nought(category: VatCategory) -> VatTable {
        let taxed = Taxed { rate: Rate::ZERO, category };
        VatTable { all: Some(taxed), classes: HashMap::new(), highest: taxed }
    }

    /// A table of these classes; of two rows for a class the last one counts.
    pub(super) fn of_classes(rows: Vec<(String, Taxed)>) -> VatTable {
        let out_of_scope = Taxed { rate: Rate::ZERO, category: VatCategory::OutOfScope };
        let classes: HashMap<String, Taxed> = rows.into_iter().collect();
        let highest = classes.values().copied().max().unwrap_or(out_of_scope);
        VatTable { all: None, classes, highest }
    }

    /// The VAT on goods of this class. A class without a rate is taxed at the highest one, so that
    /// nothing goes out untaxed for want of a row.
    #[must_use]
    pub fn of(&self, vat_class: &str) -> Taxed {
        let known = || self.classes.get(vat_class).copied();
        self.all.or_else(known).unwrap_or(self.highest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_of_delivery_decides() {
        use VatTreatment::{Export, Normal, ReverseCharge};
        for (home, there, treatment, expected) in [
            ("GB", "GB", Normal, Rule::Home),
            ("GB", "GB", Export, Rule::Home),
            ("DE", "DE", ReverseCharge, Rule::Home),
            ("DE", "FR", ReverseCharge, Rule::Nought(VatCategory::ReverseCharge)),
            ("GB", "AU", Export, Rule::Nought(VatCategory::Export)),
            ("DE", "FR", Normal, Rule::There(Otherwise::Home)),
            ("DE", "CH", Normal, Rule::There(Otherwise::Export)),
            ("GB", "FR", Normal, Rule::There(Otherwise::Export)),
        ] {
            let country = |code| Country::from_code(code).unwrap();
            assert_eq!(
                rule(country(home), country(there), treatment),
                expected,
                "{home} to {there}"
            );
        }
    }

    #[test]
    fn a_class_without_a_rate_is_taxed_at_the_highest() {
        let taxed =
            |text| Taxed { rate: Rate::parse(text).unwrap(), category: VatCategory::Standard };
        let rows = vec![("standard".to_owned(), taxed("20")), ("reduced".to_owned(), taxed("5"))];
        let table = VatTable::of_classes(rows);
        assert_eq!(table.of("reduced"), taxed("5"));
        assert_eq!(table.of("misspelt"), taxed("20"));
        assert_eq!(
            VatTable::of_classes(Vec::new()).of("standard").category,
            VatCategory::OutOfScope
        );
        assert_eq!(VatTable::nought(VatCategory::Export).of("standard").category.code(), "G");
    }
}
