//! `POST /api/v1/orders/{number}/changes`: a program asks for a change of a placed order.

use super::change::kept::changes;
use super::change::{self, Change, Wanted};
use super::refusal::number as quantity;
use super::store;
use crate::access::bearer::ApiWish;
use crate::app::{App, Routes};
use crate::platform::db::{DbError, Tx};
use crate::platform::json::{Body, number_text};
use crate::platform::problem::AppError;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post("/api/v1/orders/{number}/changes", ask)
}

/// A line that is to be changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChangeLine)]
pub struct NewLineJson {
    /// Its number in the order.
    pub line: i64,
    /// How many there are to be in all; 0: none.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

/// A change to ask for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChange)]
pub struct NewChangeJson {
    /// Lines that are to be other.
    pub lines: Vec<NewLineJson>,
    /// Another day.
    #[serde(default)]
    pub requested_day: Option<String>,
    /// Number of another address of the customer: `A-3`.
    #[serde(default)]
    pub delivery_address: Option<String>,
    /// Why; 500 characters at most.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Body for NewChangeJson {
    const OBJECTS: &'static [&'static str] = &["", "/lines/*"];
}

/// A change that was asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeJson {
    /// `open · accepted · declined · replaced`.
    pub state: String,
    /// When it was asked.
    pub at: String,
    /// Who asked.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// Another day.
    pub requested_day: Option<String>,
    /// Number of another address.
    pub delivery_address: Option<String>,
    /// Lines that are to be other.
    pub lines: Vec<ChangeLineJson>,
}

/// A line of a change.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ChangeLine)]
pub struct ChangeLineJson {
    /// Its number in the order.
    pub line: i64,
    /// How many stood when it was asked.
    #[schema(value_type = f64)]
    pub old_quantity: Value,
    /// How many there are to be.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

impl ChangeJson {
    fn of(change: &Change) -> ChangeJson {
        let line = |line: &change::LineWanted| ChangeLineJson {
            line: line.line,
            old_quantity: quantity(line.old),
            quantity: quantity(line.new),
        };
        ChangeJson {
            state: change.state.text().to_owned(),
            at: change.at.text(),
            by: change.by.clone(),
            reason: change.reason.clone(),
            requested_day: change.requested_day.map(|day| day.text()),
            delivery_address: change.address.as_ref().map(|(number, _)| number.clone()),
            lines: change.lines.iter().map(line).collect(),
        }
    }
}

/// Asks for a change of an order; staff grant or decline it. It replaces one that is still open.
#[utoipa::path(post, path = "/api/v1/orders/{number}/changes", tag = "orders",
    params(("number" = String, Path)), request_body = NewChangeJson,
    responses((status = 201, body = ChangeJson)))]
pub async fn ask(
    State(app): State<App>,
    Path(number): Path<String>,
    ApiWish { buyer, sent }: ApiWish<NewChangeJson>,
) -> Result<(StatusCode, Json<ChangeJson>), AppError> {
    // What is no number is refused with its line, by the same rule as on the page.
    let text = |value: &Value| number_text(value).unwrap_or_else(|| "?".to_owned());
    let wanted = Wanted {
        lines: sent.lines.iter().map(|line| (line.line, text(&line.quantity))).collect(),
        requested_day: sent.requested_day,
        address: sent.delivery_address,
        reason: sent.reason.unwrap_or_default(),
    };
    let deed = move |tx: &mut Tx| -> Result<ChangeJson, AppError> {
        let id = change::ask(tx, &buyer, &number, &wanted)?;
        let vanished = || DbError::Failed("a change vanished".to_owned());
        let head = store::head(tx, &buyer, &number)?.ok_or_else(vanished)?;
        let all = changes(tx, &head)?;
        Ok(ChangeJson::of(all.iter().find(|one| one.id == id).ok_or_else(vanished)?))
    };
    Ok((StatusCode::CREATED, Json(app.db.write(deed).await?)))
}
