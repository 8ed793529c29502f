//! The staff's pages of imports: upload, mend the mapping, run, look at what came of it.

use super::bring::{self, File, Report};
use super::job;
use super::kinds::Context;
use super::limits::Limits;
use super::map::Map;
use super::map_form;
use super::mapping_view::{self, Draft};
use super::preview::{self, Preview};
use super::progress::Progress;
use super::run::Mode;
use super::store::{self, Begun, Job, Saved, Status};
use super::upload::{self, Refusal, Uploaded};
use super::view::{self, Ended, List};
use super::{Kind, guess};
use crate::access::StaffRole;
use crate::access::form::{Fields, StaffForm, is_signed, staff_upload};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::app::{App, Routes, frame};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::{settings, wholesaler};
use crate::staff::registry::IMPORT_UPLOAD_MB;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

/// Imports on a page of the list.
const ROWS: i64 = 25;
/// What a form weighs beside its files.
const FORM_BYTES: u64 = 64 << 10;
/// The largest files for which the page itself counts what an import would do.
const COUNTED_BYTES: i64 = 2 << 20;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/import", list)
        .post("/staff/import", take)
        .get("/staff/import/{id}", one)
        .post("/staff/import/{id}", change)
        .post("/staff/import/{id}/stop", stop)
        .get("/staff/import/{id}/refused/{number}", refused)
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Before {
    before: String,
}

async fn list(
    State(app): State<App>,
    visit: StaffVisit,
    Query(query): Query<Before>,
) -> Result<Response, AppError> {
    listed(&app, &visit, query.before.parse().ok(), StatusCode::OK, ("", "")).await
}

/// The list, with the kind that was chosen and what is wrong with the files.
async fn listed(
    app: &App,
    visit: &StaffVisit,
    before: Option<i64>,
    status: StatusCode,
    (kind, wrong): (&str, &str),
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        let mut jobs = store::list(view, &by.staff, before, ROWS + 1)?;
        let more = jobs.len() > ROWS as usize;
        jobs.truncate(ROWS as usize);
        let saved = store::mappings(view, &by.staff)?;
        let most_mb = settings::get(view, &IMPORT_UPLOAD_MB)?;
        let when = (wholesaler::zone(view)?, wholesaler::today(view)?);
        Ok((jobs, more, saved, most_mb, when, frame::read(view, &by)?))
    };
    let (jobs, more, saved, most_mb, when, data) = app.db.read(read).await?;
    let edits = visit.staff.role >= StaffRole::Write;
    let csrf = &visit.csrf;
    let page = List { jobs: &jobs, more, saved: &saved, most_mb, edits, csrf, kind, wrong, when };
    let content = view::list(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("import-title"), content)).into_response())
}

/// `POST /staff/import`: the files themselves, so this form is read as it comes.
async fn take(State(app): State<App>, request: Request) -> Response {
    taken(&app, request).await.unwrap_or_else(|answer| answer)
}

async fn taken(app: &App, request: Request) -> Result<Response, Response> {
    let (parts, body) = request.into_parts();
    let visit = staff_upload(&parts, app).await?;
    visit.needs(StaffRole::Write).map_err(IntoResponse::into_response)?;
    let most_mb: i64 = app
        .db
        .read(|view| settings::get(view, &IMPORT_UPLOAD_MB))
        .await
        .map_err(|error| AppError::from(error).into_response())?;
    let bytes_max = u64::try_from(most_mb).unwrap_or(0) << 20;
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    let length: u64 = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    if length > bytes_max + FORM_BYTES {
        return Err(not_taken(app, &visit, "", &Refusal::TooLarge, most_mb).await);
    }
    let mut request = Request::from_parts(parts, body);
    DefaultBodyLimit::disable().apply(&mut request);
    let Ok(body) = Multipart::from_request(request, app).await else {
        return Err(not_taken(app, &visit, "", &Refusal::Broken, most_mb).await);
    };
    let id = app.ids.next(app.clock.now_ms());
    let place = (&*job::folder(&app.config.data), id);
    let signed = |fields: &[(String, String)]| is_signed(&visit, fields);
    match upload::receive(body, place, bytes_max, signed).await {
        Ok(uploaded) => begun(app, &visit, id, uploaded).await.map_err(IntoResponse::into_response),
        Err(refusal) => Err(not_taken(app, &visit, "", &refusal, most_mb).await),
    }
}

