//! From a saved list into the current order.

use super::store;
use crate::access::Buyer;
use crate::cart::reorder::add_kept;
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Problem};

/// Which lines go in, and how many of each.
#[derive(Clone, Debug, Default)]
pub struct Meant {
    /// Codes of the lines; `None`: all.
    pub only: Option<Vec<String>>,
    /// Quantities as typed, by code, for this once; a line without one goes in as it is kept. Blank or 0 stays out.
    pub quantities: Vec<(String, String)>,
}

/// Puts lines of a list into the current order, on top of what is there; what cannot go in is kept among the pasted
/// lines. Answers with how many went in and how many did not.
///
/// # Errors
/// 403 for a role that may not order, 404 for somebody else's list or one that is gone, 422 where it grows too long.
pub fn put_in(
    tx: &mut Tx,
    buyer: &Buyer,
    id: i64,
    meant: &Meant,
) -> Result<(usize, usize), AppError> {
    if store::get(tx, buyer, id)?.is_none() {
        return Err(Problem::not_found().into());
    }
    let kept = store::lines(tx, buyer, id)?;
    let typed = |sku: &str| meant.quantities.iter().find(|(of, _)| of == sku).map(|(_, q)| q);
    let rows: Vec<(String, String)> = kept
        .iter()
        .filter(|line| meant.only.as_ref().is_none_or(|only| only.contains(&line.sku)))
        .map(|line| {
            let quantity = typed(&line.sku).cloned().unwrap_or_else(|| line.quantity.text());
            (line.sku.clone(), quantity)
        })
        .filter(|(_, quantity)| !matches!(quantity.trim(), "" | "0"))
        .collect();
    add_kept(tx, buyer, &rows)
}
