//! An address, as orders and customers keep it.

use crate::Country;
use crate::postcode::has_shape;

/// Where goods go. Lines are as written by the person; the country is an ISO code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Company or person on the label.
    pub name: String,
    /// Person to ask for.
    pub contact: Option<String>,
    /// Street and number.
    pub line1: String,
    /// Further line; not every carrier prints it.
    pub line2: Option<String>,
    /// Postcode, if the country has them.
    pub postcode: Option<String>,
    /// Town.
    pub city: String,
    /// County, state or province.
    pub region: Option<String>,
    /// Country.
    pub country: Country,
    /// For the carrier.
    pub phone: Option<String>,
}

/// What is wrong with one part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressFault {
    /// The field's name in the API and in forms.
    pub field: &'static str,
    /// The code of api.md: `required`, `too_long`, `bad_country`, `bad_postcode`.
    pub code: &'static str,
}

impl Address {
    /// The longest text of one line, in characters.
    pub const LONGEST: usize = 200;

    /// Every part that is missing or too long; empty if the address is good.
    #[must_use]
    pub fn faults(&self) -> Vec<AddressFault> {
        let needed = [("name", &self.name), ("line1", &self.line1), ("city", &self.city)];
        let optional = [
            ("contact", &self.contact),
            ("line2", &self.line2),
            ("postcode", &self.postcode),
            ("region", &self.region),
            ("phone", &self.phone),
        ];
        let mut faults = Vec::new();
        for (field, text) in needed {
            if text.trim().is_empty() {
                faults.push(AddressFault { field, code: "required" });
            }
        }
        let all = needed
            .into_iter()
            .map(|(field, text)| (field, Some(text)))
            .chain(optional.into_iter().map(|(field, text)| (field, text.as_ref())));
        for (field, text) in all {
            if text.is_some_and(|t| t.chars().count() > Address::LONGEST) {
                faults.push(AddressFault { field, code: "too_long" });
            }
        }
        let postcode = self.postcode.as_deref().unwrap_or("").trim();
        if postcode.is_empty() {
            if self.country.has_postcodes() {
                faults.push(AddressFault { field: "postcode", code: "required" });
            }
        } else if postcode.chars().count() <= Address::LONGEST
            && !has_shape(self.country.code(), postcode)
        {
            faults.push(AddressFault { field: "postcode", code: "bad_postcode" });
        }
        if self.country.needs_region() && self.region.as_deref().unwrap_or("").trim().is_empty() {
            faults.push(AddressFault { field: "region", code: "required" });
        }
        faults
    }

    /// Postcode and town in the order that is written in the country: `Leeds LS11 5PS`, `50667 Köln`.
    #[must_use]
    pub fn town(&self) -> String {
        let code = self.postcode.as_deref().unwrap_or("").trim();
        let (first, second) = if self.country.has_postcode_last() {
            (self.city.as_str(), code)
        } else {
            (code, self.city.as_str())
        };
        format!("{first} {second}").trim().to_owned()
    }

    /// One line for tables and facts: `12 Canal Wharf, Leeds LS11 5PS`.
    #[must_use]
    pub fn one_line(&self) -> String {
        let town = self.town();
        if self.line1.is_empty() { town } else { format!("{}, {}", self.line1, town) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_missing() {
        let mut address = Address {
            name: "Acme Cafés".into(),
            contact: None,
            line1: " ".into(),
            line2: None,
            postcode: None,
            city: "Leeds".into(),
            region: Some("x".repeat(201)),
            country: Country::from_code("gb").unwrap(),
            phone: None,
        };
        let codes: Vec<_> = address.faults().iter().map(|f| (f.field, f.code)).collect();
        assert_eq!(
            codes,
            [("line1", "required"), ("region", "too_long"), ("postcode", "required")]
        );
        address.postcode = Some("50667".into());
        assert!(
            address.faults().contains(&AddressFault { field: "postcode", code: "bad_postcode" })
        );
        address.postcode = None;
        address.country = Country::from_code("HK").unwrap();
        assert!(!address.faults().iter().any(|f| f.field == "postcode"));
        address.country = Country::from_code("US").unwrap();
        assert!(!address.faults().contains(&AddressFault { field: "region", code: "required" }));
        address.region = Some(" ".into());
        assert!(address.faults().contains(&AddressFault { field: "region", code: "required" }));
    }

    #[test]
    fn the_postcode_stands_where_the_country_writes_it() {
        let town = |code: &str, postcode: Option<&str>, city: &str| {
            let address = Address {
                name: String::new(),
                contact: None,
                line1: String::new(),
                line2: None,
                postcode: postcode.map(Into::into),
                city: city.into(),
                region: None,
                country: Country::from_code(code).unwrap(),
                phone: None,
            };
            address.town()
        };
        assert_eq!(town("GB", Some("LS11 5PS"), "Leeds"), "Leeds LS11 5PS");
        assert_eq!(town("DE", Some("50667"), "Köln"), "50667 Köln");
        assert_eq!(town("IE", None, "Cork"), "Cork");
        assert_eq!(town("CH", Some(""), "Genève"), "Genève");
    }
}
