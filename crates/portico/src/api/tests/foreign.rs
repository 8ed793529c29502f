//! What belongs to somebody else is absent: the same bytes, whatever was asked for.

use super::*;
use crate::testkit::world::in_world;

/// An order of Moorland Gift Rooms.
const THEIRS: &str = "P-100009";

/// Everything but the request's id.
fn seen(page: &Page) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<_> = page
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (page.status.as_u16(), headers, page.html.clone())
}

in_world!(foreign_and_absent_are_the_same_bytes, |world| {
    let mut anna = world.program("anna@").await;
    let mut bella = world.program("bella@").await;
    assert_eq!(bella.get(&format!("/api/v1/orders/{THEIRS}")).await.status, 200);
    let absent = anna.get("/api/v1/orders/P-999999").await;
    assert_eq!(refused(&absent), (404, "not_found".to_owned(), Vec::new()));
    assert!(!absent.html.contains("999999"));
    for path in [&format!("orders/{THEIRS}"), "products/NO-SUCH", "products/HIDDEN-1", "nowhere"] {
        let page = anna.get(&format!("/api/v1/{path}")).await;
        assert_eq!(seen(&page), seen(&absent), "{path}");
    }
    // The counter display stands outside the gift shops' assortment.
    let quantity = json!({ "quantity": 1 });
    for path in ["TRADE-ONLY", "NO-SUCH", "HIDDEN-1"] {
        let product = bella.get(&format!("/api/v1/products/{path}")).await;
        assert_eq!(seen(&product), seen(&absent), "{path}");
        let line = format!("/api/v1/cart/lines/{path}");
        let set = send(&mut bella, "PUT", &line, &quantity).await;
        assert_eq!(seen(&set), seen(&absent), "{path}");
        let removed = send(&mut bella, "DELETE", &line, &Value::Null).await;
        assert_eq!(seen(&removed), seen(&absent), "{path}");
    }
    let mut will = world.program("will@").await;
    for path in ["orders/P-999999", "stock/NO-SUCH"] {
        let page = will.get(&format!("/api/v1/staff/{path}")).await;
        assert_eq!(seen(&page), seen(&absent), "{path}");
    }
});

in_world!(nobody_learns_of_codes_and_addresses_that_are_not_theirs, |world| {
    let mut bella = world.program("bella@").await;
    let order = |code: &str, address: &str| json!({ "lines": [{ "code": code, "quantity": 1 }], "delivery_address": address });
    let foreign = place(&mut bella, "k", &order("TRADE-ONLY", "A-4")).await;
    let absent = place(&mut bella, "k", &order("NO-SUCH-IT", "A-4")).await;
    assert_field(&absent, 422, "lines_refused", "/lines/0/code", "unknown_code");
    assert_eq!(foreign.html.replace("TRADE-ONLY", "NO-SUCH-IT"), absent.html);
    let foreign = place(&mut bella, "k", &order("TEAPOT-IRON", "A-1")).await;
    let absent = place(&mut bella, "k", &order("TEAPOT-IRON", "A-99")).await;
    assert_field(&absent, 422, "invalid", "/delivery_address", "unknown_address");
    assert_eq!(seen(&foreign), seen(&absent));
    let row = |code: &str| json!([{ "code": code, "quantity": 1 }]);
    let path = "/api/v1/cart/lines";
    let foreign = send(&mut bella, "POST", path, &row("TRADE-ONLY")).await;
    let absent = send(&mut bella, "POST", path, &row("NO-SUCH-IT")).await;
    assert_eq!(absent.json()["not_added"][0]["reason"], "unknown_code");
    assert_eq!(foreign.html.replace("TRADE-ONLY", "NO-SUCH-IT"), absent.html);
});

in_world!(who_sees_only_own_orders_sees_no_colleagues, |world| {
    let mut otto = world.program("otto@").await;
    let mut anna = world.program("anna@").await;
    assert_eq!(anna.get("/api/v1/orders/P-100001").await.status, 200);
    let page = otto.get("/api/v1/orders/P-100001").await;
    assert_eq!(code(&page), (404, "not_found".to_owned()));
    let placed = place(&mut otto, "own", &lines(&[("TEAPOT-IRON", 1.0)])).await;
    let number = placed.json()["number"].as_str().unwrap().to_owned();
    let seen = numbers(&mut otto, "/api/v1/orders", 50).await;
    assert!(seen.contains(&number) && !seen.contains(&"P-100001".to_owned()));
    assert_eq!(anna.get(&format!("/api/v1/orders/{number}")).await.status, 200);
    world.work().await;
});
