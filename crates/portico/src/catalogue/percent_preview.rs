//! What a change of a price list by percent would do, with the products as people know them.

use super::price_rows::PriceRow;
use super::{code_key, name_key};
use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, View};
use crate::platform::list::contains;
use crate::platform::problem::AppError;
use crate::pricing::percent::{self, MOST, Met, Percent, Plan};
use crate::pricing::price_lists::PriceList;
use portico_types::{Quantity, UnitPrice};
use std::collections::HashMap;

/// Prices that are shown of a change.
pub const SHOWN: usize = 20;

/// What a change would do.
#[derive(Clone, Debug)]
pub struct Preview {
    /// How many prices it changes.
    pub count: usize,
    /// Names exactly these prices and this change.
    pub seen: String,
    /// The first of them, with what each becomes.
    pub first: Vec<(PriceRow, UnitPrice)>,
}

/// What a change of a list would do to products whose code or name holds `q`; to all where it is blank.
///
/// # Errors
/// What the database says; 422 with what is against it.
pub fn preview(
    view: &mut View,
    staff: &Staff,
    list: &PriceList,
    (percent, q): (Percent, &str),
) -> Result<Preview, AppError> {
    let only = only(view, staff, list, q)?;
    let Plan { met, seen } = percent::plan(view, staff, list.id, percent, only.as_deref())?;
    let shown: Vec<&Met> = met.iter().take(SHOWN).collect();
    let ids: Vec<_> = shown.iter().map(|met| args![met.product_id]).collect();
    let found = view.all_many::<(i64, String, String, String, i64)>(
        "select id, sku, sku_key, name, quantity_decimals from products where id = $1 limit 2",
        &ids,
    )?;
    let known: HashMap<i64, (String, String, String, i64)> = found
        .into_iter()
        .flatten()
        .map(|(id, sku, key, name, decimals)| (id, (sku, key, name, decimals)))
        .collect();
    let row = |met: &&Met| {
        let (sku, sku_key, name, decimals) = known.get(&met.product_id)?.clone();
        let amount = &met.amount;
        let row = PriceRow {
            sku,
            sku_key,
            name,
            from: Quantity::steps(met.from_quantity, u8::try_from(decimals).unwrap_or(0)),
            valid_from: met.from.clone(),
            valid_until: amount.until.clone(),
            price: UnitPrice::new(amount.price, amount.per, list.currency),
            includes_vat: list.includes_vat,
        };
        Some((row, UnitPrice::new(percent.of(amount.price), amount.per, list.currency)))
    };
    Ok(Preview { count: met.len(), seen, first: shown.iter().filter_map(row).collect() })
}

/// Ids of the products in the list whose code or name holds `q`, ascending; `None` where it is blank.
///
/// # Errors
/// What the database says.
pub fn only(
    view: &mut View,
    _: &Staff,
    list: &PriceList,
    q: &str,
) -> Result<Option<Vec<i64>>, DbError> {
    let q = q.replace('\0', "");
    if q.trim().is_empty() {
        return Ok(None);
    }
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let (code, name) = (contains(&code_key(&q)), contains(&name_key(&q)));
    let ids = view.all(
        "select distinct c.product_id from prices c join products p on p.id = c.product_id
         where c.price_list_id = $1 and (p.sku_key like $2 escape '!' or p.name_key like $3 escape '!')
         order by c.product_id limit $4",
        args![list.id, code, name, most],
    )?;
    Ok(Some(ids))
}
