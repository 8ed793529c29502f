//! What left is listed until it is invoiced; ticked orders become invoices, each by itself.

use crate::billing::issue_tests::with_seller;
use crate::testkit::client::Client;
use crate::testkit::world::in_world;

const LIST: &str = "/staff/to-invoice";

async fn tick(client: &mut Client, orders: &[&str]) -> crate::testkit::page::Page {
    let fields: Vec<(&str, &str)> = orders.iter().map(|number| ("order", *number)).collect();
    client.get(LIST).await;
    client.post(LIST, &fields).await
}

in_world!(ticked_orders_become_invoices_and_leave_the_list, |world| {
    let mut will = world.sign_in("will@").await;
    let page = will.get(LIST).await;
    assert!(page.says("P-100001") && page.html.contains("form=\"invoices\""), "{}", page.text());
    assert!(!page.says("SO-9001"), "what left before it was imported is invoiced elsewhere");
    let mut ruth = world.sign_in("ruth@").await;
    let looks = ruth.get(LIST).await;
    assert!(looks.says("P-100001") && !looks.html.contains("type=\"checkbox\" name=\"order\""));
    assert_eq!(tick(&mut ruth, &["P-100001"]).await.status, 403);
    let none = tick(&mut will, &[]).await;
    assert!(none.status == 409 && none.says("Tick the orders first."), "{}", none.text());
    let early = tick(&mut will, &["P-100001"]).await;
    assert!(early.status == 409 && early.says("It cannot be issued yet"), "{}", early.text());
    with_seller(&world).await;
    // The first is refused, and stops none behind it.
    let some = tick(&mut will, &["P-999999", "P-100001", "P-100001"]).await;
    assert_eq!(some.status, 200, "{}", some.text());
    assert!(some.says("Invoiced: 1. Left as they were: 1."), "{}", some.text());
    assert!(some.says("INV-20") && some.lines_with("P-999999").len() == 1);
    assert!(!will.get(LIST).await.says("P-100001"), "it is invoiced");
    let again = tick(&mut will, &["P-100001"]).await;
    assert!(
        again.status == 409 && again.says("All that left for this order is on an invoice."),
        "{}",
        again.text()
    );
    world.work().await;
});

in_world!(when_all_went_well_the_invoices_are_shown, |world| {
    with_seller(&world).await;
    let mut will = world.sign_in("will@").await;
    let done = tick(&mut will, &["P-100001"]).await;
    assert_eq!(done.location(), Some("/staff/documents?type=invoice"), "{}", done.text());
    assert!(will.get("/staff/documents?type=invoice").await.says("One invoice is raised."));
    world.work().await;
});
