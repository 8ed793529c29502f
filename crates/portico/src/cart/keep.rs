//! Keeping what a form of the current order says: all that is good is written, and what is not comes back with its
//! reason, so that a page can show it again as it was typed.

use super::head::{HeadChange, set_head, too_long};
use super::lines::{check, lock, one_card, read, sum_up, write};
use super::store;
use super::typed::Typed;
use crate::access::Buyer;
use crate::cart::paste;
use crate::catalogue::{self, Card};
use crate::orders::draft::clean;
use crate::orders::place::address_problem;
use crate::orders::refusal::REMARK_LONGEST;
use crate::orders::{Asked, LineRefusal, ProductRef};
use crate::platform::db::{Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::QuantityFault;
use std::collections::HashMap;

/// What of a form could not be kept.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Quantities by code: as typed, and why not.
    pub quantities: Vec<(String, String, LineRefusal)>,
    /// Remarks of lines by code that are too long, as typed.
    pub line_remarks: Vec<(String, String)>,
    /// Fields of the head.
    pub head: Vec<FieldProblem>,
}

impl Faults {
    /// Whether everything was kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.quantities.len() + self.line_remarks.len() + self.head.len()
    }
}

/// Keeps a form: quantities and remarks of lines, and the head.
///
/// # Errors
/// A role that may not order, or what the database says. What cannot be kept is no error: see [`Faults`].
pub fn keep(tx: &mut Tx, buyer: &Buyer, typed: &Typed) -> Result<Faults, AppError> {
    let mut faults = Faults::default();
    keep_quantities(tx, buyer, typed, &mut faults)?;
    keep_line_remarks(tx, buyer, typed, &mut faults)?;
    keep_head(tx, buyer, typed, &mut faults)?;
    Ok(faults)
}

/// Sets every quantity that differs from what is kept. Statements do not grow with the number of lines.
fn keep_quantities(
    tx: &mut Tx,
    buyer: &Buyer,
    typed: &Typed,
    faults: &mut Faults,
) -> Result<(), AppError> {
    if typed.quantities.is_empty() {
        return Ok(());
    }
    let cart_id = lock(tx, buyer)?;
    let (_, kept) = store::load(tx, buyer)?;
    let kept: HashMap<String, &store::CartLine> =
        kept.iter().map(|line| (line.sku.to_uppercase(), line)).collect();
    let changed: Vec<&(String, String)> = typed
        .quantities
        .iter()
        .filter(|(sku, text)| {
            let before = kept.get(&sku.trim().to_uppercase()).map(|line| line.quantity.text());
            before.as_deref().unwrap_or("0") != text.trim()
        })
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let codes: Vec<String> = changed.iter().map(|(sku, _)| sku.clone()).collect();
    let ids = catalogue::resolve(tx, buyer, &codes)?;
    let mut wanted: Vec<i64> = ids.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cards = catalogue::cards(tx, buyer, &wanted)?;
    let cards: HashMap<i64, Card> = cards.into_iter().map(|card| (card.id, card)).collect();
    let (mut set, mut gone): (Vec<(&Card, i64)>, Vec<i64>) = (Vec::new(), Vec::new());
    for ((sku, text), id) in changed.iter().zip(ids) {
        let card = id.and_then(|id| cards.get(&id));
        let line = kept.get(&sku.trim().to_uppercase()).copied();
        match wanted_quantity(card, line, sku, text) {
            Ok(0) => gone.extend(line.map(|l| l.product_id).or(card.map(|c| c.id))),
            Ok(units) => set.extend(card.map(|card| (card, units))),
            Err(refusal) => faults.quantities.push(((*sku).clone(), (*text).clone(), refusal)),
        }
    }
    write(tx, buyer, cart_id, &set)?;
    let rows: Vec<_> = gone.iter().map(|id| args![cart_id, *id]).collect();
    let _ = tx.exec_many("delete from cart_lines where cart_id = $1 and product_id = $2", &rows)?;
    sum_up(tx, cart_id)
}

/// How many of a product are to stand in the order, in its smallest step.
fn wanted_quantity(
    card: Option<&Card>,
    line: Option<&store::CartLine>,
    sku: &str,
    text: &str,
) -> Result<i64, LineRefusal> {
    let decimals = card.map(|c| c.quantity_decimals).or(line.map(|l| l.quantity.decimals));
    let blank = text.trim().is_empty();
    let asked = Asked::Text(if blank { "0".to_owned() } else { text.to_owned() });
    let quantity = read(&asked, decimals.unwrap_or(0))?;
    if quantity.units == 0 {
        return Ok(0);
    }
    match (card, line) {
        (Some(card), _) => check(card, quantity.units).map(|()| quantity.units),
        (None, Some(_)) => Err(LineRefusal::NotAvailable),
        (None, None) => Err(LineRefusal::UnknownCode { code: sku.to_owned() }),
    }
}

