//! What those who wait read: promises in the order of the queue, why a line waits, and cancelling what is lacking.

use super::allocate_tests::{came_in, four_each, is_sound, placed, short_of, standing, wish};
use super::cancel::CUSTOMER_CANCELS;
use super::{Placed, Wish, place};
use crate::catalogue::StockShown;
use crate::platform::db::Tx;
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Staff note what is expected, on the page.
async fn expected(world: &World, sku: &str, day: &str, (quantity, sure): (&str, bool)) {
    let mut will = world.sign_in("will@").await;
    let page = format!("/staff/stock/{sku}");
    will.get(&page).await;
    let mut form = vec![("day", day), ("expected", quantity), ("source", "PO 8812")];
    form.extend(sure.then_some(("sure", "yes")));
    let noted = will.post(&format!("{page}/incoming"), &form).await;
    assert_eq!(noted.location(), Some(page.as_str()), "{}", noted.text());
}

async fn rows_of(world: &World, who: &str, sku: &str) -> Vec<Value> {
    let mut program = world.program(who).await;
    let list = program.get(&format!("/api/v1/backorders?q={sku}")).await.json();
    list["items"].as_array().cloned().unwrap_or_default()
}

fn promised(order: &Value) -> Value {
    order["lines"][0]["promises"].clone()
}

in_world!(promises_go_by_the_queue_and_to_the_letter, |world| {
    let id = short_of(&mut world, "M-1").await;
    let orders = four_each(&world, "M-1", 2).await;
    expected(&world, "M-1", "2099-04-02", ("5", true)).await;
    expected(&world, "M-1", "2099-04-09", ("20", false)).await;
    let mut program = world.program("anna@").await;
    let promise = |day: &str, quantity: i64, sure: bool| json!({ "day": day, "quantity": quantity, "sure": sure });
    let first = program.get(&format!("/api/v1/orders/{}", orders[0].number)).await.json();
    assert_eq!(promised(&first), json!([promise("2099-04-02", 4, true)]));
    let second = program.get(&format!("/api/v1/orders/{}", orders[1].number)).await.json();
    let both = json!([promise("2099-04-02", 1, true), promise("2099-04-09", 3, false)]);
    assert_eq!(promised(&second), both);
    let rows = rows_of(&world, "anna@", "M-1").await;
    let row = |order: &Placed, quantity: i64, could: i64, promises: Value| {
        json!({
            "order": order.number, "line": 1, "sku": "M-1", "name": "M-1", "reference": null,
            "quantity": quantity, "held": 0, "could_ship_now": could, "reason": "no_stock",
            "promises": promises,
        })
    };
    let mut bare = rows.clone();
    for row in &mut bare {
        assert!(row.as_object_mut().unwrap().remove("ordered_at").is_some_and(|at| at.is_string()));
    }
    let first_day = json!([promise("2099-04-02", 4, true)]);
    assert_eq!(bare, [row(&orders[0], 4, 0, first_day), row(&orders[1], 4, 0, both)]);
    let product = program.get("/api/v1/products/M-1").await.json();
    assert_eq!(product["stock"]["next"], json!({ "day": "2099-04-09", "quantity": 17 }));
    came_in(&world, "M-1", id, "6").await;
    let rows = rows_of(&world, "anna@", "M-1").await;
    assert_eq!(
        (rows.len(), &rows[0]["quantity"], &rows[0]["could_ship_now"]),
        (1, &json!(2), &json!(2))
    );
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/backorders?q=M-1").await;
    assert!(page.says("2 expected 2 Apr 2099") || page.says("2 expected"), "{}", page.text());
    let page = anna.get(&format!("/orders/{}", orders[1].number)).await;
    assert!(page.says("2 expected"), "{}", page.text());
});

in_world!(what_is_overdue_or_done_with_is_promised_to_nobody, |world| {
    short_of(&mut world, "M-2").await;
    let orders = four_each(&world, "M-2", 1).await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/stock/M-2").await;
    let past = [("day", "2001-01-01"), ("expected", "x"), ("source", "PO")];
    let refused = will.post("/staff/stock/M-2/incoming", &past).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.html.contains("2001-01-01")
    );
    expected(&world, "M-2", "2099-04-02", ("4", true)).await;
    let page = will.get("/staff/stock/M-2").await;
    let mark = "name=\"incoming\" value=\"";
    let at = page.html.find(mark).expect("what is expected can be ended") + mark.len();
    let id = page.html[at..].split('"').next().unwrap_or_default().to_owned();
    let ended = will.post("/staff/stock/M-2/incoming/end", &[("incoming", &id)]).await;
    assert_eq!(ended.location(), Some("/staff/stock/M-2"));
    let again = will.post("/staff/stock/M-2/incoming/end", &[("incoming", &id)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let mut program = world.program("anna@").await;
    let order = program.get(&format!("/api/v1/orders/{}", orders[0].number)).await.json();
    assert_eq!(promised(&order), json!([]));
    expected(&world, "M-2", "2098-04-02", ("4", true)).await;
    world.clock.set(4_102_444_800_000);
    let rows = rows_of(&world, "anna@", "M-2").await;
    assert!(rows.iter().all(|row| row["promises"] == json!([])), "{rows:?}");
    let product = world.program("anna@").await.get("/api/v1/products/M-2").await.json();
    assert_eq!(product["stock"]["next"], Value::Null);
});

in_world!(what_came_in_is_no_longer_expected_and_the_rest_of_it_is, |world| {
    short_of(&mut world, "M-7").await;
    let orders = four_each(&world, "M-7", 2).await;
    expected(&world, "M-7", "2099-04-02", ("6", true)).await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/goods-in/new").await;
    let form = [
        ("form", "f7"),
        ("deed", "book"),
        ("lines", "M-7;5"),
        ("reference", "DN 7"),
        ("location", "main"),
    ];
    let booked = will.post("/staff/goods-in", &form).await;
    assert!(booked.location().is_some(), "{}", booked.text());
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (3, 1)]);
    let mut program = world.program("anna@").await;
    let second = program.get(&format!("/api/v1/orders/{}", orders[1].number)).await.json();
    let rest = json!([{ "day": "2099-04-02", "quantity": 1, "sure": true }]);
    assert_eq!(promised(&second), rest, "one of the six did not come");
    let again = [
        ("form", "f8"),
        ("deed", "book"),
        ("lines", "M-7;1"),
        ("reference", ""),
        ("location", "main"),
    ];
    will.post("/staff/goods-in", &again).await;
    let second = program.get(&format!("/api/v1/orders/{}", orders[1].number)).await.json();
    assert_eq!(promised(&second), json!([]));
    is_sound(&world).await;
});

