//! What a page's form sends: its fields as a type, after its token, its sender and its company were checked. Nothing
//! typed is lost on the way: whatever is refused here is shown again.

use super::too_late::{self, Late};
use super::visit::{Signed, Speech, StaffVisit, Visit, current, must_first, note_seen, signed};
use super::{closed, memberships, refused, view_as};
use crate::app::App;
use crate::platform::auth::cookies::Cookie;
use crate::platform::auth::origin::{Came, came};
use crate::platform::auth::{Secret, secrets};
use crate::platform::db::DbError;
use crate::platform::problem::{AppError, Problem, Text};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;

/// Fields that are ours, not the person's.
const OURS: [&str; 3] = ["csrf", "customer", "switch_to"];

/// Names and values as sent, without ours.
pub type Fields = Vec<(String, String)>;

/// A form of a customer's page.
pub struct VisitForm<T> {
    /// Who sent it.
    pub visit: Visit,
    /// What they typed.
    pub form: T,
    /// The same as names and values.
    pub fields: Fields,
}

/// A form of a staff page.
pub struct StaffForm<T> {
    /// Who sent it.
    pub visit: StaffVisit,
    /// What they typed.
    pub form: T,
    /// The same as names and values.
    pub fields: Fields,
}

/// A form of anybody signed in.
pub struct SignedForm<T> {
    /// Who sent it.
    pub signed: Signed,
    /// What they typed.
    pub form: T,
}

/// A form shown to somebody unknown: sign-in, forgotten password, links.
pub struct PlainForm<T> {
    /// What they typed.
    pub form: T,
    /// The request's other parts.
    pub parts: Parts,
    /// Token for showing the form again.
    pub csrf: String,
}

impl<T: DeserializeOwned + Send> FromRequest<App> for VisitForm<T> {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (signed, fields) = checked(request, app, false).await?;
        let visit = Visit::try_from(signed).map_err(IntoResponse::into_response)?;
        let form = parse(&visit, &fields)?;
        Ok(VisitForm { visit, form, fields })
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for StaffForm<T> {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (signed, fields) = checked(request, app, false).await?;
        let visit = StaffVisit::try_from(signed).map_err(IntoResponse::into_response)?;
        let form = parse(&visit, &fields)?;
        Ok(StaffForm { visit, form, fields })
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for SignedForm<T> {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (signed, fields) = checked(request, app, true).await?;
        let form = parse(&signed, &fields)?;
        Ok(SignedForm { signed, form })
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for PlainForm<T> {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, sent) = sent(request, app).await?;
        let https = app.config.is_https();
        let words = Speech::of(app, None, &parts.headers);
        let cookie = Cookie::Form.read(&parts.headers, https).map(Secret::shown);
        let csrf = cookie.map(|cookie| form_token(&cookie)).unwrap_or_default();
        let token = value(&sent, "csrf").unwrap_or_default();
        if came(&parts.headers, &app.config.base_url) == Came::FromElsewhere {
            return Err(refused::from_elsewhere(app, &words));
        }
        if csrf.is_empty() || !secrets::same(token, &csrf) {
            return Err(refused::no_cookie(app, &words));
        }
        let form =
            read_as(&without_ours(&sent)).map_err(|()| refused::unreadable(app, &words, &[]))?;
        Ok(PlainForm { form, parts, csrf })
    }
}

/// Who sends files: somebody of the staff, as `signed_upload` knows them.
///
/// # Errors
/// The answer to whoever is not.
pub async fn staff_upload(parts: &Parts, app: &App) -> Result<StaffVisit, Response> {
    let signed = signed_upload(parts, app).await?;
    StaffVisit::try_from(signed).map_err(IntoResponse::into_response)
}

/// Who sends files: somebody signed in, from a page of ours, known before a word of the body is read. Their form is read
/// as it comes, so its token is looked at by [`is_signed`] or [`proved`]; all other guards of forms stand here, too.
///
/// # Errors
/// The answer to whoever is not.
pub(super) async fn signed_upload(parts: &Parts, app: &App) -> Result<Signed, Response> {
    let plain = Speech::of(app, None, &parts.headers);
    if came(&parts.headers, &app.config.base_url) == Came::FromElsewhere {
        return Err(refused::from_elsewhere(app, &plain));
    }
    let session =
        current(app, &parts.headers).await.map_err(|e| AppError::from(e).into_response())?;
    let Some(session) = session else {
        return Err(refused::signed_out(app, &plain, parts.uri.path(), &[]));
    };
    let mut signed = signed(app, session, parts);
    if let Some(first) = must_first(&signed.session, parts.uri.path()) {
        return Err(Redirect::to(first).into_response());
    }
    closed::guard(app, &signed, &[]).await?;
    view_as::guard(&signed, &parts.method, false).map_err(IntoResponse::into_response)?;
    note_seen(app, &mut signed.session);
    Ok(signed)
}

/// Whether these fields carry the token of this session, and were made for the staff.
#[must_use]
pub fn is_signed(visit: &StaffVisit, sent: &[(String, String)]) -> bool {
    let value = |name: &str| {
        sent.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value.as_str())
    };
    secrets::same(value("csrf"), &visit.session.csrf) && value("customer") == visit.tag()
}

/// The token that follows from the form cookie.
pub(super) fn form_token(cookie: &Secret) -> String {
    cookie.derived("form")
}

