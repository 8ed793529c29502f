//! Bank transfers that staff enter: once for each form, the oldest due first, what is over is credit.

use super::*;

const FORM: [(&str, &str); 4] = [
    ("form", "f1"),
    ("customer-number", "C-1001"),
    ("amount", "120.00"),
    ("reference", "Transfer 4711"),
];

fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    FORM.into_iter().filter(|(n, _)| *n != name).chain([(name, value)]).collect()
}

in_world!(a_transfer_pays_the_oldest_and_the_rest_is_credit, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let before = owed(&world).await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/payments/new").await;
    let first = will.post("/staff/payments", &FORM).await;
    let again = will.post("/staff/payments", &FORM).await;
    assert_eq!(
        (first.status, first.location()),
        (again.status, again.location()),
        "{}",
        first.text()
    );
    assert_eq!(first.location(), Some("/staff/payments/PAY-1"));
    assert_eq!((open(&world, "INV-1").await, open(&world, "PAY-1").await), ((0, 0), (2_000, 0)));
    assert_eq!(before - owed(&world).await, 12_000, "booked once");
    assert!(will.get("/staff/payments/PAY-1").await.says("INV-1"));
    assert!(will.get("/staff/payments").await.says("PAY-1"));
    world.work().await;
});

in_world!(a_transfer_goes_to_what_is_named, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    document(&world, DocumentType::Invoice, "INV-2", 10_000).await;
    document_of(&world, "bella@", (DocumentType::Invoice, "INV-9"), 10_000).await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/payments/new").await;
    let wrong = [
        ("customer-number", "C-9999"),
        ("amount", "0"),
        ("amount", "-1"),
        ("amount", "much"),
        ("day", "2999-01-01"),
        ("day", "yesterday"),
        ("documents", "INV-2, INV-9"),
        ("documents", "NONE"),
    ];
    for (name, value) in wrong {
        let said = will.post("/staff/payments", &with(name, value)).await;
        assert_eq!(said.status, 422, "{name} {value}");
        assert!(said.html.contains("Transfer 4711"), "nothing typed is lost");
    }
    let fields = with("documents", "inv-2 INV-1");
    assert_eq!(will.post("/staff/payments", &fields).await.status, 303);
    assert_eq!((open(&world, "INV-2").await, open(&world, "INV-1").await), ((0, 0), (8_000, 0)));
    let mut ruth = world.sign_in("ruth@").await;
    assert_eq!(ruth.get("/staff/payments").await.status, 200);
    assert_eq!(ruth.get("/staff/payments/new").await.status, 403);
    world.work().await;
});
