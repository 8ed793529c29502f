//! A form whose session is over: its person signs in on the page that answers it and gets back what they had typed,
//! ready to be sent again. Only where the ended session's own cookie and token come with it.

use super::before::{contact, form_cookie};
use super::carried::Carried;
use super::closed;
use super::ended::{self, EndedSession};
use super::form::Fields;
use super::refused::{self, list};
use super::view::{self, SignInPage};
use super::visit::Speech;
use crate::app::App;
use crate::app::frame::bare_page;
use crate::platform::auth::cookies::Cookie;
use crate::platform::auth::{Secret, secrets};
use crate::platform::db::DbError;
use crate::platform::web::forms::csrf;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Response};
use maud::{Markup, html};

/// The secret of the session cookie, living or not.
pub(super) fn cookie_of(app: &App, headers: &HeaderMap) -> Option<Secret> {
    Cookie::Session.read(headers, app.config.is_https()).map(Secret::shown)
}

/// The session that the request's cookie was of.
pub(super) async fn ended_of(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<EndedSession>, DbError> {
    let Some(secret) = cookie_of(app, headers) else {
        return Ok(None);
    };
    app.db.read(move |view| ended::find(view, &secret)).await
}

/// What the form says of itself.
pub(super) struct Late<'a> {
    pub(super) token: &'a str,
    pub(super) customer: &'a str,
    pub(super) fields: &'a Fields,
}

/// Answers a form that came too late.
pub(super) async fn answer(app: &App, parts: &Parts, words: &Speech, late: &Late<'_>) -> Response {
    let path = parts.uri.path();
    let ended = ended_of(app, &parts.headers).await.ok().flatten();
    let ours = ended.filter(|ended| secrets::same(late.token, &ended.csrf));
    let carried = Carried::of(path, late.customer, late.fields);
    let (Some(ended), Some(carried), Some(cookie)) =
        (ours, carried, cookie_of(app, &parts.headers))
    else {
        return refused::signed_out(app, words, path, late.fields);
    };
    let (csrf, form_cookie) = form_cookie(app, &parts.headers);
    let sealed = carried.seal(&cookie);
    let page = SignInPage {
        closed: Some(closed::on_sign_in(app, words).await),
        to: "/",
        name: "",
        error: "",
        paused: false,
        said: words.say(ended.sentence.unwrap_or("refused-signed-out")),
        carried: Some((&sealed, &carried)),
    };
    let content = view::sign_in(words, &csrf, &page, &contact(app).await);
    let brand = app.look.last();
    let shown = bare_page(app, words, brand, words.say("sign-in-title"), content);
    let cookies = form_cookie.map(|cookie| (SET_COOKIE, cookie));
    (StatusCode::UNAUTHORIZED, AppendHeaders(cookies), shown).into_response()
}

/// What was typed before, shown after signing in; `token` is the new session's.
pub(super) fn shown_again(app: &App, words: &Speech, token: &str, carried: &Carried) -> Response {
    let token = format!("{token} {}", carried.customer);
    let content = html! {
        h1 { (words.say("late-title")) }
        p.context { (words.say("late-what")) }
        (list(words, &carried.typed))
        @if carried.left_out {
            p { (words.say("late-left-out")) }
        } @else {
            form.stack method="post" action=(carried.path) {
                (csrf(&token))
                @for (name, value) in &carried.typed { input type="hidden" name=(name) value=(value); }
                button.button.main type="submit" { (words.say("refused-send-again")) }
            }
        }
        p.after { a href="/" { (words.say("late-leave")) } }
    };
    page(app, words, content)
}

/// Somebody else signed in than had typed it.
pub(super) fn not_theirs(app: &App, words: &Speech) -> Response {
    let content = html! {
        h1 { (words.say("late-other-title")) }
        p.context { (words.say("late-other-what")) }
        p { a.button.main href="/" { (words.say("late-go-on")) } }
    };
    page(app, words, content)
}

fn page(app: &App, words: &Speech, content: Markup) -> Response {
    let brand = app.look.last();
    bare_page(app, words, brand, words.say("late-title"), content).into_response()
}
