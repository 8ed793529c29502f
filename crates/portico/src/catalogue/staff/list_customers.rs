//! Who buys by a price list: the list of them, the same as a file, giving and taking.

use super::list_prices::ROWS;
use super::price_lists::found;
use super::shown_here;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::staff_view::list_customers::{self as view, Customers};
use crate::catalogue::staff_view::price_lists::href;
use crate::platform::db::{Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::pricing::give_list::{self, LIST_CUSTOMERS};
use crate::pricing::price_lists::PriceList;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// `GET /staff/price-lists/{code}/customers`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    page(&app, visit, (code, pairs), None).await
}

/// The page, with what was typed and why it was not done.
async fn page(
    app: &App,
    visit: StaffVisit,
    (code, pairs): (String, Pairs),
    failed: Option<(String, (StatusCode, Problem))>,
) -> Result<Response, AppError> {
    let asked = LIST_CUSTOMERS.asked(&pairs, ROWS).below(&href(&code, "/customers"));
    let (by, wanted) = (visit.clone(), asked.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let list = found(view, &by, &code)?;
        let of = (list.id, wanted.text("q"));
        let page = give_list::customers(view, &by.staff, of, &wanted.paging)?;
        let kept = columns::kept(view, by.login_id(), LIST_CUSTOMERS.name)?;
        Ok((list, page, kept, frame::read(view, &by)?))
    };
    let (list, page, kept, data) = app.db.read(read).await?;
    let shown = Customers {
        list: &list,
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        failed: failed.as_ref().map(|(typed, (_, problem))| (typed.as_str(), problem)),
    };
    let content = view::content(&visit.words, &shown);
    let status = failed.as_ref().map_or(StatusCode::OK, |(_, (status, _))| *status);
    Ok((status, visit.page(data, &list.name, content)).into_response())
}

/// `GET /staff/price-lists/{code}/customers/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = LIST_CUSTOMERS.asked(&pairs, ROWS).below(&href(&code, "/customers"));
    let by = visit.clone();
    let list: PriceList = app.db.read(move |view: &mut View| found(view, &by, &code)).await?;
    let (by, q, of) = (visit.clone(), asked.clone(), list.clone());
    let export = Export {
        listing: &LIST_CUSTOMERS,
        asked: &asked,
        pairs: &pairs,
        of: &list.code,
        title: visit.words.say("list-customers"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let columns = view::columns(&by.words, &of);
        sheet.all(read, (&columns, kept), &q.paging, |read, paging| {
            give_list::customers(read, &by.staff, (of.id, q.text("q")), paging)
        })
    })
    .await
}

/// The customer that is meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    number: String,
}

type Deed = fn(&mut Tx, &StaffVisit, &PriceList, &str) -> Result<Text, AppError>;

/// Does it and goes back to the customers; or shows them with why not.
async fn done(
    app: &App,
    code: String,
    sent: StaffForm<Sent>,
    deed: Deed,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, number) = (visit.clone(), code.clone(), form.number.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let list = found(tx, &by, &of)?;
        let said = deed(tx, &by, &list, &number)?;
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&href(&code, "/customers")).into_response()),
        Err(error) => {
            let failed = (form.number, shown_here(error)?);
            page(app, visit, (code, Pairs::new()), Some(failed)).await
        }
    }
}

/// `POST /staff/price-lists/{code}/customers`: a customer buys by the list.
pub(super) async fn give(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let deed: Deed = |tx, by, list, number| {
        give_list::give(tx, &by.staff, list, number)?;
        Ok(Text::plain("list-given").with("number", number.trim()))
    };
    done(&app, code, sent, deed).await
}

/// `POST /staff/price-lists/{code}/customers/removal`: it no longer does.
pub(super) async fn take(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let deed: Deed = |tx, by, list, number| {
        give_list::take(tx, &by.staff, list, number)?;
        Ok(Text::plain("list-taken-away").with("number", number.trim()))
    };
    done(&app, code, sent, deed).await
}

/// `POST /staff/price-lists/{code}/customers/everybody`: every open customer of today does.
pub(super) async fn give_to_all(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let deed: Deed = |tx, by, list, _| {
        let count = give_list::give_to_all(tx, &by.staff, list)?;
        Ok(Text::plain("list-given-to-all").with("count", count))
    };
    done(&app, code, sent, deed).await
}
