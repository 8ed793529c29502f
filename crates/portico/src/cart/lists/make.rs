//! Making a list of what is in the current order or was in an order, naming it, deleting it.

use super::LINES_MOST;
use super::change::{Wanted, write};
use crate::access::Buyer;
use crate::cart::store::load;
use crate::orders::store::get as order;
use crate::orders::{OrderLine, Refusal};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::Quantity;
use std::collections::HashMap;

/// Lists of one customer at most.
pub const LISTS_MOST: usize = 200;
/// The longest name, in characters.
pub const NAME_LONGEST: usize = 60;

/// What a new list is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The lines of the person's current order.
    Cart,
    /// The lines of the order with this number.
    Order(String),
}

/// A list that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub id: i64,
    /// How many products stand in it.
    pub lines: usize,
    /// Lines of an order whose product is no longer known, or can no longer be counted so.
    pub left_out: usize,
}

/// Makes a list for all colleagues.
///
/// # Errors
/// 403 for a role that may not order, 404 for somebody else's order, 422 of the field `name` where it is blank, too long
/// or there already, and of `of` where there are too many lines or lists.
pub fn make(tx: &mut Tx, buyer: &Buyer, name: &str, source: &Source) -> Result<Made, AppError> {
    let name = named(buyer, name)?;
    let (wanted, left_out) = match source {
        Source::Nothing => (Vec::new(), 0),
        Source::Cart => (of_cart(tx, buyer)?, 0),
        Source::Order(number) => of_order(tx, buyer, number)?,
    };
    if wanted.len() > LINES_MOST {
        return Err(refused("of", Text::plain("saved-too-long").with("most", LINES_MOST)));
    }
    // Two at once may pass it by one: it keeps the database small, nothing hangs on it.
    let count = tx.one::<i64>(
        "select count(*) from saved_lists where customer_id = $1",
        args![buyer.customer.id],
    )?;
    if usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX) >= LISTS_MOST {
        return Err(refused("of", Text::plain("saved-too-many").with("most", LISTS_MOST)));
    }
    let (id, now) = (tx.new_id(), tx.now());
    tx.exec(
        "insert into saved_lists (id, customer_id, name, name_key, made_by, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $6)",
        args![id, buyer.customer.id, &name, &name_key(&name), buyer.login.id, now],
    )
    .map_err(taken)?;
    write(tx, id, &wanted)?;
    Ok(Made { id, lines: wanted.len(), left_out })
}

/// Gives a list another name.
///
/// # Errors
/// 403 for a role that may not order, 404 for somebody else's list or one that is gone, 422 of the field `name` as [`make`].
pub fn rename(tx: &mut Tx, buyer: &Buyer, id: i64, name: &str) -> Result<(), AppError> {
    let name = named(buyer, name)?;
    let now = tx.now();
    let renamed = tx
        .exec(
            "update saved_lists set name = $3, name_key = $4, changed_at = $5
             where id = $1 and customer_id = $2",
            args![id, buyer.customer.id, &name, &name_key(&name), now],
        )
        .map_err(taken)?;
    if renamed == 1 { Ok(()) } else { Err(Problem::not_found().into()) }
}

/// Deletes a list for all colleagues; answers with its name.
///
/// # Errors
/// 403 for a role that may not order, 404 for somebody else's list or one that is gone.
pub fn delete(tx: &mut Tx, buyer: &Buyer, id: i64) -> Result<String, AppError> {
    let name = lock(tx, buyer, id)?;
    let _ = tx.exec("delete from saved_list_lines where list_id = $1", args![id])?;
    let _ = tx.exec("delete from saved_lists where id = $1", args![id])?;
    Ok(name)
}

/// Locks a list of the person's company and notes that it changes; answers with its name. Whoever changes or deletes a
/// list comes through here, so that the second of two finds it as the first left it, or gone.
pub(super) fn lock(tx: &mut Tx, buyer: &Buyer, id: i64) -> Result<String, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    let now = tx.now();
    let name = tx.one::<String>(
        "update saved_lists set changed_at = $3 where id = $1 and customer_id = $2 returning name",
        args![id, buyer.customer.id, now],
    )?;
    name.ok_or_else(|| Problem::not_found().into())
}

/// By what two names are the same: capitals and blanks do not count.
pub(super) fn name_key(name: &str) -> String {
    tidy(name).to_lowercase()
}

fn tidy(name: &str) -> String {
    let kept: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named(buyer: &Buyer, name: &str) -> Result<String, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    let name = tidy(name);
    if name.is_empty() {
        return Err(refused("name", Text::plain("saved-name-needed")));
    }
    if name.chars().count() > NAME_LONGEST {
        return Err(refused("name", Text::plain("field-too-long").with("most", NAME_LONGEST)));
    }
    Ok(name)
}

fn refused(field: &str, text: Text) -> AppError {
    Problem::invalid(vec![FieldProblem::new(field, "invalid", text)]).into()
}

fn taken(error: DbError) -> AppError {
    match error {
        DbError::Conflict { index } if index == "saved_lists_name" => {
            refused("name", Text::plain("saved-name-taken"))
        }
        error => error.into(),
    }
}

fn of_cart(tx: &mut Tx, buyer: &Buyer) -> Result<Vec<Wanted>, DbError> {
    let (_, lines) = load(tx, buyer)?;
    Ok(lines.into_iter().map(|line| (line.product_id, line.quantity.units)).collect())
}

/// Products of an order, each once, and how many lines are left out; parts of kits come with their kit.
fn of_order(tx: &mut Tx, buyer: &Buyer, number: &str) -> Result<(Vec<Wanted>, usize), AppError> {
    let found = order(tx, buyer, number)?.ok_or_else(Problem::not_found)?;
    let whole: Vec<&OrderLine> = found.lines.iter().filter(|l| l.parent_line.is_none()).collect();
    let keys: Vec<_> =
        whole.iter().filter_map(|line| line.product_id).map(|id| args![id]).collect();
    let decimals = tx.all_many::<(i64, i64)>(
        "select id, quantity_decimals from products where id = $1",
        &keys,
    )?;
    let decimals: HashMap<i64, i64> = decimals.into_iter().flatten().collect();
    let (mut wanted, mut left_out): (Vec<Wanted>, usize) = (Vec::new(), 0);
    let mut at: HashMap<i64, usize> = HashMap::new();
    for line in whole {
        let known = line.product_id.and_then(|id| Some((id, *decimals.get(&id)?)));
        let counted = known.and_then(|(id, decimals)| {
            let decimals = u8::try_from(decimals).ok()?;
            Some((id, Quantity::parse(&line.quantity.text(), decimals).ok()?.units))
        });
        let Some((id, units)) = counted else {
            left_out += 1;
            continue;
        };
        match at.get(&id) {
            Some(at) => wanted[*at].1 = wanted[*at].1.saturating_add(units),
            None => {
                at.insert(id, wanted.len());
                wanted.push((id, units));
            }
        }
    }
    Ok((wanted, left_out))
}
