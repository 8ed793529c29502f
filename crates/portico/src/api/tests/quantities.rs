//! Every quantity that api.md refuses, wherever one can be sent; nothing is changed by any of them.

use super::*;
use crate::testkit::world::in_world;

type Wrong = (&'static str, Value, &'static str, Option<(&'static str, i64)>);

/// A code, a quantity as JSON, what is said of it, and the further member of that row of `errors`.
fn wrong() -> Vec<Wrong> {
    vec![
        ("TEAPOT-IRON", json!("12"), "not_a_number", None),
        ("TEAPOT-IRON", json!(""), "not_a_number", None),
        ("TEAPOT-IRON", json!(null), "not_a_number", None),
        ("TEAPOT-IRON", json!([12]), "not_a_number", None),
        ("TEAPOT-IRON", json!({ "n": 12 }), "not_a_number", None),
        ("TEAPOT-IRON", json!(true), "not_a_number", None),
        ("TEAPOT-IRON", json!(-1), "not_positive", None),
        ("TEAPOT-IRON", json!(-0.5), "too_many_decimals", None),
        ("TEAPOT-IRON", json!(1.5), "too_many_decimals", None),
        ("TEAPOT-IRON", json!(1e-9), "too_many_decimals", None),
        ("RIBBON-M", json!(5.25), "too_many_decimals", None),
        ("TEAPOT-IRON", json!(1_000_001), "too_large", None),
        ("TEAPOT-IRON", json!(2_147_483_648_i64), "too_large", None),
        ("TEAPOT-IRON", json!(9_223_372_036_854_775_808_u64), "too_large", None),
        ("TEAPOT-IRON", json!(1e300), "too_large", None),
        ("MUG-SAND", json!(13), "not_a_multiple", Some(("multiple", 12))),
        ("GLASS-STEP4", json!(9), "not_a_multiple", Some(("multiple", 4))),
        ("TIN-MIN6", json!(5), "below_minimum", Some(("minimum", 6))),
    ]
}

/// Nought is refused but where it removes a line.
fn nought() -> Vec<(&'static str, Value)> {
    vec![("TEAPOT-IRON", json!(0)), ("TEAPOT-IRON", json!(0.0)), ("TEAPOT-IRON", json!(-0.0))]
}

in_world!(wrong_quantities_are_refused_when_a_line_is_set, |world| {
    let mut anna = world.program("anna@").await;
    for (sku, quantity, expected, more) in wrong() {
        let path = format!("/api/v1/cart/lines/{sku}");
        let page = send(&mut anna, "PUT", &path, &json!({ "quantity": quantity })).await;
        assert_field(&page, 422, "invalid", "/quantity", expected);
        if let Some((member, value)) = more {
            assert_eq!(page.json()["errors"][0][member], value, "{sku}");
        }
    }
    let page = send(&mut anna, "PUT", "/api/v1/cart/lines/MUG-SAND", &json!({})).await;
    assert_field(&page, 422, "invalid", "/quantity", "required");
    assert_eq!(anna.get("/api/v1/cart").await.json()["lines"], json!([]));
    let twelve: Value = serde_json::from_str(r#"{"quantity":12.0}"#).unwrap();
    let page = send(&mut anna, "PUT", "/api/v1/cart/lines/MUG-SAND", &twelve).await;
    assert_eq!(page.json()["line"]["quantity"], json!(12));
});

in_world!(wrong_quantities_are_named_when_lines_are_added, |world| {
    let mut anna = world.program("anna@").await;
    let mut rows: Vec<Value> = Vec::new();
    let mut reasons = Vec::new();
    for (sku, quantity, expected, _) in wrong() {
        rows.push(json!({ "code": sku, "quantity": quantity }));
        reasons.push((quantity, expected));
    }
    for (sku, quantity) in nought() {
        rows.push(json!({ "code": sku, "quantity": quantity }));
        reasons.push((quantity, "not_positive"));
    }
    rows.push(json!({ "code": "RIBBON-M", "quantity": 7.5 }));
    rows.push(json!({ "code": "RIBBON-M", "quantity": 5.0 }));
    let page = send(&mut anna, "POST", "/api/v1/cart/lines", &Value::Array(rows)).await;
    let answer = page.json();
    let not_added = answer["not_added"].as_array().unwrap();
    assert_eq!(not_added.len(), reasons.len());
    for (index, (row, (quantity, reason))) in not_added.iter().zip(&reasons).enumerate() {
        assert_eq!((&row["index"], &row["reason"]), (&json!(index), &json!(reason)), "{row}");
        assert_eq!(&row["quantity"], quantity, "as it was sent");
        assert_eq!(row["suggestions"], json!([]));
    }
    let last = reasons.len();
    let ribbon = |index: usize, quantity: Value| json!({ "index": index, "code": "RIBBON-M", "sku": "RIBBON-M", "quantity": quantity });
    assert_eq!(answer["added"], json!([ribbon(last, json!(7.5)), ribbon(last + 1, json!(5))]));
});

in_world!(wrong_quantities_are_refused_when_an_order_is_placed, |world| {
    let mut anna = world.program("anna@").await;
    let (mut rows, mut expected) = (Vec::new(), Vec::new());
    let noughts = nought().into_iter().map(|(sku, n)| (sku, n, "not_positive", None));
    for (index, (sku, quantity, reason, _)) in wrong().into_iter().chain(noughts).enumerate() {
        // Each as an order of its own, and all of them as one.
        let line = json!({ "code": sku, "quantity": quantity });
        let page = place(&mut anna, "k", &json!({ "lines": [line] })).await;
        assert_field(&page, 422, "lines_refused", "/lines/0/quantity", reason);
        if !matches!(reason, "not_a_multiple" | "below_minimum") {
            expected.push((format!("/lines/{}/quantity", rows.len()), reason.to_owned()));
            rows.push(line);
        }
        assert!(index < 100);
    }
    let page = place(&mut anna, "k", &json!({ "lines": rows })).await;
    assert_eq!(refused(&page), (422, "lines_refused".to_owned(), expected));
    let page = place(&mut anna, "k", &json!({ "lines": [{ "code": "MUG-SAND" }] })).await;
    assert_field(&page, 422, "invalid", "/lines/0/quantity", "required");
    let twelve: Value =
        serde_json::from_str(r#"{"lines":[{"code":"MUG-SAND","quantity":12.0}]}"#).unwrap();
    let page = place(&mut anna, "k", &twelve).await;
    assert_eq!((page.status.as_u16(), &page.json()["lines"][0]["quantity"]), (201, &json!(12)));
    world.work().await;
});
