//! Staff correct stock: add or take away, count, move to another location. What is promised to orders stays promised:
//! only a count may say that there is less.

use super::locations::hold;
use super::movements::{self, Kind, Movement};
use super::shelf;
use super::stock::{Freed, Locked, MAIN, lock_at};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Quantity, QuantityFault};

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 200;

/// What is to be done, as it was typed.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The product's code.
    pub sku: String,
    /// Code of the location.
    pub location: String,
    /// What.
    pub change: Change,
    /// Why; needed.
    pub reason: String,
    /// The newest movement that the person saw: somebody else's change, or a second click, is told instead of added up.
    /// None where the wish has a key of its own.
    pub seen: Option<i64>,
}

/// A change of stock, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// So much more, or less: `12`, `-3`.
    By(String),
    /// So much was counted.
    Counted(String),
    /// So much goes to another location.
    To(String, String),
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The change at the location, in the smallest step.
    pub by: Quantity,
    /// What is on hand there now.
    pub on_hand: Quantity,
}

/// Why stock is not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such product.
    NotFound,
    /// Its stock is not counted.
    NotTracked,
    /// No such open location.
    NoLocation,
    /// No reason, or one that is too long.
    BadReason,
    /// That is no quantity.
    BadQuantity(QuantityFault),
    /// It would move to where it is.
    SamePlace,
    /// Less would be left than is promised; so much is free.
    Promised {
        /// What can be taken away.
        free: Quantity,
    },
    /// More than can be kept.
    TooMuch,
    /// What the person saw is not what is there now.
    Changed {
        /// What is there now.
        now: Quantity,
    },
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field =
            |name: &str, text| Problem::invalid(vec![FieldProblem::new(name, "invalid", text)]);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotTracked => {
                Problem::new(409, "not_tracked", Text::plain("stock-not-tracked"))
            }
            Refusal::NoLocation => field("location", Text::plain("stock-no-location")),
            Refusal::BadReason => {
                field("reason", Text::plain("stock-bad-reason").with("most", REASON_LONGEST))
            }
            Refusal::BadQuantity(fault) => field("quantity", Text::plain(words_of(fault))),
            Refusal::SamePlace => field("to", Text::plain("stock-same-place")),
            Refusal::Promised { free } => {
                field("quantity", Text::plain("stock-promised").with("free", free.grouped()))
            }
            Refusal::TooMuch => field("quantity", Text::plain("stock-too-large")),
            Refusal::Changed { now } => {
                let text = Text::plain("stock-changed").with("now", now.grouped());
                Problem::new(409, "changed", text)
            }
        }
        .into()
    }
}

/// The sentence for a quantity that is none.
#[must_use]
pub fn words_of(fault: QuantityFault) -> &'static str {
    match fault {
        QuantityFault::NotANumber => "quantity-not-a-number",
        QuantityFault::NotPositive => "stock-not-positive",
        QuantityFault::TooManyDecimals => "stock-too-many-decimals",
        QuantityFault::TooLarge => "stock-too-large",
    }
}

/// A change in the product's smallest step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    By(i64),
    Counted(i64),
    Away(i64),
}

/// What was typed, as a step. Pure.
fn step(change: &Change, decimals: u8) -> Result<Step, Refusal> {
    let bad = Refusal::BadQuantity;
    match change {
        Change::By(text) => {
            let text = text.trim();
            let (sign, size) = match text.strip_prefix(['-', '\u{2212}']) {
                Some(rest) => (-1, rest),
                None => (1, text.strip_prefix('+').unwrap_or(text)),
            };
            let size = Quantity::parse(size, decimals).map_err(bad)?;
            Ok(Step::By(sign * size.units))
        }
        Change::Counted(text) => {
            Ok(Step::Counted(Quantity::parse_or_zero(text, decimals).map_err(bad)?.units))
        }
        Change::To(_, text) => Ok(Step::Away(Quantity::parse(text, decimals).map_err(bad)?.units)),
    }
}

/// What is on hand after a step from here. Pure: the rules of what staff may do to stock.
fn after(locked: Locked, step: Step, decimals: u8) -> Result<i64, Refusal> {
    let most = Quantity::MOST * 10_i64.pow(u32::from(decimals)) * 100;
    let on_hand = match step {
        Step::By(by) => locked.on_hand + by,
        Step::Counted(counted) => counted,
        Step::Away(quantity) => locked.on_hand - quantity,
    };
    let takes = matches!(step, Step::By(by) if by < 0) || matches!(step, Step::Away(_));
    if takes && on_hand < locked.allocated {
        return Err(Refusal::Promised { free: Quantity::steps(locked.free(), decimals) });
    }
    if on_hand > most { Err(Refusal::TooMuch) } else { Ok(on_hand) }
}

