//! Who calls the API: a bearer token, its scopes, and nothing else. Cookies are ignored here.

use super::codes::{person_columns, read_person};
use super::{Buyer, CustomerRole, Person, Staff, StaffRole, SupplierUser};
use super::{deeds, sections, tokens};
use crate::app::App;
use crate::platform::auth::Secret;
use crate::platform::closing::{self, Closing};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::json::{Body, NoQuery, body};
use crate::platform::problem::{AppError, Problem, Text};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, HeaderMap};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Look at everything the login sees.
    Read,
    /// Change the current order, place orders, convert quotations.
    Order,
    /// Start payments.
    Pay,
    /// Addresses, account details; for staff: their work.
    Manage,
}

/// All scopes with their codes.
pub const SCOPES: [(Scope, &str); 4] = [
    (Scope::Read, "read"),
    (Scope::Order, "order"),
    (Scope::Pay, "pay"),
    (Scope::Manage, "manage"),
];

impl Scope {
    /// `read`, `order`, `pay`, `manage`.
    #[must_use]
    pub fn code(self) -> &'static str {
        SCOPES.iter().find(|(scope, _)| *scope == self).map_or("", |(_, code)| code)
    }

    /// The scope with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Scope> {
        SCOPES.iter().find(|(_, c)| *c == code).map(|(scope, _)| *scope)
    }

    /// Whether this person's role allows it, whatever the token says.
    #[must_use]
    pub fn is_for(self, person: &Person) -> bool {
        match (person, self) {
            (_, Scope::Read) => true,
            (Person::Buyer(buyer), Scope::Order | Scope::Pay) => buyer.role >= CustomerRole::Buyer,
            (Person::Buyer(buyer), Scope::Manage) => buyer.role >= CustomerRole::Manager,
            (Person::Staff(staff), Scope::Manage) => staff.role >= StaffRole::Write,
            (Person::Supplier(_), Scope::Manage) => true,
            (Person::Staff(_) | Person::Supplier(_), Scope::Order | Scope::Pay) => false,
        }
    }
}

/// A token that was shown and is good.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id.
    pub id: i64,
    /// What it was given.
    pub scopes: Vec<Scope>,
    /// When it ends, Unix milliseconds.
    pub ends_at: i64,
    /// When it was last used, to the hour.
    pub used_at: Option<i64>,
    /// Who it stands for.
    pub person: Person,
}

/// Why a token that we know is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dead {
    /// Its time is up.
    Ended,
    /// Somebody revoked it.
    Revoked,
}

/// Why the token with this secret is not good, where it is one of ours: whoever shows it had it, and may know.
pub fn dead(view: &mut View, secret: &Secret) -> Result<Option<Dead>, DbError> {
    let now = view.now();
    let found = view.one::<(bool, bool)>(
        "select revoked_at is not null, ends_at <= $2 from api_tokens where secret_hash = $1",
        args![secret.hash(), now],
    )?;
    Ok(match found {
        Some((true, _)) => Some(Dead::Revoked),
        Some((false, true)) => Some(Dead::Ended),
        _ => None,
    })
}

impl FromRow for Token {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, scopes, ends_at): (i64, String, i64) = (row.next()?, row.next()?, row.next()?);
        let used_at = row.next()?;
        let person = read_person(row)?;
        let scopes =
            scopes.split(' ').filter_map(Scope::from_code).filter(|s| s.is_for(&person)).collect();
        Ok(Token { id, scopes, ends_at, used_at, person })
    }
}

/// The token with this secret, if it is neither revoked nor past its end, its login and membership open.
pub fn find(view: &mut View, secret: &Secret) -> Result<Option<Token>, DbError> {
    let now = view.now();
    view.one::<Token>(
        concat!(
            "select t.id, t.scopes, t.ends_at, t.used_at, ",
            person_columns!(),
            " from api_tokens t
              join logins l on l.id = t.login_id
              join memberships m on m.id = t.membership_id and m.login_id = l.id
              left join customers c on c.id = m.customer_id
              where t.secret_hash = $1 and t.revoked_at is null and t.ends_at > $2
              and l.closed_at is null and m.ended_at is null and c.closed_at is null"
        ),
        args![secret.hash(), now],
    )
}

