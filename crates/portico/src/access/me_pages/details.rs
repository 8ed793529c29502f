//! The first page: name, username, language, look; and the ways to everything else.

use super::super::before::Answer;
use super::super::details::{self, Details, THEMES};
use super::super::form::SignedForm;
use super::super::names::NAME_MAX;
use super::super::visit::Signed;
use super::super::{second_factor, session, tokens};
use super::{answer, read};
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, tick};
use crate::platform::web::layout::section;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/me", shown).post("/me", changed)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    username: String,
    language: String,
    theme: String,
    shortcuts: String,
}

/// What the list of ways tells of each.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    factor: bool,
    tokens: usize,
}

fn standing(view: &mut View, login_id: i64) -> Result<Standing, DbError> {
    let now = view.now();
    let works = |one: &&tokens::Listed| one.revoked_at.is_none() && one.ends_at > now;
    let tokens = tokens::list(view, login_id)?.iter().filter(works).count();
    Ok(Standing { factor: second_factor::is_on(view, login_id)?, tokens })
}

async fn shown(signed: Signed) -> Answer {
    let login_id = signed.session.person.login().id;
    let ((details, standing), data) =
        read(&signed, move |view| Ok((details::read(view, login_id)?, standing(view, login_id)?)))
            .await?;
    let content = page(&signed, &details, standing, &[]);
    answer(&signed, data, StatusCode::OK, ("me-title", content))
}

async fn changed(State(app): State<App>, sent: SignedForm<Typed>) -> Answer {
    let SignedForm { signed, form } = sent;
    let login_id = signed.session.person.login().id;
    let typed = Details {
        name: form.name,
        username: form.username,
        language: form.language,
        theme: form.theme,
        shortcuts: form.shortcuts == "yes",
    };
    let (wish, session_id) = (typed.clone(), signed.session.id);
    let (languages, words) = (app.words.codes(), signed.words.clone());
    let change = move |tx: &mut Tx| -> Result<(), AppError> {
        details::change(tx, login_id, &wish, &languages)?;
        Ok(session::flash(tx, session_id, &words, &Text::plain("me-saved"))?)
    };
    match app.db.write(change).await {
        Ok(()) => Ok(Redirect::to("/me").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let (standing, data) = read(&signed, move |view| standing(view, login_id)).await?;
            let content = page(&signed, &typed, standing, &problem.errors);
            answer(&signed, data, StatusCode::UNPROCESSABLE_ENTITY, ("me-title", content))
        }
        Err(other) => Err(other),
    }
}

fn page(signed: &Signed, details: &Details, standing: Standing, faults: &[FieldProblem]) -> Markup {
    let words = &signed.words;
    html! {
        (section("details", words.say("me-details"), None, form(signed, details, faults)))
        (section("ways", words.say("me-ways"), None, ways(signed, standing)))
    }
}

fn form(signed: &Signed, details: &Details, faults: &[FieldProblem]) -> Markup {
    let words = &signed.words;
    let said = |name: &str| {
        faults.iter().find(|f| f.field == name).map(|f| words.sentence(&f.text)).unwrap_or_default()
    };
    let (name, username) = (said("name"), said("username"));
    let themes = THEMES.map(|code| Choice {
        value: code,
        label: words.say(match code {
            "light" => "me-theme-light",
            "dark" => "me-theme-dark",
            _ => "me-theme-system",
        }),
        chosen: code == details.theme,
        ..Choice::default()
    });
    let codes = signed.app.words.codes();
    let languages: Vec<Choice> = codes
        .iter()
        .map(|code| Choice {
            value: code,
            label: signed.app.words.language(code).say("language-name"),
            chosen: *code == details.language,
            ..Choice::default()
        })
        .collect();
    let one = |name, label| Field { name, label, longest: NAME_MAX, ..Field::default() };
    html! {
        form.form method="post" action="/me" {
            (csrf(&signed.csrf))
            (field(Field { value: &details.name, error: &name, required: true, autocomplete: "name", ..one("name", words.say("me-name")) }))
            (field(Field { value: &details.username, error: &username, need: words.say("logins-optional"), hint: words.say("me-username-hint"), autocomplete: "username", ..one("username", words.say("logins-username")) }))
            (select(one("language", words.say("me-language")), &languages))
            (select(one("theme", words.say("me-theme")), &themes))
            (tick("shortcuts", "yes", words.say("me-shortcuts"), details.shortcuts))
            button.button.main type="submit" { (words.say("me-save")) }
        }
    }
}

fn ways(signed: &Signed, standing: Standing) -> Markup {
    let words = &signed.words;
    let email = signed.session.person.login().email.clone();
    let factor = words.say(if standing.factor { "me-factor-on" } else { "me-factor-off" });
    let tokens = words.fill("me-tokens-count", &[("count", &standing.tokens.to_string())]);
    let all = [
        ("/me/email", words.say("me-email"), email.as_str()),
        ("/password", words.say("password-title"), words.say("password-context")),
        ("/me/second-factor", words.say("me-factor"), factor),
        ("/me/sessions", words.say("me-sessions"), words.say("me-sessions-context")),
        ("/me/mails", words.say("me-mails"), words.say("me-mails-context")),
        ("/me/tokens", words.say("me-tokens"), tokens.as_str()),
    ];
    html! {
        ul.ways { @for (href, what, second) in all {
            li { a href=(href) { span.what { (what) } span.second { (second) } } }
        } }
    }
}
