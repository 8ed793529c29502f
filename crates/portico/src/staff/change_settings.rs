//! Owners change settings: all that were typed, or none where one of them is no value.

use super::registry::{Entry, Form, all};
use crate::access::{Staff, StaffRole};
use crate::dashboard::text::LONGEST;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings::{self, Setting};
use crate::platform::wholesaler;
use portico_types::{Currency, Money};

/// The longest text of one line, in characters.
pub const LINE_LONGEST: usize = 200;

/// A setting with its value as staff read and type it.
pub struct Shown {
    /// The setting.
    pub entry: Entry,
    /// Its value.
    pub typed: String,
}

/// All settings with their values.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff) -> Result<(Vec<Shown>, Currency), AppError> {
    let currency = wholesaler::currency(view)?;
    let values = settings::values(view)?;
    let shown = |entry: Entry| {
        let stored =
            values.get(entry.key).filter(|text| (entry.reads)(text)).unwrap_or(&entry.default);
        let typed = typed_of(&entry, stored, currency);
        Shown { entry, typed }
    };
    Ok((all().into_iter().map(shown).collect(), currency))
}

fn typed_of(entry: &Entry, stored: &str, currency: Currency) -> String {
    match (entry.form, stored.parse::<i64>()) {
        (Form::Amount, Ok(minor)) => Money::new(minor, currency).amount(),
        _ => stored.to_owned(),
    }
}

/// What was typed, as stored. Pure.
///
/// # Errors
/// Why it is no value.
pub fn stored_of(entry: &Entry, typed: &str, currency: Currency) -> Result<String, Text> {
    let typed = typed.trim();
    let most = if entry.form == Form::LongText { LONGEST } else { LINE_LONGEST };
    if typed.chars().count() > most {
        return Err(Text::plain("field-too-long").with("most", most));
    }
    let stored = match entry.form {
        Form::Amount if typed.is_empty() => String::new(),
        Form::Amount => match Money::parse(typed, currency) {
            Ok(money) if money.minor >= 0 => money.minor.to_string(),
            _ => return Err(Text::plain("setting-no-amount")),
        },
        Form::Number => match typed.parse::<u32>() {
            Ok(number) => number.to_string(),
            Err(_) => return Err(Text::plain("setting-no-number")),
        },
        Form::LongText => typed.replace("\r\n", "\n"),
        Form::Text | Form::Choice(_) => typed.to_owned(),
    };
    if (entry.reads)(&stored) { Ok(stored) } else { Err(Text::plain("setting-no-value")) }
}

/// Changes every setting that was typed and differs; answers how many.
///
/// # Errors
/// Only owners may; a typed text that is no value, by the setting's key.
pub fn change(tx: &mut Tx, staff: &Staff, typed: &[(String, String)]) -> Result<usize, AppError> {
    if staff.role < StaffRole::Owner {
        return Err(Problem::not_allowed().into());
    }
    let (shown, currency) = list(tx, staff)?;
    let (mut faults, mut changes) = (Vec::new(), Vec::new());
    for Shown { entry, typed: before } in &shown {
        let Some((_, now)) = typed.iter().find(|(key, _)| key == entry.key) else {
            continue;
        };
        match stored_of(entry, now, currency) {
            Err(text) => faults.push(FieldProblem::new(entry.key, "invalid", text)),
            Ok(stored) if typed_of(entry, &stored, currency) != *before => {
                changes.push((entry.key, stored))
            }
            Ok(_) => {}
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    for (key, stored) in &changes {
        settings::set(tx, &Setting { key, default: String::new }, stored)?;
    }
    note(tx, staff, &changes)?;
    Ok(changes.len())
}

fn note(tx: &mut Tx, staff: &Staff, changes: &[(&'static str, String)]) -> Result<(), AppError> {
    if changes.is_empty() {
        return Ok(());
    }
    let keys: Vec<&str> = changes.iter().map(|(key, _)| *key).collect();
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "settings_changed",
        object: "settings",
        facts: serde_json::json!({ "keys": keys }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_stored_in_the_settings_own_form() {
        let entries = all();
        let of = |key: &str, typed: &str| {
            let entry = entries.iter().find(|e| e.key == key).unwrap();
            stored_of(entry, typed, Currency::GBP).ok()
        };
        let cases = [
            ("orders.carriage_minor", "8.50", Some("850")),
            ("orders.carriage_minor", "", Some("")),
            ("orders.carriage_minor", "-1", None),
            ("orders.carriage_minor", "8.505", None),
            ("catalogue.low_stock", "12", Some("12")),
            ("catalogue.low_stock", "a few", None),
            ("catalogue.stock_shown", "indicator", Some("indicator")),
            ("catalogue.stock_shown", "sometimes", None),
            ("backoffice.review", "always", Some("always")),
            ("wholesaler.address", "a\r\nb", Some("a\nb")),
        ];
        for (key, typed, stored) in cases {
            assert_eq!(of(key, typed).as_deref(), stored, "{key} {typed}");
        }
        assert_eq!(of("wholesaler.name", &"x".repeat(LINE_LONGEST + 1)), None);
    }
}
