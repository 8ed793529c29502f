//! Goods come in and go to who waits; a note is taken back; programs send one receipt once.

use super::book::{self, Arrival};
use super::reverse;
use crate::backoffice::entered::read;
use crate::backoffice::goods_out::release::{Wanted, release};
use crate::doctor;
use crate::platform::db::Tx;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

in_world!(what_comes_in_goes_to_who_waits_and_can_be_taken_back, |world| {
    // P-100002 waits for 24 MUG-SLATE; 48 more of it are reserved.
    let before = world.stock_of("MUG-SLATE").await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/goods-in/new").await;
    let typed = |deed: &'static str, lines: &'static str| {
        [
            ("form", "f1"),
            ("deed", deed),
            ("lines", lines),
            ("reference", "DN 4711"),
            ("location", "main"),
        ]
    };
    let wrong = will.post("/staff/goods-in", &typed("book", "MUG-SLATE;x\nNO-SUCH")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("2 lines cannot be booked") && wrong.says("NO-SUCH"), "{}", wrong.text());
    let look =
        will.post("/staff/goods-in", &typed("look", "10*MUG-SLATE\nmug-slate\nMUG-SLATE;9")).await;
    assert!(
        look.status == StatusCode::OK && look.html.contains("value=\"book\""),
        "{}",
        look.text()
    );
    assert_eq!(world.stock_of("MUG-SLATE").await, before, "a look books nothing");
    let lines = "10*MUG-SLATE\nmug-slate\nMUG-SLATE;9";
    let booked = will.post("/staff/goods-in", &typed("book", lines)).await;
    assert_eq!(booked.location(), Some("/staff/goods-in/G-1"), "{}", booked.text());
    let twice = will.post("/staff/goods-in", &typed("book", lines)).await;
    assert_eq!(twice.location(), Some("/staff/goods-in/G-1"), "one form books once");
    assert_eq!(world.stock_of("MUG-SLATE").await, (before.0 + 20, before.1 + 20));
    let page = will.get("/staff/goods-in/G-1").await;
    assert!(page.says("P-100002") && page.says("+20") && page.says("DN 4711"), "{}", page.text());
    is_sound(&world).await;
    assert!(will.get("/staff/work?covered=yes").await.says("P-100002"));
    assert!(will.get("/staff/stock/MUG-SLATE").await.says("Goods in"));
    assert!(will.get("/staff/goods-in?q=4711&sku=mug-slate").await.says("G-1"));
    let back = will.post("/staff/goods-in/G-1/reversal", &[]).await;
    assert_eq!(back.location(), Some("/staff/goods-in/G-2"), "{}", back.text());
    assert_eq!(world.stock_of("MUG-SLATE").await, before);
    assert!(will.get("/staff/goods-in/G-2").await.says("What waits again"));
    for note in ["G-1", "G-2"] {
        let again = will.post(&format!("/staff/goods-in/{note}/reversal"), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{note}");
    }
    is_sound(&world).await;
    world.work().await;
});

in_world!(what_left_already_cannot_be_taken_back, |world| {
    let will = world.staff("will@");
    let arrival =
        Arrival { lines: read("24*MUG-SLATE"), location: "main".to_owned(), ..Arrival::default() };
    let deed = move |tx: &mut Tx| book::book(tx, &will, &arrival, "staff");
    world.db.write(deed).await.unwrap();
    let mut program = world.program("will@").await;
    let (on_hand, _) = world.stock_of("MUG-SLATE").await;
    let path = "/api/v1/staff/orders/P-100002/shipments";
    let body = json!({ "lines": [{ "line": 1, "quantity": 72 }] });
    let sent = program.json(("POST", path), &[("Idempotency-Key", "a")], &body).await;
    assert_eq!(sent.status, 201, "{}", sent.html);
    assert_eq!(world.stock_of("MUG-SLATE").await, (on_hand - 72, 0));
    let will = world.staff("will@");
    let back = world.db.write(move |tx| reverse::reverse(tx, &will, "G-1")).await;
    assert_eq!(back.unwrap_err().problem().code, "gone");
    is_sound(&world).await;
    world.work().await;
});

in_world!(what_stands_on_a_goods_out_note_is_not_taken_from_it, |world| {
    let will = world.staff("will@");
    let arrival =
        Arrival { lines: read("24*MUG-SLATE"), location: "main".to_owned(), ..Arrival::default() };
    let deed = move |tx: &mut Tx| book::book(tx, &will, &arrival, "staff");
    world.db.write(deed).await.unwrap();
    let (on_hand, _) = world.stock_of("MUG-SLATE").await;
    let will = world.staff("will@");
    let order = [("P-100002".to_owned(), Wanted::All)];
    let deed = move |tx: &mut Tx| release(tx, &will, &order);
    assert!(world.db.write(deed).await.unwrap()[0].note.is_ok());
    assert_eq!(on_hand, 72, "all that is there stands on the note");
    let will = world.staff("will@");
    let back = world.db.write(move |tx| reverse::reverse(tx, &will, "G-1")).await;
    assert_eq!(back.unwrap_err().problem().code, "gone");
    is_sound(&world).await;
    world.work().await;
});

in_world!(twenty_receipts_with_one_key_are_one, |world| {
    let before = world.stock_of("MUG-SLATE").await.0;
    let programs: Vec<_> = {
        let mut all = Vec::new();
        for _ in 0..20 {
            all.push(std::sync::Arc::new(tokio::sync::Mutex::new(world.program("will@").await)));
        }
        all
    };
    let answers = race(20, move |i| {
        let program = programs[i].clone();
        async move {
            let body = json!({ "lines": [{ "sku": "MUG-SLATE", "quantity": 30 }], "purchase_order": "PO-1" });
            let key = [("Idempotency-Key", "one-receipt")];
            let answer = program.lock().await.json(("POST", "/api/v1/staff/goods-in"), &key, &body).await;
            (answer.status.as_u16(), answer.html)
        }
    })
    .await;
    assert!(answers.iter().all(|(status, _)| *status == 201), "{answers:?}");
    assert!(answers.iter().all(|(_, body)| *body == answers[0].1), "{answers:?}");
    let note: Value = serde_json::from_str(&answers[0].1).unwrap();
    assert_eq!(note["covered"], json!([{ "order": "P-100002", "line": 1, "quantity": 24 }]));
    assert_eq!(world.stock_of("MUG-SLATE").await.0, before + 30);
    is_sound(&world).await;
    world.work().await;
});

in_world!(a_note_is_taken_back_once, |world| {
    let will = world.staff("will@");
    let arrival =
        Arrival { lines: read("24*MUG-SLATE"), location: "main".to_owned(), ..Arrival::default() };
    let deed = move |tx: &mut Tx| book::book(tx, &will, &arrival, "staff");
    world.db.write(deed).await.unwrap();
    let before = world.stock_of("MUG-SLATE").await;
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |_| {
        let (db, will) = (db.clone(), will.clone());
        async move { db.write(move |tx| reverse::reverse(tx, &will, "G-1")).await }
    })
    .await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let late = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(late.clone().all(|error| error.problem().code == "already_reversed"), "{answers:?}");
    assert_eq!((done, late.count()), (1, 19));
    assert_eq!(world.stock_of("MUG-SLATE").await, (before.0 - 24, before.1 - 24));
    is_sound(&world).await;
    world.work().await;
});

