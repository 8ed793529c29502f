//! Staff pages that let several people in at once: the list, the look at it, what came of each line.

use super::StaffRole;
use super::form::{Fields, StaffForm};
use super::several::{self, Answered, BYTES_MOST, By, LINES_MOST, Line};
use super::several_view as view;
use super::upload::StaffUpload;
use super::visit::StaffVisit;
use crate::app::{App, Routes, frame, lists};
use crate::platform::db::{Tx, View};
use crate::platform::export::{Format, Head, Sheet};
use crate::platform::list::{Pairs, Value};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::Markup;
use portico_types::Day;
use tokio::task::spawn_blocking;

/// The routes of inviting several.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/logins/several", new)
        .post("/staff/logins/several", looked_at)
        .post("/staff/logins/several/invitations", invited)
}

/// The empty form, or one that begins with the first contacts of the customers that were ticked.
async fn new(
    State(app): State<App>,
    visit: StaffVisit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Write)?;
    let ticked = pairs.into_iter().filter(|(name, _)| name == "customer").take(LINES_MOST);
    let numbers: Vec<String> = ticked.map(|(_, number)| number).collect();
    let by = visit.staff.clone();
    let lines =
        app.db.read(move |view: &mut View| several::of_customers(view, &by, &numbers)).await?;
    let typed = several::text(lines.iter());
    form(visit, StatusCode::OK, &typed, None).await
}

async fn form(
    visit: StaffVisit,
    status: StatusCode,
    typed: &str,
    wrong: Option<&Text>,
) -> Result<Response, AppError> {
    let wrong = wrong.map(|text| visit.words.sentence(text)).unwrap_or_default();
    let content = view::form(&visit.words, &visit.csrf, typed, &wrong);
    page(visit, status, content).await
}

async fn page(
    visit: StaffVisit,
    status: StatusCode,
    content: Markup,
) -> Result<Response, AppError> {
    let by = visit.clone();
    let data = visit.app.db.read(move |view: &mut View| frame::read(view, &by)).await?;
    let title = visit.words.say("several-title").to_owned();
    Ok((status, visit.page(data, &title, content)).into_response())
}

/// The lines of a list, or why it is none.
fn lines_of(text: &str) -> Result<Vec<Line>, Text> {
    if text.len() > BYTES_MOST {
        return Err(Text::plain("several-too-large"));
    }
    let lines = several::read(text);
    match lines.len() {
        0 => Err(Text::plain("several-nothing")),
        count if count > LINES_MOST => {
            Err(Text::plain("several-too-many").with("most", LINES_MOST).with("count", count))
        }
        _ => Ok(lines),
    }
}

/// A file as text: UTF-8 or UTF-16 by its mark, else Windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let (text, _, wrong) = encoding_rs::UTF_8.decode(bytes);
    let text =
        if wrong { encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0 } else { text };
    text.replace('\0', "")
}

async fn looked_at(State(app): State<App>, sent: StaffUpload) -> Result<Response, AppError> {
    let mut text = sent.typed("lines").to_owned();
    let StaffUpload { visit, files, .. } = sent;
    for mut file in files {
        // One more than may be: then the list is refused, and never read whole.
        if file.length > BYTES_MOST as u64 {
            let wrong = Text::plain("several-too-large");
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &text, Some(&wrong)).await;
        }
        let content = decoded(&file.bytes()?);
        text = if text.trim().is_empty() { content } else { format!("{text}\n{content}") };
    }
    let lines = match lines_of(&text) {
        Ok(lines) => lines,
        Err(wrong) => {
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &text, Some(&wrong)).await;
        }
    };
    let by = visit.staff.clone();
    let looked =
        app.db.read(move |view: &mut View| several::look(view, &by, lines.clone())).await?;
    let content = view::preview(&visit.words, &visit.csrf, &looked, &text);
    page(visit, StatusCode::OK, content).await
}

async fn invited(State(app): State<App>, sent: StaffForm<Fields>) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let value = |name: &str| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    let text = value("lines").to_owned();
    let lines = match lines_of(&text) {
        Ok(lines) => lines,
        Err(wrong) => {
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &text, Some(&wrong)).await;
        }
    };
    let by = if value("by") == "link" { By::Link } else { By::Mail };
    let staff = visit.staff.clone();
    let deed = move |tx: &mut Tx| -> Result<(Vec<Answered>, Day), AppError> {
        let answered = several::invite(tx, &staff, lines.clone(), by)?;
        Ok((answered, wholesaler::today(tx)?))
    };
    let (answered, today) = app.db.write(deed).await?;
    if by == By::Link {
        return links(&app, &visit, answered, today).await;
    }
    let content = view::done(&visit.words, &answered);
    page(visit, StatusCode::OK, content).await
}

/// The links as a file: the only place where they stand, for only their hashes are kept.
async fn links(
    app: &App,
    visit: &StaffVisit,
    answered: Vec<Answered>,
    today: Day,
) -> Result<Response, AppError> {
    let permit = app.exports.sending.clone().acquire_owned().await;
    let permit = permit.map_err(|_| AppError::from(Problem::try_later()))?;
    let (words, folder) = (visit.words.clone(), app.exports.folder().to_owned());
    let base_url = app.config.base_url.clone();
    let made = spawn_blocking(move || {
        let mut sheet = Sheet::new(Format::Csv, &folder, words.say("several-title"))?;
        let heads = view::HEADS.map(|key| Head { label: words.say(key), width: 20 });
        sheet.head(&heads)?;
        for one in &answered {
            let Answered { looked, secret, .. } = one;
            let said = view::answer_words(&words, one);
            let at = looked.line.at.to_string();
            let link = secret.as_ref().map(|secret| format!("{base_url}/link/{}", secret.text()));
            let line = &looked.line;
            let cells = [
                at.as_str(),
                &line.customer,
                &line.name,
                &line.email,
                view::role_of(&words, looked),
                &said,
                link.as_deref().unwrap_or_default(),
            ];
            sheet.row(&cells.map(Value::text))?;
        }
        sheet.finish()
    });
    let file = made.await.map_err(anyhow::Error::new)??;
    let name = format!("invitations-{}.csv", today.text());
    lists::answer(file, Format::Csv.media_type(), &name, permit)
}