/// Does it: one movement (two for a move) and the new stock, in one transaction. Answers with what was done, and with the
/// product if more of it is free now: that is given on to the lines that wait.
///
/// # Errors
/// A [`Refusal`].
pub fn correct(tx: &mut Tx, staff: &Staff, wish: &Wish) -> Result<(Done, Freed), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let reason = wish.reason.trim();
    if !(1..=REASON_LONGEST).contains(&reason.chars().count()) {
        return Err(Refusal::BadReason.into());
    }
    let (product_id, decimals) = product(tx, &wish.sku)?;
    let step = step(&wish.change, decimals)?;
    let to = match &wish.change {
        Change::To(to, _) => Some(to.as_str()),
        _ => None,
    };
    if to == Some(wish.location.as_str()) {
        return Err(Refusal::SamePlace.into());
    }
    let mut places = vec![(product_id, wish.location.as_str())];
    places.extend(to.map(|to| (product_id, to)));
    ready(tx, &places)?;
    let locked = lock_at(tx, &places)?;
    let here = locked.get(&places[0]).copied().ok_or(Refusal::NotFound)?;
    let newest = movements::newest(tx, product_id)?;
    if wish.seen.is_some_and(|seen| seen != newest) {
        let now = Quantity::steps(here.on_hand, decimals);
        return Err(Refusal::Changed { now }.into());
    }
    let on_hand = after(here, step, decimals)?;
    let kind = match step {
        Step::By(_) => Kind::Correction,
        Step::Counted(_) => Kind::Count,
        Step::Away(_) => Kind::Move,
    };
    let movement = |location, quantity, on_hand| Movement {
        product_id,
        location,
        kind,
        quantity,
        on_hand,
        reason: Some(reason),
        source: "staff",
        login_id: Some(staff.login.id),
    };
    let by = on_hand - here.on_hand;
    let mut made = vec![movement(places[0].1, by, on_hand)];
    if let Some(place) = places.get(1) {
        let there = locked.get(place).copied().ok_or(Refusal::NotFound)?;
        made.push(movement(place.1, -by, after(there, Step::By(-by), decimals)?));
    }
    keep(tx, &made)?;
    note(tx, staff, &made)?;
    let steps = |units| Quantity::steps(units, decimals);
    let came_in = made.iter().any(|m| m.location == MAIN && m.quantity > 0);
    let freed = Freed::of(came_in.then_some(product_id));
    Ok((Done { by: steps(by), on_hand: steps(on_hand) }, freed))
}

fn product(tx: &mut Tx, sku: &str) -> Result<(i64, u8), AppError> {
    let found = tx.one::<(i64, i64, String)>(
        "select id, quantity_decimals, stock_kind from products where sku_key = $1",
        args![&super::code_key(sku)],
    )?;
    let (id, decimals, stock_kind) = found.ok_or(Refusal::NotFound)?;
    if stock_kind != "tracked" {
        return Err(Refusal::NotTracked.into());
    }
    Ok((id, u8::try_from(decimals).unwrap_or(0)))
}

/// Makes sure that the locations are open and that there is a row of stock to lock at each.
fn ready(tx: &mut Tx, places: &[(i64, &str)]) -> Result<(), AppError> {
    let mut places = places.to_vec();
    places.sort_unstable();
    for (_, location) in places.iter().filter(|(_, location)| *location != MAIN) {
        if !hold(tx, location)? {
            return Err(Refusal::NoLocation.into());
        }
    }
    let rows: Vec<_> = places.iter().map(|(id, location)| args![*id, *location]).collect();
    let _ = tx.exec_many(
        "insert into stock (product_id, location, on_hand, allocated, version)
         values ($1, $2, 0, 0, 0)
         on conflict (product_id, location) do nothing",
        &rows,
    )?;
    Ok(())
}

/// Writes stock that this transaction has locked, and how it came about.
fn keep(tx: &mut Tx, made: &[Movement<'_>]) -> Result<(), DbError> {
    let rows: Vec<_> =
        made.iter().map(|m| args![m.product_id, m.location, m.on_hand, m.quantity]).collect();
    tx.exec_each_one(
        "update stock set on_hand = $3
         where product_id = $1 and location = $2 and on_hand + $4 = $3",
        &rows,
    )?;
    movements::write(tx, made)?;
    shelf::refresh_stock(tx, &[made[0].product_id])
}

fn note(tx: &mut Tx, staff: &Staff, made: &[Movement<'_>]) -> Result<(), DbError> {
    let facts: Vec<_> = made
        .iter()
        .map(|m| {
            serde_json::json!({
                "location": m.location, "kind": m.kind.code(), "quantity": m.quantity, "on_hand": m.on_hand,
            })
        })
        .collect();
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "stock_corrected",
        object: &format!("product:{}", made[0].product_id),
        facts: serde_json::json!({ "movements": facts }),
        free_text: None,
    };
    activity::record(tx, &deed)
}

#[cfg(test)]
#[path = "correct_stock_tests.rs"]
mod tests;
