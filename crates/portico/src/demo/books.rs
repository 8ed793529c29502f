//! The books of the whole made-up trade, for load tests: what was delivered is invoiced, paid, forgotten, paid in part or
//! credited, by the same verbs as on the pages, so that the doctor finds nothing.

use super::buyers;
use super::money::{pay, wrong};
use super::warehouse::staff_of;
use crate::access::Staff;
use crate::args;
use crate::billing::credit_note::{Asked, CreditLine, credit_note};
use crate::billing::invoice::invoice_on;
use crate::platform::db::{Db, DbError, Tx};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::testkit::company::Company;
use portico_types::Day;

/// The customer with the most orders, and so the most documents.
pub(super) const BIGGEST: i64 = buyers::FIRST_ID;
/// Orders booked in one transaction.
const BATCH: i64 = 200;
/// Days after which an order's invoice is written. What is younger than that is not booked: nobody gets mail.
const INVOICED_AFTER: i32 = 3;
/// Days after which an invoice is paid, at least, and how many more it may take.
const PAID_AFTER: i32 = 12;
const LATER: i64 = 45;
/// Of so many invoices, one is forgotten, one paid in part; of so many, one is credited in part.
const ONE_OF: i64 = 50;
const CREDITED: i64 = 200;

/// Books all orders of the made-up customers that were delivered; of what was brought in from the system before, only the
/// biggest customer's.
///
/// # Errors
/// What the database says, or a refusal: then the figures do not fit together.
pub(super) async fn of_everybody(db: &Db, company: &Company) -> anyhow::Result<()> {
    let Some(staff) = staff_of(company, "will@") else { return Ok(()) };
    let mut last = 0;
    loop {
        let staff = staff.clone();
        let done = db.write(move |tx| batch(tx, &staff, last)).await.map_err(wrong)?;
        let Some(id) = done else { return Ok(()) };
        last = id;
    }
}

/// The orders behind this id; answers the last one's, nothing when none is left.
fn batch(tx: &mut Tx, staff: &Staff, after: i64) -> Result<Option<i64>, AppError> {
    let today = wholesaler::today(tx)?;
    let youngest = today.plus_days(-INVOICED_AFTER - 1).text();
    let orders = tx.all::<(i64, String, String)>(
        "select id, number, placed_day from orders
         where id > $1 and customer_id >= $2 and status = 'confirmed' and delivery = 'all'
             and placed_day <= $3 and (source <> 'import' or customer_id = $4)
         order by id limit $5",
        args![after, buyers::FIRST_ID, &youngest, BIGGEST, BATCH],
    )?;
    for (at, (_, order, placed)) in (after..).zip(&orders) {
        let placed =
            Day::parse(placed).ok_or_else(|| DbError::Failed(format!("no such day: {placed}")))?;
        one(tx, staff, order, (placed.plus_days(INVOICED_AFTER), today, at))?;
    }
    Ok(orders.last().map(|(id, ..)| *id))
}

/// Invoices an order on this day, and does what became of it until today; `at` throws the dice.
fn one(
    tx: &mut Tx,
    staff: &Staff,
    order: &str,
    (day, today, at): (Day, Day, i64),
) -> Result<(), AppError> {
    let invoice = invoice_on(tx, staff, order, (&[], day))?;
    if at % CREDITED == 5 {
        credited(tx, staff, &invoice)?;
    }
    let paid = day.plus_days(PAID_AFTER + i32::try_from(at % LATER).unwrap_or(0));
    match at % ONE_OF {
        _ if paid > today => Ok(()),
        3 => Ok(()),
        7 => pay(tx, staff, &invoice, (paid, 2)),
        _ => pay(tx, staff, &invoice, (paid, 1)),
    }
}

/// One piece of the first line is given back.
fn credited(tx: &mut Tx, staff: &Staff, invoice: &str) -> Result<(), AppError> {
    let asked = Asked {
        customer: String::new(),
        corrects: Some(invoice.to_owned()),
        lines: vec![CreditLine::OfInvoice { line: 1, quantity: "1".to_owned() }],
        reason: "One came chipped.".to_owned(),
        of_return: None,
    };
    credit_note(tx, staff, &asked).map(drop)
}
