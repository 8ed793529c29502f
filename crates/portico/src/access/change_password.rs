//! Changing one's own password; what is wrong with a new one, as the key of a sentence.

use super::notices::{self, Notice};
use super::session::{self, How};
use super::{deeds, links};
use crate::platform::auth::passwords::{self, Fault};
use crate::platform::db::{DbError, Tx, View, args};

/// The hash of the password that holds now, and the username.
pub fn current(
    view: &mut View,
    login_id: i64,
) -> Result<(Option<String>, Option<String>), DbError> {
    let found = view.one::<(Option<String>, Option<String>)>(
        "select password_hash, username from logins where id = $1",
        args![login_id],
    )?;
    Ok(found.unwrap_or_default())
}

/// Sets the password; every other session of the login ends.
pub fn change(
    tx: &mut Tx,
    login_id: i64,
    session_id: i64,
    password_hash: &str,
) -> Result<(), DbError> {
    links::set_password(tx, login_id, password_hash)?;
    let ended = session::end_others(tx, login_id, Some(session_id), How::Password)?;
    session::proved(tx, session_id)?;
    notices::tell(tx, login_id, Notice::PasswordChanged)?;
    let facts = serde_json::json!({ "sessions_ended": ended });
    deeds::of_login(tx, "password_changed", Some(login_id), login_id, facts)
}

/// The key of the sentence about what is wrong with a new password typed twice.
#[must_use]
pub fn fault_key(password: &str, again: &str, own_names: &[&str]) -> Option<&'static str> {
    match passwords::fault(password, own_names) {
        Some(Fault::TooShort) => Some("password-too-short"),
        Some(Fault::TooLong) => Some("password-too-long"),
        Some(Fault::OwnName) => Some("password-own-name"),
        Some(Fault::Common) => Some("password-common"),
        None if password != again => Some("password-differs"),
        None => None,
    }
}
