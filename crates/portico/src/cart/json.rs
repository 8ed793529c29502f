//! The shapes of the current order in the API (api.md §2), and of what is sent to change it.

use super::lines::{Added, NotAdded};
use super::store::{CartLine, CartView, TypedAddress};
use crate::catalogue::Card;
use crate::customers::Account;
use crate::customers::credit::Over;
use crate::orders::json::TotalsJson;
use crate::orders::place::address_problem;
use crate::orders::refusal::number;
use crate::orders::{DeliverTo, DraftLine};
use crate::platform::json::{MoneyJson, UnitPriceJson};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Day, Money};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A line of the current order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CartLine)]
pub struct CartLineJson {
    /// The product's code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// The price now; `null` where there is none any more, or prices are hidden.
    pub price: Option<UnitPriceJson>,
    /// Quantity × price, rounded.
    pub net: Option<MoneyJson>,
    /// Percentage as text.
    pub vat_rate: String,
    /// For people.
    pub remarks: Option<String>,
    /// `ok · price_changed · unavailable · short_of_stock · quantity_not_allowed`.
    pub state: String,
    /// The price that was seen, where it changed.
    pub previous_price: Option<UnitPriceJson>,
}

/// The current order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Cart)]
pub struct CartJson {
    /// Its lines.
    pub lines: Vec<CartLineJson>,
    /// What it comes to.
    pub totals: Option<TotalsJson>,
    /// Number of the address it goes to, or an address given for it alone.
    #[schema(value_type = Option<String>)]
    pub delivery_address: Value,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// Day wished for.
    pub requested_day: Option<String>,
    /// What it does to the customer's credit; `null` where there is no limit or prices are hidden.
    pub credit: Option<CreditJson>,
}

/// What an order does to a customer's credit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CartCredit)]
pub struct CreditJson {
    /// `ok · over_with_this · over_already · pay_first`.
    pub state: &'static str,
    /// What happens to an order that is over: `off · warn · review · refuse`.
    pub check: &'static str,
    /// The limit.
    pub limit: MoneyJson,
    /// What is left of it before this order; below zero is told as zero.
    pub available: MoneyJson,
    /// By how much this order is over; `null` where it is not.
    pub over: Option<MoneyJson>,
}

/// What an order of this total does to the account's credit.
#[must_use]
pub fn credit(account: &Account, total: Money, hidden: bool) -> Option<CreditJson> {
    let (limit, left) = (account.credit_limit?, account.available_credit()?);
    let over = account.over(total);
    let state = match over {
        None => "ok",
        Some(Over::WithThis { .. }) => "over_with_this",
        Some(Over::Already { .. }) => "over_already",
        Some(Over::PayFirst { .. }) => "pay_first",
    };
    (!hidden).then(|| CreditJson {
        state,
        check: account.check.code(),
        limit: limit.into(),
        available: Money::new(left.minor.max(0), left.currency).into(),
        over: over.map(|over| over.by().into()),
    })
}

/// One line in the API's shape.
#[must_use]
pub fn line(kept: &CartLine, drafted: &DraftLine, hidden: bool) -> CartLineJson {
    let state = super::state(drafted.refusal.as_ref());
    CartLineJson {
        sku: kept.sku.clone(),
        name: kept.name.clone(),
        quantity: number(kept.quantity),
        price: drafted.price.filter(|_| !hidden).map(UnitPriceJson::from),
        net: drafted.price.filter(|_| !hidden).map(|_| drafted.net.into()),
        vat_rate: drafted.taxed.rate.text(),
        remarks: kept.remarks.clone(),
        state: state.to_owned(),
        previous_price: (state == "price_changed" && !hidden).then(|| kept.price_seen.into()),
    }
}

/// The totals; `None` where prices are hidden.
#[must_use]
pub fn totals(view: &CartView, hidden: bool) -> Option<TotalsJson> {
    let draft = &view.draft;
    (!hidden).then(|| TotalsJson::of(draft.goods, draft.charges_total(), &draft.vat))
}

/// An address given for this order alone: what was left empty is `null`.
fn typed_address(typed: &TypedAddress) -> Value {
    let mut address = serde_json::to_value(typed).unwrap_or(Value::Null);
    if let Value::Object(members) = &mut address {
        for value in members.values_mut().filter(|value| *value == "") {
            *value = Value::Null;
        }
        members.insert("id".to_owned(), Value::Null);
    }
    address
}

/// The whole current order in the API's shape.
#[must_use]
pub fn cart(view: &CartView, account: &Account, hidden: bool) -> CartJson {
    let lines = view.lines.iter().zip(&view.draft.lines);
    let delivery_address = match (&view.cart.other_address, &view.chosen) {
        (Some(typed), _) => typed_address(typed),
        (None, Some(chosen)) => Value::String(chosen.number.clone()),
        (None, None) => Value::Null,
    };
    let day = view.cart.requested_day.clone();
    CartJson {
        lines: lines.map(|(kept, drafted)| line(kept, drafted, hidden)).collect(),
        totals: totals(view, hidden),
        delivery_address,
        reference: view.cart.reference.clone(),
        remarks: view.cart.remarks.clone(),
        // A page keeps what is typed; a program is told a day or nothing.
        requested_day: day.filter(|day| Day::parse(day).is_some()),
        credit: credit(account, view.draft.total, hidden),
    }
}

