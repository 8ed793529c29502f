//! Every token that works, for the wholesaler's owners; and the table of tokens that both pages show.

use super::form::StaffForm;
use super::session;
use super::tokens::{self, Listed};
use super::visit::{Signed, StaffVisit};
use crate::app::frame;
use crate::app::{App, Routes};
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{Column, Table, cell, row, row_head, table, told};
use crate::platform::wholesaler;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use portico_types::{Moment, Zone};
use serde::Deserialize;

/// The routes for owners.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/staff/tokens", listed).post("/staff/tokens/revoke", revoked)
}

async fn listed(visit: StaffVisit) -> Result<Response, AppError> {
    let asked = visit.clone();
    let read = move |view: &mut _| -> Result<_, AppError> {
        let list = tokens::list_all(view, &asked.staff)?;
        Ok((list, wholesaler::zone(view)?, frame::read(view, &asked)?))
    };
    let (list, zone, data) = visit.app.db.read(read).await?;
    let words = &visit.words;
    let context = html! { (words.say("staff-tokens-context")) };
    let content = html! {
        (title(Head { title: words.say("staff-tokens"), context: Some(context), ..Head::default() }))
        @if list.is_empty() { p { (words.say("staff-tokens-none")) } }
        @else { (table_of(&visit, &list, &zone, "/staff/tokens/revoke")) }
    };
    let title = words.say("staff-tokens").to_owned();
    Ok(visit.page(data, &title, content).into_response())
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    token: i64,
}

async fn revoked(State(app): State<App>, sent: StaffForm<Which>) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    let (asked, words) = (visit.clone(), visit.words.clone());
    let revoke = move |tx: &mut Tx| -> Result<bool, AppError> {
        let done = tokens::revoke_any(tx, &asked.staff, form.token)?;
        if done {
            session::flash(tx, asked.session.id, &words, &Text::plain("me-token-revoked"))?;
        }
        Ok(done)
    };
    if app.db.write(revoke).await? {
        return Ok(Redirect::to("/staff/tokens").into_response());
    }
    Err(Problem::not_found().into())
}

/// A table of tokens with a button each to revoke what still works.
pub(super) fn table_of(signed: &Signed, list: &[Listed], zone: &Zone, revoke: &str) -> Markup {
    let words = &signed.words;
    let column = |key| Column { label: words.say(key), ..Column::default() };
    let columns = [
        column("me-token-name"),
        column("me-token-for"),
        column("me-token-scopes"),
        column("me-token-used"),
        column("me-token-state"),
        Column { hidden: true, class: "c-action", ..column("me-token-revoke") },
    ];
    let rows = html! { @for one in list { (one_row(signed, one, zone, revoke)) } };
    table(Table { class: "tokens", caption: words.say("me-tokens"), columns: &columns }, rows, None)
}

fn one_row(signed: &Signed, one: &Listed, zone: &Zone, revoke: &str) -> Markup {
    let (words, now) = (&signed.words, signed.app.clock.now_ms());
    let today = Moment(now).day(zone);
    let company = one.customer.as_deref().unwrap_or(words.say("frame-staff"));
    let used = one.used_at.map_or(words.say("me-token-never").to_owned(), |at| {
        dates::moment(words, Moment(at), zone, today)
    });
    let works = one.revoked_at.is_none() && one.ends_at > now;
    let last_day = Moment(one.ends_at - 1).day(zone);
    let shown = if one.revoked_at.is_some() {
        state(Shape::Dash, Tone::Plain, words.say("me-token-is-revoked"))
    } else if works {
        let until = dates::short(words, last_day, today);
        state(Shape::Disc, Tone::Good, &words.fill("me-token-works", &[("day", &until)]))
    } else {
        state(Shape::Dash, Tone::Plain, words.say("me-token-is-ended"))
    };
    let what = words.fill("me-token-revoke-what", &[("name", &one.name)]);
    row(
        "",
        html! {
            (row_head("name", html! { (one.name) }))
            (cell("whole", html! { (one.login) " · " (company) }))
            (cell("", html! { (one.scopes.replace(' ', ", ")) }))
            (told("", words.say("me-token-used"), html! { (used) }))
            (cell("", shown))
            (cell("c-action", html! {
                @if works {
                    form method="post" action=(revoke) {
                        (csrf(&signed.csrf))
                        button.button.small type="submit" name="token" value=(one.id) aria-label=(what) { (words.say("me-token-revoke")) }
                    }
                }
            }))
        },
    )
}