async fn not_taken(
    app: &App,
    visit: &StaffVisit,
    kind: &str,
    refusal: &Refusal,
    most_mb: i64,
) -> Response {
    let words = &visit.words;
    let most = most_mb.to_string();
    let (status, said) = match refusal {
        Refusal::TooLarge => (413, words.fill("import-too-large", &[("most", &most)])),
        Refusal::TooMany => (422, words.say("import-too-many").to_owned()),
        Refusal::Broken => (422, words.say("import-no-file").to_owned()),
        Refusal::Unsigned => (403, words.say("import-unsigned").to_owned()),
        Refusal::Disk(error) => {
            tracing::warn!(%error, "an upload cannot be stored");
            (507, words.say("import-disk").to_owned())
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut answer = listed(app, visit, None, status, (kind, &said)).await.into_response();
    // What was not read stays unread: the connection is of no further use.
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Guesses how the files are to be read and notes the import.
async fn begun(
    app: &App,
    visit: &StaffVisit,
    id: i64,
    uploaded: Uploaded,
) -> Result<Response, AppError> {
    let chosen = uploaded.field("kind").to_owned();
    let Some(kind) = Kind::read(&chosen) else {
        return Err(Problem::not_found().into());
    };
    let wrong = async |said: &str| {
        listed(app, visit, None, StatusCode::UNPROCESSABLE_ENTITY, (&chosen, said)).await
    };
    let Some(first) = uploaded.files.first().cloned() else {
        return wrong(visit.words.say("import-no-file")).await;
    };
    let saved: Option<i64> = uploaded.field("mapping").parse().ok();
    let map = match saved {
        Some(saved) => {
            let by = visit.clone();
            let found = app.db.read(move |view| store::mapping(view, &by.staff, saved)).await?;
            match found {
                Some((of, text)) if of == kind.text() => Map::parse(&text),
                _ => return wrong(visit.words.say("import-other-mapping")).await,
            }
        }
        None => tokio::task::spawn_blocking(move || guess::guess(kind, &first, &Limits::COMMAND))
            .await
            .map_err(anyhow::Error::from)?,
    };
    let map = match map {
        Ok(map) => map,
        Err(error) => return wrong(&format!("{error:#}")).await,
    };
    let file_names = uploaded.files.iter().map(|file| file.name.clone()).collect();
    let file_bytes = i64::try_from(uploaded.bytes).unwrap_or(i64::MAX);
    let begun = Begun { id, kind, file_names, file_bytes, mapping: map.text() };
    let by = visit.staff.clone();
    app.db.write(move |tx| store::begin(tx, &by, &begun)).await?;
    let _ = uploaded.keep();
    Ok(Redirect::to(&format!("/staff/import/{id}")).into_response())
}

async fn one(
    State(app): State<App>,
    visit: StaffVisit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let job = found(&app, &visit, &id).await?;
    if job.status == Status::Draft {
        return drafted(&app, &visit, &job, StatusCode::OK, None).await;
    }
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok(((wholesaler::zone(view)?, wholesaler::today(view)?), frame::read(view, &by)?))
    };
    let (when, data) = app.db.read(read).await?;
    let refused = |number: &usize| job::refused_path(&app.config.data, &job, *number).is_some();
    let refused: Vec<usize> = (0..job.file_names.len()).filter(refused).collect();
    let edits = visit.staff.role >= StaffRole::Write;
    let page = Ended { job: &job, refused: &refused, edits, csrf: &visit.csrf, when };
    let content = view::one(&visit.words, &page);
    let mut answer = visit.page(data, visit.words.say("import-title"), content).into_response();
    if job.status.is_moving() {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    }
    Ok(answer)
}

async fn found(app: &App, visit: &StaffVisit, id: &str) -> Result<Job, AppError> {
    let id: i64 = id.parse().map_err(|_| Problem::not_found())?;
    let by = visit.staff.clone();
    let job = app.db.read(move |view| store::get(view, &by, id)).await?;
    Ok(job.ok_or_else(Problem::not_found)?)
}

/// The page of a draft; `wrong` is a sentence about the mapping that was just sent.
async fn drafted(
    app: &App,
    visit: &StaffVisit,
    job: &Job,
    status: StatusCode,
    wrong: Option<(String, String)>,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok((Context::read(view)?, store::mappings(view, &by.staff)?, frame::read(view, &by)?))
    };
    let (context, saved, data) = app.db.read(read).await?;
    let map: Map = toml::from_str(&job.mapping).unwrap_or_default();
    let files = job::files(&app.config.data, job);
    let mut previews = previews(job.kind, files, map.clone(), context).await?;
    let counted = counted(app, job, &previews).await;
    if let ([only], Some(Ok(report))) = (&mut previews[..], &counted) {
        only.note(&report.reasons);
    }
    let (typed, said) = wrong.unwrap_or_default();
    let csrf = &visit.csrf;
    let saved: Vec<Saved> = saved.into_iter().filter(|s| s.kind == job.kind.text()).collect();
    let edits = visit.staff.role >= StaffRole::Write;
    let text = if typed.is_empty() { map.text() } else { typed };
    let page = Draft {
        job,
        map: &map,
        previews: &previews,
        counted: counted.as_ref(),
        saved: &saved,
        csrf,
        edits,
        text: &text,
        wrong: &said,
    };
    let content = mapping_view::draft(&visit.words, &page);
    Ok((status, visit.page(data, visit.words.say("import-title"), content)).into_response())
}

async fn previews(
    kind: Kind,
    files: Vec<File>,
    map: Map,
    context: Context,
) -> Result<Vec<Preview>, AppError> {
    let look = move || {
        let one =
            |file: &File| preview::preview(kind, file, &map, context.clone(), &Limits::COMMAND);
        files.iter().map(one).collect::<Vec<_>>()
    };
    Ok(tokio::task::spawn_blocking(look).await.map_err(anyhow::Error::from)?)
}

/// Whether each file can be read with the mapping.
async fn fits(app: &App, job: &Job) -> Result<bool, AppError> {
    let context = app.db.read(|view| -> Result<Context, DbError> { Context::read(view) }).await?;
    let map: Map = toml::from_str(&job.mapping).unwrap_or_default();
    let files = job::files(&app.config.data, job);
    let previews = previews(job.kind, files, map, context).await?;
    Ok(previews.iter().all(|preview| preview.wrong.is_none()))
}

/// What a dry run comes to, for files that are read at once.
async fn counted(app: &App, job: &Job, previews: &[Preview]) -> Option<Result<Report, String>> {
    if job.file_bytes > COUNTED_BYTES || previews.iter().any(|preview| preview.wrong.is_some()) {
        return None;
    }
    let wish = job::wish(&app.config.data, job, Mode::Dry).ok()?;
    let report = bring::bring(&app.db, &wish, &Arc::new(Progress::silent())).await;
    Some(report.map_err(|error| format!("{error:#}")))
}

/// `POST /staff/import/{id}`: the mapping as mended; looked at again, kept under a name, or run.
async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let mut job = found(&app, &visit, &id).await?;
    let back = Redirect::to(&format!("/staff/import/{}", job.id)).into_response();
    if job.status != Status::Draft {
        return Ok(back);
    }
    let map: Map = toml::from_str(&job.mapping).unwrap_or_default();
    let map = map_form::mended(&map, &fields);
    let starts = map_form::value(&fields, "do") == "start";
    let mending = match map {
        Ok(map) => {
            job.mapping = map.text();
            map.checked().map(|_| ())
        }
        Err(error) => Err(error),
    };
    if let Err(error) = mending {
        let typed = map_form::value(&fields, "text").to_owned();
        let said = format!("{error:#}");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return drafted(&app, &visit, &job, status, Some((typed, said))).await;
    }
    // A mapping that does not fit the files is told on the page; nobody need send them again.
    let starts = starts && fits(&app, &job).await?;
    let name = map_form::value(&fields, "name").trim().chars().take(60).collect::<String>();
    let (by, words) = (visit.clone(), visit.words.clone());
    let done = move |tx: &mut Tx| -> Result<(), DbError> {
        let is_draft = store::map(tx, &by.staff, job.id, &job.mapping)?;
        if is_draft && !name.is_empty() {
            store::save_mapping(tx, &by.staff, (job.kind, &name), &job.mapping)?;
            let said = Text::plain("import-mapping-saved").with("name", &name);
            session::flash(tx, by.session.id, &words, &said)?;
        }
        if is_draft && starts {
            let _ = store::start(tx, &by.staff, job.id)?;
        }
        Ok(())
    };
    app.db.write(done).await?;
    Ok(back)
}

async fn stop(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(StaffRole::Write)?;
    let job = found(&app, &visit, &id).await?;
    let (by, job_id) = (visit.staff.clone(), job.id);
    let _ = app.db.write(move |tx| store::stop(tx, &by, job_id)).await?;
    let now = found(&app, &visit, &id).await?;
    if !now.status.is_moving() {
        for file in job::files(&app.config.data, &now) {
            let _ = std::fs::remove_file(&file.path);
        }
    }
    Ok(Redirect::to(&format!("/staff/import/{}", job.id)).into_response())
}

async fn refused(
    State(app): State<App>,
    visit: StaffVisit,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let job = found(&app, &visit, &id).await?;
    let number: usize = number.parse().map_err(|_| Problem::not_found())?;
    let path = job::refused_path(&app.config.data, &job, number).ok_or_else(Problem::not_found)?;
    let file = std::fs::File::open(path).map_err(anyhow::Error::from)?;
    let body = Body::from_stream(job::chunks(file));
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, "text/csv; charset=utf-8");
    set(header::CONTENT_DISPOSITION, "attachment; filename=\"refused.csv\"");
    set(header::CACHE_CONTROL, "private, no-store");
    Ok(answer)
}
