//! Many at once: one invoice is paid once, one answer of the gateway is booked once.

use super::*;
use crate::billing::pay::plan::Wish;
use crate::billing::pay::start::{Asked, Way, start};
use crate::billing::pay::{book, store};
use crate::testkit::race::{overlap, race};
use portico_pay::{PaymentState, Phase};

const DEMO: Way = Way { name: "demo", takes: |_| true };

fn all_of(number: &str) -> Asked {
    let wish = Wish::Documents(vec![(number.to_owned(), None)]);
    Asked { wish, keeps_rest: false, gateway: Some(DEMO) }
}

/// What the gateway says of the first payment once it has the money.
fn paid(gateway_id: String) -> PaymentState {
    PaymentState {
        gateway_id,
        charge_id: None,
        reference: Some("PAY-1".to_owned()),
        amount: gbp(10_000),
        phase: Phase::Paid,
        redirect_url: None,
        back: Vec::new(),
    }
}

in_world!(of_many_who_pay_one_invoice_one_does, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let (db, anna) = (world.db.clone(), world.buyer("anna@"));
    let started = race(20, |_| {
        let (db, anna) = (db.clone(), anna.clone());
        async move {
            let asked = all_of("INV-1");
            db.write(move |tx: &mut Tx| start(tx, &anna, &asked)).await.is_ok()
        }
    })
    .await;
    assert_eq!(started.iter().filter(|done| **done).count(), 1);
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000));
});

in_world!(two_who_pay_the_same_invoice_one_within_the_other, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let anna = world.buyer("anna@");
    let one =
        move |anna: crate::access::Buyer| move |tx: &mut Tx| start(tx, &anna, &all_of("INV-1"));
    let (first, second) = overlap(&world.db, one(anna.clone()), one(anna)).await;
    assert!(first.is_ok());
    assert_eq!(second.unwrap_err().problem().code, "payment_pending");
});

in_world!(one_answer_of_the_gateway_is_booked_once, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.program("anna@").await;
    pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    let before = owed(&world).await;
    let (id, _, at) = payment(&world, "PAY-1").await;
    let state = paid(at.unwrap());
    let told = state.clone();
    let one = move |state: PaymentState| move |tx: &mut Tx| book::book(tx, id, 0, &state);
    let (first, second) = overlap(&world.db, one(told), one(state)).await;
    assert_eq!((first.unwrap(), second.unwrap()), (book::Booked::Paid, book::Booked::Nothing));
    assert_eq!((open(&world, "INV-1").await, before - owed(&world).await), ((0, 0), 10_000));
    world.work().await;
});

in_world!(what_is_for_something_else_is_not_booked, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.program("anna@").await;
    pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    let (id, _, at) = payment(&world, "PAY-1").await;
    let right = paid(at.unwrap());
    let wrong = [
        ("amount", PaymentState { amount: gbp(1), ..right.clone() }),
        ("currency", PaymentState { amount: Money::new(10_000, Currency::EUR), ..right.clone() }),
        ("reference", PaymentState { reference: Some("PAY-2".to_owned()), ..right.clone() }),
        ("reference", PaymentState { reference: None, ..right.clone() }),
        ("gateway_id", PaymentState { gateway_id: "other".to_owned(), ..right.clone() }),
    ];
    for (trouble, state) in wrong {
        let booked = world.db.write(move |tx: &mut Tx| book::book(tx, id, 0, &state)).await;
        assert_eq!(booked.unwrap(), book::Booked::Mismatch, "{trouble}");
        let kept = world.db.read(move |view: &mut View| store::by_id(view, id)).await.unwrap();
        assert_eq!(kept.unwrap().trouble.as_deref(), Some(trouble));
        assert_eq!(open(&world, "INV-1").await, (10_000, 10_000));
    }
    let booked = world.db.write(move |tx: &mut Tx| book::book(tx, id, 0, &right)).await;
    assert_eq!(booked.unwrap(), book::Booked::Paid);
    world.work().await;
});
