//! Pages of quotations for staff: the list, one of them, the page it is written on, and what is done with it.

use super::paper_view::paper;
use super::priced::{Typed, TypedLine};
use super::staff_store::{self, STAFF_QUOTES, StaffHead};
use super::staff_view::{self as view, Edit, Page, staff_href};
use super::{NEEDS_RELEASE, comment, note, send, share, write};
use crate::access::form::{Fields, StaffForm};
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole, session};
use crate::app::list_page::{ListPage, Said, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame, papers};
use crate::catalogue::staff::shown_here;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::{settings, wholesaler};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

type Answer = Result<Response, AppError>;

/// Blank rows at the end of what is written.
const BLANK_ROWS: usize = 3;

static LIST: ListPage<StaffVisit, StaffHead> = ListPage {
    listing: &STAFF_QUOTES,
    file: "/staff/quotes/export",
    rows_of_page: 50,
    long_when_filtered: true,
    class: "quotes",
    said: Said {
        title: "quotes-title",
        context: "staff-quotes-context",
        none: "quotes-none",
        none_what: "staff-quotes-none-what",
    },
    way_on: WayOn::FromNothing("menu-customers", "/staff/customers"),
    rows: staff_store::listed,
    columns: view::staff_columns,
    given: no_offers,
    above: nothing_there,
    below: nothing_there,
};

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .post("/staff/quotes", begun)
        .get("/staff/quotes/{number}", one)
        .get("/staff/quotes/{number}/edit", edited)
        .post("/staff/quotes/{number}/edit", written)
        .post("/staff/quotes/{number}/comments", answered)
        .post("/staff/quotes/{number}/comments/read", read)
        .post("/staff/quotes/{number}/notes", noted)
        .post("/staff/quotes/{number}/shares/{id}/revocation", revoked)
        .post("/staff/quotes/{number}/{deed}", done)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Form {
    version: i64,
    number: String,
    text: String,
    note: String,
    reason: String,
}

/// `POST /staff/quotes`: begins one for a customer.
async fn begun(State(app): State<App>, sent: StaffForm<Form>) -> Answer {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let deed = move |tx: &mut Tx| write::begin(tx, &visit.staff, &form.number);
    let number = app.db.write(deed).await?;
    Ok(Redirect::to(&format!("{}/edit", staff_href(&number))).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    revision: Option<i64>,
}

/// `/staff/quotes/Q-1001`, and its sheet with `.pdf` behind the number.
async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    if let Some(number) = number.strip_suffix(".pdf") {
        return sheet(&app, visit, (number.to_owned(), wanted.revision)).await;
    }
    shown(&app, visit, (number, wanted.revision), Refused::default()).await
}

/// The sheet of a revision that was sent.
async fn sheet(app: &App, visit: StaffVisit, (number, revision): (String, Option<i64>)) -> Answer {
    let home = app.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_store::get(view, &visit.staff, &number, revision)?;
        let (quote, _) = found.ok_or_else(Problem::not_found)?;
        paper(view, &home, &quote)
    };
    let paper = app.db.read(read).await?;
    papers::answer(app, paper).await
}

/// What was refused: the form, its text, and why.
#[derive(Clone, Debug, Default)]
struct Refused {
    form: &'static str,
    text: String,
    problem: Option<Problem>,
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    (number, revision): (String, Option<i64>),
    said: Refused,
) -> Answer {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_store::get(view, &by.staff, &number, revision)?;
        let (quote, found) = found.ok_or_else(Problem::not_found)?;
        let currency = quote.head.total.currency;
        let kept = (
            quote.vat()?,
            staff_store::revisions(view, &by.staff, found.head.id, currency)?,
            comment::list(view, &found.head)?,
            note::list(view, &by.staff, found.head.id)?,
            share::list(view, &found.head)?,
        );
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let release = settings::get(view, &NEEDS_RELEASE)?;
        Ok(((quote, found), kept, (clock, release), frame::read(view, &by)?))
    };
    let ((quote, found), (vat, revisions, comments, notes, shares), (clock, release), data) =
        app.db.read(read).await?;
    let latest = found.head.revision + i64::from(found.head.has_draft);
    let page = Page {
        found: &found,
        quote: &quote,
        vat: &vat,
        older: revision.filter(|revision| *revision != latest),
        revisions: &revisions,
        comments: &comments,
        notes: &notes,
        shares: &shares,
        needs_release: release,
        writes: visit.staff.role >= StaffRole::Write,
        csrf: &visit.csrf,
        clock: (&clock.0, clock.1),
        said: (said.form, &said.text, said.problem.as_ref()),
    };
    let content = view::content(&visit.words, &page);
    let status = said.problem.as_ref().map_or(200, |problem| problem.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, visit.page(data, &found.head.number, content)).into_response())
}

