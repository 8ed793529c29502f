//! The tokens of a login: making one, shown once, and revoking.

use super::super::bearer::{NewToken, SCOPES, Scope};
use super::super::before::Answer;
use super::super::form::SignedForm;
use super::super::tokens::{self, DAYS_MOST, Listed};
use super::super::visit::Signed;
use super::super::{Person, proof, session, token_staff};
use super::{answer, read};
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::forms::{Field, csrf, error_line, field, tick};
use crate::platform::web::layout::section;
use crate::platform::wholesaler;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use portico_types::{Day, Moment, Zone};
use serde::Deserialize;
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/me/tokens", shown)
        .post("/me/tokens", made)
        .post("/me/tokens/revoke", revoked)
}

/// Characters of a token's name at most.
const NAME_MOST: usize = 100;

/// What was typed into the form, and what is wrong with it.
#[derive(Clone, Debug, Default)]
struct Typed {
    name: String,
    ends: String,
    scopes: Vec<Scope>,
    name_fault: String,
    ends_fault: String,
    scopes_fault: String,
    password_fault: String,
}

impl Typed {
    fn is_good(&self) -> bool {
        [&self.name_fault, &self.ends_fault, &self.scopes_fault]
            .iter()
            .all(|fault| fault.is_empty())
    }
}

async fn shown(signed: Signed) -> Answer {
    let typed = Typed { scopes: vec![Scope::Read], ..Typed::default() };
    page(&signed, StatusCode::OK, &typed, None).await
}

/// The list, the form, and above both a token that was just made: never again.
async fn page(signed: &Signed, status: StatusCode, typed: &Typed, made: Option<&Secret>) -> Answer {
    let login_id = signed.session.person.login().id;
    let ((list, zone), data) =
        read(signed, move |view| Ok((tokens::list(view, login_id)?, wholesaler::zone(view)?)))
            .await?;
    let words = &signed.words;
    let content = html! {
        @if let Some(secret) = made {
            div.flash.good role="status" {
                p.sentence { strong { (words.say("me-token-made")) } " " (words.say("me-token-once")) }
                p.secret-text { (secret.text()) }
            }
        }
        (section("tokens", words.say("me-tokens-have"), None, listed(signed, &list, &zone)))
        (section("make", words.say("me-token-make"), None, form(signed, typed, &zone)))
    };
    answer(signed, data, status, ("me-tokens", content))
}

fn listed(signed: &Signed, list: &[Listed], zone: &Zone) -> Markup {
    if list.is_empty() {
        return html! { p { (signed.words.say("me-tokens-none")) } };
    }
    token_staff::table_of(signed, list, zone, "/me/tokens/revoke")
}

fn form(signed: &Signed, typed: &Typed, zone: &Zone) -> Markup {
    let words = &signed.words;
    let today = Moment(signed.app.clock.now_ms()).day(zone);
    let in_90_days = today.plus_days(90).text();
    let name = Field {
        name: "name",
        label: words.say("me-token-name"),
        value: &typed.name,
        hint: words.say("me-token-name-hint"),
        error: &typed.name_fault,
        longest: NAME_MOST,
        required: true,
        ..Field::default()
    };
    let ends = Field {
        name: "ends",
        label: words.say("me-token-ends"),
        kind: "date",
        value: if typed.ends.is_empty() { &in_90_days } else { &typed.ends },
        hint: words.say("me-token-ends-hint"),
        error: &typed.ends_fault,
        required: true,
        ..Field::default()
    };
    html! {
        form.form method="post" action="/me/tokens" {
            (csrf(&signed.csrf))
            (field(name))
            fieldset {
                legend { (words.say("me-token-scopes")) }
                @for (scope, code) in SCOPES {
                    @if scope.is_for(&signed.session.person) {
                        (tick(&format!("scope.{code}"), "yes", words.say(scope_words(scope)), typed.scopes.contains(&scope)))
                    }
                }
                @if !typed.scopes_fault.is_empty() { (error_line("scopes-said", html! { (typed.scopes_fault) })) }
            }
            (field(ends))
            (proof::ask(signed, &typed.password_fault))
            button.button.main type="submit" { (words.say("me-token-make")) }
        }
    }
}

fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "scope-read",
        Scope::Order => "scope-order",
        Scope::Pay => "scope-pay",
        Scope::Manage => "scope-manage",
    }
}

/// What was typed, looked at; the moment the token ends.
fn checked(signed: &Signed, form: &HashMap<String, String>, zone: &Zone) -> (Typed, i64) {
    let words = &signed.words;
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let mut typed = Typed { name: text("name"), ends: text("ends"), ..Typed::default() };
    let ticked = |scope: &Scope| form.contains_key(&format!("scope.{}", scope.code()));
    let all = SCOPES.iter().map(|(scope, _)| *scope);
    typed.scopes = all.filter(|s| ticked(s) && s.is_for(&signed.session.person)).collect();
    let length = typed.name.trim().chars().count();
    if length == 0 || length > NAME_MOST || typed.name.contains(char::is_control) {
        words.say("me-token-no-name").clone_into(&mut typed.name_fault);
    }
    if typed.scopes.is_empty() {
        words.say("me-token-no-scope").clone_into(&mut typed.scopes_fault);
    }
    let today = Moment(signed.app.clock.now_ms()).day(zone);
    let last = today.plus_days(DAYS_MOST);
    let day = Day::parse(typed.ends.trim()).filter(|day| *day >= today && *day <= last);
    if day.is_none() {
        words.say("me-token-bad-end").clone_into(&mut typed.ends_fault);
    }
    let ends_at = day.map_or(0, |day| day.plus_days(1).start(zone).0);
    (typed, ends_at)
}

fn membership_of(person: &Person) -> i64 {
    match person {
        Person::Buyer(buyer) => buyer.membership_id,
        Person::Supplier(supplier) => supplier.membership_id,
        Person::Staff(staff) => staff.membership_id,
    }
}

async fn made(State(app): State<App>, sent: SignedForm<HashMap<String, String>>) -> Answer {
    let SignedForm { signed, form } = sent;
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let zone: Result<Zone, DbError> = app.db.read(wholesaler::zone).await;
    let (mut typed, ends_at) = checked(&signed, &form, &zone?);
    let password = form.get("current_password").map_or("", String::as_str);
    let missing = proof::missing(&signed, password).await?;
    if missing.is_some() || !typed.is_good() {
        typed.password_fault = missing.unwrap_or_default();
        return page(&signed, wrong, &typed, None).await;
    }
    let secret = Secret::of(app.ids.secret());
    let (shown, person, wish) = (secret.clone(), signed.session.person.clone(), typed.clone());
    let make = move |tx: &mut Tx| -> Result<Option<i64>, DbError> {
        let new = NewToken {
            login_id: person.login().id,
            membership_id: membership_of(&person),
            name: wish.name.trim(),
            scopes: &wish.scopes,
            ends_at,
        };
        tokens::make(tx, &new, &secret)
    };
    if app.db.write(make).await?.is_none() {
        signed.words.say("me-token-too-many").clone_into(&mut typed.name_fault);
        return page(&signed, wrong, &typed, None).await;
    }
    let again = Typed { scopes: vec![Scope::Read], ..Typed::default() };
    page(&signed, StatusCode::OK, &again, Some(&shown)).await
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    token: i64,
}

async fn revoked(State(app): State<App>, sent: SignedForm<Which>) -> Answer {
    let SignedForm { signed, form } = sent;
    let (login_id, session_id) = (signed.session.person.login().id, signed.session.id);
    let words = signed.words.clone();
    let revoke = move |tx: &mut Tx| -> Result<bool, AppError> {
        let done = tokens::revoke_own(tx, login_id, form.token)?;
        if done {
            session::flash(tx, session_id, &words, &Text::plain("me-token-revoked"))?;
        }
        Ok(done)
    };
    if app.db.write(revoke).await? {
        return Ok(Redirect::to("/me/tokens").into_response());
    }
    Err(Problem::not_found().into())
}
