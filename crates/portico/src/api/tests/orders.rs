//! Placing orders: shapes, all or nothing, every reason.

use super::*;
use crate::testkit::world::in_world;

fn line_codes(page: &Page) -> Vec<(String, String)> {
    refused(page).2
}

in_world!(an_order_is_answered_as_it_is_kept, |world| {
    let mut anna = world.program("anna@").await;
    let body = json!({
        "lines": [{ "code": "mug-slate", "quantity": 24, "remarks": "for the bar",
            "price": { "amount": "5.920", "currency": "GBP", "per": 1 } }],
        "delivery_address": "A-2", "reference": "PO 9", "remarks": "Ring twice",
        "requested_day": "2099-12-31", "part_deliveries": false,
    });
    let page = place(&mut anna, "shape", &body).await;
    let order = page.json();
    let number = order["number"].as_str().unwrap();
    assert_eq!(
        (page.status.as_u16(), page.location()),
        (201, Some(&*format!("/api/v1/orders/{number}")))
    );
    let money = |amount: &str| json!({ "amount": amount, "currency": "GBP" });
    assert_eq!(
        order["lines"],
        json!([{
            "line": 1, "parent_line": null, "sku": "MUG-SLATE", "name": "Stoneware mug, slate, 350 ml",
            "unit": "piece", "quantity": 24, "price": { "amount": "5.92", "currency": "GBP", "per": 1 },
            "discount_percent": "0", "net": money("142.08"), "vat_rate": "20",
            "remarks": "for the bar", "supplied_from": "stock", "pending": 0, "allocated": 0,
            "backordered": 24, "shipped": 0, "cancelled": 0, "returned": 0, "invoiced": 0,
            "promises": [],
        }])
    );
    assert_eq!(
        order["delivery_address"],
        json!({ "id": "A-2", "name": "Larch & Lime, Headingley", "contact": null,
            "line1": "3 Otley Road", "line2": null, "postcode": "LS6 3PX", "city": "Leeds",
            "region": null, "country": "GB", "phone": null })
    );
    for (member, value) in [
        ("wholesaler_number", Value::Null),
        ("reference", json!("PO 9")),
        ("status", json!("placed")),
        ("hand_over", json!("waiting")),
        ("delivery", json!("none")),
        ("placed_by", json!("Anna Kay")),
        ("source", json!("api")),
        ("requested_day", json!("2099-12-31")),
        ("shipments", json!([])),
        ("part_deliveries", json!(false)),
        ("remarks", json!("Ring twice")),
        ("documents", json!([])),
        ("charges", json!([])),
    ] {
        assert_eq!(order[member], value, "{member}");
    }
    let placed_at = order["placed_at"].as_str().unwrap();
    assert!(placed_at.len() == 24 && placed_at.ends_with('Z'), "{placed_at}");
    assert_eq!(order["totals"]["total"], money("170.50"));
    let again = anna.get(&format!("/api/v1/orders/{}", number.to_lowercase())).await;
    assert_eq!(again.json(), order);
    let list = anna.get("/api/v1/orders?reference=PO%209").await.json();
    let mut summary = order.as_object().unwrap().clone();
    for member in ["lines", "charges", "to_charge", "shipments", "documents", "comments"] {
        summary.remove(member);
    }
    summary.insert("line_count".into(), json!(1));
    assert_eq!(list["items"], json!([summary]));
    world.work().await;
    let after = anna.get(&format!("/api/v1/orders/{number}")).await.json();
    assert_eq!((&after["status"], &after["hand_over"]), (&json!("confirmed"), &json!("received")));
});

in_world!(without_lines_the_current_order_is_placed_and_emptied, |world| {
    let mut anna = world.program("anna@").await;
    let page = place(&mut anna, "empty", &json!({})).await;
    assert_eq!(code(&page), (422, "cart_empty".to_owned()));
    let set = json!({ "quantity": 3, "remarks": "gift" });
    send(&mut anna, "PUT", "/api/v1/cart/lines/TEAPOT-IRON", &set).await;
    send(
        &mut anna,
        "PATCH",
        "/api/v1/cart",
        &json!({ "reference": "PO 2", "delivery_address": "A-2" }),
    )
    .await;
    let refused = place(&mut anna, "cart", &json!({ "delivery_address": "A-77" })).await;
    assert_eq!(refused.status, 422);
    assert_eq!(anna.get("/api/v1/cart").await.json()["lines"][0]["quantity"], 3);
    let order = place(&mut anna, "cart", &json!({ "remarks": "now" })).await.json();
    assert_eq!((&order["reference"], &order["remarks"]), (&json!("PO 2"), &json!("now")));
    assert_eq!(order["delivery_address"]["id"], "A-2");
    assert_eq!(
        (&order["lines"][0]["quantity"], &order["lines"][0]["remarks"]),
        (&json!(3), &json!("gift"))
    );
    let cart = anna.get("/api/v1/cart").await.json();
    assert_eq!((&cart["lines"], &cart["reference"]), (&json!([]), &Value::Null));
    let none = place(&mut anna, "none", &json!({ "lines": [] })).await;
    assert_eq!(code(&none), (422, "cart_empty".to_owned()));
    world.work().await;
});