/// Does something and comes back to the page, which says what was done or why not.
async fn after(
    app: &App,
    visit: StaffVisit,
    (number, said, refused): (String, &'static str, Refused),
    deed: impl Fn(&mut Tx, &Staff, &str) -> Result<(), AppError> + Send + 'static,
) -> Answer {
    let (by, of) = (visit.clone(), number.clone());
    let whole = move |tx: &mut Tx| -> Result<(), AppError> {
        deed(tx, &by.staff, &of)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain(said))?)
    };
    match app.db.write(whole).await {
        Ok(()) => Ok(Redirect::to(&staff_href(&number)).into_response()),
        Err(error) => {
            let (_, problem) = shown_here(error)?;
            let refused = Refused { problem: Some(problem), ..refused };
            shown(app, visit, (number, None), refused).await
        }
    }
}

/// `POST /staff/quotes/{number}/{deed}`: send, revise, throw-away, withdraw, remind, release, hold.
async fn done(
    State(app): State<App>,
    Path((number, deed)): Path<(String, String)>,
    sent: StaffForm<Form>,
) -> Answer {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    type Deed = fn(&mut Tx, &Staff, &str, &Form) -> Result<(), AppError>;
    let (said, does): (&'static str, Deed) = match deed.as_str() {
        "send" => ("quote-sent", |tx, by, of, form| send::send(tx, by, of, form.version)),
        "revise" => ("quote-revising", |tx, by, of, form| write::revise(tx, by, of, form.version)),
        "throw-away" => {
            ("quote-thrown-away", |tx, by, of, form| write::throw_away(tx, by, of, form.version))
        }
        "withdraw" => ("quote-withdrawn", |tx, by, of, form| {
            send::withdraw(tx, by, of, (&form.reason, form.version))
        }),
        "remind" => ("quote-reminded", |tx, by, of, form| send::remind(tx, by, of, form.version)),
        "release" => {
            ("quote-released", |tx, by, of, form| write::release(tx, by, of, (true, form.version)))
        }
        "hold" => {
            ("quote-held", |tx, by, of, form| write::release(tx, by, of, (false, form.version)))
        }
        _ => return Err(Problem::not_found().into()),
    };
    let of_reason = deed == "withdraw";
    let refused = Refused {
        form: if of_reason { "reason" } else { "" },
        text: form.reason.clone(),
        problem: None,
    };
    after(&app, visit, (number, said, refused), move |tx, by, of| does(tx, by, of, &form)).await
}

/// `POST /staff/quotes/{number}/shares/{id}/revocation`.
async fn revoked(
    State(app): State<App>,
    Path((number, id)): Path<(String, String)>,
    sent: StaffForm<Form>,
) -> Answer {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let id: i64 = id.parse().map_err(|_| Problem::not_found())?;
    let said = (number, "share-revoked", Refused::default());
    after(&app, visit, said, move |tx, by, of| share::revoke_any(tx, by, of, id)).await
}

/// The comments that the person had before them.
fn had(fields: &Fields) -> Vec<i64> {
    let read = fields.iter().filter(|(name, _)| name == "read");
    read.filter_map(|(_, id)| id.parse().ok()).collect()
}

/// `POST /staff/quotes/{number}/comments`.
async fn answered(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Form>,
) -> Answer {
    let StaffForm { visit, form, fields } = sent;
    visit.needs(StaffRole::Write)?;
    let refused = Refused { form: "text", text: form.text.clone(), problem: None };
    let ids = had(&fields);
    after(&app, visit, (number, "comment-answered", refused), move |tx, by, of| {
        comment::answer(tx, by, of, (&form.text, &ids))
    })
    .await
}

/// `POST /staff/quotes/{number}/comments/read`.
async fn read(State(app): State<App>, Path(number): Path<String>, sent: StaffForm<Form>) -> Answer {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let ids = had(&fields);
    let said = (number, "comment-no-answer-done", Refused::default());
    after(&app, visit, said, move |tx, by, of| comment::needs_no_answer(tx, by, of, &ids).map(drop))
        .await
}

/// `POST /staff/quotes/{number}/notes`.
async fn noted(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Form>,
) -> Answer {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let refused = Refused { form: "note", text: form.note.clone(), problem: None };
    after(&app, visit, (number, "note-written", refused), move |tx, by, of| {
        note::add(tx, by, of, &form.note)
    })
    .await
}

