//! Stock comes to a location or leaves it, several products at once: goods that came in, goods that came back, what was
//! counted. The rows are locked by ascending product; each change is a movement.

use super::locations::hold;
use super::movements::{self, Kind, Movement};
use super::shelf;
use super::stock::{Freed, Locked, MAIN, lock_at};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use std::collections::HashMap;

/// Why stock changes, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Why<'a> {
    /// What kind of change it is.
    pub kind: Kind,
    /// Where it comes from: `goods_in:G-12`.
    pub source: &'a str,
    /// What the person wrote.
    pub reason: Option<&'a str>,
    /// Who did it.
    pub login_id: Option<i64>,
}

/// Locks the stock of these products at an open location, making the rows that are missing, and reads them.
///
/// # Errors
/// 422 at `location` where there is no such open location.
pub fn lock(
    tx: &mut Tx,
    location: &str,
    product_ids: &[i64],
) -> Result<HashMap<i64, Locked>, AppError> {
    if location != MAIN && !hold(tx, location)? {
        let text = Text::plain("stock-no-location");
        return Err(Problem::invalid(vec![FieldProblem::new("location", "invalid", text)]).into());
    }
    let mut places: Vec<(i64, &str)> = product_ids.iter().map(|id| (*id, location)).collect();
    places.sort_unstable();
    places.dedup();
    let rows: Vec<_> = places.iter().map(|(id, location)| args![*id, *location]).collect();
    let _ = tx.exec_many(
        "insert into stock (product_id, location, on_hand, allocated, version)
         values ($1, $2, 0, 0, 0)
         on conflict (product_id, location) do nothing",
        &rows,
    )?;
    let locked = lock_at(tx, &places)?;
    Ok(locked.into_iter().map(|((id, _), locked)| (id, locked)).collect())
}

/// Changes stock that was locked by [`lock`]: so much comes to each product, or goes if negative. Answers with what is on
/// hand of each afterwards, in their order, and with the products of which more may be free now.
///
/// # Errors
/// Taking more than is there stops the deed: the guard stands in the statement.
pub fn put(
    tx: &mut Tx,
    location: &str,
    changes: &[(i64, i64)],
    why: Why<'_>,
) -> Result<(Vec<i64>, Freed), DbError> {
    let rows: Vec<_> = changes.iter().map(|(id, by)| args![*id, location, *by]).collect();
    let after = tx.all_many::<i64>(
        "update stock set on_hand = on_hand + $3
         where product_id = $1 and location = $2 and on_hand + $3 >= 0 returning on_hand",
        &rows,
    )?;
    if after.iter().any(|rows| rows.len() != 1) {
        return Err(DbError::Failed("stock was taken that is not there".to_owned()));
    }
    let after: Vec<i64> = after.into_iter().flatten().collect();
    let movement = |((product_id, by), on_hand): (&(i64, i64), &i64)| Movement {
        product_id: *product_id,
        location,
        kind: why.kind,
        quantity: *by,
        on_hand: *on_hand,
        reason: why.reason,
        source: why.source,
        login_id: why.login_id,
    };
    let made: Vec<_> = changes.iter().zip(&after).map(movement).collect();
    movements::write(tx, &made)?;
    let products: Vec<i64> = changes.iter().map(|(id, _)| *id).collect();
    shelf::refresh_stock(tx, &products)?;
    let more = changes.iter().filter(|(_, by)| *by > 0 && location == MAIN);
    Ok((after, Freed::of(more.map(|(id, _)| *id))))
}
