//! How stock is told: by a table, and as people and programs see it; and that nobody orders what they must not.

use crate::args;
use crate::catalogue::indicator::{
    LOCATIONS_SHOWN, MORE_THAN_FREE, STOCK_CAP, STOCK_SHOWN, Showing, StockShown,
};
use crate::catalogue::shelf;
use crate::platform::db::{DbError, Tx};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// So much of MUG-SAND is free, it is called so, and customers are told so.
async fn set(world: &World, free: i64, label: &'static str, shown: StockShown) {
    let done = move |tx: &mut Tx| -> Result<(), DbError> {
        let id = tx.one::<i64>("select id from products where sku_key = 'MUG-SAND'", args![])?;
        let id = id.unwrap();
        assert_eq!(
            tx.exec(
                "update stock set on_hand = allocated + $2 where product_id = $1 and location = 'main'",
                args![id, free],
            )?,
            1
        );
        let sql = "update products set stock_label = $2 where id = $1";
        assert_eq!(tx.exec(sql, args![id, label])?, 1);
        settings::set(tx, &STOCK_SHOWN, &shown)?;
        settings::set(tx, &STOCK_CAP, &50)?;
        shelf::refresh(tx, &[id])
    };
    world.db.write(done).await.unwrap();
}

async fn order(world: &World, quantity: i64, key: &str) -> Page {
    let mut anna = world.program("anna@").await;
    let wish = json!({ "lines": [{ "code": "MUG-SAND", "quantity": quantity }] });
    anna.json(("POST", "/api/v1/orders"), &[("idempotency-key", key)], &wish).await
}

in_world!(stock_is_said_in_the_same_words_in_lists_pages_orders_files_and_to_programs, |world| {
    use StockShown::{Capped, Indicator, None, Number};
    let mut anna = world.sign_in("anna@").await;
    let mut program = world.program("anna@").await;
    let put = ("PUT", "/api/v1/cart/lines/MUG-SAND");
    assert_eq!(program.json(put, &[], &json!({ "quantity": 12 })).await.status, StatusCode::OK);
    // Free, called by hand, shown, the words, and what programs read: quantity, more, label.
    let cases = [
        (140, "rule", Number, "140 in stock", json!([140, false, null])),
        (140, "rule", Capped, "50+ in stock", json!([50, true, null])),
        (50, "rule", Capped, "50 in stock", json!([50, false, null])),
        (140, "rule", Indicator, "In stock", json!([null, false, null])),
        (10, "rule", Indicator, "A few left", json!([null, false, null])),
        (3, "rule", Indicator, "3 left", json!([3, false, null])),
        (0, "rule", Indicator, "On backorder", json!([null, false, null])),
        (140, "limited", Number, "Limited stock", json!([140, false, "limited"])),
        (0, "pre_order", Indicator, "Pre-order", json!([null, false, "pre_order"])),
        (8, "discontinued", Number, "Discontinued, 8 left", json!([8, false, "discontinued"])),
        (0, "discontinued", Number, "Discontinued", json!([0, false, "discontinued"])),
        (140, "sold_out", Indicator, "Sold out", json!([null, false, "sold_out"])),
    ];
    for (free, label, shown, words, told) in cases {
        set(&world, free, label, shown).await;
        let mug = |page: Page| page.lines_with(words).len();
        let list = anna.get("/products").await.html;
        let row = list.split("<tr").find(|row| row.contains("/products/MUG-SAND")).unwrap();
        assert!(row.contains(words), "list: {words}: {row}");
        assert!(mug(anna.get("/products/MUG-SAND").await) > 0, "page: {words}");
        assert!(anna.get("/cart").await.says(words), "current order: {words}");
        let json = program.json(("GET", "/api/v1/products/MUG-SAND"), &[], &Value::Null).await;
        let stock = &json.json()["stock"];
        assert_eq!(json!([stock["quantity"], stock["more"], stock["label"]]), told, "{words}");
    }
    set(&world, 140, "limited", None).await;
    for path in ["/products", "/products/MUG-SAND", "/cart"] {
        assert!(!anna.get(path).await.says("Limited stock"), "{path}: nothing is told");
    }
    let json = program.json(("GET", "/api/v1/products/MUG-SAND"), &[], &Value::Null).await;
    assert_eq!(json.json()["stock"], Value::Null);
});

