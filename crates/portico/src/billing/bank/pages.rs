//! `/staff/bank`: a file of the bank is brought, and what came in is booked entry by entry.

use super::propose::{Proposal, propose};
use super::store::OpenEntry;
use super::{BYTES_MOST, ENTRIES_MOST, Fault, book, bring, store, view};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::upload::StaffUpload;
use crate::access::visit::StaffVisit;
use crate::app::{App, Routes, frame};
use crate::billing::remit;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::flash::FlashKind;
use crate::platform::wholesaler;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// The routes of bank files.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/bank", page)
        .post("/staff/bank", brought)
        .post("/staff/bank/entries", done)
}

/// What the page says above its entries, and beside each.
#[derive(Default)]
struct Said {
    /// Why the file was not read, or what was done nevertheless.
    told: Option<(FlashKind, Text)>,
    /// Why an entry was not booked.
    entries: Vec<(i64, Text)>,
    /// What was typed.
    typed: Fields,
}

async fn page(State(app): State<App>, visit: StaffVisit) -> Result<Response, AppError> {
    shown(&app, visit, StatusCode::OK, Said::default()).await
}

async fn shown(
    app: &App,
    visit: StaffVisit,
    status: StatusCode,
    said: Said,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let (entries, count) = store::open(view, &by.staff)?;
        let proposals = propose(view, &entries)?;
        let rows: Vec<(OpenEntry, Proposal)> = entries.into_iter().zip(proposals).collect();
        let told = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let announced = remit::store::awaited_of_all(view, &by.staff)?;
        Ok((rows, count, announced, told, frame::read(view, &by)?))
    };
    let (rows, count, announced, (zone, today), data) = app.db.read(read).await?;
    let content = view::content(
        &visit,
        &view::Bank {
            rows: &rows,
            count,
            announced: (&announced.0, announced.1),
            when: (&zone, today),
            told: said.told.as_ref(),
            faults: &said.entries,
            typed: &said.typed,
            may: visit.staff.role >= StaffRole::Write,
        },
    );
    Ok((status, visit.page(data, visit.words.say("bank-title"), content)).into_response())
}

/// Why a file is not read, for people.
fn told(visit: &StaffVisit, fault: &Fault) -> Text {
    let name = |key: &'static str| visit.words.say(key).to_owned();
    match fault {
        Fault::Unknown => Text::plain("bank-file-unknown"),
        Fault::Broken(why) => Text::plain("bank-file-broken").with("why", why),
        Fault::NoColumn(key) => Text::plain("bank-file-no-column").with("column", name(key)),
        Fault::Row(row, key) => {
            Text::plain("bank-file-row").with("row", row).with("column", name(key))
        }
        Fault::Empty => Text::plain("bank-file-empty"),
        Fault::TooMany => Text::plain("bank-file-too-many").with("most", ENTRIES_MOST),
    }
}

/// `POST /staff/bank`: a file is read whole, or not at all.
async fn brought(State(app): State<App>, sent: StaffUpload) -> Result<Response, AppError> {
    let StaffUpload { visit, files, .. } = sent;
    let refused = |why: Text| Said { told: Some((FlashKind::Refused, why)), ..Said::default() };
    let Some(mut file) = files.into_iter().find(|file| file.length > 0) else {
        let said = refused(Text::plain("bank-file-none"));
        return shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, said).await;
    };
    if file.length > BYTES_MOST {
        let said =
            refused(Text::plain("bank-file-too-long").with("most", BYTES_MOST / 1024 / 1024));
        return shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, said).await;
    }
    let usual = app.db.read(|view: &mut View| wholesaler::currency(view)).await?;
    let statement = match super::read(&file.bytes()?, usual) {
        Ok(statement) => statement,
        Err(fault) => {
            let said = refused(told(&visit, &fault));
            return shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, said).await;
        }
    };
    let by = visit.clone();
    let keep = move |tx: &mut Tx| -> Result<(), DbError> {
        let brought = bring::bring(tx, &by.staff, &file.name, &statement)?;
        let said =
            Text::plain("bank-brought").with("new", brought.new).with("known", brought.known);
        session::flash(tx, by.session.id, &by.words, &said.with("others", brought.others))
    };
    app.db.write(keep).await?;
    Ok(Redirect::to("/staff/bank").into_response())
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
}

/// `POST /staff/bank/entries`: each ticked entry is a deed of its own, so that one that is refused stops no other.
async fn done(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let ticked =
        fields.iter().filter(|(name, _)| name == "entry").filter_map(|(_, id)| id.parse().ok());
    let ticked: Vec<i64> = ticked.collect();
    if ticked.is_empty() {
        let told = Some((FlashKind::Refused, Text::plain("bank-none-ticked")));
        let said = Said { told, typed: fields, ..Said::default() };
        return shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, said).await;
    }
    let sets_aside = value(&fields, "deed") == "set-aside";
    let mut faults = Vec::new();
    for id in &ticked {
        let (by, id) = (visit.clone(), *id);
        let customer = value(&fields, &format!("customer-{id}")).to_owned();
        let documents = value(&fields, &format!("documents-{id}")).to_owned();
        let deed = move |tx: &mut Tx| match sets_aside {
            true => book::set_aside(tx, &by.staff, id),
            false => book::book(tx, &by.staff, id, (&customer, &documents)).map(|_| ()),
        };
        match app.db.write(deed).await {
            Ok(()) => {}
            Err(AppError::Refused(problem)) => faults.push((id, why(&problem))),
            Err(other) => return Err(other),
        }
    }
    let done = ticked.len() - faults.len();
    let text = Text::plain(if sets_aside { "bank-set-aside-done" } else { "bank-booked" });
    let text = text.with("count", done);
    if faults.is_empty() {
        let by = visit.clone();
        let say = move |tx: &mut Tx| session::flash(tx, by.session.id, &by.words, &text);
        app.db.write(say).await?;
        return Ok(Redirect::to("/staff/bank").into_response());
    }
    // Who was faster took it off the list: said above, where nothing stands that it could be said beside.
    let gone = faults.iter().find(|(_, why)| why.key == book::GONE).map(|(_, why)| why.clone());
    let done = (done > 0).then_some((FlashKind::Done, text));
    let told = gone.map(|why| (FlashKind::Look, why)).or(done);
    let said = Said { told, entries: faults, typed: fields };
    shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, said).await
}

fn why(problem: &Problem) -> Text {
    problem.errors.first().map_or_else(|| problem.text.clone(), |error| error.text.clone())
}
