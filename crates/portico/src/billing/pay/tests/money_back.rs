//! Money that goes back opens invoices again; when it comes again, it settles them.

use super::*;
use crate::billing::pay::back;

async fn paid(world: &World, minor: i64) -> Client {
    document(world, DocumentType::Invoice, "INV-1", minor).await;
    let mut anna = world.program("anna@").await;
    pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    happens(world, "PAY-1", Deed::Pay).await;
    assert_eq!(open(world, "INV-1").await, (0, 0));
    anna
}

async fn refund(world: &World, amount: &'static str, reason: &'static str) -> Option<u16> {
    let will = world.staff("will@");
    let ask = move |tx: &mut Tx| back::ask(tx, &will, "PAY-1", (amount, reason)).map(|_| ());
    let asked = world.db.write(ask).await;
    let (id, ..) = payment(world, "PAY-1").await;
    carry::ask(&world.app, id).await.unwrap();
    asked.err().map(|error| error.problem().status)
}

in_world!(refunds_open_the_invoice_again_each_once, |world| {
    let mut anna = paid(&world, 10_000).await;
    let before = owed(&world).await;
    assert_eq!(refund(&world, "30.00", "Two cups were broken").await, None);
    assert_eq!((open(&world, "INV-1").await, open(&world, "REF-1").await), ((3_000, 0), (0, 0)));
    assert_eq!(owed(&world).await - before, 3_000);
    for (amount, reason) in [("70.01", "x"), ("0", "x"), ("-1", "x"), ("1.00", " ")] {
        assert_eq!(refund(&world, amount, reason).await, Some(422), "{amount} {reason}");
    }
    assert_eq!(refund(&world, "70.00", "All of it").await, None);
    assert_eq!((open(&world, "INV-1").await, owed(&world).await - before), ((10_000, 0), 10_000));
    assert_eq!(payment(&world, "PAY-1").await.1, "refunded");
    // It can be paid once more.
    let again = pay(&mut anna, "k-2", documents(&[("INV-1", "")])).await;
    assert_eq!(again.status, 201, "{}", again.html);
    world.work().await;
});

in_world!(a_dispute_takes_it_back_and_a_won_one_gives_it_again, |world| {
    let _ = paid(&world, 10_000).await;
    let before = owed(&world).await;
    happens(&world, "PAY-1", Deed::Dispute).await;
    happens(&world, "PAY-1", Deed::Arrives).await;
    assert_eq!((open(&world, "INV-1").await, open(&world, "CHB-1").await), ((10_000, 0), (0, 0)));
    assert_eq!(
        (owed(&world).await - before, payment(&world, "PAY-1").await.1.as_str()),
        (10_000, "refunded")
    );
    happens(&world, "PAY-1", Deed::DisputeWon).await;
    happens(&world, "PAY-1", Deed::DisputeWon).await;
    assert_eq!((open(&world, "INV-1").await, owed(&world).await - before), ((0, 0), 0));
    assert_eq!(payment(&world, "PAY-1").await.1, "paid");
    world.work().await;
});

in_world!(only_what_was_paid_at_a_gateway_goes_back, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 100).await;
    let mut anna = world.program("anna@").await;
    pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    assert_eq!(refund(&world, "0.50", "Not paid yet").await, Some(409));
});
