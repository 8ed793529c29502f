//! The staff's side: orders of everybody, the decision on one, stock.

use super::*;
use crate::backoffice::{REVIEW, Review};
use crate::platform::settings;
use crate::testkit::world::in_world;

async fn reviewed(world: &World) {
    let on = |tx: &mut Tx| settings::set(tx, &REVIEW, &Review::Always);
    world.db.write(on).await.unwrap();
}

/// Places an order of Anna's and answers with where it is decided on.
async fn placed(world: &World, key: &str) -> (String, String) {
    let mut anna = world.program("anna@").await;
    let order = place(&mut anna, key, &lines(&[("LAST-20", 2.0)])).await.json();
    let number = order["number"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/staff/orders/{number}/confirmation");
    (number, path)
}

in_world!(an_order_is_confirmed_once_and_by_who_may, |world| {
    reviewed(&world).await;
    let (number, path) = placed(&world, "k").await;
    let confirm = json!({ "decision": "confirm" });
    let mut will = world.program("will@").await;
    // On its way to the back office: nothing was done, and asking again helps.
    let early = send(&mut will, "POST", &path, &confirm).await;
    assert_eq!(code(&early), (503, "try_later".to_owned()));
    assert!(early.headers.contains_key("retry-after"));
    world.work().await;
    let mut ruth = world.program("ruth@").await;
    let page = send(&mut ruth, "POST", &path, &confirm).await;
    assert_eq!(code(&page), (403, "not_allowed".to_owned()));
    let mut anna = world.program("anna@").await;
    let page = send(&mut anna, "POST", &path, &confirm).await;
    assert_eq!(code(&page), (403, "not_allowed".to_owned()));
    assert_eq!(anna.get(&format!("/api/v1/orders/{number}")).await.json()["status"], "placed");
    for (body, field, wrong) in [
        (json!({ "decision": "maybe" }), "/decision", "invalid"),
        (json!({}), "/decision", "required"),
        (json!({ "decision": "refuse" }), "/reason", "required"),
        (json!({ "decision": "refuse", "reason": " " }), "/reason", "required"),
    ] {
        let page = send(&mut will, "POST", &path, &body).await;
        assert_field(&page, 422, "invalid", field, wrong);
    }
    let page = send(&mut will, "POST", &path.to_lowercase(), &confirm).await;
    assert_eq!((page.status.as_u16(), &page.json()["status"]), (200, &json!("confirmed")));
    assert_eq!(page.json(), will.get(&format!("/api/v1/staff/orders/{number}")).await.json());
    for body in [&confirm, &json!({ "decision": "refuse", "reason": "no" })] {
        let page = send(&mut will, "POST", &path, body).await;
        assert_eq!(code(&page), (409, "already_decided".to_owned()));
    }
    let absent = "/api/v1/staff/orders/P-999999/confirmation";
    let page = send(&mut will, "POST", absent, &confirm).await;
    assert_eq!(code(&page), (404, "not_found".to_owned()));
    let imported = "/api/v1/staff/orders/SO-9001/confirmation";
    let page = send(&mut will, "POST", imported, &confirm).await;
    assert_eq!(code(&page), (409, "already_decided".to_owned()));
    world.work().await;
});

in_world!(a_refused_order_gives_its_stock_back, |world| {
    reviewed(&world).await;
    let (number, path) = placed(&world, "k").await;
    world.work().await;
    assert_eq!(world.stock_of("LAST-20").await, (20, 2));
    let mut will = world.program("will@").await;
    let refuse = json!({ "decision": "refuse", "reason": "<b>Sold</b> elsewhere" });
    let order = send(&mut will, "POST", &path, &refuse).await.json();
    assert_eq!((&order["status"], &order["lines"][0]["cancelled"]), (&json!("refused"), &json!(2)));
    assert_eq!(world.stock_of("LAST-20").await, (20, 0));
    let mut anna = world.program("anna@").await;
    assert_eq!(anna.get(&format!("/api/v1/orders/{number}")).await.json(), order);
    world.work().await;
});

in_world!(without_a_review_an_order_is_decided_when_it_arrives, |world| {
    let (_, path) = placed(&world, "k").await;
    world.work().await;
    let mut will = world.program("will@").await;
    let page = send(&mut will, "POST", &path, &json!({ "decision": "confirm" })).await;
    assert_eq!(code(&page), (409, "already_decided".to_owned()));
});

in_world!(staff_see_all_orders_and_all_stock, |world| {
    let mut ruth = world.program("ruth@").await;
    let all = numbers(&mut ruth, "/api/v1/staff/orders", 500).await;
    for number in ["P-100001", "P-100009", "SO-9001"] {
        assert!(all.contains(&number.to_owned()), "{number}");
        let order = ruth.get(&format!("/api/v1/staff/orders/{number}")).await.json();
        assert_eq!(order["number"], number);
    }
    let (_, path) = placed(&world, "k").await;
    assert!(path.contains("P-"));
    let stock = ruth.get("/api/v1/staff/stock/last-20").await.json();
    let place = json!({ "location": "main", "on_hand": 20, "allocated": 2 });
    assert_eq!(stock, json!({ "sku": "LAST-20", "locations": [place], "free": 18 }));
    let ribbon = ruth.get("/api/v1/staff/stock/RIBBON-M").await.json();
    assert!(ribbon["free"].is_number());
    world.work().await;
});
