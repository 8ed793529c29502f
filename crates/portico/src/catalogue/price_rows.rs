//! Prices of a price list, or of one customer, with the products they belong to: what staff page through and export.
//!
//! A list of many prices is read by walking the products in the order of their codes, one of few prices by sorting
//! what it holds: neither ever sorts a long list nor walks a long range for a short one.

use super::{code_key, name_key};
use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use crate::pricing::edit_prices::Whose;
use crate::pricing::history::Of;
use crate::pricing::price_lists::WHEN;
use portico_types::{Currency, Day, Quantity, UnitPrice};

/// What staff may ask of the prices of a list.
pub static LIST_PRICES: Listing = Listing {
    name: "price-list-prices",
    path: "/staff/price-lists",
    sorts: &[Sort::up("code")],
    asks: ASKS,
};

/// What staff may ask of a customer's own prices.
pub static OWN_PRICES: Listing = Listing {
    name: "own-prices",
    path: "/staff/customers",
    sorts: &[Sort::up("code")],
    asks: ASKS,
};

const ASKS: &[Ask] = &[Ask::search("price-search"), Ask::choice("state", "price-state", WHEN)];

/// As many prices as this are walked by product, fewer are sorted.
const MANY: i64 = 2_000;

/// A price with its product.
#[derive(Clone, Debug)]
pub struct PriceRow {
    /// Code of the product.
    pub sku: String,
    /// What codes are sorted by.
    pub sku_key: String,
    /// Its name.
    pub name: String,
    /// From so many.
    pub from: Quantity,
    /// First day; empty: since ever.
    pub valid_from: String,
    /// Last day.
    pub valid_until: Option<String>,
    /// The price.
    pub price: UnitPrice,
    /// Whether it includes VAT.
    pub includes_vat: bool,
}

/// A row without its currency, which it shares with all of its list.
struct Read {
    sku: String,
    sku_key: String,
    name: String,
    decimals: i64,
    from: i64,
    valid_from: String,
    valid_until: Option<String>,
    price: i64,
    per: i64,
    includes_vat: bool,
}

impl FromRow for Read {
    fn from_row(r: &mut Row<'_>) -> Result<Read, DbError> {
        Ok(Read {
            sku: r.next()?,
            sku_key: r.next()?,
            name: r.next()?,
            decimals: r.next()?,
            from: r.next()?,
            valid_from: r.next()?,
            valid_until: r.next()?,
            price: r.next()?,
            per: r.next()?,
            includes_vat: r.next()?,
        })
    }
}

impl Read {
    fn row(self, currency: Currency) -> PriceRow {
        PriceRow {
            sku: self.sku,
            sku_key: self.sku_key,
            name: self.name,
            from: Quantity::steps(self.from, u8::try_from(self.decimals).unwrap_or(0)),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            price: UnitPrice::new(self.price, self.per, currency),
            includes_vat: self.includes_vat,
        }
    }
}

/// Which prices.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of a product's code or name; blank: all.
    pub q: String,
    /// Of [`WHEN`]; blank: any.
    pub when: String,
    /// The day it is.
    pub today: Day,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks.
    #[must_use]
    pub fn asked(asked: &Asked, today: Day) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            when: asked.text("state").to_owned(),
            today,
            paging: asked.paging.clone(),
        }
    }
}

/// A page of prices with their products, behind a place in this direction; `$held` is what is gathered first.
macro_rules! prices_sql {
    ($held:literal, $from:literal, $compare:literal, $edge:literal, $direction:literal) => {
        concat!(
            $held,
            "select p.sku, p.sku_key, p.name, p.quantity_decimals, c.from_quantity, c.valid_from,
                 c.valid_until, c.price, c.per, c.includes_vat ",
            $from,
            " and (p.sku_key like $3 escape '!' or p.name_key like $4 escape '!')
             and ($5 = '' or ($5 = 'later' and c.valid_from > $6)
                 or ($5 = 'over' and c.valid_until is not null and c.valid_until < $6)
                 or ($5 = 'now' and c.valid_from <= $6
                     and (c.valid_until is null or c.valid_until >= $6)))
             and p.sku_key ",
            $edge,
            " $7 and (p.sku_key, c.from_quantity, c.valid_from) ",
            $compare,
            " ($7, $8, $9) order by p.sku_key",
            $direction,
            ", c.from_quantity",
            $direction,
            ", c.valid_from",
            $direction,
            " limit $10"
        )
    };
}

