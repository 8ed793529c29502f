//! One price list for staff: its prices by product, the same as a file, and the prices of one product.

use super::price_lists::found;
use super::set_price::{self, Sent, Shown};
use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::app::lists::{self, Export};
use crate::app::{App, frame};
use crate::catalogue::price_history;
use crate::catalogue::price_rows::{self, Filter, LIST_PRICES};
use crate::catalogue::staff_view::list_prices::{self as view, OfList, Prices};
use crate::catalogue::staff_view::price_lists::href;
use crate::platform::db::View;
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::pricing::edit_prices::Whose;
use crate::pricing::history::Of;
use crate::pricing::price_lists::{self, PriceList};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};

/// Rows of a page.
pub(super) const ROWS: i64 = 50;

pub(super) fn whose(list: &PriceList) -> Whose {
    Whose { of: Of::List(list.id), currency: list.currency }
}

/// `GET /staff/price-lists/{code}`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = LIST_PRICES.asked(&pairs, ROWS).below(&href(&code, ""));
    let (by, wanted) = (visit.clone(), asked.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let list = found(view, &by, &code)?;
        let time = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let filter = Filter::asked(&wanted, time.1);
        let page = price_rows::list(view, &by.staff, whose(&list), &filter)?;
        let counts = price_lists::count(view, &by.staff, &list)?;
        let changes = price_history::of_list(view, &by.staff, list.id)?;
        let kept = columns::kept(view, by.login_id(), LIST_PRICES.name)?;
        Ok((list, page, (counts, changes, kept), time, frame::read(view, &by)?))
    };
    let (list, page, (counts, changes, kept), (zone, today), data) = app.db.read(read).await?;
    let writes = visit.staff.role >= StaffRole::Write;
    let prices = Prices {
        listing: &LIST_PRICES,
        asked: &asked,
        kept: &kept,
        page: &page,
        product: &href(&list.code, "/product"),
        currency: list.currency,
        today,
        csrf: &visit.csrf,
        edits: writes && list.erp_ref.is_none(),
    };
    let shown =
        OfList { list: &list, prices: &prices, counts, changes: &changes, zone: &zone, writes };
    let content = view::one(&visit.words, &shown);
    Ok(visit.page(data, &list.name, content).into_response())
}

/// `GET /staff/price-lists/{code}/export`.
pub(super) async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = LIST_PRICES.asked(&pairs, ROWS).below(&href(&code, ""));
    let (by, of) = (visit.clone(), code.clone());
    let list: PriceList = app.db.read(move |view: &mut View| found(view, &by, &of)).await?;
    let (by, wanted, whose) = (visit.clone(), asked.clone(), whose(&list));
    let export = Export {
        listing: &LIST_PRICES,
        asked: &asked,
        pairs: &pairs,
        of: &list.code,
        title: &list.name,
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let today = wholesaler::today(read)?;
        let filter = Filter::asked(&wanted, today);
        let columns = view::columns(&by.words, (whose.currency, today), "");
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            let filter = Filter { paging: paging.clone(), ..filter.clone() };
            price_rows::list(read, &by.staff, whose, &filter)
        })
    })
    .await
}

/// Where the prices of one product in this list are shown.
fn shown(view: &mut View, visit: &StaffVisit, code: &str) -> Result<Shown, AppError> {
    let list = found(view, visit, code)?;
    Ok(Shown {
        crumbs: vec![
            (visit.words.say("menu-price-lists").to_owned(), "/staff/price-lists".to_owned()),
            (list.name.clone(), href(&list.code, "")),
        ],
        path: href(&list.code, "/product"),
        whose: whose(&list),
        includes_vat: list.includes_vat,
        edits: visit.staff.role >= StaffRole::Write && list.erp_ref.is_none(),
    })
}

/// `GET /staff/price-lists/{code}/product`: the prices of the product with the code `sku`.
pub(super) async fn product(
    State(app): State<App>,
    visit: StaffVisit,
    Path(code): Path<String>,
    Query(sent): Query<Sent>,
) -> Result<Response, AppError> {
    let place = move |view: &mut View, visit: &StaffVisit| shown(view, visit, &code);
    set_price::page(&app, visit, place, sent, None).await
}

/// `POST /staff/price-lists/{code}/product`: a price is set.
pub(super) async fn set(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let place = move |view: &mut View, visit: &StaffVisit| shown(view, visit, &code);
    set_price::set(&app, sent, place).await
}

/// `POST /staff/price-lists/{code}/product/end`: a price is ended.
pub(super) async fn end(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let place = move |view: &mut View, visit: &StaffVisit| shown(view, visit, &code);
    set_price::end(&app, sent, place).await
}
