//! Staff make a customer by hand, with a number of theirs or the next of the portal's own series.

use super::change::{Details, Faults, NUMBER_LONGEST, check_details, note};
use super::sheet::{find_key, number_key};
use crate::access::{Staff, StaffRole};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem};
use crate::platform::{changes, counters, wholesaler};

/// How numbers drawn here begin; digits follow.
const OWN_SERIES: &str = "C-";

/// Makes a customer and answers its number. Its terms are those of an import that says nothing: 30 days, no limit, every
/// product, net prices.
///
/// # Errors
/// What is wrong, field by field; a number that somebody has.
pub fn create(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    details: &Details,
) -> Result<String, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let mut faults = Faults::default();
    check_details(details, &mut faults);
    faults.too_long("number", number, NUMBER_LONGEST);
    let typed = number.trim();
    if ["new", "export"].contains(&number_key(typed).as_str())
        || typed.chars().any(char::is_control)
    {
        faults.blame("number", "customer-bad-number");
    }
    faults.end()?;
    let number = if typed.is_empty() { next_number(tx)? } else { typed.to_owned() };
    let (id, now) = (tx.new_id(), tx.now());
    let currency = wholesaler::currency(tx)?;
    let (name, vat) = (details.name.trim(), details.vat_number.trim());
    let vat = Some(vat).filter(|vat| !vat.is_empty());
    let made = tx.exec(
        "insert into customers (id, number, number_key, name, name_key, find_key, country, currency,
             language, vat_number, vat_treatment, prices_shown, discount, payment_days,
             payment_end_of_month, on_hold, part_deliveries, created_at, changed_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'net', 0, 30, false, false, true,
             $12, $12, 1)
         on conflict (number_key) do nothing",
        args![
            id,
            &number,
            &number_key(&number),
            name,
            &name.to_lowercase(),
            &find_key(&number, name, None, vat),
            &details.country.trim().to_uppercase(),
            currency.code(),
            details.language.trim(),
            vat,
            &details.vat_treatment,
            now
        ],
    )?;
    if made != 1 {
        let mut faults = Faults::default();
        faults.blame("number", "customer-number-taken");
        faults.end()?;
    }
    changes::note(tx, "customer", id)?;
    note(tx, staff, id, "customer_made")?;
    Ok(number)
}

/// The next number that nobody has; numbers of an ERP or an import may lie in between.
fn next_number(tx: &mut Tx) -> Result<String, DbError> {
    const TRIES: usize = 1_000;
    for _ in 0..TRIES {
        let number = format!("{OWN_SERIES}{}", counters::next(tx, "customers", 10_001)?);
        let taken = tx.one::<i64>(
            "select count(*) from customers where number_key = $1",
            args![&number_key(&number)],
        )?;
        if taken == Some(0) {
            return Ok(number);
        }
    }
    Err(DbError::Failed("no number is left in the series of customers".to_owned()))
}
