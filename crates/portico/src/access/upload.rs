//! A form that brings files along, of staff or of a customer. Who sends it is known before the body is read, the form's token before the first
//! file is; every file goes to a temporary place of its own, so that the body takes no memory.

use super::form::{Fields, proved, signed_upload, staff_upload};
use super::visit::{Signed, Speech, StaffVisit, Visit};
use super::{StaffRole, refused};
use crate::app::App;
use crate::platform::problem::{AppError, Problem, Text};
use anyhow::Context;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use std::io::{Read, Seek, Write};
use tempfile::SpooledTempFile;

/// Most files of one form.
const FILES_MAX: usize = 100;
/// Most fields of one form, and the longest of them in bytes.
const FIELDS_MAX: usize = 1_000;
const FIELD_LONGEST: usize = 64 * 1024;
/// The longest text of a customer's form, in bytes: a body is no longer.
const TEXT_LONGEST: usize = 2 * 1024 * 1024;
/// A file up to this size waits in memory, in bytes.
const IN_MEMORY: usize = 256 * 1024;

/// A form of a staff page with files.
pub struct StaffUpload {
    /// Who sent it.
    pub visit: StaffVisit,
    /// What they typed.
    pub fields: Fields,
    /// What they chose, in the form's order; fields left empty bring none.
    pub files: Vec<Uploaded>,
}

/// A form of a customer's page with files, and texts as long as a body may be.
pub struct VisitUpload {
    /// Who sent it.
    pub visit: Visit,
    /// What they typed.
    pub fields: Fields,
    /// What they chose, in the form's order; fields left empty bring none.
    pub files: Vec<Uploaded>,
}

/// A file as it was sent.
pub struct Uploaded {
    /// Name of the field.
    pub field: String,
    /// What the sender calls it: to be shown, never to be believed.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its content, from the start.
    pub content: SpooledTempFile,
}

impl StaffUpload {
    /// What was typed into a field; empty where it was not sent.
    #[must_use]
    pub fn typed(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }
}

impl Uploaded {
    /// The whole content.
    ///
    /// # Errors
    /// A temporary file that cannot be read.
    pub fn bytes(&mut self) -> Result<Vec<u8>, AppError> {
        let mut bytes = Vec::new();
        let read = self.content.read_to_end(&mut bytes).context("an upload cannot be read again");
        read.map_err(AppError::Surprise)?;
        Ok(bytes)
    }
}

impl FromRequest<App> for StaffUpload {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let visit = staff_upload(&parts, app).await?;
        visit.needs(StaffRole::Write).map_err(IntoResponse::into_response)?;
        let form = multipart(&parts, body, app).await?;
        let taken = taken((app, &visit.words), &parts, form, FIELD_LONGEST).await?;
        let visit = StaffVisit::try_from(taken.signed).map_err(IntoResponse::into_response)?;
        Ok(StaffUpload { visit, fields: taken.fields, files: taken.files })
    }
}

impl FromRequest<App> for VisitUpload {
    type Rejection = Response;
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let signed = signed_upload(&parts, app).await?;
        let visit = Visit::try_from(signed).map_err(IntoResponse::into_response)?;
        let form = multipart(&parts, body, app).await?;
        let taken = taken((app, &visit.words), &parts, form, TEXT_LONGEST).await?;
        let visit = Visit::try_from(taken.signed).map_err(IntoResponse::into_response)?;
        Ok(VisitUpload { visit, fields: taken.fields, files: taken.files })
    }
}

async fn multipart(parts: &Parts, body: Body, app: &App) -> Result<Multipart, Response> {
    let again = Request::from_parts(parts.clone(), body);
    Multipart::from_request(again, app).await.map_err(IntoResponse::into_response)
}

/// A form that was read to its end.
struct Taken {
    signed: Signed,
    fields: Fields,
    files: Vec<Uploaded>,
}

/// Reads the form's parts in their order; no text may be longer than this, in bytes.
async fn taken(
    (app, words): (&App, &Speech),
    parts: &Parts,
    mut form: Multipart,
    longest: usize,
) -> Result<Taken, Response> {
    let mut sent: Fields = Vec::new();
    let mut files = Vec::new();
    let mut proof = None;
    while let Some(part) = form.next_part().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            sent.push((name, text(part, longest).await?));
            if sent.len() > FIELDS_MAX {
                return Err(refused::unreadable(app, words, &[]));
            }
            continue;
        }
        if proof.is_none() {
            proof = Some(proved(app, parts, &sent, false).await?.0);
        }
        let file = file(name, part).await?;
        if file.length > 0 || !file.name.is_empty() {
            files.push(file);
        }
        if files.len() > FILES_MAX {
            let text = Text::plain("upload-too-many").with("most", FILES_MAX);
            return Err(AppError::from(Problem::new(422, "too_many_files", text)).into_response());
        }
    }
    let (signed, fields) = proved(app, parts, &sent, false).await?;
    Ok(Taken { signed, fields, files })
}

/// The next part, with a refusal that can be answered.
trait NextPart {
    async fn next_part(&mut self) -> Result<Option<Field<'_>>, Response>;
}

impl NextPart for Multipart {
    async fn next_part(&mut self) -> Result<Option<Field<'_>>, Response> {
        self.next_field().await.map_err(broken)
    }
}

async fn text(mut part: Field<'_>, longest: usize) -> Result<String, Response> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > longest {
            return Err(too_large());
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => {
            Err(AppError::from(Problem::new(400, "unreadable", Text::plain("problem-bad-request")))
                .into_response())
        }
    }
}

async fn file(field: String, mut part: Field<'_>) -> Result<Uploaded, Response> {
    let kept = |error: std::io::Error| {
        AppError::Surprise(anyhow::Error::new(error).context("an upload cannot be kept"))
            .into_response()
    };
    let name = part.file_name().unwrap_or_default().replace('\0', "");
    let mut content = tempfile::spooled_tempfile(IN_MEMORY);
    let mut length = 0;
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        // Into the page cache of the temporary folder: microseconds, not worth another thread.
        content.write_all(&chunk).map_err(kept)?;
        length += chunk.len() as u64;
    }
    content.rewind().map_err(kept)?;
    Ok(Uploaded { field, name, length, content })
}

fn broken(error: MultipartError) -> Response {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    let text = Text::plain("problem-bad-request");
    AppError::from(Problem::new(400, "unreadable", text)).into_response()
}

fn too_large() -> Response {
    let text = Text::plain("problem-too-large");
    AppError::from(Problem::new(413, "too_large", text)).into_response()
}
