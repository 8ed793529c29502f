//! Who visits a page: what handlers take as an argument. Somebody not signed in is sent to the sign-in page; somebody
//! whose first password must be changed, to that page.

use super::session::{self, Session};
use super::{Buyer, CustomerRole, Person, Staff, StaffRole, closed, refused, sections, view_as};
use crate::app::App;
use crate::platform::auth::Secret;
use crate::platform::auth::cookies::Cookie;
use crate::platform::db::DbError;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use std::convert::Infallible;
use std::ops::Deref;

/// The words of somebody's language. Stands for a [`Language`] wherever one is wanted.
#[derive(Clone)]
pub struct Speech {
    app: App,
    code: &'static str,
}

impl Speech {
    /// The language that suits this code, else the header `Accept-Language`, else English.
    #[must_use]
    pub fn of(app: &App, code: Option<&str>, headers: &HeaderMap) -> Speech {
        let header = headers.get("accept-language").and_then(|value| value.to_str().ok());
        let heard = header.and_then(|header| app.words.accepted(header));
        let code = match (code, heard) {
            (Some(code), _) => app.words.language(code).code(),
            (None, Some(language)) => language.code(),
            (None, None) => app.words.language("").code(),
        };
        Speech { app: app.clone(), code }
    }
}

impl Deref for Speech {
    type Target = Language;
    fn deref(&self) -> &Language {
        self.app.words.language(self.code)
    }
}

/// Somebody signed in, whoever they act for.
#[derive(Clone)]
pub struct Signed {
    /// The program.
    pub app: App,
    /// The session.
    pub session: Session,
    /// The words of the person's language.
    pub words: Speech,
    /// What forms of this page carry: the session's token and whom it acts for. Give it to `forms::csrf`.
    pub csrf: String,
    /// A sentence about what was just done, shown once.
    pub flash: Option<String>,
    /// Path of the page.
    pub path: String,
}

impl Signed {
    /// Id of the person's login.
    #[must_use]
    pub fn login_id(&self) -> i64 {
        self.session.person.login().id
    }

    /// What forms name the company acted for: the customer's number, `staff` or `supplier`.
    #[must_use]
    pub fn tag(&self) -> &str {
        tag(&self.session.person)
    }
}

/// What forms name the company by that somebody acts for.
#[must_use]
pub fn tag(person: &Person) -> &str {
    match person {
        Person::Buyer(buyer) => {
            buyer.view_as.as_ref().map_or(buyer.customer.number.as_str(), |view| view.tag.as_str())
        }
        Person::Supplier(_) => "supplier",
        Person::Staff(_) => "staff",
    }
}

/// The first page of somebody.
#[must_use]
pub fn home(person: &Person) -> &'static str {
    match person {
        Person::Buyer(_) => "/",
        Person::Supplier(_) => "/me",
        Person::Staff(_) => "/staff",
    }
}

/// A page of a customer, and who asks for it.
#[derive(Clone)]
pub struct Visit {
    /// Session, words, form token, flash.
    pub signed: Signed,
    /// Who asks, and for which customer.
    pub buyer: Buyer,
}

impl Visit {
    /// Refuses whoever may do less than this.
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, role: CustomerRole) -> Result<(), AppError> {
        if self.buyer.role >= role { Ok(()) } else { Err(Problem::not_allowed().into()) }
    }
}

impl Deref for Visit {
    type Target = Signed;
    fn deref(&self) -> &Signed {
        &self.signed
    }
}

/// A page of the staff, and who asks for it.
#[derive(Clone)]
pub struct StaffVisit {
    /// Session, words, form token, flash.
    pub signed: Signed,
    /// Who asks.
    pub staff: Staff,
}

impl StaffVisit {
    /// Refuses whoever may do less than this.
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, role: StaffRole) -> Result<(), AppError> {
        if self.staff.role >= role { Ok(()) } else { Err(Problem::not_allowed().into()) }
    }
}

