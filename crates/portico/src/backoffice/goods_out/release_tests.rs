//! What may be released, by table; and an order's way out of the warehouse with its guards.

use super::release::{Refusal, Wanted, check};
use crate::args;
use crate::doctor;
use crate::orders::ledger::Standing;
use crate::platform::db::{DbError, Tx};
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::http::StatusCode;

fn line(line_id: i64, backordered: i64, allocated: i64, released: i64) -> Standing {
    let stages = [0, backordered, allocated, released, 0, 0];
    Standing { line_id, product_id: Some(line_id), supplied_from: "stock".to_owned(), stages }
}

#[test]
fn every_reason_not_to_release() {
    let short = [line(1, 2, 6, 0), line(2, 0, 4, 0)];
    let whole = [line(1, 0, 6, 0), line(2, 0, 4, 0)];
    let some = |quantity| Wanted::Lines(vec![(1, quantity)]);
    assert_eq!(check(true, &short, &Wanted::All), Ok(vec![(1, 6), (2, 4)]));
    assert_eq!(check(true, &short, &some(5)), Ok(vec![(1, 5)]));
    assert_eq!(check(true, &short, &some(7)), Err(Refusal::TooMuch));
    assert_eq!(check(true, &short, &some(-1)), Err(Refusal::TooMuch));
    assert_eq!(check(true, &short, &some(0)), Err(Refusal::NothingAllocated));
    assert_eq!(check(true, &[line(1, 3, 0, 9)], &Wanted::All), Err(Refusal::NothingAllocated));
    assert_eq!(check(false, &short, &Wanted::All), Err(Refusal::WaitsForWhole));
    assert_eq!(check(false, &whole, &some(6)), Err(Refusal::GoesOutWhole));
    assert_eq!(check(false, &whole, &Wanted::All), Ok(vec![(1, 6), (2, 4)]));
}

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

async fn goes_out_whole(world: &World, order: &'static str) {
    let set = move |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update orders set part_deliveries = false where number = $1", args![order])
    };
    assert_eq!(world.db.write(set).await.unwrap(), 1);
}

