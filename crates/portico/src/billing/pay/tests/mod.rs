//! Paying on both databases: what is held, what is booked and when, what is believed.

mod at_stripe;
mod bank;
mod demo;
mod events;
mod in_advance;
mod money_back;
mod not_online;
mod races;
mod remittances;
mod transfers;

use super::carry;
use super::demo as gateway;
use super::demo::Deed;
use super::{GATEWAY, ONE_AT_A_TIME, Status, book, store};
use crate::args;
use crate::billing::DocumentType;
use crate::billing::write::{NewDocument, owe, write};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::settings;
use crate::testkit::client::Client;
use crate::testkit::page::Page;
use crate::testkit::world::{World, in_world};
use portico_types::{Currency, Day, Money};
use serde_json::{Value, json};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn gbp(minor: i64) -> Money {
    Money::new(minor, Currency::GBP)
}

/// A document of anna's company (or bella's) with so much open.
async fn document(world: &World, kind: DocumentType, number: &'static str, minor: i64) -> i64 {
    document_of(world, "anna@", (kind, number), minor).await
}

async fn document_of(
    world: &World,
    who: &str,
    (kind, number): (DocumentType, &'static str),
    minor: i64,
) -> i64 {
    let whose = world.buyer(who).customer.id;
    let make = move |tx: &mut Tx| -> Result<i64, DbError> {
        settings::set(tx, &GATEWAY, &"demo".to_owned())?;
        owe(tx, kind, whose, number, gbp(minor))?;
        let new = NewDocument {
            kind,
            number,
            customer_id: whose,
            ordered_by: whose,
            issued_day: day("2026-03-01"),
            due_day: kind.is_debit().then(|| day("2026-03-31")),
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
    };
    world.db.write(make).await.unwrap()
}

/// Open and pending of a document.
async fn open(world: &World, number: &'static str) -> (i64, i64) {
    let sql = "select open_minor, pending_minor from documents where number = $1";
    let read = move |view: &mut View| view.one::<(i64, i64)>(sql, args![number]);
    world.db.read(read).await.unwrap().unwrap()
}

/// What anna's company owes in all.
async fn owed(world: &World) -> i64 {
    let whose = world.buyer("anna@").customer.id;
    let sql = "select owed_minor from credit where customer_id = $1 and currency = 'GBP'";
    let read = move |view: &mut View| view.one::<i64>(sql, args![whose]);
    world.db.read(read).await.unwrap().unwrap_or(0)
}

/// Id, status and the gateway's id of a payment.
async fn payment(world: &World, number: &str) -> (i64, String, Option<String>) {
    let number = number.to_owned();
    let sql = "select id, status, gateway_id from payments where number = $1";
    let read = move |view: &mut View| {
        view.one::<(i64, String, Option<String>)>(sql, args![number.as_str()])
    };
    world.db.read(read).await.unwrap().unwrap()
}

async fn pay(anna: &mut Client, key: &str, body: Value) -> Page {
    anna.json(("POST", "/api/v1/payments"), &[("Idempotency-Key", key)], &body).await
}

fn documents(all: &[(&str, &str)]) -> Value {
    let one = |(number, amount): &(&str, &str)| match *amount {
        "" => json!({ "number": number }),
        amount => json!({ "number": number, "amount": { "amount": amount, "currency": "GBP" } }),
    };
    json!({ "documents": all.iter().map(one).collect::<Vec<_>>() })
}

/// Something happens at the demo gateway, and the portal asks.
async fn happens(world: &World, number: &str, deed: Deed) -> bool {
    let (id, _, at_gateway) = payment(world, number).await;
    let at_gateway = at_gateway.unwrap();
    let done = world.db.write(move |tx: &mut Tx| gateway::does(tx, &at_gateway, deed)).await;
    carry::ask(&world.app, id).await.unwrap();
    done.unwrap()
}

in_world!(three_documents_and_a_credit_note_are_paid_once, |world| {
    for (number, minor) in [("INV-1", 10_000), ("INV-2", 5_000), ("INV-3", 2_500)] {
        document(&world, DocumentType::Invoice, number, minor).await;
    }
    document(&world, DocumentType::CreditNote, "CN-1", 6_000).await;
    let before = owed(&world).await;
    let mut anna = world.program("anna@").await;
    let wish = documents(&[("INV-1", ""), ("inv-2", "50.00"), ("INV-3", "20.00"), ("CN-1", "")]);
    let made = pay(&mut anna, "k-1", wish.clone()).await;
    assert_eq!(made.status, 201, "{}", made.html);
    let told = made.json();
    assert_eq!(
        (told["status"].as_str(), told["amount"]["amount"].as_str()),
        (Some("pending"), Some("110.00"))
    );
    assert!(
        told["redirect_url"].as_str().unwrap().starts_with("http://127.0.0.1:8080/demo-gateway/")
    );
    assert_eq!(
        (open(&world, "INV-1").await, open(&world, "CN-1").await),
        ((10_000, 10_000), (6_000, 6_000))
    );
    // The same again is the same payment; another one for the same document has to wait.
    let again = pay(&mut anna, "k-1", wish).await;
    assert_eq!(again.json()["number"], told["number"]);
    let second = pay(&mut anna, "k-2", documents(&[("INV-3", "1.00")])).await;
    assert_eq!(
        (second.status.as_u16(), second.json()["code"].as_str()),
        (409, Some("payment_pending"))
    );
    let number = told["number"].as_str().unwrap();
    for _ in 0..3 {
        let _ = happens(&world, number, Deed::Pay).await;
    }
    let shown = anna.get(&format!("/api/v1/payments/{number}")).await.json();
    assert_eq!((shown["status"].as_str(), &shown["redirect_url"]), (Some("paid"), &Value::Null));
    for (number, left) in [("INV-1", 0), ("INV-2", 0), ("INV-3", 500), ("CN-1", 0)] {
        assert_eq!(open(&world, number).await, (left, 0), "{number}");
    }
    assert_eq!(before - owed(&world).await, 11_000, "the money came once");
    world.work().await;
});

in_world!(coming_back_without_paying_books_nothing, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/payments/new?document=INV-1").await;
    let fields = [("document", "INV-1"), ("amount-INV-1", "60.00"), ("form", "f1")];
    let sent = anna.post("/payments", &fields).await;
    assert_eq!(sent.location(), Some("/payments/PAY-1?go=1"), "{}", sent.text());
    let way = anna.get("/payments/PAY-1?go=1").await;
    assert!(way.headers["refresh"].to_str().unwrap().starts_with("0; url=/demo-gateway/"));
    let back = anna.get("/payments/PAY-1?back=1&session_id=cs_paid&status=paid").await;
    assert!(back.says("Under way"), "{}", back.text());
    assert_eq!(open(&world, "INV-1").await, (10_000, 6_000));
    // Given up: free again.
    assert_eq!(anna.post("/payments/PAY-1/end", &[]).await.status, 303);
    assert_eq!(open(&world, "INV-1").await, (10_000, 0));
    assert!(anna.get("/payments/PAY-1").await.says("This payment was given up"));
    assert!(!happens(&world, "PAY-1", Deed::Pay).await, "nobody can pay it any more");
});

in_world!(wrong_wishes_are_refused_and_hold_nothing, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    document_of(&world, "bella@", (DocumentType::Invoice, "INV-9"), 10_000).await;
    let mut anna = world.program("anna@").await;
    let euro = json!({ "documents": [{ "number": "INV-1", "amount": { "amount": "1.00", "currency": "EUR" } }] });
    let cases = [
        (documents(&[("INV-1", "100.01")]), 409, "amount_over_open"),
        (documents(&[("INV-1", "0.00")]), 422, "invalid"),
        (documents(&[("INV-1", "-1.00")]), 422, "invalid"),
        (documents(&[("INV-9", "1.00")]), 422, "invalid"),
        (documents(&[("NONE", "1.00")]), 422, "invalid"),
        (documents(&[("INV-1", "1.00"), ("INV-1", "1.00")]), 422, "invalid"),
        (documents(&[]), 422, "invalid"),
        (euro, 422, "invalid"),
        (json!({ "amount": { "amount": "100.01", "currency": "GBP" } }), 409, "amount_over_open"),
        (json!({}), 422, "invalid"),
    ];
    for (index, (wish, status, code)) in cases.into_iter().enumerate() {
        let said = pay(&mut anna, &format!("k-{index}"), wish.clone()).await;
        assert_eq!(
            (said.status.as_u16(), said.json()["code"].as_str()),
            (status, Some(code)),
            "{wish}"
        );
    }
    let foreign = pay(&mut anna, "k-a", documents(&[("INV-9", "1.00")])).await;
    let absent = pay(&mut anna, "k-b", documents(&[("INV-8", "1.00")])).await;
    assert_eq!(foreign.html, absent.html, "somebody else's is as absent");
    assert_eq!(
        (open(&world, "INV-1").await, open(&world, "INV-9").await),
        ((10_000, 0), (10_000, 0))
    );
    let mut vera = world.sign_in("vera@").await;
    assert_eq!(vera.get("/payments/new").await.status, 403);
});

