//! Pages of the staff about documents: all of them, one of them, raising an invoice, giving a credit note.

use super::credit_note::{self, Asked as Credited, CreditLine};
use super::invoice::{self, Wanted};
use super::issue::beyond_core;
use super::list::{self, DocumentRow, STAFF_DOCUMENTS};
use super::staff_view::{self, CreditForm, InvoiceForm};
use super::view::{self, Shown, ticked_bar};
use super::warnings_view::warnings;
use super::{papers, store};
use crate::access::form::{Fields, StaffForm};
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole, customer_head, session};
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame};
use crate::backoffice::returns;
use crate::catalogue::staff::shown_here;
use crate::orders::staff_store;
use crate::platform::db::{Tx, View};
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::list::Pairs;
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use portico_documents::Breach;
use portico_types::Quantity;

static LIST: ListPage<StaffVisit, DocumentRow> = ListPage {
    listing: &STAFF_DOCUMENTS,
    file: "/staff/documents/export",
    rows_of_page: 50,
    long_when_filtered: true,
    class: "documents",
    said: Said {
        title: "staff-documents-title",
        context: "staff-documents-context",
        none: "transactions-none",
        none_what: "staff-documents-none-what",
    },
    way_on: WayOn::New("credit-new", "/staff/credit-notes/new"),
    rows: list::all,
    columns: staff_view::columns,
    given: no_offers,
    above: nothing_there,
    below: |words, _| ticked_bar(words, "/staff/documents/archive", None),
};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .get("/staff/documents/archive", archive)
        .get("/staff/documents/{number}", document)
        .get("/staff/orders/{number}/invoice", invoice_form)
        .post("/staff/orders/{number}/invoice", raise)
        .get("/staff/credit-notes/new", credit_form)
        .post("/staff/credit-notes", give)
}

/// Address of a document's page for staff.
#[must_use]
pub fn document_href(number: &str) -> String {
    format!("/staff/documents/{}", path_segment(number))
}

/// `GET /staff/documents/archive?document=…`: the papers of what is ticked.
async fn archive(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let numbers = papers::ticked(&pairs)?;
    let read = move |view: &mut View| papers::of_any(view, &visit.staff, &numbers);
    let facts = app.db.read(read).await?;
    papers::archive(&app, facts).await
}

