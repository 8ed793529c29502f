//! Ordering again what was ordered before: the lines of an order go into the current order as far as they can be ordered
//! today; what cannot is told, with its reason, and kept among the pasted lines.

use super::lines::{Added, NotAdded, add};
use super::paste::{self, Source};
use crate::access::Buyer;
use crate::orders::{Asked, OrderDetail, store};
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// What came of ordering again: rows by their place among the lines that were meant.
pub type Reordered = (Vec<Added>, Vec<NotAdded>);

/// Adds the lines with these numbers, or all, to what is in the current order.
///
/// # Errors
/// 404 for somebody else's order, 422 for a line it does not have, 403 for a role that may not order.
pub fn reorder(
    tx: &mut Tx,
    buyer: &Buyer,
    number: &str,
    lines: Option<&[i64]>,
) -> Result<Reordered, AppError> {
    let order = store::get(tx, buyer, number)?.ok_or_else(Problem::not_found)?;
    let rows = rows_of(&order, lines)?;
    let rows: Vec<(String, Asked)> =
        rows.into_iter().map(|(code, quantity)| (code, Asked::Text(quantity))).collect();
    add(tx, buyer, &rows)
}

/// The same for a page: what cannot be ordered is kept among the pasted lines, to be mended there. Answers with how many
/// lines went in and how many did not.
///
/// # Errors
/// As [`reorder`].
pub fn reorder_kept(
    tx: &mut Tx,
    buyer: &Buyer,
    number: &str,
    lines: Option<&[i64]>,
) -> Result<(usize, usize), AppError> {
    let (added, not_added) = reorder(tx, buyer, number, lines)?;
    keep_left((tx, buyer), added.len(), &not_added)
}

/// Adds codes and quantities as typed; what cannot be ordered is kept among the pasted lines, to be mended there. Answers as
/// [`reorder_kept`].
///
/// # Errors
/// A role that may not order, too many lines, or what the database says.
pub fn add_kept(
    tx: &mut Tx,
    buyer: &Buyer,
    rows: &[(String, String)],
) -> Result<(usize, usize), AppError> {
    let asked = rows.iter().map(|(code, quantity)| (code.clone(), Asked::Text(quantity.clone())));
    let (added, not_added) = add(tx, buyer, &asked.collect::<Vec<_>>())?;
    keep_left((tx, buyer), added.len(), &not_added)
}

fn keep_left(
    (tx, buyer): (&mut Tx, &Buyer),
    added: usize,
    not_added: &[NotAdded],
) -> Result<(usize, usize), AppError> {
    if !not_added.is_empty() {
        let pairs = not_added.iter().map(|row| (row.code.clone(), row.quantity.clone()));
        paste::keep(tx, buyer, &Source::Pairs(pairs.collect()))?;
    }
    Ok((added, not_added.len()))
}

/// Code and quantity of each line that is meant, in the order asked for; parts of kits come with their kit.
fn rows_of(order: &OrderDetail, lines: Option<&[i64]>) -> Result<Vec<(String, String)>, AppError> {
    let row = |line: &crate::orders::OrderLine| (line.sku.clone(), line.quantity.text());
    let whole = order.lines.iter().filter(|line| line.parent_line.is_none());
    let Some(wanted) = lines else { return Ok(whole.map(row).collect()) };
    let mut rows = Vec::with_capacity(wanted.len());
    for (at, number) in wanted.iter().enumerate() {
        let Some(line) = order.lines.iter().find(|line| line.line == *number) else {
            let text = Text::plain("reorder-no-line");
            let field = FieldProblem::new(format!("/lines/{at}"), "invalid", text);
            return Err(Problem::invalid(vec![field]).into());
        };
        rows.push(row(line));
    }
    Ok(rows)
}
