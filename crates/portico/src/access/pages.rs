//! Pages about being signed in: signing out, own password, whom to act for.

use super::before::{Answer, NewPassword};
use super::email_pages;
use super::form::SignedForm;
use super::proof::is_own_password;
use super::visit::Signed;
use super::{
    change_password, colleagues_pages, link_pages, me_pages, memberships, session, session_list,
    session_pages, sign_in_pages, token_staff, view, view_as, view_as_pages,
};
use crate::app::frame;
use crate::app::{App, Routes};
use crate::platform::auth::cookies::Cookie;
use crate::platform::db::DbError;
use crate::platform::problem::{Problem, Text};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use maud::Markup;
use serde::Deserialize;

/// The routes of signing in.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/sign-out", sign_out)
        .get("/password", password_form)
        .post("/password", password_sent)
        .post("/acting", acting)
        .merge(sign_in_pages::routes())
        .merge(link_pages::routes())
        .merge(session_pages::routes())
        .merge(me_pages::routes())
        .merge(email_pages::routes())
        .merge(token_staff::routes())
        .merge(colleagues_pages::routes())
        .merge(view_as_pages::routes())
}

#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    number: String,
}

async fn sign_out(State(app): State<App>, sent: SignedForm<Wanted>) -> Answer {
    let (id, login_id) = (sent.signed.session.id, sent.signed.session.person.login().id);
    let ended: Result<(), DbError> = app
        .db
        .write(move |tx| {
            let _ = view_as::end(tx, id, view_as::End::SignedOut)?;
            session_list::sign_out(tx, login_id, id)
        })
        .await;
    ended?;
    let gone = (SET_COOKIE, Cookie::Session.end(app.config.is_https()));
    let cache = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    Ok((AppendHeaders([gone, cache]), Redirect::to("/sign-in")).into_response())
}

async fn password_form(State(app): State<App>, signed: Signed) -> Answer {
    let content = view::password(&signed.words, &signed, "", "");
    framed(&app, signed, StatusCode::OK, content).await
}

async fn password_sent(State(app): State<App>, sent: SignedForm<NewPassword>) -> Answer {
    let SignedForm { signed, form } = sent;
    let login = signed.session.person.login().clone();
    let (wrong, username) =
        match is_own_password(&app, login.id, &login.email, &form.current_password).await? {
            Ok((right, username)) => {
                (if right { "" } else { signed.words.say("password-wrong") }, username)
            }
            Err(refusal) => {
                let error = view::refusal(&signed.words, refusal, app.clock.now_ms());
                let content = view::password(&signed.words, &signed, &error, "");
                return framed(&app, signed, StatusCode::TOO_MANY_REQUESTS, content).await;
            }
        };
    let names =
        [login.name.as_str(), login.email.as_str(), username.as_deref().unwrap_or_default()];
    let fault = change_password::fault_key(&form.password, &form.password_again, &names)
        .or_else(|| (form.password == form.current_password).then_some("password-same"));
    if !wrong.is_empty() || fault.is_some() {
        let content = view::password(
            &signed.words,
            &signed,
            wrong,
            fault.map_or("", |key| signed.words.say(key)),
        );
        return framed(&app, signed, StatusCode::UNPROCESSABLE_ENTITY, content).await;
    }
    let hash = app.auth.passwords.hash(form.password).await?;
    let (session_id, words) = (signed.session.id, signed.words.clone());
    let done: Result<(), DbError> = app
        .db
        .write(move |tx| {
            change_password::change(tx, login.id, session_id, &hash)?;
            session::flash(tx, session_id, &words, &Text::plain("password-changed"))
        })
        .await;
    done?;
    Ok(Redirect::to("/").into_response())
}

async fn acting(State(app): State<App>, sent: SignedForm<Wanted>) -> Answer {
    let signed = sent.signed;
    let (id, login_id, tag) =
        (signed.session.id, signed.session.person.login().id, sent.form.number);
    let switched: Result<bool, DbError> =
        app.db.write(move |tx| memberships::switch(tx, id, login_id, &tag)).await;
    if switched? { Ok(Redirect::to("/").into_response()) } else { Err(Problem::not_found().into()) }
}

async fn framed(app: &App, signed: Signed, status: StatusCode, content: Markup) -> Answer {
    let visitor = signed.clone();
    let data: Result<_, DbError> = app.db.read(move |view| frame::read(view, &visitor)).await;
    let title = signed.words.say("password-title").to_owned();
    Ok((status, signed.page(data?, &title, content)).into_response())
}
