//! Pages of links sent by mail: a forgotten password, an invitation.

use super::before::{
    Answer, NewPassword, contact, form_cookie, neighbourhood, new_session, shown, welcome,
};
use super::form::PlainForm;
use super::view::{self, LinkPage};
use super::visit::Speech;
use super::{change_password, links};
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::auth::cookies::Cookie;
use crate::platform::db::DbError;
use crate::platform::problem::{Problem, Text};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use serde::Deserialize;

/// The routes of links.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/forgotten", forgotten_form)
        .post("/forgotten", forgotten_sent)
        .get("/link/{secret}", link_form)
        .post("/link/{secret}", link_used)
}

#[derive(Deserialize, Default)]
struct Forgotten {
    #[serde(default)]
    name: String,
}

async fn forgotten_form(State(app): State<App>, headers: HeaderMap) -> Answer {
    let words = Speech::of(&app, None, &headers);
    let (csrf, cookie) = form_cookie(&app, &headers);
    shown(&app, &words, StatusCode::OK, cookie, "forgotten-title", view::forgotten(&words, &csrf))
        .await
}

async fn forgotten_sent(State(app): State<App>, sent: PlainForm<Forgotten>) -> Answer {
    let from = neighbourhood(&app, &sent.parts);
    let (name, secret) = (sent.form.name, Secret::of(app.ids.secret()));
    let done: Result<_, DbError> =
        app.db.write(move |tx| links::forgotten(tx, &name, &from, &secret)).await;
    let words = Speech::of(&app, None, &sent.parts.headers);
    if done?.is_some() {
        let text = Text::plain("problem-too-many-requests");
        return Err(Problem::new(429, "too_many_requests", text).into());
    }
    shown(&app, &words, StatusCode::OK, None, "forgotten-title", view::forgotten_sent(&words)).await
}

async fn link_form(
    State(app): State<App>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let words = Speech::of(&app, None, &headers);
    let secret = Secret::shown(&secret);
    let open: Result<_, DbError> = app.db.read(move |view| links::look(view, &secret)).await;
    let Some(open) = open? else {
        return ended_link(&app, &words).await;
    };
    let words = Speech::of(&app, Some(&open.language), &headers);
    let (csrf, cookie) = form_cookie(&app, &headers);
    let page = LinkPage { open: &open, error: "" };
    shown(
        &app,
        &words,
        StatusCode::OK,
        cookie,
        view::link_title(&open),
        view::link(&words, &csrf, &page),
    )
    .await
}

async fn link_used(
    State(app): State<App>,
    Path(secret): Path<String>,
    sent: PlainForm<NewPassword>,
) -> Answer {
    let PlainForm { form, parts, csrf } = sent;
    let (secret, words) = (Secret::shown(&secret), Speech::of(&app, None, &parts.headers));
    let looked = secret.clone();
    let open: Result<_, DbError> = app.db.read(move |view| links::look(view, &looked)).await;
    let Some(open) = open? else {
        return ended_link(&app, &words).await;
    };
    let words = Speech::of(&app, Some(&open.language), &parts.headers);
    let names =
        [open.name.as_str(), open.email.as_str(), open.username.as_deref().unwrap_or_default()];
    if let Some(key) = change_password::fault_key(&form.password, &form.password_again, &names) {
        let page = LinkPage { open: &open, error: words.say(key) };
        let content = view::link(&words, &csrf, &page);
        return shown(
            &app,
            &words,
            StatusCode::UNPROCESSABLE_ENTITY,
            None,
            view::link_title(&open),
            content,
        )
        .await;
    }
    let hash = app.auth.passwords.hash(form.password).await?;
    let new = new_session(&app, &parts.headers);
    let session_secret = new.secret.clone();
    let used: Result<_, DbError> =
        app.db.write(move |tx| links::set_password_by_link(tx, &secret, &hash, &new)).await;
    match used? {
        Ok(begun) => {
            let https = app.config.is_https();
            let cookie = Cookie::Session.set(session_secret.text(), https, begun.seconds);
            Ok(welcome(cookie, if begun.awaits_code { "/sign-in/code" } else { "/" }))
        }
        Err(links::Refusal::Ended) => ended_link(&app, &words).await,
        Err(links::Refusal::ActsForNobody) => {
            let text = Text::plain("sign-in-acts-for-nobody");
            Err(Problem::new(403, "not_allowed", text).into())
        }
    }
}

async fn ended_link(app: &App, words: &Speech) -> Answer {
    shown(
        app,
        words,
        StatusCode::GONE,
        None,
        "link-ended-title",
        view::link_ended(words, &contact(app).await),
    )
    .await
}
