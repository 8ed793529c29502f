//! The statement of account of any customer, for staff.

use super::statement::{self, STATEMENT};
use super::statement_pages::{Days, found};
use super::statement_paper::paper;
use super::view::{self, OfCustomer, StatementShown};
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame, papers};
use crate::customers::sheet;
use crate::platform::db::View;
use crate::platform::list::{Page, Pairs};
use crate::platform::problem::AppError;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/customers/{number}/statement", page)
        .get("/staff/customers/{number}/statement.pdf", pdf)
        .get("/staff/customers/{number}/statement/export", file)
}

fn href(number: &str) -> String {
    format!("/staff/customers/{}/statement", path_segment(number))
}

/// `GET /staff/customers/{number}/statement`.
async fn page(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(days): Query<Days>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let customer = sheet::sheet(view, &by.staff, &number)?;
        let currency = customer.currency()?;
        let found = found(view, &days, |view, period| {
            statement::statement(view, customer.id, currency, period)
        })?;
        Ok((customer, found, frame::read(view, &by)?))
    };
    let (customer, found, data) = app.db.report(read).await?;
    let shown = StatementShown {
        found: &found,
        pays: false,
        path: &href(&customer.number),
        of: Some(OfCustomer {
            number: &customer.number,
            name: &customer.name,
            invoiced_to: customer.invoiced_to.as_deref(),
        }),
    };
    let content = view::statement(&visit.words, &shown);
    let title = visit.words.fill("statement-of", &[("customer", &customer.name)]);
    Ok(visit.page(data, &title, content).into_response())
}

/// `GET /staff/customers/{number}/statement.pdf`.
async fn pdf(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(days): Query<Days>,
) -> Result<Response, AppError> {
    let home = app.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let customer = sheet::sheet(view, &visit.staff, &number)?;
        let period = days.wanted(wholesaler::today(view)?)?;
        let statement = statement::statement(view, customer.id, customer.currency()?, period)?;
        paper(view, &home.words, customer.id, &statement)
    };
    let paper = app.db.report(read).await?;
    papers::answer(&app, paper).await
}

/// `GET /staff/customers/{number}/statement/export`: the entries as a file.
async fn file(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STATEMENT.asked(&pairs, 1).below(&href(&number));
    let by = visit.clone();
    let read = move |view: &mut View| sheet::sheet(view, &by.staff, &number);
    let customer = app.db.read(read).await?;
    let (id, currency, number) = (customer.id, customer.currency()?, customer.number);
    let (words, days, paging) = (visit.words.clone(), Days::of(&asked), asked.paging.clone());
    let export = Export {
        listing: &STATEMENT,
        asked: &asked,
        pairs: &pairs,
        of: &number,
        title: visit.words.say("statement-title"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let period = days.wanted(wholesaler::today(read)?)?;
        let mut rows = Some(statement::statement(read, id, currency, period)?.entries);
        let columns = view::entry_columns(&words, currency);
        sheet.all(read, (&columns, kept), &paging, |_, _| {
            Ok(Page { rows: rows.take().unwrap_or_default(), previous: None, next: None })
        })
    })
    .await
}