impl Deref for StaffVisit {
    type Target = Signed;
    fn deref(&self) -> &Signed {
        &self.signed
    }
}

impl TryFrom<Signed> for Visit {
    type Error = AppError;
    fn try_from(signed: Signed) -> Result<Visit, AppError> {
        match &signed.session.person {
            Person::Buyer(buyer) => Ok(Visit { buyer: buyer.clone(), signed }),
            _ => Err(Problem::not_allowed().into()),
        }
    }
}

impl TryFrom<Signed> for StaffVisit {
    type Error = AppError;
    fn try_from(signed: Signed) -> Result<StaffVisit, AppError> {
        match &signed.session.person {
            Person::Staff(staff) => Ok(StaffVisit { staff: staff.clone(), signed }),
            person if view_as::of(person).is_some() => {
                let text = Text::plain("view-as-staff-page");
                Err(Problem::new(403, "view_as_staff_page", text).into())
            }
            _ => Err(Problem::not_allowed().into()),
        }
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Signed, Response> {
        visitor(parts, app, true).await
    }
}

/// Whoever asks for a page; `own`: for one that belongs to the login alone.
async fn visitor(parts: &mut Parts, app: &App, own: bool) -> Result<Signed, Response> {
    let found = current(app, &parts.headers).await.map_err(AppError::from);
    let Some(mut session) = found.map_err(IntoResponse::into_response)? else {
        return Err(to_sign_in(app, parts));
    };
    if let Some(first) = must_first(&session, parts.uri.path()) {
        return Err(Redirect::to(first).into_response());
    }
    if is_visit(parts) {
        note_seen(app, &mut session);
    }
    let signed = signed(app, session, parts);
    closed::guard(app, &signed, &[]).await?;
    view_as::guard(&signed, &parts.method, own).map_err(IntoResponse::into_response)?;
    if signed.session.view_is_over {
        view_over(&signed, &parts.method).await?;
    }
    if parts.method == Method::GET {
        show_flash(signed, parts).await.map_err(IntoResponse::into_response)
    } else {
        Ok(signed)
    }
}

/// A view as a customer ended by itself: that is written down, and who asks for a page of that customer is led back to it.
async fn view_over(signed: &Signed, method: &Method) -> Result<(), Response> {
    let (id, words) = (signed.session.id, signed.words.clone());
    let ended: Result<_, DbError> = signed
        .app
        .db
        .write(move |tx| {
            let number = view_as::end(tx, id, view_as::End::ByItself)?;
            session::flash(tx, id, &words, &Text::plain("view-as-over"))?;
            Ok(number)
        })
        .await;
    let number = ended.map_err(|error| AppError::from(error).into_response())?;
    match number {
        Some(number) if *method == Method::GET && !signed.path.starts_with("/staff") => {
            Err(Redirect::to(&format!("/staff/customers/{}", path_segment(&number)))
                .into_response())
        }
        _ => Ok(()),
    }
}

impl OptionalFromRequestParts<App> for Signed {
    type Rejection = Infallible;
    /// `Option<Signed>`: for pages that anybody may see. Without a database nobody is signed in.
    async fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> Result<Option<Signed>, Infallible> {
        let session = current(app, &parts.headers).await.ok().flatten();
        Ok(session.map(|session| signed(app, session, parts)))
    }
}

/// Whoever is signed in and may go anywhere, for a page that refuses what they asked for. No visit is noted, and a
/// sentence that was left for them stays for the page it belongs to.
pub async fn refused_to(app: &App, headers: &HeaderMap, path: &str) -> Option<Signed> {
    let session = current(app, headers).await.ok().flatten()?;
    let elsewhere =
        session.password_must_change || session.factor_must_be_set || session.view_is_over;
    (!elsewhere).then(|| at(app, session, headers, path))
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visit, Response> {
        let signed = visitor(parts, app, false).await?;
        if parts.uri.path() == "/" && !matches!(signed.session.person, Person::Buyer(_)) {
            return Err(Redirect::to(home(&signed.session.person)).into_response());
        }
        let visit = Visit::try_from(signed).map_err(IntoResponse::into_response)?;
        let open = sections::guard(&visit.buyer, parts).map_err(AppError::from);
        open.map(|()| visit).map_err(IntoResponse::into_response)
    }
}

impl FromRequestParts<App> for StaffVisit {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<StaffVisit, Response> {
        let signed = visitor(parts, app, false).await?;
        StaffVisit::try_from(signed).map_err(IntoResponse::into_response)
    }
}

/// The session of the request's cookie, if it lives.
pub(super) async fn current(app: &App, headers: &HeaderMap) -> Result<Option<Session>, DbError> {
    let Some(text) = Cookie::Session.read(headers, app.config.is_https()) else {
        return Ok(None);
    };
    let secret = Secret::shown(text);
    app.db.read(move |view| session::find(view, &secret)).await
}

/// A session with what pages need of it.
pub(super) fn signed(app: &App, session: Session, parts: &Parts) -> Signed {
    at(app, session, &parts.headers, parts.uri.path())
}

fn at(app: &App, session: Session, headers: &HeaderMap, path: &str) -> Signed {
    let words = Speech::of(app, Some(&session.person.login().language), headers);
    let csrf = format!("{} {}", session.csrf, tag(&session.person));
    Signed { app: app.clone(), words, csrf, flash: None, path: path.to_owned(), session }
}

/// The page that comes before every other one: a first password to be changed, a second factor to be set up.
pub(super) fn must_first(session: &Session, path: &str) -> Option<&'static str> {
    let free = ["/sign-out", "/session"].contains(&path);
    if session.password_must_change {
        return (path != "/password" && !free).then_some("/password");
    }
    let sets_up = path.starts_with("/me/second-factor");
    (session.factor_must_be_set && !sets_up && !free).then_some("/me/second-factor")
}

