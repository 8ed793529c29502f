//! How the value types of Portico stand in a frozen document: as codes and whole numbers, so that any later version reads them.

use portico_types::{Country, Currency, Day, Quantity, Rate, Taxed, VatCategory};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `2026-03-31`.
pub mod day {
    use super::*;

    pub fn serialize<S: Serializer>(day: &Day, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&day.text())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        let text = String::deserialize(from)?;
        Day::parse(&text).ok_or_else(|| D::Error::custom(format!("no day: {text:?}")))
    }
}

/// `2026-03-31` or nothing.
pub mod day_if_any {
    use super::*;

    pub fn serialize<S: Serializer>(day: &Option<Day>, to: S) -> Result<S::Ok, S::Error> {
        day.map(Day::text).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Day>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
        Day::parse(&text).map(Some).ok_or_else(|| D::Error::custom(format!("no day: {text:?}")))
    }
}

/// `EUR`.
pub mod currency {
    use super::*;

    pub fn serialize<S: Serializer>(currency: &Currency, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(currency.code())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Currency, D::Error> {
        let code = String::deserialize(from)?;
        Currency::from_code(&code).ok_or_else(|| D::Error::custom(format!("no currency: {code:?}")))
    }
}

/// `GB`.
pub mod country {
    use super::*;

    pub fn serialize<S: Serializer>(country: &Country, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(country.code())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Country, D::Error> {
        let code = String::deserialize(from)?;
        Country::from_code(&code).ok_or_else(|| D::Error::custom(format!("no country: {code:?}")))
    }
}

/// `{"units":1250,"decimals":2}`: 12.5.
pub mod quantity {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Frozen {
        units: i64,
        #[serde(default)]
        decimals: u8,
    }

    pub fn serialize<S: Serializer>(quantity: &Quantity, to: S) -> Result<S::Ok, S::Error> {
        Frozen { units: quantity.units, decimals: quantity.decimals }.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Quantity, D::Error> {
        let frozen = Frozen::deserialize(from)?;
        Ok(Quantity::steps(frozen.units, frozen.decimals))
    }
}

/// `{"category":"S","rate_basis_points":2000}`.
pub mod taxed {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Frozen {
        category: String,
        #[serde(default)]
        rate_basis_points: i64,
    }

    pub fn serialize<S: Serializer>(taxed: &Taxed, to: S) -> Result<S::Ok, S::Error> {
        let category = taxed.category.code().to_owned();
        Frozen { category, rate_basis_points: taxed.rate.basis_points }.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Taxed, D::Error> {
        let Frozen { category, rate_basis_points } = Frozen::deserialize(from)?;
        let category = VatCategory::from_code(&category)
            .ok_or_else(|| D::Error::custom(format!("no VAT category: {category:?}")))?;
        Ok(Taxed { rate: Rate::new(rate_basis_points), category })
    }
}
