//! The customer's yes: a quotation becomes an order, whole and once, at the prices it promised. Everything else is as for
//! every order: `orders::place` looks at stock, credit, hold and approval.

use super::kept::{Quote, QuoteHead, State};
use super::priced::of_lines;
use super::{NEEDS_RELEASE, Refusal, store};
use crate::access::Buyer;
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::cart::checkout::Said;
use crate::catalogue::stock;
use crate::orders::approve::QUOTE_SOURCE;
use crate::orders::charges::{Charge, kind};
use crate::orders::{self, Agreed, Asked, Placed, ProductRef, SetPrice, Wish, WishLine};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use crate::platform::settings;
use portico_types::Money;

/// How a quotation is converted.
#[derive(Clone, Debug, Default)]
pub struct Convert {
    /// The revision the person read; another one since is refused. None: whichever is open.
    pub revision: Option<i64>,
    /// The total the person saw; VAT may differ with the address.
    pub expected_total: Option<Money>,
    /// Where to, reference, remarks, day.
    pub said: Said,
}

/// Whether this person may convert this quotation today, and says why not. Decides the button and the deed. Pure.
///
/// # Errors
/// The reason.
pub fn check(buyer: &Buyer, head: &QuoteHead, needs_release: bool) -> Result<(), Refusal> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed);
    }
    match (head.state, &head.order, head.valid_until) {
        (State::Converted, Some(order), _) => {
            Err(Refusal::AlreadyConverted { order: order.clone() })
        }
        (State::Expired, _, Some(day)) => Err(Refusal::Expired { day }),
        (State::Sent, ..) if needs_release && !head.promotable => Err(Refusal::NotReleased),
        (State::Sent, ..) => Ok(()),
        _ => Err(Refusal::NotOpen),
    }
}

/// Converts a quotation to an order.
///
/// # Errors
/// A [`Refusal`], or what `orders::place` refuses; then the quotation stands as it was.
pub fn convert(
    tx: &mut Tx,
    buyer: &Buyer,
    number: &str,
    how: &Convert,
) -> Result<Placed, AppError> {
    let needs_release = settings::get(tx, &NEEDS_RELEASE)?;
    let quote = store::get(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    check(buyer, &quote.head, needs_release)?;
    // Stock rows before quotations, as everywhere; then whoever else decides on this one waits, or was quicker.
    let products: Vec<i64> = quote.lines.iter().map(|line| line.product_id).collect();
    let _ = stock::lock(tx, &products)?;
    lock(tx, quote.head.id)?;
    let now = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    check(buyer, &now, needs_release)?;
    if now.revision != quote.head.revision || how.revision.is_some_and(|seen| seen != now.revision)
    {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let placed = orders::place(tx, buyer, &wish(&quote, how))?;
    mark(tx, &quote.head, placed.id)?;
    tell_staff(tx, Notice::StaffQuoteDecided, &format!("{}:{}", quote.head.number, now.version))?;
    Ok(placed)
}

/// Everybody who decides on a quotation counts its version up first.
pub(super) fn lock(tx: &mut Tx, quote_id: i64) -> Result<(), DbError> {
    let _ = tx.exec("update quotes set version = version + 1 where id = $1", args![quote_id])?;
    Ok(())
}

fn mark(tx: &mut Tx, head: &QuoteHead, order_id: i64) -> Result<(), DbError> {
    let marked = tx.exec(
        "update quotes set status = 'converted', order_id = $2 where id = $1 and revision = $3",
        args![head.id, order_id, head.revision],
    )?;
    if marked == 1 { Ok(()) } else { Err(DbError::Failed("a quotation vanished".to_owned())) }
}

/// The quotation as a wish, with the prices and charges it promised.
fn wish(quote: &Quote, how: &Convert) -> Wish {
    let lines = quote.lines.iter().map(|line| WishLine {
        product: ProductRef::Id(line.product_id),
        quantity: Asked::Units(line.quantity.units),
        remarks: line.remarks.clone(),
        price_seen: None,
        set_price: Some(SetPrice { price: line.price, reason: String::new() }),
    });
    let charge = |charge: &super::QuoteCharge| Charge {
        kind: kind(&charge.kind),
        name: charge.name.clone(),
        net: charge.net,
    };
    let mut wish = Wish {
        expected_total: how.expected_total,
        source: format!("{QUOTE_SOURCE}{}", quote.head.number),
        agreed: Some(Agreed { charges: quote.charges.iter().map(charge).collect() }),
        ..of_lines(lines.collect())
    };
    how.said.apply(&mut wish);
    wish
}
