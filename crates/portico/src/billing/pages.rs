//! Pages of a customer's transactions and of its statement of account.

use super::list::{self, TRANSACTIONS};
use super::pay::start::is_offered;
use super::statement::{self, Period, STATEMENT, Statement};
use super::view::{self, Shown, Standing, StatementShown, Transactions};
use super::{papers, store};
use crate::access::visit::Visit;
use crate::access::{Buyer, Sees};
use crate::app::list_page::Sight;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::customers::account::{self, Account};
use crate::platform::db::{DbError, View};
use crate::platform::list::{Page, Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use portico_types::{Currency, Day};
use serde::Deserialize;
use std::collections::HashMap;

/// Rows of a page.
const ROWS: i64 = 30;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/transactions", transactions)
        .get("/transactions/export", export)
        .get("/transactions/{number}", document)
        .get("/statement", statement_page)
        .get("/statement/export", statement_file)
}

/// Whether this person sees all of the company's documents, and so what it owes.
#[must_use]
pub fn sees_all(buyer: &Buyer) -> bool {
    buyer.sees == Sees::All
}

type Read = (Account, statement::Ageing, HashMap<String, (i64, i64)>);

fn standing(view: &mut View, buyer: &Buyer, today: Day) -> Result<Option<Read>, DbError> {
    if !sees_all(buyer) {
        return Ok(None);
    }
    let account = account::account(view, buyer)?;
    let ageing = statement::ageing(view, buyer.customer.id, buyer.customer.currency, today)?;
    Ok(Some((account, ageing, list::counts(view, buyer)?)))
}

async fn transactions(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = TRANSACTIONS.asked(&pairs, ROWS);
    let (by, of) = (visit.clone(), list::Wanted::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = list::own(view, &by.buyer, &of)?;
        let kept = columns::kept(view, by.login_id(), TRANSACTIONS.name)?;
        let today = wholesaler::today(view)?;
        let standing = standing(view, &by.buyer, today)?;
        let zone = wholesaler::zone(view)?;
        let acts = is_offered(view, &by.buyer)?;
        let sight = Sight { zone, today, acts, prices: true };
        Ok((page, kept, standing, sight, frame::read(view, &by)?))
    };
    let (page, kept, standing, sight, data) = app.db.read(read).await?;
    let shown = Transactions {
        asked: &asked,
        kept: &kept,
        page: &page,
        sight: &sight,
        standing: standing.as_ref().map(|(account, ageing, counts)| Standing {
            account,
            ageing: *ageing,
            counts,
        }),
        currency: visit.buyer.customer.currency,
        csrf: &visit.csrf,
    };
    let content = view::content(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("transactions-title"), content).into_response())
}

async fn export(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = TRANSACTIONS.asked(&pairs, ROWS);
    let (by, of) = (visit.clone(), list::Wanted::asked(&asked));
    let export = Export {
        listing: &TRANSACTIONS,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("transactions-title"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let sight = Sight { zone, today, acts: false, prices: true };
        let columns = view::columns(&by.words, &sight, by.buyer.customer.currency);
        sheet.all(read, (&columns, kept), &of.paging, |read, paging| {
            list::own(read, &by.buyer, &of.on(paging))
        })
    })
    .await
}

/// `/transactions/INV-2026-0042`, and its papers with `.pdf` and `.xml` behind the number.
async fn document(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let (number, kind) = papers::asked(&number);
    let by = visit.clone();
    let of = number.to_owned();
    if let Some(kind) = kind {
        let read = move |view: &mut View| papers::of_customer(view, &by.buyer, &of);
        let paper = app.db.read(read).await?.ok_or_else(Problem::not_found)?;
        return papers::answer(&app, paper, kind).await;
    }
    let read = move |view: &mut View| -> Result<_, DbError> {
        let detail = store::get(view, &by.buyer, &of)?;
        let pays = is_offered(view, &by.buyer)?;
        Ok((detail, pays, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (detail, pays, today, data) = app.db.read(read).await?;
    let detail = detail.ok_or_else(Problem::not_found)?;
    let shown = Shown {
        detail: &detail,
        today,
        pays,
        back: (visit.words.say("transactions-title"), "/transactions"),
        staff: None,
        for_staff: false,
    };
    let content = view::document(&visit.words, &shown);
    Ok(visit.page(data, &detail.head.number, content).into_response())
}

/// The days of a statement, as typed; blank: the last three months.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Days {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

impl Days {
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

async fn statement_page(
    State(app): State<App>,
    visit: Visit,
    Query(days): Query<Days>,
) -> Result<Response, AppError> {
    let (by, of) = (visit.clone(), days.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let today = wholesaler::today(view)?;
        let period = of.period(today);
        let statement = match period {
            None => Err(Text::plain("statement-bad-day")),
            Some(period) => {
                match read_statement(view, &by.buyer, by.buyer.customer.currency, period) {
                    Ok(statement) => Ok(statement),
                    Err(AppError::Refused(problem)) if problem.status == 422 => {
                        Err(problem.errors.first().map_or(problem.text.clone(), |e| e.text.clone()))
                    }
                    Err(other) => return Err(other),
                }
            }
        };
        let pays = is_offered(view, &by.buyer)?;
        Ok((statement, period, pays, today, frame::read(view, &by)?))
    };
    let (statement, period, pays, today, data) = app.db.report(read).await?;
    let typed = match period {
        Some(period) => (period.from.text(), period.to.text()),
        None => (days.from, days.to),
    };
    let (statement, problem) = match statement {
        Ok(statement) => (Some(statement), None),
        Err(text) => (None, Some(visit.words.sentence(&text))),
    };
    let shown = StatementShown {
        statement: statement.as_ref(),
        typed: (&typed.0, &typed.1),
        problem,
        today,
        pays,
        path: "/statement",
        of: None,
    };
    let content = view::statement(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("statement-title"), content).into_response())
}

/// The entries of a statement as a file.
async fn statement_file(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = STATEMENT.asked(&pairs, ROWS);
    let of = |name: &str| asked.text(name).to_owned();
    let (by, days) = (visit.clone(), Days { from: of("from"), to: of("to") });
    let export = Export {
        listing: &STATEMENT,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("statement-title"),
    };
    let paging = asked.paging.clone();
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let today = wholesaler::today(read)?;
        let bad_day = || Problem::new(422, "invalid", Text::plain("statement-bad-day"));
        let period = days.period(today).ok_or_else(bad_day)?;
        let mut rows =
            Some(read_statement(read, &by.buyer, by.buyer.customer.currency, period)?.entries);
        let columns = view::entry_columns(&by.words, by.buyer.customer.currency);
        sheet.all(read, (&columns, kept), &paging, |_, _| {
            Ok(Page { rows: rows.take().unwrap_or_default(), previous: None, next: None })
        })
    })
    .await
}
