//! Pages about signing in: sign in and out, forgotten password, links from mails, own password, whom to act for.

use super::change_password;
use super::form::{PlainForm, SignedForm, form_token};
use super::links;
use super::memberships;
use super::session::{self, NewSession};
use super::sign_in::{self, Refusal};
use super::view::{self, LinkPage, SignInPage};
use super::visit::{Signed, Speech};
use crate::app::frame::{self, sign_in_page};
use crate::app::{App, Routes};
use crate::platform::auth::cookies::Cookie;
use crate::platform::auth::{Secret, address, passwords};
use crate::platform::db::DbError;
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;
use std::net::SocketAddr;

/// The routes of signing in.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", sign_in_form)
        .post("/sign-in", sign_in_sent)
        .post("/sign-out", sign_out)
        .get("/forgotten", forgotten_form)
        .post("/forgotten", forgotten_sent)
        .get("/link/{secret}", link_form)
        .post("/link/{secret}", link_used)
        .get("/password", password_form)
        .post("/password", password_sent)
        .post("/acting", acting)
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
struct Forgotten {
    #[serde(default)]
    name: String,
}

#[derive(Deserialize, Default)]
struct NewPassword {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    password_again: String,
}

#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    number: String,
}

type Answer = Result<Response, AppError>;

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
    let page = SignInPage {
        to: &to,
        name: "",
        error: "",
        paused: false,
    };
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
            let page = SignInPage {
                to: &to,
                name: &form.name,
                error: &error,
                paused,
            };
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
    let looked: Result<_, DbError> = app
        .db
        .read(move |view| sign_in::look_up(view, &name, &of_name))
        .await;
    let known = match looked? {
        Ok(known) => known,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let of_try = limits.clone();
    let counted: Result<_, DbError> = app
        .db
        .write(move |tx| sign_in::count_try(tx, &of_try))
        .await;
    let left = match counted? {
        Ok(left) => left,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let too_long = password.chars().count() > passwords::LENGTH_MAX;
    let password = if too_long { String::new() } else { password };
    let right = app
        .auth
        .passwords
        .verify(known.password_hash, password)
        .await?;
    let Some(login_id) = known.login_id.filter(|_| right && !too_long) else {
        return Ok(Err(Refusal::NoMatch { left }));
    };
    let new = new_session(app, &parts.headers);
    let secret = new.secret.clone();
    let begun: Result<_, DbError> = app
        .db
        .write(move |tx| sign_in::succeed(tx, login_id, &limits, &new))
        .await;
    Ok(begun?.map(|seconds| Cookie::Session.set(secret.text(), app.config.is_https(), seconds)))
}

fn new_session(app: &App, headers: &HeaderMap) -> NewSession {
    let user_agent = headers.get(USER_AGENT).and_then(|v| v.to_str().ok());
    NewSession {
        secret: Secret::of(app.ids.secret()),
        csrf: Secret::of(app.ids.secret()),
        user_agent: user_agent.map(|text| text.chars().take(200).collect()),
    }
}

fn welcome(cookie: HeaderValue, to: &str) -> Response {
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(to)).into_response()
}

