//! Goods come back: counted at their order's lines, never more than was shipped; on the shelf again, where what waits gets
//! them, or written off.

use super::Fate;
use crate::access::Staff;
use crate::catalogue::movements::Kind;
use crate::catalogue::put::{self, Why};
use crate::catalogue::stock::{Freed, MAIN};
use crate::orders::allocate::{Covered, give_on};
use crate::orders::ledger::{self, Cause};
use crate::orders::shipping::handled::{self, Handled};
use crate::orders::store::number_key;
use crate::orders::take_back::take_back;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::Quantity;
use std::collections::BTreeMap;

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;

/// What of an order's line came back, as it was typed.
#[derive(Clone, Debug)]
pub struct Back {
    /// Number of the order's line.
    pub line: i64,
    /// How much; blank or 0: nothing.
    pub quantity: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// Why nothing is received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No reason, or one that is too long.
    BadReason,
    /// Nothing came back.
    Nothing,
    /// That is no quantity: of which line.
    BadQuantity(i64),
    /// More than was shipped and not sent back: of which line, and what can come.
    TooMuch(i64, Quantity),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field =
            |name: String, text| Problem::invalid(vec![FieldProblem::new(name, "invalid", text)]);
        match refusal {
            Refusal::BadReason => {
                let text = Text::plain("return-bad-reason").with("most", REASON_LONGEST);
                field("reason".to_owned(), text)
            }
            Refusal::Nothing => Problem::new(422, "invalid", Text::plain("return-nothing")),
            Refusal::BadQuantity(line) => {
                field(format!("quantity-{line}"), Text::plain("quantity-not-a-number"))
            }
            Refusal::TooMuch(line, most) => {
                let text = Text::plain("return-too-much").with("most", most.grouped());
                field(format!("quantity-{line}"), text)
            }
        }
        .into()
    }
}

/// A line of the order, as far as returns go by it.
struct Sent {
    line_id: i64,
    line: i64,
    decimals: u8,
    counted: Option<i64>,
    shipped: i64,
    returned: i64,
}

/// Receives what came back; answers with the return's number, and with who got what of it.
///
/// # Errors
/// A [`Refusal`], or one of `orders::shipping::handled`.
pub fn receive(
    tx: &mut Tx,
    staff: &Staff,
    order: &str,
    (back, reason): (&[Back], &str),
) -> Result<(String, Covered), AppError> {
    let id =
        tx.one::<i64>("select id from orders where number_key = $1", args![&number_key(order)])?;
    let id = id.ok_or(handled::Refusal::NotFound)?;
    let _ = ledger::lock_with_stock(tx, &[id])?;
    let head = handled::heads(tx, staff, &[id])?;
    let head = head.first().ok_or(handled::Refusal::NotFound)?;
    handled::check(staff, head)?;
    if !(1..=REASON_LONGEST).contains(&reason.trim().chars().count()) {
        return Err(Refusal::BadReason.into());
    }
    let sent = sent(tx, id)?;
    let lines = wanted(&sent, back)?;
    let counted: Vec<(i64, i64)> =
        lines.iter().map(|(line, quantity, _)| (line.line_id, *quantity)).collect();
    if let Some(at) = take_back(tx, &counted)? {
        return Err(too_much(lines[at].0).into());
    }
    let number = format!("R-{}", counters::next(tx, "returns", 1)?);
    write(tx, staff, head, (&number, reason.trim(), &lines))?;
    let freed = on_the_shelf(tx, staff, (&number, reason.trim()), &lines)?;
    let cause = Cause { source: &format!("return:{number}"), login_id: Some(staff.login.id) };
    let covered = give_on(tx, freed, cause)?;
    record(tx, staff, head, (&number, lines.len()))?;
    Ok((number, covered))
}

