//! What lists of all slices share at the edge: a list as a file, and the form that keeps a login's columns.
//!
//! A file is first made whole on disk, in a `report` (one moment of the database), and then sent: a slow reader holds a file
//! open, never a connection; what fails is a page that says so, never half a file.

use super::{App, Routes};
use crate::access::Person;
use crate::access::form::SignedForm;
use crate::access::visit::Signed;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::export::{Format, Sheet};
use crate::platform::list::{Asked, Kept, Listing, Pairs, columns, views};
use crate::platform::problem::{AppError, Problem};
use crate::platform::wholesaler;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::stream;
use serde_json::json;
use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

/// Bytes of a file that are in memory at once.
const CHUNK: usize = 64 * 1024;

/// The routes that all lists share.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/lists/{list}/columns", keep_columns).post("/lists/{list}/view", keep_view)
}

/// Which list becomes a file, and what its name says.
#[derive(Clone, Copy)]
pub struct Export<'a> {
    /// The list.
    pub listing: &'static Listing,
    /// What is asked of it.
    pub asked: &'a Asked,
    /// The address's pairs; `as=xlsx` says the kind.
    pub pairs: &'a Pairs,
    /// Whose it is: number of the customer; empty for the wholesaler's own.
    pub of: &'a str,
    /// The list's title, which names the sheet.
    pub title: &'a str,
}

/// The answer: the file; or the list's page, which says what could not be read. `fill` writes headings and rows by
/// [`Sheet::all`]; it may run more than once, each time into a new file.
///
/// # Errors
/// What the database says; 503 where too many files are being made.
pub async fn export<F>(
    app: &App,
    signed: &Signed,
    export: Export<'_>,
    mut fill: F,
) -> Result<Response, AppError>
where
    F: FnMut(&mut View, &mut Sheet, &Kept) -> Result<(), AppError> + Send + 'static,
{
    if !export.asked.wrong.is_empty() {
        return Ok(Redirect::to(&export.asked.href(export.listing, &[])).into_response());
    }
    let format = Format::from_text(asked_as(export.pairs));
    let sending =
        app.exports.sending.clone().try_acquire_owned().map_err(|_| AppError::from(busy()))?;
    let making =
        app.exports.making.clone().acquire_owned().await.map_err(|_| AppError::from(busy()))?;
    let unwanted = Unwanted(Arc::default());
    let (gone, title) = (unwanted.0.clone(), export.title.to_owned());
    let (folder, login_id) = (app.exports.folder().to_owned(), signed.login_id());
    let (list, home) = (export.listing.name, app.clone());
    let made = home
        .db
        .report(move |view: &mut View| -> Result<_, AppError> {
            let mut sheet = Sheet::new(format, &folder, &title)?.until(gone.clone());
            let kept = columns::kept(view, login_id, list)?;
            fill(view, &mut sheet, &kept)?;
            Ok((sheet, wholesaler::today(view)?))
        })
        .await;
    let (sheet, today) = made?;
    let rows = sheet.rows();
    let file = spawn_blocking(move || sheet.finish()).await.map_err(anyhow::Error::new)??;
    drop(making);
    if matches!(signed.session.person, Person::Staff(_)) {
        record(app, signed, export.listing, rows, format).await?;
    }
    let of = if export.of.is_empty() { String::new() } else { format!("-{}", export.of) };
    let name = format!("{}{of}-{}.{}", export.listing.name, today.text(), format.text());
    answer(file, format.media_type(), &name, sending)
}

fn asked_as(pairs: &Pairs) -> &str {
    pairs.iter().find(|(name, _)| name == "as").map_or("", |(_, value)| value)
}

fn busy() -> Problem {
    Problem::try_later()
}

/// Tells the thread that makes a file to stop, once nobody waits for it.
struct Unwanted(Arc<AtomicBool>);

impl Drop for Unwanted {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Staff took personal data out of the program: who, which list, how many rows.
async fn record(
    app: &App,
    signed: &Signed,
    listing: &'static Listing,
    rows: u64,
    format: Format,
) -> Result<(), AppError> {
    let login_id = signed.login_id();
    let recorded = move |tx: &mut Tx| -> Result<(), AppError> {
        let object = format!("list:{}", listing.name);
        let facts = json!({ "rows": rows, "format": format.text() });
        let deed = Deed {
            login_id: Some(login_id),
            customer_id: None,
            verb: "list_exported",
            object: &object,
            facts,
            free_text: None,
        };
        Ok(activity::record(tx, &deed)?)
    };
    app.db.write(recorded).await
}

/// A file as an answer, read in pieces; it is closed, and so gone, when the answer ends.
///
/// # Errors
/// Where the file cannot be read.
pub fn answer(
    file: File,
    media_type: &'static str,
    name: &str,
    permit: OwnedSemaphorePermit,
) -> Result<Response, AppError> {
    let length = file.metadata().map_err(anyhow::Error::new)?.len();
    let pieces = stream::try_unfold((file, permit), |(mut file, permit)| async move {
        let read = move || -> std::io::Result<(Bytes, File)> {
            let mut piece = Vec::with_capacity(CHUNK);
            file.by_ref().take(CHUNK as u64).read_to_end(&mut piece)?;
            Ok((Bytes::from(piece), file))
        };
        let (piece, file) = spawn_blocking(read).await.map_err(std::io::Error::other)??;
        Ok::<_, std::io::Error>((!piece.is_empty()).then_some((piece, (file, permit))))
    });
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_LENGTH, length.to_string()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// `POST /lists/{list}/columns`: which columns this login wants of a list, in which order; then back to the list.
async fn keep_columns(
    Path(list): Path<String>,
    sent: SignedForm<Pairs>,
) -> Result<Response, AppError> {
    let SignedForm { signed, form } = sent;
    let value = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str());
    let back = value("back").filter(|to| is_own_path(to)).unwrap_or("/").to_owned();
    let (login_id, own) = (signed.login_id(), value("own").is_some());
    let wanted = chosen(&form);
    let keep = move |tx: &mut Tx| -> Result<bool, DbError> {
        if own {
            columns::forget(tx, login_id, &list)?;
            return Ok(true);
        }
        columns::keep(tx, login_id, &list, &wanted)
    };
    if !signed.app.db.write(keep).await? {
        return Err(Problem::not_found().into());
    }
    Ok(Redirect::to(&back).into_response())
}

/// `POST /lists/{list}/view`: how this login wants a list drawn; then back to the list.
async fn keep_view(
    Path(list): Path<String>,
    sent: SignedForm<Pairs>,
) -> Result<Response, AppError> {
    let SignedForm { signed, form } = sent;
    let value = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str());
    let back = value("back").filter(|to| is_own_path(to)).unwrap_or("/").to_owned();
    let (login_id, wanted) = (signed.login_id(), value("view").unwrap_or_default().to_owned());
    let keep = move |tx: &mut Tx| views::keep(tx, login_id, &list, &wanted);
    if !signed.app.db.write(keep).await? {
        return Err(Problem::not_found().into());
    }
    Ok(Redirect::to(&back).into_response())
}

