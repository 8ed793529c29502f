//! The credit that an order holds: what it took when it was placed, with everything that was given back, taken or
//! charged since.

use crate::platform::db::{DbError, View, args};

/// Who pays, and how much of the credit the order holds now, in minor units; none where it never held any.
///
/// # Errors
/// What the database says.
pub fn held(view: &mut View, number: &str) -> Result<Option<(i64, i64)>, DbError> {
    let (cancelled, adjusted) = (format!("cancelled:{number}"), format!("adjusted:{number}"));
    let invoiced = format!("invoiced:{number}");
    let taken = view.one::<(i64, i64)>(
        "select customer_id, ordered_minor from credit_journal where source = $1",
        args![&format!("order:{number}")],
    )?;
    let Some((payer, taken)) = taken else { return Ok(None) };
    let since = view.one::<Option<i64>>(
        "select cast(sum(ordered_minor) as bigint) from credit_journal
         where source > $1 and source < $2 or source > $3 and source < $4
             or source > $5 and source < $6",
        args![
            &format!("{cancelled}:"),
            &format!("{cancelled};"),
            &format!("{adjusted}:"),
            &format!("{adjusted};"),
            &format!("{invoiced}:"),
            &format!("{invoiced};")
        ],
    )?;
    Ok(Some((payer, taken + since.flatten().unwrap_or(0))))
}