in_world!(what_is_over_becomes_credit_only_when_it_was_said, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.program("anna@").await;
    let wish =
        json!({ "amount": { "amount": "120.00", "currency": "GBP" }, "keep_rest_as_credit": true });
    let number = pay(&mut anna, "k", wish).await.json()["number"].as_str().unwrap().to_owned();
    happens(&world, &number, Deed::Pay).await;
    assert_eq!((open(&world, "INV-1").await, open(&world, "PAY-1").await), ((0, 0), (2_000, 0)));
    // The next invoice takes it: nothing is left to pay, and no gateway is asked.
    document(&world, DocumentType::Invoice, "INV-2", 1_500).await;
    let paid = pay(&mut anna, "k-2", documents(&[("INV-2", ""), ("PAY-1", "")])).await.json();
    assert_eq!((paid["status"].as_str(), &paid["redirect_url"]), (Some("paid"), &Value::Null));
    assert_eq!((open(&world, "INV-2").await, open(&world, "PAY-1").await), ((0, 0), (500, 0)));
    world.work().await;
});

in_world!(a_crash_before_the_gateway_heard_is_mended_by_the_same_call, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.program("anna@").await;
    let wish = documents(&[("INV-1", "")]);
    let first = pay(&mut anna, "k", wish.clone()).await.json();
    // As if we had been killed between the two commits: the gateway knows it, we do not.
    let forget = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update payments set gateway_id = null, redirect_url = null", [])
    };
    world.db.write(forget).await.unwrap();
    let again = pay(&mut anna, "k", wish).await.json();
    assert_eq!(again, first, "the same payment at the gateway, the same page");
    // Nor does anybody have to call: the work behind the pages mends it, too.
    world.db.write(forget).await.unwrap();
    world.clock.advance(60_000);
    assert_eq!(carry::repair(&world.app).await.unwrap(), 1);
    assert!(payment(&world, "PAY-1").await.2.is_some());
});

