//! VAT rates for staff: what holds where, a rate from a day on.

use super::shown_here;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::{App, frame};
use crate::catalogue::staff_view::vat_rates::{self as view, Page};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings;
use crate::platform::wholesaler;
use crate::pricing::vat_rates::{self, Typed};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use portico_types::Country;
use serde::Deserialize;

/// A rate as a form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    country: String,
    class: String,
    rate: String,
    category: String,
    from: String,
}

impl Sent {
    fn typed(&self) -> Typed {
        Typed {
            country: self.country.clone(),
            class: self.class.clone(),
            rate: self.rate.clone(),
            category: self.category.clone(),
            from: self.from.clone(),
        }
    }
}

/// `GET /staff/vat-rates`.
pub(super) async fn show(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    page(&app, visit, None).await
}

/// The page, with what was typed and why it was not taken.
async fn page(
    app: &App,
    visit: StaffVisit,
    failed: Option<(Typed, (StatusCode, Problem))>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let rates = vat_rates::list(view, &by.staff)?;
        let home = settings::get(view, &wholesaler::COUNTRY)?;
        Ok((rates, home, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (rates, home, today, data) = app.db.read(read).await?;
    let fresh =
        Typed { country: home.code().to_owned(), category: "S".to_owned(), ..Typed::default() };
    let page = Page {
        rates: &rates,
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        typed: failed.as_ref().map_or(&fresh, |(typed, _)| typed),
        problem: failed.as_ref().map(|(_, (_, problem))| problem),
    };
    let content = view::content(&visit.words, &page);
    let status = failed.as_ref().map_or(StatusCode::OK, |(_, (status, _))| *status);
    Ok((status, visit.page(data, visit.words.say("vat-title"), content)).into_response())
}

/// `POST /staff/vat-rates`: a rate is added.
pub(super) async fn add(
    State(app): State<App>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, typed) = (visit.clone(), form.typed());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let today = wholesaler::today(tx)?;
        vat_rates::add(tx, &by.staff, &typed, today)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("vat-added"))?)
    };
    answered(&app, visit, form, app.db.write(done).await).await
}

/// `POST /staff/vat-rates/removal`: a rate that has yet to begin is taken away.
pub(super) async fn take_away(
    State(app): State<App>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, sent) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let country = Country::from_code(&sent.country).ok_or_else(Problem::not_found)?;
        let today = wholesaler::today(tx)?;
        vat_rates::take_away(tx, &by.staff, (country, &sent.class), (&sent.from, today))?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("vat-taken-away"))?)
    };
    let outcome = app.db.write(done).await;
    answered(&app, visit, Sent::default(), outcome).await
}

async fn answered(
    app: &App,
    visit: StaffVisit,
    sent: Sent,
    outcome: Result<(), AppError>,
) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => Ok(Redirect::to("/staff/vat-rates").into_response()),
        Err(error) => page(app, visit, Some((sent.typed(), shown_here(error)?))).await,
    }
}
