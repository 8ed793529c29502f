//! Writing a comment on an order: the customer's form.

use super::comment;
use super::pages::{Said, shown};
use super::view::order_href;
use crate::access::{VisitForm, session};
use crate::app::{App, Routes};
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Text};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::new().post("/orders/{number}/comments", write)
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    text: String,
}

/// `POST /orders/{number}/comments`.
async fn write(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Typed>,
) -> Result<Response, AppError> {
    let VisitForm { visit, form, .. } = sent;
    let (by, of, text) = (visit.clone(), number.clone(), form.text.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        comment::write(tx, &by.buyer, &of, &text)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("comment-written"))?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to(&order_href(&number)).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            let said =
                Said { comment: Some(form.text), problem: Some(*problem), ..Said::default() };
            shown(&app, visit, number, said).await
        }
        Err(other) => Err(other),
    }
}
