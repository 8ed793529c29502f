//! Orders that are ticked in a list are released: each a note of its own.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::app::{App, frame};
use crate::backoffice::goods_out::release::{self, Released, Wanted};
use crate::backoffice::goods_out::staff_view::orders as view;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Text};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `POST /staff/goods-out`: exactly the ticked orders, all that is allocated of each. Where some could not be, a page says
/// which and why.
pub(super) async fn release_several(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let mut orders: Vec<(String, Wanted)> = Vec::new();
    for (_, number) in fields.iter().filter(|(name, _)| name == "order") {
        if orders.iter().all(|(other, _)| other != number) {
            orders.push((number.clone(), Wanted::All));
        }
    }
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<Vec<Released>, AppError> {
        let answers = release::release(tx, &by.staff, &orders)?;
        if !answers.is_empty() && answers.iter().all(|answer| answer.note.is_ok()) {
            let said = Text::plain("release-several-done").with("count", answers.len());
            session::flash(tx, by.session.id, &by.words, &said)?;
        }
        Ok(answers)
    };
    let answers = app.db.write(deed).await?;
    let made = answers.iter().filter(|answer| answer.note.is_ok()).count();
    if made > 0 && made == answers.len() {
        return Ok(Redirect::to("/staff/goods-out?state=open").into_response());
    }
    let by = visit.clone();
    let data = app.db.read(move |view: &mut View| frame::read(view, &by)).await?;
    let status = if made == 0 { StatusCode::CONFLICT } else { StatusCode::OK };
    let content = view::outcome(&visit.words, &answers);
    Ok((status, visit.page(data, visit.words.say("release-title"), content)).into_response())
}
