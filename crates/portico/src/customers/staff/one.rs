//! One customer on one page.

use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole};
use crate::app::{App, frame};
use crate::customers::sheet::Sheet;
use crate::customers::staff_view::one::{self as view, One};
use crate::customers::{contacts, keep_address, sheet, staff_store};
use crate::orders::staff_store as orders;
use crate::orders::store::Filter;
use crate::platform::db::{DbError, View};
use crate::platform::list::Paging;
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::pricing;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use portico_types::Currency;

/// Latest orders, and things that happened, on the page.
const ORDERS: i64 = 10;
const HAPPENED: i64 = 30;

/// `GET /staff/customers/{number}`.
pub(super) async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let staff = &by.staff;
        let sheet = sheet::sheet(view, staff, &number)?;
        let orders = Filter {
            customer_id: Some(sheet.id),
            paging: Paging::first("placed", true, ORDERS),
            ..Filter::default()
        };
        let found = (
            contacts::list(view, staff, sheet.id)?,
            keep_address::list(view, staff, sheet.id)?,
            staff_store::logins(view, staff, sheet.id)?,
            orders::list_all(view, staff, &orders)?.rows,
            staff_store::happened(view, staff, sheet.id, HAPPENED)?,
            price_lists_of(view, staff, &sheet)?,
        );
        let time = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((sheet, found, time, frame::read(view, &by)?))
    };
    let (sheet, found, (zone, today), data) = app.db.read(read).await?;
    let (contacts, addresses, logins, orders, happened, price_lists) = found;
    let page = One {
        sheet: &sheet,
        contacts: &contacts,
        addresses: &addresses,
        logins: &logins,
        orders: &orders,
        happened: &happened,
        price_lists: [&price_lists.0, &price_lists.1],
        zone: &zone,
        today,
        csrf: &visit.csrf,
        writes: visit.staff.role >= StaffRole::Write,
    };
    let content = view::content(&visit.words, &page);
    Ok(visit.page(data, &sheet.name, content).into_response())
}

/// Code and name of price lists.
type Named = Vec<(String, String)>;

/// The price lists that the customer buys by, and all there are in its currency.
fn price_lists_of(
    view: &mut View,
    staff: &Staff,
    sheet: &Sheet,
) -> Result<(Named, Named), DbError> {
    let given = pricing::lists_of_customer(view, staff, sheet.id)?;
    let all = match Currency::from_code(&sheet.currency) {
        Some(currency) => pricing::price_lists::in_currency(view, staff, currency)?,
        None => Vec::new(),
    };
    Ok((given, all))
}
