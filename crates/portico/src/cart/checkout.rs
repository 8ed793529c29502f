//! Placing the current order: everything through `orders::place`, and emptied in the same transaction.

use super::lines::lock;
use super::offers::check_orders;
use super::store;
use crate::access::Buyer;
use crate::customers::addresses;
use crate::orders::{self, DeliverTo, Placed, Wish};
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
    /// What is said with the order, over what the current order says.
    pub said: Said,
}

/// Fields of the head that were sent along; absent ones are as in the current order.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Where to.
    pub deliver_to: Option<DeliverTo>,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// Day wished for, as typed.
    pub requested_day: Option<String>,
    /// Whether part deliveries are welcome.
    pub part_deliveries: Option<bool>,
}

impl Said {
    /// Over what a wish says.
    pub fn apply(&self, wish: &mut Wish) {
        if let Some(to) = &self.deliver_to {
            wish.deliver_to = to.clone();
        }
        let over = |said: &Option<String>, field: &mut Option<String>| {
            if said.is_some() {
                field.clone_from(said);
            }
        };
        over(&self.reference, &mut wish.reference);
        over(&self.remarks, &mut wish.remarks);
        over(&self.requested_day, &mut wish.requested_day);
        wish.part_deliveries = self.part_deliveries.or(wish.part_deliveries);
    }
}

/// Places this person's current order and empties it.
///
/// # Errors
/// What `orders::place` refuses; then the current order stands as it was.
pub fn place(tx: &mut Tx, buyer: &Buyer, how: &PlaceCart) -> Result<Placed, AppError> {
    check_orders(tx, buyer)?;
    let cart_id = lock(tx, buyer)?;
    let (cart, lines) = store::load(tx, buyer)?;
    let addresses = addresses::list(tx, buyer)?;
    let mut wish = store::wish(&cart, &lines, store::chosen(&cart, &addresses));
    wish.expected_total = how.expected_total;
    how.source.clone_into(&mut wish.source);
    how.said.apply(&mut wish);
    let placed = orders::place(tx, buyer, &wish)?;
    start_anew(tx, cart_id)?;
    Ok(placed)
}

/// Empties the current order and draws the key of the next one.
///
/// # Errors
/// What the database says.
pub fn start_anew(tx: &mut Tx, cart_id: i64) -> Result<(), DbError> {
    let _ = tx.exec("delete from cart_lines where cart_id = $1", args![cart_id])?;
    let place_key = format!("cart-{}", tx.new_id());
    let emptied = tx.exec(
        "update carts set other_address = null, reference = null, remarks = null,
             requested_day = null, part_deliveries = null, place_key = $2, line_count = 0,
             goods_minor = 0, note = null, waives_value = false, passes_credit = false,
             waive_reason = null
         where id = $1",
        args![cart_id, &place_key],
    )?;
    if emptied == 1 { Ok(()) } else { Err(DbError::Failed("current order vanished".to_owned())) }
}
