//! Writing down what several products are to become: which products, as they are seen now.

use super::store::of;
use super::{MOST, Refusal, Wish};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::catalogue::code_key;
use crate::catalogue::staff_find;
use crate::catalogue::staff_list::{self, Filter, PRODUCTS};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::paging::ROWS_MAX;
use crate::platform::list::{At, Paging, Pairs};
use crate::platform::problem::AppError;
use crate::platform::search::Search;

/// What was looked at and never done is forgotten after so long, in milliseconds: a day.
const FORGOTTEN_AFTER: i64 = 24 * 60 * 60 * 1_000;

/// Which products were chosen on the list.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// Those with these codes.
    Ticked(Vec<String>),
    /// All that fit what this address asked of the list.
    Fitting(Pairs),
}

/// Ids of the chosen products, in order.
///
/// # Errors
/// [`Refusal::NoProduct`], [`Refusal::TooMany`], or what the database or the index says.
pub fn choose(
    view: &mut View,
    search: &Search,
    staff: &Staff,
    chosen: &Chosen,
) -> Result<Vec<i64>, AppError> {
    let mut ids = match chosen {
        Chosen::Ticked(codes) => of_codes(view, codes)?,
        Chosen::Fitting(pairs) => fitting(view, search, staff, pairs)?,
    };
    ids.sort_unstable();
    ids.dedup();
    match ids.len() {
        0 => Err(Refusal::NoProduct.into()),
        count if count > MOST => Err(Refusal::TooMany.into()),
        _ => Ok(ids),
    }
}

fn of_codes(view: &mut View, codes: &[String]) -> Result<Vec<i64>, DbError> {
    let keys: Vec<String> = codes.iter().take(MOST + 1).map(|code| code_key(code)).collect();
    let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let ids = view.all_many::<i64>("select id from products where sku_key = $1 limit 2", &sets)?;
    Ok(ids.into_iter().flatten().collect())
}

/// What fits, as the list would show it page by page; a page more than [`MOST`] at most.
fn fitting(
    view: &mut View,
    search: &Search,
    staff: &Staff,
    pairs: &Pairs,
) -> Result<Vec<i64>, AppError> {
    let asked = PRODUCTS.asked(pairs, ROWS_MAX);
    if !asked.wrong.is_empty() {
        return Err(Refusal::NoProduct.into());
    }
    let found = staff_find::found(view, search, staff, asked.text("q"))?;
    let filter = Filter::asked(&asked);
    let (mut ids, mut at) = (Vec::new(), At::Start);
    loop {
        let paging = Paging { at, ..filter.paging.clone() };
        let page = staff_list::list(view, staff, &filter.on(&paging), found.as_deref())?;
        ids.extend(page.rows.iter().map(|card| card.id));
        match page.next {
            Some(next) if ids.len() <= MOST => at = At::After(next),
            _ => return Ok(ids),
        }
    }
}

/// Writes down what these products are to become, and answers the id of it. Nothing is changed yet.
///
/// # Errors
/// A [`Refusal`], or what the database says.
pub fn plan(tx: &mut Tx, staff: &Staff, ids: &[i64], wish: &Wish) -> Result<i64, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    if wish.is_empty() {
        return Err(Refusal::NothingToDo.into());
    }
    if ids.len() > MOST {
        return Err(Refusal::TooMany.into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    forget(tx, now - FORGOTTEN_AFTER)?;
    let products = of(tx, staff, ids)?;
    tx.exec_each_one(
        "insert into product_batches (id, login_id, category, brand, state, tags_added, tags_removed, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[args![
            id,
            staff.login.id,
            wish.category.kept(),
            wish.brand.kept(),
            wish.state.as_deref(),
            &wish.added.join(";"),
            &wish.removed.join(";"),
            now
        ]],
    )?;
    let seen: Vec<String> = products.iter().map(|one| one.fields.seen()).collect();
    let lines: Vec<_> =
        products.iter().zip(&seen).map(|(one, seen)| args![id, one.id, seen]).collect();
    tx.exec_each_one(
        "insert into product_batch_lines (batch_id, product_id, seen) values ($1, $2, $3)",
        &lines,
    )?;
    Ok(id)
}

/// Takes away what was looked at before this moment and never done.
fn forget(tx: &mut Tx, before: i64) -> Result<(), DbError> {
    let _ = tx.exec(
        "delete from product_batch_lines where batch_id in
             (select id from product_batches where done_at is null and made_at < $1)",
        args![before],
    )?;
    let _ = tx.exec(
        "delete from product_batches where done_at is null and made_at < $1",
        args![before],
    )?;
    Ok(())
}
