//! One goods-out note: picking by one field, its parcels, what it comes to.

use crate::access::StaffRole;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::app::{App, frame};
use crate::backoffice::goods_out::pick::{self, Scanned, Typed};
use crate::backoffice::goods_out::staff_view::note::{self as view, Page, Sent};
use crate::backoffice::goods_out::{pack, store};
use crate::orders::shipping::carriers;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

/// Address of a note's page.
pub(super) fn href(number: &str) -> String {
    format!("/staff/goods-out/{}", path_segment(number))
}

/// `GET /staff/goods-out/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(number): Path<String>,
) -> Result<Response, AppError> {
    shown(&app, visit, number, StatusCode::OK, Said::default()).await
}

/// What the page says beside the note.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// What came of a scan.
    pub(super) scanned: Option<Scanned>,
    /// Why something was not done.
    pub(super) problem: Option<Problem>,
    /// Carriers and tracking numbers as typed, parcel by parcel.
    pub(super) parcels: Vec<(String, String)>,
    /// Only the pieces that a scan changes are wanted.
    pub(super) pieces: bool,
}

pub(super) async fn shown(
    app: &App,
    visit: StaffVisit,
    number: String,
    status: StatusCode,
    said: Said,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let note = store::get(view, &by.staff, &number)?;
        let note = note.ok_or_else(|| AppError::from(Problem::not_found()))?;
        let carriers = carriers::list(view, &by.staff)?;
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((note, carriers, clock, frame::read(view, &by)?))
    };
    let (detail, carriers, (zone, today), data) = app.db.read(read).await?;
    let form = app.ids.next(app.clock.now_ms()).to_string();
    let page = Page {
        detail: &detail,
        carriers: &carriers,
        clock: (&zone, today),
        csrf: &visit.csrf,
        form: &form,
        login_id: visit.login_id(),
        writes: visit.staff.role >= StaffRole::Write,
        scanned: said.scanned.as_ref(),
        problem: said.problem.as_ref(),
        parcels: &said.parcels,
    };
    if said.pieces {
        return Ok((status, Html(view::pieces(&visit.words, &page).into_string())).into_response());
    }
    let content = view::content(&visit.words, &page);
    Ok((status, visit.page(data, &detail.note.number, content)).into_response())
}

/// `POST /staff/goods-out/{number}`: something was scanned or typed. Nothing, where everything is picked, closes the note.
pub(super) async fn scan(
    State(app): State<App>,
    Path(number): Path<String>,
    headers: HeaderMap,
    sent: StaffForm<Sent>,
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let typed = Typed { code: form.code, form: form.form };
    let other = note_meant(&typed.code, &number);
    let deed = move |tx: &mut Tx| -> Result<Scanned, AppError> {
        let mut typed = typed.clone();
        if typed.code.trim().eq_ignore_ascii_case(&of) {
            typed.code.clear();
        }
        let scanned = pick::scan(tx, &by.staff, &of, &typed)?;
        if scanned == Scanned::Complete {
            pack::close(tx, &by.staff, &of)?;
        }
        Ok(scanned)
    };
    if let Some(other) = other {
        return Ok(Redirect::to(&href(&other)).into_response());
    }
    let pieces = headers.get("x-requested-with").is_some_and(|value| value == "portico");
    match app.db.write(deed).await {
        Ok(Scanned::Complete) => Ok(Redirect::to(&href(&number)).into_response()),
        Ok(scanned) => {
            let status = if view::is_good(&scanned) {
                StatusCode::OK
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let said = Said { scanned: Some(scanned), pieces, ..Said::default() };
            shown(&app, visit, number, status, said).await
        }
        Err(error) => {
            answer(&app, visit, number, (error, Said { pieces, ..Said::default() })).await
        }
    }
}

/// The number of another note that was scanned: the page goes there.
fn note_meant(code: &str, number: &str) -> Option<String> {
    let code = code.trim();
    let digits = code.strip_prefix(['N', 'n'])?.strip_prefix('-')?;
    let is_note = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (is_note && !code.eq_ignore_ascii_case(number)).then(|| code.to_uppercase())
}

/// What was refused is said on the note's page, with what was typed.
pub(super) async fn answer(
    app: &App,
    visit: StaffVisit,
    number: String,
    (error, said): (AppError, Said),
) -> Result<Response, AppError> {
    match error {
        AppError::Refused(problem) if matches!(problem.status, 409 | 422) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            let said = Said { problem: Some(*problem), ..said };
            shown(app, visit, number, status, said).await
        }
        other => Err(other),
    }
}