fn sent(tx: &mut Tx, order_id: i64) -> Result<Vec<Sent>, DbError> {
    let rows = tx.all::<(i64, i64, i64, Option<i64>, i64, i64)>(
        "select l.id, l.line, l.quantity_decimals, p.id, l.shipped, l.returned
         from order_lines l
         left join products p on p.id = l.product_id and p.stock_kind = 'tracked'
         where l.order_id = $1 order by l.line limit 5000",
        args![order_id],
    )?;
    let line = |(line_id, line, decimals, counted, shipped, returned)| Sent {
        line_id,
        line,
        decimals: u8::try_from(decimals).unwrap_or(0),
        counted,
        shipped,
        returned,
    };
    Ok(rows.into_iter().map(line).collect())
}

type Wanted<'a> = (&'a Sent, i64, Fate);

/// What was typed, as quantities of lines. Pure.
fn wanted<'a>(sent: &'a [Sent], back: &[Back]) -> Result<Vec<Wanted<'a>>, Refusal> {
    let mut lines = Vec::new();
    for typed in back.iter().filter(|typed| !typed.quantity.trim().is_empty()) {
        let Some(line) = sent.iter().find(|line| line.line == typed.line) else {
            return Err(Refusal::BadQuantity(typed.line));
        };
        let quantity = Quantity::parse_or_zero(typed.quantity.trim(), line.decimals);
        let quantity = quantity.map_err(|_| Refusal::BadQuantity(typed.line))?.units;
        if quantity > line.shipped - line.returned {
            return Err(too_much(line));
        }
        if quantity > 0 {
            lines.push((line, quantity, typed.fate));
        }
    }
    if lines.is_empty() { Err(Refusal::Nothing) } else { Ok(lines) }
}

fn too_much(line: &Sent) -> Refusal {
    let left = (line.shipped - line.returned).max(0);
    Refusal::TooMuch(line.line, Quantity::steps(left, line.decimals))
}

/// What goes back to stock; products whose stock is not counted have none.
fn on_the_shelf(
    tx: &mut Tx,
    staff: &Staff,
    (number, reason): (&str, &str),
    lines: &[Wanted<'_>],
) -> Result<Freed, AppError> {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for (line, quantity, fate) in lines {
        if let (Some(product_id), Fate::Stock) = (line.counted, fate) {
            *sums.entry(product_id).or_default() += quantity;
        }
    }
    let products: Vec<i64> = sums.keys().copied().collect();
    let _ = put::lock(tx, MAIN, &products)?;
    let changes: Vec<(i64, i64)> = sums.into_iter().collect();
    let source = format!("return:{number}");
    let why = Why {
        kind: Kind::Return,
        source: &source,
        reason: Some(reason.get(..200).unwrap_or(reason)),
        login_id: Some(staff.login.id),
    };
    let (_, freed) = put::put(tx, MAIN, &changes, why)?;
    Ok(freed)
}

fn write(
    tx: &mut Tx,
    staff: &Staff,
    head: &Handled,
    (number, reason, lines): (&str, &str, &[Wanted<'_>]),
) -> Result<(), DbError> {
    let (id, now, today) = (tx.new_id(), tx.now(), wholesaler::today(tx)?);
    let reference = head.reference.as_deref().unwrap_or_default();
    let find_key = format!("{number} {} {reference}", head.number).to_lowercase();
    tx.exec_each_one(
        "insert into returns (id, number, number_key, order_id, customer_id, received_at,
             received_day, reason, login_id, find_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[args![
            id,
            number,
            &number.to_lowercase(),
            head.id,
            head.customer_id,
            now,
            &today.text(),
            reason,
            staff.login.id,
            &find_key
        ]],
    )?;
    let rows: Vec<_> = lines
        .iter()
        .map(|(line, quantity, fate)| args![id, line.line_id, *quantity, fate.text()])
        .collect();
    tx.exec_each_one(
        "insert into return_lines (return_id, order_line_id, quantity, fate) values ($1, $2, $3, $4)",
        &rows,
    )
}

fn record(
    tx: &mut Tx,
    staff: &Staff,
    head: &Handled,
    (number, lines): (&str, usize),
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(head.customer_id),
        verb: "goods_returned",
        object: &format!("order:{}", head.number),
        facts: serde_json::json!({ "return": number, "lines": lines }),
        free_text: None,
    };
    activity::record(tx, &deed)
}
