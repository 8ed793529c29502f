//! Bringing every product up to date in pieces, after a rule changed or a new version derives more: a job in the
//! database that says how far it is, can be stopped at any moment, and is gone on with by any server.

use super::refresh;
use crate::args;
use crate::platform::db::{Db, DbError, Tx, View};

/// Products in a piece: some 50 ms.
const PIECE: i64 = 500;
/// Up to so many products a change is done at once, in its own transaction.
const AT_ONCE: i64 = 2_000;

/// How far a walk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Underway {
    /// The first product that is still to come.
    pub next_product_id: i64,
    /// When it was begun, in Unix milliseconds.
    pub begun_at: i64,
    /// So many hundredths of the products are done, about.
    pub percent: i64,
}

/// Asks for every product to be looked at anew; few products are done at once.
///
/// # Errors
/// What the database says.
pub fn begin(tx: &mut Tx) -> Result<(), DbError> {
    let ids = tx.all::<i64>("select id from products order by id limit $1", args![AT_ONCE + 1])?;
    if ids.len() as i64 <= AT_ONCE {
        settle(tx, &ids)?;
        let _ = tx.exec("delete from shelf_walk where id = 1", args![])?;
        return Ok(());
    }
    let now = tx.now();
    let _ = tx.exec(
        "insert into shelf_walk (id, next_product_id, begun_at) values (1, 0, $1)
         on conflict (id) do update set next_product_id = 0, begun_at = excluded.begun_at",
        args![now],
    )?;
    Ok(())
}

/// The walk that is under way, if there is one.
///
/// # Errors
/// What the database says.
pub fn underway(view: &mut View) -> Result<Option<Underway>, DbError> {
    let row = view.one::<(i64, i64)>(
        "select next_product_id, begun_at from shelf_walk where id = 1",
        args![],
    )?;
    let Some((next_product_id, begun_at)) = row else {
        return Ok(None);
    };
    let ends =
        view.one::<(Option<i64>, Option<i64>)>("select min(id), max(id) from products", args![])?;
    let (first, last) = ends.unwrap_or_default();
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
    // Ids are made in order of time: their distance says about how many lie between.
    let done = i128::from(next_product_id.saturating_sub(first).max(0));
    let all = i128::from(last.saturating_sub(first).max(1));
    let percent = i64::try_from((done * 100 / all).min(99)).unwrap_or(0);
    Ok(Some(Underway { next_product_id, begun_at, percent }))
}

/// Does one piece; says whether there was one.
///
/// # Errors
/// What the database says; then the piece is not done.
pub async fn piece(db: &Db) -> Result<bool, DbError> {
    // Most of the time there is none, and asking needs no writer.
    if db.read(underway).await?.is_none() {
        return Ok(false);
    }
    db.write(one_piece).await
}

fn one_piece(tx: &mut Tx) -> Result<bool, DbError> {
    // The row is the lock: a change of rules that comes meanwhile waits, then starts the walk anew.
    let next = tx.one::<i64>(
        "update shelf_walk set begun_at = begun_at where id = 1 returning next_product_id",
        args![],
    )?;
    let Some(next) = next else { return Ok(false) };
    let ids = tx.all::<i64>(
        "select id from products where id >= $1 order by id limit $2",
        args![next, PIECE],
    )?;
    settle(tx, &ids)?;
    let done = match ids.last() {
        Some(last) if ids.len() as i64 == PIECE => {
            tx.exec("update shelf_walk set next_product_id = $1 where id = 1", args![*last + 1])?
        }
        _ => tx.exec("delete from shelf_walk where id = 1", args![])?,
    };
    Ok(done == 1)
}

/// Whoever changes a product writes its row before it reads the rules. Waiting for these rows here, after the rules are
/// written, leaves nobody behind who has read the old rules and not yet shown the product.
fn settle(tx: &mut Tx, ids: &[i64]) -> Result<(), DbError> {
    let rows: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let _ = tx.exec_many("update products set listed = listed where id = $1", &rows)?;
    refresh(tx, ids)
}
