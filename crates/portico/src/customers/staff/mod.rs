//! Staff pages about customers: the list, one customer, and a form for each part of it.

mod edits;
mod list;
mod one;
mod people;

use super::posted::{Refused, Versioned};
use super::sheet::{self, Sheet};
use crate::access::visit::StaffVisit;
use crate::access::{StaffForm, session};
use crate::app::frame::{self, FrameData};
use crate::app::{App, Routes};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Text};
use crate::platform::web::path_segment;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

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
