//! What the pages before the menu share: their frame, the form cookie, the address of the visitor, a session to begin.

use super::form::form_token;
use super::session::NewSession;
use super::view;
use super::visit::Speech;
use crate::app::App;
use crate::app::frame::{self, sign_in_page};
use crate::platform::auth::cookies::Cookie;
use crate::platform::auth::{Secret, address};
use crate::platform::db::DbError;
use crate::platform::problem::AppError;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;
use std::net::SocketAddr;

/// What a page answers.
pub(super) type Answer = Result<Response, AppError>;

/// A new password, as forms send it.
#[derive(Deserialize, Default)]
pub(super) struct NewPassword {
    #[serde(default)]
    pub(super) current_password: String,
    #[serde(default)]
    pub(super) password: String,
    #[serde(default)]
    pub(super) password_again: String,
}

pub(super) fn new_session(app: &App, headers: &HeaderMap) -> NewSession {
    let user_agent = headers.get(USER_AGENT).and_then(|v| v.to_str().ok());
    NewSession {
        secret: Secret::of(app.ids.secret()),
        csrf: Secret::of(app.ids.secret()),
        user_agent: user_agent.map(|text| text.chars().take(200).collect()),
    }
}

pub(super) fn welcome(cookie: HeaderValue, to: &str) -> Response {
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(to)).into_response()
}

/// A page before the menu, with the form cookie where there was none.
pub(super) async fn shown(
    app: &App,
    words: &Speech,
    status: StatusCode,
    cookie: Option<HeaderValue>,
    title: &'static str,
    content: Markup,
) -> Answer {
    let speech = words.clone();
    let brand: Result<_, DbError> = app.db.read(move |view| frame::brand(view, &speech)).await;
    let page = sign_in_page(app, words, brand?, words.say(title), content);
    let cookies = cookie.map(|cookie| (SET_COOKIE, cookie));
    Ok((status, AppendHeaders(cookies), page).into_response())
}

/// The token for a form shown to nobody in particular, and the cookie to set where the browser has none.
pub(super) fn form_cookie(app: &App, headers: &HeaderMap) -> (String, Option<HeaderValue>) {
    let https = app.config.is_https();
    if let Some(text) = Cookie::Form.read(headers, https) {
        return (form_token(&Secret::shown(text)), None);
    }
    let secret = Secret::of(app.ids.secret());
    (form_token(&secret), Some(Cookie::Form.set(secret.text(), https, 24 * 3_600)))
}

/// How to reach the wholesaler; nothing where the database does not answer.
pub(super) async fn contact(app: &App) -> view::Contact {
    let read: Result<_, DbError> = app.db.read(view::contact).await;
    read.unwrap_or_default()
}

pub(super) fn neighbourhood(app: &App, parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    address::neighbourhood(address::client(peer, &parts.headers, &app.config.trusted_proxies))
}
