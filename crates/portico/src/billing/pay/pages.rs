//! The customer's pages of paying: what is to be paid, a payment with its state, the latest ones.

use super::api::{begun, may_pay};
use super::plan::Wish;
use super::start::{self, Asked};
use super::view::{self, New, Shown};
use super::{Payment, Status, back, carry, store};
use crate::access::form::{Fields, VisitForm};
use crate::access::visit::Visit;
use crate::app::{App, Routes, frame};
use crate::billing::remit;
use crate::orders::place::own_only;
use crate::platform::db::{DbError, View};
use crate::platform::idempotency::{Key, content_hash};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use portico_types::Money;

/// Documents that are shown to choose amounts of.
const SHOWN_MOST: usize = 100;

/// The routes of paying.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/payments", latest)
        .post("/payments", begin)
        .get("/payments/new", new)
        .get("/payments/{number}", one)
        .post("/payments/{number}/end", end)
        .merge(super::demo_pages::routes())
        .merge(super::hooks::routes())
}

async fn latest(State(app): State<App>, visit: Visit) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let told = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let announced = remit::store::awaited(view, &by.buyer)?;
        let offered = start::is_offered(view, &by.buyer)?;
        let payments = store::latest(view, &by.buyer)?;
        Ok((announced, payments, told, offered, frame::read(view, &by)?))
    };
    let (announced, payments, (zone, today), offered, data) = app.db.read(read).await?;
    let content = view::latest(&visit, (&announced, &payments), (&zone, today), offered);
    let title = visit.words.say("payments-title").to_owned();
    Ok(visit.page(data, &title, content).into_response())
}

async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(fields): Query<Fields>,
) -> Result<Response, AppError> {
    may_pay(&visit.buyer)?;
    shown(&app, visit, fields, None).await
}

/// Numbers of the documents that were chosen.
fn chosen(fields: &Fields) -> Vec<String> {
    let numbers =
        fields.iter().filter(|(name, value)| name == "document" && !value.trim().is_empty());
    numbers.map(|(_, value)| value.clone()).take(SHOWN_MOST).collect()
}

/// What was typed into a field.
pub(in crate::billing) fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
}

/// The page on which amounts are chosen; for a sum, what it would go to, once it was typed.
///
/// # Errors
/// What the database says.
pub(in crate::billing) async fn shown(
    app: &App,
    visit: Visit,
    fields: Fields,
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let (by, numbers) = (visit.clone(), chosen(&fields));
    let typed = fields.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let currency = by.buyer.customer.currency;
        let documents = store::documents(view, &by.buyer, &numbers)?;
        let due = store::due(view, &by.buyer, currency)?;
        let rules = start::rules(view, false)?;
        let keeps = value(&typed, "keep_rest") == "yes";
        let balance = value(&typed, "balance");
        let preview = (numbers.is_empty() && !balance.is_empty()).then(|| {
            match Money::parse(balance, currency) {
                Ok(amount) => start::preview(view, &by.buyer, amount, keeps),
                Err(_) => Err(bad_amount("/amount").into()),
            }
        });
        let about = (rules, start::ways(view, &by.buyer)?, wholesaler::today(view)?);
        let announced = remit::store::awaited(view, &by.buyer)?;
        Ok((documents, due, announced, preview, about, frame::read(view, &by)?))
    };
    let (documents, due, announced, preview, (rules, ways, today), data) =
        app.db.read(read).await?;
    let (preview, refused) = match preview.transpose() {
        Ok(preview) => (preview, None),
        Err(AppError::Refused(problem)) => (None, Some(*problem)),
        Err(other) => return Err(other),
    };
    let problem = problem.or(refused);
    let way = carry::in_use(app).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let page = New {
        documents: &documents,
        due: &due,
        preview: preview.as_ref(),
        fields: &fields,
        rules,
        can_pay: ways.online && way.is_some(),
        can_announce: ways.transfer,
        announced: &announced,
        sees_all: own_only(&visit.buyer).is_none(),
        today,
        form: &fresh,
        problem: problem.as_ref(),
    };
    let content = view::new(&visit, &page);
    let status = problem.as_ref().and_then(|p| StatusCode::from_u16(p.status).ok());
    let title = visit.words.say("pay-title").to_owned();
    Ok((status.unwrap_or(StatusCode::OK), visit.page(data, &title, content)).into_response())
}

fn bad_amount(field: &str) -> Problem {
    Problem::invalid(vec![FieldProblem::new(field, "invalid", Text::plain("pay-bad-amount"))])
}

