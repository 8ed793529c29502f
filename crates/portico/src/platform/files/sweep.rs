//! What no row names is thrown away: files that were released 30 days ago, and files that were written a day ago for a
//! transaction that was never kept.

use super::store::{Found, Store};
use crate::args;
use crate::platform::db::{Db, DbError, Tx, View};
use crate::platform::problem::AppError;
use futures_util::StreamExt;

const DAY_MS: i64 = 24 * 3_600_000;
/// How long a file is kept after nobody names it: pages that show it may be open.
const RELEASED_MS: i64 = 30 * DAY_MS;
/// How long a transaction may come after its file.
const UNNAMED_MS: i64 = DAY_MS;
const BATCH: i64 = 200;
/// Names that are looked up at a time.
const LISTED: usize = 500;

/// Throws away what is long unused; says how many files it was. Safe to stop anywhere and to run twice.
///
/// # Errors
/// What the database or the place says.
pub async fn sweep(db: &Db, store: &Store) -> Result<u64, AppError> {
    let mut gone = 0;
    loop {
        // The row first: a file without a row is found by the listing below, a row without a file would be a hole.
        let taken: Vec<(String, String)> = db.write(unused).await?;
        for (name, place) in &taken {
            if place == "store" {
                store.remove(name).await?;
            }
        }
        gone += taken.len() as u64;
        if taken.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            break;
        }
    }
    Ok(gone + unnamed(db, store).await?)
}

/// Takes away rows of files that nobody has named for long.
fn unused(tx: &mut Tx) -> Result<Vec<(String, String)>, DbError> {
    let long_ago = tx.now() - RELEASED_MS;
    tx.all(
        "delete from files where name in
             (select name from files where unused_since < $1 order by unused_since limit $2)
           and unused_since < $1
         returning name, place",
        args![long_ago, BATCH],
    )
}

/// Takes away what stands outside without a row.
async fn unnamed(db: &Db, store: &Store) -> Result<u64, AppError> {
    let mut gone = 0;
    let mut listed = store.list(LISTED);
    while let Some(found) = listed.next().await {
        let found = found?;
        let lost: Vec<String> = db.read(move |view| without_row(view, &found)).await?;
        for name in &lost {
            store.remove(name).await?;
        }
        gone += lost.len() as u64;
    }
    Ok(gone)
}

fn without_row(view: &mut View, found: &[Found]) -> Result<Vec<String>, DbError> {
    let long_ago = view.now() - UNNAMED_MS;
    let old: Vec<&String> =
        found.iter().filter(|one| one.changed_ms < long_ago).map(|one| &one.name).collect();
    let keys: Vec<_> = old.iter().map(|name| args![name.as_str()]).collect();
    let rows = view.all_many::<String>("select name from files where name = $1", &keys)?;
    let lost = old.into_iter().zip(rows).filter(|(_, rows)| rows.is_empty());
    Ok(lost.map(|(name, _)| name.clone()).collect())
}
