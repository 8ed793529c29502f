//! A price list changed by percent: the question, what it would do, and doing it.

use super::list_prices::whose;
use super::price_lists::{found, to_list};
use super::shown_here;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::{App, frame};
use crate::catalogue::percent_preview::{only, preview};
use crate::catalogue::staff_view::percent::{self as view, Asked, Page};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use crate::pricing::percent::{self, Percent, STEPS};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use portico_types::Day;
use serde::Deserialize;

/// A change by percent as it was typed, and which one was shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    #[serde(flatten)]
    asked: Asked,
    seen: String,
}

/// As a change; every field that is wrong.
fn read(asked: &Asked, today: Day) -> Result<Percent, Problem> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, key| {
        faults.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    };
    let hundredths = Percent::parse(&asked.percent);
    if hundredths.is_none() {
        fault("percent", "percent-bad");
    }
    let step = match asked.step.as_str() {
        "" => STEPS.first().copied(),
        text => text.parse().ok().filter(|step| STEPS.contains(step)),
    };
    if step.is_none() {
        fault("step", "percent-bad-step");
    }
    let day = match asked.day.trim() {
        "" => Some(today),
        text => Day::parse(text).filter(|day| *day >= today),
    };
    if day.is_none() {
        fault("day", "percent-bad-day");
    }
    match (hundredths, step, day) {
        (Some(hundredths), Some(step), Some(day)) => Ok(Percent { hundredths, step, day }),
        _ => Err(Problem::invalid(faults)),
    }
}

/// `GET /staff/price-lists/{code}/percent`: the question, and with a percent what it would do.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    page(&app, visit, (code, asked), None).await
}

/// The page; what would be done is shown anew where it was not done.
async fn page(
    app: &App,
    visit: StaffVisit,
    (code, asked): (String, Asked),
    failed: Option<(StatusCode, Problem)>,
) -> Result<Response, AppError> {
    let (by, wanted) = (visit.clone(), asked.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let list = found(view, &by, &code)?;
        let today = wholesaler::today(view)?;
        let shown = match wanted.percent.trim() {
            "" => Ok(None),
            _ => read(&wanted, today).map_err(AppError::from).and_then(|percent| {
                let would = preview(view, &by.staff, &list, (percent, &wanted.q))?;
                Ok(Some((percent, would)))
            }),
        };
        let (shown, refused) = match shown {
            Ok(shown) => (shown, None),
            Err(error) => (None, Some(shown_here(error)?)),
        };
        Ok((list, shown, refused, today, frame::read(view, &by)?))
    };
    // A long list is read whole: that is no work for the lane of pages.
    let (list, shown, refused, today, data) = app.db.report(read).await?;
    let failed = failed.or(refused);
    let page = Page {
        list: &list,
        asked: &asked,
        shown: shown.as_ref(),
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write && list.erp_ref.is_none(),
        problem: failed.as_ref().map(|(_, problem)| problem),
    };
    let content = view::content(&visit.words, &page);
    let status = failed.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
    Ok((status, visit.page(data, visit.words.say("percent-title"), content)).into_response())
}

/// `POST /staff/price-lists/{code}/percent`: what was shown is done.
pub(super) async fn change(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, sent) = (visit.clone(), code.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let list = found(tx, &by, &of)?;
        let change = read(&sent.asked, wholesaler::today(tx)?)?;
        let only = only(tx, &by.staff, &list, &sent.asked.q)?;
        let of = (change, only.as_deref());
        let count = percent::change(tx, &by.staff, whose(&list), of, &sent.seen)?;
        let said = Text::plain("percent-done").with("count", count);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(to_list(&code)),
        Err(error) => page(&app, visit, (code, form.asked), Some(shown_here(error)?)).await,
    }
}
