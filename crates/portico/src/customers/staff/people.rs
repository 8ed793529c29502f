//! Forms of a customer's contacts and addresses.

use super::{Refused, Sent, back, done, page, read};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::customers::contacts::{self, Typed as Contact, Which};
use crate::customers::keep_address::{self, Typed as Address};
use crate::customers::keeper::Keeper;
use crate::customers::sheet;
use crate::customers::staff_view::forms::Form;
use crate::customers::staff_view::people as view;
use crate::customers::view::addresses::One;
use crate::orders;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, State};
use axum::response::Response;

type At = Path<(String, String)>;

fn form<'a>(visit: &'a StaffVisit, refused: &'a Refused, version: i64) -> Form<'a> {
    Form { csrf: &visit.csrf, version, problem: refused.problem.as_ref(), faults: &refused.faults }
}

/// `GET /staff/customers/{number}/contacts/{contact}`: `new`, `first`, or an id.
pub(super) async fn contact(
    State(app): State<App>,
    visit: StaffVisit,
    Path((number, contact)): At,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    shown_contact(&app, visit, (&number, &contact), None, Refused::default()).await
}

async fn shown_contact(
    app: &App,
    visit: StaffVisit,
    (number, contact): (&str, &str),
    typed: Option<Contact>,
    refused: Refused,
) -> Result<Response, AppError> {
    let which = Which::from_text(contact).ok_or_else(Problem::not_found)?;
    let (by, of) = (visit.clone(), number.to_owned());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let sheet = sheet::sheet(view, &by.staff, &of)?;
        let all = contacts::list(view, &by.staff, sheet.id)?;
        Ok((sheet, all, frame::read(view, &by)?))
    };
    let (sheet, all, data) = app.db.read(read).await?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (version, stored) = match which {
        Which::New => (0, Contact::default()),
        Which::First => {
            let [name, email, phone] = &sheet.contact;
            let typed = Contact {
                name: text(name),
                email: text(email),
                phone: text(phone),
                role: String::new(),
            };
            (sheet.version, typed)
        }
        Which::One(id) => {
            let found = all.iter().find(|c| c.id == id).ok_or_else(Problem::not_found)?;
            let typed = Contact {
                name: found.name.clone(),
                role: text(&found.role),
                email: text(&found.email),
                phone: text(&found.phone),
            };
            (found.version, typed)
        }
    };
    let typed = typed.unwrap_or(stored);
    let form = form(&visit, &refused, version);
    let content = view::contact(&visit.words, &form, &sheet, (contact, &typed));
    Ok(page(&visit, &refused, data, &sheet.name, content))
}

/// `POST /staff/customers/{number}/contacts/{contact}`.
pub(super) async fn save_contact(
    State(app): State<App>,
    Path((number, contact)): At,
    sent: Sent<Contact>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let which = Which::from_text(&contact).ok_or_else(Problem::not_found)?;
    let (staff, of, typed) = (visit.staff.clone(), number.clone(), form.clone());
    let deed = move |tx: &mut Tx| {
        contacts::keep(tx, &staff, (&of, which), (typed.version(), &typed.typed))
    };
    match done(&app, &visit, Text::plain("customer-saved"), deed).await {
        Ok(()) => Ok(back(&number, "#contacts")),
        Err(error) => {
            let refused = Refused::of(error)?;
            shown_contact(&app, visit, (&number, &contact), Some(form.typed), refused).await
        }
    }
}

/// `POST /staff/customers/{number}/contacts/{contact}/removal`.
pub(super) async fn remove_contact(
    State(app): State<App>,
    Path((number, contact)): At,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let id: i64 = contact.parse().map_err(|_| AppError::from(Problem::not_found()))?;
    let (staff, of) = (visit.staff.clone(), number.clone());
    let deed = move |tx: &mut Tx| contacts::remove(tx, &staff, &of, id);
    done(&app, &visit, Text::plain("customer-contact-gone"), deed).await?;
    Ok(back(&number, "#contacts"))
}

/// `GET /staff/customers/{number}/addresses/{address}`: `new`, or its number.
pub(super) async fn address(
    State(app): State<App>,
    visit: StaffVisit,
    Path((number, address)): At,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    shown_address(&app, visit, (&number, &address), None, Refused::default()).await
}

async fn shown_address(
    app: &App,
    visit: StaffVisit,
    (number, address): (&str, &str),
    typed: Option<Address>,
    refused: Refused,
) -> Result<Response, AppError> {
    let (sheet, data) = read(app, &visit, number).await?;
    let stored = if address == "new" {
        None
    } else {
        let (staff, id, wanted) = (visit.staff.clone(), sheet.id, address.to_owned());
        let read = move |view: &mut View| keep_address::one(view, &staff, id, &wanted);
        Some(app.db.read(read).await?)
    };
    let typed = typed.or_else(|| stored.as_ref().map(Address::of)).unwrap_or_else(|| Address {
        name: sheet.name.clone(),
        country: sheet.country.clone(),
        ..Address::default()
    });
    let form = form(&visit, &refused, stored.as_ref().map_or(0, |kept| kept.version));
    let shown = One { stored: stored.as_ref(), typed: &typed };
    let content = view::address(&visit.words, &form, &sheet, &shown);
    Ok(page(&visit, &refused, data, &sheet.name, content))
}

/// `POST /staff/customers/{number}/addresses/{address}`.
pub(super) async fn save_address(
    State(app): State<App>,
    Path((number, address)): At,
    sent: Sent<Address>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    if form.looks() {
        let refused = Refused::default();
        return shown_address(&app, visit, (&number, &address), Some(form.typed), refused).await;
    }
    let (staff, of, at) = (visit.staff.clone(), number.clone(), address.clone());
    let typed = form.clone();
    let deed = move |tx: &mut Tx| {
        let keeper = Keeper::of_staff(tx, &staff, &of)?;
        let which = (at != "new").then_some((at.as_str(), Some(typed.version())));
        keep_address::keep(tx, &keeper, which, &typed.typed).map(|_| ())
    };
    match done(&app, &visit, Text::plain("customer-saved"), deed).await {
        Ok(()) => Ok(back(&number, "#addresses")),
        Err(error) => {
            let refused = Refused::of(error)?;
            shown_address(&app, visit, (&number, &address), Some(form.typed), refused).await
        }
    }
}

/// `POST /staff/customers/{number}/addresses/{address}/removal`.
pub(super) async fn remove_address(
    State(app): State<App>,
    Path((number, address)): At,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let (staff, of, at) = (visit.staff.clone(), number.clone(), address.clone());
    let deed = move |tx: &mut Tx| {
        let keeper = Keeper::of_staff(tx, &staff, &of)?;
        keep_address::close(tx, &keeper, &at, orders::store::under_way_to)
    };
    match done(&app, &visit, Text::plain("customer-address-gone"), deed).await {
        Ok(()) => Ok(back(&number, "#addresses")),
        Err(error) => {
            let refused = Refused::of(error)?;
            shown_address(&app, visit, (&number, &address), None, refused).await
        }
    }
}
