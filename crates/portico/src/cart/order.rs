//! Place order, as the page's form asks for it: what was typed is kept, then placed, once for the key of the current
//! order, so that a second click or tab gets the first order.

use super::checkout::{PlaceCart, place};
use super::keep::{Faults, keep};
use super::lines::lock;
use super::store;
use super::typed::Typed;
use crate::access::Buyer;
use crate::orders::Refusal;
use crate::platform::db::Tx;
use crate::platform::idempotency::{self, Answer, Key, content_hash, is_good_key};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::Money;

/// Places what the form shows and answers with the number of the order: a new one, or the one this form made before.
///
/// # Errors
/// What cannot be kept or placed; then nothing was written, see [`keep_refused`].
pub fn order(tx: &mut Tx, buyer: &Buyer, typed: &Typed) -> Result<String, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    if !is_good_key(&typed.place_key) {
        return Err(Refusal::Empty.into());
    }
    let key = Key {
        scope: format!("customer:{}:login:{}", buyer.customer.id, buyer.login.id),
        key: typed.place_key.clone(),
        route: "POST /orders".to_owned(),
        content_hash: content_hash(&serde_json::Value::from(typed.place_key.as_str())),
    };
    let done = idempotency::once(tx, &key, |tx| first_time(tx, buyer, typed))?;
    Ok(done.answer().body.clone())
}

fn first_time(tx: &mut Tx, buyer: &Buyer, typed: &Typed) -> Result<Answer, AppError> {
    let _ = lock(tx, buyer)?;
    if !is_current(tx, buyer, typed)? {
        let text = Text::plain("cart-changed-meanwhile");
        return Err(Problem::new(409, "changed_meanwhile", text).into());
    }
    if !keep(tx, buyer, typed)?.is_empty() {
        return Err(Problem::invalid(Vec::new()).into());
    }
    let expected_total = Money::parse(&typed.expected_total, buyer.customer.currency).ok();
    let placed =
        place(tx, buyer, &PlaceCart { expected_total, source: "cart", ..PlaceCart::default() })?;
    Ok(Answer { status: 303, body: placed.number, location: None })
}

/// Keeps what a refused form said, unless it was made for a current order that was placed meanwhile.
///
/// # Errors
/// What the database says.
pub fn keep_refused(tx: &mut Tx, buyer: &Buyer, typed: &Typed) -> Result<Faults, AppError> {
    if is_current(tx, buyer, typed)? { keep(tx, buyer, typed) } else { Ok(Faults::default()) }
}

fn is_current(tx: &mut Tx, buyer: &Buyer, typed: &Typed) -> Result<bool, AppError> {
    let (cart, _) = store::load(tx, buyer)?;
    Ok(cart.place_key == typed.place_key)
}
