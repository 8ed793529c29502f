//! Putting what is ready of a pasted list into the current order. What needs somebody stays in the list; what a code was
//! corrected to is remembered for the customer.

use super::keep::lock as lock_list;
use super::look::{State, look};
use crate::access::Buyer;
use crate::cart::lines::{lock, quantities_in_cart, write};
use crate::catalogue::{self, Card, code_key};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use std::collections::BTreeMap;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PutIn {
    /// Lines that went in.
    pub lines: usize,
    /// Lines that still need somebody.
    pub left: usize,
}

/// Adds what is ready to what is there, and takes it off the list.
///
/// # Errors
/// More than 5,000 lines in all, a role that may not order, or what the database says.
pub fn put_in(tx: &mut Tx, buyer: &Buyer) -> Result<PutIn, AppError> {
    let list_id = lock_list(tx, buyer)?;
    let cart_id = lock(tx, buyer)?;
    let found = look(tx, buyer)?;
    let before = quantities_in_cart(tx, buyer)?;
    let mut sums: BTreeMap<i64, (&Card, i64)> = BTreeMap::new();
    let mut meant: BTreeMap<String, i64> = BTreeMap::new();
    for line in &found.lines {
        if let State::Ready { card, quantity, .. } = &line.state {
            let kept = before.get(&card.id).copied().unwrap_or(0);
            let sum = sums.entry(card.id).or_insert((card, kept));
            sum.1 = sum.1.saturating_add(quantity.units);
            meant.insert(code_key(&line.code_read), card.id);
        }
    }
    let lines: Vec<(&Card, i64)> = sums.into_values().collect();
    write(tx, buyer, cart_id, &lines)?;
    remember(tx, buyer, meant)?;
    let gone = found.lines.iter().filter(|line| !matches!(line.state, State::Needs { .. }));
    let gone: Vec<_> = gone.map(|line| args![list_id, line.line]).collect();
    let _ = tx.exec_many("delete from pasted_lines where list_id = $1 and line = $2", &gone)?;
    Ok(PutIn { lines: found.ready(), left: found.needing() })
}

/// Remembers what codes meant that do not mean exactly that by themselves.
fn remember(tx: &mut Tx, buyer: &Buyer, meant: BTreeMap<String, i64>) -> Result<(), DbError> {
    let (keys, ids): (Vec<String>, Vec<i64>) =
        meant.into_iter().filter(|(key, _)| !key.is_empty()).unzip();
    let now = tx.now();
    let known = catalogue::meanings(tx, buyer, &keys)?;
    let rows: Vec<_> = keys
        .iter()
        .zip(&ids)
        .zip(known)
        .filter(|(_, known)| known.len() != 1)
        .map(|((key, id), _)| args![buyer.customer.id, key.as_str(), *id, buyer.login.id, now])
        .collect();
    let _ = tx.exec_many(
        "insert into code_corrections (customer_id, code_key, product_id, login_id, created_at)
         values ($1, $2, $3, $4, $5)
         on conflict (customer_id, code_key) do update set product_id = excluded.product_id,
             login_id = excluded.login_id, created_at = excluded.created_at",
        &rows,
    )?;
    Ok(())
}

/// Remembers that somebody took this product for a code that is none.
///
/// # Errors
/// What the database says.
pub fn remember_one(tx: &mut Tx, buyer: &Buyer, code: &str, sku: &str) -> Result<(), DbError> {
    let product = catalogue::resolve(tx, buyer, &[sku.to_owned()])?.into_iter().flatten().next();
    let meant = product.map(|id| (code_key(code), id));
    remember(tx, buyer, meant.into_iter().collect())
}

/// Forgets what a code was corrected to, so that it is asked about again.
///
/// # Errors
/// A role that may not order, or what the database says.
pub fn forget(tx: &mut Tx, buyer: &Buyer, code: &str) -> Result<(), AppError> {
    let _ = lock_list(tx, buyer)?;
    let _ = tx.exec(
        "delete from code_corrections where customer_id = $1 and code_key = $2",
        args![buyer.customer.id, &code_key(code)],
    )?;
    Ok(())
}
