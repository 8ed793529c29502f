//! Reading what a customer bought before. Orders push what was bought into `customer_products` (catalogue/bought.rs), so that
//! a page is a short range of an index, however many lines the customer ever ordered.

use crate::access::Buyer;
use crate::catalogue::{self, Card, WrongQuantity};
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::{Day, Quantity};
use std::collections::HashMap;

/// What may be asked of what was bought before.
pub static BOUGHT: Listing = Listing {
    name: "bought",
    path: "/bought",
    sorts: &[Sort::down("last"), Sort::up("code"), Sort::up("name")],
    asks: &[Ask::search("bought-search")],
};

/// So many of the last order lines say what is usual.
const LATEST: i64 = 9;

/// A product that was bought before.
#[derive(Clone, Debug)]
pub struct BoughtRow {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is sorted by.
    name_key: String,
    /// The day it was ordered last.
    pub last_day: Day,
    /// In how many order lines it stands.
    pub times: i64,
    /// How much of it is ordered as a rule; see [`usual`].
    pub usual: Quantity,
    /// The product today; none where this customer can no longer order it.
    pub card: Option<Card>,
}

impl FromRow for BoughtRow {
    fn from_row(row: &mut Row<'_>) -> Result<BoughtRow, DbError> {
        let (id, sku, name, name_key) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let decimals = u8::try_from(row.next::<i64>()?).unwrap_or(0);
        let last_day = Day::parse(&row.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a product bought on an unknown day".to_owned()))?;
        let usual = Quantity::steps(row.next()?, decimals);
        Ok(BoughtRow { id, sku, name, name_key, last_day, times: row.next()?, usual, card: None })
    }
}

/// Which products, which page of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of a code or name; blank: all.
    pub q: String,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`BOUGHT`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter { q: asked.text("q").to_owned(), paging: asked.paging.clone() }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

macro_rules! bought_sql {
    ($key:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select p.id, p.sku, p.name, p.name_key, p.quantity_decimals, k.last_day,
                 k.last_quantity, k.times
             from customer_products k join products p on p.id = k.product_id
             where k.customer_id = $1 and k.last_day is not null
               and (cast($2 as text) is null or p.name_key like $2 escape '!'
                   or lower(p.sku) like $2 escape '!')
               and (",
            $key,
            ", k.product_id) ",
            $compare,
            " ($3, $4) order by ",
            $key,
            $direction,
            ", k.product_id",
            $direction,
            " limit $5"
        )
    };
}

const NEWEST: &str = bought_sql!("k.last_day", "<", " desc");
const OLDEST: &str = bought_sql!("k.last_day", ">", "");
const CODES: &str = bought_sql!("p.sku_key", ">", "");
const CODES_BACK: &str = bought_sql!("p.sku_key", "<", " desc");
const NAMES: &str = bought_sql!("p.name_key", ">", "");
const NAMES_BACK: &str = bought_sql!("p.name_key", "<", " desc");

/// A page of what this customer bought before, with today's price and stock. As many questions for a page of 200 as for one
/// of 20.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<BoughtRow>, DbError> {
    let paging = &filter.paging;
    let q = Some(filter.q.trim().to_lowercase()).filter(|q| !q.is_empty());
    let q = q.map(|q| contains(&q));
    let sql = match (paging.sort, paging.is_read_down()) {
        ("code", false) => CODES,
        ("code", true) => CODES_BACK,
        ("name", false) => NAMES,
        ("name", true) => NAMES_BACK,
        (_, true) => NEWEST,
        (_, false) => OLDEST,
    };
    let (key, id) = paging.from_text();
    let args = args![buyer.customer.id, q.as_deref(), key, id, paging.limit + 1];
    let rows = view.all::<BoughtRow>(sql, &args)?;
    let mut page = paging.page(rows, |row| match paging.sort {
        "code" => Cursor::text(&catalogue::code_key(&row.sku), row.id),
        "name" => Cursor::text(&row.name_key, row.id),
        _ => Cursor::text(&row.last_day.text(), row.id),
    });
    complete(view, buyer, &mut page.rows)?;
    Ok(page)
}

/// Puts product and usual quantity to the rows.
fn complete(view: &mut View, buyer: &Buyer, rows: &mut [BoughtRow]) -> Result<(), DbError> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    let cards = catalogue::cards(view, buyer, &ids)?;
    let mut cards: HashMap<i64, Card> = cards.into_iter().map(|card| (card.id, card)).collect();
    let keys: Vec<_> = rows.iter().map(|row| args![buyer.customer.id, row.id, LATEST]).collect();
    let latest = view.all_many::<i64>(
        "select quantity from order_lines
         where customer_id = $1 and product_id = $2 and cancelled < quantity
         order by id desc limit $3",
        &keys,
    )?;
    for (row, latest) in rows.iter_mut().zip(latest) {
        row.card = cards.remove(&row.id);
        let units = usual(row.card.as_ref(), &latest).unwrap_or(row.usual.units);
        row.usual = Quantity::steps(units, row.usual.decimals);
    }
    Ok(())
}

/// How much is ordered as a rule: the median of the last lines (of an even number the smaller of the two in the middle), made
/// to fit minimum and multiple of today. Nothing where there is no line. Pure.
#[must_use]
pub fn usual(card: Option<&Card>, latest: &[i64]) -> Option<i64> {
    let mut sorted = latest.to_vec();
    sorted.sort_unstable();
    let median = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    let fits = card.and_then(|card| card.quantity_fault(median)).map(|fault| match fault {
        WrongQuantity::BelowMinimum { minimum, .. } => {
            card.map_or(minimum, |card| card.least_quantity())
        }
        WrongQuantity::NotAMultiple { above, .. } => above,
    });
    Some(fits.unwrap_or(median))
}
