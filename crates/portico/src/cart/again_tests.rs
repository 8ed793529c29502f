//! Ordering again and quick order, on both databases, as people and programs use them.

use crate::args;
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::{DbError, Tx};
use crate::testkit::client::Client;
use crate::testkit::world::{World, in_world};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Places an order of three lines as Anna and answers with its number.
async fn placed(world: &mut World) -> String {
    world.leave_unhandled();
    let mut anna = world.program("anna@").await;
    let lines = json!({ "lines": [
        { "code": "MUG-SAND", "quantity": 12 },
        { "code": "TEAPOT-IRON", "quantity": 2 },
        { "code": "TIN-MIN6", "quantity": 6 },
    ] });
    let key = [("Idempotency-Key", "again")];
    let page = anna.json(("POST", "/api/v1/orders"), &key, &lines).await;
    assert_eq!(page.status, 201, "{}", page.html);
    page.json()["number"].as_str().unwrap().to_owned()
}

/// The teapot is no longer sold.
async fn closed(world: &World) {
    let sql = "update products set state = 'closed' where sku = 'TEAPOT-IRON'";
    let close = move |tx: &mut Tx| -> Result<u64, DbError> { tx.exec(sql, args![]) };
    assert_eq!(world.db.write(close).await.unwrap(), 1);
}

async fn in_cart(program: &mut Client) -> Vec<(String, i64)> {
    let cart = program.get("/api/v1/cart").await.json();
    let line = |line: &Value| {
        (line["sku"].as_str().unwrap().to_owned(), line["quantity"].as_i64().unwrap())
    };
    cart["lines"].as_array().unwrap().iter().map(line).collect()
}

in_world!(a_program_orders_again_and_hears_what_was_left_out_and_why, |world| {
    let number = placed(&mut world).await;
    closed(&world).await;
    let mut anna = world.program("anna@").await;
    let path = format!("/api/v1/orders/{number}/reorder");
    let page = anna.json(("POST", &path), &[], &json!({})).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let answer = page.json();
    assert_eq!(answer["added"].as_array().unwrap().len(), 2);
    let left = &answer["not_added"][0];
    assert_eq!((left["index"].as_i64(), left["code"].as_str()), (Some(1), Some("TEAPOT-IRON")));
    assert_eq!(
        (left["quantity"].as_i64(), left["reason"].as_str()),
        (Some(2), Some("not_available"))
    );
    let page = anna.json(("POST", &path), &[], &json!({ "lines": [3] })).await;
    assert_eq!(page.json()["added"][0]["index"], 0);
    let expected = [("MUG-SAND".to_owned(), 12), ("TIN-MIN6".to_owned(), 12)];
    assert_eq!(in_cart(&mut anna).await, expected, "a line ordered again comes on top");
    let page = anna.json(("POST", &path), &[], &json!({ "lines": [1, 9] })).await;
    assert_eq!(
        (page.status.as_u16(), &page.json()["errors"][0]["field"]),
        (422, &json!("/lines/1"))
    );
    assert_eq!(in_cart(&mut anna).await, expected, "nothing of it went in");
    let mut bella = world.program("bella@").await;
    assert_eq!(bella.json(("POST", &path), &[], &json!({})).await.status, 404);
});

in_world!(a_person_orders_ticked_lines_again_and_mends_what_could_not_go_in, |world| {
    let number = placed(&mut world).await;
    closed(&world).await;
    let mut anna = world.sign_in("anna@").await;
    let path = format!("/orders/{number}/reorder");
    let page = anna.get(&path).await;
    assert!(page.says("Order again") && page.says("Cast-iron teapot"), "{}", page.text());
    assert_eq!(anna.post(&path, &[]).await.status, 422, "no line is ticked");
    let page = anna.post(&path, &[("line", "1"), ("line", "2")]).await;
    assert_eq!(page.location(), Some("/cart/paste/lines"));
    let page = anna.get("/cart/paste/lines").await;
    assert!(
        page.says("TEAPOT-IRON") && page.says("1 more needs you")
            || page.says("One more needs you"),
        "{}",
        page.text()
    );
    let mut program = world.program("anna@").await;
    assert_eq!(in_cart(&mut program).await, [("MUG-SAND".to_owned(), 12)]);
});