in_world!(the_same_code_twice_makes_two_lines_priced_by_their_sum, |world| {
    let mut anna = world.program("anna@").await;
    let order = place(&mut anna, "two", &lines(&[("MUG-SAND", 24.0), ("5012345104208", 24.0)]))
        .await
        .json();
    let rows = order["lines"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for (row, line) in rows.iter().zip(1..) {
        assert_eq!((&row["line"], &row["quantity"]), (&json!(line), &json!(24)));
        assert_eq!(row["price"]["amount"], "5.55");
    }
    // Limits and stock go by the sum, too: six tins in two lines are enough, 21 of the last 20 are not.
    let six = place(&mut anna, "six", &lines(&[("TIN-MIN6", 3.0), ("TIN-MIN6", 3.0)])).await;
    assert_eq!(six.status, 201);
    let over = place(&mut anna, "over", &lines(&[("LAST-20", 15.0), ("LAST-20", 6.0)])).await;
    assert_eq!(code(&over), (409, "insufficient_stock".to_owned()));
    assert_eq!(world.stock_of("LAST-20").await, (20, 0));
    world.work().await;
});

in_world!(every_line_that_cannot_be_taken_is_named_and_nothing_is_changed, |world| {
    let mut anna = world.program("anna@").await;
    let before = numbers(&mut anna, "/api/v1/orders", 500).await;
    let seen = |amount: &str| json!({ "amount": amount, "currency": "GBP", "per": 1 });
    let line = |code: &str, n: i64| json!({ "code": code, "quantity": n });
    let mut dear = line("TEAPOT-IRON", 1);
    dear["price"] = seen("1.00");
    let stock =
        json!({ "lines": [line("LAST-20", 21), line("MUG-SAND", 12), line("OUT-SHOW", 1)] });
    let page = place(&mut anna, "k", &stock).await;
    assert_eq!(code(&page), (409, "insufficient_stock".to_owned()));
    let named = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter().map(|(f, c)| ((*f).to_owned(), (*c).to_owned())).collect()
    };
    let short = named(&[
        ("/lines/0/quantity", "insufficient_stock"),
        ("/lines/2/quantity", "insufficient_stock"),
    ]);
    assert_eq!(line_codes(&page), short);
    assert_eq!(page.json()["errors"][0]["available"], 20);
    let page = place(&mut anna, "k", &json!({ "lines": [line("MUG-SAND", 12), dear] })).await;
    assert_field(&page, 409, "price_changed", "/lines/1/price", "price_changed");
    let error = &page.json()["errors"][0];
    assert_eq!((&error["old"], &error["new"]), (&seen("1.00"), &seen("30.00")));
    let mixed = [
        line("LAST-20", 21),
        dear.clone(),
        line("NO-SUCH", 1),
        line("CLOSED-1", 1),
        line("TIN-MIN6", 1),
    ];
    let page = place(&mut anna, "k", &json!({ "lines": mixed })).await;
    assert_eq!(code(&page), (422, "lines_refused".to_owned()));
    let all = named(&[
        ("/lines/0/quantity", "insufficient_stock"),
        ("/lines/1/price", "price_changed"),
        ("/lines/2/code", "unknown_code"),
        ("/lines/3/code", "not_available"),
        ("/lines/4/quantity", "below_minimum"),
    ]);
    assert_eq!(line_codes(&page), all);
    let page = place(&mut anna, "k", &json!({ "lines": [line("LAST-20", 21), dear] })).await;
    assert_eq!(code(&page), (422, "lines_refused".to_owned()));
    assert_eq!(numbers(&mut anna, "/api/v1/orders", 500).await, before);
    assert_eq!(world.stock_of("LAST-20").await, (20, 0));
    // Who sees stock as an indicator is told no number.
    let mut imogen = world.program("imogen@").await;
    let page = place(&mut imogen, "k", &lines(&[("GLASS-STEP4", 8.0)])).await;
    assert_eq!(page.status, 201, "{}", page.html);
    world.work().await;
});

