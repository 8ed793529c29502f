//! Allocated quantities of orders are released to the warehouse: a goods-out note for each order. An order that goes out
//! whole is released when every open line is allocated, and then whole.

use crate::access::Staff;
use crate::catalogue::stock::MAIN;
use crate::orders::Stage;
use crate::orders::ledger::{self, Cause, Move, Standing};
use crate::orders::shipping::handled::{self, Handled};
use crate::orders::store::number_key;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};
use std::collections::HashMap;

/// Orders that are released at once, at most.
pub const ORDERS_MOST: usize = 200;

/// What is to be released of an order: of these lines (their ids) so much, in the smallest step; or all that is allocated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything allocated.
    All,
    /// So much of these lines.
    Lines(Vec<(i64, i64)>),
}

/// Why an order is not released. What belongs to the order itself is a [`handled::Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing of it is allocated, or none was asked for.
    NothingAllocated,
    /// More was asked for than is allocated.
    TooMuch,
    /// It goes out whole, and something of it lacks stock.
    WaitsForWhole,
    /// It goes out whole, and only a part was asked for.
    GoesOutWhole,
}

impl Refusal {
    fn sentence(self) -> Problem {
        let conflict = |code, key| Problem::new(409, code, Text::plain(key));
        match self {
            Refusal::NothingAllocated => conflict("nothing_allocated", "release-nothing"),
            Refusal::TooMuch => conflict("too_much", "release-too-much"),
            Refusal::WaitsForWhole => conflict("waits_for_whole_order", "release-waits"),
            Refusal::GoesOutWhole => conflict("goes_out_whole", "release-whole-only"),
        }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        refusal.sentence().into()
    }
}

/// What of an order would be released: lines and quantities. Pure.
///
/// # Errors
/// What is against it.
pub fn check(
    part_deliveries: bool,
    standing: &[Standing],
    wanted: &Wanted,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let allocated = |line: &Standing| line.stages[Stage::Allocated as usize];
    let lines: Vec<(i64, i64)> = match wanted {
        Wanted::All => standing.iter().map(|line| (line.line_id, allocated(line))).collect(),
        Wanted::Lines(lines) => lines.clone(),
    };
    let lines: Vec<(i64, i64)> = lines.into_iter().filter(|(_, quantity)| *quantity != 0).collect();
    if lines.is_empty() {
        return Err(Refusal::NothingAllocated);
    }
    let stands = |id: i64| standing.iter().find(|line| line.line_id == id).map_or(0, allocated);
    if lines.iter().any(|(id, quantity)| *quantity < 0 || *quantity > stands(*id)) {
        return Err(Refusal::TooMuch);
    }
    if part_deliveries {
        return Ok(lines);
    }
    let of = |stage: Stage| standing.iter().map(|l| l.stages[stage as usize]).sum::<i64>();
    if of(Stage::Pending) + of(Stage::Backordered) > 0 {
        return Err(Refusal::WaitsForWhole);
    }
    let asked: i64 = lines.iter().map(|(_, quantity)| quantity).sum();
    if asked < of(Stage::Allocated) { Err(Refusal::GoesOutWhole) } else { Ok(lines) }
}

/// What became of one order of several.
#[derive(Clone, Debug)]
pub struct Released {
    /// The order's number as it was asked for.
    pub order: String,
    /// The number of its goods-out note, or why there is none.
    pub note: Result<String, Box<Problem>>,
}

