//! Account and addresses in the API: reading both, changing the contact.

use super::account::{self, Account};
use super::address_api::pointed_at;
use super::addresses::{self, DeliveryAddress};
use super::keeper::Keeper;
use super::wish_contact;
use crate::access::Buyer;
use crate::access::bearer::{ApiBuyer, ApiWish, Scope};
use crate::app::{App, Routes};
use crate::billing::statement::open_now;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::json::{Body, List, MoneyJson, NoQuery, limit, query};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use axum::Json;
use axum::extract::{RawQuery, State};
use portico_types::Money;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/account", get_account)
        .patch("/api/v1/account", change_account)
        .get("/api/v1/addresses", list_addresses)
        .merge(super::address_api::routes())
}

/// When an invoice is due.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentTerms)]
pub struct TermsJson {
    /// Days.
    pub days: i64,
    /// Counted from the end of the month.
    pub end_of_month: bool,
}

/// Whom we know there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactJson {
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A customer's account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountJson {
    /// `C-1001`.
    pub number: String,
    /// Name of the company.
    pub name: String,
    /// VAT number.
    pub vat_number: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// `null`: none set. Zero: pay in advance.
    pub credit_limit: Option<MoneyJson>,
    /// Above zero: the customer owes.
    pub balance: MoneyJson,
    /// What is on order.
    pub open_orders: MoneyJson,
    /// Limit less balance and open orders.
    pub available_credit: Option<MoneyJson>,
    /// Of the balance, what is past its day.
    pub overdue: MoneyJson,
    /// When an invoice is due.
    pub payment_terms: TermsJson,
    /// Whom we know there.
    pub contact: ContactJson,
    /// Fields that the ERP has yet to confirm.
    pub waiting: Vec<String>,
}

fn shape(buyer: &Buyer, account: Account, overdue_minor: i64) -> AccountJson {
    // Only balances may be negative: whoever is over the limit has none left.
    let available = account.available_credit();
    let available_credit =
        available.map(|left| Money::new(left.minor.max(0), left.currency).into());
    let waiting = wish_contact::NAMES.iter().zip(account.contact.waiting);
    let waiting = waiting.filter(|(_, waits)| *waits).map(|(name, _)| format!("contact.{name}"));
    let waiting = waiting.collect();
    let [name, email, phone] = account.contact.parts;
    AccountJson {
        number: buyer.customer.number.clone(),
        name: buyer.customer.name.clone(),
        vat_number: account.vat_number,
        currency: buyer.customer.currency.code().to_owned(),
        credit_limit: account.credit_limit.map(MoneyJson::from),
        balance: account.balance.into(),
        open_orders: account.open_orders.into(),
        available_credit,
        overdue: Money::new(overdue_minor, buyer.customer.currency).into(),
        payment_terms: TermsJson {
            days: account.payment_days,
            end_of_month: account.payment_end_of_month,
        },
        contact: ContactJson { name, email, phone },
        waiting,
    }
}

/// The account of the customer acted for.
#[utoipa::path(get, path = "/api/v1/account", tag = "account",
    responses((status = 200, body = AccountJson)))]
pub async fn get_account(
    State(app): State<App>,
    caller: ApiBuyer,
    _: NoQuery,
) -> Result<Json<AccountJson>, AppError> {
    caller.needs(Scope::Read)?;
    Ok(Json(app.db.read(move |view| read(view, &caller.buyer)).await?))
}

fn read(view: &mut View, buyer: &Buyer) -> Result<AccountJson, DbError> {
    let (account, today) = (account::account(view, buyer)?, wholesaler::today(view)?);
    let ageing = open_now(view, account.payer_id, buyer.customer.currency, today)?;
    Ok(shape(buyer, account, ageing.overdue()))
}

/// A contact to keep; what is left out stays, `null` clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactChange)]
pub struct ContactChangeJson {
    /// Name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub name: Option<Option<String>>,
    /// E-mail address.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// Telephone.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
}

/// Tells `null` from what was left out.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