/// What a new token is.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// Whose it is.
    pub login_id: i64,
    /// What it acts by.
    pub membership_id: i64,
    /// What its owner calls it.
    pub name: &'a str,
    /// What it may be used for; more than the role allows is of no use.
    pub scopes: &'a [Scope],
    /// When it ends, Unix milliseconds.
    pub ends_at: i64,
}

/// Writes a token whose secret (`ids.secret()`) is told once, to its owner.
pub fn create_token(tx: &mut Tx, new: &NewToken, secret: &Secret) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let scopes = new.scopes.iter().map(|s| s.code()).collect::<Vec<_>>().join(" ");
    let _ = tx.exec(
        "insert into api_tokens (id, secret_hash, login_id, membership_id, name, scopes, created_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, secret.hash(), new.login_id, new.membership_id, new.name, scopes, now, new.ends_at],
    )?;
    let facts = serde_json::json!({ "login": new.login_id, "membership": new.membership_id });
    deeds::of_token(tx, "token_made", id, facts)?;
    Ok(id)
}

/// Ends a token at once; `false`: it had ended.
pub fn revoke_token(tx: &mut Tx, token_id: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let count = tx.exec(
        "update api_tokens set revoked_at = $2 where id = $1 and revoked_at is null",
        args![token_id, now],
    )?;
    if count == 1 {
        deeds::of_token(tx, "token_revoked", token_id, serde_json::json!({}))?;
    }
    Ok(count == 1)
}

/// A program acting for anybody.
#[derive(Clone, Debug)]
pub struct ApiPerson {
    /// The token.
    pub token: Token,
}

impl ApiPerson {
    /// Refuses a token without this scope: 403 `scope_missing`, or `not_allowed` where the role does not allow it anyway.
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, scope: Scope) -> Result<(), AppError> {
        if !scope.is_for(&self.token.person) {
            return Err(Problem::not_allowed().into());
        }
        if self.token.scopes.contains(&scope) {
            return Ok(());
        }
        let text = Text::plain("problem-scope-missing").with("scope", scope.code());
        Err(Problem::new(403, "scope_missing", text).into())
    }
}

/// A program acting for a customer.
#[derive(Clone, Debug)]
pub struct ApiBuyer {
    /// Who it acts as.
    pub buyer: Buyer,
    /// The token.
    pub caller: ApiPerson,
}

/// A program acting for the staff.
#[derive(Clone, Debug)]
pub struct ApiStaff {
    /// Who it acts as.
    pub staff: Staff,
    /// The token.
    pub caller: ApiPerson,
}

/// A program acting for a supplier.
#[derive(Clone, Debug)]
pub struct ApiSupplier {
    /// Who it acts as.
    pub supplier: SupplierUser,
    /// The token.
    pub caller: ApiPerson,
}

impl ApiBuyer {
    /// See [`ApiPerson::needs`].
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, scope: Scope) -> Result<(), AppError> {
        self.caller.needs(scope)
    }
}

impl ApiStaff {
    /// See [`ApiPerson::needs`].
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, scope: Scope) -> Result<(), AppError> {
        self.caller.needs(scope)
    }
}

impl FromRequestParts<App> for ApiPerson {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        person_of(app, &parts.headers).await.map_err(IntoResponse::into_response)
    }
}

impl FromRequestParts<App> for ApiBuyer {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let caller = ApiPerson::from_request_parts(parts, app).await?;
        match caller.token.person.clone() {
            Person::Buyer(buyer) => {
                let open = sections::guard(&buyer, parts).map_err(AppError::from);
                open.map(|()| ApiBuyer { buyer, caller }).map_err(IntoResponse::into_response)
            }
            _ => Err(AppError::from(Problem::not_allowed()).into_response()),
        }
    }
}