in_world!(programs_are_told_what_is_wrong_with_each_line, |world| {
    let mut will = world.program("will@").await;
    let path = "/api/v1/staff/goods-in";
    let key = [("Idempotency-Key", "k")];
    let body = json!({ "lines": [{ "sku": "NO-SUCH", "quantity": 1 }, { "sku": "MUG-SAND", "quantity": 0 }, { "sku": "MUG-SAND", "quantity": "2" }] });
    let refused = will.json(("POST", path), &key, &body).await.json();
    assert_eq!((&refused["status"], &refused["code"]), (&json!(422), &json!("invalid")));
    let codes: Vec<_> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["field"].clone(), e["code"].clone()))
        .collect();
    let expected = [
        ("/lines/0/sku", "unknown_code"),
        ("/lines/1/quantity", "not_positive"),
        ("/lines/2/quantity", "not_a_number"),
    ];
    assert_eq!(codes, expected.map(|(field, code)| (json!(field), json!(code))));
    let none = will.json(("POST", path), &key, &json!({ "lines": [] })).await.json();
    assert_eq!(none["errors"][0]["field"], "/lines");
    let path = "/api/v1/staff/stock-movements";
    let much = json!({ "sku": "MUG-SLATE", "change": -1_000_000, "reason": "x" });
    let much = will.json(("POST", path), &key, &much).await.json();
    assert_eq!((&much["status"], &much["errors"][0]["field"]), (&json!(422), &json!("/change")));
    let bare = json!({ "sku": "MUG-SLATE", "change": 1, "reason": " " });
    assert_eq!(
        will.json(("POST", path), &key, &bare).await.json()["errors"][0]["field"],
        "/reason"
    );
    let unknown = json!({ "sku": "NO-SUCH", "change": 1, "reason": "x" });
    assert_eq!(will.json(("POST", path), &key, &unknown).await.status, 404);
});
