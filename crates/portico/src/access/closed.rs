//! Whoever is not of the staff while the portal is closed: told so, with everything they had typed. Signing out, the
//! session's clock and the way to another company stay.

use super::refused::again;
use super::session::Session;
use super::view::reach;
use super::visit::{Signed, Speech};
use crate::app::App;
use crate::app::frame::bare_page;
use crate::platform::closing::Closing;
use crate::platform::db::{DbError, View};
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{AppendHeaders, IntoResponse, Response};
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// Paths that belong to the session, not to the portal.
const FREE: [&str; 3] = ["/sign-out", "/session", "/acting"];

/// Lets the staff pass, also where they see the portal as a customer, and everybody while it is open.
///
/// # Errors
/// The page that says it is closed: 503, with what was typed.
pub(super) async fn guard(
    app: &App,
    signed: &Signed,
    typed: &[(String, String)],
) -> Result<(), Response> {
    match closing_for(&signed.session) {
        Some(closing) if !FREE.contains(&signed.path.as_str()) => {
            Err(page(app, signed, closing, typed).await)
        }
        _ => Ok(()),
    }
}

/// The closing that holds for this session.
fn closing_for(session: &Session) -> Option<&Closing> {
    session.closing.as_ref().filter(|_| !session.of_staff)
}

async fn page(
    app: &App,
    signed: &Signed,
    closing: &Closing,
    typed: &[(String, String)],
) -> Response {
    let words = &signed.words;
    let contact = super::before::contact(app).await;
    let clock: Result<_, DbError> = app.db.read(clock).await;
    let clock = clock.unwrap_or_else(|_| (Zone::utc(), closing.since.day(&Zone::utc())));
    let content = html! {
        h1 { (words.say("closed-title")) }
        (said(words, closing, (&clock.0, clock.1)))
        @if !typed.is_empty() {
            p { (words.say("closed-typed")) }
            (again(words, &signed.path, &signed.csrf, typed, words.say("refused-send-again")))
        }
        p.after { (reach(words, "closed-reach", &contact)) }
        form method="post" action="/sign-out" { (csrf(&signed.csrf)) button.button type="submit" { (words.say("menu-sign-out")) } }
    };
    let wait = closing.retry_after_s(app.clock.now_ms()).to_string();
    let page = bare_page(app, words, app.look.last(), words.say("closed-title"), content);
    (StatusCode::SERVICE_UNAVAILABLE, AppendHeaders([(RETRY_AFTER, wait)]), page).into_response()
}

fn clock(view: &mut View) -> Result<(Zone, Day), DbError> {
    Ok((wholesaler::zone(view)?, wholesaler::today(view)?))
}

/// The wholesaler's text, and when it opens.
fn said(words: &Language, closing: &Closing, clock: (&Zone, Day)) -> Markup {
    let text = if closing.text.is_empty() { words.say("closed-what") } else { &closing.text };
    html! {
        p.context.lines { (text) }
        @if let Some(until) = closing.until {
            p { (words.fill("closed-until", &[("until", &dates::moment(words, until, clock.0, clock.1))])) }
        }
    }
}

/// What the sign-in page says above its form; nothing while the portal is open.
pub(super) async fn on_sign_in(app: &App, words: &Speech) -> Markup {
    let read = |view: &mut View| -> Result<_, DbError> {
        Ok((crate::platform::closing::now(view)?, clock(view)?))
    };
    match app.db.read(read).await {
        Ok((Some(closing), (zone, today))) => html! {
            div.notice role="status" {
                p { strong { (words.say("closed-title")) } }
                (said(words, &closing, (&zone, today)))
            }
        },
        _ => html! {},
    }
}
