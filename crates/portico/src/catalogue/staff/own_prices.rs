//! The prices of one customer for staff: the lists it buys by, its own prices, and those of one product.

use super::list_prices::ROWS;
use super::set_price::{self, Sent, Shown};
use super::shown_here;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{CustomerHead, StaffRole, customer_head, session};
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::price_history;
use crate::catalogue::price_rows::{self, Filter, OWN_PRICES};
use crate::catalogue::staff_view::list_prices::{self as prices_view, Prices};
use crate::catalogue::staff_view::own_prices::{self as view, Lists, OfCustomer};
use crate::platform::db::{Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use crate::pricing::edit_prices::Whose;
use crate::pricing::history::Of;
use crate::pricing::{give_list, lists_of_customer, price_lists as pricing_lists};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

fn found(view: &mut View, visit: &StaffVisit, number: &str) -> Result<CustomerHead, AppError> {
    let customer = customer_head(view, &visit.staff, number)?;
    customer.ok_or_else(|| Problem::not_found().into())
}

fn whose(customer: &CustomerHead) -> Whose {
    Whose { of: Of::Customer(customer.id), currency: customer.currency }
}

fn href(number: &str, below: &str) -> String {
    format!("/staff/customers/{}/prices{below}", path_segment(number))
}

/// `GET /staff/customers/{number}/prices`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    page(&app, visit, (number, pairs), None).await
}

/// The page, with the list that was typed and why it was not given or taken.
async fn page(
    app: &App,
    visit: StaffVisit,
    (number, pairs): (String, Pairs),
    failed: Option<(String, (StatusCode, Problem))>,
) -> Result<Response, AppError> {
    let asked = OWN_PRICES.asked(&pairs, ROWS).below(&href(&number, ""));
    let (by, wanted) = (visit.clone(), asked.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let customer = found(view, &by, &number)?;
        let time = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let filter = Filter::asked(&wanted, time.1);
        let page = price_rows::list(view, &by.staff, whose(&customer), &filter)?;
        let changes = price_history::of_customer(view, &by.staff, customer.id)?;
        let given = lists_of_customer(view, &by.staff, customer.id)?;
        let all = pricing_lists::in_currency(view, &by.staff, customer.currency)?;
        let kept = columns::kept(view, by.login_id(), OWN_PRICES.name)?;
        Ok((customer, page, (changes, given, all, kept), time, frame::read(view, &by)?))
    };
    let (customer, page, found, (zone, today), data) = app.db.read(read).await?;
    let (changes, given, all, kept) = found;
    let edits = visit.staff.role >= StaffRole::Write;
    let failed_here = failed.as_ref().map(|(typed, (_, problem))| (typed.as_str(), problem));
    let lists = Lists {
        number: &customer.number,
        given: &given,
        all: &all,
        csrf: &visit.csrf,
        edits,
        failed: failed_here,
    };
    let prices = Prices {
        listing: &OWN_PRICES,
        asked: &asked,
        kept: &kept,
        page: &page,
        product: &href(&customer.number, "/product"),
        currency: customer.currency,
        today,
        csrf: &visit.csrf,
        edits,
    };
    let shown = OfCustomer {
        customer: &customer,
        lists: &lists,
        prices: &prices,
        changes: &changes,
        zone: &zone,
    };
    let content = view::content(&visit.words, &shown);
    let status = failed.as_ref().map_or(StatusCode::OK, |(_, (status, _))| *status);
    Ok((status, visit.page(data, &customer.name, content)).into_response())
}

/// `GET /staff/customers/{number}/prices/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = OWN_PRICES.asked(&pairs, ROWS).below(&href(&number, ""));
    let by = visit.clone();
    let customer: CustomerHead =
        app.db.read(move |view: &mut View| found(view, &by, &number)).await?;
    let (by, wanted, whose) = (visit.clone(), asked.clone(), whose(&customer));
    let export = Export {
        listing: &OWN_PRICES,
        asked: &asked,
        pairs: &pairs,
        of: &customer.number,
        title: visit.words.say("own-prices-own"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let today = wholesaler::today(read)?;
        let filter = Filter::asked(&wanted, today);
        let columns = prices_view::columns(&by.words, (whose.currency, today), "");
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            let filter = Filter { paging: paging.clone(), ..filter.clone() };
            price_rows::list(read, &by.staff, whose, &filter)
        })
    })
    .await
}