/// A row that went in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Added)]
pub struct AddedJson {
    /// Its place in what was sent.
    pub index: usize,
    /// The code as sent.
    pub code: String,
    /// The product's code.
    pub sku: String,
    /// How many were added.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

/// A product that may have been meant.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
pub struct SuggestionJson {
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
}

/// A row that did not go in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NotAdded)]
pub struct NotAddedJson {
    /// Its place in what was sent.
    pub index: usize,
    /// The code as sent.
    pub code: String,
    /// The quantity as sent.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// A code of one field or line.
    pub reason: String,
    /// What may have been meant.
    pub suggestions: Vec<SuggestionJson>,
}

/// What became of rows that were added.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AddedLines)]
pub struct AddedLinesJson {
    /// Rows that went in.
    pub added: Vec<AddedJson>,
    /// Rows that did not.
    pub not_added: Vec<NotAddedJson>,
}

impl AddedJson {
    /// In the API's shape.
    #[must_use]
    pub fn of(added: &Added) -> AddedJson {
        let Added { index, code, sku, quantity } = added;
        AddedJson {
            index: *index,
            code: code.clone(),
            sku: sku.clone(),
            quantity: number(*quantity),
        }
    }
}

impl SuggestionJson {
    /// This product.
    #[must_use]
    pub fn of(card: &Card) -> SuggestionJson {
        SuggestionJson { sku: card.sku.clone(), name: card.name.clone() }
    }
}

impl NotAddedJson {
    /// In the API's shape, with the quantity as it was sent and what may have been meant.
    #[must_use]
    pub fn of(not: &NotAdded, sent: &Value, suggestions: Vec<SuggestionJson>) -> NotAddedJson {
        NotAddedJson {
            index: not.index,
            code: not.code.clone(),
            quantity: sent.clone(),
            reason: not.reason.code().to_owned(),
            suggestions,
        }
    }
}

/// A member that may be absent (left alone), `null` (cleared) or given.
pub(super) fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Where to deliver, as sent: the number of an address, or an address.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = DeliveryAddressChoice)]
pub enum DeliveryJson {
    /// `A-3`.
    Number(String),
    /// An address for this order alone.
    #[schema(value_type = Object)]
    Address(Value),
}

impl DeliveryJson {
    /// The typed address, if it is one.
    ///
    /// # Errors
    /// 422 for members that an address does not have.
    pub fn typed(&self) -> Result<Option<TypedAddress>, AppError> {
        let DeliveryJson::Address(value) = self else {
            return Ok(None);
        };
        let Value::Object(members) = value else {
            return Err(wrong("/delivery_address", "invalid"));
        };
        let mut typed = TypedAddress::default();
        for (name, value) in members {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                _ => return Err(wrong(&format!("/delivery_address/{name}"), "invalid")),
            };
            match typed.field_mut(name) {
                Some(field) => *field = text,
                None if name == "id" => {}
                None => return Err(unknown(name)),
            }
        }
        Ok(Some(typed))
    }

    /// The typed address with nothing wrong in it, if it is one.
    ///
    /// # Errors
    /// 422 with the parts of the address to blame.
    pub fn checked(&self) -> Result<Option<TypedAddress>, AppError> {
        if let DeliverTo::Other(address) = self.deliver_to()? {
            let faults: Vec<_> = address.faults().into_iter().map(address_problem).collect();
            if !faults.is_empty() {
                return Err(Problem::invalid(faults).into());
            }
        }
        self.typed()
    }

    /// As an order takes it.
    ///
    /// # Errors
    /// 422 with the part of the address to blame.
    pub fn deliver_to(&self) -> Result<DeliverTo, AppError> {
        if let DeliveryJson::Number(number) = self {
            return Ok(DeliverTo::Number(number.clone()));
        }
        let typed = self.typed()?.unwrap_or_default();
        match typed.address() {
            Ok(address) => Ok(DeliverTo::Other(Box::new(address))),
            Err(fault) => Err(Problem::invalid(vec![address_problem(fault)]).into()),
        }
    }
}

fn wrong(field: &str, code: &'static str) -> AppError {
    let problem = FieldProblem::new(field, code, Text::plain("api-wrong-type"));
    Problem::invalid(vec![problem]).into()
}

fn unknown(name: &str) -> AppError {
    let text = Text::plain("api-unknown-field").with("field", name);
    let field =
        FieldProblem::new(format!("/delivery_address/{name}"), "unknown_field", text.clone());
    Problem::new(422, "unknown_field", text).with_errors(vec![field]).into()
}
