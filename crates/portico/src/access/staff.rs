//! Staff pages about logins: the newest, who is still to accept, and inviting.

use super::form::StaffForm;
use super::invite::{self, Invitation};
use super::logins::{self, Filter, LOGINS};
use super::memberships::For;
use super::staff_view::{self, Typed};
use super::visit::StaffVisit;
use super::{CustomerRole, StaffRole, logins_staff, logins_staff_view, session, several_staff};
use crate::app::frame;
use crate::app::lists::{self, Export};
use crate::app::{App, Routes};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/logins", logins)
        .post("/staff/logins", invited)
        .get("/staff/logins/export", export)
        .merge(several_staff::routes())
        .merge(logins_staff::routes())
}

/// Rows of a page of the list.
const ROWS: i64 = 30;

async fn logins(visit: StaffVisit, Query(pairs): Query<Pairs>) -> Result<Response, AppError> {
    let customer = pairs.iter().find(|(name, _)| name == "customer");
    let number = customer.map(|(_, number)| number.clone()).unwrap_or_default();
    let typed = Typed { customer_number: number, ..Typed::default() };
    shown(visit, StatusCode::OK, &pairs, typed, Vec::new()).await
}

async fn export(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = LOGINS.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let title = visit.words.say("logins-title");
    let export = Export { listing: &LOGINS, asked: &asked, pairs: &pairs, of: "", title };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let (zone, today) = (wholesaler::zone(read)?, wholesaler::today(read)?);
        let columns = logins_staff_view::columns(&by.words, &zone, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            logins::list(read, &by.staff, &filter.on(paging))
        })
    })
    .await
}

async fn shown(
    visit: StaffVisit,
    status: StatusCode,
    pairs: &Pairs,
    typed: Typed,
    faults: Vec<FieldProblem>,
) -> Result<Response, AppError> {
    let asked = LOGINS.asked(pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, DbError> {
        let page = logins::list(view, &by.staff, &filter)?;
        let kept = columns::kept(view, by.login_id(), LOGINS.name)?;
        let time = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((page, kept, time, frame::read(view, &by)?))
    };
    let (page, kept, (zone, today), data) = visit.app.db.read(read).await?;
    let may = visit.staff.role >= StaffRole::Write;
    let list = staff_view::List {
        asked: &asked,
        kept: &kept,
        page: &page,
        columns: &logins_staff_view::columns(&visit.words, &zone, today),
    };
    let content = staff_view::logins(&visit, &list, may.then_some((&typed, faults.as_slice())));
    let title = visit.words.say("logins-title").to_owned();
    Ok((status, visit.page(data, &title, content)).into_response())
}

async fn invited(State(app): State<App>, sent: StaffForm<Typed>) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let secret = Secret::of(app.ids.secret());
    let (typed, asked) = (form.clone(), visit.clone());
    let done: Result<(), AppError> = app
        .db
        .write(move |tx| {
            let wish = wish(tx, &typed, &asked)?;
            invite::invite(tx, &wish, &secret)?;
            let said = Text::plain("logins-invited").with("name", wish.name.trim());
            Ok(session::flash(tx, asked.session.id, &asked.words, &said)?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to("/staff/logins").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            shown(visit, StatusCode::UNPROCESSABLE_ENTITY, &Pairs::new(), form, problem.errors)
                .await
        }
        Err(other) => Err(other),
    }
}

/// What was typed, as an invitation; every fault at once.
fn wish(tx: &mut Tx, typed: &Typed, by: &StaffVisit) -> Result<Invitation, AppError> {
    let customer_id = invite::customer_with(tx, &typed.customer_number)?;
    let role = CustomerRole::from_code(&typed.role);
    let wish = |customer_id, role| Invitation {
        email: typed.email.clone(),
        name: typed.name.clone(),
        username: Some(typed.username.clone()).filter(|u| !u.trim().is_empty()),
        language: by.staff.login.language.clone(),
        acts_for: For::Customer(customer_id, role),
        by: Some(by.staff.login.id),
    };
    let mut faults = invite::check(&wish(0, CustomerRole::Viewer));
    let mut fault =
        |field: &str, key| faults.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    if customer_id.is_none() {
        fault("customer_number", "invite-no-customer");
    }
    if role.is_none() {
        fault("role", "invite-no-role");
    }
    match (customer_id, role) {
        (Some(customer_id), Some(role)) if faults.is_empty() => Ok(wish(customer_id, role)),
        _ => Err(Problem::invalid(faults).into()),
    }
}