in_world!(a_whole_order_says_that_it_waits_for_the_rest, |world| {
    let (a, _) = (short_of(&mut world, "M-3").await, short_of(&mut world, "M-4").await);
    let anna = world.buyer("anna@");
    let whole = Wish { part_deliveries: Some(false), ..wish(&[("M-3", 4), ("M-4", 3)]) };
    let order = world.db.write(move |tx| place(tx, &anna, &whole)).await.unwrap();
    came_in(&world, "M-3", a, "9").await;
    let rows = rows_of(&world, "anna@", &order.number).await;
    let seen: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["sku"].clone(),
                row["quantity"].clone(),
                row["held"].clone(),
                row["could_ship_now"].clone(),
                row["reason"].clone(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (json!("M-3"), json!(0), json!(4), json!(0), json!("waits_for_whole_order")),
            (json!("M-4"), json!(3), json!(0), json!(0), json!("no_stock")),
        ]
    );
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get(&format!("/backorders?q={}", order.number)).await;
    assert!(page.says("Waits for the whole order") && page.says("M-3"), "{}", page.text());
    let page = anna.get(&format!("/orders/{}", order.number)).await;
    assert!(page.says("4 waits for the whole order"), "{}", page.text());
    assert!(rows_of(&world, "bella@", &order.number).await.is_empty(), "others see nothing of it");
});

in_world!(a_hidden_number_is_hidden_of_what_comes_next_too, |world| {
    short_of(&mut world, "M-5").await;
    expected(&world, "M-5", "2099-04-02", ("5", true)).await;
    let hide =
        |tx: &mut Tx| settings::set(tx, &crate::catalogue::STOCK_SHOWN, &StockShown::Indicator);
    world.db.write(hide).await.unwrap();
    let product = world.program("anna@").await.get("/api/v1/products/M-5").await.json();
    assert_eq!(product["stock"]["next"], json!({ "day": "2099-04-02", "quantity": null }));
});

in_world!(customers_cancel_what_is_lacking_where_they_may, |world| {
    let id = short_of(&mut world, "M-6").await;
    let orders = four_each(&world, "M-6", 1).await;
    came_in(&world, "M-6", id, "1").await;
    let page = format!("/orders/{}", orders[0].number);
    let to = format!("{page}/cancellation");
    let mut anna = world.sign_in("anna@").await;
    assert!(!anna.get(&page).await.says("Cancel the 3 that wait"));
    assert_eq!(anna.post(&to, &[("line", "1")]).await.status, StatusCode::FORBIDDEN);
    let allow = |tx: &mut Tx| settings::set(tx, &CUSTOMER_CANCELS, &true);
    world.db.write(allow).await.unwrap();
    assert!(anna.get(&page).await.says("Cancel the 3 that wait"));
    for (who, status) in [("vera@", StatusCode::FORBIDDEN), ("bella@", StatusCode::NOT_FOUND)] {
        let mut other = world.sign_in(who).await;
        other.get("/orders").await;
        assert_eq!(other.post(&to, &[("line", "1")]).await.status, status, "{who}");
    }
    let done = anna.post(&to, &[("line", "1")]).await;
    assert_eq!(done.location(), Some(page.as_str()), "{}", done.text());
    assert_eq!(standing(&world.db, &orders).await, [(0, 1)], "what is reserved stays");
    let again = anna.post(&to, &[("line", "1")]).await;
    assert!(again.status == StatusCode::CONFLICT && again.says("Nothing of this is left"));
    assert!(anna.get(&page).await.says("cancelled by the customer"));
    let next = placed(&world.db, &world.buyer("anna@"), &[("M-6", 2)]).await;
    came_in(&world, "M-6", id, "2").await;
    assert_eq!(standing(&world.db, &[next]).await, [(0, 2)]);
    is_sound(&world).await;
});