in_world!(what_nobody_told_is_asked, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.program("anna@").await;
    pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    let at = payment(&world, "PAY-1").await.2.unwrap();
    world.db.write(move |tx: &mut Tx| gateway::does(tx, &at, Deed::Pay)).await.unwrap();
    assert_eq!(carry::repair(&world.app).await.unwrap(), 0, "not yet");
    world.clock.advance(60_000);
    assert_eq!(carry::repair(&world.app).await.unwrap(), 1);
    assert_eq!(open(&world, "INV-1").await, (0, 0));
    assert_eq!(carry::repair(&world.app).await.unwrap(), 0, "and then left alone");
    world.work().await;
});

in_world!(slow_money_that_fails_frees_what_it_held, |world| {
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let mut anna = world.program("anna@").await;
    pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    happens(&world, "PAY-1", Deed::PayLater).await;
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000));
    happens(&world, "PAY-1", Deed::Fail).await;
    assert_eq!(
        (open(&world, "INV-1").await, payment(&world, "PAY-1").await.1.as_str()),
        ((10_000, 0), "failed")
    );
});

in_world!(
    money_for_a_payment_that_was_given_up_is_booked_as_far_as_there_is_something_to_settle,
    |world| {
        document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
        let mut anna = world.program("anna@").await;
        let several = |tx: &mut Tx| settings::set(tx, &ONE_AT_A_TIME, &false);
        world.db.write(several).await.unwrap();
        for key in ["k-1", "k-2"] {
            let made = pay(
                &mut anna,
                key,
                documents(&[("INV-1", if key == "k-1" { "80.00" } else { "20.00" })]),
            )
            .await;
            assert_eq!(made.status, 201);
        }
        // The first one is over for us; its payer pays all the same.
        let over = |tx: &mut Tx| -> Result<(), DbError> {
            let id = tx_id(tx)?;
            let first = store::by_id(tx, id)?.unwrap();
            book::over(tx, &first, Status::Expired)
        };
        world.db.write(over).await.unwrap();
        let third = pay(&mut anna, "k-3", documents(&[("INV-1", "50.00")])).await;
        assert_eq!(third.status, 201);
        happens(&world, "PAY-3", Deed::Pay).await;
        happens(&world, "PAY-1", Deed::Pay).await;
        // 100 less 50 paid less 20 under way: 30 of the 80 settle, 50 are credit.
        assert_eq!(
            (open(&world, "INV-1").await, open(&world, "PAY-1").await),
            ((2_000, 2_000), (5_000, 0))
        );
        world.work().await;
    }
);

fn tx_id(tx: &mut Tx) -> Result<i64, DbError> {
    let id = tx.one::<i64>("select id from payments where number = 'PAY-1'", [])?;
    Ok(id.unwrap())
}
