//! Keeping a pasted list, and changing its lines until they fit.

use super::read::{self, Reading, Written};
use crate::access::Buyer;
use crate::catalogue;
use crate::orders::Refusal;
use crate::orders::refusal::LINES_MOST;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use std::collections::{BTreeMap, HashSet};

/// What is brought.
#[derive(Clone, Debug)]
pub enum Source {
    /// A text, one product a line.
    Text(String),
    /// The rows of a spreadsheet.
    Rows(Vec<Vec<String>>),
    /// Codes and quantities that are known as such, from an order that is placed again.
    Pairs(Vec<(String, String)>),
}

/// What is wished for one line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Another code; blank leaves it as it is.
    pub code: Option<String>,
    /// Another quantity.
    pub quantity: Option<String>,
    /// The product with this code is meant.
    pub take: Option<String>,
    /// The line goes.
    pub leave: bool,
}

/// Keeps what was pasted, behind what is kept already; answers with the number of its lines.
///
/// # Errors
/// A problem of the field `lines` where there is nothing in it, or more than 5,000 lines would be kept.
pub fn keep(tx: &mut Tx, buyer: &Buyer, source: &Source) -> Result<usize, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    let written = match source {
        Source::Text(text) => read::text(text),
        Source::Rows(rows) => read::table(rows),
        Source::Pairs(pairs) => pairs.iter().zip(1..).map(pair).collect(),
    };
    if written.is_empty() {
        return Err(of_lines("required", Text::plain("paste-nothing")));
    }
    let list_id = lock(tx, buyer)?;
    let kept = tx.one::<(i64, i64)>(
        "select count(*), coalesce(max(line), 0) from pasted_lines where list_id = $1",
        args![list_id],
    )?;
    let (count, last) = kept.unwrap_or_default();
    if usize::try_from(count).unwrap_or(usize::MAX).saturating_add(written.len()) > LINES_MOST {
        let text = Text::plain("paste-too-many").with("most", LINES_MOST);
        return Err(of_lines("out_of_range", text));
    }
    let read = choose(tx, buyer, &written)?;
    let texts: Vec<(i64, String, &str, String)> = written
        .iter()
        .zip(&read)
        .map(|(line, reading)| {
            // No NUL may stand in a text of the database.
            let clean = |text: &str| text.replace('\0', " ");
            (
                last + line.line,
                clean(&line.text),
                reading.code.as_str(),
                reading.quantities.join("|"),
            )
        })
        .collect();
    let rows: Vec<_> = texts
        .iter()
        .map(|(line, text, code, quantity)| args![list_id, *line, text, *code, quantity])
        .collect();
    tx.exec_each_one(
        "insert into pasted_lines (list_id, line, written, code_read, code, quantity)
         values ($1, $2, $3, $4, $4, $5)",
        &rows,
    )?;
    Ok(written.len())
}

fn of_lines(code: &'static str, text: Text) -> AppError {
    Problem::invalid(vec![FieldProblem::new("lines", code, text)]).into()
}

fn pair(((code, quantity), line): (&(String, String), i64)) -> Written {
    let reading = Reading { code: code.clone(), quantities: vec![quantity.clone()] };
    Written { line, text: format!("{code}  {quantity}"), readings: vec![reading] }
}

/// Of each line the first reading whose code means something here, or meant something before, else the likeliest one.
/// All codes of all lines are looked up at once.
fn choose(tx: &mut Tx, buyer: &Buyer, written: &[Written]) -> Result<Vec<Reading>, DbError> {
    let codes: Vec<String> =
        written.iter().flat_map(|w| w.readings.iter().map(|r| r.code.replace('\0', " "))).collect();
    let meanings = catalogue::meanings(tx, buyer, &codes)?;
    let corrected = corrections(tx, buyer, &codes)?;
    let known = codes
        .iter()
        .zip(meanings)
        .map(|(code, ids)| !ids.is_empty() || corrected.contains_key(&catalogue::code_key(code)));
    let mut known = known.collect::<Vec<bool>>().into_iter();
    let mut chosen = Vec::with_capacity(written.len());
    for line in written {
        let fits: Vec<bool> = line.readings.iter().map(|_| known.next().unwrap_or(false)).collect();
        let at = fits.iter().position(|fits| *fits).unwrap_or(0);
        let mut reading = line.readings.get(at).cloned().unwrap_or_default();
        reading.code = reading.code.replace('\0', " ");
        chosen.push(reading);
    }
    Ok(chosen)
}

