//! How refusals and surprises leave the program: as a page for people, as problem+json under `/api`.
//!
//! Handlers answer an `AppError`; it travels as a mark on the response, and [`dress`] turns it into what this caller
//! reads, in their language. So a handler cannot answer a page to a program, and every 404 has the same bytes.

use super::frame::{self, FrameData, bare_page};
use super::{App, headers};
use crate::access::visit::{self, Speech};
use crate::platform::db::DbError;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::web::bare::error_page;
use crate::platform::words::Language;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;
use serde_json::{Map, Value};
use std::panic::AssertUnwindSafe;
use std::task::Poll;

/// What a response is to say, until [`dress`] says it.
#[derive(Clone)]
struct Told(Problem);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let problem = self.problem();
        match &self {
            AppError::Refused(_) => {}
            AppError::Db(error) => tracing::error!(%error, "the database failed a request"),
            AppError::Surprise(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed unexpectedly")
            }
        }
        told(problem)
    }
}

fn told(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    response.extensions_mut().insert(Told(problem));
    response
}

/// The answer for what is not there.
#[must_use]
pub fn absent() -> Response {
    told(Problem::not_found())
}

/// For routes that are not there.
pub async fn not_found() -> Response {
    told(Problem::not_found())
}

/// The outermost layer of every route: catches panics, says refusals in the caller's way, adds the headers that every
/// answer has, and writes the line of the log.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = app.clock.now_ms();
    let id = format!("{:x}", app.ids.next(started));
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let asked = Asked { path: request.uri().path().to_owned(), headers: request.headers().clone() };
    let readable =
        is_text(request.uri().path()) && !request.uri().query().unwrap_or("").contains("%00");
    let response =
        if readable { caught(next.run(request)).await } else { told(Problem::not_found()) };
    let mut response = said(&app, response, &asked).await;
    headers::add(response.headers_mut(), app.config.is_https(), &id);
    let took_ms = app.clock.now_ms() - started;
    log(&method, route.as_deref(), response.status(), took_ms, &id);
    app.metrics.answered(method.as_str(), route.as_deref(), response.status().as_u16(), took_ms);
    response
}

/// Whether what is percent-encoded here is text that a database can be asked for.
fn is_text(encoded: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8();
    decoded.is_ok_and(|text| !text.contains('\0'))
}

/// Paths are logged as their route: some hold secrets.
fn log(method: &Method, route: Option<&str>, status: StatusCode, took_ms: i64, id: &str) {
    let (route, status) = (route.unwrap_or("none"), status.as_u16());
    tracing::info!(%method, route, status, took_ms, request = id, "answered");
}

/// A panic is answered like a surprise.
async fn caught(answer: impl Future<Output = Response>) -> Response {
    let mut answer = Box::pin(answer);
    std::future::poll_fn(move |context| {
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        polled.unwrap_or_else(|_| {
            tracing::error!("a request panicked");
            Poll::Ready(told(Problem::unexpected()))
        })
    })
    .await
}

/// What was asked for, as far as a refusal must know.
struct Asked {
    path: String,
    headers: HeaderMap,
}

async fn said(app: &App, response: Response, asked: &Asked) -> Response {
    let problem = match response.extensions().get::<Told>() {
        Some(told) => told.0.clone(),
        None => match unsaid(&response) {
            Some(problem) => problem,
            None => return response,
        },
    };
    let words = Speech::of(app, None, &asked.headers);
    let mut answer = if asked.path.starts_with("/api/") {
        as_json(&problem, &words)
    } else {
        as_page(app, &problem, &words, asked).await
    };
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != "content-length" {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

/// The problem of an answer that axum itself refused with a line of plain text, if it is one.
fn unsaid(response: &Response) -> Option<Problem> {
    let ours = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    if ours {
        return None;
    }
    let plain = |code, key| Problem::new(response.status().as_u16(), code, Text::plain(key));
    match response.status().as_u16() {
        404 => Some(Problem::not_found()),
        400 => Some(plain("bad_json", "problem-bad-request")),
        405 => Some(plain("method_not_allowed", "problem-method-not-allowed")),
        413 => Some(plain("too_large", "problem-too-large")),
        415 => Some(plain("unsupported_media_type", "problem-unsupported-media-type")),
        422 => Some(plain("invalid", "problem-invalid")),
        // What is not ready says so itself, with 503.
        500 => Some(Problem::unexpected()),
        _ => None,
    }
}

/// A problem as a page: with the menu of whoever is signed in, else bare.
async fn as_page(app: &App, problem: &Problem, words: &Speech, asked: &Asked) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let page = match with_menu(app, problem, asked).await {
        Some(page) => page,
        None => {
            let content = content(problem, words, "/");
            bare_page(app, words, app.look.last(), words.say(heading(problem.status)), content)
        }
    };
    let mut response = (status, page).into_response();
    retry_after(problem, response.headers_mut());
    response
}

/// The page in its frame. Where the program itself is in trouble it asks the database nothing.
async fn with_menu(app: &App, problem: &Problem, asked: &Asked) -> Option<Html<String>> {
    let a_file = asked.path.starts_with("/assets/") || asked.path.starts_with("/files/");
    if a_file || problem.status >= 500 || problem.status == 429 {
        return None;
    }
    let signed = visit::refused_to(app, &asked.headers, &asked.path).await?;
    let of = signed.clone();
    let data: Result<FrameData, DbError> = app.db.read(move |view| frame::read(view, &of)).await;
    let content = content(problem, &signed.words, visit::home(&signed.session.person));
    let mut frame = signed.frame(data.ok()?, signed.words.say(heading(problem.status)));
    // They stand on pages that have something to say of their own.
    frame.notices = Vec::new();
    Some(frame::draw(&frame, content))
}

fn content(problem: &Problem, words: &Speech, home: &str) -> Markup {
    let sentence = words.sentence(&problem.text);
    let button = Some((words.say("error-home"), home));
    error_page(problem.status, words.say(heading(problem.status)), &sentence, button)
}

fn heading(status: u16) -> &'static str {
    match status {
        401 | 403 => "error-not-allowed",
        404 | 405 => "error-not-found",
        429 | 503 => "error-busy",
        500.. => "error-ours",
        _ => "error-refused",
    }
}

