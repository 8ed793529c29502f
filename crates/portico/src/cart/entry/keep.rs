//! Keeping what the form of the order entry says: all that is good is written, and what is not comes back with its reason.

use super::typed::EntryTyped;
use crate::access::Buyer;
use crate::cart::head::{HeadChange, set_head};
use crate::cart::keep::{self, Faults, add_typed};
use crate::cart::lines::lock;
use crate::cart::{paste, store};
use crate::orders::draft::clean;
use crate::orders::exceptions::{self, Allowed, reason_fault};
use crate::orders::{Refusal, SetPrice, note};
use crate::platform::db::{Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Text};
use portico_types::{Money, UnitPrice};

/// What of the form could not be kept.
#[derive(Clone, Debug, Default)]
pub struct EntryFaults {
    /// Lines and head.
    pub order: Faults,
    /// Prices set by hand: the code, and what is wrong with its price (`/price`) or reason (`/reason`).
    pub prices: Vec<(String, FieldProblem)>,
}

impl EntryFaults {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.order.count() + self.prices.len()
    }
}

/// Keeps a form: quantities, prices, head, ticks, pasted lines; and adds the product that was typed.
///
/// # Errors
/// What this person may not do, or what the database says. What cannot be kept is no error: see [`EntryFaults`].
pub fn keep(tx: &mut Tx, buyer: &Buyer, typed: &EntryTyped) -> Result<EntryFaults, AppError> {
    let may = exceptions::allowed(tx, buyer)?;
    let mut faults =
        EntryFaults { order: keep::keep(tx, buyer, &typed.order)?, ..EntryFaults::default() };
    keep_prices(tx, buyer, (typed, may), &mut faults)?;
    keep_rest(tx, buyer, (typed, may), &mut faults)?;
    if let Some(part) = typed.part_deliveries {
        let change = HeadChange { part_deliveries: Some(part), ..HeadChange::default() };
        set_head(tx, buyer, &change)?;
    }
    keep_pasted(tx, buyer, typed, &mut faults)?;
    if !typed.order.code.trim().is_empty() {
        refusals(
            add_typed(tx, buyer, &typed.order.code, &typed.order.add_quantity).map(drop),
            &mut faults,
        )?;
    }
    Ok(faults)
}

/// What is refused with 422 becomes faults of the form.
fn refusals(done: Result<(), AppError>, faults: &mut EntryFaults) -> Result<(), AppError> {
    match done {
        Err(AppError::Refused(mut problem)) if problem.status == 422 => {
            // Customers read of "your assortment"; the staff are told whose it is.
            for error in problem.errors.iter_mut().filter(|error| error.code == "unknown_code") {
                error.text.key = "entry-unknown-code";
            }
            faults.order.head.extend(problem.errors);
            Ok(())
        }
        other => other,
    }
}

/// Prices that differ from what is kept; a blank price goes back to the customer's own.
fn keep_prices(
    tx: &mut Tx,
    buyer: &Buyer,
    (typed, may): (&EntryTyped, Allowed),
    faults: &mut EntryFaults,
) -> Result<(), AppError> {
    if typed.prices.is_empty() {
        return Ok(());
    }
    let cart_id = lock(tx, buyer)?;
    let (_, lines) = store::load(tx, buyer)?;
    let mut changed = Vec::new();
    for line in &lines {
        let Some((price, reason)) = typed.prices.get(&line.sku.to_uppercase()) else { continue };
        match wanted(line, price, reason) {
            Ok(set) if set != line.set_price => changed.push((line.product_id, set)),
            Ok(_) => {}
            Err(fault) => faults.prices.push((line.sku.clone(), fault)),
        }
    }
    if !changed.is_empty() && !may.price {
        return Err(Refusal::NotAllowed.into());
    }
    let rows: Vec<_> = changed
        .iter()
        .map(|(id, set)| {
            let price = set.as_ref().map(|set| set.price.ten_thousandths);
            let per = set.as_ref().map(|set| set.price.per);
            args![cart_id, *id, price, per, set.as_ref().map(|set| set.reason.as_str())]
        })
        .collect();
    let _ = tx.exec_many(
        "update cart_lines set set_price = $3, set_per = $4, set_reason = $5
         where cart_id = $1 and product_id = $2",
        &rows,
    )?;
    Ok(())
}

/// The price that a line is to have; none: the customer's own. Pure.
fn wanted(
    line: &store::CartLine,
    price: &str,
    reason: &str,
) -> Result<Option<SetPrice>, FieldProblem> {
    if price.trim().is_empty() {
        return Ok(None);
    }
    let bad = || FieldProblem::new("/price", "not_a_number", Text::plain("entry-bad-price"));
    let (per, currency) = (line.price_seen.per, line.price_seen.currency);
    let price = UnitPrice::parse(price.trim(), per, currency).map_err(|_| bad())?;
    let _: Money = price.net(line.quantity).map_err(|_| bad())?;
    if price.ten_thousandths < 0 {
        return Err(bad());
    }
    match reason_fault("/reason", reason) {
        Some(fault) => Err(fault),
        None => Ok(Some(SetPrice { price, reason: clean(reason).unwrap_or_default() })),
    }
}

/// The note for the staff, and what is let through beside the rules.
fn keep_rest(
    tx: &mut Tx,
    buyer: &Buyer,
    (typed, may): (&EntryTyped, Allowed),
    faults: &mut EntryFaults,
) -> Result<(), AppError> {
    if let Some(text) = &typed.note {
        if text.chars().count() > note::LONGEST {
            let text = Text::plain("field-too-long").with("most", note::LONGEST);
            faults.order.head.push(FieldProblem::new("/note", "too_long", text));
        } else {
            let cart_id = lock(tx, buyer)?;
            let kept = clean(text);
            let _ = tx.exec(
                "update carts set note = $2 where id = $1",
                args![cart_id, kept.as_deref()],
            )?;
        }
    }
    if !typed.has_exceptions {
        return Ok(());
    }
    if typed.waives_value && !may.value || typed.passes_credit && !may.credit {
        return Err(Refusal::NotAllowed.into());
    }
    let asks = typed.waives_value || typed.passes_credit;
    let reason = clean(&typed.waive_reason);
    if asks && let Some(fault) = reason_fault("/exceptions/reason", &typed.waive_reason) {
        faults.order.head.push(fault);
    }
    let long = reason.as_ref().is_some_and(|r| r.chars().count() > exceptions::REASON_LONGEST);
    let cart_id = lock(tx, buyer)?;
    let _ = tx.exec(
        "update carts set waives_value = $2, passes_credit = $3, waive_reason = $4 where id = $1",
        args![
            cart_id,
            typed.waives_value,
            typed.passes_credit,
            reason.as_deref().filter(|_| !long)
        ],
    )?;
    Ok(())
}

/// Corrections of lines that need somebody, and lines pasted anew: what fits goes in, the rest stays on the page.
fn keep_pasted(
    tx: &mut Tx,
    buyer: &Buyer,
    typed: &EntryTyped,
    faults: &mut EntryFaults,
) -> Result<(), AppError> {
    if !typed.changes.is_empty() {
        paste::keep::change(tx, buyer, &typed.changes)?;
    }
    let pasted = typed.pasted.trim();
    if !pasted.is_empty() {
        let source = paste::keep::Source::Text(pasted.to_owned());
        refusals(paste::keep::keep(tx, buyer, &source).map(drop), faults)?;
    }
    if typed.changes.is_empty() && pasted.is_empty() {
        return Ok(());
    }
    paste::put_in::put_in(tx, buyer).map(drop)
}
