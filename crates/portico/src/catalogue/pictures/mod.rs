//! Pictures of products: taken from staff, set in order, described, taken away. The first one stands in every list.

mod archive;
pub mod by_name;
pub mod change;
pub mod cli;
pub mod staff;
mod staff_view;
pub mod take;
#[cfg(test)]
pub(crate) mod tests;

use super::{Image, code_key};
use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::files;
use crate::platform::pictures::{Size, sized};
use crate::platform::settings::Setting;

/// Most pictures of one product.
pub const PICTURES_MAX: usize = 20;
/// Longest words about a picture, in characters.
pub const ALT_LONGEST: usize = 200;
/// Megabytes that one picture's file may have when it is sent.
pub const MEGABYTES: Setting<i64> = Setting { key: "catalogue.picture_mb", default: || 15 };

/// The product whose pictures these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Of {
    /// Its id.
    pub id: i64,
    /// Its code as written.
    pub sku: String,
    /// Its name.
    pub name: String,
}

/// The product with this code, in any case, whether customers see it or not.
///
/// # Errors
/// What the database says.
pub fn of(view: &mut View, _: &Staff, sku: &str) -> Result<Option<Of>, DbError> {
    let key = code_key(sku);
    if key.contains('\0') {
        return Ok(None);
    }
    let sql = "select id, sku, name from products where sku_key = $1";
    let row = view.one::<(i64, String, String)>(sql, args![&key])?;
    Ok(row.map(|(id, sku, name)| Of { id, sku, name }))
}

/// A product's pictures in their order.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, product_id: i64) -> Result<Vec<Image>, DbError> {
    Ok(kept(view, product_id)?.into_iter().map(|one| one.image).collect())
}

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) image: Image,
    /// SHA-256 of the file it was made of, where it was sent here.
    pub(crate) source_hash: Option<Vec<u8>>,
}

fn kept(view: &mut View, product_id: i64) -> Result<Vec<Kept>, DbError> {
    let rows = view.all::<(String, String, Option<Vec<u8>>)>(
        "select file_name, alt, source_hash from product_images where product_id = $1
         order by position limit 1000",
        args![product_id],
    )?;
    let kept = |(file, alt, source_hash)| Kept { image: Image { file, alt }, source_hash };
    Ok(rows.into_iter().map(kept).collect())
}

/// The pictures of a product that this transaction alone changes now, in their order.
fn held(tx: &mut Tx, product_id: i64) -> Result<Vec<Kept>, DbError> {
    let now = tx.now();
    // Whoever else changes its pictures waits here until this one is done.
    let _ = tx.exec("update products set changed_at = $2 where id = $1", args![product_id, now])?;
    kept(tx, product_id)
}

/// Writes a product's pictures anew, in this order; files that no product names any more are released.
fn write(tx: &mut Tx, product_id: i64, before: &[Kept], after: &[Kept]) -> Result<(), DbError> {
    let _ = tx.exec("delete from product_images where product_id = $1", args![product_id])?;
    let sets: Vec<_> = (1_i64..)
        .zip(after)
        .map(|(position, one)| {
            let hash = one.source_hash.as_deref();
            args![product_id, position, &one.image.file, &one.image.alt, hash]
        })
        .collect();
    tx.exec_each_one(
        "insert into product_images (product_id, position, file_name, alt, source_hash)
         values ($1, $2, $3, $4, $5)",
        &sets,
    )?;
    let first = after.first().map(|one| one.image.file.as_str());
    let _ = tx.exec("update products set image = $2 where id = $1", args![product_id, first])?;
    let gone: Vec<&String> = before
        .iter()
        .filter(|one| after.iter().all(|other| other.image.file != one.image.file))
        .map(|one| &one.image.file)
        .collect();
    release(tx, &gone)
}

/// A file may stand at several products: the demo's do.
fn release(tx: &mut Tx, gone: &[&String]) -> Result<(), DbError> {
    let keys: Vec<_> = gone.iter().map(|file| args![file.as_str()]).collect();
    let sql = "select file_name from product_images where file_name = $1 limit 1";
    let used = tx.all_many::<String>(sql, &keys)?;
    let unused = gone.iter().zip(used).filter(|(_, rows)| rows.is_empty()).map(|(file, _)| *file);
    let mut names: Vec<String> = unused
        .flat_map(|file| [Size::Large, Size::Card, Size::Thumbnail].map(|size| sized(file, size)))
        .collect();
    names.dedup();
    files::release(tx, &names)
}
