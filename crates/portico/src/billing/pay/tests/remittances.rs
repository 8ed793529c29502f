//! Announced transfers: nothing is held, the number finds its documents, and the money is booked once.

use super::*;
use crate::billing::pay::transfer::{self, Transfer};
use crate::billing::seller::IBAN;
use crate::testkit::race::overlap;

async fn account(world: &World, iban: &'static str) {
    let set = move |tx: &mut Tx| settings::set(tx, &IBAN, &iban.to_owned());
    world.db.write(set).await.unwrap();
}

/// Will asks for the mails about announced transfers.
async fn will_asks(world: &World) {
    let login = world.staff("will@").login.id;
    let ask = move |tx: &mut Tx| -> Result<(), DbError> {
        tx.exec_each_one(
            "insert into staff_mails (membership_id, notice)
             select id, 'staff_remittance' from memberships where login_id = $1 and kind = 'staff'",
            &[args![login]],
        )
    };
    world.db.write(ask).await.unwrap();
}

const FORM: [(&str, &str); 6] = [
    ("form", "f1"),
    ("document", "INV-1"),
    ("document", "INV-2"),
    ("amount-INV-2", "30.00"),
    ("document", "CN-1"),
    ("amount-CN-1", ""),
];

async fn three(world: &World) {
    account(world, "GB29NWBK60161331926819").await;
    document(world, DocumentType::Invoice, "INV-1", 10_000).await;
    document(world, DocumentType::Invoice, "INV-2", 5_000).await;
    document(world, DocumentType::CreditNote, "CN-1", 2_000).await;
}

async fn mails(world: &World, about: &str) -> Vec<String> {
    world.work().await;
    world.mails().into_iter().filter(|mail| mail.contains(about)).collect()
}

in_world!(an_announced_transfer_finds_its_documents, |world| {
    three(&world).await;
    will_asks(&world).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/payments/new?document=INV-1&document=INV-2&document=CN-1").await;
    let first = anna.post("/remittances", &FORM).await;
    let again = anna.post("/remittances", &FORM).await;
    assert_eq!(first.location(), Some("/remittances/RA-1"), "{}", first.text());
    assert_eq!(again.location(), Some("/remittances/RA-1"), "once for each form");
    assert_eq!(open(&world, "INV-1").await, (10_000, 0), "nothing is held");
    let page = anna.get("/remittances/RA-1").await;
    assert!(page.says("£110.00") && page.says("GB29 NWBK 6016 1331 9268 19"), "{}", page.text());
    assert!(anna.get("/payments/new").await.says("Announced already, not here yet"));
    let told = mails(&world, "RA-1").await;
    assert_eq!(told.len(), 2, "whoever announced, and the staff who asked");
    assert!(told.iter().all(|mail| mail.contains("INV-2: ") && mail.contains("30.00")), "{told:?}");

    let mut will = world.sign_in("will@").await;
    let file =
        "Date;Payer;Payer account;Amount;Reference\n2026-03-10;Larch;GB01;110.00;RA 1 thanks\n";
    will.upload("/staff/bank", &[], ("march.csv", file.as_bytes())).await;
    let page = will.get("/staff/bank").await;
    assert!(page.says("Announced transfers"), "{}", page.text());
    let sql = "select id from bank_entries where state = 'open'";
    let id = world.db.read(move |view: &mut View| view.one::<i64>(sql, args![])).await.unwrap();
    let id = id.unwrap().to_string();
    let (customer, documents) = (format!("customer-{id}"), format!("documents-{id}"));
    assert_eq!(page.hidden(&documents).as_deref(), Some("RA-1"));
    assert_eq!(page.hidden(&customer).as_deref(), Some("C-1001"));
    let book = [("deed", "book"), ("entry", &*id), (&*customer, "C-1001"), (&*documents, "RA-1")];
    assert_eq!(will.post("/staff/bank/entries", &book).await.status, 303);
    assert_eq!(open(&world, "INV-1").await, (0, 0));
    assert_eq!(open(&world, "INV-2").await, (2_000, 0), "as much of it as was said");
    assert_eq!(open(&world, "CN-1").await, (0, 0), "the credit note is used");
    assert_eq!(open(&world, "PAY-1").await, (0, 0), "nothing is over");
    let page = anna.get("/remittances/RA-1").await;
    assert!(page.says("Received") && page.says("PAY-1"), "{}", page.text());
    let told = mails(&world, "PAY-1").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("INV-1: ") && told[0].contains("anna@"), "{told:?}");
    assert_eq!(anna.post("/remittances/RA-1/withdraw", &[]).await.status, 409);
    world.work().await;
});

