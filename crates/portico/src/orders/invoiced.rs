//! What of an order is on documents: counters beside the ledger that invoices and credit notes move, and the credit that
//! the order no longer holds, because it is owed now.

use super::held::held;
use super::staff_store;
use super::to_charge::uncharged;
use crate::access::Staff;
use crate::customers::credit::{self, Posting};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::Money;
use std::collections::BTreeMap;

/// So much of an order's line goes on a document, in its smallest step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charged {
    /// Id of the line.
    pub line_id: i64,
    /// How much, above nought.
    pub quantity: i64,
}

/// An invoice charges these quantities of an order, and its charges where that is said. The order must be locked; whoever
/// asks has looked at what may be charged.
///
/// # Errors
/// More than was ordered and not cancelled; what the database says.
pub fn charge(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (lines, with_charges): (&[Charged], bool),
) -> Result<(), AppError> {
    let rows: Vec<_> = lines.iter().map(|line| args![line.line_id, line.quantity]).collect();
    tx.exec_each_one(
        "update order_lines set invoiced = invoiced + $2
         where id = $1 and invoiced + $2 <= quantity - cancelled and cast($2 as bigint) > 0",
        &rows,
    )?;
    let (order, _) = staff_store::get_any(tx, staff, number)?
        .ok_or_else(|| DbError::Failed("an order vanished".to_owned()))?;
    if with_charges {
        let _ = tx.exec(
            "update order_charges set invoiced = true where order_id = $1 and invoiced = false",
            args![order.head.id],
        )?;
    }
    let (mut left, id) = (order, tx.new_id());
    if with_charges {
        left.charges.iter_mut().for_each(|charge| charge.invoiced = true);
    }
    let Some((payer, held)) = held(tx, &left.head.number)? else { return Ok(()) };
    let still = uncharged(&left).total;
    let posting = Posting {
        customer_id: payer,
        reason: "order_invoiced",
        source: format!("invoiced:{}:{id}", left.head.number),
        owed_minor: 0,
        ordered: Money::new(still.minor.min(held) - held, still.currency),
    };
    Ok(credit::post(tx, &posting)?)
}

/// A credit note takes these quantities of orders' lines back. The orders must be locked.
///
/// # Errors
/// More than was invoiced; what the database says.
pub fn credit(tx: &mut Tx, lines: &[Charged]) -> Result<(), DbError> {
    let rows: Vec<_> = lines.iter().map(|line| args![line.line_id, line.quantity]).collect();
    tx.exec_each_one(
        "update order_lines set credited = credited + $2
         where id = $1 and credited + $2 <= invoiced and cast($2 as bigint) > 0",
        &rows,
    )
}

/// What documents that were issued elsewhere do to lines of imported orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Invoices charge them.
    Charged,
    /// Credit notes give them back; their invoices need not be here.
    Credited,
}

/// Documents that were issued elsewhere charge or credit so much more of these lines, by their ids; less, where it is below
/// nought. The orders must be locked; whoever asks has looked at what may be.
///
/// # Errors
/// More than was ordered or shipped, a line of an order that was not imported; what the database says.
pub fn elsewhere(tx: &mut Tx, what: Elsewhere, lines: &BTreeMap<i64, i64>) -> Result<(), DbError> {
    let rows: Vec<_> =
        lines.iter().filter(|(_, more)| **more != 0).map(|(id, n)| args![*id, *n]).collect();
    let sql = match what {
        Elsewhere::Charged => {
            "update order_lines set invoiced = invoiced + $2
             where id = $1 and invoiced + $2 >= 0 and invoiced + $2 <= quantity - cancelled
                 and exists (select 1 from orders o where o.id = order_id and o.source = 'import')"
        }
        Elsewhere::Credited => {
            "update order_lines set credited = credited + $2
             where id = $1 and credited + $2 >= 0 and credited + $2 <= shipped
                 and exists (select 1 from orders o where o.id = order_id and o.source = 'import')"
        }
    };
    tx.exec_each_one(sql, &rows)
}

/// After something was cancelled: nothing that stands on an invoice may be among it.
///
/// # Errors
/// A refusal that names the line.
pub(super) fn nothing_charged_is_cancelled(tx: &mut Tx, order_id: i64) -> Result<(), AppError> {
    let line = tx.one::<Option<i64>>(
        "select min(line) from order_lines
         where order_id = $1 and cancelled > 0 and cancelled + invoiced - credited > quantity",
        args![order_id],
    )?;
    match line.flatten() {
        None => Ok(()),
        Some(line) => {
            let text = Text::plain("cancel-invoiced").with("line", line);
            Err(Problem::new(409, "already_invoiced", text).into())
        }
    }
}

/// How an order stands with money, as its documents say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// Charged, nothing paid.
    Open,
    /// Some is paid.
    Part,
    /// All that was charged is paid.
    Paid,
}

/// Keeps how orders stand with money; the last thing a deed writes.
///
/// # Errors
/// What the database says.
pub fn tell_payments(tx: &mut Tx, orders: &[(i64, Payment)]) -> Result<(), DbError> {
    let mut sorted = orders.to_vec();
    sorted.sort_by_key(|(id, _)| *id);
    let state = |payment: Payment| match payment {
        Payment::Open => "open",
        Payment::Part => "part",
        Payment::Paid => "paid",
    };
    let rows: Vec<_> = sorted.iter().map(|(id, payment)| args![*id, state(*payment)]).collect();
    tx.exec_each_one(
        "insert into order_payments (order_id, state) values ($1, $2)
         on conflict (order_id) do update set state = excluded.state",
        &rows,
    )
}
