//! Pages of pasted lines: paste or upload, look first, correct, put in.

use crate::access::form::{Fields, VisitForm};
use crate::access::session;
use crate::access::upload::{Uploaded, VisitUpload};
use crate::access::visit::Visit;
use crate::app::{App, frame};
use crate::cart::paste::{
    self, Judged, Look, PutIn, Source, State as LineState, change, changes, look, put_in, suggest,
    throw_away,
};
use crate::cart::view::paste::{self as paste_view, LookPage};
use crate::catalogue::{self, Showing};
use crate::import::files;
use crate::import::files::form::Form;
use crate::import::limits::Limits;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::web::frame::BottomBar;
use anyhow::Context;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use csv::StringRecord;
use encoding_rs::{Encoding, WINDOWS_1252};
use serde::Deserialize;
use std::io::Write;
use std::ops::ControlFlow;

/// Lines that need somebody shown at once, and lines that go in on one page.
const NEEDING: usize = 100;
const READY: usize = 200;

type Answer = Result<Response, AppError>;

/// Where the page of lines begins.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct From {
    /// The first line that goes in of this page.
    from: i64,
}

/// `GET /cart/paste`: a field, or a file.
pub(super) async fn form(State(app): State<App>, visit: Visit) -> Answer {
    pasting(&app, visit, StatusCode::OK, "", None).await
}

async fn pasting(
    app: &App,
    visit: Visit,
    status: StatusCode,
    typed: &str,
    problem: Option<&Problem>,
) -> Answer {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((paste::keep::count(view, &by.buyer)?, frame::read(view, &by)?))
    };
    let (kept, data) = app.db.read(read).await?;
    let content = paste_view::form(&visit, kept, typed, problem);
    let frame = visit.frame(data, visit.words.say("paste-title"));
    Ok((status, frame::draw(&frame, content)).into_response())
}

/// `POST /cart/paste`: what was pasted, or a file, is read and kept.
pub(super) async fn pasted(State(app): State<App>, sent: VisitUpload) -> Answer {
    let VisitUpload { visit, fields, files } = sent;
    let typed = fields.iter().find(|(name, _)| name == "lines").map_or("", |(_, v)| v.as_str());
    let file = files.into_iter().find(|file| file.length > 0);
    let source = match file {
        Some(file) => read_file(file).await,
        None => Ok(Source::Text(typed.to_owned())),
    };
    let buyer = visit.buyer.clone();
    let kept = match source {
        Ok(source) => app.db.write(move |tx: &mut Tx| paste::keep(tx, &buyer, &source)).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(_) => Ok(Redirect::to("/cart/paste/lines").into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            pasting(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(&problem)).await
        }
        Err(error) => Err(error),
    }
}

fn unreadable(reason: &str) -> AppError {
    let text = Text::plain("paste-unreadable").with("reason", reason);
    Problem::new(422, "unreadable", text).into()
}

/// The lines of a file: of a spreadsheet by the reader of imports, of anything else as the text it is.
async fn read_file(mut file: Uploaded) -> Result<Source, AppError> {
    let name = file.name.clone();
    let bytes = file.bytes()?;
    if !bytes.starts_with(b"PK\x03\x04") {
        return text_of(&bytes).map(Source::Text);
    }
    let read = move || -> anyhow::Result<Result<Source, String>> {
        let mut kept = tempfile::NamedTempFile::new().context("no temporary file")?;
        kept.write_all(&bytes).context("an upload cannot be kept")?;
        let form = Form { header_row: 0, ..Form::default() };
        Ok(rows_of(kept.path(), &name, &form).map(Source::Rows).map_err(|e| format!("{e:#}")))
    };
    let read = tokio::task::spawn_blocking(read).await.context("reading a file ended early");
    read.map_err(AppError::Surprise)?
        .map_err(AppError::Surprise)?
        .map_err(|reason| unreadable(&reason))
}

