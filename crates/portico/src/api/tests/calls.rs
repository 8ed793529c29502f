//! Rules of every call: what is not known is refused, lists, codes in paths, statuses of HTTP.

use super::*;
use crate::testkit::world::in_world;
use axum::body::Body;
use axum::http::Request;

const READS: [&str; 9] = [
    "/api/v1/me",
    "/api/v1/account",
    "/api/v1/addresses",
    "/api/v1/products",
    "/api/v1/products/MUG-SAND",
    "/api/v1/cart",
    "/api/v1/orders",
    "/api/v1/orders/P-100001",
    "/api/v1/products?q=mug",
];

in_world!(a_parameter_that_is_not_known_is_refused, |world| {
    let mut anna = world.program("anna@").await;
    for path in READS {
        let and = if path.contains('?') { '&' } else { '?' };
        let page = anna.get(&format!("{path}{and}colour=red")).await;
        assert_field(&page, 422, "unknown_field", "/colour", "unknown_field");
    }
    let mut will = world.program("will@").await;
    for path in ["orders", "orders/P-100001", "stock/MUG-SAND"] {
        let page = will.get(&format!("/api/v1/staff/{path}?colour=red")).await;
        assert_field(&page, 422, "unknown_field", "/colour", "unknown_field");
    }
    for (method, path) in [
        ("PUT", "/api/v1/cart/lines/MUG-SAND?a=b"),
        ("POST", "/api/v1/cart/lines?a=b"),
        ("POST", "/api/v1/orders?a=b"),
        ("DELETE", "/api/v1/cart?a=b"),
    ] {
        let page = send(&mut anna, method, path, &json!({})).await;
        assert_field(&page, 422, "unknown_field", "/a", "unknown_field");
    }
});

in_world!(a_field_that_is_not_known_is_refused_by_its_pointer, |world| {
    let mut anna = world.program("anna@").await;
    let address =
        json!({ "name": "N", "line1": "1", "city": "Leeds", "country": "GB", "town": "x" });
    let money = json!({ "amount": "1.00", "currency": "GBP", "gross": true });
    for (body, field) in [
        (json!({ "line": [] }), "/line"),
        (json!({ "lines": [{ "code": "A", "quantity": 1, "qty": 1 }] }), "/lines/0/qty"),
        (json!({ "lines": [], "delivery_address": address }), "/delivery_address/town"),
        (json!({ "lines": [], "expected_total": money }), "/expected_total/gross"),
    ] {
        let page = place(&mut anna, "k", &body).await;
        assert_field(&page, 422, "unknown_field", field, "unknown_field");
    }
    for (method, path, body, field) in [
        ("PUT", "cart/lines/MUG-SAND", json!({ "quantity": 12, "note": "" }), "/note"),
        ("POST", "cart/lines", json!([{ "code": "A", "quantity": 1, "unit": "x" }]), "/0/unit"),
        ("PATCH", "cart", json!({ "remark": "" }), "/remark"),
    ] {
        let page = send(&mut anna, method, &format!("/api/v1/{path}"), &body).await;
        assert_field(&page, 422, "unknown_field", field, "unknown_field");
    }
});

