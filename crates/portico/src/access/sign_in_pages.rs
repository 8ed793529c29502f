//! Pages of signing in: name and password, then the second factor's code where there is one.

use super::before::{Answer, contact, form_cookie, neighbourhood, new_session, shown, welcome};
use super::carried::Carried;
use super::closed;
use super::form::PlainForm;
use super::second_factor::{self, Refusal as CodeRefusal};
use super::session::{self, Halfway, How, NewSession};
use super::sign_in::{self, Begun, Refusal};
use super::too_late::{cookie_of, ended_of, not_theirs, shown_again};
use super::view::{self, CodePage, SignInPage};
use super::visit::{Signed, Speech};
use crate::app::{App, Routes};
use crate::platform::auth::cookies::Cookie;
use crate::platform::auth::{Secret, passwords};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::AppError;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", sign_in_form)
        .post("/sign-in", sign_in_sent)
        .get("/sign-in/code", code_form)
        .post("/sign-in/code", code_sent)
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
    #[serde(default)]
    carried: String,
}

#[derive(Deserialize, Default)]
struct Coded {
    #[serde(default)]
    one_time_code: String,
    to: Option<String>,
    #[serde(default)]
    carried: String,
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
    let words = Speech::of(&app, None, &headers);
    // Without a database the page is shown all the same.
    let ended = ended_of(&app, &headers).await.ok().flatten();
    let said = ended.and_then(|ended| ended.sentence).map_or("", |key| words.say(key));
    let closed = Some(closed::on_sign_in(&app, &words).await);
    let page = SignInPage { to: &to, said, closed, ..SignInPage::default() };
    let (csrf, cookie) = form_cookie(&app, &headers);
    let content = view::sign_in(&words, &csrf, &page, &contact(&app).await);
    shown(&app, &words, StatusCode::OK, cookie, "sign-in-title", content).await
}

async fn sign_in_sent(State(app): State<App>, sent: PlainForm<Named>) -> Answer {
    let PlainForm { form, parts, csrf } = sent;
    let to = local(form.to.as_deref());
    let cookie = cookie_of(&app, &parts.headers);
    let carried = cookie.and_then(|cookie| Carried::open(&cookie, &form.carried));
    let new = new_session(&app, &parts.headers);
    match try_to_sign_in(&app, &parts, &form, &new).await? {
        Ok(begun) => went_on(&app, &parts, &csrf, &Went { begun, new, to, carried }).await,
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
                said: "",
                closed: Some(closed::on_sign_in(&app, &words).await),
                carried: carried.as_ref().map(|carried| (form.carried.as_str(), carried)),
            };
            let content = view::sign_in(&words, &csrf, &page, &contact(&app).await);
            shown(&app, &words, status, None, "sign-in-title", content).await
        }
    }
}

/// Somebody whose password was right.
struct Went {
    begun: Begun,
    new: NewSession,
    to: String,
    carried: Option<Carried>,
}

/// After the password: to the code, to what had been typed, or on.
async fn went_on(app: &App, parts: &Parts, csrf: &str, went: &Went) -> Answer {
    let words = Speech::of(app, None, &parts.headers);
    let cookie =
        |seconds| Cookie::Session.set(went.new.secret.text(), app.config.is_https(), seconds);
    let typed_by = ended_of(app, &parts.headers).await?.map(|ended| ended.login_id);
    let theirs = typed_by == Some(went.begun.login_id);
    if went.begun.awaits_code {
        let carried = went.carried.as_ref().filter(|_| theirs);
        let sealed = carried.map(|carried| carried.seal(&went.new.secret));
        let page =
            CodePage { to: &went.to, carried: sealed.as_deref().unwrap_or_default(), error: "" };
        let content = view::code(&words, csrf, &page);
        let set = Some(cookie(went.begun.seconds));
        return shown(app, &words, StatusCode::OK, set, "sign-in-code-title", content).await;
    }
    let set = AppendHeaders([(SET_COOKIE, cookie(went.begun.seconds))]);
    match &went.carried {
        Some(carried) if theirs => {
            let token = went.new.csrf.text();
            Ok((set, shown_again(app, &words, token, carried)).into_response())
        }
        Some(_) => Ok((set, not_theirs(app, &words)).into_response()),
        None => Ok(welcome(cookie(went.begun.seconds), &went.to)),
    }
}

