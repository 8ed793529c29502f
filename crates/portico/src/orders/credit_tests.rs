//! What the credit limit does to orders: each mode, each way of being over, and many people at once.

use super::credit::{code, said};
use super::place_tests::{try_place, wish};
use super::wish::Exceptions;
use crate::args;
use crate::customers::credit::{CHECK, COUNTS, CreditCheck, CreditCounts, Over};
use crate::orders::exceptions::{PASS_CREDIT, Whom};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;
use portico_types::{Currency, Money};
use serde_json::{Value, json};

/// The limit of Larch & Lime, so much above what counts already.
async fn leaves(world: &World, minor: i64) {
    let deed = move |tx: &mut Tx| {
        tx.exec(
            "update customers set credit_limit_minor = $1 +
                 (select owed_minor + ordered_minor from credit where customer_id = 1001)
             where id = 1001",
            args![minor],
        )
    };
    assert_eq!(world.db.write(deed).await.unwrap(), 1);
}

async fn limit(world: &World, minor: i64) {
    let sql = "update customers set credit_limit_minor = $1 where id = 1001";
    let deed = move |tx: &mut Tx| tx.exec(sql, args![minor]);
    assert_eq!(world.db.write(deed).await.unwrap(), 1);
}

async fn mode(world: &World, check: CreditCheck) {
    world.db.write(move |tx: &mut Tx| settings::set(tx, &CHECK, &check)).await.unwrap();
}

/// What was kept with an order, and its status.
async fn kept(world: &World, number: &str) -> (Option<i64>, String) {
    let number = number.to_lowercase();
    let sql = "select credit_over_minor, status from orders where number_key = $1";
    let read = move |view: &mut View| view.one::<(Option<i64>, String)>(sql, args![&number]);
    world.db.read(read).await.unwrap().unwrap()
}

/// A program orders one teapot; status, code and sentence, or the order's number.
async fn order(world: &World, key: &str) -> (u16, String, String) {
    let mut anna = world.program("anna@").await;
    let body = json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 3 }] });
    let page = anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", key)], &body).await;
    let answer = page.json();
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let code = if page.status == 201 { text("number") } else { text("code") };
    (page.status.as_u16(), code, text("detail"))
}

#[test]
fn each_way_of_being_over_has_its_own_sentence_and_code() {
    let gbp = |minor| Money::new(minor, Currency::GBP);
    let ways = [
        Over::PayFirst { by: gbp(1) },
        Over::Already { by: gbp(1) },
        Over::WithThis { by: gbp(1), left: gbp(2) },
    ];
    let mut keys: Vec<_> = ways.iter().map(|over| said(*over, gbp(3), true).key).collect();
    keys.dedup();
    assert_eq!(keys.len(), 3);
    assert_eq!(ways.map(code), ["pay_first", "credit_exceeded", "credit_exceeded"]);
}

in_world!(refused_orders_say_in_which_way_and_by_how_much, |world| {
    mode(&world, CreditCheck::Refuse).await;
    leaves(&world, 1_000).await;
    let (status, code, detail) = order(&world, "with-this").await;
    assert_eq!((status, code.as_str()), (409, "credit_exceeded"));
    assert!(detail.contains("£10.00 of") && detail.contains("A smaller order fits."), "{detail}");
    leaves(&world, -1).await;
    let (status, code, detail) = order(&world, "already").await;
    assert_eq!((status, code.as_str()), (409, "credit_exceeded"));
    assert!(detail.contains("used up already"), "{detail}");
    limit(&world, 0).await;
    let (status, code, detail) = order(&world, "first").await;
    assert_eq!((status, code.as_str()), (409, "pay_first"));
    assert!(detail.contains("paid in advance"), "{detail}");
    let hidden = |tx: &mut Tx| {
        tx.exec("update customers set prices_shown = 'hidden' where id = 1001", args![])
    };
    let _ = world.db.write(hidden).await.unwrap();
    leaves(&world, 1_000).await;
    let (_, _, detail) = order(&world, "hidden").await;
    assert!(detail.contains("goes over the credit limit") && !detail.contains('£'), "{detail}");
});

in_world!(the_page_and_the_program_say_it_before, |world| {
    mode(&world, CreditCheck::Review).await;
    leaves(&world, 1_000).await;
    let mut program = world.program("anna@").await;
    let lines = json!([{ "code": "TEAPOT-IRON", "quantity": 3 }]);
    program.json(("POST", "/api/v1/cart/lines"), &[], &lines).await;
    let cart = program.get("/api/v1/cart").await.json();
    let credit = &cart["credit"];
    assert_eq!((&credit["state"], &credit["check"]), (&json!("over_with_this"), &json!("review")));
    assert_eq!(credit["available"]["amount"], "10.00");
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/cart").await;
    for part in ["over the credit limit", "£10.00 of", "waits until we have looked at it"] {
        assert!(page.says(part), "{part}: {}", page.text());
    }
    mode(&world, CreditCheck::Refuse).await;
    assert!(anna.get("/cart").await.says("cannot be placed like this"));
    mode(&world, CreditCheck::Warn).await;
    assert!(anna.get("/cart").await.says("can be placed all the same"));
    limit(&world, 0).await;
    let page = anna.get("/cart").await;
    assert!(page.says("paid in advance") && page.says("in advance"), "{}", page.text());
    mode(&world, CreditCheck::Off).await;
    assert!(!anna.get("/cart").await.says("paid in advance: there is no credit"));
    assert_eq!(program.get("/api/v1/cart").await.json()["credit"]["over"], Value::Null);
});

