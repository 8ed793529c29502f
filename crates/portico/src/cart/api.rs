//! The current order in the API.

use super::json::{
    self, AddedJson, AddedLinesJson, CartJson, CartLineJson, DeliveryJson, NotAddedJson,
    SuggestionJson, given,
};
use super::lines::{Added, NotAdded};
use super::store::view_with_draft;
use super::{CartView, HeadChange, head, lines};
use crate::access::bearer::{ApiBuyer, ApiWish, Scope};
use crate::access::{Buyer, PricesShown};
use crate::app::{App, Routes};
use crate::catalogue::{Card, near};
use crate::customers;
use crate::orders::json::TotalsJson;
use crate::orders::{Asked, LineRefusal, ProductRef};
use crate::platform::db::{Tx, View};
use crate::platform::json::{Body, NoQuery, number_text};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use portico_types::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Unknown codes of one call that are searched for.
const SUGGESTED_ROWS: usize = 200;
/// Products suggested for one of them.
const SUGGESTIONS: usize = 3;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/cart", get)
        .delete("/api/v1/cart", empty)
        .patch("/api/v1/cart", change)
        .post("/api/v1/cart/lines", add)
        .put("/api/v1/cart/lines/{sku}", set)
        .delete("/api/v1/cart/lines/{sku}", remove)
}

pub(super) fn hides_prices(buyer: &Buyer) -> bool {
    buyer.customer.prices_shown == PricesShown::Hidden
}

async fn read(app: &App, buyer: &Buyer) -> Result<CartView, AppError> {
    let buyer = buyer.clone();
    app.db.read(move |view: &mut View| view_with_draft(view, &buyer)).await
}

/// The current order of this login and customer.
#[utoipa::path(get, path = "/api/v1/cart", tag = "cart", responses((status = 200, body = CartJson)))]
pub async fn get(
    State(app): State<App>,
    caller: ApiBuyer,
    _: NoQuery,
) -> Result<Json<CartJson>, AppError> {
    caller.needs(Scope::Read)?;
    Ok(Json(whole(&app, caller.buyer).await?))
}

/// The whole current order with what it does to the credit.
async fn whole(app: &App, buyer: Buyer) -> Result<CartJson, AppError> {
    let read = move |view: &mut View| -> Result<CartJson, AppError> {
        let account = customers::account(view, &buyer)?;
        Ok(json::cart(&view_with_draft(view, &buyer)?, &account, hides_prices(&buyer)))
    };
    app.db.read(read).await
}

/// Takes every line out.
#[utoipa::path(delete, path = "/api/v1/cart", tag = "cart", responses((status = 204)))]
pub async fn empty(
    State(app): State<App>,
    caller: ApiBuyer,
    _: NoQuery,
) -> Result<StatusCode, AppError> {
    caller.needs(Scope::Order)?;
    app.db.write(move |tx: &mut Tx| lines::empty(tx, &caller.buyer)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Fields of the head; absent ones stay, `null` clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = CartChange)]
pub struct ChangeJson {
    /// Number of an address, or an address for this order alone.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<DeliveryJson>)]
    pub delivery_address: Option<Option<DeliveryJson>>,
    /// The customer's own reference.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub reference: Option<Option<String>>,
    /// For people at the wholesaler.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub remarks: Option<Option<String>>,
    /// Day wished for.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub requested_day: Option<Option<String>>,
    /// Whether part deliveries are welcome.
    pub part_deliveries: Option<bool>,
}

impl Body for ChangeJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

impl ChangeJson {
    fn change(self) -> Result<HeadChange, AppError> {
        let (delivery_address, other_address) = match self.delivery_address {
            None => (None, None),
            Some(None) => (Some(None), None),
            Some(Some(DeliveryJson::Number(number))) => (Some(Some(number)), None),
            Some(Some(address)) => (None, address.checked()?.map(Some)),
        };
        let day = self.requested_day.as_ref().and_then(Option::as_deref);
        if day.is_some_and(|day| Day::parse(day).is_none()) {
            let text = Text::plain("field-bad-day");
            let field = FieldProblem::new("/requested_day", "invalid", text);
            return Err(Problem::invalid(vec![field]).into());
        }
        Ok(HeadChange {
            delivery_address,
            other_address,
            reference: self.reference,
            remarks: self.remarks,
            requested_day: self.requested_day,
            part_deliveries: self.part_deliveries,
        })
    }
}

/// Sets fields of the head.
#[utoipa::path(patch, path = "/api/v1/cart", tag = "cart", request_body = ChangeJson,
    responses((status = 200, body = CartJson)))]
pub async fn change(
    State(app): State<App>,
    ApiWish { buyer, sent }: ApiWish<ChangeJson>,
) -> Result<Json<CartJson>, AppError> {
    let change = sent.change()?;
    let by = buyer.clone();
    app.db.write(move |tx: &mut Tx| head::set_head(tx, &by, &change)).await?;
    Ok(Json(whole(&app, buyer).await?))
}

/// What a line is set to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SetLine)]
pub struct SetJson {
    /// How many; 0 removes.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// For people; absent: as it was.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub remarks: Option<Option<String>>,
}

impl Body for SetJson {
    const OBJECTS: &'static [&'static str] = &[""];
}

/// A line as it stands now, and what the current order comes to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LineSet)]
pub struct LineSetJson {
    /// `null` where it was removed.
    pub line: Option<CartLineJson>,
    /// Of the whole current order.
    pub totals: Option<TotalsJson>,
}