/// The steps of signing in; the password is looked at between two transactions.
async fn try_to_sign_in(
    app: &App,
    parts: &Parts,
    form: &Named,
    new: &NewSession,
) -> Result<Result<Begun, Refusal>, AppError> {
    let limits = sign_in::limits(&form.name, &neighbourhood(app, parts));
    let (of_name, name) = (limits.clone(), form.name.clone());
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
    let too_long = form.password.chars().count() > passwords::LENGTH_MAX;
    let password = if too_long { String::new() } else { form.password.clone() };
    let right = app.auth.passwords.verify(known.password_hash, password).await?;
    let Some(login_id) = known.login_id.filter(|_| right && !too_long) else {
        if left == 0 {
            let of = known.login_id;
            let noted: Result<_, DbError> = app.db.write(move |tx| sign_in::blocked(tx, of)).await;
            noted?;
        }
        return Ok(Err(Refusal::NoMatch { left }));
    };
    let new = new.clone();
    let begun: Result<_, DbError> =
        app.db.write(move |tx| sign_in::succeed(tx, login_id, &limits, &new)).await;
    Ok(begun?)
}

/// The session that waits for its code, and the secret of its cookie.
async fn halfway(app: &App, headers: &HeaderMap) -> Result<Option<(Halfway, Secret)>, DbError> {
    let Some(secret) = cookie_of(app, headers) else {
        return Ok(None);
    };
    let looked = secret.clone();
    let found = app.db.read(move |view| session::halfway(view, &looked)).await?;
    Ok(found.map(|found| (found, secret)))
}

fn back_to_sign_in() -> Response {
    Redirect::to("/sign-in").into_response()
}

async fn code_form(State(app): State<App>, goal: Query<Goal>, headers: HeaderMap) -> Answer {
    if halfway(&app, &headers).await?.is_none() {
        return Ok(back_to_sign_in());
    }
    let words = Speech::of(&app, None, &headers);
    let (csrf, cookie) = form_cookie(&app, &headers);
    let page = CodePage { to: &local(goal.0.to.as_deref()), carried: "", error: "" };
    let content = view::code(&words, &csrf, &page);
    shown(&app, &words, StatusCode::OK, cookie, "sign-in-code-title", content).await
}

async fn code_sent(State(app): State<App>, sent: PlainForm<Coded>) -> Answer {
    let PlainForm { form, parts, csrf } = sent;
    let Some((waiting, old)) = halfway(&app, &parts.headers).await? else {
        return Ok(back_to_sign_in());
    };
    let words = Speech::of(&app, None, &parts.headers);
    let to = local(form.to.as_deref());
    let new = new_session(&app, &parts.headers);
    let (fresh, code) = (new.clone(), form.one_time_code.clone());
    let done: Result<_, DbError> = app.db.write(move |tx| enter(tx, waiting, &code, &fresh)).await;
    let refusal = match done? {
        Ok(seconds) => {
            let cookie = Cookie::Session.set(new.secret.text(), app.config.is_https(), seconds);
            return Ok(match Carried::open(&old, &form.carried) {
                Some(carried) => {
                    let again = shown_again(&app, &words, new.csrf.text(), &carried);
                    (AppendHeaders([(SET_COOKIE, cookie)]), again).into_response()
                }
                None => welcome(cookie, &to),
            });
        }
        Err(refusal) => refusal,
    };
    let error = view::code_refusal(&words, refusal, app.clock.now_ms());
    let status = match refusal {
        CodeRefusal::Paused { .. } => StatusCode::TOO_MANY_REQUESTS,
        CodeRefusal::NoMatch { .. } => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = CodePage { to: &to, carried: &form.carried, error: &error };
    let content = view::code(&words, &csrf, &page);
    shown(&app, &words, status, None, "sign-in-code-title", content).await
}

/// The code was shown: the waiting session ends, a whole one with another secret begins.
fn enter(
    tx: &mut Tx,
    waiting: Halfway,
    code: &str,
    new: &NewSession,
) -> Result<Result<i64, CodeRefusal>, DbError> {
    if let Err(refusal) = second_factor::take(tx, waiting.login_id, code)? {
        return Ok(Err(refusal));
    }
    if !session::end(tx, waiting.login_id, waiting.id, How::Out)? {
        return Ok(Err(CodeRefusal::NoMatch { left: 0 }));
    }
    Ok(Ok(sign_in::entered(tx, waiting.login_id, waiting.membership_id, new)?))
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
