//! Doing what was written down, to exactly the products that were looked at, once.

use super::store::{Batch, Line, get};
use super::{Fields, Refusal, Verdict};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::catalogue::{shelf, tags};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::AppError;

/// Changes the products of a batch, and says of each what came of it. A second time does nothing.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::NotFound`], or what the database says.
pub fn carry_out(tx: &mut Tx, staff: &Staff, id: i64) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let now = tx.now();
    let claimed = tx.exec(
        "update product_batches set done_at = $2 where id = $1 and done_at is null",
        args![id, now],
    )?;
    if claimed == 0 {
        let there =
            tx.one::<i64>("select id from product_batches where id = $1", args![id])?.is_some();
        return if there { Ok(()) } else { Err(Refusal::NotFound.into()) };
    }
    lock(tx, id)?;
    let batch = get(tx, staff, id)?.ok_or(Refusal::NotFound)?;
    let changed: Vec<(&Line, Fields)> = batch
        .lines
        .iter()
        .filter(|line| line.verdict == Verdict::Changes)
        .map(|line| (line, batch.wish.of(&line.now)))
        .collect();
    write(tx, &changed)?;
    let ids: Vec<i64> = changed.iter().map(|(line, _)| line.product_id).collect();
    shelf::refresh(tx, &ids)?;
    tell(tx, &batch)?;
    record(tx, staff, &batch)
}

/// Waits for everybody who changes one of these products, and has them wait: what is read afterwards is what is written
/// over. In the order of their ids, as everywhere.
fn lock(tx: &mut Tx, id: i64) -> Result<(), DbError> {
    let ids = tx.all::<i64>(
        "select product_id from product_batch_lines where batch_id = $1 order by product_id limit 2000",
        args![id],
    )?;
    let rows: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    tx.exec_each_one("update products set listed = listed where id = $1", &rows)
}

fn write(tx: &mut Tx, changed: &[(&Line, Fields)]) -> Result<(), DbError> {
    let now = tx.now();
    let rows: Vec<_> = changed
        .iter()
        .map(|(line, to)| {
            args![line.product_id, to.category.as_deref(), to.brand.as_deref(), &to.state, now]
        })
        .collect();
    tx.exec_each_one(
        "update products set category = $2, brand = $3, state = $4, changed_at = $5 where id = $1",
        &rows,
    )?;
    let tagged: Vec<(i64, &[String])> =
        changed.iter().map(|(line, to)| (line.product_id, to.tags.as_slice())).collect();
    tags::keep(tx, &tagged)
}

fn tell(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    let rows: Vec<_> = batch
        .lines
        .iter()
        .map(|line| args![batch.id, line.product_id, line.verdict.code()])
        .collect();
    tx.exec_each_one(
        "update product_batch_lines set outcome = $3 where batch_id = $1 and product_id = $2",
        &rows,
    )
}

fn record(tx: &mut Tx, staff: &Staff, batch: &Batch) -> Result<(), AppError> {
    let mut facts = serde_json::json!({});
    for verdict in Verdict::ALL {
        facts[verdict.code()] = batch.count(verdict).into();
    }
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "products_changed",
        object: &format!("product_batch:{}", batch.id),
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
