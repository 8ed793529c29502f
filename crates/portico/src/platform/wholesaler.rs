//! What every slice may ask about the wholesaler: name, zone, currency, country, how to reach them.

use super::db::{DbError, View};
use super::settings::{self, Setting, SettingValue};
use portico_types::{Country, Currency, Day, Moment, Zone};

/// Name on pages, papers and mails.
pub const NAME: Setting<String> =
    Setting { key: "wholesaler.name", default: || "Portico".to_owned() };
/// Days begin and end in this zone of the tz database.
pub const ZONE: Setting<String> =
    Setting { key: "wholesaler.zone", default: || "Europe/London".to_owned() };
/// ISO code of the currency of base prices.
pub const CURRENCY: Setting<String> =
    Setting { key: "wholesaler.currency", default: || "GBP".to_owned() };
/// ISO code of the wholesaler's country: VAT at home.
pub const COUNTRY: Setting<Country> = Setting { key: "wholesaler.country", default: home };
/// Postal address, a line each.
pub const ADDRESS: Setting<String> = Setting { key: "wholesaler.address", default: String::new };
/// Telephone number to show.
pub const PHONE: Setting<String> = Setting { key: "wholesaler.phone", default: String::new };
/// E-mail address to show.
pub const EMAIL: Setting<String> = Setting { key: "wholesaler.email", default: String::new };

fn home() -> Country {
    Country::from_code("GB").expect("GB is a country of ISO 3166")
}

impl SettingValue for Country {
    fn read(text: &str) -> Option<Country> {
        Country::from_code(text)
    }
    fn write(&self) -> String {
        self.code().to_owned()
    }
}

/// The wholesaler's time zone.
pub fn zone(view: &mut View) -> Result<Zone, DbError> {
    let name = settings::get(view, &ZONE)?;
    Ok(Zone::named(&name).unwrap_or_else(Zone::utc))
}

/// The day it is at the wholesaler's.
pub fn today(view: &mut View) -> Result<Day, DbError> {
    let now = Moment(view.now());
    Ok(now.day(&zone(view)?))
}

/// Address, telephone and e-mail, a line each, without the name and what is blank: the foot of mails.
pub fn letterhead(view: &mut View) -> Result<Vec<String>, DbError> {
    let (address, phone) = (settings::get(view, &ADDRESS)?, settings::get(view, &PHONE)?);
    let email = settings::get(view, &EMAIL)?;
    let name = settings::get(view, &NAME)?;
    let lines = address.lines().chain([phone.as_str(), email.as_str()]).map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && *line != name).map(str::to_owned).collect())
}

/// The currency of base prices.
pub fn currency(view: &mut View) -> Result<Currency, DbError> {
    let code = settings::get(view, &CURRENCY)?;
    Ok(Currency::from_code(&code).unwrap_or(Currency::GBP))
}
