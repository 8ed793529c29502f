//! Bank files: each entry comes in once, is proposed what its text names, and is booked once.

use super::*;
use crate::billing::bank::book;
use crate::testkit::race::overlap;

const FILE: &str = "Date;Payer;Payer account;Amount;Reference\n\
    2026-03-10;Larch and Lime;GB01;100.00;Your INV-1\n\
    2026-03-10;Larch and Lime;GB01;100.00;Your INV-1\n\
    2026-03-11;Moorland;GB02;60.00;inv 9 with thanks\n\
    2026-03-12;Somebody;GB03;5.00;a gift\n";

async fn entry(world: &World, reference: &'static str) -> i64 {
    let read = move |view: &mut View| {
        view.one::<i64>(
            "select min(id) from bank_entries where reference = $1 and state = 'open'",
            args![reference],
        )
    };
    world.db.read(read).await.unwrap().unwrap()
}

in_world!(a_bank_file_is_brought_once_and_booked_as_proposed, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    document_of(&world, "bella@", (DocumentType::Invoice, "INV-9"), 10_000).await;
    let before = owed(&world).await;
    let mut will = world.sign_in("will@").await;
    let brought = will.upload("/staff/bank", &[], ("march.csv", FILE.as_bytes())).await;
    assert_eq!(brought.location(), Some("/staff/bank"), "{}", brought.text());
    let page = will.get("/staff/bank").await;
    assert!(page.says("4 new, 0 known already, 0 not money that came in."), "{}", page.text());
    will.upload("/staff/bank", &[], ("again.csv", FILE.as_bytes())).await;
    assert!(
        will.get("/staff/bank").await.says("0 new, 4 known already"),
        "the file again brings nothing"
    );

    let (first, part, gift) = (
        entry(&world, "Your INV-1").await,
        entry(&world, "inv 9 with thanks").await,
        entry(&world, "a gift").await,
    );
    let page = will.get("/staff/bank").await;
    assert_eq!(page.hidden(&format!("documents-{first}")).as_deref(), Some("INV-1"));
    assert_eq!(page.hidden(&format!("documents-{part}")).as_deref(), Some("INV-9"));
    let texts = [first, part, gift]
        .map(|id| (id.to_string(), format!("customer-{id}"), format!("documents-{id}")));
    let fields = [
        ("deed", "book"),
        ("entry", &*texts[0].0),
        (&*texts[0].1, "C-1001"),
        (&*texts[0].2, "INV-1"),
        ("entry", &*texts[1].0),
        (&*texts[1].1, "C-1001"),
        (&*texts[1].2, "INV-9"),
    ];
    let said = will.post("/staff/bank/entries", &fields).await;
    assert_eq!(said.status, 422, "INV-9 is not of this customer");
    assert!(said.says("1 booked."), "{}", said.text());
    assert_eq!((open(&world, "INV-1").await, before - owed(&world).await), ((0, 0), 10_000));
    let again = will.post("/staff/bank/entries", &fields[..4]).await;
    assert!(again.says("Somebody booked or set this aside meanwhile."), "{}", again.text());
    assert_eq!(before - owed(&world).await, 10_000, "booked once");

    let aside = [("deed", "set-aside"), ("entry", &*texts[2].0)];
    assert_eq!(will.post("/staff/bank/entries", &aside).await.status, 303);
    assert!(!will.get("/staff/bank").await.says("a gift"));
    let mut ruth = world.sign_in("ruth@").await;
    assert_eq!(ruth.get("/staff/bank").await.status, 200);
    assert_eq!(ruth.post("/staff/bank/entries", &aside).await.status, 403);
    world.work().await;
});

in_world!(an_entry_that_two_people_book_is_booked_once, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let before = owed(&world).await;
    let mut will = world.sign_in("will@").await;
    will.upload("/staff/bank", &[], ("march.csv", FILE.as_bytes())).await;
    let (id, staff) = (entry(&world, "Your INV-1").await, world.staff("will@"));
    let one = move |staff: crate::access::Staff| {
        move |tx: &mut Tx| book::book(tx, &staff, id, ("C-1001", ""))
    };
    let (first, second) = overlap(&world.db, one(staff.clone()), one(staff)).await;
    assert!(first.is_ok());
    assert_eq!(second.unwrap_err().problem().code, "changed_meanwhile");
    assert_eq!(before - owed(&world).await, 10_000);
    world.work().await;
});
