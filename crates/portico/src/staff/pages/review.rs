//! The queue of orders to review: looking, and confirming several at once.

use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::backoffice::queue::{self, ToReview};
use crate::backoffice::review::{self, Confirmed, Left};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Text};
use crate::platform::wholesaler;
use crate::platform::words::Language;
use crate::staff::view::review::{self as view, Queue};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /staff/review`.
pub(super) async fn show(visit: StaffVisit) -> Result<Response, AppError> {
    page(visit, StatusCode::OK, None, "").await
}

/// The queue; or, of it, what was ticked.
async fn page(
    visit: StaffVisit,
    status: StatusCode,
    ticked: Option<Vec<(String, i64)>>,
    error: &str,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let all = queue::to_review(view, &by.staff)?;
        Ok((all, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (mut all, today, data) = visit.app.db.read(read).await?;
    let mut left = Vec::new();
    if let Some(ticked) = &ticked {
        left = not_as_ticked(&all, ticked);
        let is_ticked = |one: &ToReview| ticked.iter().any(|(number, _)| *number == one.number);
        all.retain(is_ticked);
    }
    let words = &visit.words;
    let writes = visit.staff.role >= StaffRole::Write;
    let shown = Queue { all: &all, left: &left, csrf: &visit.csrf, writes, today, error };
    let content =
        if ticked.is_some() { view::selection(words, &shown) } else { view::queue(words, &shown) };
    Ok((status, visit.page(data, words.say("review-title"), content)).into_response())
}

/// Of what was ticked, what is gone from the queue, and what was changed since the queue was shown.
fn not_as_ticked(all: &[ToReview], ticked: &[(String, i64)]) -> Vec<(String, Left)> {
    let why = |(number, version): &(String, i64)| {
        let left = match all.iter().find(|one| one.number == *number) {
            None => Left::Gone,
            Some(one) if one.version != *version => Left::Changed,
            Some(_) => return None,
        };
        Some((number.clone(), left))
    };
    ticked.iter().filter_map(why).collect()
}

/// What was ticked: number and version of each order, `P-100234:3`.
fn ticked(fields: &Fields) -> Vec<(String, i64)> {
    let one = |value: &str| {
        let (number, version) = value.rsplit_once(':')?;
        Some((number.to_owned(), version.parse().ok()?))
    };
    let named = fields.iter().filter(|(name, _)| name == "order");
    named.filter_map(|(_, value)| one(value)).take(queue::MOST as usize).collect()
}

/// `POST /staff/review`: first says how many it will be, then does exactly those.
pub(super) async fn confirm(
    State(app): State<App>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let seen = ticked(&fields);
    if seen.is_empty() {
        let error = visit.words.say("review-none-ticked").to_owned();
        return page(visit, StatusCode::UNPROCESSABLE_ENTITY, None, &error).await;
    }
    if !fields.iter().any(|(name, value)| name == "step" && value == "confirm") {
        return page(visit, StatusCode::OK, Some(seen), "").await;
    }
    let by = visit.clone();
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let done = review::confirm_all(tx, &by.staff, &seen)?;
        Ok(session::flash(tx, by.session.id, &by.words, &said(&by.words, &done))?)
    };
    app.db.write(deed).await?;
    Ok(Redirect::to("/staff/review").into_response())
}

/// How many are confirmed; and of each that is not, why.
fn said(words: &Language, done: &Confirmed) -> Text {
    let count = done.done.len();
    if done.left.is_empty() {
        return Text::plain("review-confirmed").with("count", count);
    }
    let left: Vec<String> = done.left.iter().map(|one| view::left_alone(words, one)).collect();
    Text::plain("review-confirmed-not-all").with("count", count).with("left", left.join(" "))
}
