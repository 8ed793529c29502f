//! The books of the demo: what left is invoiced a few days later, old invoices are paid, one of them in part, and chipped
//! mugs are credited, so that there is a document of every kind and age.

use super::quotes::{buyer, person};
use super::warehouse::staff_of;
use crate::access::{Buyer, Staff};
use crate::args;
use crate::billing::credit_note::{Asked, CreditLine, credit_note};
use crate::billing::invoice::invoice_on;
use crate::billing::pay::GATEWAY;
use crate::billing::pay::plan::Wish;
use crate::billing::pay::start::{self, Way, start};
use crate::billing::remit::announce::announce;
use crate::billing::settle::{NewPayment, Pending, Settling, lock, record_payment, settle};
use crate::billing::{DocumentType, store};
use crate::platform::counters;
use crate::platform::db::{Db, DbError, Tx};
use crate::platform::problem::AppError;
use crate::platform::settings;
use crate::platform::wholesaler;
use crate::testkit::company::{Company, LARCH, MOORLAND};
use portico_types::{Day, Money};

/// Orders of a customer that are invoiced, at most.
const ORDERS: i64 = 40;
/// Days after which an invoice was paid.
const PAID_AFTER: i32 = 55;

/// Issues and books.
///
/// # Errors
/// What the database says, or a refusal: then the demo's figures do not fit together.
pub(super) async fn book(db: &Db, company: &Company) -> anyhow::Result<()> {
    let (Some(staff), Some(anna)) = (staff_of(company, "will@"), person(company, "anna@")) else {
        return Ok(());
    };
    let done = db.write(move |tx| {
        for customer in [LARCH, MOORLAND] {
            of_customer(tx, &staff, customer)?;
        }
        chipped(tx, &staff)?;
        let anna = buyer(tx, &staff, &anna)?;
        under_way(tx, &anna)?;
        announced(tx, &anna)
    });
    done.await.map_err(wrong)
}

/// A refusal while the demo is made.
pub(super) fn wrong(error: AppError) -> anyhow::Error {
    anyhow::anyhow!("the books do not close: {error:?}")
}

fn of_customer(tx: &mut Tx, staff: &Staff, customer: i64) -> Result<(), AppError> {
    let today = wholesaler::today(tx)?;
    let mut orders = tx.all::<(String, String)>(
        "select o.number, o.placed_day from orders o
         where o.customer_id = $1 and o.status = 'confirmed' and o.source <> 'import'
             and exists (select 1 from order_lines l where l.order_id = o.id and l.shipped > 0)
         order by o.placed_at desc, o.id desc limit $2",
        args![customer, ORDERS],
    )?;
    orders.reverse();
    let mut part_paid = false;
    for (at, (order, placed)) in orders.iter().enumerate() {
        let placed = Day::parse(placed).unwrap_or(today);
        let day = placed.plus_days(3).min(today);
        let number = invoice_on(tx, staff, order, (&[], day))?;
        let paid = day.plus_days(PAID_AFTER);
        if paid > today {
            continue;
        }
        // One of the older ones was forgotten, one was paid in part.
        match at % 9 {
            4 => {}
            7 if !part_paid => {
                part_paid = true;
                pay(tx, staff, &number, (paid, 2))?;
            }
            _ => pay(tx, staff, &number, (paid, 1))?,
        }
    }
    Ok(())
}

/// A bank transfer pays an invoice, or one part of `parts` of it.
pub(super) fn pay(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (day, parts): (Day, i64),
) -> Result<(), AppError> {
    let detail = store::get_any(tx, staff, number)?
        .ok_or_else(|| DbError::Failed("an invoice vanished".to_owned()))?;
    let amount = Money::new(detail.head.open.minor / parts, detail.head.open.currency);
    let own = format!("PAY-{}", counters::next(tx, "payments", 1)?);
    let source = format!("payment:{own}");
    let credit = record_payment(
        tx,
        &NewPayment {
            kind: DocumentType::Payment,
            number: &own,
            customer_id: detail.head.customer_id,
            amount,
            day,
            reference: Some("Bank transfer"),
            reason: None,
            source: &source,
            login_id: Some(staff.login.id),
        },
    )?;
    let debit = detail.head.id;
    let _ = lock(tx, &[credit, debit])?;
    let settling = Settling { credit, debit, minor: amount.minor, pending: Pending::Neither };
    Ok(settle(tx, &[settling], day, &source)?)
}

/// Half of the newest invoice is being paid at the demo gateway.
fn under_way(tx: &mut Tx, buyer: &Buyer) -> Result<(), AppError> {
    settings::set(tx, &GATEWAY, &"demo".to_owned())?;
    let newest = tx.one::<(String, i64)>(
        "select number, open_minor from documents
         where customer_id = $1 and type = 'invoice' and open_minor > 1
         order by issued_day desc, id desc limit 1",
        args![buyer.customer.id],
    )?;
    let Some((number, open)) = newest else { return Ok(()) };
    let half = Money::new(open / 2, buyer.customer.currency);
    let wish = Wish::Documents(vec![(number, Some(half))]);
    let way = Way { name: "demo", takes: |_| true };
    start(tx, buyer, &start::Asked { wish, keeps_rest: false, gateway: Some(way) })?;
    Ok(())
}

/// A transfer for the oldest open invoice is announced.
fn announced(tx: &mut Tx, buyer: &Buyer) -> Result<(), AppError> {
    let oldest = tx.one::<String>(
        "select number from documents where customer_id = $1 and type = 'invoice' and open_minor > 0
         order by due_day, id limit 1",
        args![buyer.customer.id],
    )?;
    let Some(number) = oldest else { return Ok(()) };
    let wish = Wish::Documents(vec![(number, None)]);
    announce(tx, buyer, &wish, false).map(drop)
}

/// The return of the first order is credited.
fn chipped(tx: &mut Tx, staff: &Staff) -> Result<(), AppError> {
    let invoice = tx.one::<Option<String>>(
        "select max(d.number) from documents d
         join document_orders x on x.document_id = d.id
         join orders o on o.id = x.order_id
         where o.number = 'P-100001' and d.type = 'invoice'",
        args![],
    )?;
    let Some(corrects) = invoice.flatten() else { return Ok(()) };
    let of_line =
        |line, quantity: &str| CreditLine::OfInvoice { line, quantity: quantity.to_owned() };
    let asked = Asked {
        customer: String::new(),
        corrects: Some(corrects),
        lines: vec![of_line(1, "2"), of_line(2, "1")],
        reason: "Two mugs came chipped, one tin too many.".to_owned(),
        of_return: None,
    };
    credit_note(tx, staff, &asked)?;
    Ok(())
}
