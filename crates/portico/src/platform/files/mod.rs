//! Files, such as pictures of products: a row for each, their bytes beside it or in the folder or bucket of the
//! configuration; read by name, answered so that nothing in them can run.
//!
//! A file never changes under its name, so browsers may keep it for ever. Anybody who knows a name may fetch it: what is
//! not for everybody gets a name that cannot be guessed.

mod answer;
mod store;
mod sweep;
#[cfg(test)]
mod tests;

use super::db::{Db, DbError, Tx, View};
use super::problem::AppError;
use crate::args;

pub use answer::{Asked, answer};
pub use store::{FilesConfig, S3Config, Store};
pub use sweep::sweep;

/// The longest name.
const NAME_MAX: usize = 100;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its media type.
    pub content_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A file that is to be kept.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its name: letters, digits, `-`, `_` and `.`; nobody else's.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The file with this name, if there is one.
///
/// # Errors
/// What the database says; 503 where the place outside it does not answer.
pub async fn read(db: &Db, store: &Store, name: &str) -> Result<Option<File>, AppError> {
    if !is_name(name) {
        return Ok(None);
    }
    let wanted = name.to_owned();
    let row: Option<(String, String, Vec<u8>)> = db.read(move |view| row(view, &wanted)).await?;
    match row {
        None => Ok(None),
        Some((content_type, place, bytes)) if place == "database" => {
            Ok(Some(File { content_type, bytes }))
        }
        Some((content_type, _, _)) => {
            let bytes = store.get(name).await?;
            Ok(bytes.map(|bytes| File { content_type, bytes }))
        }
    }
}

fn row(view: &mut View, name: &str) -> Result<Option<(String, String, Vec<u8>)>, DbError> {
    view.one("select content_type, place, bytes from files where name = $1", args![name])
}

/// Whether there is a file of this name and media type.
///
/// # Errors
/// What the database says.
pub fn is_kept(view: &mut View, name: &str, content_type: &str) -> Result<bool, DbError> {
    let sql = "select name from files where name = $1 and content_type = $2";
    Ok(is_name(name) && view.one::<String>(sql, args![name, content_type])?.is_some())
}

/// Names the files, after [`Store::put`] has taken them: those of the database are written here.
///
/// # Errors
/// What the database says.
pub fn keep(tx: &mut Tx, store: &Store, files: &[NewFile]) -> Result<(), DbError> {
    let now = tx.now();
    let outside = store.is_outside();
    let place = if outside { "store" } else { "database" };
    let bytes = |file: &NewFile| if outside { Vec::new() } else { file.bytes.clone() };
    let kept: Vec<Vec<u8>> = files.iter().map(bytes).collect();
    let sets: Vec<_> = files
        .iter()
        .zip(&kept)
        .map(|(file, bytes)| args![&file.name, file.content_type, bytes, now, place])
        .collect();
    let _ = tx.exec_many(
        "insert into files (name, content_type, bytes, created_at, place) values ($1, $2, $3, $4, $5)",
        &sets,
    )?;
    Ok(())
}

/// Nobody names these files any more: they go after 30 days, when no page that shows them is open.
///
/// # Errors
/// What the database says.
pub fn release(tx: &mut Tx, names: &[String]) -> Result<(), DbError> {
    let now = tx.now();
    let sets: Vec<_> = names.iter().map(|name| args![name, now]).collect();
    let _ = tx.exec_many(
        "update files set unused_since = $2 where name = $1 and unused_since is null",
        &sets,
    )?;
    Ok(())
}

/// Somebody names these files again, or for the first time.
///
/// # Errors
/// What the database says.
pub fn take_up(tx: &mut Tx, names: &[String]) -> Result<(), DbError> {
    let sets: Vec<_> = names.iter().map(|name| args![name]).collect();
    let _ = tx.exec_many("update files set unused_since = null where name = $1", &sets)?;
    Ok(())
}

/// Whether it can be the name of a file.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=NAME_MAX).contains(&name.len()) && name.chars().all(plain)
}
