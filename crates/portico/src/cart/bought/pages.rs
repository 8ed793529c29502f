//! The page of what was bought before, the same as a file, and putting it into the current order.

use super::store::{self, BOUGHT, Filter};
use super::view;
use crate::access::form::{Fields, VisitForm};
use crate::access::visit::Visit;
use crate::access::{CustomerRole, session};
use crate::app::lists::{self, Export};
use crate::app::{App, Routes, frame};
use crate::cart::reorder::add_kept;
use crate::platform::db::{Tx, View};
use crate::platform::list::{Pairs, columns};
use crate::platform::problem::{AppError, Text};
use crate::platform::wholesaler;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Rows of a page.
const ROWS: i64 = 50;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/bought", bought).post("/bought", add).get("/bought/export", export)
}

async fn bought(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    shown(&app, visit, (StatusCode::OK, &pairs), &Pairs::new()).await
}

/// The page, with what was typed where nothing was ticked.
async fn shown(
    app: &App,
    visit: Visit,
    (status, pairs): (StatusCode, &Pairs),
    typed: &Pairs,
) -> Result<Response, AppError> {
    let asked = BOUGHT.asked(pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let page = store::list(view, &by.buyer, &filter)?;
        let kept = columns::kept(view, by.login_id(), BOUGHT.name)?;
        let showing = crate::catalogue::showing(view, &by.buyer)?;
        Ok((page, kept, (showing, wholesaler::today(view)?), frame::read(view, &by)?))
    };
    let (page, kept, (showing, today), data) = app.db.read(read).await?;
    let shown = view::List {
        buyer: &visit.buyer,
        showing: &showing,
        today,
        asked: &asked,
        kept: &kept,
        page: &page,
        csrf: &visit.csrf,
        typed,
    };
    let content = view::content(&visit.words, &shown);
    let title = visit.words.say("bought-title").to_owned();
    Ok((status, visit.page(data, &title, content)).into_response())
}

async fn export(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let asked = BOUGHT.asked(&pairs, ROWS);
    let (by, filter) = (visit.clone(), Filter::asked(&asked));
    let export = Export {
        listing: &BOUGHT,
        asked: &asked,
        pairs: &pairs,
        of: &visit.buyer.customer.number,
        title: visit.words.say("bought-title"),
    };
    lists::export(&app, &visit, export, move |read, sheet, kept| {
        let showing = crate::catalogue::showing(read, &by.buyer)?;
        let today = wholesaler::today(read)?;
        let none = Pairs::new();
        let about = view::About { buyer: &by.buyer, showing: &showing, typed: &none };
        let columns = view::columns(&by.words, about, today);
        sheet.all(read, (&columns, kept), &filter.paging, |read, paging| {
            store::list(read, &by.buyer, &filter.on(paging))
        })
    })
    .await
}

/// What the form means: the one whose button was pressed, else all that are ticked, each with its quantity as typed. Pure.
fn wanted(fields: &Fields) -> Vec<(String, String)> {
    let one = fields.iter().find(|(name, _)| name == "one").map(|(_, sku)| sku);
    let ticked = fields.iter().filter(|(name, _)| name == "tick").map(|(_, sku)| sku);
    let meant: Vec<&String> = match one {
        Some(sku) => vec![sku],
        None => ticked.collect(),
    };
    let quantity = |sku: &String| {
        let name = format!("quantity.{sku}");
        fields.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone())
    };
    meant.into_iter().map(|sku| (sku.clone(), quantity(sku).unwrap_or_default())).collect()
}

/// `POST /bought`: into the current order; what cannot go in is kept among the pasted lines.
async fn add(State(app): State<App>, sent: VisitForm<Fields>) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    visit.needs(CustomerRole::Buyer)?;
    let rows = wanted(&fields);
    if rows.is_empty() {
        let query = fields.iter().find(|(name, _)| name == "from").map_or("", |(_, from)| from);
        let query = query.split_once('?').map_or("", |(_, query)| query);
        let pairs: Pairs = serde_urlencoded::from_str(query).unwrap_or_default();
        return shown(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, &pairs), &fields).await;
    }
    let from = fields.iter().find(|(name, _)| name == "from").map_or("", |(_, value)| value);
    let back = if from.starts_with("/bought") { from.to_owned() } else { "/bought".to_owned() };
    let done = move |tx: &mut Tx| -> Result<usize, AppError> {
        let (added, left) = add_kept(tx, &visit.buyer, &rows)?;
        let key = if left > 0 { "paste-put-in-left" } else { "paste-put-in" };
        let said = Text::plain(key).with("lines", added).with("left", left);
        session::flash(tx, visit.session.id, &visit.words, &said)?;
        Ok(left)
    };
    let left = app.db.write(done).await?;
    let to = if left > 0 { "/cart/paste/lines" } else { back.as_str() };
    Ok(Redirect::to(to).into_response())
}
