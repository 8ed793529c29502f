//! Asking for changes, on both databases: who may, what is too late, granted or declined once.

use super::decline;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use serde_json::json;

/// Anna's new order of two products, handed over; its number.
async fn placed(world: &World) -> String {
    let mut anna = world.program("anna@").await;
    let lines =
        json!([{ "code": "TEAPOT-IRON", "quantity": 2 }, { "code": "MUG-SAND", "quantity": 24 }]);
    let key = [("Idempotency-Key", "change")];
    let answer = anna.json(("POST", "/api/v1/orders"), &key, &json!({ "lines": lines })).await;
    let number = answer.json()["number"].as_str().expect("a number").to_owned();
    world.work().await;
    number
}

in_world!(a_wish_is_granted_by_an_adjustment_that_it_fills_in, |world| {
    let number = placed(&world).await;
    let mut anna = world.sign_in("anna@").await;
    let path = format!("/orders/{number}");
    assert!(anna.get(&path).await.says("Ask for a change"));
    let form = anna.get(&format!("{path}/change")).await;
    assert!(form.status.is_success() && form.says("How many in all"), "{}", form.text());
    let wrong = [("quantity-1", "2"), ("quantity-2", "13"), ("reason", "Fewer guests")];
    let refused = anna.post(&format!("{path}/changes"), &wrong).await;
    assert!(refused.status == 422 && refused.html.contains("Fewer guests"), "{}", refused.text());
    let wish = [("quantity-1", "2"), ("quantity-2", "12"), ("reason", "Fewer <b>guests</b>")];
    let asked = anna.post(&format!("{path}/changes"), &wish).await;
    assert_eq!(asked.location(), Some(path.as_str()), "{}", asked.text());
    assert!(anna.get(&path).await.says("Waits for an answer"));
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff").await.says("Changes that customers ask for"));
    let page = will.get(&format!("/staff/orders/{number}")).await;
    assert!(page.says("Fewer <b>guests</b>") && page.says("24 → 12"), "{}", page.text());
    let link = page.html.split("/adjust?change=").nth(1).and_then(|rest| rest.split('"').next());
    let adjust = format!("/staff/orders/{number}/adjust?change={}", link.expect("a link"));
    let form = will.get(&adjust).await;
    assert!(form.html.contains("name=\"quantity-2\" value=\"12\""), "{}", form.html);
    let (version, change) = (form.hidden("version").unwrap(), form.hidden("change").unwrap());
    let fields = [
        ("version", version.as_str()),
        ("change", change.as_str()),
        ("quantity-2", "12"),
        ("adjust_reason", "As you asked"),
    ];
    let saved = will.post(&format!("/staff/orders/{number}/adjustments"), &fields).await;
    assert!(saved.status == 303, "{}", saved.text());
    let seen = anna.get(&path).await;
    assert!(seen.says("Granted") && seen.says("As you asked"), "{}", seen.text());
    assert!(!will.get("/staff").await.says("Changes that customers ask for"));
    let late = will.get(&adjust).await;
    assert_eq!(late.status, 404, "it is decided");
    world.work().await;
});

in_world!(of_two_who_decide_on_a_wish_the_second_is_told, |world| {
    let number = placed(&world).await;
    let mut anna = world.program("anna@").await;
    let api = format!("/api/v1/orders/{number}/changes");
    let body = json!({ "lines": [{ "line": 2, "quantity": 12 }], "reason": "Fewer guests" });
    let asked = anna.json(("POST", &api), &[], &body).await;
    assert_eq!(asked.status, 201, "{}", asked.html);
    assert_eq!(asked.json()["lines"], json!([{ "line": 2, "old_quantity": 24, "quantity": 12 }]));
    let will = world.staff("will@");
    let (of, head) = (number.clone(), will.clone());
    let read = move |view: &mut crate::platform::db::View| {
        let (order, _) = crate::orders::staff_store::get_any(view, &head, &of)?.expect("placed");
        crate::orders::change::kept::changes(view, &order.head)
    };
    let id = world.db.read(read).await.unwrap()[0].id;
    let db = world.db.clone();
    let answers = race(8, move |_| {
        let (db, will, number) = (db.clone(), will.clone(), number.clone());
        async move { db.write(move |tx| decline(tx, &will, (&number, id), "Packed already")).await }
    })
    .await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let told = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(told.clone().all(|error| error.problem().code == "already_decided"), "{answers:?}");
    assert_eq!((done, told.count()), (1, 7));
    let mails = world.mails().len();
    world.work().await;
    let mail = world.mails().split_off(mails);
    assert!(mail.len() == 1 && mail[0].contains("Packed already"), "{mail:?}");
});

in_world!(who_may_not_ask_is_refused_and_what_is_sent_is_too_late, |world| {
    let number = placed(&world).await;
    let api = format!("/api/v1/orders/{number}/changes");
    let body = json!({ "lines": [{ "line": 1, "quantity": 1 }] });
    let mut vera = world.program("vera@").await;
    assert_eq!(vera.json(("POST", &api), &[], &body).await.status, 403);
    let mut bella = world.program("bella@").await;
    let other = bella.json(("POST", &api), &[], &body).await;
    let none = bella.json(("POST", "/api/v1/orders/P-999999/changes"), &[], &body).await;
    assert_eq!((other.status.as_u16(), &other.html), (404, &none.html), "the same bytes");
    let mut anna = world.program("anna@").await;
    for (body, field) in [
        (json!({ "lines": [{ "line": 1, "quantity": "x" }] }), "/lines/0/quantity"),
        (json!({ "lines": [{ "line": 9, "quantity": 1 }] }), "/lines/0/line"),
        (json!({ "lines": [], "requested_day": "2001-01-01" }), "/requested_day"),
        (json!({ "lines": [], "delivery_address": "A-999" }), "/delivery_address"),
    ] {
        let refused = anna.json(("POST", &api), &[], &body).await;
        assert_eq!(refused.json()["errors"][0]["field"], field, "{}", refused.html);
    }
    assert_eq!(
        anna.json(("POST", &api), &[], &json!({ "lines": [] })).await.status,
        422,
        "nothing asked"
    );
    let sent = "update order_lines set shipped = shipped + allocated, allocated = 0";
    let ship = move |tx: &mut crate::platform::db::Tx| tx.exec(sent, crate::args![]);
    world.db.write(ship).await.unwrap();
    let late = anna.json(("POST", &api), &[], &body).await;
    assert_eq!((late.status.as_u16(), &late.json()["code"]), (409, &json!("too_late_to_change")));
    let mut page = world.sign_in("anna@").await;
    assert!(!page.get(&format!("/orders/{number}")).await.says("Ask for a change"));
});