/// What is kept, as it would be typed, with blank rows behind.
fn as_typed(quote: &super::Quote) -> Typed {
    let line = |line: &super::QuoteLine| TypedLine {
        code: line.sku.clone(),
        quantity: line.quantity.text(),
        price: line.price.amount(),
        remarks: line.remarks.clone().unwrap_or_default(),
    };
    let head = &quote.head;
    let mut typed = Typed {
        title: head.title.clone(),
        terms: head.terms.clone(),
        valid_until: head.valid_until.map(|day| day.text()).unwrap_or_default(),
        carriage: head.carriage.map(|carriage| carriage.amount()).unwrap_or_default(),
        lines: quote.lines.iter().map(line).collect(),
    };
    add_blanks(&mut typed);
    typed
}

fn add_blanks(typed: &mut Typed) {
    let filled = typed.lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    typed.lines.resize(filled + BLANK_ROWS, TypedLine::default());
}

/// Reads the fields of the form: `code.0`, `quantity.0`, `price.0`, `remarks.0`.
fn read_typed(fields: &Fields) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in fields {
        let value = value.clone();
        match name.as_str() {
            "title" => typed.title = value,
            "terms" => typed.terms = value,
            "valid_until" => typed.valid_until = value,
            "carriage" => typed.carriage = value,
            _ => read_line(&mut typed, name, value),
        }
    }
    typed
}

fn read_line(typed: &mut Typed, name: &str, value: String) {
    let Some((field, index)) = name.split_once('.') else { return };
    let index = index.parse::<usize>().ok().filter(|index| *index < super::LINES_MOST + BLANK_ROWS);
    let Some(index) = index else { return };
    if typed.lines.len() <= index {
        typed.lines.resize(index + 1, TypedLine::default());
    }
    let line = &mut typed.lines[index];
    match field {
        "code" => line.code = value,
        "quantity" => line.quantity = value,
        "price" => line.price = value,
        "remarks" => line.remarks = value,
        _ => {}
    }
}

/// `GET /staff/quotes/{number}/edit`.
async fn edited(State(app): State<App>, visit: StaffVisit, Path(number): Path<String>) -> Answer {
    visit.needs(StaffRole::Write)?;
    edit_page(&app, visit, number, None).await
}

async fn edit_page(
    app: &App,
    visit: StaffVisit,
    number: String,
    refused: Option<(Typed, Problem)>,
) -> Answer {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let found = staff_store::get(view, &by.staff, &number, None)?;
        let (quote, found) =
            found.filter(|(_, found)| found.head.has_draft).ok_or_else(Problem::not_found)?;
        Ok((quote.vat()?, quote, found, frame::read(view, &by)?))
    };
    let (vat, quote, found, data) = app.db.read(read).await?;
    let status = refused.as_ref().map_or(200, |(_, problem)| problem.status);
    let (typed, problem) = match refused {
        Some((mut typed, problem)) => {
            add_blanks(&mut typed);
            (typed, Some(problem))
        }
        None => (as_typed(&quote), None),
    };
    let page = Edit {
        found: &found,
        quote: &quote,
        vat: &vat,
        typed: &typed,
        problem: problem.as_ref(),
        csrf: &visit.csrf,
    };
    let content = view::edit(&visit.words, &page);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, visit.page(data, &found.head.number, content)).into_response())
}

/// `POST /staff/quotes/{number}/edit`: keeps what was typed; the button `send` sends it in the same breath.
async fn written(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Form>,
) -> Answer {
    let StaffForm { visit, form, fields } = sent;
    visit.needs(StaffRole::Write)?;
    let typed = read_typed(&fields);
    let sends = fields.iter().any(|(name, value)| name == "deed" && value == "send");
    let (by, of, wanted, seen) = (visit.clone(), number.clone(), typed.clone(), form.version);
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        write::write(tx, &by.staff, &of, (&wanted, seen))?;
        if sends {
            send::send(tx, &by.staff, &of, seen + 1)?;
        }
        let key = if sends { "quote-sent" } else { "quote-saved" };
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain(key))?)
    };
    match app.db.write(deed).await {
        Ok(()) => {
            let own = staff_href(&number);
            let to = if sends { own } else { format!("{own}/edit") };
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let (_, problem) = shown_here(error)?;
            edit_page(&app, visit, number, Some((typed, problem))).await
        }
    }
}