/// The form of somebody signed in, for the company they act for; `own`: one that belongs to the login alone. Every form
/// that changes something passes here, so here stands the guard of those who only look.
async fn checked(request: Request, app: &App, own: bool) -> Result<(Signed, Fields), Response> {
    let (parts, sent) = sent(request, app).await?;
    proved(app, &parts, &sent, own).await
}

/// The same once the body has been read.
pub(super) async fn proved(
    app: &App,
    parts: &Parts,
    sent: &Fields,
    own: bool,
) -> Result<(Signed, Fields), Response> {
    let fields = without_ours(sent);
    let path = parts.uri.path();
    let plain = Speech::of(app, None, &parts.headers);
    let from = came(&parts.headers, &app.config.base_url);
    if from == Came::FromElsewhere {
        return Err(refused::from_elsewhere(app, &plain));
    }
    let session =
        current(app, &parts.headers).await.map_err(|e| AppError::from(e).into_response())?;
    let Some(session) = session else {
        let (token, customer) = (value(sent, "csrf"), value(sent, "customer"));
        let late = Late {
            token: token.unwrap_or_default(),
            customer: customer.unwrap_or_default(),
            fields: &fields,
        };
        return Err(too_late::answer(app, parts, &plain, &late).await);
    };
    let mut signed = signed(app, session, parts);
    if !secrets::same(value(sent, "csrf").unwrap_or_default(), &signed.session.csrf) {
        // Our own page, of an earlier session: shown again, to be sent with a look at it.
        let shown = if from == Came::FromUs { Some(fields.as_slice()) } else { None };
        return Err(refused::stale_token(&signed, shown));
    }
    if let Some(first) = must_first(&signed.session, path) {
        return Err(Redirect::to(first).into_response());
    }
    closed::guard(app, &signed, &fields).await?;
    view_as::guard(&signed, &parts.method, own).map_err(IntoResponse::into_response)?;
    note_seen(app, &mut signed.session);
    let made_for = value(sent, "customer").unwrap_or_default();
    if made_for == signed.tag() {
        return Ok((signed, fields));
    }
    if !made_for.is_empty() && value(sent, "switch_to") == Some(made_for) {
        let switched =
            switched(app, &signed, parts, made_for).await.map_err(IntoResponse::into_response)?;
        if let Some(signed) = switched {
            closed::guard(app, &signed, &fields).await?;
            return Ok((signed, fields));
        }
    }
    Err(other_tab(&signed, made_for, &fields).await)
}

/// The same session, now acting for the company the form was made for.
async fn switched(
    app: &App,
    signed: &Signed,
    parts: &Parts,
    tag: &str,
) -> Result<Option<Signed>, AppError> {
    let (id, login_id, wanted) =
        (signed.session.id, signed.session.person.login().id, tag.to_owned());
    let done: Result<bool, DbError> =
        app.db.write(move |tx| memberships::switch(tx, id, login_id, &wanted)).await;
    if !done? {
        return Ok(None);
    }
    let session = current(app, &parts.headers).await?;
    Ok(session.map(|session| self::signed(app, session, parts)))
}

async fn other_tab(signed: &Signed, made_for: &str, fields: &Fields) -> Response {
    let login_id = signed.session.person.login().id;
    let all: Result<_, DbError> =
        signed.app.db.read(move |view| memberships::list(view, login_id)).await;
    match all {
        Ok(all) => {
            let other = all.iter().find(|m| m.tag() == made_for);
            refused::other_customer(signed, other, fields)
        }
        Err(error) => AppError::from(error).into_response(),
    }
}

/// The body's names and values.
async fn sent(request: Request, app: &App) -> Result<(Parts, Fields), Response> {
    let (parts, body) = request.into_parts();
    let form = parts
        .headers
        .get(CONTENT_TYPE)
        .is_some_and(|v| v.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let again = Request::from_parts(parts.clone(), body);
    let bytes = Bytes::from_request(again, app).await.map_err(IntoResponse::into_response)?;
    if !form && !bytes.is_empty() {
        let text = Text::plain("problem-unsupported-media-type");
        return Err(
            AppError::from(Problem::new(415, "unsupported_media_type", text)).into_response()
        );
    }
    let words = Speech::of(app, None, &parts.headers);
    let fields: Fields =
        serde_urlencoded::from_bytes(&bytes).map_err(|_| refused::unreadable(app, &words, &[]))?;
    if fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
        return Err(refused::unreadable(app, &words, &[]));
    }
    Ok((parts, fields))
}

fn value<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

fn without_ours(fields: &Fields) -> Fields {
    fields.iter().filter(|(name, _)| !OURS.contains(&name.as_str())).cloned().collect()
}

#[expect(
    clippy::result_large_err,
    reason = "the refusal is the answer itself, made once a request"
)]
fn parse<T: DeserializeOwned>(signed: &Signed, fields: &Fields) -> Result<T, Response> {
    read_as(fields).map_err(|()| {
        let mut response = refused::unreadable(&signed.app, &signed.words, fields);
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        response
    })
}

fn read_as<T: DeserializeOwned>(fields: &Fields) -> Result<T, ()> {
    let text = serde_urlencoded::to_string(fields).map_err(|_| ())?;
    serde_urlencoded::from_str(&text).map_err(|_| ())
}