macro_rules! few_of_list {
    ($compare:literal, $edge:literal, $direction:literal) => {
        prices_sql!(
            "with c as materialized (
                 select q.product_id, q.from_quantity, q.valid_from, q.valid_until, q.price, q.per,
                     l.includes_vat, l.currency
                 from prices q join price_lists l on l.id = q.price_list_id
                 where q.price_list_id = $1) ",
            "from c join products p on p.id = c.product_id where c.currency = $2",
            $compare,
            $edge,
            $direction
        )
    };
}

macro_rules! many_of_list {
    ($compare:literal, $edge:literal, $direction:literal) => {
        prices_sql!(
            "",
            "from products p cross join (
                 select q.product_id, q.price_list_id, q.from_quantity, q.valid_from, q.valid_until,
                     q.price, q.per, l.includes_vat, l.currency
                 from prices q join price_lists l on l.id = q.price_list_id) c
             where c.product_id = p.id and c.price_list_id = $1 and c.currency = $2",
            $compare,
            $edge,
            $direction
        )
    };
}

macro_rules! few_own {
    ($compare:literal, $edge:literal, $direction:literal) => {
        prices_sql!(
            "with c as materialized (
                 select product_id, from_quantity, valid_from, valid_until, price, per, includes_vat,
                     currency
                 from customer_prices where customer_id = $1) ",
            "from c join products p on p.id = c.product_id where c.currency = $2",
            $compare,
            $edge,
            $direction
        )
    };
}

macro_rules! many_own {
    ($compare:literal, $edge:literal, $direction:literal) => {
        prices_sql!(
            "",
            "from products p cross join customer_prices c
             where c.product_id = p.id and c.customer_id = $1 and c.currency = $2",
            $compare,
            $edge,
            $direction
        )
    };
}

const FEW_OF_LIST: [&str; 2] = [few_of_list!(">", ">=", ""), few_of_list!("<", "<=", " desc")];
const MANY_OF_LIST: [&str; 2] = [many_of_list!(">", ">=", ""), many_of_list!("<", "<=", " desc")];
const FEW_OWN: [&str; 2] = [few_own!(">", ">=", ""), few_own!("<", "<=", " desc")];
const MANY_OWN: [&str; 2] = [many_own!(">", ">=", ""), many_own!("<", "<=", " desc")];

/// A page of the prices of a list, or of a customer, by code, quantity and first day.
///
/// # Errors
/// What the database says.
pub fn list(
    view: &mut View,
    _: &Staff,
    whose: Whose,
    filter: &Filter,
) -> Result<Page<PriceRow>, DbError> {
    let paging = &filter.paging;
    let Some((id, [up, down])) = statements(view, whose)? else {
        return Ok(paging.page(Vec::new(), place));
    };
    let (key, quantity, day) = paging.from_text_line();
    let (code, name) = (contains(&code_key(&filter.q)), contains(&name_key(&filter.q)));
    let (today, day) = (filter.today.text(), day_of(day));
    let args = args![
        id,
        whose.currency.code(),
        code,
        name,
        filter.when.as_str(),
        today,
        key,
        quantity,
        day,
        paging.limit + 1
    ];
    let rows = view.all::<Read>(if paging.is_read_down() { down } else { up }, &args)?;
    let rows = rows.into_iter().map(|read| read.row(whose.currency)).collect();
    Ok(paging.page(rows, place))
}

/// How the prices are read, up and down, and the id of whose they are.
fn statements(view: &mut View, whose: Whose) -> Result<Option<(i64, [&'static str; 2])>, DbError> {
    let (id, sql, few, many) = match whose.of {
        Of::List(id) => (
            id,
            "select count(*) from (select 1 from prices where price_list_id = $1 limit $2) c",
            FEW_OF_LIST,
            MANY_OF_LIST,
        ),
        Of::Customer(id) => (
            id,
            "select count(*) from (select 1 from customer_prices where customer_id = $1 limit $2) c",
            FEW_OWN,
            MANY_OWN,
        ),
        Of::Base => return Ok(None),
    };
    let count = view.one::<i64>(sql, args![id, MANY])?;
    Ok(Some((id, if count.unwrap_or(0) < MANY { few } else { many })))
}

/// A row's place: its code, its quantity, and its first day as the number 20260131.
fn place(row: &PriceRow) -> Cursor {
    let day = row.valid_from.replace('-', "").parse().unwrap_or(0);
    Cursor::text(&row.sku_key, row.from.units).line(day)
}

/// The first day of a place; before and after all days at the edges.
fn day_of(line: i64) -> String {
    match line {
        ..=0 => String::new(),
        10_000_000..=99_999_999 => {
            format!("{:04}-{:02}-{:02}", line / 10_000, line / 100 % 100, line % 100)
        }
        _ => "9999-99-99".to_owned(),
    }
}

#[cfg(test)]
#[path = "price_rows_tests.rs"]
mod tests;
