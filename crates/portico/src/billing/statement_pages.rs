//! The pages of a customer's own statement of account: to read, as a list in a file, as a sheet.

use super::pages::sees_all;
use super::pay::start::is_offered;
use super::statement::{self, Period, STATEMENT, Statement};
use super::statement_paper::paper;
use super::view::{self, StatementShown};
use crate::access::Buyer;
use crate::access::visit::Visit;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame, papers};
use crate::platform::db::View;
use crate::platform::list::{Asked, Page, Pairs};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use portico_types::{Currency, Day};
use serde::Deserialize;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/statement", page)
        .get("/statement.pdf", sheet)
        .get("/statement/export", file)
}

/// The days of a statement, as typed; blank: the last three months.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Days {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How many entries stand on pages before this one.
    pub before: String,
}

impl Days {
    /// The days that a file is asked for.
    pub(super) fn of(asked: &Asked) -> Days {
        let (from, to) = (asked.text("from").to_owned(), asked.text("to").to_owned());
        Days { from, to, ..Days::default() }
    }

    /// The period.
    ///
    /// # Errors
    /// 422 where a day cannot be read.
    pub(super) fn wanted(&self, today: Day) -> Result<Period, Problem> {
        let bad_day = || Problem::new(422, "invalid", Text::plain("statement-bad-day"));
        self.period(today).ok_or_else(bad_day)
    }

    /// The period; none where a day cannot be read.
    pub(super) fn period(&self, today: Day) -> Option<Period> {
        let read = |text: &str, usual: Day| {
            let text = text.trim();
            if text.is_empty() { Some(usual) } else { Day::parse(text) }
        };
        let to = read(&self.to, today)?;
        let (year, month, _) = to.parts();
        let back = i32::from(month) - 3;
        let (year, month) =
            if back < 0 { (i32::from(year) - 1, back + 12) } else { (i32::from(year), back) };
        let first = Day::parse(&format!("{year:04}-{:02}-01", month + 1))?;
        Some(Period { from: read(&self.from, first)?, to })
    }
}

/// What a statement's page is asked for and finds.
pub struct Found {
    /// The statement, or why there is none.
    pub statement: Result<Statement, Text>,
    /// The days as typed, or those meant by typing none.
    pub typed: (String, String),
    /// How many entries stand on pages before this one.
    pub before: usize,
    /// The day it is at the wholesaler's.
    pub today: Day,
}

/// The statement of these days as `read` reads it; what is wrong with the days is found, not refused.
pub(super) fn found(
    view: &mut View,
    days: &Days,
    read: impl FnOnce(&mut View, Period) -> Result<Statement, AppError>,
) -> Result<Found, AppError> {
    let today = wholesaler::today(view)?;
    let Some(period) = days.period(today) else {
        let statement = Err(Text::plain("statement-bad-day"));
        let typed = (days.from.clone(), days.to.clone());
        return Ok(Found { statement, typed, before: 0, today });
    };
    let typed = (period.from.text(), period.to.text());
    let found = match read(view, period) {
        Ok(statement) => Ok(statement),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            Err(problem.errors.first().map_or(problem.text.clone(), |error| error.text.clone()))
        }
        Err(other) => return Err(other),
    };
    // Whole pages, so that an address that somebody changed shows no half one.
    let before = days.before.parse().unwrap_or(0).min(statement::MOST);
    let before = before / view::STATEMENT_PAGE * view::STATEMENT_PAGE;
    Ok(Found { statement: found, typed, before, today })
}

/// The statement of the customer acted for; only for whoever sees all of its documents.
pub(super) fn read_statement(
    view: &mut View,
    buyer: &Buyer,
    currency: Currency,
    period: Period,
) -> Result<Statement, AppError> {
    if !sees_all(buyer) {
        let text = Text::plain("statement-own-only");
        return Err(Problem::new(403, "not_allowed", text).into());
    }
    statement::statement(view, buyer.customer.id, currency, period)
}

/// `GET /statement`.
async fn page(
    State(app): State<App>,
    visit: Visit,
    Query(days): Query<Days>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let currency = by.buyer.customer.currency;
        let found =
            found(view, &days, |view, period| read_statement(view, &by.buyer, currency, period))?;
        let pays = is_offered(view, &by.buyer)?;
        Ok((found, pays, frame::read(view, &by)?))
    };
    let (found, pays, data) = app.db.report(read).await?;
    let shown = StatementShown { found: &found, pays, path: "/statement", of: None };
    let content = view::statement(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("statement-title"), content).into_response())
}

/// `GET /statement.pdf`.
async fn sheet(
    State(app): State<App>,
    visit: Visit,
    Query(days): Query<Days>,
) -> Result<Response, AppError> {
    let home = app.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let period = days.wanted(wholesaler::today(view)?)?;
        let customer = &visit.buyer.customer;
        let statement = read_statement(view, &visit.buyer, customer.currency, period)?;
        paper(view, &home.words, customer.id, &statement)
    };
    let paper = app.db.report(read).await?;
    papers::answer(&app, paper).await
}

/// `GET /statement/export`: the entries as a file.
async fn file(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STATEMENT.asked(&pairs, 1);
    let (by, days) = (visit.clone(), Days::of(&asked));
    let export = Export {
        listing: &STATEMENT,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("statement-title"),
    };
    let paging = asked.paging.clone();
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let period = days.wanted(wholesaler::today(read)?)?;
        let currency = by.buyer.customer.currency;
        let mut rows = Some(read_statement(read, &by.buyer, currency, period)?.entries);
        let columns = view::entry_columns(&by.words, currency);
        sheet.all(read, (&columns, kept), &paging, |_, _| {
            Ok(Page { rows: rows.take().unwrap_or_default(), previous: None, next: None })
        })
    })
    .await
}
