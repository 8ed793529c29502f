//! The back office keeps the contract of connectors, on both databases, and decides once.

use super::review::{self, Decision};
use super::{BackOffice, REVIEW, Review};
use crate::platform::db::{Tx, View};
use crate::platform::problem::AppError;
use crate::platform::settings;
use crate::testkit::race::race;
use crate::testkit::world::in_world;
use crate::{orders, sync};
use portico_erp::{Erp, contract};
use std::sync::Arc;

/// An order of the made-up company as a command, under a number that the back office does not know.
fn unknown_order(view: &mut View) -> Result<portico_erp::PlaceOrder, AppError> {
    let known = orders::command::place_order(view, "P-100003")?;
    let mut order = known.ok_or_else(|| anyhow::anyhow!("P-100003 is confirmed"))?;
    order.number = "P-999001".to_owned();
    order.remarks = Some("漢字 – Ærø ".repeat(200));
    Ok(order)
}

in_world!(the_contract_is_kept_with_and_without_review, |world| {
    for review in [Review::Off, Review::Always] {
        let set = move |tx: &mut Tx| settings::set(tx, &REVIEW, &review);
        world.db.write(set).await.unwrap();
        let mut order = world.db.read(unknown_order).await.unwrap();
        order.number = format!("P-99900{}", review as u8);
        contract::check(&BackOffice::new(world.db.clone()), order).await.unwrap();
    }
});

in_world!(twenty_decisions_at_once_are_one, |world| {
    world.leave_unhandled();
    let set = |tx: &mut Tx| settings::set(tx, &REVIEW, &Review::Always);
    world.db.write(set).await.unwrap();
    let mut anna = world.program("anna@").await;
    let body = serde_json::json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 1 }] });
    let key = [("Idempotency-Key", "decide-once")];
    let placed = anna.json(("POST", "/api/v1/orders"), &key, &body).await;
    let number = placed.json()["number"].as_str().unwrap().to_owned();
    let erp: Arc<dyn Erp> = Arc::new(BackOffice::new(world.db.clone()));
    let connectors = sync::Connectors { orders: erp };
    while sync::push_due(&world.db, &connectors, "test").await.unwrap() > 0 {}
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |i| {
        let (db, will, number) = (db.clone(), will.clone(), number.clone());
        let decision = match i % 2 {
            0 => Decision::Confirm,
            _ => Decision::Refuse { reason: "Not this week".to_owned() },
        };
        async move { db.write(move |tx| review::decide(tx, &will, &number, &decision)).await }
    })
    .await;
    let decided = answers.iter().filter(|answer| answer.is_ok()).count();
    let late = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(late.clone().all(|error| error.problem().code == "already_decided"), "{answers:?}");
    assert_eq!((decided, late.count()), (1, 19));
});

in_world!(what_was_told_but_not_heard_is_pulled_later, |world| {
    world.leave_unhandled();
    let mut anna = world.program("anna@").await;
    let body = serde_json::json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 1 }] });
    let key = [("Idempotency-Key", "pulled-later")];
    let placed = anna.json(("POST", "/api/v1/orders"), &key, &body).await;
    let number = placed.json()["number"].as_str().unwrap().to_owned();
    // The back office has it and confirmed it, but the answer never came: as after a crash.
    let erp: Arc<dyn Erp> = Arc::new(BackOffice::new(world.db.clone()));
    let sought = number.clone();
    let order = move |view: &mut View| orders::command::place_order(view, &sought);
    let order = world.db.read(order).await.unwrap().unwrap();
    let command = portico_erp::Command::PlaceOrder(Box::new(order));
    erp.push(&portico_erp::IdempotencyKey(number.clone()), &command).await.unwrap();
    let connectors = sync::Connectors { orders: erp };
    for _ in 0..2 {
        sync::pull_all(&world.db, &connectors).await.unwrap();
        let path = format!("/api/v1/orders/{number}");
        let order = anna.json(("GET", &path), &[], &serde_json::Value::Null).await.json();
        assert_eq!(
            (&order["status"], &order["hand_over"]),
            (&"confirmed".into(), &"received".into())
        );
    }
});
