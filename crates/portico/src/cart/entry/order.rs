//! Placing what was entered for a customer: kept, then placed through `orders::place`, once for the key of the current order,
//! so that a second click or tab gets the first order.

use super::keep::{EntryFaults, keep};
use super::typed::EntryTyped;
use crate::access::{Buyer, Staff};
use crate::cart::checkout::{PlaceCart, place};
use crate::cart::lines::lock;
use crate::cart::{paste, store};
use crate::orders::{Refusal, note};
use crate::platform::db::Tx;
use crate::platform::idempotency::{self, Answer, Key, content_hash, is_good_key};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::Money;

/// Places what the form shows and answers with the number of the order: a new one, or the one this form made before.
///
/// # Errors
/// What cannot be kept or placed; then nothing was written, see [`keep_refused`].
pub fn order(
    tx: &mut Tx,
    (staff, buyer): (&Staff, &Buyer),
    typed: &EntryTyped,
) -> Result<String, AppError> {
    let key = &typed.order.place_key;
    if !is_good_key(key) {
        return Err(Refusal::Empty.into());
    }
    let key = Key {
        scope: format!("customer:{}:login:{}", buyer.customer.id, buyer.login.id),
        key: key.clone(),
        route: "POST /staff/customers/order".to_owned(),
        content_hash: content_hash(&serde_json::Value::from(key.as_str())),
    };
    let done = idempotency::once(tx, &key, |tx| first_time(tx, (staff, buyer), typed))?;
    Ok(done.answer().body.clone())
}

fn first_time(
    tx: &mut Tx,
    (staff, buyer): (&Staff, &Buyer),
    typed: &EntryTyped,
) -> Result<Answer, AppError> {
    let _ = lock(tx, buyer)?;
    if !is_current(tx, buyer, typed)? {
        let text = Text::plain("cart-changed-meanwhile");
        return Err(Problem::new(409, "changed_meanwhile", text).into());
    }
    if keep(tx, buyer, typed)?.count() > 0 {
        return Err(Problem::invalid(Vec::new()).into());
    }
    let open = paste::keep::count(tx, buyer)?;
    if open > 0 {
        let text = Text::plain("entry-lines-open").with("count", open);
        return Err(Problem::new(422, "lines_refused", text).into());
    }
    let (cart, _) = store::load(tx, buyer)?;
    let expected_total = Money::parse(&typed.order.expected_total, buyer.customer.currency).ok();
    let how = PlaceCart { expected_total, source: "staff", ..PlaceCart::default() };
    let placed = place(tx, buyer, &how)?;
    if let Some(text) = &cart.note {
        note::add(tx, staff, &placed.number, text)?;
    }
    Ok(Answer { status: 303, body: placed.number, location: None })
}

/// Keeps what a refused form said, unless it was made for a current order that was placed meanwhile.
///
/// # Errors
/// What the database says.
pub fn keep_refused(
    tx: &mut Tx,
    buyer: &Buyer,
    typed: &EntryTyped,
) -> Result<EntryFaults, AppError> {
    if is_current(tx, buyer, typed)? { keep(tx, buyer, typed) } else { Ok(EntryFaults::default()) }
}

fn is_current(tx: &mut Tx, buyer: &Buyer, typed: &EntryTyped) -> Result<bool, AppError> {
    let (cart, _) = store::load(tx, buyer)?;
    Ok(cart.place_key == typed.order.place_key)
}
