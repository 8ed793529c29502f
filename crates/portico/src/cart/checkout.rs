//! Placing the current order: everything through `orders::place`, and emptied in the same transaction.

use super::lines::lock;
use super::store;
use crate::access::Buyer;
use crate::customers::addresses;
use crate::orders::{self, Placed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use portico_types::Money;

/// How a current order is placed.
#[derive(Clone, Debug, Default)]
pub struct PlaceCart {
    /// The total the person saw.
    pub expected_total: Option<Money>,
    /// `cart` for the page, `api` for a program.
    pub source: &'static str,
}

/// Places this person's current order and empties it.
///
/// # Errors
/// What `orders::place` refuses; then the current order stands as it was.
pub fn place(tx: &mut Tx, buyer: &Buyer, how: &PlaceCart) -> Result<Placed, AppError> {
    let cart_id = lock(tx, buyer)?;
    let (cart, lines) = store::load(tx, buyer)?;
    let addresses = addresses::list(tx, buyer)?;
    let chosen = cart
        .address_id
        .and_then(|id| addresses.iter().find(|a| a.id == id));
    let mut wish = store::wish(&cart, &lines, chosen.or(addresses.first()));
    wish.expected_total = how.expected_total;
    how.source.clone_into(&mut wish.source);
    let placed = orders::place(tx, buyer, &wish)?;
    start_anew(tx, cart_id)?;
    Ok(placed)
}

/// Empties the current order and draws the key of the next one.
fn start_anew(tx: &mut Tx, cart_id: i64) -> Result<(), DbError> {
    let _ = tx.exec("delete from cart_lines where cart_id = $1", args![cart_id])?;
    let place_key = format!("cart-{}", tx.new_id());
    let emptied = tx.exec(
        "update carts set other_address = null, reference = null, remarks = null,
             requested_day = null, part_deliveries = null, place_key = $2, line_count = 0,
             goods_minor = 0
         where id = $1",
        args![cart_id, &place_key],
    )?;
    if emptied == 1 {
        Ok(())
    } else {
        Err(DbError::Failed("current order vanished".to_owned()))
    }
}