fn rows_of(path: &std::path::Path, name: &str, form: &Form) -> anyhow::Result<Vec<Vec<String>>> {
    let limits = Limits { rows_max: 20_000, bytes_max: 64 << 20, ..Limits::COMMAND };
    let sheet = files::open(path, name, form, &limits)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let cells = |record: &StringRecord| record.iter().map(str::to_owned).collect();
    sheet.each(&limits, &mut |row| {
        rows.push(cells(&row.cells));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(rows)
}

/// A text in UTF-8, UTF-16 or, failing these, as Windows writes it in the west of Europe.
fn text_of(bytes: &[u8]) -> Result<String, AppError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    };
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}');
    if text.chars().any(strange) {
        return Err(Problem::new(422, "unreadable", Text::plain("paste-no-text")).into());
    }
    Ok(text)
}

/// `GET /cart/paste/lines`: what goes in, and what needs somebody.
pub(super) async fn lines(State(app): State<App>, Query(at): Query<From>, visit: Visit) -> Answer {
    let (by, index) = (visit.clone(), app.search.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let mut found = look(view, &by.buyer)?;
        let needs = |line: &&mut Judged| matches!(line.state, LineState::Needs { .. });
        let mut open: Vec<&mut Judged> =
            found.lines.iter_mut().filter(needs).take(NEEDING).collect();
        suggest(view, &index, &by.buyer, &mut open)?;
        let showing = catalogue::showing(view, &by.buyer)?;
        Ok((found, showing, frame::read(view, &by)?))
    };
    let (found, showing, data): (Look, Showing, _) = app.db.read(read).await?;
    if found.lines.is_empty() {
        return Ok(Redirect::to("/cart/paste").into_response());
    }
    let page = LookPage { found: &found, showing: &showing, from: at.from, most: (NEEDING, READY) };
    let content = paste_view::lines(&visit, &page);
    let mut frame = visit.frame(data, visit.words.say("paste-title"));
    frame.bottom = paste_view::bottom_bar(&visit, &found).map_or(BottomBar::None, BottomBar::Own);
    Ok((StatusCode::OK, frame::draw(&frame, content)).into_response())
}

/// `POST /cart/paste/lines`: corrections, each kept as it is typed.
pub(super) async fn correct(State(app): State<App>, sent: VisitForm<Fields>) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let buyer = visit.buyer.clone();
    let (changes, forgotten) = changes(&fields);
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        for code in &forgotten {
            paste::forget(tx, &buyer, code)?;
        }
        change(tx, &buyer, &changes)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/cart/paste/lines").into_response())
}

/// `POST /cart/paste/order`: what is ready goes into the current order.
pub(super) async fn into_order(State(app): State<App>, sent: VisitForm<Fields>) -> Answer {
    let visit = sent.visit;
    let (buyer, by) = (visit.buyer.clone(), visit.clone());
    let done = move |tx: &mut Tx| -> Result<PutIn, AppError> {
        let done = put_in(tx, &buyer)?;
        let said = Text::plain(if done.left > 0 { "paste-put-in-left" } else { "paste-put-in" });
        let said = said.with("lines", done.lines).with("left", done.left);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(done)
    };
    let done = app.db.write(done).await?;
    let next = if done.left > 0 { "/cart/paste/lines" } else { "/cart" };
    Ok(Redirect::to(next).into_response())
}

/// `POST /cart/paste/throw-away`.
pub(super) async fn thrown_away(State(app): State<App>, sent: VisitForm<Fields>) -> Answer {
    let visit = sent.visit;
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        throw_away(tx, &visit.buyer)?;
        let said = Text::plain("paste-thrown-away");
        Ok(session::flash(tx, visit.session.id, &visit.words, &said)?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/cart/paste").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_windows_and_of_excel_are_read_and_binaries_are_not() {
        assert_eq!(text_of(b"St\xfcck 12").unwrap(), "Stück 12");
        assert_eq!(text_of(b"\xff\xfeA\0 \x001\0").unwrap(), "A 1");
        assert!(text_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0").is_err());
    }
}
