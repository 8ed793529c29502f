//! Pages for a form that was not taken, showing everything that was typed.

use super::memberships::Membership;
use super::visit::{Signed, Speech};
use crate::app::App;
use crate::app::frame::bare_page;
use crate::platform::web::forms::csrf;
use crate::platform::words::Language;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

type Typed<'a> = &'a [(String, String)];

/// Signed out while a form was being filled in.
pub fn signed_out(app: &App, words: &Speech, path: &str, typed: Typed) -> Response {
    let content = html! {
        (heading(words.say("refused-signed-out"), words.say("refused-signed-out-what")))
        p { a.button href="/sign-in" target="_blank" rel="noopener" { (words.say("refused-sign-in-beside")) } }
        (again(words, path, "", typed, words.say("refused-send-again")))
    };
    page(app, words, StatusCode::UNAUTHORIZED, words.say("refused-signed-out"), content)
}

/// A request that another site made.
pub fn from_elsewhere(app: &App, words: &Speech) -> Response {
    let content = heading(words.say("refused-elsewhere"), words.say("refused-elsewhere-what"));
    page(app, words, StatusCode::FORBIDDEN, words.say("refused-elsewhere"), content)
}

/// A form without our cookie.
pub fn no_cookie(app: &App, words: &Speech) -> Response {
    let content = html! {
        (heading(words.say("refused-cookie"), words.say("refused-cookie-what")))
        p { a.button href="/sign-in" { (words.say("sign-in-title")) } }
    };
    page(app, words, StatusCode::FORBIDDEN, words.say("refused-cookie"), content)
}

/// A form whose token is missing or of another session. Only where the browser says that our own page sent it, it can
/// be sent again.
pub fn stale_token(signed: &Signed, typed: Option<Typed>) -> Response {
    let words = &signed.words;
    let content = html! {
        (heading(words.say("refused-token"), words.say("refused-token-what")))
        @if let Some(typed) = typed {
            (again(words, &signed.path, &signed.csrf, typed, words.say("refused-send-again")))
        }
    };
    page(&signed.app, words, StatusCode::FORBIDDEN, words.say("refused-token"), content)
}

/// A form of another tab, made for another customer.
pub fn other_customer(signed: &Signed, made_for: Option<&Membership>, typed: Typed) -> Response {
    let words = &signed.words;
    let name_now = name_of(signed);
    let title = words.say("refused-other-customer");
    let content = html! {
        @match made_for {
            Some(other) => {
                @let name = other.customer_name.as_deref().unwrap_or(other.tag());
                @let what = words.fill("refused-other-customer-what", &[("made", name), ("now", &name_now)]);
                @let button = words.fill("refused-switch-and-send", &[("name", name)]);
                @let token = format!("{} {}", signed.session.csrf, other.tag());
                (heading(title, &what))
                (again_with(words, &signed.path, &token, typed, &button, Some(other.tag())))
            }
            None => {
                (heading(title, &words.fill("refused-other-customer-lost", &[("now", &name_now)])))
                (list(words, typed))
            }
        }
    };
    page(&signed.app, words, StatusCode::CONFLICT, title, content)
}

/// A form that cannot be read.
pub fn unreadable(app: &App, words: &Speech, typed: Typed) -> Response {
    let content = html! {
        (heading(words.say("refused-unreadable"), words.say("refused-unreadable-what")))
        (list(words, typed))
    };
    page(app, words, StatusCode::UNPROCESSABLE_ENTITY, words.say("refused-unreadable"), content)
}

fn name_of(signed: &Signed) -> String {
    match &signed.session.person {
        super::Person::Buyer(buyer) => buyer.customer.name.clone(),
        _ => signed.tag().to_owned(),
    }
}

fn heading(title: &str, what: &str) -> Markup {
    html! { h1 { (title) } p { (what) } }
}

/// A form with all that was typed, to be sent again.
pub(super) fn again(words: &Speech, path: &str, token: &str, typed: Typed, button: &str) -> Markup {
    again_with(words, path, token, typed, button, None)
}

fn again_with(
    words: &Speech,
    path: &str,
    token: &str,
    typed: Typed,
    button: &str,
    switch: Option<&str>,
) -> Markup {
    if typed.is_empty() && switch.is_none() {
        return html! {};
    }
    html! {
        (list(words, typed))
        form.stack method="post" action=(path) {
            (csrf(token))
            @if let Some(tag) = switch { input type="hidden" name="switch_to" value=(tag); }
            @for (name, value) in typed { input type="hidden" name=(name) value=(value); }
            button.button.main type="submit" { (button) }
        }
    }
}

/// What was typed, as a person reads it; passwords are not shown.
pub(super) fn list(words: &Language, typed: Typed) -> Markup {
    let shown =
        typed.iter().filter(|(name, value)| !name.contains("password") && !value.is_empty());
    html! {
        @if !typed.is_empty() {
            h2 { (words.say("refused-typed")) }
            dl.typed { @for (name, value) in shown { dt { (name) } dd { (value) } } }
        }
    }
}

fn page(app: &App, words: &Speech, status: StatusCode, title: &str, content: Markup) -> Response {
    let brand = app.look.last();
    (status, bare_page(app, words, brand, title, content)).into_response()
}
