//! The current order through the API.

use super::*;
use crate::catalogue::follow::catch_up_fully;
use crate::testkit::world::in_world;

const LINES: &str = "/api/v1/cart/lines";

in_world!(a_line_is_set_read_and_taken_out, |world| {
    let mut anna = world.program("anna@").await;
    let body = json!({ "quantity": 24, "remarks": "blue box" });
    let page = send(&mut anna, "PUT", &format!("{LINES}/mug-sand"), &body).await;
    let money = |amount: &str| json!({ "amount": amount, "currency": "GBP" });
    let line = json!({
        "sku": "MUG-SAND", "name": "Stoneware mug, sand, 350 ml", "quantity": 24,
        "price": { "amount": "5.92", "currency": "GBP", "per": 1 }, "net": money("142.08"),
        "vat_rate": "20", "remarks": "blue box", "state": "ok", "previous_price": null,
    });
    let answer = page.json();
    assert_eq!(answer["line"], line);
    let totals = answer["totals"].clone();
    assert_eq!((&totals["goods"], &totals["vat"]), (&money("142.08"), &money("28.42")));
    assert_eq!(totals["vat_by_rate"][0]["rate"], "20");
    assert_eq!(totals["vat_by_rate"][0]["category"], "S");
    let cart = anna.get("/api/v1/cart").await.json();
    assert_eq!(
        cart,
        json!({ "lines": [line], "totals": totals, "delivery_address": "A-1",
            "reference": null, "remarks": null, "requested_day": null, "credit": cart["credit"] })
    );
    assert_eq!((&cart["credit"]["state"], &cart["credit"]["over"]), (&json!("ok"), &Value::Null));
    // Set again: the same. The remark stays where none is sent, and goes with `null`.
    let body = json!({ "quantity": 24 });
    let page = send(&mut anna, "PUT", &format!("{LINES}/MUG-SAND"), &body).await;
    assert_eq!(page.json()["line"], line);
    let body = json!({ "quantity": 24, "remarks": null });
    let page = send(&mut anna, "PUT", &format!("{LINES}/MUG-SAND"), &body).await;
    assert_eq!(page.json()["line"]["remarks"], Value::Null);
    let page =
        send(&mut anna, "PUT", &format!("{LINES}/MUG-SAND"), &json!({ "quantity": 0 })).await;
    assert_eq!((page.status.as_u16(), &page.json()["line"]), (200, &Value::Null));
    assert_eq!(page.json()["totals"]["goods"], money("0.00"));
    for path in [&format!("{LINES}/MUG-SAND"), "/api/v1/cart"] {
        let page = send(&mut anna, "DELETE", path, &Value::Null).await;
        assert_eq!((page.status.as_u16(), page.html.as_str()), (204, ""), "{path}");
    }
});

in_world!(fields_of_the_head_are_set_cleared_and_checked, |world| {
    let mut anna = world.program("anna@").await;
    let path = "/api/v1/cart";
    let body = json!({ "delivery_address": "A-2", "reference": "PO 1", "remarks": "Ring twice",
        "requested_day": "2099-12-31" });
    let cart = send(&mut anna, "PATCH", path, &body).await.json();
    for member in ["delivery_address", "reference", "remarks", "requested_day"] {
        assert_eq!(cart[member], body[member], "{member}");
    }
    let cart = send(&mut anna, "PATCH", path, &json!({ "reference": null })).await.json();
    assert_eq!((&cart["reference"], &cart["remarks"]), (&Value::Null, &json!("Ring twice")));
    let other = json!({ "name": "Pop-up", "line1": "1 Quay", "postcode": "LS1 4AP", "city": "Leeds",
        "country": "GB", "contact": null });
    let cart = send(&mut anna, "PATCH", path, &json!({ "delivery_address": other })).await.json();
    assert_eq!(cart["delivery_address"]["name"], "Pop-up");
    assert_eq!(cart["delivery_address"]["phone"], Value::Null);
    let with = |member: &str, value: &str| {
        let mut address = other.clone();
        address[member] = value.into();
        json!({ "delivery_address": address })
    };
    for (body, field, wrong) in [
        (json!({ "delivery_address": "A-4" }), "/delivery_address", "unknown_address"),
        (json!({ "delivery_address": 3 }), "/delivery_address", "invalid"),
        (with("country", "Britain"), "/delivery_address/country", "bad_country"),
        (with("country", ""), "/delivery_address/country", "required"),
        (with("postcode", ""), "/delivery_address/postcode", "required"),
        (with("city", ""), "/delivery_address/city", "required"),
        (with("name", &"x".repeat(300)), "/delivery_address/name", "too_long"),
        (json!({ "requested_day": "tomorrow" }), "/requested_day", "invalid"),
        (json!({ "reference": "x".repeat(101) }), "/reference", "too_long"),
        (json!({ "remarks": "x".repeat(1_000_000) }), "/remarks", "too_long"),
        (json!({ "remarks": "a\u{0}b" }), "/remarks", "invalid"),
        (json!({ "reference": 7 }), "/reference", "invalid"),
    ] {
        let page = send(&mut anna, "PATCH", path, &body).await;
        assert_field(&page, 422, "invalid", field, wrong);
    }
    assert_eq!(anna.get(path).await.json(), cart);
});