/// A problem as the API says it.
fn as_json(problem: &Problem, words: &Language) -> Response {
    let mut object = Map::new();
    object.insert("type".into(), format!("/problems/{}", problem.code).into());
    object.insert("title".into(), words.say(heading(problem.status)).into());
    object.insert("status".into(), problem.status.into());
    object.insert("code".into(), problem.code.into());
    object.insert("detail".into(), words.sentence(&problem.text).into());
    object.insert(
        "errors".into(),
        problem.errors.iter().map(|field| field_json(field, words)).collect(),
    );
    for (name, value) in &problem.more {
        object.insert((*name).to_owned(), value.clone());
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(Value::Object(object).to_string())).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if problem.status == 401 {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    retry_after(problem, headers);
    response
}

fn field_json(field: &FieldProblem, words: &Language) -> Value {
    let mut object = Map::new();
    object.insert("field".into(), field.field.clone().into());
    object.insert("code".into(), field.code.into());
    object.insert("detail".into(), words.sentence(&field.text).into());
    for (name, value) in &field.more {
        object.insert((*name).to_owned(), value.clone());
    }
    Value::Object(object)
}

fn retry_after(problem: &Problem, headers: &mut HeaderMap) {
    if let Some(seconds) = problem.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
}

#[cfg(test)]
mod tests {
    use crate::args;
    use crate::platform::db::{DbError, Tx};
    use crate::testkit::in_world;
    use axum::http::StatusCode;

    in_world!(a_page_that_is_not_there_has_the_menu_of_whoever_asks, |world| {
        for (email, path, status, entry, home) in [
            ("anna@", "/orders/NO-SUCH", 404, "Backorders", "href=\"/\""),
            ("anna@", "/no/such/page", 404, "Backorders", "href=\"/\""),
            ("anna@", "/staff/settings", 403, "Backorders", "href=\"/\""),
            ("ruth@", "/staff/orders/NO-SUCH", 404, "Hand-over", "button\" href=\"/staff\""),
            ("ruth@", "/orders", 403, "Hand-over", "button\" href=\"/staff\""),
        ] {
            let page = world.sign_in(email).await.get(path).await;
            assert_eq!(page.status.as_u16(), status, "{path}");
            assert!(page.says(entry) && page.says("Sign out"), "{path}: {}", page.text());
            assert!(page.html.contains(home), "{path}: {}", page.html);
        }
        let bare = world.anybody().get("/no/such/page").await;
        assert!(bare.status == StatusCode::NOT_FOUND && !bare.says("Sign out"), "{}", bare.text());
        let program = world.program("anna@").await.get("/api/v1/no-such").await;
        assert_eq!(program.json()["code"], "not_found");
    });

    in_world!(whoever_must_first_do_something_else_gets_no_menu, |world| {
        let mut anna = world.sign_in("anna@").await;
        let id = world.login("anna@").id;
        let first = move |tx: &mut Tx| -> Result<u64, DbError> {
            tx.exec("update logins set password_must_change = true where id = $1", args![id])
        };
        assert_eq!(world.db.write(first).await, Ok(1));
        let page = anna.get("/no/such/page").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!page.says("Backorders"), "{}", page.text());
    });
}
