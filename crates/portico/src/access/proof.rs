//! Proof again: what could lock somebody out of their own login, or let somebody else in for good, asks for the password
//! once more where it was last shown too long ago (ASVS 7.5.1).

use super::sign_in::{self, Refusal};
use super::visit::Signed;
use super::{change_password, session, view};
use crate::app::App;
use crate::platform::db::DbError;
use crate::platform::problem::AppError;
use crate::platform::web::forms::{Field, field};
use maud::{Markup, html};

/// How long a password or code counts as just shown.
pub const FRESH_MS: i64 = 10 * 60_000;

/// Whether the person has just shown who they are.
#[must_use]
pub fn is_fresh(signed: &Signed) -> bool {
    signed.app.clock.now_ms() - signed.session.proved_at < FRESH_MS
}

/// The field for the password, where it is asked for.
pub fn ask(signed: &Signed, error: &str) -> Markup {
    ask_as(signed, "current_password", error)
}

/// The same under a name of its own, where a page has several forms that ask.
pub fn ask_as(signed: &Signed, name: &str, error: &str) -> Markup {
    let words = &signed.words;
    let password = Field {
        name,
        label: words.say("proof-password"),
        hint: words.say("proof-why"),
        kind: "password",
        error,
        autocomplete: "current-password",
        required: true,
        ..Field::default()
    };
    html! { @if !is_fresh(signed) { (field(password)) } }
}

/// Looks at the password where it is asked for; the sentence about what is wrong, or nothing. What staff pages of other
/// slices guard with it, they show with [`ask`].
///
/// # Errors
/// What the database says.
pub async fn missing(signed: &Signed, password: &str) -> Result<Option<String>, AppError> {
    if is_fresh(signed) {
        return Ok(None);
    }
    let (app, login) = (&signed.app, signed.session.person.login().clone());
    let (right, _) = match is_own_password(app, login.id, &login.email, password).await? {
        Ok(known) => known,
        Err(refusal) => return Ok(Some(view::refusal(&signed.words, refusal, app.clock.now_ms()))),
    };
    if !right {
        return Ok(Some(signed.words.say("proof-wrong").to_owned()));
    }
    let id = signed.session.id;
    let proved: Result<(), DbError> = app.db.write(move |tx| session::proved(tx, id)).await;
    proved?;
    Ok(None)
}

/// Whether it is the password that holds now, slowed down like signing in; and the username.
pub(super) async fn is_own_password(
    app: &App,
    login_id: i64,
    email: &str,
    password: &str,
) -> Result<Result<(bool, Option<String>), Refusal>, AppError> {
    let read: Result<_, DbError> =
        app.db.read(move |view| change_password::current(view, login_id)).await;
    let (hash, username) = read?;
    let limits = sign_in::limits(email, &format!("login {login_id}"));
    let counted: Result<_, DbError> = app.db.write(move |tx| sign_in::count_try(tx, &limits)).await;
    if let Err(refusal) = counted? {
        return Ok(Err(refusal));
    }
    let right = app.auth.passwords.verify(hash, password.to_owned()).await?;
    if right {
        let forgiven: Result<(), DbError> =
            app.db.write(move |tx| sign_in::forgive(tx, login_id)).await;
        forgiven?;
    }
    Ok(Ok((right, username)))
}