/// Whether a person looks, and no script of a page: suggestions and polls keep no session alive. What browsers before
/// 2023 ask for counts as a visit: they do not say.
fn is_visit(parts: &Parts) -> bool {
    let header = |name| parts.headers.get(name).map(HeaderValue::as_bytes);
    matches!(header("sec-fetch-mode"), None | Some(b"navigate"))
        && header("x-requested-with").is_none()
        && header("sec-purpose").is_none()
}

/// Writes down that somebody is here, after the page, so that a page waits for no write.
pub(super) fn note_seen(app: &App, session: &mut Session) {
    let now = app.clock.now_ms();
    if session::is_to_be_noted(session, now) {
        session.ends.idle_at = now + session.idle_ms;
        let (db, id) = (app.db.clone(), session.id);
        tokio::spawn(async move {
            let noted: Result<(), DbError> = db.write(move |tx| session::note_seen(tx, id)).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "a visit could not be noted");
            }
        });
    }
}

/// Takes the sentence left for this page, unless the page is only fetched ahead or is a piece of one.
async fn show_flash(mut signed: Signed, parts: &Parts) -> Result<Signed, AppError> {
    if let (Some(sentence), true) = (signed.session.flash.clone(), is_visit(parts)) {
        let (id, said) = (signed.session.id, sentence.clone());
        let taken: Result<(), DbError> =
            signed.app.db.write(move |tx| session::flash_shown(tx, id, &said)).await;
        taken?;
        signed.flash = Some(sentence);
    }
    Ok(signed)
}

/// Where to somebody unknown is sent; what they had typed is dealt with by the forms.
fn to_sign_in(app: &App, parts: &Parts) -> Response {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        let wanted = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        let to = if wanted == "/" {
            "/sign-in".to_owned()
        } else {
            format!("/sign-in?to={}", encoded(wanted))
        };
        return Redirect::to(&to).into_response();
    }
    refused::signed_out(app, &Speech::of(app, None, &parts.headers), parts.uri.path(), &[])
}

fn encoded(text: &str) -> String {
    serde_urlencoded::to_string([("", text)]).unwrap_or_default().trim_start_matches('=').to_owned()
}
