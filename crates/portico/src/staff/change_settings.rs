//! Owners change settings: all that were typed, or none where one of them is no value or was changed by somebody else
//! since the page was opened.

use super::registry::{Entry, Form, all};
use crate::access::{KeptSetting, Staff, StaffRole, settings_kept};
use crate::dashboard::text::LONGEST;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings;
use crate::platform::wholesaler;
use portico_types::{Currency, Moment, Money};
use std::collections::HashMap;

/// The longest text of one line, in characters.
pub const LINE_LONGEST: usize = 200;
/// Before the key: the field that holds what the page showed when it was opened.
pub const SEEN: &str = "seen.";

/// A setting with its value as staff read and type it.
pub struct Shown {
    /// The setting.
    pub entry: Entry,
    /// Its value.
    pub typed: String,
    /// What holds where nothing is set, in the same form.
    pub default: String,
    /// Who set another value, and when; none: the default holds.
    pub changed: Option<Changed>,
    /// The stored text, whether or not it can be read.
    stored: Option<String>,
}

/// Who set a value, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Name of the staff; none where the program or an import did.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}

/// All settings with their values, past the cache: what is shown here is what a change is compared with.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, staff: &Staff) -> Result<(Vec<Shown>, Currency), AppError> {
    let currency = wholesaler::currency(view)?;
    let rows = settings_kept(view, staff)?;
    let mut kept: HashMap<String, KeptSetting> =
        rows.into_iter().map(|kept| (kept.key.clone(), kept)).collect();
    let shown = |entry: Entry| {
        let row = kept.remove(entry.key);
        let holds = row.as_ref().filter(|row| (entry.reads)(&row.value));
        let value = holds.map_or(&entry.default, |row| &row.value);
        let typed = typed_of(&entry, value, currency);
        let default = typed_of(&entry, &entry.default, currency);
        let changed = holds
            .filter(|row| row.value != entry.default)
            .map(|row| Changed { by: row.by.clone(), at: row.at });
        Shown { entry, typed, default, changed, stored: row.map(|row| row.value) }
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

/// The same text, however a browser sends its lines.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    one == other || plain(one) == plain(other)
}

/// What somebody sent of one setting: what they typed, and what the page had shown them.
fn sent<'a>(fields: &'a [(String, String)], shown: &'a Shown) -> Option<(&'a str, &'a str)> {
    let of = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, v)| v.as_str());
    let now = of(shown.entry.key)?;
    Some((now, of(&format!("{SEEN}{}", shown.entry.key)).unwrap_or(&shown.typed)))
}

/// What of a form its sender touched: the rest is only what the page showed.
#[must_use]
pub fn touched(fields: &[(String, String)]) -> Vec<(String, String)> {
    let seen = |key: &str| {
        fields.iter().find(|(name, _)| name.strip_prefix(SEEN) == Some(key)).map(|(_, text)| text)
    };
    let is_touched = |(key, now): &&(String, String)| {
        !key.starts_with(SEEN) && seen(key).is_none_or(|seen| !same(seen, now))
    };
    fields.iter().filter(is_touched).cloned().collect()
}

/// Changes every setting that was typed and differs from what the page showed; answers how many.
///
/// # Errors
/// Only owners may; a typed text that is no value, and a setting that somebody else changed meanwhile, by its key.
pub fn change(tx: &mut Tx, staff: &Staff, fields: &[(String, String)]) -> Result<usize, AppError> {
    if staff.role < StaffRole::Owner {
        return Err(Problem::not_allowed().into());
    }
    let (all, currency) = list(tx, staff)?;
    let (mut faults, mut changes) = (Vec::new(), Vec::new());
    for shown in &all {
        let Some((now, seen)) = sent(fields, shown) else { continue };
        if same(now, seen) || same(now, &shown.typed) {
            continue;
        }
        let key = shown.entry.key;
        match stored_of(&shown.entry, now, currency) {
            Err(text) => faults.push(FieldProblem::new(key, "invalid", text)),
            Ok(_) if !same(seen, &shown.typed) => faults.push(meanwhile(key)),
            Ok(stored) if typed_of(&shown.entry, &stored, currency) != shown.typed => {
                changes.push((shown, Some(stored)));
            }
            Ok(_) => {}
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    write(tx, staff, &changes)
}

/// Puts a setting back to its default: the row goes, so that a later version's default holds.
///
/// # Errors
/// Only owners may; 404 where there is no such setting; one that somebody else changed meanwhile.
pub fn back_to_default(
    tx: &mut Tx,
    staff: &Staff,
    (key, seen): (&str, &str),
) -> Result<usize, AppError> {
    if staff.role < StaffRole::Owner {
        return Err(Problem::not_allowed().into());
    }
    let (all, _) = list(tx, staff)?;
    let Some(shown) = all.iter().find(|shown| shown.entry.key == key) else {
        return Err(Problem::not_found().into());
    };
    if shown.changed.is_none() {
        return Ok(0);
    }
    if !same(seen, &shown.typed) {
        return Err(Problem::invalid(vec![meanwhile(shown.entry.key)]).into());
    }
    write(tx, staff, &[(shown, None)])
}

fn meanwhile(key: &str) -> FieldProblem {
    FieldProblem::new(key, "changed_meanwhile", Text::plain("setting-changed-meanwhile"))
}

/// Writes in the order of the page, each over exactly what was read: of two people at once one is told.
fn write(
    tx: &mut Tx,
    staff: &Staff,
    changes: &[(&Shown, Option<String>)],
) -> Result<usize, AppError> {
    for (shown, wanted) in changes {
        let (key, seen) = (shown.entry.key, shown.stored.as_deref());
        if !settings::replace(tx, staff.login.id, key, (seen, wanted.as_deref()))? {
            return Err(Problem::invalid(vec![meanwhile(key)]).into());
        }
    }
    if !changes.is_empty() {
        note(tx, staff, changes)?;
    }
    Ok(changes.len())
}

fn note(tx: &mut Tx, staff: &Staff, changes: &[(&Shown, Option<String>)]) -> Result<(), AppError> {
    let keys: Vec<&str> = changes.iter().map(|(shown, _)| shown.entry.key).collect();
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

    #[test]
    fn what_the_page_only_showed_is_not_touched() {
        let fields = [
            ("a.one", "x\r\ny"),
            ("seen.a.one", "x\ny"),
            ("a.two", "new"),
            ("seen.a.two", "old"),
            ("a.three", "bare"),
        ];
        let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let names: Vec<_> = touched(&fields).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.two", "a.three"]);
    }
}
