//! Where a login is signed in, and ending that.

use super::super::before::Answer;
use super::super::form::SignedForm;
use super::super::session_list::{self, Listed};
use super::super::visit::Signed;
use super::super::{device, session};
use super::{answer, read};
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{Problem, Text};
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{Column, Table, cell, row, row_head, table, told};
use crate::platform::wholesaler;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use portico_types::{Moment, Zone};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/me/sessions", shown)
        .post("/me/sessions/end", ended)
        .post("/me/sessions/end-others", others_ended)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Which {
    session: i64,
}

#[derive(Deserialize)]
struct Nothing {}

async fn shown(signed: Signed) -> Answer {
    let login_id = signed.session.person.login().id;
    let ((list, zone), data) = read(&signed, move |view| {
        Ok((session_list::list(view, login_id)?, wholesaler::zone(view)?))
    })
    .await?;
    let content = page(&signed, &list, &zone);
    answer(&signed, data, StatusCode::OK, ("me-sessions", content))
}

fn page(signed: &Signed, list: &[Listed], zone: &Zone) -> Markup {
    let words = &signed.words;
    let column = |label| Column { label, ..Column::default() };
    let columns = [
        column(words.say("me-session-device")),
        column(words.say("me-session-since")),
        column(words.say("me-session-seen")),
        Column { hidden: true, class: "c-action", ..column(words.say("me-session-end")) },
    ];
    let today = Moment(signed.app.clock.now_ms()).day(zone);
    let time = |at| dates::moment(words, Moment(at), zone, today);
    let rows = html! {
        @for one in list {
            @let device = device::said(words, one.user_agent.as_deref());
            @let seen = time(one.seen_at);
            (row("", html! {
                (row_head("whole name", html! { (device) }))
                (told("", words.say("me-session-since"), html! { (time(one.since)) }))
                (told("", words.say("me-session-seen"), html! { (seen) }))
                (cell("c-action", html! {
                    @if one.id == signed.session.id { (state(Shape::Disc, Tone::Good, words.say("me-session-this"))) }
                    @else { (end_button(signed, one.id, &words.fill("me-session-end-what", &[("device", &device), ("seen", &seen)]))) }
                }))
            }))
        }
    };
    let table = Table { class: "sessions", caption: words.say("me-sessions"), columns: &columns };
    html! {
        (self::table(table, rows, None))
        @if list.len() > 1 {
            form method="post" action="/me/sessions/end-others" {
                (csrf(&signed.csrf))
                button.button type="submit" { (words.say("me-session-others")) }
            }
        }
    }
}

fn end_button(signed: &Signed, id: i64, label: &str) -> Markup {
    html! {
        form method="post" action="/me/sessions/end" {
            (csrf(&signed.csrf))
            button.button.small type="submit" name="session" value=(id) aria-label=(label) { (signed.words.say("me-session-end")) }
        }
    }
}

async fn ended(State(app): State<App>, sent: SignedForm<Which>) -> Answer {
    let SignedForm { signed, form } = sent;
    let (login_id, words) = (signed.session.person.login().id, signed.words.clone());
    let own = signed.session.id;
    let end = move |tx: &mut Tx| -> Result<bool, DbError> {
        if form.session == own || !session_list::end_one(tx, login_id, form.session)? {
            return Ok(false);
        }
        session::flash(tx, own, &words, &Text::plain("me-session-ended"))?;
        Ok(true)
    };
    if app.db.write(end).await? {
        return Ok(Redirect::to("/me/sessions").into_response());
    }
    Err(Problem::not_found().into())
}

async fn others_ended(State(app): State<App>, sent: SignedForm<Nothing>) -> Answer {
    let signed = sent.signed;
    let (login_id, own) = (signed.session.person.login().id, signed.session.id);
    let words = signed.words.clone();
    let end = move |tx: &mut Tx| -> Result<(), DbError> {
        let count = session_list::end_all_others(tx, login_id, own)?;
        let text = Text::plain("me-sessions-ended").with("count", count);
        session::flash(tx, own, &words, &text)
    };
    app.db.write(end).await?;
    Ok(Redirect::to("/me/sessions").into_response())
}