in_world!(lists_have_limits_and_cursors, |world| {
    let mut anna = world.program("anna@").await;
    let mut will = world.program("will@").await;
    for path in ["orders", "addresses", "products", "products?q=mug", "staff/orders"] {
        let client = if path.starts_with("staff") { &mut will } else { &mut anna };
        let and = if path.contains('?') { '&' } else { '?' };
        for limit in ["0", "-1", "501", "x", "", "1.5"] {
            let page = client.get(&format!("/api/v1/{path}{and}limit={limit}")).await;
            assert_field(&page, 422, "out_of_range", "/limit", "out_of_range");
        }
        let page = client.get(&format!("/api/v1/{path}{and}after=no-cursor")).await;
        assert_eq!(refused(&page), (422, "bad_cursor".to_owned(), Vec::new()), "{path}");
        let page = client.get(&format!("/api/v1/{path}{and}limit=500")).await;
        assert_eq!(page.json()["next"], Value::Null, "{path}");
    }
    let all = numbers(&mut anna, "/api/v1/orders", 500).await;
    assert!(all.len() > 5);
    assert_eq!(numbers(&mut anna, "/api/v1/orders", 1).await, all);
    assert_eq!(numbers(&mut anna, "/api/v1/orders", 2).await, all);
    let all = numbers(&mut will, "/api/v1/staff/orders", 500).await;
    assert_eq!(numbers(&mut will, "/api/v1/staff/orders", 3).await, all);
    let first = anna.get("/api/v1/addresses?limit=2").await.json();
    let ids = |list: &Value| {
        let id = |row: &Value| row["id"].as_str().unwrap().to_owned();
        list["items"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    assert_eq!(
        (ids(&first), first["next"].as_str()),
        (vec!["A-3".into(), "A-2".into()], Some("A-2"))
    );
    let rest = anna.get("/api/v1/addresses?limit=2&after=A-2").await.json();
    assert_eq!((ids(&rest), &rest["next"]), (vec!["A-1".into()], &Value::Null));
});

in_world!(filters_without_a_value_ask_for_nothing, |world| {
    let mut anna = world.program("anna@").await;
    let all = numbers(&mut anna, "/api/v1/orders", 500).await;
    let page = anna.get("/api/v1/orders?status=&delivery=&reference=&q=&from=&to=&limit=500").await;
    assert_eq!(page.json()["items"].as_array().map(Vec::len), Some(all.len()));
    for (filter, field, wrong) in [
        ("status=sent", "/status", "invalid"),
        ("from=yesterday", "/from", "invalid"),
        (&format!("q={}", "x".repeat(201)), "/q", "too_long"),
    ] {
        let page = anna.get(&format!("/api/v1/orders?{filter}")).await;
        assert_field(&page, 422, "invalid", field, wrong);
    }
    let waiting = anna.get("/api/v1/orders?status=awaiting_approval").await.json();
    let waiting = waiting["items"].as_array().unwrap();
    assert!(!waiting.is_empty() && waiting.iter().all(|o| o["status"] == "awaiting_approval"));
});

in_world!(codes_in_paths_are_decoded_and_answered_as_stored, |world| {
    let mut anna = world.program("anna@").await;
    for path in ["CATERING%2F12", "catering%2f12"] {
        let product = anna.get(&format!("/api/v1/products/{path}")).await.json();
        assert_eq!(product["sku"], "CATERING/12");
        let set = format!("/api/v1/cart/lines/{path}");
        let page = send(&mut anna, "PUT", &set, &json!({ "quantity": 2 })).await;
        assert_eq!(page.json()["line"]["sku"], "CATERING/12");
    }
    let page = send(&mut anna, "DELETE", "/api/v1/cart/lines/Catering%2F12", &Value::Null).await;
    assert_eq!(page.status, 204);
    assert_eq!(anna.get("/api/v1/cart").await.json()["lines"], json!([]));
    let odd = anna.get("/api/v1/products/%C3%A6ble-%C3%B81").await.json();
    assert_eq!(odd["sku"], "ÆBLE-Ø1");
    for path in ["products/%FF", "products/A%00", "orders/%C3%28", "products/..%2F..%2Fme"] {
        let page = anna.get(&format!("/api/v1/{path}")).await;
        assert_eq!(code(&page), (404, "not_found".to_owned()), "{path}");
    }
});

in_world!(statuses_of_http_are_problems_too, |world| {
    let mut anna = world.program("anna@").await;
    let page = send(&mut anna, "POST", "/api/v1/me", &json!({})).await;
    assert_eq!(code(&page), (405, "method_not_allowed".to_owned()));
    assert!(page.headers.contains_key("allow"));
    let key = ("idempotency-key", "k");
    let raw = |kind: Option<&str>, body: String| {
        let mut request = Request::post("/api/v1/orders").header(key.0, key.1);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        request.body(Body::from(body)).unwrap()
    };
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let page = anna.send(raw(kind, "{}".into())).await;
        assert_eq!(code(&page), (415, "unsupported_media_type".to_owned()), "{kind:?}");
    }
    let json_kind = Some("application/json; charset=utf-8");
    for bad in ["", "{", "{}x", "\u{feff}{}", "{\"lines\":[1e400]}"] {
        let page = anna.send(raw(json_kind, bad.into())).await;
        assert_eq!(code(&page), (400, "bad_json".to_owned()), "{bad}");
    }
    // Lists are no objects, and text is none.
    for text in ["[]", "[null]", "\"x\"", "7", "null", r#"{"lines":[["TEAPOT-IRON",1,null,null]]}"#]
    {
        let page = anna.send(raw(json_kind, text.into())).await;
        assert_eq!(code(&page), (422, "invalid".to_owned()), "{text}");
    }
    let filled = |bytes: usize| {
        let (start, end) = ("{\"lines\":[],\"remarks\":\"", "\"}");
        format!("{start}{}{end}", "x".repeat(bytes - start.len() - end.len()))
    };
    let page = anna.send(raw(json_kind, filled(2 * 1024 * 1024 + 1))).await;
    assert_eq!(code(&page), (413, "too_large".to_owned()));
    let page = anna.send(raw(json_kind, filled(2 * 1024 * 1024))).await;
    assert_field(&page, 422, "invalid", "/remarks", "too_long");
});
