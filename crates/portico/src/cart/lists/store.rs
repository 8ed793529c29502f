//! Reading saved lists: always those of the person's own company.

use super::make::{LISTS_MOST, name_key};
use crate::access::Buyer;
use crate::catalogue::{self, Card};
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Moment, Quantity};
use std::collections::HashMap;

/// A saved list.
#[derive(Clone, Debug)]
pub struct SavedList {
    /// Its id.
    pub id: i64,
    /// Its name, the only one of the company.
    pub name: String,
    /// Who made it.
    pub made_by: String,
    /// When it was changed last.
    pub changed_at: Moment,
    /// How many products stand in it.
    pub line_count: i64,
}

impl FromRow for SavedList {
    fn from_row(row: &mut Row<'_>) -> Result<SavedList, DbError> {
        Ok(SavedList {
            id: row.next()?,
            name: row.next()?,
            made_by: row.next()?,
            changed_at: Moment(row.next()?),
            line_count: row.next()?,
        })
    }
}

/// A product in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The product.
    pub product_id: i64,
    /// Its code, also where this customer may no longer see it.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// How many are kept for ordering.
    pub quantity: Quantity,
    /// What it is today; `None`: no longer to be had.
    pub card: Option<Card>,
}

/// All lists of the person's company, by name.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, buyer: &Buyer) -> Result<Vec<SavedList>, DbError> {
    let most = i64::try_from(LISTS_MOST).unwrap_or(i64::MAX);
    view.all(
        "select s.id, s.name, l.name, s.changed_at,
             (select count(*) from saved_list_lines n where n.list_id = s.id)
         from saved_lists s join logins l on l.id = s.made_by
         where s.customer_id = $1 order by s.name_key limit $2",
        args![buyer.customer.id, most * 2],
    )
}

/// One list; somebody else's is absent.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, buyer: &Buyer, id: i64) -> Result<Option<SavedList>, DbError> {
    view.one(
        "select s.id, s.name, l.name, s.changed_at,
             (select count(*) from saved_list_lines n where n.list_id = s.id)
         from saved_lists s join logins l on l.id = s.made_by
         where s.id = $1 and s.customer_id = $2",
        args![id, buyer.customer.id],
    )
}

/// The lines of a list as they were put in, each with its product of today; none of somebody else's list.
///
/// # Errors
/// What the database says.
pub fn lines(view: &mut View, buyer: &Buyer, id: i64) -> Result<Vec<Line>, DbError> {
    let rows = view.all::<(i64, String, String, i64, i64)>(
        "select l.product_id, p.sku, p.name, l.quantity, p.quantity_decimals
         from saved_lists s join saved_list_lines l on l.list_id = s.id
         join products p on p.id = l.product_id
         where s.id = $1 and s.customer_id = $2
         order by l.position, l.product_id limit 1000",
        args![id, buyer.customer.id],
    )?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let cards = catalogue::cards(view, buyer, &ids)?;
    let mut cards: HashMap<i64, Card> = cards.into_iter().map(|card| (card.id, card)).collect();
    let line = |(product_id, sku, name, units, decimals)| Line {
        product_id,
        sku,
        name,
        quantity: Quantity::steps(units, u8::try_from(decimals).unwrap_or(0)),
        card: cards.remove(&product_id),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The products of the company's list with this name, or this id; none where there is no such list.
///
/// # Errors
/// What the database says.
pub fn products(view: &mut View, buyer: &Buyer, wanted: &str) -> Result<Vec<i64>, DbError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let id = wanted.trim().parse::<i64>().unwrap_or(0);
    // A name that looks like an id is a name.
    view.all(
        "select l.product_id from saved_list_lines l where l.list_id =
             (select s.id from saved_lists s where s.customer_id = $1 and (s.name_key = $2 or s.id = $3)
              order by case when s.name_key = $2 then 0 else 1 end limit 1)
         order by l.position, l.product_id limit 1000",
        args![buyer.customer.id, &name_key(wanted), id],
    )
}
