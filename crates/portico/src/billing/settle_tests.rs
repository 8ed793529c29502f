//! Settling on both databases: open amounts, what is refused, two at once.

use super::settle::{
    NewPayment, Pending, Settling, lock, oldest_due, record_payment, release, reserve, settle,
    take_back, unused,
};
use super::write::{NewDocument, owe, write};
use super::{DocumentType, series};
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::testkit::race::overlap;
use crate::testkit::world::{World, in_world};
use portico_types::{Currency, Day, Money};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn gbp(minor: i64) -> Money {
    Money::new(minor, Currency::GBP)
}

/// Anna's company.
fn payer(world: &World) -> i64 {
    world.buyer("anna@").customer.id
}

/// An invoice without lines.
fn charged(
    tx: &mut Tx,
    whose: i64,
    number: &str,
    (minor, due): (i64, &str),
) -> Result<i64, DbError> {
    owe(tx, DocumentType::Invoice, whose, number, gbp(minor))?;
    let new = NewDocument {
        kind: DocumentType::Invoice,
        number,
        customer_id: whose,
        ordered_by: whose,
        issued_day: day("2026-03-01"),
        due_day: Some(day(due)),
        total: gbp(minor),
        vat: &[],
        lines: &[],
        charges: &[],
        orders: &[],
        reference: None,
        corrects: None,
        reason: None,
        source: number,
        paper: None,
        login_id: None,
    };
    write(tx, &new)
}

fn paid(tx: &mut Tx, whose: i64, number: &str, minor: i64) -> Result<i64, DbError> {
    let new = NewPayment {
        kind: DocumentType::Payment,
        number,
        customer_id: whose,
        amount: gbp(minor),
        day: day("2026-03-20"),
        reference: None,
        reason: None,
        source: &format!("payment:{number}"),
        login_id: None,
    };
    record_payment(tx, &new)
}

fn of(credit: i64, debit: i64, minor: i64) -> Settling {
    Settling { credit, debit, minor, pending: Pending::Neither }
}

/// Open and pending of a document.
async fn open(world: &World, id: i64) -> (i64, i64) {
    let sql = "select open_minor, pending_minor from documents where id = $1";
    let read = move |view: &mut View| view.one::<(i64, i64)>(sql, args![id]);
    world.db.read(read).await.unwrap().unwrap()
}

async fn owed(world: &World, whose: i64) -> i64 {
    let sql = "select owed_minor from credit where customer_id = $1 and currency = 'GBP'";
    let read = move |view: &mut View| view.one::<i64>(sql, args![whose]);
    world.db.read(read).await.unwrap().unwrap_or(0)
}

in_world!(a_payment_settles_invoices_and_can_be_taken_back, |world| {
    let whose = payer(&world);
    let before = owed(&world, whose).await;
    let made = move |tx: &mut Tx| -> Result<_, DbError> {
        let first = charged(tx, whose, "INV-1", (10_000, "2026-03-31"))?;
        let second = charged(tx, whose, "INV-2", (5_000, "2026-03-15"))?;
        Ok((first, second, paid(tx, whose, "PAY-1", 12_000)?))
    };
    let (first, second, payment) = world.db.write(made).await.unwrap();
    assert_eq!(owed(&world, whose).await - before, 3_000);
    let listed = move |view: &mut View| -> Result<_, DbError> {
        let mine = |ids: Vec<i64>| -> Vec<i64> {
            ids.into_iter().filter(|id| [first, second, payment].contains(id)).collect()
        };
        let due = mine(oldest_due(view, whose, Currency::GBP)?);
        Ok((due, mine(unused(view, whose, Currency::GBP)?)))
    };
    assert_eq!(world.db.read(listed).await.unwrap(), (vec![second, first], vec![payment]));
    let both = [of(payment, second, 5_000), of(payment, first, 7_000)];
    let deed = move |tx: &mut Tx| -> Result<(), DbError> {
        let locked = lock(tx, &[payment, first, second])?;
        assert_eq!(locked[&first].free(), gbp(10_000));
        settle(tx, &both, day("2026-03-20"), "payment:PAY-1")
    };
    world.db.write(deed).await.unwrap();
    assert_eq!(open(&world, payment).await, (0, 0));
    assert_eq!(open(&world, first).await, (3_000, 0));
    assert_eq!(open(&world, second).await, (0, 0));
    assert_eq!(owed(&world, whose).await - before, 3_000, "settling owes nothing");
    // The same source again changes nothing.
    let again = world
        .db
        .write(move |tx: &mut Tx| settle(tx, &both[..1], day("2026-03-20"), "payment:PAY-1"));
    assert!(matches!(again.await, Err(DbError::Conflict { .. })));
    // More than was settled between the two is not taken back.
    let back = |minor: i64, source: &'static str| {
        move |tx: &mut Tx| take_back(tx, (payment, first), minor, (day("2026-03-21"), source))
    };
    assert!(world.db.write(back(7_001, "refund:a")).await.is_err());
    world.db.write(back(4_000, "refund:b")).await.unwrap();
    assert!(world.db.write(back(3_001, "refund:c")).await.is_err());
    assert_eq!((open(&world, payment).await, open(&world, first).await), ((4_000, 0), (7_000, 0)));
});

