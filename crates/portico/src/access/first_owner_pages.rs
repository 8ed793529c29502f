//! The page behind the link that a fresh server prints.

use super::before::{Answer, contact, form_cookie, new_session, shown, welcome};
use super::first_owner;
use super::form::PlainForm;
use super::view::{self, FirstOwnerPage};
use super::visit::Speech;
use super::{Invitation, StaffRole, change_password, invite, memberships::For};
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::auth::cookies::Cookie;
use crate::platform::db::DbError;
use crate::platform::problem::FieldProblem;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use serde::Deserialize;

/// The routes of the first owner.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/first-owner/{secret}", form).post("/first-owner/{secret}", made)
}

#[derive(Deserialize, Default, Clone)]
struct Owner {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    password_again: String,
}

async fn form(State(app): State<App>, Path(secret): Path<String>, headers: HeaderMap) -> Answer {
    let words = Speech::of(&app, None, &headers);
    if !is_open(&app, &Secret::shown(&secret)).await? {
        return ended(&app, &words).await;
    }
    let (csrf, cookie) = form_cookie(&app, &headers);
    let content = view::first_owner(&words, &csrf, &FirstOwnerPage::default());
    shown(&app, &words, StatusCode::OK, cookie, "first-owner-title", content).await
}

async fn made(
    State(app): State<App>,
    Path(secret): Path<String>,
    sent: PlainForm<Owner>,
) -> Answer {
    let PlainForm { form, parts, csrf } = sent;
    let (secret, words) = (Secret::shown(&secret), Speech::of(&app, None, &parts.headers));
    if !is_open(&app, &secret).await? {
        return ended(&app, &words).await;
    }
    let faults = invite::check(&wish(&form));
    let names = [form.name.as_str(), form.email.as_str()];
    let password = change_password::fault_key(&form.password, &form.password_again, &names);
    if !faults.is_empty() || password.is_some() {
        let said = |field: &str| {
            let fault = faults.iter().find(|fault: &&FieldProblem| fault.field == field);
            fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
        };
        let page = FirstOwnerPage {
            name: &form.name,
            email: &form.email,
            name_fault: said("name"),
            email_fault: said("email"),
            password_fault: password.map_or("", |key| words.say(key)),
        };
        let content = view::first_owner(&words, &csrf, &page);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&app, &words, status, None, "first-owner-title", content).await;
    }
    let hash = app.auth.passwords.hash(form.password.clone()).await?;
    let new = new_session(&app, &parts.headers);
    let session_secret = new.secret.clone();
    let make = move |tx: &mut crate::platform::db::Tx| {
        first_owner::make(tx, &secret, (&form.name, &form.email), &hash, &new)
    };
    match app.db.write(make).await? {
        Some(seconds) => {
            let cookie = Cookie::Session.set(session_secret.text(), app.config.is_https(), seconds);
            Ok(welcome(cookie, "/staff/settings"))
        }
        None => ended(&app, &words).await,
    }
}

fn wish(form: &Owner) -> Invitation {
    Invitation {
        email: form.email.clone(),
        name: form.name.clone(),
        username: None,
        language: "en".to_owned(),
        acts_for: For::Staff(StaffRole::Owner),
        by: None,
    }
}

async fn is_open(app: &App, secret: &Secret) -> Result<bool, DbError> {
    let secret = secret.clone();
    app.db.read(move |view| first_owner::is_open(view, &secret)).await
}

async fn ended(app: &App, words: &Speech) -> Answer {
    let content = view::link_ended(words, &contact(app).await);
    shown(app, words, StatusCode::GONE, None, "link-ended-title", content).await
}
