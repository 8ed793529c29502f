//! What the forms on the pages of saved lists ask for.

use super::order::Meant;
use super::pages::{Of, Refused, id, shown, shown_new};
use super::{Lines, add, change, delete, make, put_in, rename};
use crate::access::form::{Fields, VisitForm};
use crate::access::{CustomerRole, session};
use crate::app::App;
use crate::cart::paste;
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Text};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// `POST /lists`.
pub(super) async fn made(
    State(app): State<App>,
    sent: VisitForm<Of>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    visit.needs(CustomerRole::Buyer)?;
    let (by, of) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<i64, AppError> {
        let made = make(tx, &by.buyer, &of.name, &of.source())?;
        let key = if made.left_out > 0 { "saved-made-left" } else { "saved-made" };
        let said = Text::plain(key).with("lines", made.lines).with("left", made.left_out);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(made.id)
    };
    match app.db.write(done).await {
        Ok(id) => Ok(Redirect::to(&format!("/lists/{id}")).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            shown_new(&app, visit, form, Some(*problem)).await
        }
        Err(error) => Err(error),
    }
}

/// Quantities by code, as typed.
fn quantities(fields: &Fields) -> Vec<(String, String)> {
    let typed = fields.iter().filter_map(|(name, text)| {
        name.strip_prefix("quantity.").map(|sku| (sku.to_owned(), text.clone()))
    });
    typed.collect()
}

/// `POST /lists/{list}`: `do` says which button was pressed, `tick` which lines are meant.
pub(super) async fn changed(
    State(app): State<App>,
    Path(list): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let VisitForm { visit, fields, .. } = sent;
    visit.needs(CustomerRole::Buyer)?;
    let list_id = id(&list)?;
    let deed = fields.iter().find(|(name, _)| name == "do").map_or("", |(_, deed)| deed).to_owned();
    let ticked = fields.iter().filter(|(name, _)| name == "tick").map(|(_, sku)| sku.clone());
    let ticked: Vec<String> = ticked.collect();
    if ticked.is_empty() && matches!(deed.as_str(), "ticked" | "remove") {
        let refused = Refused { fields, none_ticked: true, ..Refused::default() };
        return shown(&app, visit, list_id, refused).await;
    }
    let (by, typed) = (visit.clone(), quantities(&fields));
    let done = move |tx: &mut Tx| -> Result<String, AppError> {
        let (said, to) = match deed.as_str() {
            "all" | "ticked" => {
                let only = (deed == "ticked").then(|| ticked.clone());
                let meant = Meant { only, quantities: typed.clone() };
                let (added, left) = put_in(tx, &by.buyer, list_id, &meant)?;
                let key = if left > 0 { "paste-put-in-left" } else { "paste-put-in" };
                let to = if left > 0 { "/cart/paste/lines" } else { "/cart" };
                (Text::plain(key).with("lines", added).with("left", left), to.to_owned())
            }
            deed => {
                let removed = if deed == "remove" { ticked.clone() } else { Vec::new() };
                let lines = Lines { quantities: typed.clone(), removed };
                change(tx, &by.buyer, list_id, &lines)?;
                (Text::plain("saved-saved"), format!("/lists/{list_id}"))
            }
        };
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(to)
    };
    match app.db.write(done).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let refused = Refused { fields, problem: Some(*problem), ..Refused::default() };
            shown(&app, visit, list_id, refused).await
        }
        Err(error) => Err(error),
    }
}

/// What the field for one more product sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    quantity: String,
    /// Code of an offered product: it is meant, whatever stands in the field.
    take: String,
}

/// `POST /lists/{list}/lines`.
pub(super) async fn added(
    State(app): State<App>,
    Path(list): Path<String>,
    sent: VisitForm<Typed>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    visit.needs(CustomerRole::Buyer)?;
    let list_id = id(&list)?;
    let (by, typed) = (visit.clone(), form.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let code = if typed.take.is_empty() { &typed.code } else { &typed.take };
        let taken = add(tx, &by.buyer, list_id, (code, &typed.quantity))?;
        if !typed.take.is_empty() && !typed.code.trim().is_empty() {
            paste::remember_one(tx, &by.buyer, &typed.code, &taken.sku)?;
        }
        let key = if taken.remembered { "saved-remembered" } else { "saved-added" };
        let said = Text::plain(key).with("code", taken.sku).with("typed", taken.typed);
        Ok(session::flash(tx, by.session.id, &by.words, &said)?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&format!("/lists/{list_id}")).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let code = if form.take.is_empty() { form.code } else { form.take };
            let problem = Some(*problem);
            let refused = Refused { code: (code, form.quantity), problem, ..Refused::default() };
            shown(&app, visit, list_id, refused).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /lists/{list}/name`.
pub(super) async fn named(
    State(app): State<App>,
    Path(list): Path<String>,
    sent: VisitForm<Of>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    visit.needs(CustomerRole::Buyer)?;
    let list_id = id(&list)?;
    let (by, name) = (visit.clone(), form.name.clone());
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        rename(tx, &by.buyer, list_id, &name)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("saved-named"))?)
    };
    match app.db.write(done).await {
        Ok(()) => Ok(Redirect::to(&format!("/lists/{list_id}")).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let problem = Some(*problem);
            let refused = Refused { name: Some(form.name), problem, ..Refused::default() };
            shown(&app, visit, list_id, refused).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /lists/{list}/delete`.
pub(super) async fn deleted(
    State(app): State<App>,
    Path(list): Path<String>,
    sent: VisitForm<Fields>,
) -> Result<Response, AppError> {
    let visit = sent.visit;
    visit.needs(CustomerRole::Buyer)?;
    let list_id = id(&list)?;
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        let name = delete(tx, &visit.buyer, list_id)?;
        let said = Text::plain("saved-deleted").with("name", name);
        Ok(session::flash(tx, visit.session.id, &visit.words, &said)?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/lists").into_response())
}
