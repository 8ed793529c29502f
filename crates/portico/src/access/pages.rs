//! Pages about signing in: sign in and out, own password, whom to act for.

use super::before::{
    Answer, NewPassword, contact, form_cookie, neighbourhood, new_session, shown, welcome,
};
use super::form::{PlainForm, SignedForm};
use super::session;
use super::sign_in::{self, Refusal};
use super::view::{self, SignInPage};
use super::visit::{Signed, Speech};
use super::{change_password, link_pages, memberships, view_as, view_as_pages};
use crate::app::frame;
use crate::app::{App, Routes};
use crate::platform::auth::cookies::Cookie;
use crate::platform::auth::passwords;
use crate::platform::db::DbError;
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use maud::Markup;
use serde::Deserialize;

/// The routes of signing in.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", sign_in_form)
        .post("/sign-in", sign_in_sent)
        .post("/sign-out", sign_out)
        .get("/password", password_form)
        .post("/password", password_sent)
        .post("/acting", acting)
        .merge(link_pages::routes())
        .merge(view_as_pages::routes())
}

/// Where to go after signing in.
#[derive(Deserialize, Default)]
struct Goal {
    to: Option<String>,
}

#[derive(Deserialize, Default)]
struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    to: Option<String>,
}

#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    number: String,
}

async fn sign_in_form(
    State(app): State<App>,
    goal: Query<Goal>,
    signed: Option<Signed>,
    headers: HeaderMap,
) -> Answer {
    let to = local(goal.0.to.as_deref());
    if signed.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let page = SignInPage { to: &to, name: "", error: "", paused: false };
    let words = Speech::of(&app, None, &headers);
    let (csrf, cookie) = form_cookie(&app, &headers);
    shown(
        &app,
        &words,
        StatusCode::OK,
        cookie,
        "sign-in-title",
        view::sign_in(&words, &csrf, &page, &contact(&app).await),
    )
    .await
}

async fn sign_in_sent(State(app): State<App>, sent: PlainForm<Named>) -> Answer {
    let PlainForm { form, parts, csrf } = sent;
    let to = local(form.to.as_deref());
    match try_to_sign_in(&app, &parts, &form.name, form.password).await? {
        Ok(cookie) => Ok(welcome(cookie, &to)),
        Err(refusal) => {
            let words = Speech::of(&app, None, &parts.headers);
            let error = view::refusal(&words, refusal, app.clock.now_ms());
            let paused = matches!(refusal, Refusal::Paused { .. });
            let status = if paused {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let page = SignInPage { to: &to, name: &form.name, error: &error, paused };
            let content = view::sign_in(&words, &csrf, &page, &contact(&app).await);
            shown(&app, &words, status, None, "sign-in-title", content).await
        }
    }
}

/// The steps of signing in; the password is looked at between two transactions. Answers the cookie.
async fn try_to_sign_in(
    app: &App,
    parts: &Parts,
    name: &str,
    password: String,
) -> Result<Result<HeaderValue, Refusal>, AppError> {
    let limits = sign_in::limits(name, &neighbourhood(app, parts));
    let (of_name, name) = (limits.clone(), name.to_owned());
    let looked: Result<_, DbError> =
        app.db.read(move |view| sign_in::look_up(view, &name, &of_name)).await;
    let known = match looked? {
        Ok(known) => known,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let of_try = limits.clone();
    let counted: Result<_, DbError> = app.db.write(move |tx| sign_in::count_try(tx, &of_try)).await;
    let left = match counted? {
        Ok(left) => left,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let too_long = password.chars().count() > passwords::LENGTH_MAX;
    let password = if too_long { String::new() } else { password };
    let right = app.auth.passwords.verify(known.password_hash, password).await?;
    let Some(login_id) = known.login_id.filter(|_| right && !too_long) else {
        if left == 0 {
            let of = known.login_id;
            let noted: Result<_, DbError> = app.db.write(move |tx| sign_in::blocked(tx, of)).await;
            noted?;
        }
        return Ok(Err(Refusal::NoMatch { left }));
    };
    let new = new_session(app, &parts.headers);
    let secret = new.secret.clone();
    let begun: Result<_, DbError> =
        app.db.write(move |tx| sign_in::succeed(tx, login_id, &limits, &new)).await;
    Ok(begun?.map(|seconds| Cookie::Session.set(secret.text(), app.config.is_https(), seconds)))
}

async fn sign_out(State(app): State<App>, sent: SignedForm<Wanted>) -> Answer {
    let id = sent.signed.session.id;
    let ended: Result<(), DbError> = app
        .db
        .write(move |tx| {
            let _ = view_as::end(tx, id, view_as::End::SignedOut)?;
            session::end(tx, id)
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

/// Whether it is the password that holds now, slowed down like signing in; and the username.
async fn is_own_password(
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

/// Only paths of our own: `/orders`, never `//evil.example` or `/\evil.example`.
fn local(to: Option<&str>) -> String {
    let good = |to: &&str| {
        to.starts_with('/')
            && !to.starts_with("//")
            && to.len() <= 2_000
            && !to.contains('\\')
            && to.bytes().all(|byte| byte.is_ascii_graphic())
            && !to.starts_with("/sign-in")
    };
    to.filter(good).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_our_own_are_gone_to() {
        assert_eq!(local(Some("/orders?page=2")), "/orders?page=2");
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "orders",
            "/a\r\nb",
            "/a b",
            "",
            "/sign-in",
        ] {
            assert_eq!(local(Some(bad)), "/", "{bad}");
        }
        assert_eq!(local(None), "/");
    }
}
