//! An entry becomes a payment, or is set aside: once, whoever else is at it.

use super::store;
use crate::access::Staff;
use crate::billing::pay::transfer::{self, REFERENCE_LONGEST, Transfer};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};

/// What is said where somebody was faster.
pub(super) const GONE: &str = "bank-done-meanwhile";

/// Takes an entry out of those that are open; 409 where somebody was faster.
fn close(tx: &mut Tx, id: i64, state: &str) -> Result<(), AppError> {
    let now = tx.now();
    let closed = tx.exec(
        "update bank_entries set state = $2, closed_at = $3 where id = $1 and state = 'open'",
        args![id, state, now],
    )?;
    match closed {
        1 => Ok(()),
        _ => Err(Problem::new(409, "changed_meanwhile", Text::plain(GONE)).into()),
    }
}

/// Books an entry as a transfer of this customer for these documents; answers the payment's number.
///
/// # Errors
/// 409 where it is no longer open; what a transfer is refused for.
pub(in crate::billing) fn book(
    tx: &mut Tx,
    staff: &Staff,
    id: i64,
    (customer, documents): (&str, &str),
) -> Result<String, AppError> {
    close(tx, id, "booked")?;
    let entry = store::get(tx, staff, id)?.ok_or_else(Problem::not_found)?;
    let said: String = entry.reference.chars().take(REFERENCE_LONGEST).collect();
    let (amount, day) = (entry.amount, entry.day);
    let transfer = Transfer { customer, amount, day, reference: said.trim(), documents };
    let payment = transfer::book(tx, staff, &transfer)?;
    let linked =
        tx.exec("update bank_entries set payment_id = $2 where id = $1", args![id, payment.id])?;
    if linked != 1 {
        return Err(DbError::Failed("a bank entry vanished".to_owned()).into());
    }
    Ok(payment.number)
}

/// Leaves it: it is for nothing that is kept here.
///
/// # Errors
/// 409 where it is no longer open.
pub(super) fn set_aside(tx: &mut Tx, staff: &Staff, id: i64) -> Result<(), AppError> {
    close(tx, id, "set_aside")?;
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "bank_entry_set_aside",
        object: &format!("bank_entry:{id}"),
        facts: serde_json::json!({}),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