in_world!(an_entry_of_a_known_account_is_the_transfer_of_its_amount, |world| {
    three(&world).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/payments/new").await;
    let form = [("form", "f2"), ("document", "INV-2"), ("amount-INV-2", "50.00")];
    assert_eq!(anna.post("/remittances", &form).await.status, 303);
    let mut will = world.sign_in("will@").await;
    let file = "Date;Payer;Payer account;Amount;Reference\n\
        2026-03-10;Larch;GB01;50.00;C-1001\n2026-03-11;Larch;GB01;49.00;C-1001\n";
    will.upload("/staff/bank", &[], ("march.csv", file.as_bytes())).await;
    let page = will.get("/staff/bank").await;
    let sql = "select id from bank_entries where state = 'open' order by id";
    let ids = world.db.read(move |view: &mut View| view.all::<i64>(sql, args![])).await.unwrap();
    let proposed = |id: &i64| page.hidden(&format!("documents-{id}")).unwrap_or_default();
    assert_eq!(ids.iter().map(proposed).collect::<Vec<_>>(), ["RA-1", ""]);
    world.work().await;
});

in_world!(nobody_announces_what_is_not_theirs_or_not_open, |world| {
    three(&world).await;
    document_of(&world, "bella@", (DocumentType::Invoice, "INV-9"), 10_000).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/payments/new").await;
    let wrong = [
        (vec![("document", "INV-9")], 422),
        (vec![("document", "INV-1"), ("amount-INV-1", "100.01")], 409),
        (vec![("document", "INV-1"), ("amount-INV-1", "-1")], 422),
        (vec![("document", "CN-1")], 422),
        (vec![("balance", "much")], 422),
    ];
    for (fields, status) in wrong {
        let said = anna.post("/remittances", &fields).await;
        assert_eq!(said.status, status, "{fields:?} {}", said.text());
    }
    let form = [("form", "f3"), ("document", "INV-1")];
    assert_eq!(anna.post("/remittances", &form).await.location(), Some("/remittances/RA-1"));
    let mut bella = world.sign_in("bella@").await;
    assert_eq!(bella.get("/remittances/RA-1").await.status, 404);
    assert_eq!(bella.post("/remittances/RA-1/withdraw", &[]).await.status, 404);
    let mut vera = world.sign_in("vera@").await;
    assert_eq!(vera.get("/remittances/RA-1").await.status, 200);
    assert_eq!(vera.post("/remittances/RA-1/withdraw", &[]).await.status, 403);
    assert_eq!(anna.post("/remittances/RA-1/withdraw", &[]).await.status, 303);
    let mut will = world.sign_in("will@").await;
    will.get("/staff/payments/new").await;
    let entry = [
        ("form", "t1"),
        ("customer-number", "C-1001"),
        ("amount", "100.00"),
        ("documents", "RA-1"),
    ];
    assert_eq!(will.post("/staff/payments", &entry).await.status, 422, "taken back");
    account(&world, "").await;
    let form = [("form", "f4"), ("document", "INV-1")];
    assert_eq!(anna.post("/remittances", &form).await.status, 403, "no account to transfer to");
    world.work().await;
});

in_world!(an_announced_transfer_that_two_people_book_is_booked_once, |world| {
    three(&world).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/payments/new").await;
    let form = [("form", "f5"), ("document", "INV-1")];
    assert_eq!(anna.post("/remittances", &form).await.status, 303);
    let (before, staff) = (owed(&world).await, world.staff("will@"));
    let one = move |staff: crate::access::Staff| {
        move |tx: &mut Tx| {
            let (amount, day) = (gbp(10_000), day("2026-03-10"));
            let (customer, documents) = ("C-1001", "RA-1");
            let new = Transfer { customer, amount, day, reference: "", documents };
            transfer::book(tx, &staff, &new)
        }
    };
    let (first, second) = overlap(&world.db, one(staff.clone()), one(staff)).await;
    assert!(first.is_ok());
    assert!(second.is_err(), "it is not announced any more");
    assert_eq!(before - owed(&world).await, 10_000);
    world.work().await;
});