/// What these codes were corrected to before at this customer, by their keys.
pub(super) fn corrections(
    view: &mut View,
    buyer: &Buyer,
    codes: &[String],
) -> Result<BTreeMap<String, i64>, DbError> {
    let keys: HashSet<String> = codes.iter().map(|code| catalogue::code_key(code)).collect();
    let sets: Vec<_> = keys
        .iter()
        .filter(|key| !key.is_empty())
        .map(|key| args![buyer.customer.id, key.as_str()])
        .collect();
    let found = view.all_many::<(String, i64)>(
        "select code_key, product_id from code_corrections where customer_id = $1 and code_key = $2",
        &sets,
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// The code of the product that a code was corrected to before at this customer, where it means nothing by itself.
///
/// # Errors
/// What the database says.
pub fn known(view: &mut View, buyer: &Buyer, code: &str) -> Result<Option<String>, DbError> {
    let codes = [code.to_owned()];
    let meanings = catalogue::meanings(view, buyer, &codes)?;
    if code.is_empty() || meanings.first().is_some_and(|ids| ids.len() == 1) {
        return Ok(None);
    }
    let Some(id) = corrections(view, buyer, &codes)?.into_values().next() else { return Ok(None) };
    Ok(catalogue::cards(view, buyer, &[id])?.into_iter().next().map(|card| card.sku))
}

/// Locks this person's list, making one where there is none.
pub(super) fn lock(tx: &mut Tx, buyer: &Buyer) -> Result<i64, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let row = tx.one::<i64>(
        "insert into pasted_lists (id, login_id, customer_id, changed_at) values ($1, $2, $3, $4)
         on conflict (login_id, customer_id) do update set changed_at = excluded.changed_at
         returning id",
        args![id, buyer.login.id, buyer.customer.id, now],
    )?;
    row.ok_or_else(|| DbError::Failed("pasted list vanished".to_owned()).into())
}

/// Changes lines of the list, each by its number; lines that are gone stay gone.
///
/// # Errors
/// A role that may not order, or what the database says.
pub fn change(tx: &mut Tx, buyer: &Buyer, changes: &BTreeMap<i64, Change>) -> Result<(), AppError> {
    let list_id = lock(tx, buyer)?;
    let taken: Vec<(i64, String)> =
        changes.iter().filter_map(|(line, c)| Some((*line, c.take.clone()?))).collect();
    let codes: Vec<String> = taken.iter().map(|(_, code)| code.clone()).collect();
    let ids = catalogue::resolve(tx, buyer, &codes)?;
    let taken: Vec<_> = taken
        .iter()
        .zip(ids)
        .filter_map(|((line, _), id)| Some(args![list_id, *line, id?]))
        .collect();
    let left: Vec<_> =
        changes.iter().filter(|(_, c)| c.leave).map(|(line, _)| args![list_id, *line]).collect();
    let cut =
        |text: &str, most| text.trim().replace('\0', " ").chars().take(most).collect::<String>();
    let given = |of: fn(&Change) -> Option<&String>, most| -> Vec<(i64, String)> {
        let one = |(line, c): (&i64, &Change)| Some((*line, cut(of(c)?, most)));
        changes.iter().filter_map(one).collect()
    };
    let codes = given(|c| c.code.as_ref().filter(|code| !code.trim().is_empty()), 100);
    let quantities = given(|c| c.quantity.as_ref(), 40);
    // Another code is another product; the same one again leaves what was chosen.
    let rows: Vec<_> = codes.iter().map(|(line, t)| args![list_id, *line, t]).collect();
    let _ = tx.exec_many(
        "update pasted_lines set code = $3, product_id = null
         where list_id = $1 and line = $2 and code <> $3",
        &rows,
    )?;
    let rows: Vec<_> = quantities.iter().map(|(line, t)| args![list_id, *line, t]).collect();
    let _ = tx.exec_many(
        "update pasted_lines set quantity = $3 where list_id = $1 and line = $2",
        &rows,
    )?;
    let _ = tx.exec_many(
        "update pasted_lines set product_id = $3,
             code = (select p.sku from products p where p.id = $3)
         where list_id = $1 and line = $2",
        &taken,
    )?;
    let _ = tx.exec_many("delete from pasted_lines where list_id = $1 and line = $2", &left)?;
    Ok(())
}

/// Throws the whole list away.
///
/// # Errors
/// A role that may not order, or what the database says.
pub fn throw_away(tx: &mut Tx, buyer: &Buyer) -> Result<(), AppError> {
    let list_id = lock(tx, buyer)?;
    let _ = tx.exec("delete from pasted_lines where list_id = $1", args![list_id])?;
    Ok(())
}

/// How many lines are kept, for pages that lead to them.
///
/// # Errors
/// What the database says.
pub fn count(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(*) from pasted_lines n join pasted_lists l on l.id = n.list_id
         where l.login_id = $1 and l.customer_id = $2",
        args![buyer.login.id, buyer.customer.id],
    )?;
    Ok(count.unwrap_or(0))
}
