//! Who buys by a price list: staff give it to a customer, or to all of today, and take it away.

use super::price_lists::PriceList;
use crate::access::{Staff, StaffRole, customer_head};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::list::{Ask, Cursor, Listing, Page, Paging, Sort, contains};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// What staff may ask of the customers of a price list.
pub static LIST_CUSTOMERS: Listing = Listing {
    name: "price-list-customers",
    path: "/staff/price-lists",
    sorts: &[Sort::up("name")],
    asks: &[Ask::search("customers-search")],
};

/// A customer that buys by a list.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What it is sorted by.
    pub name_key: String,
    /// Code of its currency: by a list of another one it buys nothing.
    pub currency: String,
    /// Whether it is closed.
    pub closed: bool,
}

impl FromRow for Given {
    fn from_row(r: &mut Row<'_>) -> Result<Given, DbError> {
        Ok(Given {
            id: r.next()?,
            number: r.next()?,
            name: r.next()?,
            name_key: r.next()?,
            currency: r.next()?,
            closed: r.next()?,
        })
    }
}

macro_rules! customers_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select c.id, c.number, c.name, c.name_key, c.currency, c.closed_at is not null
             from customer_price_lists g join customers c on c.id = g.customer_id
             where g.price_list_id = $1 and c.find_key like $2 escape '!' and (c.name_key, c.id) ",
            $compare,
            " ($3, $4) order by c.name_key",
            $direction,
            ", c.id",
            $direction,
            " limit $5"
        )
    };
}

const FORWARD: &str = customers_sql!(">", "");
const BACKWARD: &str = customers_sql!("<", " desc");

/// A page of the customers that buy by a list, by name; `q` is part of number, name, e-mail or VAT number.
///
/// # Errors
/// What the database says.
pub fn customers(
    view: &mut View,
    _: &Staff,
    (list_id, q): (i64, &str),
    paging: &Paging,
) -> Result<Page<Given>, DbError> {
    let sql = if paging.is_read_down() { BACKWARD } else { FORWARD };
    let (key, id) = paging.from_text();
    let find = contains(&q.to_lowercase());
    let args = args![list_id, find, key, id, paging.limit + 1];
    let rows = view.all::<Given>(sql, &args)?;
    Ok(paging.page(rows, |row| Cursor::text(&row.name_key, row.id)))
}

/// Why a list is not given or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No customer has this number.
    NoCustomer,
    /// The customer buys in this currency, which is not the list's.
    OtherCurrency(&'static str),
    /// It buys by it already.
    Given,
    /// It does not buy by it.
    NotGiven,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let number = |text| Problem::invalid(vec![FieldProblem::new("number", "invalid", text)]);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NoCustomer => number(Text::plain("check-no-customer")),
            Refusal::OtherCurrency(code) => {
                number(Text::plain("list-other-currency").with("currency", code))
            }
            Refusal::Given => number(Text::plain("list-is-given")),
            Refusal::NotGiven => number(Text::plain("list-is-not-given")),
        }
        .into()
    }
}

/// Lets the customer with this number buy by a list.
///
/// # Errors
/// A [`Refusal`].
pub fn give(tx: &mut Tx, staff: &Staff, list: &PriceList, number: &str) -> Result<(), AppError> {
    needs_write(staff)?;
    let customer = customer_head(tx, staff, number)?.ok_or(Refusal::NoCustomer)?;
    if customer.currency != list.currency {
        return Err(Refusal::OtherCurrency(customer.currency.code()).into());
    }
    let given = tx.exec(
        "insert into customer_price_lists (customer_id, price_list_id) values ($1, $2)
         on conflict (customer_id, price_list_id) do nothing",
        args![customer.id, list.id],
    )?;
    if given != 1 {
        return Err(Refusal::Given.into());
    }
    note(tx, staff, "price_list_given", (&list.code, Some(customer.id)), 1)
}

/// Takes a list from the customer with this number.
///
/// # Errors
/// A [`Refusal`].
pub fn take(tx: &mut Tx, staff: &Staff, list: &PriceList, number: &str) -> Result<(), AppError> {
    needs_write(staff)?;
    let customer = customer_head(tx, staff, number)?.ok_or(Refusal::NoCustomer)?;
    let taken = tx.exec(
        "delete from customer_price_lists where customer_id = $1 and price_list_id = $2",
        args![customer.id, list.id],
    )?;
    if taken != 1 {
        return Err(Refusal::NotGiven.into());
    }
    note(tx, staff, "price_list_taken", (&list.code, Some(customer.id)), 1)
}

/// Lets every open customer of today that buys in the list's currency buy by it; answers how many are new to it.
///
/// # Errors
/// A [`Refusal`].
pub fn give_to_all(tx: &mut Tx, staff: &Staff, list: &PriceList) -> Result<u64, AppError> {
    needs_write(staff)?;
    let given = tx.exec(
        "insert into customer_price_lists (customer_id, price_list_id)
         select c.id, $1 from customers c where c.closed_at is null and c.currency = $2
         on conflict (customer_id, price_list_id) do nothing",
        args![list.id, list.currency.code()],
    )?;
    if given > 0 {
        note(tx, staff, "price_list_given_to_all", (&list.code, None), given)?;
    }
    Ok(given)
}

fn needs_write(staff: &Staff) -> Result<(), Refusal> {
    if staff.role >= StaffRole::Write { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    (code, customer_id): (&str, Option<i64>),
    customers: u64,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id,
        verb,
        object: &format!("price_list:{code}"),
        facts: serde_json::json!({ "customers": customers }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
