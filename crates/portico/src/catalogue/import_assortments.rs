//! The assortments that a products file names: a product stands in those, and in those whose rules take it in. The
//! keys of the rows, and what rules say, are the shelf's: `shelf::refresh` comes after.

use crate::args;
use crate::customers::import::assortments;
use crate::platform::db::{DbError, Tx, View};
use std::collections::HashSet;

/// What assortments are compared by: their codes in capitals, in order, each once.
pub(super) fn keys(codes: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = codes.iter().map(|code| code.to_uppercase()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// For each product, by key, the keys of the assortments it was put into by name.
pub(super) fn stored(view: &mut View, products: &[String]) -> Result<Vec<Vec<String>>, DbError> {
    let sets: Vec<_> = products.iter().map(|key| args![key]).collect();
    let mut found = view.all_many::<String>(
        "select a.code_key
         from products p
         join assortment_products s on s.product_id = p.id
         join assortments a on a.id = s.assortment_id
         where p.sku_key = $1 and s.named
         union all
         select a.code_key
         from products p
         join assortment_held h on h.product_id = p.id
         join assortments a on a.id = h.assortment_id
         where p.sku_key = $1 order by 1 limit 100000",
        &sets,
    )?;
    // Databases sort by bytes, as Rust does; nothing is left to that.
    found.iter_mut().for_each(|keys| keys.sort_unstable());
    Ok(found)
}

/// Names each product for the assortments with these codes, and for no others.
/// Assortments that are not there are made.
pub(super) fn keep(tx: &mut Tx, products: &[(i64, &[String])]) -> Result<(), DbError> {
    if products.is_empty() {
        return Ok(());
    }
    let codes: HashSet<&str> =
        products.iter().flat_map(|(_, codes)| codes.iter()).map(String::as_str).collect();
    let ids = assortments(tx, codes)?;
    let sets: Vec<_> = products.iter().map(|(product_id, _)| args![*product_id]).collect();
    let _ = tx.exec_many("delete from assortment_products where product_id = $1", &sets)?;
    let _ = tx.exec_many("delete from assortment_held where product_id = $1", &sets)?;
    let members: Vec<(i64, i64)> = products
        .iter()
        .flat_map(|(product_id, codes)| {
            let keys = keys(codes).into_iter();
            keys.filter_map(|key| ids.get(&key).map(|id| (*id, *product_id)))
        })
        .collect();
    let sets: Vec<_> = members.iter().map(|(list, product)| args![*list, *product]).collect();
    tx.exec_each_one(
        "insert into assortment_products (assortment_id, product_id) values ($1, $2)",
        &sets,
    )
}