/// The columns as ticked and numbered: each `column` is followed by its `show`, if ticked, and its `place`.
fn chosen(form: &Pairs) -> Kept {
    let mut columns: Vec<(String, bool, i64)> = Vec::new();
    for (name, value) in form {
        match (name.as_str(), columns.last_mut()) {
            ("column", _) => columns.push((value.clone(), false, i64::MAX)),
            ("show", Some(last)) => last.1 = true,
            ("place", Some(last)) => last.2 = value.trim().parse().unwrap_or(i64::MAX),
            _ => {}
        }
    }
    columns.sort_by_key(|(_, _, place)| *place);
    Kept::new(columns.into_iter().map(|(name, shown, _)| (name, shown)).collect())
}

/// A path of ours, not an address of somebody else.
fn is_own_path(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\r', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::list::{Column, Cursor, Page, Sort, Value};
    use crate::testkit::in_world;
    use axum::extract::FromRequestParts as _;
    use axum::http::Request;
    use axum::http::header::COOKIE;
    use std::sync::mpsc;

    /// Pages of the list that a browser leaves.
    const PAGES: i64 = 1_000;
    static LONG: Listing =
        Listing { name: "long", path: "/long", sorts: &[Sort::down("placed")], asks: &[] };

    in_world!(a_browser_that_leaves_stops_the_making, |world| {
        let client = world.sign_in("anna@").await;
        let session = client.cookie("portico").expect("she is signed in");
        let request = Request::get("/long").header(COOKIE, format!("portico={session}"));
        let mut parts = request.body(()).unwrap().into_parts().0;
        let signed = Signed::from_request_parts(&mut parts, &world.app).await.unwrap();
        let (pairs, asked) = (Pairs::new(), LONG.asked(&[], 10));
        let asks = Export { listing: &LONG, asked: &asked, pairs: &pairs, of: "", title: "Long" };
        let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
        let (ended, mut has_ended) = tokio::sync::mpsc::unbounded_channel();
        let (left, has_left) = mpsc::channel::<()>();
        let paging = asked.paging.clone();
        let fill = move |view: &mut View, sheet: &mut Sheet, kept: &Kept| {
            let columns = [Column::new("number", "Number", |row: &i64| Value::count(*row))];
            let mut pages = 0;
            let made = sheet.all(view, (&columns, kept), &paging, |_, _| {
                pages += 1;
                if pages == 1 {
                    begun.send(()).expect("the test listens");
                    has_left.recv().expect("the test says so");
                }
                let next = (pages < PAGES).then(|| Cursor::number(pages, pages));
                Ok(Page { rows: vec![pages], previous: None, next })
            });
            ended.send((pages, made.is_ok())).expect("the test listens");
            made
        };
        tokio::select! {
            _ = export(&world.app, &signed, asks, fill) => panic!("it was made before she left"),
            _ = has_begun.recv() => {}
        }
        // The answer that nobody waits for was dropped, as the server drops it when the browser goes.
        left.send(()).unwrap();
        assert_eq!(has_ended.recv().await, Some((1, false)), "pages read after she left");
    });

    #[test]
    fn columns_stand_by_their_number_and_ties_as_they_stood() {
        let form: Pairs = [
            ("column", "placed"),
            ("show", "placed"),
            ("place", "3"),
            ("column", "reference"),
            ("place", "1"),
            ("column", "total"),
            ("show", "total"),
            ("place", "1"),
            ("column", "vat"),
            ("show", "vat"),
            ("place", "first"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let column = |name| Column::new(name, name, |row: &i64| Value::count(*row));
        let columns: Vec<_> = ["number", "placed", "reference", "total", "vat"].map(column).into();
        let kept = chosen(&form);
        let shown: Vec<_> = kept.on_page(&columns).iter().map(|column| column.name).collect();
        assert_eq!(shown, ["number", "total", "placed", "vat"]);
    }

    #[test]
    fn the_way_back_leads_nowhere_else() {
        assert!(is_own_path("/orders?q=mug"));
        for other in ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere", "", "x"] {
            assert!(!is_own_path(other), "{other}");
        }
    }
}
