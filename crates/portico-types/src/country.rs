//! Countries by their two-letter code.

use std::fmt;

/// A country or territory of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Country(&'static str, &'static str);

/// Countries whose addresses carry no postcode, so that none is asked for.
const WITHOUT_POSTCODES: &[&str] = &[
    "AE", "AG", "AO", "BF", "BI", "BJ", "BO", "BS", "BW", "BZ", "CD", "CF", "CG", "CI", "CK", "CM",
    "DJ", "DM", "ER", "FJ", "GA", "GD", "GM", "GQ", "GY", "HK", "IE", "JM", "KI", "KM", "KN", "KP",
    "LC", "LY", "ML", "MO", "MR", "MW", "NR", "NU", "PA", "QA", "RW", "SB", "SC", "SL", "SR", "ST",
    "SY", "TD", "TG", "TK", "TL", "TO", "TV", "UG", "VU", "YE", "ZW",
];

impl Country {
    /// The country with this code, in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Country> {
        let code = code.trim().to_ascii_uppercase();
        rust_iso3166::from_alpha2(&code).map(|c| Country(c.alpha2, c.name))
    }

    /// `GB`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The English short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.1
    }

    /// Whether its addresses need a postcode.
    #[must_use]
    pub fn has_postcodes(self) -> bool {
        !WITHOUT_POSTCODES.contains(&self.0)
    }

    /// All of them by name, for a list to choose from.
    #[must_use]
    pub fn all() -> Vec<Country> {
        let mut all: Vec<Country> =
            rust_iso3166::ALL.iter().map(|c| Country(c.alpha2, c.name)).collect();
        all.sort_by_key(|c| c.1);
        all
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
