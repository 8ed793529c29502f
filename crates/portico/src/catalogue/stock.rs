//! Stock on hand and what is allocated of it. `allocate` is the one door to stock: it locks the rows
//! by bumping their version, in the order of their keys, then gives what is free and no more.

use super::movements::{self, Kind, Movement};
use super::shelf;
use crate::access::Staff;
use crate::platform::db::{DbError, Tx, View, args};
use std::collections::{BTreeSet, HashMap};

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

/// Products of which more may be free than before. Whoever brings that about owes it to the lines that wait: hand it to
/// `orders::allocate::give_on` in the same transaction.
#[derive(Debug, Default)]
#[must_use = "stock came free: give it on to who waits, with orders::allocate::give_on"]
pub struct Freed(BTreeSet<i64>);

impl Freed {
    /// Of these products.
    pub fn of(product_ids: impl IntoIterator<Item = i64>) -> Freed {
        Freed(product_ids.into_iter().collect())
    }

    /// The products, by id.
    #[must_use]
    pub fn products(&self) -> Vec<i64> {
        self.0.iter().copied().collect()
    }
}

/// Locks the stock rows of these products until the transaction ends, and reads them. Keys are
/// touched in ascending order, whatever order they come in: two orders with a, b and b, a cannot
/// deadlock. A counted product without a row gets one, so that there is something to lock: else what comes in
/// could pass a line that begins to wait at the same moment. Products that are not counted are absent from the answer.
pub fn lock(tx: &mut Tx, product_ids: &[i64]) -> Result<HashMap<i64, Locked>, DbError> {
    let places: Vec<(i64, &str)> = product_ids.iter().map(|id| (*id, MAIN)).collect();
    let mut locked = lock_at(tx, &places)?;
    let mut missing: Vec<(i64, &str)> =
        places.into_iter().filter(|place| !locked.contains_key(place)).collect();
    if !missing.is_empty() {
        missing.sort_unstable();
        let rows: Vec<_> = missing.iter().map(|(id, location)| args![*id, *location]).collect();
        let _ = tx.exec_many(
            "insert into stock (product_id, location, on_hand, allocated, version)
             select id, $2, 0, 0, 0 from products where id = $1 and stock_kind = 'tracked'
             on conflict (product_id, location) do nothing",
            &rows,
        )?;
        locked.extend(lock_at(tx, &missing)?);
    }
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

/// A change of a product's stock where orders are served from, in the smallest step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Comes to what is on hand; goes, if negative.
    pub on_hand: i64,
    /// Comes to what is allocated; goes, if negative.
    pub allocated: i64,
}

/// Adds to what is allocated (takes away if negative). The rows must be locked by this transaction.
pub fn change_allocated(tx: &mut Tx, changes: &[(i64, i64)]) -> Result<Freed, DbError> {
    let only = |(id, by): &(i64, i64)| (*id, Change { on_hand: 0, allocated: *by });
    let changes: Vec<_> = changes.iter().map(only).collect();
    change(tx, &changes, ("", None))
}

/// Changes stock for orders: what is allocated, and what leaves with a shipment, which becomes a movement from this source,
/// by this login. The rows must be locked by this transaction; a product comes once.
/// The guard stays in the statement: a row that would promise more than there is stops the deed.
pub fn change(
    tx: &mut Tx,
    changes: &[(i64, Change)],
    (source, login_id): (&str, Option<i64>),
) -> Result<Freed, DbError> {
    let mut changes: Vec<(i64, Change)> =
        changes.iter().copied().filter(|(_, by)| *by != Change::default()).collect();
    changes.sort_unstable_by_key(|(id, _)| *id);
    let rows: Vec<_> =
        changes.iter().map(|(id, by)| args![*id, MAIN, by.on_hand, by.allocated]).collect();
    let after = tx.all_many::<(i64, i64)>(
        "update stock set on_hand = on_hand + $3, allocated = allocated + $4
         where product_id = $1 and location = $2 and allocated + $4 >= 0 and on_hand + $3 >= 0
           and ($4 <= $3 or allocated + $4 <= on_hand + $3)
         returning on_hand, allocated",
        &rows,
    )?;
    if after.iter().any(|rows| rows.len() != 1) {
        return Err(DbError::Failed("stock was promised that is not there".to_owned()));
    }
    let after: Vec<(i64, Change, i64, i64)> = (changes.iter().zip(after.into_iter().flatten()))
        .map(|((id, by), (on_hand, allocated))| (*id, *by, on_hand, on_hand - allocated))
        .collect();
    write_movements(tx, &after, (source, login_id))?;
    // Few deeds take the last piece or bring the first one back: only those change what lists say.
    let was = |by: &Change, free: i64| free - by.on_hand + by.allocated;
    let turned = after.iter().filter(|(_, by, _, free)| (*free > 0) != (was(by, *free) > 0));
    let turned: Vec<i64> = turned.map(|(id, ..)| *id).collect();
    shelf::refresh_stock(tx, &turned)?;
    let more = after.iter().filter(|(_, by, _, free)| *free > 0 && *free > was(by, *free));
    Ok(Freed::of(more.map(|(id, ..)| *id)))
}

/// What left with a shipment, or came back from one that was none, is a movement.
fn write_movements(
    tx: &mut Tx,
    changed: &[(i64, Change, i64, i64)],
    (source, login_id): (&str, Option<i64>),
) -> Result<(), DbError> {
    let movement = |(id, by, on_hand, _): &(i64, Change, i64, i64)| Movement {
        product_id: *id,
        location: MAIN,
        kind: Kind::Shipment,
        quantity: by.on_hand,
        on_hand: *on_hand,
        reason: None,
        source,
        login_id,
    };
    let moved: Vec<_> = changed.iter().map(movement).collect();
    movements::write(tx, &moved)
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
