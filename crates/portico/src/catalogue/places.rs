//! What is free at each location, for customers who are told: only `main` is promised, the others are where to ask.

use super::indicator::LOCATIONS_SHOWN;
use super::{StockShown, store};
use crate::access::Buyer;
use crate::args;
use crate::platform::db::{DbError, View};
use crate::platform::settings;

/// What is free of a product at a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Code of the location.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Free stock in the smallest step; never below nought.
    pub free: i64,
}

/// The open locations that hold some of this product, `main` first; none where the wholesaler does not tell.
///
/// # Errors
/// What the database says.
pub fn places(view: &mut View, buyer: &Buyer, product_id: i64) -> Result<Vec<Place>, DbError> {
    let told = store::showing(view, buyer)?.stock != StockShown::None;
    if !told || !settings::get(view, &LOCATIONS_SHOWN)? {
        return Ok(Vec::new());
    }
    let rows = view.all::<(String, String, i64)>(
        "select l.code, l.name, s.on_hand - s.allocated
         from stock s join locations l on l.code = s.location
         where s.product_id = $1 and l.closed_at is null and s.on_hand > s.allocated
         order by case when l.code = 'main' then 0 else 1 end, l.code limit 100",
        args![product_id],
    )?;
    Ok(rows.into_iter().map(|(code, name, free)| Place { code, name, free }).collect())
}
