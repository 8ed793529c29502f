//! Changing the lines of a saved list: other quantities, lines that go, one more by its code.

use super::LINES_MOST;
use super::make::lock;
use super::store;
use crate::access::Buyer;
use crate::cart::keep::Taken;
use crate::cart::lines::{one_card, read};
use crate::cart::paste;
use crate::orders::{Asked, LineRefusal, ProductRef};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Quantity, QuantityFault};

/// A product and how many of it, in its smallest step.
pub(super) type Wanted = (i64, i64);

/// What a form says about the lines of a list.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Quantities as typed, by code; blank or 0 takes the line out.
    pub quantities: Vec<(String, String)>,
    /// Codes of lines that go.
    pub removed: Vec<String>,
}

/// Keeps the quantities and takes lines out; all of it, or nothing where a quantity is none. Lines that a colleague took
/// out meanwhile stay out.
///
/// # Errors
/// 403 for a role that may not order, 404 for somebody else's list or one that is gone, 422 of the fields
/// `quantity.CODE`.
pub fn change(tx: &mut Tx, buyer: &Buyer, id: i64, asked: &Lines) -> Result<(), AppError> {
    let _ = lock(tx, buyer, id)?;
    let kept = store::lines(tx, buyer, id)?;
    let (mut set, mut gone, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for line in &kept {
        if asked.removed.contains(&line.sku) {
            gone.push(args![id, line.product_id]);
            continue;
        }
        let typed = asked.quantities.iter().find(|(sku, _)| *sku == line.sku);
        let Some((_, typed)) = typed else { continue };
        let typed = if typed.trim().is_empty() { "0" } else { typed };
        match quantity(&Asked::Text(typed.to_owned()), line.quantity.decimals) {
            Ok(0) => gone.push(args![id, line.product_id]),
            Ok(units) if units == line.quantity.units => {}
            Ok(units) => set.push(args![id, line.product_id, units]),
            Err(refusal) => {
                let mut field = refusal.field(0);
                field.field = format!("quantity.{}", line.sku);
                faults.push(field);
            }
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let _ = tx.exec_many(
        "update saved_list_lines set quantity = $3 where list_id = $1 and product_id = $2",
        &set,
    )?;
    let _ =
        tx.exec_many("delete from saved_list_lines where list_id = $1 and product_id = $2", &gone)?;
    Ok(())
}

fn quantity(asked: &Asked, decimals: u8) -> Result<i64, LineRefusal> {
    let units = read(asked, decimals)?.units;
    if units > most(decimals) {
        return Err(LineRefusal::Quantity(QuantityFault::TooLarge));
    }
    Ok(units)
}

fn most(decimals: u8) -> i64 {
    Quantity::MOST.saturating_mul(10_i64.saturating_pow(u32::from(decimals)))
}

/// Puts one product into a list by any of its codes, or by what its code was corrected to before, on top of what stands
/// there; without a quantity, the least that can be ordered.
///
/// # Errors
/// 403 for a role that may not order, 404 for somebody else's list or one that is gone, 422 of the field `/code` or
/// `/add_quantity`.
pub fn add(
    tx: &mut Tx,
    buyer: &Buyer,
    id: i64,
    (code, asked): (&str, &str),
) -> Result<Taken, AppError> {
    let _ = lock(tx, buyer, id)?;
    let typed = code.trim();
    if typed.is_empty() {
        return Err(of("/code", "required", Text::plain("field-required")));
    }
    let known = paste::known(tx, buyer, typed)?;
    let meant = known.as_deref().unwrap_or(typed);
    let card = one_card(tx, buyer, &ProductRef::Code(meant.to_owned()))?;
    let Some(card) = card else {
        let refusal = LineRefusal::UnknownCode { code: typed.to_owned() };
        return Err(at("/code", &refusal));
    };
    let wanted = match asked.trim() {
        "" => Ok(card.least_quantity()),
        text => quantity(&Asked::Text(text.to_owned()), card.quantity_decimals),
    };
    let units = wanted.map_err(|refusal| at("/add_quantity", &refusal))?;
    if units == 0 {
        let refusal = LineRefusal::Quantity(QuantityFault::NotPositive);
        return Err(at("/add_quantity", &refusal));
    }
    let kept = tx.one::<(i64, i64)>(
        "select count(*), cast(coalesce(sum(case when product_id = $2 then quantity else 0 end), 0) as bigint)
         from saved_list_lines where list_id = $1",
        args![id, card.id],
    )?;
    let (count, before) = kept.unwrap_or_default();
    if before == 0 && usize::try_from(count).unwrap_or(usize::MAX) >= LINES_MOST {
        let text = Text::plain("saved-too-long").with("most", LINES_MOST);
        return Err(of("/code", "too_many", text));
    }
    let sum = before.saturating_add(units);
    if sum > most(card.quantity_decimals) {
        let refusal = LineRefusal::Quantity(QuantityFault::TooLarge);
        return Err(at("/add_quantity", &refusal));
    }
    write(tx, id, &[(card.id, sum)])?;
    Ok(Taken { typed: typed.to_owned(), sku: card.sku, remembered: known.is_some() })
}

fn of(field: &str, code: &'static str, text: Text) -> AppError {
    Problem::invalid(vec![FieldProblem::new(field, code, text)]).into()
}

fn at(field: &str, refusal: &LineRefusal) -> AppError {
    let mut problem = refusal.field(0);
    problem.field = field.to_owned();
    Problem::invalid(vec![problem]).into()
}

/// Writes lines behind those that stand there; a product that stands there keeps its place.
pub(super) fn write(tx: &mut Tx, list_id: i64, lines: &[Wanted]) -> Result<(), DbError> {
    let first = tx.new_id();
    let rows: Vec<_> = lines
        .iter()
        .zip(first..)
        .map(|((product_id, units), position)| args![list_id, *product_id, position, *units])
        .collect();
    tx.exec_each_one(
        "insert into saved_list_lines (list_id, product_id, position, quantity)
         values ($1, $2, $3, $4)
         on conflict (list_id, product_id) do update set quantity = excluded.quantity",
        &rows,
    )
}
