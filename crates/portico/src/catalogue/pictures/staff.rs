//! Staff pages: the pictures of one product, and many pictures at once by their names.

use super::archive::Source;
use super::by_name::{Before, Report, import};
use super::change::{Change, change};
use super::staff_view::{self, Page};
use super::take::{Refusal, Workshop, take};
use super::{MEGABYTES, list, of};
use crate::access::form::Fields;
use crate::access::upload::{StaffUpload, Uploaded};
use crate::access::visit::StaffVisit;
use crate::access::{StaffForm, StaffRole, session};
use crate::app::{App, Routes, frame};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings;
use crate::platform::web::path_segment;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

/// Bytes of a form with pictures.
const BODY_MAX: usize = 128 * 1024 * 1024;
/// Bytes of a form with an archive.
const ARCHIVE_MAX: usize = 1024 * 1024 * 1024;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    let uploaded = axum::routing::post(uploaded).layer(DefaultBodyLimit::max(BODY_MAX));
    let imported = axum::routing::post(imported).layer(DefaultBodyLimit::max(ARCHIVE_MAX));
    Routes::new()
        .get("/staff/products/{sku}/pictures", show)
        .add("/staff/products/{sku}/pictures", Method::POST, uploaded)
        .post("/staff/products/{sku}/pictures/changes", changed)
        .get("/staff/pictures", by_name)
        .add("/staff/pictures", Method::POST, imported)
}

impl Workshop {
    /// Where this program makes and keeps pictures.
    #[must_use]
    pub fn of(app: &App) -> Workshop {
        Workshop { darkroom: app.darkroom.clone(), store: app.files.clone(), ids: app.ids.clone() }
    }
}

/// What a page says beside the pictures.
#[derive(Default)]
struct Said {
    status: StatusCode,
    taken: usize,
    refused: Vec<(String, Text)>,
    faults: Vec<FieldProblem>,
    typed: Fields,
}

async fn show(visit: StaffVisit, Path(sku): Path<String>) -> Result<Response, AppError> {
    shown(visit, sku, Said::default()).await
}

async fn shown(visit: StaffVisit, sku: String, said: Said) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let of = of(view, &by.staff, &sku)?.ok_or_else(Problem::not_found)?;
        let images = list(view, &by.staff, of.id)?;
        Ok((of, images, settings::get(view, &MEGABYTES)?, frame::read(view, &by)?))
    };
    let (of, images, most, data) = visit.app.db.read(read).await?;
    let page = Page {
        of: &of,
        images: &images,
        most,
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Write,
        taken: said.taken,
        refused: &said.refused,
        faults: &said.faults,
        typed: &said.typed,
    };
    let content = staff_view::one(&visit.words, &page);
    let title = visit.words.fill("pictures-title", &[("name", &of.name)]);
    Ok((said.status, visit.page(data, &title, content)).into_response())
}

async fn uploaded(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffUpload,
) -> Result<Response, AppError> {
    let StaffUpload { visit, files, .. } = sent;
    let (by, wanted) = (visit.clone(), sku.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let of = of(view, &by.staff, &wanted)?.ok_or_else(Problem::not_found)?;
        Ok((of, settings::get(view, &MEGABYTES)?))
    };
    let (of, most) = app.db.read(read).await?;
    let mut said = Said { status: StatusCode::UNPROCESSABLE_ENTITY, ..Said::default() };
    if files.is_empty() {
        let text = Text::plain("pictures-none-chosen");
        said.faults.push(FieldProblem::new("picture", "missing", text));
    }
    for mut file in files {
        match one(&app, &visit, (of.id, most), &mut file).await? {
            Ok(()) => said.taken += 1,
            Err(why) => said.refused.push((file.name, why.text())),
        }
    }
    if !said.refused.is_empty() || !said.faults.is_empty() {
        return shown(visit, sku, said).await;
    }
    let (by, text) = (visit, Text::plain("pictures-added").with("count", said.taken));
    app.db.write(move |tx| session::flash(tx, by.session.id, &by.words, &text)).await?;
    Ok(Redirect::to(&address(&sku)).into_response())
}

/// One file that was sent: made, kept, set behind the others.
async fn one(
    app: &App,
    visit: &StaffVisit,
    (product_id, most): (i64, i64),
    file: &mut Uploaded,
) -> Result<Result<(), Refusal>, AppError> {
    if file.length > most.unsigned_abs() * 1024 * 1024 {
        return Ok(Err(Refusal::TooLarge(most)));
    }
    let new = match Workshop::of(app).develop(file.bytes()?).await? {
        Ok(new) => new,
        Err(why) => return Ok(Err(why)),
    };
    let (store, staff) = (app.files.clone(), visit.staff.clone());
    let taken = app.db.write(move |tx| take(tx, &staff, &store, product_id, &new)).await;
    Ok(taken?)
}

async fn changed(
    State(app): State<App>,
    Path(sku): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let of_file = |(name, value): &(String, String)| {
        Some((name.strip_prefix("alt-")?.to_owned(), value.clone()))
    };
    let words: Vec<(String, String)> = fields.iter().filter_map(of_file).collect();
    let deed = fields.iter().find(|(name, _)| name == "deed");
    let wish = Change::read(deed.map_or("", |(_, value)| value.as_str()));
    let (by, wanted) = (visit.clone(), sku.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let of = of(tx, &by.staff, &wanted)?.ok_or_else(Problem::not_found)?;
        change(tx, &by.staff, of.id, &wish, &words)?;
        let key =
            if matches!(wish, Change::Remove(_)) { "pictures-removed" } else { "pictures-saved" };
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain(key))?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&address(&sku)).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let faults = problem.errors;
            shown(visit, sku, Said { status, faults, typed: fields, ..Said::default() }).await
        }
        Err(other) => Err(other),
    }
}

fn address(sku: &str) -> String {
    format!("/staff/products/{}/pictures", path_segment(sku))
}

async fn by_name(visit: StaffVisit) -> Result<Response, AppError> {
    archive_page(visit, StatusCode::OK, None, "").await
}

async fn imported(State(app): State<App>, sent: StaffUpload) -> Result<Response, AppError> {
    let replace = sent.typed("replace") == "yes";
    let StaffUpload { visit, mut files, .. } = sent;
    let before = if replace { Before::Go } else { Before::Stay };
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(file) = (!files.is_empty()).then(|| files.remove(0)) else {
        return archive_page(visit, refused, None, "pictures-none-chosen").await;
    };
    let Ok(mut source) = Source::zip(Box::new(file.content)) else {
        return archive_page(visit, refused, None, "pictures-no-zip").await;
    };
    let login_id = Some(visit.staff.login.id);
    let report = import(&app.db, &Workshop::of(&app), &mut source, before, login_id).await?;
    archive_page(visit, StatusCode::OK, Some(report), "").await
}

async fn archive_page(
    visit: StaffVisit,
    status: StatusCode,
    report: Option<Report>,
    error: &'static str,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let data = visit.app.db.read(move |view| frame::read(view, &by)).await?;
    let edits = visit.staff.role >= StaffRole::Write;
    let form = edits.then_some(visit.csrf.as_str());
    let content = staff_view::by_name(&visit.words, form, report.as_ref(), error);
    let title = visit.words.say("pictures-by-name");
    Ok((status, visit.page(data, title, content)).into_response())
}
