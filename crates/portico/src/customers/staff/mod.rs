//! Staff pages about customers: the list, one customer, and a form for each part of it.

mod edits;
mod list;
mod one;
mod people;

use super::sheet::{self, Sheet};
use crate::access::visit::StaffVisit;
use crate::access::{StaffForm, session};
use crate::app::frame::{self, FrameData};
use crate::app::{App, Routes};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::web::path_segment;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;

/// The routes of customers, for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/customers", list::show)
        .post("/staff/customers", edits::create)
        .get("/staff/customers/export", list::export)
        .get("/staff/customers/new", edits::new)
        .get("/staff/customers/{number}", one::show)
        .post("/staff/customers/{number}/state", edits::set_state)
        .post("/staff/customers/{number}/review", edits::set_review)
        .get("/staff/customers/{number}/details", edits::details)
        .post("/staff/customers/{number}/details", edits::save_details)
        .get("/staff/customers/{number}/terms", edits::terms)
        .post("/staff/customers/{number}/terms", edits::save_terms)
        .get("/staff/customers/{number}/contacts/{contact}", people::contact)
        .post("/staff/customers/{number}/contacts/{contact}", people::save_contact)
        .post("/staff/customers/{number}/contacts/{contact}/removal", people::remove_contact)
        .get("/staff/customers/{number}/addresses/{address}", people::address)
        .post("/staff/customers/{number}/addresses/{address}", people::save_address)
        .post("/staff/customers/{number}/addresses/{address}/removal", people::remove_address)
}

/// A form's own fields beside the version that it was opened with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Versioned<T: Default> {
    version: String,
    #[serde(flatten)]
    typed: T,
}

impl<T: Default> Versioned<T> {
    fn version(&self) -> i64 {
        self.version.parse().unwrap_or(0)
    }
}

/// Why a form was not taken, as its page says it.
#[derive(Clone, Debug, Default)]
struct Refused {
    status: StatusCode,
    /// Above the form.
    problem: Option<Text>,
    /// At the fields.
    faults: Vec<FieldProblem>,
}

impl Refused {
    /// What the form's page can say; anything else is an answer of its own.
    fn of(error: AppError) -> Result<Refused, AppError> {
        match error {
            AppError::Refused(problem) if matches!(problem.status, 409 | 422) => {
                let Problem { status, text, errors, .. } = *problem;
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::CONFLICT);
                let problem = errors.is_empty().then_some(text);
                Ok(Refused { status, problem, faults: errors })
            }
            other => Err(other),
        }
    }
}

/// The address of a customer's page, or of what stands below it.
fn href(number: &str, below: &str) -> String {
    format!("/staff/customers/{}{below}", path_segment(number))
}

/// Runs a deed and leaves a sentence for the page that follows.
async fn done(
    app: &App,
    visit: &StaffVisit,
    said: Text,
    deed: impl Fn(&mut Tx) -> Result<(), AppError> + Send + 'static,
) -> Result<(), AppError> {
    let (id, words) = (visit.session.id, visit.words.clone());
    let all = move |tx: &mut Tx| -> Result<(), AppError> {
        deed(tx)?;
        Ok(session::flash(tx, id, &words, &said)?)
    };
    app.db.write(all).await
}

/// The customer and the frame around its page.
async fn read(app: &App, visit: &StaffVisit, number: &str) -> Result<(Sheet, FrameData), AppError> {
    let (by, number) = (visit.clone(), number.to_owned());
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((sheet::sheet(view, &by.staff, &number)?, frame::read(view, &by)?))
    };
    app.db.read(read).await
}

fn page(
    visit: &StaffVisit,
    refused: &Refused,
    data: FrameData,
    title: &str,
    content: Markup,
) -> Response {
    let title = title.to_owned();
    (refused.status, visit.page(data, &title, content)).into_response()
}

fn back(number: &str, section: &str) -> Response {
    Redirect::to(&href(number, section)).into_response()
}

/// A form of staff with the version it was opened with.
type Sent<T> = StaffForm<Versioned<T>>;
