//! What a login says of itself and how it wants its pages: name, username, language, light or dark, keys.

use super::deeds;
use super::names::{self, NAME_MAX};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// Light or dark, as stored.
pub const THEMES: [&str; 3] = ["system", "light", "dark"];

/// What a login says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Name of the person.
    pub name: String,
    /// A name to sign in with beside the address; empty: none.
    pub username: String,
    /// Code of the language of pages and mails.
    pub language: String,
    /// One of [`THEMES`].
    pub theme: String,
    /// Whether single keys do something on pages.
    pub shortcuts: bool,
}

impl FromRow for Details {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (name, username): (String, Option<String>) = (row.next()?, row.next()?);
        Ok(Details {
            name,
            username: username.unwrap_or_default(),
            language: row.next()?,
            theme: row.next()?,
            shortcuts: row.next()?,
        })
    }
}

/// What this login says of itself.
pub fn read(view: &mut View, login_id: i64) -> Result<Details, DbError> {
    let found = view.one::<Details>(
        "select name, username, language, theme, shortcuts from logins where id = $1",
        args![login_id],
    )?;
    Ok(found.unwrap_or_default())
}

/// What is wrong with it, by field; `languages` are the codes there are. Pure.
#[must_use]
pub fn check(typed: &Details, languages: &[&str]) -> Vec<FieldProblem> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, text| faults.push(FieldProblem::new(field, "invalid", text));
    let name = typed.name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        fault("name", Text::plain("me-name-missing"));
    } else if name.chars().count() > NAME_MAX {
        fault("name", Text::plain("field-too-long").with("most", NAME_MAX));
    }
    let username = typed.username.trim();
    if !username.is_empty() && !names::is_username(username) {
        fault("username", Text::plain("invite-bad-username"));
    }
    if !languages.contains(&typed.language.as_str()) {
        fault("language", Text::plain("setting-no-value"));
    }
    if !THEMES.contains(&typed.theme.as_str()) {
        fault("theme", Text::plain("setting-no-value"));
    }
    faults
}

/// Changes it; of two logins that take one username at once, one gets it.
///
/// # Errors
/// 422 with the fields to blame.
pub fn change(
    tx: &mut Tx,
    login_id: i64,
    typed: &Details,
    languages: &[&str],
) -> Result<(), AppError> {
    let faults = check(typed, languages);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let username = Some(typed.username.trim()).filter(|name| !name.is_empty());
    let key = username.map(names::key);
    let changed: Result<u64, DbError> = tx.attempt(|tx| {
        tx.exec(
            "update logins set name = $2, username = $3, username_key = $4, language = $5, theme = $6, shortcuts = $7
             where id = $1 and closed_at is null",
            args![
                login_id,
                typed.name.trim(),
                username,
                key,
                &typed.language,
                &typed.theme,
                typed.shortcuts
            ],
        )
    });
    match changed {
        Err(DbError::Conflict { .. }) => {
            let taken = Text::plain("invite-username-taken");
            Err(Problem::invalid(vec![FieldProblem::new("username", "taken", taken)]).into())
        }
        Err(other) => Err(other.into()),
        Ok(_) => {
            let facts = serde_json::json!({});
            deeds::of_login(tx, "login_changed", Some(login_id), login_id, facts)?;
            Ok(())
        }
    }
}