in_world!(more_than_is_open_settles_nothing, |world| {
    let (whose, other) = (payer(&world), world.buyer("bella@").customer.id);
    let made = move |tx: &mut Tx| -> Result<_, DbError> {
        let invoice = charged(tx, whose, "INV-1", (10_000, "2026-03-31"))?;
        let foreign = charged(tx, other, "INV-2", (10_000, "2026-03-31"))?;
        Ok((invoice, foreign, paid(tx, whose, "PAY-1", 12_000)?))
    };
    let (invoice, foreign, payment) = world.db.write(made).await.unwrap();
    let try_it = |s: Settling, source: &'static str| {
        world.db.write(move |tx: &mut Tx| settle(tx, &[s], day("2026-03-20"), source))
    };
    assert!(try_it(of(payment, invoice, 10_001), "a").await.is_err(), "over the open amount");
    assert!(try_it(of(payment, foreign, 100), "b").await.is_err(), "somebody else's invoice");
    assert!(try_it(of(invoice, payment, 100), "c").await.is_err(), "the wrong way round");
    assert!(try_it(of(payment, invoice, 0), "d").await.is_err(), "nothing");
    assert!(try_it(of(payment, invoice, -5), "e").await.is_err(), "below nought");
    // What is under way is not settled by something else.
    let held = world.db.write(move |tx: &mut Tx| reserve(tx, invoice, 9_000)).await.unwrap();
    assert!(held);
    assert!(!world.db.write(move |tx: &mut Tx| reserve(tx, invoice, 1_001)).await.unwrap());
    assert!(try_it(of(payment, invoice, 1_001), "f").await.is_err(), "under way");
    let under_way = Settling { pending: Pending::Debit, ..of(payment, invoice, 9_000) };
    try_it(under_way, "g").await.unwrap();
    assert_eq!(open(&world, invoice).await, (1_000, 0));
    assert!(world.db.write(move |tx: &mut Tx| release(tx, invoice, 1)).await.is_err());
    assert_eq!(open(&world, payment).await, (3_000, 0));
    let rows = world
        .db
        .read(|view: &mut View| view.one::<i64>("select count(*) from settlements", args![]));
    assert_eq!(rows.await.unwrap(), Some(1));
});

in_world!(two_who_pay_one_invoice_at_once_hold_it_once, |world| {
    let whose = payer(&world);
    let made = move |tx: &mut Tx| charged(tx, whose, "INV-1", (10_000, "2026-03-31"));
    let invoice = world.db.write(made).await.unwrap();
    let try_it = move |tx: &mut Tx| reserve(tx, invoice, 10_000);
    let (one, two) = overlap(&world.db, try_it, try_it).await;
    assert!(one.unwrap() != two.unwrap(), "exactly one of them holds it");
    assert_eq!(open(&world, invoice).await, (10_000, 10_000));
});

in_world!(numbers_have_no_gaps, |world| {
    let drawn = |keep: bool| {
        let db = world.db.clone();
        async move {
            let deed = move |tx: &mut Tx| -> Result<i64, DbError> {
                let number = series::draw(tx, "invoice", day("2027-01-01"))?;
                if keep { Ok(number) } else { Err(DbError::Failed("given up".to_owned())) }
            };
            db.write(deed).await
        }
    };
    assert_eq!(drawn(true).await.unwrap(), 1);
    assert!(drawn(false).await.is_err());
    assert_eq!(drawn(true).await.unwrap(), 2);
    assert_eq!(series::number("INV-", day("2027-01-01"), 2), "INV-2027-0002");
    assert_eq!(series::number("INV-", day("2027-01-01"), 12_345), "INV-2027-12345");
});