/// Where the own prices of one product are shown.
fn shown(view: &mut View, visit: &StaffVisit, number: &str) -> Result<Shown, AppError> {
    let customer = found(view, visit, number)?;
    let above = format!("/staff/customers/{}", path_segment(&customer.number));
    Ok(Shown {
        crumbs: vec![
            (visit.words.say("customers-title").to_owned(), "/staff/customers".to_owned()),
            (customer.name.clone(), above),
            (visit.words.say("own-prices-own").to_owned(), href(&customer.number, "")),
        ],
        path: href(&customer.number, "/product"),
        whose: whose(&customer),
        includes_vat: false,
        edits: visit.staff.role >= StaffRole::Write,
    })
}

/// `GET /staff/customers/{number}/prices/product`: its own prices of the product with the code `sku`.
pub(super) async fn product(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(sent): Query<Sent>,
) -> Result<Response, AppError> {
    let place = move |view: &mut View, visit: &StaffVisit| shown(view, visit, &number);
    set_price::page(&app, visit, place, sent, None).await
}

/// `POST /staff/customers/{number}/prices/product`: an own price is set.
pub(super) async fn set(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let place = move |view: &mut View, visit: &StaffVisit| shown(view, visit, &number);
    set_price::set(&app, sent, place).await
}

/// `POST /staff/customers/{number}/prices/product/end`: an own price is ended.
pub(super) async fn end(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let place = move |view: &mut View, visit: &StaffVisit| shown(view, visit, &number);
    set_price::end(&app, sent, place).await
}

/// The price list that is meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SentList {
    list: String,
}

/// Whether the list is given or taken away.
#[derive(Clone, Copy)]
enum Deed {
    Give,
    Take,
}

/// `POST /staff/customers/{number}/price-lists`: the customer buys by the list.
pub(super) async fn give(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<SentList>,
) -> Result<Response, AppError> {
    done(&app, number, sent, Deed::Give).await
}

/// `POST /staff/customers/{number}/price-lists/removal`: it no longer does.
pub(super) async fn take(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<SentList>,
) -> Result<Response, AppError> {
    done(&app, number, sent, Deed::Take).await
}

async fn done(
    app: &App,
    number: String,
    sent: StaffForm<SentList>,
    deed: Deed,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of, code) = (visit.clone(), number.clone(), form.list.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let customer = found(tx, &by, &of)?;
        let list = pricing_lists::get(tx, &by.staff, &code.replace('\0', ""))?;
        let list = list.ok_or_else(|| at_list(Text::plain("list-none-such")))?;
        let (outcome, key) = match deed {
            Deed::Give => (give_list::give(tx, &by.staff, &list, &customer.number), "list-given"),
            Deed::Take => {
                (give_list::take(tx, &by.staff, &list, &customer.number), "list-taken-away")
            }
        };
        outcome.map_err(|error| match error {
            AppError::Refused(problem) if problem.status == 422 => {
                let text = problem.errors.first().map(|fault| fault.text.clone());
                at_list(text.unwrap_or(problem.text))
            }
            other => other,
        })?;
        let said = Text::plain(key).with("number", &customer.number);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&href(&number, "")).into_response()),
        Err(error) => {
            let failed = (form.list, shown_here(error)?);
            page(app, visit, (number, Pairs::new()), Some(failed)).await
        }
    }
}

/// What is wrong with the list that was typed.
fn at_list(text: Text) -> AppError {
    Problem::invalid(vec![FieldProblem::new("list", "invalid", text)]).into()
}
