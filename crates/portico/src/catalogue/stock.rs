//! Stock on hand and what is allocated of it. `allocate` is the one door to stock: it locks the rows
//! by bumping their version, in the order of their keys, then gives what is free and no more.

use super::shelf;
use crate::access::Staff;
use crate::platform::db::{DbError, Tx, View, args};
use std::collections::HashMap;

/// The location that orders are served from. What lies elsewhere is promised to nobody.
pub const MAIN: &str = "main";

/// Stock of one product, locked for this transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// On hand, in the smallest step.
    pub on_hand: i64,
    /// Allocated, in the smallest step.
    pub allocated: i64,
}

impl Locked {
    /// What can be promised now; never below nought.
    #[must_use]
    pub fn free(self) -> i64 {
        (self.on_hand - self.allocated).max(0)
    }
}

/// Locks the stock rows of these products until the transaction ends, and reads them. Keys are
/// touched in ascending order, whatever order they come in: two orders with a, b and b, a cannot
/// deadlock. Products without a stock row are absent from the answer.
pub fn lock(tx: &mut Tx, product_ids: &[i64]) -> Result<HashMap<i64, Locked>, DbError> {
    let places: Vec<(i64, &str)> = product_ids.iter().map(|id| (*id, MAIN)).collect();
    let locked = lock_at(tx, &places)?;
    Ok(locked.into_iter().map(|((id, _), locked)| (id, locked)).collect())
}

/// The same for any location: rows are touched by ascending product, then location.
pub fn lock_at<'p>(
    tx: &mut Tx,
    places: &[(i64, &'p str)],
) -> Result<HashMap<(i64, &'p str), Locked>, DbError> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    let rows: Vec<_> = places.iter().map(|(id, location)| args![*id, *location]).collect();
    let found = tx.all_many::<(i64, i64)>(
        "update stock set version = version + 1 where product_id = $1 and location = $2
         returning on_hand, allocated",
        &rows,
    )?;
    let locked = places.into_iter().zip(found).filter_map(|(place, rows)| {
        let (on_hand, allocated) = rows.into_iter().next()?;
        Some((place, Locked { on_hand, allocated }))
    });
    Ok(locked.collect())
}

/// Adds to what is allocated (takes away if negative). The rows must be locked by this transaction.
/// The guard stays in the statement: a row that would promise more than there is stops the deed.
pub fn change_allocated(tx: &mut Tx, changes: &[(i64, i64)]) -> Result<(), DbError> {
    let mut changes: Vec<(i64, i64)> = changes.iter().copied().filter(|c| c.1 != 0).collect();
    changes.sort_unstable();
    let rows: Vec<_> = changes.iter().map(|(id, by)| args![*id, MAIN, *by]).collect();
    let free = tx.all_many::<i64>(
        "update stock set allocated = allocated + $3
         where product_id = $1 and location = $2 and allocated + $3 >= 0
           and ($3 <= 0 or allocated + $3 <= on_hand)
         returning on_hand - allocated",
        &rows,
    )?;
    if free.iter().any(|rows| rows.len() != 1) {
        return Err(DbError::Failed("stock was promised that is not there".to_owned()));
    }
    // Few deeds take the last piece or bring the first one back: only those change what lists say.
    let turned = changes.iter().zip(free.iter().flatten());
    let turned = turned.filter(|((_, by), free)| (**free > 0) != (**free + by > 0));
    let turned: Vec<i64> = turned.map(|((id, _), _)| *id).collect();
    shelf::refresh_stock(tx, &turned)
}

/// Stock of a product at one place.
#[derive(Clone, Debug)]
pub struct Level {
    /// Name of the place.
    pub location: String,
    /// On hand, in the smallest step.
    pub on_hand: i64,
    /// Allocated, in the smallest step.
    pub allocated: i64,
}

/// Stock of a product at every place.
#[derive(Clone, Debug)]
pub struct Levels {
    /// The product's code as stored.
    pub sku: String,
    /// Its decimals.
    pub quantity_decimals: u8,
    /// By place.
    pub locations: Vec<Level>,
}

/// What is on hand and allocated of a product, for staff; `None` where there is no such product.
pub fn levels(view: &mut View, _staff: &Staff, sku: &str) -> Result<Option<Levels>, DbError> {
    let product = view.one::<(i64, String, i64)>(
        "select id, sku, quantity_decimals from products where sku_key = $1",
        args![&super::code_key(sku)],
    )?;
    let Some((id, sku, decimals)) = product else {
        return Ok(None);
    };
    let rows = view.all::<(String, i64, i64)>(
        "select location, on_hand, allocated from stock where product_id = $1
         order by location limit 100",
        args![id],
    )?;
    let level = |(location, on_hand, allocated)| Level { location, on_hand, allocated };
    let locations = rows.into_iter().map(level).collect();
    Ok(Some(Levels { sku, quantity_decimals: u8::try_from(decimals).unwrap_or(0), locations }))
}
