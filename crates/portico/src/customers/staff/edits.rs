//! Making a customer, and the forms of its details, its terms and whether it is open.

use super::{Refused, Sent, back, done, page, read};
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::{App, frame};
use crate::customers::change::{self, Details, Terms};
use crate::customers::sheet::{self, Sheet};
use crate::customers::staff_view::forms as view;
use crate::customers::{create as verb, staff_view::forms::Form};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Text};
use crate::platform::settings;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// A new customer as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewOne {
    number: String,
    #[serde(flatten)]
    details: Details,
}

/// `GET /staff/customers/new`.
pub(super) async fn new(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    let country = app.db.read(|view: &mut View| settings::get(view, &wholesaler::COUNTRY)).await;
    let country = country.map_err(AppError::from)?.code().to_owned();
    let details = Details {
        country,
        language: "en".to_owned(),
        vat_treatment: "normal".to_owned(),
        ..Details::default()
    };
    shown_new(&app, visit, NewOne { details, ..NewOne::default() }, Refused::default()).await
}

async fn shown_new(
    app: &App,
    visit: StaffVisit,
    typed: NewOne,
    refused: Refused,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let data: Result<_, DbError> = app.db.read(move |view| frame::read(view, &by)).await;
    let form = form(&visit, &refused, 0);
    let content = view::new(&visit.words, &form, &typed.number, &typed.details);
    Ok(page(&visit, &refused, data?, visit.words.say("customer-new"), content))
}

fn form<'a>(visit: &'a StaffVisit, refused: &'a Refused, version: i64) -> Form<'a> {
    Form { csrf: &visit.csrf, version, problem: refused.problem.as_ref(), faults: &refused.faults }
}

/// `POST /staff/customers`.
pub(super) async fn create(
    State(app): State<App>,
    sent: StaffForm<NewOne>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, typed) = (visit.clone(), form.clone());
    let made = move |tx: &mut Tx| -> Result<String, AppError> {
        let number = verb::create(tx, &by.staff, &typed.number, &typed.details)?;
        let said = Text::plain("customer-made").with("number", &number);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(number)
    };
    match app.db.write(made).await {
        Ok(number) => Ok(back(&number, "")),
        Err(error) => shown_new(&app, visit, form, Refused::of(error)?).await,
    }
}

/// Whether it is to be open.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    open: String,
}

/// `POST /staff/customers/{number}/state`.
pub(super) async fn set_state(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: Sent<Wanted>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (open, version) = (form.typed.open == "yes", form.version());
    let (staff, of) = (visit.staff.clone(), number.clone());
    let said = Text::plain(if open { "customer-reopened" } else { "customer-closed" });
    done(&app, &visit, said, move |tx| change::set_open(tx, &staff, &of, (version, open))).await?;
    Ok(back(&number, ""))
}

/// What was chosen.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Reviewed {
    always: String,
}

/// `POST /staff/customers/{number}/review`: whether every order of this customer is reviewed.
pub(super) async fn set_review(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: Sent<Reviewed>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (always, version) = (form.typed.always == "yes", form.version());
    let (staff, of) = (visit.staff.clone(), number.clone());
    let key = if always { "customer-review-always-said" } else { "customer-review-by-rule-said" };
    let set = move |tx: &mut Tx| change::set_review(tx, &staff, &of, (version, always));
    done(&app, &visit, Text::plain(key), set).await?;
    Ok(back(&number, ""))
}

fn details_of(sheet: &Sheet) -> Details {
    Details {
        name: sheet.name.clone(),
        country: sheet.country.clone(),
        language: sheet.language.clone(),
        vat_number: sheet.vat_number.clone().unwrap_or_default(),
        vat_treatment: sheet.vat_treatment.clone(),
        invoiced_to: sheet.invoiced_to.clone().unwrap_or_default(),
        registration: sheet.registration.clone().unwrap_or_default(),
        endpoint: sheet.endpoint.clone().unwrap_or_default(),
        buyer_reference: sheet.buyer_reference.clone().unwrap_or_default(),
    }
}

