//! Pages of a customer's transactions.

use super::list::{self, TRANSACTIONS};
use super::pay::start::is_offered;
use super::statement;
use super::view::{self, Shown, Standing, Transactions};
use super::{papers, store};
use crate::access::visit::Visit;
use crate::access::{Buyer, Sees};
use crate::app::list_page::Sight;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::customers::account::{self, Account};
use crate::platform::db::{DbError, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem};
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use portico_types::Day;
use std::collections::HashMap;

/// Rows of a page.
const ROWS: i64 = 30;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/transactions", transactions)
        .get("/transactions/export", export)
        .get("/transactions/archive", archive)
        .get("/transactions/{number}", document)
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
    let ageing = statement::open_now(view, buyer.customer.id, buyer.customer.currency, today)?;
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

/// `GET /transactions/archive?document=…`: the papers of what is ticked.
async fn archive(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let numbers = papers::ticked(&pairs)?;
    let read = move |view: &mut View| papers::of_customer(view, &visit.buyer, &numbers);
    let facts = app.db.read(read).await?;
    papers::archive(&app, facts).await
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
        let of = [of];
        let read = move |view: &mut View| papers::of_customer(view, &by.buyer, &of);
        let paper = app.db.read(read).await?.pop().ok_or_else(Problem::not_found)?;
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
        notice: None,
    };
    let content = view::document(&visit.words, &shown);
    Ok(visit.page(data, &detail.head.number, content).into_response())
}