fn keep_line_remarks(
    tx: &mut Tx,
    buyer: &Buyer,
    typed: &Typed,
    faults: &mut Faults,
) -> Result<(), AppError> {
    if typed.line_remarks.is_empty() {
        return Ok(());
    }
    let cart_id = lock(tx, buyer)?;
    let (_, kept) = store::load(tx, buyer)?;
    let mut rows = Vec::new();
    for line in &kept {
        let key = line.sku.to_uppercase();
        let said = typed.line_remarks.iter().find(|(sku, _)| sku.trim().to_uppercase() == key);
        let Some((sku, text)) = said else { continue };
        if text.chars().count() > REMARK_LONGEST {
            faults.line_remarks.push((sku.clone(), text.clone()));
            continue;
        }
        let remark = clean(text);
        if remark != line.remarks {
            rows.push((line.product_id, remark));
        }
    }
    let rows: Vec<_> = rows.iter().map(|(id, text)| args![cart_id, *id, text.as_deref()]).collect();
    let _ = tx.exec_many(
        "update cart_lines set remarks = $3 where cart_id = $1 and product_id = $2",
        &rows,
    )?;
    Ok(())
}

fn keep_head(
    tx: &mut Tx,
    buyer: &Buyer,
    typed: &Typed,
    faults: &mut Faults,
) -> Result<(), AppError> {
    keep_address(tx, buyer, typed, faults)?;
    let mut change = HeadChange {
        reference: typed.reference.clone().map(Some),
        remarks: typed.remarks.clone().map(Some),
        requested_day: typed.requested_day.clone().map(Some),
        ..HeadChange::default()
    };
    for fault in too_long(&change) {
        match fault.field.as_str() {
            "/reference" => change.reference = None,
            "/remarks" => change.remarks = None,
            _ => change.requested_day = None,
        }
        faults.head.push(fault);
    }
    if change.reference.is_none() && change.remarks.is_none() && change.requested_day.is_none() {
        return Ok(());
    }
    set_head(tx, buyer, &change)
}

/// The chosen address, or the typed one, kept even while it is not complete.
fn keep_address(
    tx: &mut Tx,
    buyer: &Buyer,
    typed: &Typed,
    faults: &mut Faults,
) -> Result<(), AppError> {
    let Some(address) = &typed.address else {
        return Ok(());
    };
    let change = if typed.wants_other() {
        faults.head.extend(typed.other.address().err().map(address_problem));
        HeadChange { other_address: Some(Some(typed.other.clone())), ..HeadChange::default() }
    } else {
        HeadChange { delivery_address: Some(Some(address.clone())), ..HeadChange::default() }
    };
    match set_head(tx, buyer, &change) {
        Err(AppError::Refused(problem)) if problem.status == 422 => {
            faults.head.extend(problem.errors);
            Ok(())
        }
        other => other,
    }
}

/// A product that went in by a code that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The code as typed.
    pub typed: String,
    /// The product's code.
    pub sku: String,
    /// Whether it is known only from a correction made before.
    pub remembered: bool,
}

impl Taken {
    /// What is said of it.
    #[must_use]
    pub fn said(&self) -> Text {
        let key = if self.remembered { "quick-remembered" } else { "quick-added" };
        Text::plain(key).with("code", self.sku.clone()).with("typed", self.typed.clone())
    }
}

/// Adds a product by any of its codes, or by what its code was corrected to before; without a quantity, the least that can be ordered.
///
/// # Errors
/// The reason as a problem of the field `/code` or `/add_quantity`, or what the database says.
pub fn add_typed(
    tx: &mut Tx,
    buyer: &Buyer,
    code: &str,
    quantity: &str,
) -> Result<Taken, AppError> {
    let typed = code.trim();
    let known = paste::known(tx, buyer, typed)?;
    let remembered = known.is_some();
    let code = known.as_deref().unwrap_or(typed);
    if code.is_empty() {
        let text = Text::plain("field-required");
        return Err(Problem::invalid(vec![FieldProblem::new("/code", "required", text)]).into());
    }
    let asked = match quantity.trim() {
        "" => one_card(tx, buyer, &ProductRef::Code(code.to_owned()))?
            .map_or(Asked::Units(1), |card| Asked::Units(card.least_quantity())),
        typed => Asked::Text(typed.to_owned()),
    };
    let (added, not_added) = super::add(tx, buyer, &[(code.to_owned(), asked)])?;
    if let Some(added) = added.into_iter().next() {
        return Ok(Taken { typed: typed.to_owned(), sku: added.sku, remembered });
    }
    let reason = not_added.into_iter().next().map(|row| row.reason);
    let reason = reason.unwrap_or(LineRefusal::Quantity(QuantityFault::NotPositive));
    let mut field = reason.field(0);
    let of_code = matches!(reason, LineRefusal::UnknownCode { .. } | LineRefusal::NotAvailable);
    field.field = if of_code { "/code" } else { "/add_quantity" }.to_owned();
    Err(Problem::invalid(vec![field]).into())
}