/// `GET /staff/customers/{number}/details`.
pub(super) async fn details(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    shown_details(&app, visit, &number, None, Refused::default()).await
}

async fn shown_details(
    app: &App,
    visit: StaffVisit,
    number: &str,
    typed: Option<Details>,
    refused: Refused,
) -> Result<Response, AppError> {
    let (sheet, data) = read(app, &visit, number).await?;
    let typed = typed.unwrap_or_else(|| details_of(&sheet));
    let form = form(&visit, &refused, sheet.version);
    let content = view::details(&visit.words, &form, &sheet, &typed);
    Ok(page(&visit, &refused, data, &sheet.name, content))
}

/// `POST /staff/customers/{number}/details`.
pub(super) async fn save_details(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: Sent<Details>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (staff, of, typed) = (visit.staff.clone(), number.clone(), form.clone());
    let deed =
        move |tx: &mut Tx| change::change_details(tx, &staff, &of, (typed.version(), &typed.typed));
    match done(&app, &visit, Text::plain("customer-saved"), deed).await {
        Ok(()) => Ok(back(&number, "")),
        Err(error) => {
            let refused = Refused::of(error)?;
            shown_details(&app, visit, &number, Some(form.typed), refused).await
        }
    }
}

fn terms_of(sheet: &Sheet) -> Terms {
    let yes = |flag: bool| if flag { "yes" } else { "" }.to_owned();
    Terms {
        payment_days: sheet.payment_days.to_string(),
        payment_end_of_month: yes(sheet.payment_end_of_month),
        credit_limit: sheet.amount(sheet.credit_limit_minor),
        discount: sheet.discount_text(),
        minimum_order: sheet.amount(sheet.minimum_order_minor),
        maximum_order: sheet.amount(sheet.maximum_order_minor),
        approvals_needed: sheet.approvals_needed.map(|n| n.to_string()).unwrap_or_default(),
        assortment: sheet.assortment.clone().unwrap_or_default(),
        currency: sheet.currency.clone(),
        prices_shown: sheet.prices_shown.clone(),
        stock_shown: sheet.stock_shown.clone().unwrap_or_default(),
        part_deliveries: yes(sheet.part_deliveries),
        on_hold: yes(sheet.on_hold),
        pays_online: yes(sheet.pays_online),
    }
}

/// `GET /staff/customers/{number}/terms`.
pub(super) async fn terms(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    shown_terms(&app, visit, &number, None, Refused::default()).await
}

async fn shown_terms(
    app: &App,
    visit: StaffVisit,
    number: &str,
    typed: Option<Terms>,
    refused: Refused,
) -> Result<Response, AppError> {
    let (by, of) = (visit.clone(), number.to_owned());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let sheet = sheet::sheet(view, &by.staff, &of)?;
        let used = sheet::currency_is_used(view, &sheet)?;
        Ok((sheet, used, sheet::assortments(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (sheet, currency_used, assortments, data) = app.db.read(read).await?;
    let typed = typed.unwrap_or_else(|| terms_of(&sheet));
    let form = form(&visit, &refused, sheet.version);
    let page_of =
        view::TermsPage { sheet: &sheet, typed: &typed, assortments: &assortments, currency_used };
    let content = view::terms(&visit.words, &form, &page_of);
    Ok(page(&visit, &refused, data, &sheet.name, content))
}

/// `POST /staff/customers/{number}/terms`.
pub(super) async fn save_terms(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: Sent<Terms>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (staff, of, typed) = (visit.staff.clone(), number.clone(), form.clone());
    let deed =
        move |tx: &mut Tx| change::change_terms(tx, &staff, &of, (typed.version(), &typed.typed));
    match done(&app, &visit, Text::plain("customer-saved"), deed).await {
        Ok(()) => Ok(back(&number, "")),
        Err(error) => {
            let refused = Refused::of(error)?;
            shown_terms(&app, visit, &number, Some(form.typed), refused).await
        }
    }
}
