//! Programs change a customer's addresses: the same verbs as on the pages.

use super::addresses;
use super::api::CustomerAddressJson;
use super::keep_address::{self, Typed};
use super::keeper::Keeper;
use crate::access::Buyer;
use crate::access::bearer::{ApiBuyer, ApiWish, Scope};
use crate::app::{App, Routes};
use crate::orders;
use crate::platform::db::{DbError, Tx};
use crate::platform::json::{Body, NoQuery};
use crate::platform::problem::AppError;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/addresses", add)
        .put("/api/v1/addresses/{id}", change)
        .delete("/api/v1/addresses/{id}", close)
}

/// An address to keep, whole.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = KeepAddress)]
pub struct KeepAddressJson {
    /// As it was read; nothing is done with it.
    pub id: Option<String>,
    /// As it was read; nothing is done with it.
    pub state: Option<String>,
    /// Company or person.
    pub name: Option<String>,
    /// Person to ask for.
    pub contact: Option<String>,
    /// Street and number.
    pub line1: Option<String>,
    /// Further line.
    pub line2: Option<String>,
    /// Postcode, where the country has them.
    pub postcode: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// County, state or province; needed in some countries.
    pub region: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
    /// For the carrier.
    pub phone: Option<String>,
    /// Goods go here unless said otherwise. A default stays one until another address is.
    pub default_delivery: Option<bool>,
    /// Invoices go here unless said otherwise. A default stays one until another address is.
    pub default_invoice: Option<bool>,
}

impl Body for KeepAddressJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

impl From<KeepAddressJson> for Typed {
    fn from(sent: KeepAddressJson) -> Typed {
        let yes = |flag: Option<bool>| if flag == Some(true) { "yes" } else { "" }.to_owned();
        Typed {
            name: sent.name.unwrap_or_default(),
            contact: sent.contact.unwrap_or_default(),
            line1: sent.line1.unwrap_or_default(),
            line2: sent.line2.unwrap_or_default(),
            postcode: sent.postcode.unwrap_or_default(),
            city: sent.city.unwrap_or_default(),
            region: sent.region.unwrap_or_default(),
            country: sent.country.unwrap_or_default(),
            phone: sent.phone.unwrap_or_default(),
            default_delivery: yes(sent.default_delivery),
            default_invoice: yes(sent.default_invoice),
        }
    }
}

/// Adds an address.
#[utoipa::path(post, path = "/api/v1/addresses", tag = "account", request_body = KeepAddressJson,
    responses((status = 201, body = CustomerAddressJson)))]
pub async fn add(
    State(app): State<App>,
    ApiWish { buyer, sent }: ApiWish<KeepAddressJson>,
) -> Result<Response, AppError> {
    let kept = keep(&app, buyer, None, sent.into()).await?;
    let at = format!("/api/v1/addresses/{}", kept.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, at)], Json(kept)).into_response())
}

/// Changes an address, whole: what is left out is empty from now on. Orders keep the address that they were placed with.
#[utoipa::path(put, path = "/api/v1/addresses/{id}", tag = "account", request_body = KeepAddressJson,
    params(("id" = String, Path, description = "`A-3`")),
    responses((status = 200, body = CustomerAddressJson)))]
pub async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    ApiWish { buyer, sent }: ApiWish<KeepAddressJson>,
) -> Result<Json<CustomerAddressJson>, AppError> {
    Ok(Json(keep(&app, buyer, Some(id), sent.into()).await?))
}

async fn keep(
    app: &App,
    buyer: Buyer,
    number: Option<String>,
    typed: Typed,
) -> Result<CustomerAddressJson, AppError> {
    let deed = move |tx: &mut Tx| -> Result<CustomerAddressJson, AppError> {
        let keeper = Keeper::of_buyer(tx, &buyer)?;
        let which = number.as_deref().map(|number| (number, None));
        let number = keep_address::keep(tx, &keeper, which, &typed)
            .map_err(|error| pointed_at(error, "/"))?;
        let kept = addresses::by_number(tx, &buyer, &number)?;
        let kept = kept.ok_or_else(|| DbError::Failed("a kept address vanished".to_owned()))?;
        Ok(kept.into())
    };
    app.db.write(deed).await
}

/// The fields of a form as places in a body: `postcode` is `/postcode`.
pub(super) fn pointed_at(error: AppError, place: &str) -> AppError {
    match error {
        AppError::Refused(mut problem) => {
            for fault in &mut problem.errors {
                fault.field.insert_str(0, place);
            }
            AppError::Refused(problem)
        }
        other => other,
    }
}

/// Takes an address out of use.
#[utoipa::path(delete, path = "/api/v1/addresses/{id}", tag = "account",
    params(("id" = String, Path, description = "`A-3`")), responses((status = 204)))]
pub async fn close(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: ApiBuyer,
    _: NoQuery,
) -> Result<StatusCode, AppError> {
    caller.needs(Scope::Order)?;
    let buyer = caller.buyer;
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let keeper = Keeper::of_buyer(tx, &buyer)?;
        keep_address::close(tx, &keeper, &id, orders::store::under_way_to)
    };
    app.db.write(deed).await?;
    Ok(StatusCode::NO_CONTENT)
}
