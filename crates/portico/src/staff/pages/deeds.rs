//! What staff do with an order: cancel it or some of its lines, answer a comment, write a note.

use super::orders::{Typed, shown};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::App;
use crate::backoffice::goods_out::release::{Released, Wanted};
use crate::backoffice::goods_out::staff_view::orders::asked_lines;
use crate::backoffice::goods_out::{give_up, release as releasing};
use crate::backoffice::review;
use crate::orders::{cancel, change, comment, note, staff_store};
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `POST /staff/orders/{number}/cancellation`: of the lines that are ticked, or of the whole order.
pub(super) async fn cancel(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, fields } = sent;
    visit.needs(StaffRole::Write)?;
    let ticked = fields.iter().filter(|(name, _)| name == "line");
    let lines: Vec<i64> = ticked.filter_map(|(_, value)| value.parse().ok()).collect();
    let (by, of, reason) = (visit.clone(), number.clone(), form.cancel_reason.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        if lines.is_empty() {
            review::withdraw(tx, &by.staff, &of)?;
        }
        let _ = give_up::of_order(tx, &by.staff, &of, &lines)?;
        cancel::cancel(tx, &by.staff, &of, (&lines, &reason))?;
        let key = if lines.is_empty() { "staff-cancelled" } else { "staff-lines-cancelled" };
        let said = Text { key, args: vec![("number", of.clone())] };
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, number, form, done).await
}

/// `POST /staff/orders/{number}/notes`.
pub(super) async fn write_note(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, text) = (visit.clone(), number.clone(), form.note.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        note::add(tx, &by.staff, &of, &text)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("note-written"))?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, number, form, done).await
}

/// `POST /staff/orders/{number}/release`: so much of each line, or of an order that goes out whole all; its note comes next.
pub(super) async fn release(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, typed) = (visit.clone(), number.clone(), fields.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let found = staff_store::get_any(tx, &by.staff, &of)?;
        let (order, _) = found.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let lines =
            asked_lines(&order.lines, &typed).map_err(|text| Problem::new(422, "invalid", text))?;
        let wanted = if order.head.part_deliveries { Wanted::Lines(lines) } else { Wanted::All };
        let released = releasing::release(tx, &by.staff, &[(of.clone(), wanted)])?;
        let Some(Released { note, .. }) = released.into_iter().next() else {
            return Err(Problem::not_found().into());
        };
        let note = note.map_err(AppError::Refused)?;
        let said = Text::plain("release-done").with("note", &note);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(note)
    };
    match app.db.write(deed).await {
        Ok(note) => {
            Ok(Redirect::to(&format!("/staff/goods-out/{}", path_segment(&note))).into_response())
        }
        Err(error) => {
            let release =
                if fields.is_empty() { vec![(String::new(), String::new())] } else { fields };
            let typed = Typed::to_release(release);
            answer(&app, visit, number, typed, Err(error)).await
        }
    }
}

/// What the customer wrote and the person had before them: the numbers of these comments.
fn read(fields: &Fields) -> Vec<i64> {
    fields.iter().filter(|(name, _)| name == "read").filter_map(|(_, id)| id.parse().ok()).collect()
}

/// `POST /staff/orders/{number}/comments`.
pub(super) async fn answer_comment(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, fields } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, text) = (visit.clone(), number.clone(), form.text.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        comment::answer(tx, &by.staff, &of, (&text, &read(&fields)))?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("comment-answered"))?)
    };
    let done = app.db.write(deed).await;
    // A blank one is a comment, too: its fault stands at its field.
    let form = if form.text.is_empty() { Typed { text: " ".to_owned(), ..form } } else { form };
    answer(&app, visit, number, form, done).await
}

/// `POST /staff/orders/{number}/comments/read`: what the customer wrote needs no answer.
pub(super) async fn comments_read(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, fields } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let settled = comment::needs_no_answer(tx, &by.staff, &of, &read(&fields))?;
        let key = if settled { "comment-no-answer-done" } else { "comment-nothing-waits" };
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain(key))?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, number, form, done).await
}

/// `POST /staff/orders/{number}/changes/{change}/refusal`: what a customer asked for is declined.
pub(super) async fn decline_change(
    State(app): State<App>,
    Path((number, wish)): Path<(String, i64)>,
    sent: StaffForm<Typed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, reason) = (visit.clone(), number.clone(), form.decline_reason.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        change::decline(tx, &by.staff, (&of, wish), &reason)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("change-declined-said"))?)
    };
    let done = app.db.write(deed).await;
    answer(&app, visit, number, Typed { declines: true, ..form }, done).await
}

/// Back to the order; what was refused is said there, with what was typed.
async fn answer(
    app: &App,
    visit: StaffVisit,
    number: String,
    typed: Typed,
    done: Result<(), AppError>,
) -> Result<Response, AppError> {
    match done {
        Ok(()) => {
            let to = format!("/staff/orders/{}", path_segment(&number));
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            shown(app, visit, number, status, typed, Some(*problem)).await
        }
        Err(other) => Err(other),
    }
}