/// What the form asks for.
///
/// # Errors
/// An amount that is none.
pub(in crate::billing) fn wish(visit: &Visit, fields: &Fields) -> Result<Wish, Problem> {
    let currency = visit.buyer.customer.currency;
    let numbers = chosen(fields);
    if numbers.is_empty() {
        let amount = Money::parse(value(fields, "balance"), currency);
        return amount.map(Wish::Balance).map_err(|_| bad_amount("/amount"));
    }
    let one = |(index, number): (usize, String)| {
        let typed = value(fields, &format!("amount-{number}"));
        if typed.is_empty() {
            return Ok((number, None));
        }
        let amount = Money::parse(typed, currency);
        let amount = amount.map_err(|_| bad_amount(&format!("/documents/{index}/amount")))?;
        Ok((number, Some(amount)))
    };
    Ok(Wish::Documents(numbers.into_iter().enumerate().map(one).collect::<Result<_, Problem>>()?))
}

/// The key of a form that was sent here: the same form again is the same deed.
pub(in crate::billing) fn key_of(visit: &Visit, fields: &Fields, route: &str) -> Key {
    let form: String = value(fields, "form").chars().take(60).collect();
    Key {
        scope: format!("customer:{}", visit.buyer.customer.id),
        key: format!("{route}:{form}"),
        route: route.to_owned(),
        content_hash: content_hash(&serde_json::json!(fields)),
    }
}

/// `POST /payments`: once for each form; on to the payment.
async fn begin(State(app): State<App>, sent: VisitForm<Fields>) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    may_pay(&visit.buyer)?;
    let wish = match wish(&visit, &fields) {
        Ok(wish) => wish,
        Err(problem) => return shown(&app, visit, fields, Some(problem)).await,
    };
    let key = key_of(&visit, &fields, "POST /payments");
    let keeps_rest = value(&fields, "keep_rest") == "yes";
    let asked = Asked { wish, keeps_rest, gateway: carry::in_use(&app).await? };
    match begun(&app, &visit.buyer, key, asked).await {
        Ok((_, number)) => {
            let page = format!("/payments/{}?go=1", path_segment(&number));
            Ok(Redirect::to(&page).into_response())
        }
        Err(AppError::Refused(problem)) => shown(&app, visit, fields, Some(*problem)).await,
        Err(other) => Err(other),
    }
}

async fn found(app: &App, visit: &Visit, number: &str) -> Result<Payment, AppError> {
    let (by, of) = (visit.clone(), number.to_owned());
    let read = move |view: &mut View| -> Result<_, DbError> { store::get(view, &by.buyer, &of) };
    app.db.read(read).await?.ok_or_else(|| Problem::not_found().into())
}

/// A payment. Whoever comes back from the gateway causes the question how it stands; the address itself is not believed.
async fn one(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    Query(asked): Query<Fields>,
) -> Result<Response, AppError> {
    let payment = found(&app, &visit, &number).await?;
    let is_back = asked.iter().any(|(name, _)| name == "back");
    if is_back && payment.status == Status::Pending {
        carry::ask(&app, payment.id).await?;
    }
    let (by, id) = (visit.clone(), payment.id);
    let read = move |view: &mut View| -> Result<_, AppError> {
        let payment = store::get(view, &by.buyer, &number)?.ok_or_else(Problem::not_found)?;
        let parts = store::parts(view, &payment)?;
        let told = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((payment, parts, back::of(view, id)?, told, frame::read(view, &by)?))
    };
    let (payment, parts, backs, (zone, today), data) = app.db.read(read).await?;
    let way_on = payment.redirect_url.clone().filter(|_| payment.status == Status::Pending);
    let goes = asked.iter().any(|(name, _)| name == "go");
    let gave_up = asked.iter().any(|(name, _)| name == "given-up");
    let page =
        Shown { payment: &payment, parts: &parts, backs: &backs, gave_up, told: (&zone, today) };
    let content = view::one(&visit, &page);
    let mut answer = visit.page(data, &payment.number, content).into_response();
    // Not a redirect: the answer to a form may lead to our own pages only, as the content policy says.
    if let Some(url) = way_on.filter(|_| goes)
        && let Ok(refresh) = format!("0; url={url}").parse()
    {
        let _ = answer.headers_mut().insert("refresh", refresh);
    }
    Ok(answer)
}

/// `POST /payments/{number}/end`: gives it up.
async fn end(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, .. } = sent;
    may_pay(&visit.buyer)?;
    let payment = found(&app, &visit, &number).await?;
    if payment.status == Status::Pending {
        carry::give_up(&app, &payment).await?;
    }
    Ok(Redirect::to(&format!("/payments/{}", path_segment(&payment.number))).into_response())
}