in_world!(an_order_is_released_picked_packed_and_sent, |world| {
    let before = world.stock_of("MUG-SLATE").await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/carriers").await;
    let dpd = [("name", "DPD"), ("tracking_url", "https://dpd.example/{tracking}")];
    assert_eq!(will.post("/staff/carriers", &dpd).await.status, StatusCode::SEE_OTHER);
    let page = will.get("/staff/orders/P-100002").await;
    assert!(page.says("Release"), "{}", page.text());
    let release = "/staff/orders/P-100002/release";
    let wrong = will.post(release, &[("release-1", "49")]).await;
    assert!(wrong.status == StatusCode::CONFLICT && wrong.says("More was asked for"));
    assert!(wrong.html.contains(r#"value="49""#), "what was typed is still there");
    let made = will.post(release, &[("release-1", "48")]).await;
    assert_eq!(made.location(), Some("/staff/goods-out/N-1"), "{}", made.text());
    assert_eq!(world.stock_of("MUG-SLATE").await, before, "a note moves no stock");
    let note = "/staff/goods-out/N-1";
    will.get(note).await;
    let code = |code: &'static str, form: &'static str| [("code", code), ("form", form)];
    let one = will.post(note, &code("mug-slate", "a")).await;
    assert!(one.status == StatusCode::OK && one.says("1 of 48"), "{}", one.text());
    let again = will.post(note, &code("mug-slate", "a")).await;
    assert!(again.says("counted already"), "one form counts once");
    assert!(will.post(note, &code("mug-slate", "a2")).await.says("2 of 48"));
    assert!(will.post(note, &code("/", "a3")).await.says("1 of 48"));
    let unknown = will.post(note, &code("NO-SUCH", "b")).await;
    assert!(unknown.status == 422 && unknown.says("NO-SUCH is not on this note"));
    assert!(will.post(note, &code("", "c")).await.says("still to be picked"));
    assert!(will.post(note, &code("+", "d")).await.says("Parcel 2 from now on"));
    assert!(will.post(note, &code("47*MUG-SLATE", "e")).await.says("48 of 48"));
    let many = will.post(note, &code("MUG-SLATE", "f")).await;
    assert!(many.status == 422 && many.says("counted the last"), "{}", many.text());
    assert!(will.post(note, &code("/", "g")).await.says("Taken back: 47"));
    assert!(will.post(note, &code("47*MUG-SLATE", "h")).await.says("48 of 48"));
    assert_eq!(will.post(note, &code("", "i")).await.location(), Some(note));
    assert_eq!(will.post(note, &code("MUG-SLATE", "j")).await.status, StatusCode::CONFLICT);
    is_sound(&world).await;
    let sent = [
        ("carrier-1", "dpd"),
        ("tracking-1", "1550 7"),
        ("carrier-2", "dpd"),
        ("tracking-2", "1550 8"),
    ];
    let gone = will.post(&format!("{note}/shipment"), &sent).await;
    assert_eq!(gone.location(), Some(note), "{}", gone.text());
    let (on_hand, allocated) = world.stock_of("MUG-SLATE").await;
    assert_eq!((on_hand, allocated), (before.0 - 48, before.1 - 48));
    is_sound(&world).await;
    let twice = will.post(&format!("{note}/shipment"), &sent).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "what left does not leave again");

    let mut anna = world.sign_in("anna@").await;
    let order = anna.get("/orders/P-100002").await;
    assert!(order.says("S-1") && order.says("DPD") && order.says("1550 7"), "{}", order.text());
    assert!(order.html.contains("https://dpd.example/1550%207"));
    assert!(anna.get("/shipments?q=1550").await.says("S-1"));
    assert!(!anna.get("/shipments?q=99999").await.says("S-1"));
    let file = anna.get("/shipments/export?as=csv").await;
    assert!(file.html.contains("1550 7, 1550 8"), "{}", file.html);
    let mut bella = world.sign_in("bella@").await;
    assert!(!bella.get("/shipments").await.says("S-1"), "somebody else's shipment is absent");
    let mut program = world.program("anna@").await;
    let json = program
        .json(("GET", "/api/v1/orders/P-100002"), &[], &serde_json::Value::Null)
        .await
        .json();
    assert_eq!(json["delivery"], "part");
    let shipment = &json["shipments"][0];
    assert_eq!(shipment["number"], "S-1");
    assert_eq!(shipment["tracking_url"], "https://dpd.example/1550%207");
    assert_eq!(shipment["lines"], serde_json::json!([{ "line": 1, "quantity": 48 }]));
    assert_eq!(shipment["parcels"].as_array().map(Vec::len), Some(2));
    world.work().await;
});

in_world!(whole_orders_wait_and_several_are_released_at_once, |world| {
    goes_out_whole(&world, "P-100002").await;
    goes_out_whole(&world, "P-100003").await;
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/orders/P-100002").await;
    assert!(page.says("something of it lacks stock"), "{}", page.text());
    let ticked = [("order", "P-100002"), ("order", "P-100003"), ("order", "P-100004")];
    let page = will.post("/staff/goods-out", &ticked).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Released: 1. Left as they were: 2."), "{}", page.text());
    assert!(page.says("Released by N-1") && page.says("is not confirmed"));
    is_sound(&world).await;
    will.get("/staff/goods-out/N-1").await;
    let scan = [("code", "TOWEL-FERN"), ("form", "1")];
    assert_eq!(will.post("/staff/goods-out/N-1", &scan).await.status, StatusCode::OK);
    let short = will.post("/staff/goods-out/N-1/packing", &[("short", "yes")]).await;
    assert!(short.status == StatusCode::CONFLICT && short.says("goes out whole"));
    let none = will.post("/staff/goods-out", &[]).await;
    assert!(none.status == StatusCode::CONFLICT && none.says("No order was ticked"));
    let mut ruth = world.sign_in("ruth@").await;
    ruth.get("/staff/goods-out").await;
    assert_eq!(ruth.post("/staff/goods-out", &ticked).await.status, StatusCode::FORBIDDEN);
});

in_world!(a_note_is_packed_short_or_taken_back_and_the_rest_stays_reserved, |world| {
    let before = world.stock_of("TOWEL-FERN").await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/orders/P-100003").await;
    let release = "/staff/orders/P-100003/release";
    will.post(release, &[("release-2", "60")]).await;
    let note = "/staff/goods-out/N-1";
    let bare = will.post(&format!("{note}/packing"), &[("short", "yes")]).await;
    assert!(bare.says("Nothing of this note is picked"), "{}", bare.text());
    will.post(note, &[("code", "50 TOWEL-FERN"), ("form", "1")]).await;
    let packed = will.post(&format!("{note}/packing"), &[("short", "yes")]).await;
    assert_eq!(packed.location(), Some(note), "{}", packed.text());
    assert_eq!(world.stock_of("TOWEL-FERN").await, before);
    is_sound(&world).await;
    assert!(will.post(release, &[("release-2", "11")]).await.says("More was asked for"));
    assert_eq!(
        will.post(release, &[("release-2", "10")]).await.location(),
        Some("/staff/goods-out/N-2")
    );
    assert_eq!(will.post("/staff/goods-out/N-2/withdrawal", &[]).await.status, 303);
    assert_eq!(
        will.post("/staff/goods-out/N-2/withdrawal", &[]).await.status,
        StatusCode::CONFLICT
    );
    let again = will.post(&format!("{note}/opening"), &[]).await;
    assert_eq!(again.location(), Some(note));
    assert_eq!(will.post(&format!("{note}/picking"), &[("form", "x")]).await.status, 303);
    is_sound(&world).await;
    // A cancelled order takes its notes back with it.
    let cancelled =
        will.post("/staff/orders/P-100003/cancellation", &[("cancel_reason", "Gone")]).await;
    assert_eq!(cancelled.status, StatusCode::SEE_OTHER, "{}", cancelled.text());
    assert!(will.get(note).await.says("Taken back"));
    assert_eq!(world.stock_of("TOWEL-FERN").await, (before.0, before.1 - 60));
    is_sound(&world).await;
    world.work().await;
});
