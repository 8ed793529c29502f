//! `GET /api/v1/me`: who the token stands for, and what it may do.

use super::bearer::{ApiPerson, Scope, Token};
use super::{Buyer, CustomerRole, Person, StaffRole, memberships};
use crate::app::{App, Routes};
use crate::platform::db::View;
use crate::platform::json::{MoneyJson, NoQuery};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use axum::Json;
use axum::extract::State;
use portico_types::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/api/v1/me", me)
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Login)]
pub struct LoginJson {
    /// `L-7`.
    pub id: String,
    /// Name of the person.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their language.
    pub language: String,
}

/// The customer acted for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyCustomer)]
pub struct MyCustomerJson {
    /// `C-1001`.
    pub number: String,
    /// Name of the company.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Language of its papers.
    pub language: String,
}

/// A customer the login may act for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Membership)]
pub struct MembershipJson {
    /// `C-1001`.
    pub number: String,
    /// Name of the company.
    pub name: String,
    /// What the login may do there.
    pub role: String,
}

/// The supplier acted for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MySupplier)]
pub struct MySupplierJson {
    /// Its number.
    pub number: String,
}

/// Who the token stands for. A supplier's has `supplier`, a customer's `customer`; staff's neither.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeJson {
    /// The person.
    pub login: LoginJson,
    /// What they may do.
    pub role: String,
    /// `own` or `all`; `null` but for customers.
    pub sees_orders: Option<String>,
    /// Orders above this need an approval.
    pub order_limit: Option<MoneyJson>,
    /// The customer acted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<MyCustomerJson>,
    /// The supplier acted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<MySupplierJson>,
    /// Every customer the login may act for.
    pub customers: Vec<MembershipJson>,
    /// What the token may be used for.
    pub scopes: Vec<String>,
    /// The last day the token is good.
    pub token_ends: String,
}

/// Who the token stands for.
#[utoipa::path(get, path = "/api/v1/me", tag = "me", responses((status = 200, body = MeJson)))]
pub async fn me(
    State(app): State<App>,
    caller: ApiPerson,
    _: NoQuery,
) -> Result<Json<MeJson>, AppError> {
    caller.needs(Scope::Read)?;
    let token = caller.token;
    let me = move |view: &mut View| -> Result<MeJson, AppError> {
        let zone = wholesaler::zone(view)?;
        let ends = Moment(token.ends_at).day(&zone).text();
        let others = memberships::list(view, token.person.login().id)?;
        let customers = others
            .into_iter()
            .filter_map(|other| {
                let (number, name) = (other.customer_number?, other.customer_name?);
                Some(MembershipJson { number, name, role: other.role })
            })
            .collect();
        Ok(shape(&token, customers, ends))
    };
    Ok(Json(app.db.read(me).await?))
}

fn shape(token: &Token, customers: Vec<MembershipJson>, token_ends: String) -> MeJson {
    let login = token.person.login();
    let mut me = MeJson {
        login: LoginJson {
            id: format!("L-{}", login.id),
            name: login.name.clone(),
            email: login.email.clone(),
            language: login.language.clone(),
        },
        role: String::new(),
        sees_orders: None,
        order_limit: None,
        customer: None,
        supplier: None,
        customers,
        scopes: token.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
        token_ends,
    };
    match &token.person {
        Person::Buyer(buyer) => of_customer(&mut me, buyer),
        Person::Supplier(supplier) => {
            me.role = "supplier".to_owned();
            me.supplier = Some(MySupplierJson { number: format!("S-{}", supplier.supplier_id) });
        }
        Person::Staff(staff) => me.role = StaffRole::code(staff.role).to_owned(),
    }
    me
}

fn of_customer(me: &mut MeJson, buyer: &Buyer) {
    me.role = CustomerRole::code(buyer.role).to_owned();
    me.sees_orders = Some(buyer.sees.code().to_owned());
    me.order_limit = buyer.order_limit.map(MoneyJson::from);
    me.customer = Some(MyCustomerJson {
        number: buyer.customer.number.clone(),
        name: buyer.customer.name.clone(),
        currency: buyer.customer.currency.code().to_owned(),
        language: buyer.customer.language.clone(),
    });
}