in_world!(quick_order_takes_any_code_and_offers_what_comes_near, |world| {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    let page = anna.post("/quick-order", &[("code", "LL-MUG-S"), ("quantity", "24")]).await;
    assert_eq!(page.location(), Some("/quick-order"));
    let page = anna.get("/quick-order").await;
    assert!(page.says("MUG-SAND is in your current order."), "{}", page.text());
    let page = anna.post("/quick-order", &[("code", "MUG-SNAD"), ("quantity", "13")]).await;
    assert_eq!(page.status, 422);
    assert!(
        page.html.contains("value=\"MUG-SNAD\"") && page.says("Take MUG-SAND"),
        "{}",
        page.text()
    );
    let page =
        anna.post("/quick-order", &[("code", "x"), ("take", "MUG-SAND"), ("quantity", "13")]).await;
    assert_eq!(page.status, 422, "thirteen is no multiple of twelve");
    // Without a quantity the least goes in.
    let page = anna.post("/quick-order", &[("code", "TIN-MIN6"), ("quantity", "")]).await;
    assert_eq!(page.status, 303);
    let mut program = world.program("anna@").await;
    let expected = [("MUG-SAND".to_owned(), 24), ("TIN-MIN6".to_owned(), 6)];
    assert_eq!(in_cart(&mut program).await, expected);
    let page = anna.get("/quick-order/suggest?q=LL-7").await;
    assert!(page.html.contains("data-code=\"CANDLE-FIG\""), "{}", page.html);
    let page = anna.get("/quick-order/suggest?q=stoneware").await;
    assert!(page.html.contains("data-code=\"MUG-SAND\" data-quantity=\"12\""), "{}", page.html);
    let mut bella = world.sign_in("bella@").await;
    let page = bella.get("/quick-order/suggest?q=counter+display").await;
    assert!(!page.html.contains("TRADE-ONLY"), "outside her assortment");
});

in_world!(the_current_order_is_a_file_and_no_formula, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/cart").await;
    anna.post("/cart/lines", &[("sku", "MUG-SAND"), ("quantity", "24")]).await;
    anna.post("/cart/lines/MUG-SAND/remarks", &[("line_remarks", "=1+1")]).await;
    let file = anna.get("/cart/export?as=csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.html.contains("MUG-SAND") && file.html.contains("142.08"), "{}", file.html);
    assert!(!file.html.contains(",=1+1") && file.html.contains("=1+1"), "{}", file.html);
    let mut bella = world.sign_in("bella@").await;
    assert!(!bella.get("/cart/export?as=csv").await.html.contains("MUG-SAND"));
});

in_world!(a_correction_is_known_to_quick_order_and_said, |world| {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    anna.get("/quick-order").await;
    let unknown = anna.post("/quick-order", &[("code", "POT-OLD-CODE"), ("quantity", "1")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("code", "POT-OLD-CODE"), ("quantity", "1"), ("take", "TEAPOT-IRON")];
    assert_eq!(anna.post("/quick-order", &fields).await.status, StatusCode::SEE_OTHER);
    anna.get("/quick-order").await;
    let again = anna.post("/quick-order", &[("code", "pot-old-code"), ("quantity", "1")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let said = anna.get("/quick-order").await;
    assert!(said.says("was taken for TEAPOT-IRON before"), "{}", said.text());
    let mut bella = world.sign_in("bella@").await;
    bella.get("/quick-order").await;
    let other = bella.post("/quick-order", &[("code", "POT-OLD-CODE"), ("quantity", "1")]).await;
    assert_eq!(
        other.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it is known at that customer alone"
    );
});
