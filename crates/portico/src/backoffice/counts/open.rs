//! A count is opened over products at a location, and what is counted is added to it.

use super::{Refusal, lock_open};
use crate::access::{Staff, StaffRole};
use crate::backoffice::entered::Meant;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;

/// Products of one count at most.
pub const LINES_MOST: usize = 2_000;
/// The longest label, in characters.
pub const LABEL_LONGEST: usize = 100;

/// Opens a count of these products; answers with its number.
///
/// # Errors
/// A [`Refusal`].
pub fn open(
    tx: &mut Tx,
    staff: &Staff,
    (location, label): (&str, &str),
    product_ids: &[i64],
) -> Result<String, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let mut products = product_ids.to_vec();
    products.sort_unstable();
    products.dedup();
    match products.len() {
        0 => return Err(Refusal::NoProducts.into()),
        count if count > LINES_MOST => return Err(Refusal::TooMany.into()),
        _ => {}
    }
    let (id, now) = (tx.new_id(), tx.now());
    let number = format!("SC-{}", counters::next(tx, "stock_counts", 1)?);
    let label: String = label.trim().chars().take(LABEL_LONGEST).collect();
    tx.exec_each_one(
        "insert into stock_counts (id, number, number_key, location, label, state, created_at,
             created_by, version)
         values ($1, $2, $3, $4, $5, 'open', $6, $7, 0)",
        &[args![id, &number, &number.to_lowercase(), location, &label, now, staff.login.id]],
    )?;
    let rows: Vec<_> = products.iter().map(|product| args![id, *product]).collect();
    tx.exec_each_one(
        "insert into stock_count_lines (count_id, product_id) values ($1, $2)",
        &rows,
    )?;
    record(tx, staff, &number, "count_opened", products.len())?;
    Ok(number)
}

/// Adds what was counted to an open count: the same product twice is added up; what is not on the sheet comes onto it.
/// With `instead`, these quantities take the place of what was counted of these products before.
///
/// # Errors
/// A [`Refusal`].
pub fn enter(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (lines, instead): (&[Meant], bool),
) -> Result<(), AppError> {
    let (id, _) = lock_open(tx, staff, number)?;
    let rows: Vec<_> =
        lines.iter().map(|line| args![id, line.product_id, line.quantity.units, instead]).collect();
    tx.exec_each_one(
        "insert into stock_count_lines (count_id, product_id, counted) values ($1, $2, $3)
         on conflict (count_id, product_id) do update set counted =
             case when cast($4 as boolean) then excluded.counted
                  else coalesce(stock_count_lines.counted, 0) + excluded.counted end",
        &rows,
    )?;
    Ok(())
}

/// Gives an open count up: nothing is changed by it.
///
/// # Errors
/// A [`Refusal`].
pub fn give_up(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), AppError> {
    let (id, _) = lock_open(tx, staff, number)?;
    let now = tx.now();
    tx.exec_each_one(
        "update stock_counts set state = 'withdrawn', done_at = $2, done_by = $3
         where id = $1 and state = 'open'",
        &[args![id, now, staff.login.id]],
    )?;
    Ok(record(tx, staff, number, "count_given_up", 0)?)
}

/// Writes down who did it.
pub(super) fn record(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    verb: &'static str,
    lines: usize,
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("count:{}", number.to_uppercase()),
        facts: serde_json::json!({ "lines": lines }),
        free_text: None,
    };
    activity::record(tx, &deed)
}