in_world!(what_the_caller_saw_must_still_be_so, |world| {
    let mut anna = world.program("anna@").await;
    let money = |amount: &str, currency: &str| json!({ "amount": amount, "currency": currency });
    let with = |total: Value| {
        let mut body = lines(&[("TEAPOT-IRON", 1.0)]);
        body["expected_total"] = total;
        body
    };
    let page = place(&mut anna, "k", &with(money("35.99", "GBP"))).await;
    assert_field(&page, 409, "price_changed", "/expected_total", "price_changed");
    let error = &page.json()["errors"][0];
    assert_eq!((&error["old"], &error["new"]), (&money("35.99", "GBP"), &money("36.00", "GBP")));
    let page = place(&mut anna, "k", &with(money("36.00", "EUR"))).await;
    assert_field(&page, 422, "currency_mismatch", "/expected_total/currency", "currency_mismatch");
    let page = place(&mut anna, "k", &with(money("36,00", "GBP"))).await;
    assert_field(&page, 422, "invalid", "/expected_total/amount", "not_a_number");
    assert_eq!(place(&mut anna, "k", &with(money("36.00", "GBP"))).await.status, 201);
    world.work().await;
});

in_world!(reasons_of_the_whole_order_have_their_codes, |world| {
    let teapot = lines(&[("TEAPOT-IRON", 20.0)]);
    for (who, status, expected) in
        [("tilly@", 409, "credit_exceeded"), ("hugh@", 409, "account_on_hold")]
    {
        let mut client = world.program(who).await;
        let page = place(&mut client, "k", &teapot).await;
        assert_eq!(refused(&page), (status, expected.to_owned(), Vec::new()), "{who}");
    }
    let mut dee = world.program("dee@").await;
    let page = place(&mut dee, "k", &lines(&[("TEAPOT-IRON", 1.0)])).await;
    assert_eq!(code(&page), (422, "below_minimum_order".to_owned()));
    let mut otto = world.program("otto@").await;
    let page = place(&mut otto, "limit", &teapot).await;
    let order = page.json();
    assert_eq!((page.status.as_u16(), &order["status"]), (201, &json!("awaiting_approval")));
    assert_eq!(
        (&order["lines"][0]["pending"], &order["lines"][0]["allocated"]),
        (&json!(20), &json!(0))
    );
    let mut anna = world.program("anna@").await;
    let mut past = lines(&[("TEAPOT-IRON", 1.0)]);
    past["requested_day"] = json!("2020-01-01");
    let page = place(&mut anna, "k", &past).await;
    assert_field(&page, 422, "invalid", "/requested_day", "day_in_past");
    world.work().await;
});

in_world!(an_order_has_five_thousand_lines_and_no_more, |world| {
    let mut anna = world.program("anna@").await;
    let many = |n: usize| {
        let line = json!({ "code": "GIFT-WRAPPING", "quantity": 1 });
        json!({ "lines": vec![line; n] })
    };
    let page = place(&mut anna, "many", &many(5_001)).await;
    assert_eq!(code(&page), (422, "out_of_range".to_owned()));
    let page = place(&mut anna, "many", &many(5_000)).await;
    assert_eq!(page.status, 201, "{}", page.html);
    assert_eq!(page.json()["lines"].as_array().map(Vec::len), Some(5_000));
    world.work().await;
});

in_world!(texts_come_back_as_they_were_sent, |world| {
    let mut anna = world.program("anna@").await;
    let script = "<script>alert('1')</script>\" \u{2028}\n– £ 漢字";
    let mut body = lines(&[("SCRIPT-1", 1.0)]);
    body["lines"][0]["remarks"] = json!(script);
    body["remarks"] = json!(script);
    body["reference"] = json!("<script>alert(1)</script>");
    body["delivery_address"] = json!({ "name": "<b>N</b>", "contact": "<i>", "line1": "<1>",
        "line2": "</p>", "postcode": "LS1 4AP", "city": "<script>", "country": "GB", "phone": "&lt;" });
    let page = place(&mut anna, "script", &body).await;
    assert_eq!(page.headers["content-type"], "application/json");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    let order = page.json();
    assert_eq!(
        (&order["remarks"], &order["lines"][0]["remarks"]),
        (&json!(script), &json!(script))
    );
    assert_eq!(order["reference"], "<script>alert(1)</script>");
    for (member, value) in body["delivery_address"].as_object().unwrap() {
        assert_eq!(&order["delivery_address"][member], value, "{member}");
    }
    let name = "<script>alert(1)</script> & \"Sons\" <b>mug</b>";
    assert_eq!(order["lines"][0]["name"], name);
    for member in ["/remarks", "/lines/0/remarks"] {
        let mut long = lines(&[("TEAPOT-IRON", 1.0)]);
        let text = json!("x".repeat(1_000_000));
        match member {
            "/remarks" => long["remarks"] = text,
            _ => long["lines"][0]["remarks"] = text,
        }
        let page = place(&mut anna, "long", &long).await;
        let problem = if member == "/remarks" { "invalid" } else { "lines_refused" };
        assert_field(&page, 422, problem, member, "too_long");
    }
    world.work().await;
});