async fn document(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    let (number, kind) = papers::asked(&number);
    let (by, of) = (visit.clone(), number.to_owned());
    if let Some(kind) = kind {
        let of = [of];
        let read = move |view: &mut View| papers::of_any(view, &by.staff, &of);
        let facts = app.db.read(read).await?.pop().ok_or_else(Problem::not_found)?;
        return papers::answer(&app, facts, kind).await;
    }
    let read = move |view: &mut View| -> Result<_, AppError> {
        let detail = store::get_any(view, &by.staff, &of)?;
        let facts = papers::of_any(view, &by.staff, std::slice::from_ref(&of))?;
        let breaches: Vec<Breach> = facts.iter().flat_map(beyond_core).collect();
        Ok((detail, breaches, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (detail, breaches, today, data) = app.db.read(read).await?;
    let detail = detail.ok_or_else(Problem::not_found)?;
    let shown = Shown {
        detail: &detail,
        today,
        pays: false,
        back: (visit.words.say("staff-documents-title"), "/staff/documents"),
        staff: Some(staff_view::buttons(&visit.words, visit.staff.role, &detail.head)),
        for_staff: true,
        notice: Some(warnings(&visit.words, &breaches, true)),
    };
    let content = view::document(&visit.words, &shown);
    Ok(visit.page(data, &detail.head.number, content).into_response())
}

async fn invoice_form(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    shown_invoice(&app, visit, number, (StatusCode::OK, Fields::new()), None).await
}

async fn shown_invoice(
    app: &App,
    visit: StaffVisit,
    number: String,
    (status, typed): (StatusCode, Fields),
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_store::get_any(view, &by.staff, &number)?;
        let (order, customer) = found.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let breaches = invoice::foresee(view, &order)?;
        Ok((order, customer, breaches, frame::read(view, &by)?))
    };
    let (order, customer, breaches, data) = app.db.read(read).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let form = InvoiceForm {
        order: &order,
        customer: &customer,
        breaches: &breaches,
        csrf: &visit.csrf,
        form: &fresh,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = staff_view::invoice(&visit.words, &form);
    Ok((status, visit.page(data, visit.words.say("invoice-new"), content)).into_response())
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
}

/// One deed for each form that was shown.
fn key(visit: &StaffVisit, fields: &Fields, route: String) -> Key {
    let form: String = value(fields, "form").chars().take(60).collect();
    Key {
        scope: format!("login:{}", visit.login_id()),
        key: format!("document:{form}"),
        route,
        content_hash: content_hash(&serde_json::json!(fields)),
    }
}

/// `POST /staff/orders/{number}/invoice`: quantities as fields `quantity-LINE`; to the new invoice.
async fn raise(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let wanted: Vec<Wanted> = fields
        .iter()
        .filter_map(|(name, quantity)| {
            let line = name.strip_prefix("quantity-")?.parse().ok()?;
            Some(Wanted { line, quantity: quantity.clone() })
        })
        .collect();
    let key = key(&visit, &fields, format!("POST /staff/orders/{}/invoice", number.to_lowercase()));
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let made = invoice::invoice(tx, &by.staff, &of, &wanted)?;
            let said = Text::plain("invoice-issued").with("number", &made);
            session::flash(tx, by.session.id, &by.words, &said)?;
            Ok(Answer { status: 303, body: made, location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(made) => Ok(Redirect::to(&document_href(&made.answer().body)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown_invoice(&app, visit, number, (status, fields), Some(problem)).await
        }
    }
}

async fn credit_form(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    let asked = match value(&pairs, "of_return") {
        "" => pairs,
        number => {
            let (by, number) = (visit.clone(), number.to_owned());
            app.db.read(move |view: &mut View| prefilled(view, &by.staff, &number)).await?
        }
    };
    shown_credit(&app, visit, (StatusCode::OK, asked), None).await
}

/// The form as a return fills it in: its invoice, what came back of its lines, and why.
fn prefilled(view: &mut View, staff: &Staff, number: &str) -> Result<Fields, AppError> {
    let (order, returned) =
        returns::store::get_any(view, staff, number)?.ok_or_else(Problem::not_found)?;
    if let Some(before) = returned.credit_note {
        return Err(credit_note::Refusal::ReturnCredited(before).into());
    }
    let (order, _) = staff_store::get_any(view, staff, &order)?.ok_or_else(Problem::not_found)?;
    let wanted: Vec<_> = returned.lines.iter().map(|line| (line.line, line.quantity)).collect();
    let found = store::invoice_of(view, &order.head, &wanted)?;
    let not_charged = || Problem::new(409, "not_charged", Text::plain("credit-of-return-nothing"));
    let (invoice, lines) = found.ok_or_else(not_charged)?;
    let mut fields = vec![
        ("of_return".to_owned(), returned.number),
        ("corrects".to_owned(), invoice.number),
        ("reason".to_owned(), returned.reason),
    ];
    let typed = |(line, quantity): (i64, Quantity)| (format!("quantity-{line}"), quantity.text());
    fields.extend(lines.into_iter().map(typed));
    Ok(fields)
}

/// The number of the return that a credit note names: of an order on the invoice that is corrected.
fn of_return(view: &mut View, staff: &Staff, asked: &Credited) -> Result<Option<String>, AppError> {
    let Some(number) = &asked.of_return else { return Ok(None) };
    let found = returns::store::get_any(view, staff, number)?;
    let (order, returned) = found.ok_or_else(Problem::not_found)?;
    let invoice = match &asked.corrects {
        Some(corrects) => store::get_any(view, staff, corrects)?,
        None => None,
    };
    let is_on_it = invoice.is_some_and(|invoice| invoice.orders.contains(&order));
    if is_on_it { Ok(Some(returned.number)) } else { Err(Problem::not_found().into()) }
}

async fn shown_credit(
    app: &App,
    visit: StaffVisit,
    (status, typed): (StatusCode, Fields),
    problem: Option<Problem>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let (corrects, customer) =
        (value(&typed, "corrects").to_owned(), value(&typed, "customer").to_owned());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let invoice = match corrects.trim() {
            "" => None,
            number => {
                Some(store::get_any(view, &by.staff, number)?.ok_or_else(Problem::not_found)?)
            }
        };
        let customer = match customer.trim() {
            "" => None,
            number => customer_head(view, &by.staff, number)?,
        };
        let breaches = match &invoice {
            Some(invoice) => credit_note::foresee(view, invoice)?,
            None => Vec::new(),
        };
        Ok((invoice, customer, breaches, frame::read(view, &by)?))
    };
    let (invoice, customer, breaches, data) = app.db.read(read).await?;
    let fresh = app.ids.next(app.clock.now_ms()).to_string();
    let form = CreditForm {
        invoice: invoice.as_ref(),
        customer: customer.as_ref(),
        breaches: &breaches,
        csrf: &visit.csrf,
        form: &fresh,
        typed: &typed,
        problem: problem.as_ref(),
    };
    let content = staff_view::credit(&visit.words, &form);
    Ok((status, visit.page(data, visit.words.say("credit-new"), content)).into_response())
}

/// Lines of the invoice as fields `quantity-LINE`, free ones as `name-N`, `free-quantity-N`, `price-N`, `vat-N`.
fn credited(fields: &Fields) -> Credited {
    let some = |name: &str| {
        let text = value(fields, name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let of_invoice = fields.iter().filter_map(|(name, quantity)| {
        let line = name.strip_prefix("quantity-")?.parse().ok()?;
        let quantity = if quantity.trim().is_empty() { "0" } else { quantity };
        Some(CreditLine::OfInvoice { line, quantity: quantity.to_owned() })
    });
    let free = (1..=staff_view::FREE_LINES).filter_map(|n| {
        let (name, price) = (some(&format!("name-{n}")), some(&format!("price-{n}")));
        (name.is_some() || price.is_some()).then(|| CreditLine::Free {
            name: name.unwrap_or_default(),
            quantity: some(&format!("free-quantity-{n}")).unwrap_or_else(|| "1".to_owned()),
            price: price.unwrap_or_default(),
            vat_rate: value(fields, &format!("vat-{n}")).to_owned(),
        })
    });
    Credited {
        customer: value(fields, "customer").to_owned(),
        corrects: some("corrects"),
        lines: of_invoice.chain(free).collect(),
        reason: value(fields, "reason").to_owned(),
        of_return: some("of_return"),
    }
}

/// `POST /staff/credit-notes`: once for each form; to the new credit note.
async fn give(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let asked = credited(&fields);
    let key = key(&visit, &fields, "POST /staff/credit-notes".to_owned());
    let by = visit.clone();
    let deed = move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let of_return = of_return(tx, &by.staff, &asked)?;
            let asked = Credited { of_return, ..asked.clone() };
            let made = credit_note::credit_note(tx, &by.staff, &asked)?;
            let said = Text::plain("credit-issued").with("number", &made);
            session::flash(tx, by.session.id, &by.words, &said)?;
            Ok(Answer { status: 303, body: made, location: None })
        })
    };
    match app.db.write(deed).await {
        Ok(made) => Ok(Redirect::to(&document_href(&made.answer().body)).into_response()),
        Err(error) => {
            let (status, problem) = shown_here(error)?;
            shown_credit(&app, visit, (status, fields), Some(problem)).await
        }
    }
}