/// What of an account is to change.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountChange)]
pub struct AccountChangeJson {
    /// Whom we know there.
    #[serde(default)]
    pub contact: Option<ContactChangeJson>,
}

impl Body for AccountChangeJson {
    const OBJECTS: &'static [&'static str] = &["", "/contact"];
}

/// Changes the contact. Where an ERP keeps the customer, `waiting` names what it has yet to take.
#[utoipa::path(patch, path = "/api/v1/account", tag = "account", request_body = AccountChangeJson,
    responses((status = 200, body = AccountJson)))]
pub async fn change_account(
    State(app): State<App>,
    ApiWish { buyer, sent }: ApiWish<AccountChangeJson>,
) -> Result<Json<AccountJson>, AppError> {
    let deed = move |tx: &mut Tx| -> Result<AccountJson, AppError> {
        let keeper = Keeper::of_buyer(tx, &buyer)?;
        if let Some(ContactChangeJson { name, email, phone }) = sent.contact.clone() {
            let change = [name, email, phone];
            let kept = wish_contact::keep(tx, &keeper, None, &change);
            kept.map_err(|error| pointed_at(error, "/contact/"))?;
        }
        Ok(read(tx, &buyer)?)
    };
    Ok(Json(app.db.write(deed).await?))
}

/// One of the customer's addresses.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CustomerAddress)]
pub struct CustomerAddressJson {
    /// `A-3`.
    pub id: String,
    /// Company or person.
    pub name: String,
    /// Person to ask for.
    pub contact: Option<String>,
    /// Street and number.
    pub line1: String,
    /// Further line.
    pub line2: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: String,
    /// County, state or province.
    pub region: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: String,
    /// For the carrier.
    pub phone: Option<String>,
    /// Goods go here unless said otherwise.
    pub default_delivery: bool,
    /// Invoices go here unless said otherwise.
    pub default_invoice: bool,
    /// `ok · waiting · refused`.
    pub state: String,
}

impl From<DeliveryAddress> for CustomerAddressJson {
    fn from(row: DeliveryAddress) -> CustomerAddressJson {
        CustomerAddressJson {
            id: row.number,
            name: row.address.name,
            contact: row.address.contact,
            line1: row.address.line1,
            line2: row.address.line2,
            postcode: row.address.postcode,
            city: row.address.city,
            region: row.address.region,
            country: row.address.country.code().to_owned(),
            phone: row.address.phone,
            default_delivery: row.default_delivery,
            default_invoice: row.default_invoice,
            state: row.state,
        }
    }
}

/// What a list of addresses may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AddressQuery {
    /// 1 to 500; 50 if absent.
    pub limit: Option<String>,
    /// The last `next`.
    pub after: Option<String>,
}

/// The customer's open addresses, the newest first.
#[utoipa::path(get, path = "/api/v1/addresses", tag = "account", params(AddressQuery),
    responses((status = 200, body = List<CustomerAddressJson>)))]
pub async fn list_addresses(
    State(app): State<App>,
    caller: ApiBuyer,
    RawQuery(raw): RawQuery,
) -> Result<Json<List<CustomerAddressJson>>, AppError> {
    caller.needs(Scope::Read)?;
    let asked = query::<AddressQuery>(raw.as_deref())?;
    let limit = limit(asked.limit.as_deref())?;
    let read = move |view: &mut View| -> Result<List<CustomerAddressJson>, AppError> {
        let after = match asked.after.as_deref() {
            None => None,
            Some(number) => {
                let id = addresses::id_of(view, &caller.buyer, number)?;
                Some(id.ok_or_else(crate::platform::json::bad_cursor)?)
            }
        };
        let mut rows = addresses::page(view, &caller.buyer, after, limit + 1)?;
        let wanted = usize::try_from(limit).unwrap_or(1);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let items: Vec<_> = rows.into_iter().map(CustomerAddressJson::from).collect();
        let next = items.last().filter(|_| more).map(|row| row.id.clone());
        Ok(List { items, next })
    };
    Ok(Json(app.db.read(read).await?))
}
