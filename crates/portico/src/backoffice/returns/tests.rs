//! What came back: never more than was shipped; on the shelf or written off; read by the customer it belongs to.

use super::Fate;
use super::receive::{Back, receive};
use crate::doctor;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

in_world!(goods_come_back_to_stock_or_are_written_off, |world| {
    // P-100001: 24 MUG-SAND, 6 TIN-MIN6, 12.5 RIBBON-M, all shipped.
    let (mugs, tins) = (world.stock_of("MUG-SAND").await, world.stock_of("TIN-MIN6").await);
    let mut will = world.sign_in("will@").await;
    let path = "/staff/orders/P-100001/returns";
    assert!(will.get(path).await.says("MUG-SAND"));
    let typed = |quantity: &'static str, form: &'static str| {
        [
            ("form", form),
            ("quantity-1", quantity),
            ("fate-1", "stock"),
            ("quantity-2", "2"),
            ("fate-2", "written_off"),
            ("reason", "Chipped <b>rims</b>"),
        ]
    };
    let much = will.post(path, &typed("25", "a")).await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        much.says("24 can come back") && much.html.contains(r#"value="25""#),
        "{}",
        much.text()
    );
    let bare = will.post(path, &[("form", "b"), ("quantity-1", "1"), ("reason", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = will.post(path, &[("form", "c"), ("quantity-1", "0"), ("reason", "x")]).await;
    assert!(none.says("Say how much came back"), "{}", none.text());
    let done = will.post(path, &typed("4", "d")).await;
    assert_eq!(done.location(), Some("/staff/orders/P-100001"), "{}", done.text());
    assert_eq!(will.post(path, &typed("4", "d")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.stock_of("MUG-SAND").await, (mugs.0 + 4, mugs.1), "one form counts once");
    assert_eq!(world.stock_of("TIN-MIN6").await, tins, "what is written off is on no shelf");
    is_sound(&world).await;
    assert!(will.get("/staff/returns").await.says("R-1"));
    assert!(will.get("/staff/stock/MUG-SAND").await.says("Sent back by a customer"));
    let mut anna = world.sign_in("anna@").await;
    let order = anna.get("/orders/P-100001").await;
    assert!(order.says("R-1") && order.says("Chipped <b>rims</b>"), "{}", order.text());
    assert!(!order.html.contains("<b>rims"));
    assert!(anna.get("/returns?q=7701").await.says("R-1"));
    assert!(anna.get("/returns/export?as=csv").await.html.contains("R-1"));
    let mut bella = world.sign_in("bella@").await;
    assert!(!bella.get("/returns").await.says("R-1"), "somebody else's return is absent");
    let mut program = world.program("anna@").await;
    let path = "/api/v1/orders/P-100001";
    let json = program.json(("GET", path), &[], &serde_json::Value::Null).await.json();
    assert_eq!(
        (&json["lines"][0]["returned"], &json["lines"][0]["shipped"]),
        (&4.into(), &24.into())
    );
});

in_world!(no_more_comes_back_than_was_sent_however_many_receive_it, |world| {
    let before = world.stock_of("MUG-SAND").await;
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |_| {
        let (db, will) = (db.clone(), will.clone());
        async move {
            let back = [Back { line: 1, quantity: "5".to_owned(), fate: Fate::Stock }];
            db.write(move |tx| receive(tx, &will, "P-100001", (&back, "Too many"))).await
        }
    })
    .await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let late = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(late.clone().all(|error| error.problem().status == 422), "{answers:?}");
    assert_eq!((done, late.count()), (4, 16), "24 were sent: four times five");
    assert_eq!(world.stock_of("MUG-SAND").await, (before.0 + 20, before.1));
    is_sound(&world).await;
});
