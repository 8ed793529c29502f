//! Typed settings: each slice declares the keys it reads, with a default; `staff` lists and edits all.
//! Values are text in one table. They are read through a short-lived cache per process, so that a
//! page costs no statement for them; the database stays the truth.

use super::db::{DbError, Tx, View, args};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long a process may go on with values it has read, in milliseconds.
const FRESH_FOR_MS: i64 = 1_000;

/// A value that can stand in a setting.
pub trait SettingValue: Sized {
    /// Reads the stored text; `None` if it is not one of ours (then the default holds).
    fn read(text: &str) -> Option<Self>;
    /// The text to store.
    fn write(&self) -> String;
}

/// One setting: its key and what holds where nobody set it.
pub struct Setting<T> {
    /// `slice.name`.
    pub key: &'static str,
    /// What holds where nothing is set.
    pub default: fn() -> T,
}

/// All values at one time.
pub type Values = HashMap<String, String>;

/// Values read a moment ago, shared by all jobs of one process.
#[derive(Default)]
pub struct Cache {
    last: Mutex<Option<(i64, Arc<Values>)>>,
}

impl Cache {
    fn fresh(&self, now: i64) -> Option<Arc<Values>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, values) = last.as_ref()?;
        (now - at < FRESH_FOR_MS && now >= *at).then(|| values.clone())
    }

    fn keep(&self, entry: Option<(i64, Arc<Values>)>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = entry;
    }
}

/// What this setting says now.
pub fn get<T: SettingValue>(view: &mut View, setting: &Setting<T>) -> Result<T, DbError> {
    let values = values(view)?;
    Ok(values.get(setting.key).and_then(|t| T::read(t)).unwrap_or_else(setting.default))
}

/// Every value that was set.
pub fn values(view: &mut View) -> Result<Arc<Values>, DbError> {
    let now = view.now();
    if let Some(values) = view.settings_cache().fresh(now) {
        return Ok(values);
    }
    let rows = view.all::<(String, String)>("select key, value from settings", args![])?;
    let values = Arc::new(rows.into_iter().collect::<Values>());
    view.settings_cache().keep(Some((now, values.clone())));
    Ok(values)
}

/// Sets a value. Other processes follow within a second.
pub fn set<T: SettingValue>(tx: &mut Tx, setting: &Setting<T>, value: &T) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "insert into settings (key, value, changed_at) values ($1, $2, $3)
         on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at",
        args![setting.key, &value.write(), now],
    )?;
    tx.settings_cache().keep(None);
    Ok(())
}

/// What is stored just now, past the cache: for settings that guard a deed.
pub fn stored<T: SettingValue>(
    view: &mut View,
    setting: &Setting<T>,
) -> Result<Option<T>, DbError> {
    let text =
        view.one::<String>("select value from settings where key = $1", args![setting.key])?;
    Ok(text.and_then(|text| T::read(&text)))
}

/// Takes a value away; of many at once one gets it.
pub fn take<T: SettingValue>(tx: &mut Tx, setting: &Setting<T>) -> Result<Option<T>, DbError> {
    let text = tx
        .one::<String>("delete from settings where key = $1 returning value", args![setting.key])?;
    tx.settings_cache().keep(None);
    Ok(text.and_then(|text| T::read(&text)))
}

/// Sets the stored text of a setting, and says who did.
///
/// # Errors
/// What the database says.
pub fn set_by(tx: &mut Tx, by: Option<i64>, key: &str, stored: &str) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "insert into settings (key, value, changed_at, changed_by) values ($1, $2, $3, $4)
         on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by",
        args![key, stored, now, by],
    )?;
    tx.settings_cache().keep(None);
    Ok(())
}

/// Changes the stored text of a setting from what somebody saw to what they want; `None`: not set, the default holds.
/// `false`: it is another one by now, and nothing was done.
///
/// # Errors
/// What the database says.
pub fn replace(
    tx: &mut Tx,
    by: i64,
    key: &str,
    (seen, wanted): (Option<&str>, Option<&str>),
) -> Result<bool, DbError> {
    let now = tx.now();
    let count = match (seen, wanted) {
        (None, None) => return Ok(true),
        (None, Some(wanted)) => tx.exec(
            "insert into settings (key, value, changed_at, changed_by) values ($1, $2, $3, $4)
             on conflict (key) do nothing",
            args![key, wanted, now, by],
        )?,
        (Some(seen), Some(wanted)) => tx.exec(
            "update settings set value = $3, changed_at = $4, changed_by = $5
             where key = $1 and value = $2",
            args![key, seen, wanted, now, by],
        )?,
        (Some(seen), None) => {
            tx.exec("delete from settings where key = $1 and value = $2", args![key, seen])?
        }
    };
    tx.settings_cache().keep(None);
    Ok(count == 1)
}

impl SettingValue for String {
    fn read(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
    fn write(&self) -> String {
        self.clone()
    }
}

impl SettingValue for i64 {
    fn read(text: &str) -> Option<i64> {
        text.parse().ok()
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl SettingValue for bool {
    fn read(text: &str) -> Option<bool> {
        match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
    fn write(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl SettingValue for Option<i64> {
    fn read(text: &str) -> Option<Option<i64>> {
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
    }
    fn write(&self) -> String {
        self.map_or_else(String::new, |v| v.to_string())
    }
}