in_world!(warned_orders_stand_and_held_ones_wait_for_a_review, |world| {
    let never = |tx: &mut Tx| {
        settings::set(tx, &crate::backoffice::REVIEW, &crate::backoffice::Review::Off)
    };
    world.db.write(never).await.unwrap();
    leaves(&world, 1_000).await;
    mode(&world, CreditCheck::Warn).await;
    let (_, warned, _) = order(&world, "warned").await;
    world.work().await;
    let (by, status) = kept(&world, &warned).await;
    assert!(by.is_some_and(|by| by > 0) && status == "confirmed", "{by:?} {status}");
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get(&format!("/staff/orders/{warned}")).await;
    assert!(page.says("went over the customer's credit limit by £"), "{}", page.text());
    assert_eq!(ruth.get("/staff/orders").await.html.matches(" over credit<").count(), 1);
    mode(&world, CreditCheck::Review).await;
    let (_, held, _) = order(&world, "held").await;
    world.work().await;
    let (by, status) = kept(&world, &held).await;
    assert!(by.is_some_and(|by| by > 0) && status == "placed", "{by:?} {status}");
    let mut will = world.sign_in("will@").await;
    let page = will.get(&format!("/staff/orders/{held}")).await;
    assert!(page.says("over the credit limit"), "{}", page.text());
    limit(&world, 10_000_000).await;
    let (_, within, _) = order(&world, "within").await;
    world.work().await;
    assert_eq!(kept(&world, &within).await, (None, "confirmed".to_owned()));
    assert!(!ruth.get(&format!("/staff/orders/{within}")).await.says("credit limit by"));
});

in_world!(staff_who_may_pass_it_are_recorded_and_the_order_is_not_held, |world| {
    world.leave_unhandled();
    let may = |tx: &mut Tx| settings::set(tx, &PASS_CREDIT, &Whom::Write);
    world.db.write(may).await.unwrap();
    mode(&world, CreditCheck::Review).await;
    leaves(&world, 1_000).await;
    let will = world.staff("will@").ordering_for(world.buyer("anna@").customer).unwrap();
    let mut passed = wish(&[("TEAPOT-IRON", "3")]);
    passed.exceptions =
        Exceptions { credit: true, reason: "Paid by card".to_owned(), ..Exceptions::default() };
    let placed = try_place(&world.db, &will, &passed).await.unwrap();
    assert_eq!(kept(&world, &placed.number).await.0, None);
    let id = placed.id;
    let read = move |view: &mut View| -> Result<Option<String>, DbError> {
        view.one("select kind from order_exceptions where order_id = $1", args![id])
    };
    assert_eq!(world.db.read(read).await.unwrap().as_deref(), Some("credit"));
});

in_world!(what_counts_is_a_setting, |world| {
    mode(&world, CreditCheck::Refuse).await;
    let ordered = |tx: &mut Tx| {
        tx.exec(
            "update customers set credit_limit_minor = 100000 +
                 (select owed_minor from credit where customer_id = 1001) where id = 1001",
            args![],
        )
    };
    let _ = world.db.write(ordered).await.unwrap();
    let much = |tx: &mut Tx| {
        tx.exec("update credit set ordered_minor = 100000 where customer_id = 1001", args![])
    };
    let _ = world.db.write(much).await.unwrap();
    assert_eq!(order(&world, "both").await.0, 409);
    let available = async |world: &World| {
        let account = world.program("anna@").await.get("/api/v1/account").await.json();
        account["available_credit"]["amount"].as_str().unwrap().to_owned()
    };
    assert_eq!(available(&world).await, "0.00");
    let owed = |tx: &mut Tx| settings::set(tx, &COUNTS, &CreditCounts::Owed);
    world.db.write(owed).await.unwrap();
    assert_eq!(available(&world).await, "1000.00");
    assert_eq!(order(&world, "owed").await.0, 201);
    world.work().await;
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/account").await;
    assert!(page.status == StatusCode::OK && page.says("does not count"), "{}", page.text());
});

// A product without stock, so that no lock but the credit row's is in play.
in_world!(fifty_people_after_the_last_thousand_of_credit, |world| {
    world.leave_unhandled();
    mode(&world, CreditCheck::Refuse).await;
    leaves(&world, 100_000).await;
    let (db, anna) = (world.db.clone(), world.buyer("anna@"));
    let answers = race(50, move |_| {
        let (db, anna) = (db.clone(), anna.clone());
        // 120 × 2.50 is 300.00, and 360.00 with VAT: two fit into 1,000.00.
        async move { try_place(&db, &anna, &wish(&[("GIFT-WRAPPING", "120")])).await }
    })
    .await;
    let total = |number: String| {
        let sql = "select total_minor from orders where number = $1";
        world.db.read(move |view: &mut View| view.one::<i64>(sql, args![&number]))
    };
    let (mut spent, mut each) = (0, 0);
    for answer in &answers {
        match answer {
            Ok(placed) => {
                each = total(placed.number.clone()).await.unwrap().unwrap();
                spent += each;
            }
            Err(error) => assert_eq!(error.problem().code, "credit_exceeded"),
        }
    }
    assert!(
        each > 0 && spent <= 100_000 && spent + each > 100_000,
        "{spent} of 100000, {each} each"
    );
});
