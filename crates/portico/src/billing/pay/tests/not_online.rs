//! A customer that may not pay online: nothing is offered, every door is closed, bank transfers go on.

use super::*;
use crate::billing::pay::plan::Wish;
use crate::billing::pay::start::{self, Asked, Way};
use crate::billing::seller::IBAN;

/// Will says in the terms of anna's company whether it may pay online.
async fn set_online(world: &World, online: bool) {
    let mut will = world.sign_in("will@").await;
    let version = will.get("/staff/customers/C-1001/terms").await.hidden("version").unwrap();
    let mut form = vec![
        ("version", version.as_str()),
        ("payment_days", "30"),
        ("discount", "0"),
        ("currency", "GBP"),
        ("prices_shown", "net"),
    ];
    form.extend(online.then_some(("pays_online", "yes")));
    let saved = will.post("/staff/customers/C-1001/terms", &form).await;
    assert_eq!(saved.location(), Some("/staff/customers/C-1001"), "{}", saved.text());
    let said = if online { "May pay online Yes" } else { "May pay online No" };
    assert!(will.get("/staff/customers/C-1001").await.says(said));
}

/// The pages that offer paying, where it is offered.
async fn offering(anna: &mut Client) -> Vec<&'static str> {
    let mut offering = Vec::new();
    for path in ["/", "/transactions", "/transactions/INV-1", "/statement", "/payments"] {
        let page = anna.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        if page.html.contains("/payments/new") {
            offering.push(path);
        }
    }
    offering
}

in_world!(where_a_customer_may_not_pay_online_every_door_is_closed, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.sign_in("anna@").await;
    let all = ["/", "/transactions", "/transactions/INV-1", "/statement", "/payments"];
    assert_eq!(offering(&mut anna).await, all, "by default");
    set_online(&world, false).await;
    assert_eq!(offering(&mut anna).await, [""; 0]);
    let page = anna.get("/payments/new?document=INV-1").await;
    assert!(page.says("Paying online is not open to your company."), "{}", page.text());
    assert!(!page.html.contains("data-sending="), "no button to pay by");
    for fields in [
        [("document", "INV-1"), ("amount-INV-1", "60.00"), ("form", "f1")],
        [("balance", "60.00"), ("keep_rest", ""), ("form", "f2")],
    ] {
        let refused = anna.post("/payments", &fields).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert!(refused.says("Paying online is not open to your company."));
    }
    let mut program = world.program("anna@").await;
    let refused = pay(&mut program, "k-1", documents(&[("INV-1", "")])).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].as_str()),
        (403, Some("not_allowed"))
    );
    let mut buyer = world.buyer("anna@");
    buyer.customer.pays_online = false;
    let verb = move |tx: &mut Tx| {
        let gateway = Some(Way { name: "demo", takes: |_| true });
        let wish = Wish::Balance(gbp(100));
        start::start(tx, &buyer, &Asked { wish, keeps_rest: false, gateway })
    };
    assert_eq!(world.db.write(verb).await.unwrap_err().problem().status, 403);
    assert_eq!(open(&world, "INV-1").await, (10_000, 0), "nothing is held");
    set_online(&world, true).await;
    assert_eq!(offering(&mut anna).await, all);
    world.work().await;
});

in_world!(who_may_not_pay_online_gives_up_what_is_under_way_and_announces_transfers, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/payments/new?document=INV-1").await;
    let begun = anna.post("/payments", &[("document", "INV-1"), ("form", "f1")]).await;
    assert_eq!(begun.location(), Some("/payments/PAY-1?go=1"), "{}", begun.text());
    set_online(&world, false).await;
    let ended = anna.post("/payments/PAY-1/end", &[]).await;
    assert_eq!(ended.location(), Some("/payments/PAY-1"), "{}", ended.text());
    assert_eq!(open(&world, "INV-1").await, (10_000, 0), "what was held is free");
    let account = |tx: &mut Tx| settings::set(tx, &IBAN, &"GB29NWBK60161331926819".to_owned());
    world.db.write(account).await.unwrap();
    let page = anna.get("/payments/new?document=INV-1").await;
    assert!(page.html.contains("/remittances") && !page.says("Paying online is not open"));
    let announced = anna.post("/remittances", &[("document", "INV-1"), ("form", "f2")]).await;
    assert_eq!(announced.location(), Some("/remittances/RA-1"), "{}", announced.text());
    let refused = anna.post("/payments", &[("document", "INV-1"), ("form", "f3")]).await;
    assert_eq!(refused.status, 403);
    world.work().await;
});