in_world!(what_is_sold_out_by_hand_or_lasts_only_is_not_ordered_beyond_it, |world| {
    let number = StockShown::Number;
    set(&world, 12, "rule", number).await;
    assert_eq!(order(&world, 24, "a").await.status, StatusCode::CREATED, "backorders are taken");
    set(&world, 12, "discontinued", number).await;
    let over = order(&world, 24, "b").await;
    assert_eq!(
        (over.status, &over.json()["code"]),
        (StatusCode::CONFLICT, &"insufficient_stock".into())
    );
    assert_eq!(over.json()["errors"][0]["available"], 12);
    assert_eq!(order(&world, 12, "c").await.status, StatusCode::CREATED);
    set(&world, 500, "sold_out", number).await;
    let refused = order(&world, 12, "d").await;
    assert_eq!(refused.json()["errors"][0]["code"], "not_available", "{}", refused.html);
    let mut anna = world.sign_in("anna@").await;
    let listed = anna.get("/products?in_stock=true").await;
    assert!(!listed.html.contains("/products/MUG-SAND"), "not among what is in stock");
    world.work().await;
});

in_world!(nobody_orders_more_than_is_free_where_the_wholesaler_says_so, |world| {
    let off = |tx: &mut Tx| -> Result<(), DbError> { settings::set(tx, &MORE_THAN_FREE, &false) };
    set(&world, 12, "rule", StockShown::Number).await;
    world.db.write(off).await.unwrap();
    let over = order(&world, 24, "a").await;
    assert_eq!(over.json()["code"], "insufficient_stock");
    let mut anna = world.sign_in("anna@").await;
    anna.get("/products/MUG-SAND").await;
    anna.post("/cart/lines", &[("sku", "MUG-SAND"), ("quantity", "24"), ("from", "/cart")]).await;
    let cart = anna.get("/cart").await;
    assert!(cart.says("12"), "{}", cart.text());
    assert_eq!(order(&world, 12, "b").await.status, StatusCode::CREATED);
    let mut program = world.program("anna@").await;
    let json = program.json(("GET", "/api/v1/products/MUG-SAND"), &[], &Value::Null).await.json();
    assert_eq!((&json["backorder_allowed"], &json["orderable"]), (&json!(false), &json!(false)));
    world.work().await;
});

in_world!(what_lies_where_is_told_only_if_the_wholesaler_says_so, |world| {
    set(&world, 140, "rule", StockShown::Capped).await;
    let more = |tx: &mut Tx| -> Result<(), DbError> {
        let id = tx.one::<i64>("select id from products where sku_key = 'MUG-SAND'", args![])?;
        tx.exec_each_one(
            "insert into locations (code, name, created_at) values ('shop', 'The <shop>', 1)",
            &[args![]],
        )?;
        tx.exec_each_one(
            "insert into stock (product_id, location, on_hand, allocated, version)
             values ($1, 'shop', 4, 1, 1)",
            &[args![id]],
        )
    };
    world.db.write(more).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    let mut program = world.program("anna@").await;
    assert!(!anna.get("/products/MUG-SAND").await.says("The <shop>"));
    let read = ("GET", "/api/v1/products/MUG-SAND");
    assert_eq!(program.json(read, &[], &Value::Null).await.json()["locations"], json!([]));
    let on = |tx: &mut Tx| -> Result<(), DbError> { settings::set(tx, &LOCATIONS_SHOWN, &true) };
    world.db.write(on).await.unwrap();
    let page = anna.get("/products/MUG-SAND").await;
    assert!(page.says("The <shop>") && page.says("3 left") && page.says("50+ in stock"));
    let told = program.json(read, &[], &Value::Null).await.json()["locations"].clone();
    assert_eq!(told[1]["name"], "The <shop>");
    assert_eq!((&told[0]["quantity"], &told[0]["more"]), (&json!(50), &json!(true)));
    assert_eq!((&told[1]["quantity"], &told[1]["more"]), (&json!(3), &json!(false)));
});

#[test]
fn numbers_are_told_in_whole_units_up_to_the_cap() {
    let showing = Showing { stock: StockShown::Capped, low: 10, last: 3, cap: 50 };
    let card = super::super::card::tests::card();
    let metres = crate::catalogue::Card { quantity_decimals: 2, ..card };
    let told = |stock, free| {
        let told = Showing { stock, ..showing }.told(&metres, free);
        told.map(|told| (told.units, told.more))
    };
    assert_eq!(told(StockShown::Capped, 5_001), Some((5_000, true)));
    assert_eq!(told(StockShown::Capped, 5_000), Some((5_000, false)));
    assert_eq!(told(StockShown::Indicator, 300), Some((300, false)));
    assert_eq!(told(StockShown::Indicator, 301), None);
    assert_eq!(told(StockShown::Indicator, 0), None);
    assert_eq!(told(StockShown::None, 300), None);
}