/// A JSON number as asked for; text, `null` and lists are refused.
pub(super) fn asked(value: &Value, field: &str) -> Result<Asked, AppError> {
    number_text(value).map(Asked::Text).ok_or_else(|| {
        let text = Text::plain("quantity-not-a-number");
        Problem::invalid(vec![FieldProblem::new(field, "not_a_number", text)]).into()
    })
}

/// Sets the quantity of one product.
#[utoipa::path(put, path = "/api/v1/cart/lines/{sku}", tag = "cart", params(("sku" = String, Path)),
    request_body = SetJson, responses((status = 200, body = LineSetJson)))]
pub async fn set(
    State(app): State<App>,
    Path(sku): Path<String>,
    ApiWish { buyer, sent }: ApiWish<SetJson>,
) -> Result<Json<LineSetJson>, AppError> {
    let quantity = asked(&sent.quantity, "/quantity")?;
    let (by, remarks) = (buyer.clone(), sent.remarks);
    let set = move |tx: &mut Tx| -> Result<Option<i64>, AppError> {
        let id = lines::set(tx, &by, &ProductRef::Code(sku.clone()), &quantity)?;
        if let (Some(id), Some(remarks)) = (id, &remarks) {
            lines::set_remarks(tx, &by, id, remarks.as_deref())?;
        }
        Ok(id)
    };
    let id = app.db.write(set).await?;
    let view = read(&app, &buyer).await?;
    let hidden = hides_prices(&buyer);
    let mut both = view.lines.iter().zip(&view.draft.lines);
    let line = both.find(|(kept, _)| Some(kept.product_id) == id);
    let line = line.map(|(kept, drafted)| json::line(kept, drafted, hidden));
    Ok(Json(LineSetJson { line, totals: json::totals(&view, hidden) }))
}

/// Takes one line out.
#[utoipa::path(delete, path = "/api/v1/cart/lines/{sku}", tag = "cart",
    params(("sku" = String, Path)), responses((status = 204)))]
pub async fn remove(
    State(app): State<App>,
    caller: ApiBuyer,
    Path(sku): Path<String>,
    _: NoQuery,
) -> Result<StatusCode, AppError> {
    caller.needs(Scope::Order)?;
    let removed = move |tx: &mut Tx| {
        let product = ProductRef::Code(sku.clone());
        lines::set(tx, &caller.buyer, &product, &Asked::Units(0)).map(|_| ())
    };
    app.db.write(removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A row to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddLine)]
pub struct AddJson {
    /// Tried as our code, EAN, maker's code, the customer's own code.
    pub code: String,
    /// How many more.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

impl Body for Vec<AddJson> {
    const OBJECTS: &'static [&'static str] = &["/*"];
}

/// Adds to what is there. Each row is in one of the two lists.
#[utoipa::path(post, path = "/api/v1/cart/lines", tag = "cart", request_body = Vec<AddJson>,
    responses((status = 200, body = AddedLinesJson)))]
pub async fn add(
    State(app): State<App>,
    ApiWish { buyer, sent }: ApiWish<Vec<AddJson>>,
) -> Result<Json<AddedLinesJson>, AppError> {
    // What is no number goes on as its text, so that the row is named among those not added.
    let text = |value: &Value| number_text(value).unwrap_or_else(|| value.to_string());
    let rows: Vec<_> =
        sent.iter().map(|row| (row.code.clone(), Asked::Text(text(&row.quantity)))).collect();
    let by = buyer.clone();
    let done = app.db.write(move |tx: &mut Tx| lines::add(tx, &by, &rows)).await?;
    answered(&app, &buyer, done, Some(&sent)).await
}

/// What became of rows that were to be added, with what may have been meant by unknown codes. `sent`: the rows as a program
/// sent them, whose quantities are answered as they came.
pub(super) async fn answered(
    app: &App,
    buyer: &Buyer,
    (added, not_added): (Vec<Added>, Vec<NotAdded>),
    sent: Option<&[AddJson]>,
) -> Result<Json<AddedLinesJson>, AppError> {
    let mut suggested = suggest(app, buyer, &not_added).await?;
    let not_added = not_added
        .iter()
        .map(|not| {
            let meant = suggested.remove(&not.index).unwrap_or_default();
            let kept = || serde_json::from_str(&not.quantity).unwrap_or_default();
            let quantity = sent.map_or_else(kept, |rows| rows[not.index].quantity.clone());
            NotAddedJson::of(not, &quantity, meant)
        })
        .collect();
    let added = added.iter().map(AddedJson::of).collect();
    Ok(Json(AddedLinesJson { added, not_added }))
}

/// What may have been meant by the first unknown codes, by the row's place: one question to the database for all.
async fn suggest(
    app: &App,
    buyer: &Buyer,
    not_added: &[NotAdded],
) -> Result<HashMap<usize, Vec<SuggestionJson>>, AppError> {
    let unknown = |not: &&NotAdded| matches!(not.reason, LineRefusal::UnknownCode { .. });
    let (rows, codes): (Vec<usize>, Vec<String>) = not_added
        .iter()
        .filter(unknown)
        .take(SUGGESTED_ROWS)
        .map(|not| (not.index, not.code.clone()))
        .unzip();
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let (index, buyer) = (app.search.clone(), buyer.clone());
    let find = move |view: &mut View| near(view, &index, &buyer, &codes, SUGGESTIONS);
    let found = app.db.read(find).await?;
    let shapes = |cards: Vec<Card>| cards.iter().map(SuggestionJson::of).collect();
    Ok(rows.into_iter().zip(found.into_iter().map(shapes)).collect())
}
