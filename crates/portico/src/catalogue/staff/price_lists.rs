//! Price lists for staff: all of them, and the forms that make, change and copy one.

use super::shown_here;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::staff_view::price_lists::{self as view, Form, Lists};
use crate::platform::db::{Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use crate::pricing::edit_lists::{self, Typed};
use crate::pricing::give_list;
use crate::pricing::price_lists::{self, Filter, PRICE_LISTS, PriceList};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;

/// Rows of a page.
const ROWS: i64 = 50;

/// The list with this code.
pub(super) fn found(
    view: &mut View,
    visit: &StaffVisit,
    code: &str,
) -> Result<PriceList, AppError> {
    let list = price_lists::get(view, &visit.staff, code)?;
    list.ok_or_else(|| Problem::not_found().into())
}

pub(super) fn to_list(code: &str) -> Response {
    Redirect::to(&view::href(code, "")).into_response()
}

/// `GET /staff/price-lists`.
pub(super) async fn all(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = PRICE_LISTS.asked(&pairs, ROWS);
    let (by, wanted) = (visit.clone(), asked.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let today = wholesaler::today(view)?;
        let page = price_lists::list(view, &by.staff, &Filter::asked(&wanted, today))?;
        let kept = columns::kept(view, by.login_id(), PRICE_LISTS.name)?;
        Ok((page, kept, today, frame::read(view, &by)?))
    };
    let (page, kept, today, data) = app.db.read(read).await?;
    let shown = Lists {
        asked: &asked,
        kept: &kept,
        page: &page,
        today,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
    };
    let content = view::all(&visit.words, &shown);
    Ok(visit.page(data, visit.words.say("menu-price-lists"), content).into_response())
}

/// `GET /staff/price-lists/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = PRICE_LISTS.asked(&pairs, ROWS);
    let (by, wanted) = (visit.clone(), asked.clone());
    let title = visit.words.say("menu-price-lists");
    let export = Export { listing: &PRICE_LISTS, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let today = wholesaler::today(read)?;
        let filter = Filter::asked(&wanted, today);
        let columns = view::columns(&by.words, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            let filter = Filter { paging: paging.clone(), ..filter.clone() };
            price_lists::list(read, &by.staff, &filter)
        })
    })
    .await
}

/// A price list as a form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    code: String,
    name: String,
    currency: String,
    includes_vat: String,
    exclusive: String,
    for_everybody: String,
    valid_from: String,
    valid_until: String,
    seen_name: String,
    seen_exclusive: String,
    seen_from: String,
    seen_until: String,
}

impl Sent {
    fn typed(&self) -> Typed {
        Typed {
            code: self.code.clone(),
            name: self.name.clone(),
            currency: self.currency.clone(),
            includes_vat: !self.includes_vat.is_empty(),
            exclusive: !self.exclusive.is_empty(),
            valid_from: self.valid_from.clone(),
            valid_until: self.valid_until.clone(),
        }
    }

    /// The list as the form showed it.
    fn seen(&self) -> Typed {
        Typed {
            name: self.seen_name.clone(),
            exclusive: !self.seen_exclusive.is_empty(),
            valid_from: self.seen_from.clone(),
            valid_until: self.seen_until.clone(),
            ..Typed::default()
        }
    }
}

/// Which form is shown.
#[derive(Clone, Copy)]
enum Shown {
    New,
    Details,
    Copy,
}

/// A form's page, with what was typed and why it was not taken.
async fn form(
    app: &App,
    visit: StaffVisit,
    (shown, code): (Shown, String),
    sent: Option<Sent>,
    (status, problem): (StatusCode, Option<Problem>),
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let list = match shown {
            Shown::New => None,
            Shown::Details | Shown::Copy => Some(found(view, &by, &code)?),
        };
        Ok((list, wholesaler::currency(view)?, frame::read(view, &by)?))
    };
    let (list, currency, data) = app.db.read(read).await?;
    let typed = match (&sent, &list, shown) {
        (Some(sent), ..) => sent.typed(),
        (None, Some(list), Shown::Details) => Typed::of(list),
        _ => Typed { currency: currency.code().to_owned(), ..Typed::default() },
    };
    let form = Form { csrf: &visit.csrf, typed: &typed, problem: problem.as_ref() };
    let words = &visit.words;
    let everybody = sent.as_ref().is_some_and(|sent| !sent.for_everybody.is_empty());
    let content: Markup = match (&list, shown) {
        (Some(list), Shown::Details) => view::details(words, &form, list),
        (Some(list), Shown::Copy) => view::copy(words, &form, list),
        _ => view::new(words, &form, everybody),
    };
    let title = list.as_ref().map_or(words.say("list-new"), |list| &list.name);
    Ok((status, visit.page(data, title, content)).into_response())
}

/// `GET /staff/price-lists/new`.
pub(super) async fn new(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    form(&app, visit, (Shown::New, String::new()), None, (StatusCode::OK, None)).await
}

/// `GET /staff/price-lists/{code}/details`.
pub(super) async fn details(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    form(&app, visit, (Shown::Details, code), None, (StatusCode::OK, None)).await
}

/// `GET /staff/price-lists/{code}/copy`.
pub(super) async fn copying(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    form(&app, visit, (Shown::Copy, code), None, (StatusCode::OK, None)).await
}

/// Where a form leads when it was taken; else its page again.
async fn answered(
    app: &App,
    visit: StaffVisit,
    (shown, code, to): (Shown, String, &str),
    sent: Sent,
    outcome: Result<(), AppError>,
) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => Ok(to_list(to.trim())),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            form(app, visit, (shown, code), Some(sent), (status, Some(problem))).await
        }
    }
}

/// `POST /staff/price-lists`.
pub(super) async fn create(
    State(app): State<App>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, sent) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let _ = edit_lists::create(tx, &by.staff, &sent.typed())?;
        if !sent.for_everybody.is_empty() {
            let list = found(tx, &by, &sent.code)?;
            let _ = give_list::give_to_all(tx, &by.staff, &list)?;
        }
        let said = Text::plain("list-made").with("name", sent.name.trim());
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    let outcome = app.db.write(done).await;
    let to = form.code.clone();
    answered(&app, visit, (Shown::New, String::new(), &to), form, outcome).await
}

/// `POST /staff/price-lists/{code}/details`.
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
        edit_lists::change(tx, &by.staff, &list, (&sent.seen(), &sent.typed()))?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("product-saved"))?)
    };
    let outcome = app.db.write(done).await;
    let to = code.clone();
    answered(&app, visit, (Shown::Details, code, &to), form, outcome).await
}

/// `POST /staff/price-lists/{code}/copy`.
pub(super) async fn copy(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, sent) = (visit.clone(), code.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let list = found(tx, &by, &of)?;
        let count = edit_lists::copy(tx, &by.staff, &list, (&sent.code, &sent.name))?;
        let said = Text::plain("list-copied").with("count", count);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    let outcome = app.db.write(done).await;
    let to = form.code.clone();
    answered(&app, visit, (Shown::Copy, code, &to), form, outcome).await
}
