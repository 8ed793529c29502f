//! The page that the link to a new e-mail address leads to: looking at it changes nothing, its button does.

use super::before::{Answer, form_cookie, shown};
use super::email_change;
use super::form::PlainForm;
use super::visit::Speech;
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::db::DbError;
use crate::platform::web::forms::csrf as token;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use maud::html;
use serde::Deserialize;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/email/{secret}", looked).post("/email/{secret}", confirmed)
}

#[derive(Deserialize)]
struct Nothing {}

async fn looked(State(app): State<App>, Path(secret): Path<String>, headers: HeaderMap) -> Answer {
    let words = Speech::of(&app, None, &headers);
    let secret = Secret::shown(&secret);
    let found: Result<_, DbError> =
        app.db.read(move |view| email_change::look(view, &secret)).await;
    let Some((name, email)) = found? else {
        return ended(&app, &words).await;
    };
    let (csrf, cookie) = form_cookie(&app, &headers);
    let content = html! {
        h1 { (words.say("email-confirm-title")) }
        p.context { (words.fill("email-confirm-what", &[("name", &name), ("email", &email)])) }
        form method="post" { (token(&csrf)) button.button.main type="submit" { (words.say("email-confirm-button")) } }
    };
    shown(&app, &words, StatusCode::OK, cookie, "email-confirm-title", content).await
}

async fn confirmed(
    State(app): State<App>,
    Path(secret): Path<String>,
    sent: PlainForm<Nothing>,
) -> Answer {
    let words = Speech::of(&app, None, &sent.parts.headers);
    let secret = Secret::shown(&secret);
    let done: Result<bool, DbError> =
        app.db.write(move |tx| email_change::confirm(tx, &secret)).await;
    if !done? {
        return ended(&app, &words).await;
    }
    let content = html! {
        h1 { (words.say("email-confirmed-title")) }
        p.context { (words.say("email-confirmed-what")) }
        p { a.button.main href="/" { (words.say("late-go-on")) } }
    };
    shown(&app, &words, StatusCode::OK, None, "email-confirmed-title", content).await
}

async fn ended(app: &App, words: &Speech) -> Answer {
    let content = html! {
        h1 { (words.say("link-ended-title")) }
        p.context { (words.say("email-ended-what")) }
        p { a.button.main href="/me/email" { (words.say("me-email")) } }
    };
    shown(app, words, StatusCode::GONE, None, "link-ended-title", content).await
}