/// What a program that may order for a customer sent: a body of this shape, without a query.
#[derive(Clone, Debug)]
pub struct ApiWish<T> {
    /// Who it acts as.
    pub buyer: Buyer,
    /// The body.
    pub sent: T,
}

impl<T: Body> FromRequest<App> for ApiWish<T> {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, rest) = request.into_parts();
        let caller = ApiBuyer::from_request_parts(&mut parts, app).await?;
        let NoQuery = NoQuery::from_request_parts(&mut parts, app).await?;
        caller.needs(Scope::Order).map_err(IntoResponse::into_response)?;
        let headers = parts.headers.clone();
        let bytes = Bytes::from_request(Request::from_parts(parts, rest), app).await;
        let bytes = bytes.map_err(IntoResponse::into_response)?;
        let (sent, _) = body(&headers, &bytes).map_err(IntoResponse::into_response)?;
        Ok(ApiWish { buyer: caller.buyer, sent })
    }
}

impl FromRequestParts<App> for ApiStaff {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let caller = ApiPerson::from_request_parts(parts, app).await?;
        match caller.token.person.clone() {
            Person::Staff(staff) => Ok(ApiStaff { staff, caller }),
            _ => Err(AppError::from(Problem::not_allowed()).into_response()),
        }
    }
}

impl FromRequestParts<App> for ApiSupplier {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let caller = ApiPerson::from_request_parts(parts, app).await?;
        match caller.token.person.clone() {
            Person::Supplier(supplier) => Ok(ApiSupplier { supplier, caller }),
            _ => Err(AppError::from(Problem::not_allowed()).into_response()),
        }
    }
}

/// A good token with the closing that holds, or why it is none.
type Found = Result<(Token, Option<Closing>), Option<Dead>>;

async fn person_of(app: &App, headers: &HeaderMap) -> Result<ApiPerson, AppError> {
    let text = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = text
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, shown)) = shown else {
        return Err(unauthenticated());
    };
    let secret = Secret::shown(shown.trim());
    let look = move |view: &mut View| -> Result<Found, DbError> {
        Ok(match find(view, &secret)? {
            Some(mut token) => {
                if let Person::Buyer(buyer) = &mut token.person {
                    buyer.sections = sections::read(view)?;
                }
                Ok((token, closing::now(view)?))
            }
            None => Err(dead(view, &secret)?),
        })
    };
    let (token, closing) = app.db.read(look).await?.map_err(|dead| match dead {
        None => unauthenticated(),
        Some(Dead::Ended) => no_longer("token_ended", "problem-token-ended"),
        Some(Dead::Revoked) => no_longer("token_revoked", "problem-token-revoked"),
    })?;
    if let (Some(closing), false) = (&closing, matches!(token.person, Person::Staff(_))) {
        return Err(closing.problem(app.clock.now_ms()).into());
    }
    note_used(app, &token);
    let allowed = app.auth.allowances.take(&app.db, token.id, app.clock.now_ms()).await?;
    allowed.map_err(too_many_requests)?;
    Ok(ApiPerson { token })
}

/// Writes down that a token is used, after the answer, so that no call waits for a write.
fn note_used(app: &App, token: &Token) {
    if tokens::is_to_be_noted(token.used_at, app.clock.now_ms()) {
        let (db, id) = (app.db.clone(), token.id);
        tokio::spawn(async move {
            let noted: Result<(), DbError> = db.write(move |tx| tokens::note_used(tx, id)).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "the use of a token could not be noted");
            }
        });
    }
}

fn no_longer(code: &'static str, key: &'static str) -> AppError {
    Problem::new(401, code, Text::plain(key)).into()
}

/// One answer for no token and for one that is none of ours.
fn unauthenticated() -> AppError {
    Problem::new(401, "unauthenticated", Text::plain("problem-unauthenticated")).into()
}

fn too_many_requests(seconds: u32) -> AppError {
    let problem = Problem::new(429, "too_many_requests", Text::plain("problem-too-many-requests"));
    Problem { retry_after: Some(seconds), ..problem }.into()
}