in_world!(each_row_is_added_or_named_with_what_may_have_been_meant, |world| {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let mut anna = world.program("anna@").await;
    let rows = json!([
        { "code": "ll-mug-s", "quantity": 12 },
        { "code": "5012345104208", "quantity": 12 },
        { "code": "HP-350-SAN", "quantity": 24 },
        { "code": "MUG-SNAD", "quantity": 12 },
        { "code": "CLOSED-1", "quantity": 1 },
        { "code": "VISIBLE-1", "quantity": 1 },
        { "code": "", "quantity": 1 },
    ]);
    let answer = send(&mut anna, "POST", LINES, &rows).await.json();
    let added: Vec<_> = answer["added"].as_array().unwrap().iter().collect();
    assert_eq!(added.len(), 3);
    assert!(added.iter().all(|row| row["sku"] == "MUG-SAND"));
    assert_eq!(added[0]["code"], "ll-mug-s");
    let not_added = answer["not_added"].as_array().unwrap();
    let reasons: Vec<_> = not_added.iter().map(|row| row["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons[..1], ["unknown_code"]);
    assert_eq!(reasons[2..], ["not_available", "unknown_code"]);
    let suggestions = not_added[0]["suggestions"].as_array().unwrap();
    assert!((1..=3).contains(&suggestions.len()));
    let mug = json!({ "sku": "MUG-SAND", "name": "Stoneware mug, sand, 350 ml" });
    assert!(suggestions.contains(&mug), "{suggestions:?}");
    let cart = anna.get("/api/v1/cart").await.json();
    assert_eq!(cart["lines"][0]["quantity"], 48);
    // Only what this customer may see is suggested.
    let mut bella = world.program("bella@").await;
    let rows = json!([{ "code": "TRADE-ONYL", "quantity": 1 }]);
    let answer = send(&mut bella, "POST", LINES, &rows).await;
    assert!(!answer.html.contains("Counter display"), "{}", answer.html);
});

in_world!(rows_beyond_what_one_order_may_have_are_refused, |world| {
    let mut anna = world.program("anna@").await;
    let rows: Vec<_> =
        (0..5_001).map(|n| json!({ "code": format!("X{n}"), "quantity": 1 })).collect();
    let page = send(&mut anna, "POST", LINES, &Value::Array(rows)).await;
    assert_eq!(code(&page), (422, "out_of_range".to_owned()));
});

in_world!(where_prices_are_hidden_there_are_none, |world| {
    let mut isla = world.program("isla@").await;
    let page =
        send(&mut isla, "PUT", &format!("{LINES}/TEAPOT-IRON"), &json!({ "quantity": 1 })).await;
    let answer = page.json();
    assert_eq!(answer["totals"], Value::Null);
    for member in ["price", "net", "previous_price"] {
        assert_eq!(answer["line"][member], Value::Null, "{member}");
    }
});

in_world!(account_and_addresses_are_told, |world| {
    let account = world.program("tilly@").await.get("/api/v1/account").await.json();
    let money = |amount: &str| json!({ "amount": amount, "currency": "GBP" });
    assert_eq!(
        account,
        json!({
            "number": "C-1004", "name": "Tilly's Tea Rooms", "vat_number": null, "currency": "GBP",
            "credit_limit": money("500.00"), "balance": money("620.00"),
            "open_orders": money("0.00"), "available_credit": money("0.00"),
            "overdue": money("0.00"), "payment_terms": account["payment_terms"],
            "contact": { "name": "Tilly Marsh", "email": "tilly@tillys.example",
                "phone": "01904 496 044" },
            "waiting": [],
        })
    );
    assert!(account["payment_terms"]["days"].is_i64());
    let page = world.program("joerg@").await.get("/api/v1/addresses").await;
    let address = &page.json()["items"][0];
    assert_eq!(
        *address,
        json!({
            "id": "A-8", "name": "Haus am Markt GmbH", "contact": null, "line1": "Alter Markt 14",
            "line2": "Hinterhaus, 2. Tür", "postcode": "50667", "city": "Köln", "region": null,
            "country": "DE", "phone": null, "default_delivery": true,
            "default_invoice": address["default_invoice"], "state": "ok",
        })
    );
});