/// Releases orders, each by itself: what one is refused for holds no other up. Locks stock, then all orders.
///
/// # Errors
/// Only what concerns all of them: the role, too many at once, the database.
pub fn release(
    tx: &mut Tx,
    staff: &Staff,
    orders: &[(String, Wanted)],
) -> Result<Vec<Released>, AppError> {
    super::check(staff.role)?;
    if orders.len() > ORDERS_MOST {
        let text = Text::plain("release-too-many").with("most", ORDERS_MOST);
        return Err(Problem::new(422, "out_of_range", text).into());
    }
    let keys: Vec<String> = orders.iter().map(|(number, _)| number_key(number)).collect();
    let rows: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let ids = tx.all_many::<i64>("select id from orders where number_key = $1", &rows)?;
    let ids: Vec<Option<i64>> = ids.into_iter().map(|found| found.first().copied()).collect();
    let known: Vec<i64> = ids.iter().flatten().copied().collect();
    let standing = ledger::lock_with_stock(tx, &known)?;
    let heads: HashMap<i64, Handled> =
        handled::heads(tx, staff, &known)?.into_iter().map(|head| (head.id, head)).collect();
    let mut answers = Vec::with_capacity(orders.len());
    for ((number, wanted), id) in orders.iter().zip(ids) {
        let found = id.and_then(|id| Some((heads.get(&id)?, standing.get(&id)?)));
        let note = match found {
            Some((head, lines)) => release_one(tx, staff, head, (lines, wanted)),
            None => Err(handled::Refusal::NotFound.into()),
        };
        let note = match note {
            Ok(note) => Ok(note),
            Err(AppError::Refused(problem)) => Err(problem),
            Err(other) => return Err(other),
        };
        answers.push(Released { order: number.clone(), note });
    }
    Ok(answers)
}

fn release_one(
    tx: &mut Tx,
    staff: &Staff,
    head: &Handled,
    (standing, wanted): (&[Standing], &Wanted),
) -> Result<String, AppError> {
    handled::check(staff, head)?;
    let lines = check(head.part_deliveries, standing, wanted)?;
    let number = format!("N-{}", counters::next(tx, "goods_out_notes", 1)?);
    let moves: Vec<(i64, Move)> = lines
        .iter()
        .map(|(line_id, quantity)| {
            let (line_id, quantity) = (*line_id, *quantity);
            (head.id, Move { line_id, from: Stage::Allocated, to: Stage::Released, quantity })
        })
        .collect();
    let cause = Cause { source: &format!("note:{number}"), login_id: Some(staff.login.id) };
    let _ = ledger::apply(tx, &moves, cause)?;
    write(tx, staff, head, (&number, &lines))?;
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(head.customer_id),
        verb: "order_released",
        object: &format!("order:{}", head.number),
        facts: serde_json::json!({ "note": number, "lines": lines.len() }),
        free_text: None,
    };
    activity::record(tx, &deed)?;
    Ok(number)
}

/// Writes the note; its lines stand in the order of their codes, as they are walked.
fn write(
    tx: &mut Tx,
    staff: &Staff,
    head: &Handled,
    (number, lines): (&str, &[(i64, i64)]),
) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.exec_each_one(
        "insert into goods_out_notes (id, number, number_key, order_id, location, state, parcels,
             created_at, created_by, version)
         values ($1, $2, $3, $4, $5, 'open', 1, $6, $7, 0)",
        &[args![id, number, &super::number_key(number), head.id, MAIN, now, staff.login.id]],
    )?;
    let keys: Vec<_> = lines.iter().map(|(line_id, _)| args![*line_id]).collect();
    let skus =
        tx.all_many::<(String, i64)>("select sku, line from order_lines where id = $1", &keys)?;
    let mut walked: Vec<(String, i64, i64, i64)> = lines
        .iter()
        .zip(skus.into_iter().flatten())
        .map(|((line_id, quantity), (sku, line))| (sku.to_uppercase(), line, *line_id, *quantity))
        .collect();
    walked.sort();
    let rows: Vec<_> = (1_i64..)
        .zip(&walked)
        .map(|(position, (_, _, line_id, quantity))| args![id, position, *line_id, *quantity])
        .collect();
    tx.exec_each_one(
        "insert into goods_out_lines (note_id, position, order_line_id, quantity, picked)
         values ($1, $2, $3, $4, 0)",
        &rows,
    )
}