async fn sign_out(State(app): State<App>, sent: SignedForm<Wanted>) -> Answer {
    let id = sent.signed.session.id;
    let ended: Result<(), DbError> = app.db.write(move |tx| session::end(tx, id)).await;
    ended?;
    let gone = (SET_COOKIE, Cookie::Session.end(app.config.is_https()));
    let cache = (
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    Ok((AppendHeaders([gone, cache]), Redirect::to("/sign-in")).into_response())
}

async fn forgotten_form(State(app): State<App>, headers: HeaderMap) -> Answer {
    let words = Speech::of(&app, None, &headers);
    let (csrf, cookie) = form_cookie(&app, &headers);
    shown(
        &app,
        &words,
        StatusCode::OK,
        cookie,
        "forgotten-title",
        view::forgotten(&words, &csrf),
    )
    .await
}

async fn forgotten_sent(State(app): State<App>, sent: PlainForm<Forgotten>) -> Answer {
    let from = neighbourhood(&app, &sent.parts);
    let (name, secret) = (sent.form.name, Secret::of(app.ids.secret()));
    let done: Result<_, DbError> = app
        .db
        .write(move |tx| links::forgotten(tx, &name, &from, &secret))
        .await;
    let words = Speech::of(&app, None, &sent.parts.headers);
    if done?.is_some() {
        let text = Text::plain("problem-too-many-requests");
        return Err(Problem::new(429, "too_many_requests", text).into());
    }
    shown(
        &app,
        &words,
        StatusCode::OK,
        None,
        "forgotten-title",
        view::forgotten_sent(&words),
    )
    .await
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
    let page = LinkPage {
        open: &open,
        error: "",
    };
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
    let (secret, words) = (
        Secret::shown(&secret),
        Speech::of(&app, None, &parts.headers),
    );
    let looked = secret.clone();
    let open: Result<_, DbError> = app.db.read(move |view| links::look(view, &looked)).await;
    let Some(open) = open? else {
        return ended_link(&app, &words).await;
    };
    let words = Speech::of(&app, Some(&open.language), &parts.headers);
    let names = [
        open.name.as_str(),
        open.email.as_str(),
        open.username.as_deref().unwrap_or_default(),
    ];
    if let Some(key) = change_password::fault_key(&form.password, &form.password_again, &names) {
        let page = LinkPage {
            open: &open,
            error: words.say(key),
        };
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
    let used: Result<_, DbError> = app
        .db
        .write(move |tx| links::set_password_by_link(tx, &secret, &hash, &new))
        .await;
    match used? {
        Ok(seconds) => Ok(welcome(
            Cookie::Session.set(session_secret.text(), app.config.is_https(), seconds),
            "/",
        )),
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

async fn password_form(State(app): State<App>, signed: Signed) -> Answer {
    let content = view::password(&signed.words, &signed, "", "");
    framed(&app, signed, StatusCode::OK, content).await
}

async fn password_sent(State(app): State<App>, sent: SignedForm<NewPassword>) -> Answer {
    let SignedForm { signed, form } = sent;
    let login_id = signed.session.person.login().id;
    let read: Result<_, DbError> = app
        .db
        .read(move |view| change_password::current(view, login_id))
        .await;
    let (current, username) = read?;
    let limits = sign_in::limits(&signed.session.person.login().email, "own password");
    let counted: Result<_, DbError> = app
        .db
        .write(move |tx| sign_in::count_try(tx, &limits))
        .await;
    if let Err(refusal) = counted? {
        let error = view::refusal(&signed.words, refusal, app.clock.now_ms());
        let content = view::password(&signed.words, &signed, &error, "");
        return framed(&app, signed, StatusCode::TOO_MANY_REQUESTS, content).await;
    }
    let right = app
        .auth
        .passwords
        .verify(current, form.current_password.clone())
        .await?;
    let login = signed.session.person.login();
    let names = [
        login.name.as_str(),
        login.email.as_str(),
        username.as_deref().unwrap_or_default(),
    ];
    let fault = change_password::fault_key(&form.password, &form.password_again, &names)
        .or_else(|| (form.password == form.current_password).then_some("password-same"));
    if !right || fault.is_some() {
        let wrong = if right {
            ""
        } else {
            signed.words.say("password-wrong")
        };
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
            change_password::change(tx, login_id, session_id, &hash)?;
            session::flash(tx, session_id, &words, &Text::plain("password-changed"))
        })
        .await;
    done?;
    Ok(Redirect::to("/").into_response())
}

async fn acting(State(app): State<App>, sent: SignedForm<Wanted>) -> Answer {
    let signed = sent.signed;
    let (id, login_id, tag) = (
        signed.session.id,
        signed.session.person.login().id,
        sent.form.number,
    );
    let switched: Result<bool, DbError> = app
        .db
        .write(move |tx| memberships::switch(tx, id, login_id, &tag))
        .await;
    if switched? {
        Ok(Redirect::to("/").into_response())
    } else {
        Err(Problem::not_found().into())
    }
}

/// A page before the menu, with the form cookie where there was none.
async fn shown(
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

async fn framed(app: &App, signed: Signed, status: StatusCode, content: Markup) -> Answer {
    let visitor = signed.clone();
    let data: Result<_, DbError> = app.db.read(move |view| frame::read(view, &visitor)).await;
    let title = signed.words.say("password-title").to_owned();
    Ok((status, signed.page(data?, &title, content)).into_response())
}

/// The token for a form shown to nobody in particular, and the cookie to set where the browser has none.
fn form_cookie(app: &App, headers: &HeaderMap) -> (String, Option<HeaderValue>) {
    let https = app.config.is_https();
    if let Some(text) = Cookie::Form.read(headers, https) {
        return (form_token(&Secret::shown(text)), None);
    }
    let secret = Secret::of(app.ids.secret());
    (
        form_token(&secret),
        Some(Cookie::Form.set(secret.text(), https, 24 * 3_600)),
    )
}

/// How to reach the wholesaler; nothing where the database does not answer.
async fn contact(app: &App) -> view::Contact {
    let read: Result<_, DbError> = app.db.read(view::contact).await;
    read.unwrap_or_default()
}

fn neighbourhood(app: &App, parts: &Parts) -> String {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    address::neighbourhood(address::client(
        peer,
        &parts.headers,
        &app.config.trusted_proxies,
    ))
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
