//! Wishing for another e-mail address.

use super::super::before::Answer;
use super::super::email_change::{self, Refusal};
use super::super::form::SignedForm;
use super::super::names::EMAIL_MAX;
use super::super::visit::Signed;
use super::super::{proof, session};
use super::{answer, read};
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::Text;
use crate::platform::web::forms::{Field, csrf, field};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/me/email", shown).post("/me/email", wished)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    email: String,
    current_password: String,
}

/// What is wrong with the form.
#[derive(Default)]
struct Faults {
    email: String,
    password: String,
}

async fn shown(signed: Signed) -> Answer {
    page(&signed, StatusCode::OK, "", Faults::default()).await
}

async fn page(signed: &Signed, status: StatusCode, typed: &str, faults: Faults) -> Answer {
    let login_id = signed.session.person.login().id;
    let (waiting, data) = read(signed, move |view| email_change::waiting(view, login_id)).await?;
    let content = form(signed, waiting.as_deref(), typed, &faults);
    answer(signed, data, status, ("me-email", content))
}

fn form(signed: &Signed, waiting: Option<&str>, typed: &str, faults: &Faults) -> Markup {
    let words = &signed.words;
    let now = &signed.session.person.login().email;
    let email = Field {
        name: "email",
        label: words.say("me-email-new"),
        value: typed,
        kind: "email",
        hint: words.say("me-email-hint"),
        error: &faults.email,
        autocomplete: "email",
        longest: EMAIL_MAX,
        required: true,
        ..Field::default()
    };
    html! {
        p { (words.fill("me-email-now", &[("email", now)])) }
        @if let Some(waiting) = waiting { p { (words.fill("me-email-waiting", &[("email", waiting)])) } }
        form.form method="post" action="/me/email" {
            (csrf(&signed.csrf))
            (field(email))
            (proof::ask(signed, &faults.password))
            button.button.main type="submit" { (words.say("me-email-send")) }
        }
    }
}

async fn wished(State(app): State<App>, sent: SignedForm<Typed>) -> Answer {
    let SignedForm { signed, form } = sent;
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(password) = proof::missing(&signed, &form.current_password).await? {
        return page(&signed, wrong, &form.email, Faults { password, ..Faults::default() }).await;
    }
    let (login_id, session_id) = (signed.session.person.login().id, signed.session.id);
    let (secret, words, email) =
        (Secret::of(app.ids.secret()), signed.words.clone(), form.email.clone());
    let wish = move |tx: &mut Tx| -> Result<Result<(), Refusal>, DbError> {
        let wished = email_change::wish(tx, login_id, &email, &secret)?;
        if wished.is_ok() {
            let text = Text::plain("me-email-sent").with("email", email.trim());
            session::flash(tx, session_id, &words, &text)?;
        }
        Ok(wished)
    };
    match app.db.write(wish).await? {
        Ok(()) => Ok(Redirect::to("/me/email").into_response()),
        Err(refusal) => {
            let key = match refusal {
                Refusal::NoAddress => "invite-bad-email",
                Refusal::Same => "me-email-same",
                Refusal::TooMany => "problem-too-many-requests",
            };
            let email = signed.words.say(key).to_owned();
            page(&signed, wrong, &form.email, Faults { email, ..Faults::default() }).await
        }
    }
}
