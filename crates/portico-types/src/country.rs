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

/// Countries that write the postcode behind the town.
const POSTCODE_LAST: &[&str] = &[
    "AU", "BD", "BM", "BN", "CA", "EG", "FK", "GB", "GG", "GI", "GU", "ID", "IE", "IM", "IN", "IO",
    "JE", "JO", "KE", "KY", "KZ", "LV", "MT", "MV", "NG", "NP", "NZ", "PK", "PR", "SA", "SG", "TH",
    "TW", "UA", "US", "VI", "ZA",
];

/// What people write on a parcel where the standard's name is a long or a diplomatic one.
const SHORT_NAMES: &[(&str, &str)] = &[
    ("BN", "Brunei"),
    ("BO", "Bolivia"),
    ("BQ", "Caribbean Netherlands"),
    ("CC", "Cocos Islands"),
    ("CD", "Congo (Kinshasa)"),
    ("CG", "Congo (Brazzaville)"),
    ("CI", "Côte d’Ivoire"),
    ("CZ", "Czechia"),
    ("FK", "Falkland Islands"),
    ("FM", "Micronesia"),
    ("GB", "United Kingdom"),
    ("GM", "Gambia"),
    ("IR", "Iran"),
    ("KP", "North Korea"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MD", "Moldova"),
    ("MF", "Saint Martin"),
    ("NL", "Netherlands"),
    ("PS", "Palestine"),
    ("RU", "Russia"),
    ("SH", "Saint Helena"),
    ("SX", "Sint Maarten"),
    ("SY", "Syria"),
    ("TR", "Türkiye"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("UM", "United States Outlying Islands"),
    ("US", "United States"),
    ("VA", "Vatican City"),
    ("VE", "Venezuela"),
    ("VG", "British Virgin Islands"),
    ("VI", "United States Virgin Islands"),
    ("VN", "Vietnam"),
];

impl Country {
    /// The country with this code, in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Country> {
        let code = code.trim().to_ascii_uppercase();
        rust_iso3166::from_alpha2(&code).map(Country::of)
    }

    /// One of the standard's, by its short name.
    fn of(c: rust_iso3166::CountryCode) -> Country {
        let short = SHORT_NAMES.iter().find(|(code, _)| *code == c.alpha2);
        Country(c.alpha2, short.map_or(c.name, |(_, name)| name))
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

    /// Whether the postcode is written behind the town: `Leeds LS11 5PS`.
    #[must_use]
    pub fn has_postcode_last(self) -> bool {
        POSTCODE_LAST.contains(&self.0)
    }

    /// All of them by name, for a list to choose from.
    #[must_use]
    pub fn all() -> Vec<Country> {
        let mut all: Vec<Country> = rust_iso3166::ALL.iter().copied().map(Country::of).collect();
        all.sort_by_key(|c| c.1);
        all
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_short_ones_and_each_stands_for_one_country() {
        let all = Country::all();
        for (code, short) in SHORT_NAMES {
            assert_eq!(Country::from_code(code).map(Country::name), Some(*short), "{code}");
        }
        assert!(all.windows(2).all(|pair| pair[0].name() < pair[1].name()), "a name stands twice");
        let long: Vec<_> = all.iter().filter(|c| c.name().chars().count() > 44).collect();
        assert!(long.is_empty(), "{long:?}");
    }

    #[test]
    fn a_code_is_known_in_any_case() {
        assert_eq!(Country::from_code(" gb ").map(Country::code), Some("GB"));
        assert_eq!(Country::from_code("XX"), None);
    }
}
