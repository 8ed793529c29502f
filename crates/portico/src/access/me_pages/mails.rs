//! Which mails a login gets.

use super::super::before::Answer;
use super::super::form::SignedForm;
use super::super::notices::{Notice, OF_STAFF};
use super::super::session;
use super::super::unwanted::{self, Choice};
use super::super::visit::Signed;
use super::{answer, read};
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::Text;
use crate::platform::web::forms::{csrf, tick};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::new().get("/me/mails", shown).post("/me/mails", chosen)
}

async fn shown(signed: Signed) -> Answer {
    let login_id = signed.session.person.login().id;
    let (choices, data) = read(&signed, move |view| unwanted::choices(view, login_id)).await?;
    let content = page(&signed, &choices);
    answer(&signed, data, StatusCode::OK, ("me-mails", content))
}

fn page(signed: &Signed, choices: &[Choice]) -> Markup {
    let words = &signed.words;
    let label = |notice: Notice| {
        words.say(&format!("notice-{}", notice.code().replace('_', "-"))).to_owned()
    };
    let is_new = |at: usize, one: &Choice| {
        let before = at.checked_sub(1).and_then(|before| choices.get(before));
        before.is_some_and(|before| before.company != one.company)
    };
    let begins_staff = |at: usize, one: &Choice| {
        let before = at.checked_sub(1).and_then(|before| choices.get(before));
        OF_STAFF.contains(&one.notice)
            && before.is_none_or(|before| before.membership_id != one.membership_id)
    };
    html! {
        form.form method="post" action="/me/mails" {
            (csrf(&signed.csrf))
            @for (at, one) in choices.iter().enumerate() {
                @if begins_staff(at, one) { h2 { (words.say("me-mails-staff")) } }
                @if is_new(at, one) && one.company.is_some() { h2 { (one.company.as_deref().unwrap_or_default()) } }
                (tick(&one.value(), "yes", &label(one.notice), one.wanted))
            }
            p.hint { (words.say("me-mails-always")) }
            button.button.main type="submit" { (words.say("me-save")) }
        }
    }
}

async fn chosen(State(app): State<App>, sent: SignedForm<HashMap<String, String>>) -> Answer {
    let SignedForm { signed, form } = sent;
    let (login_id, session_id) = (signed.session.person.login().id, signed.session.id);
    let (ticked, words) = (form.into_keys().collect::<Vec<_>>(), signed.words.clone());
    let choose = move |tx: &mut Tx| -> Result<(), DbError> {
        unwanted::choose(tx, login_id, &ticked)?;
        session::flash(tx, session_id, &words, &Text::plain("me-saved"))
    };
    app.db.write(choose).await?;
    Ok(Redirect::to("/me/mails").into_response())
}
