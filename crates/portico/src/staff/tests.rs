//! Pages of the staff, as they use them; and the dashboard, which shows what they write.

use crate::backoffice::{REVIEW, Review};
use crate::platform::db::{Tx, args};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::http::StatusCode;

/// An order that waits at the back office.
async fn to_review(world: &World, number: &'static str) {
    let put = move |tx: &mut Tx| {
        settings::set(tx, &REVIEW, &Review::Always)?;
        let (id, now) = (tx.new_id(), tx.now());
        tx.exec(
            "insert into backoffice_orders (id, order_number, state, received_at)
             values ($1, $2, 'to_review', $3)
             on conflict (order_number) do update set state = 'to_review', decided_at = null",
            args![id, number, now],
        )
    };
    let put: Result<u64, crate::platform::db::DbError> = world.db.write(put).await;
    assert_eq!(put.unwrap(), 1);
}

in_world!(staff_confirm_or_refuse_an_order_once, |world| {
    to_review(&world, "P-100004").await;
    let mut will = world.sign_in("will@").await;
    let work = will.get("/staff").await;
    assert!(work.says("for your decision.") && work.says("P-100004"), "{}", work.text());
    let path = "/staff/orders/P-100004/decision";
    will.get("/staff/orders/P-100004").await;
    let bare = will.post(path, &[("decision", "refuse"), ("reason", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.says("Write the reason for the customer"));
    let done =
        will.post(path, &[("decision", "refuse"), ("reason", "We <b>cannot</b> send it.")]).await;
    assert_eq!(done.location(), Some("/staff"), "{}", done.text());
    let again = will.post(path, &[("decision", "confirm")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.says("Somebody has decided on this order already."));
    let mut anna = world.sign_in("anna@").await;
    let order = anna.get("/orders/P-100004").await;
    assert!(
        order.says("We <b>cannot</b> send it.") && !order.html.contains("<b>cannot"),
        "{}",
        order.text()
    );
    assert!(anna.get("/").await.says("Order P-100004 was refused"));
    world.work().await;
});

in_world!(who_may_only_read_decides_nothing, |world| {
    to_review(&world, "P-100004").await;
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/orders/P-100004").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.says("Confirm order"));
    assert!(ruth.get("/staff/orders?q=moorland").await.says("Moorland Gift Rooms"));
    let denied = ruth.post("/staff/orders/P-100004/decision", &[("decision", "confirm")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let mut anna = world.sign_in("anna@").await;
    for path in ["/staff", "/staff/orders", "/staff/orders/P-100004", "/staff/settings"] {
        assert_eq!(anna.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
});

in_world!(owners_change_settings_and_what_was_typed_stays, |world| {
    let mut olive = world.sign_in("olive@").await;
    assert!(olive.get("/staff/settings").await.says("Check orders before they count as confirmed"));
    let text = "**Christmas.** Order by [Friday](https://a.example). <script>alert(1)</script>";
    let wrong = olive
        .post(
            "/staff/settings",
            &[("wholesaler.address", text), ("orders.carriage_minor", "a lot")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.says("That is not an amount") && wrong.html.contains("&lt;script&gt;"),
        "what was typed stays"
    );
    let saved = olive
        .post("/staff/settings", &[("wholesaler.address", text), ("orders.carriage_minor", "8.50")])
        .await;
    assert_eq!(saved.location(), Some("/staff/settings"));
    assert!(olive.get("/staff/settings").await.says("2 settings were changed."));
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff/settings").await.says("Owners change them."));
    assert_eq!(
        will.post("/staff/settings", &[("wholesaler.name", "X")]).await.status,
        StatusCode::FORBIDDEN
    );
});

in_world!(the_dashboard_shows_what_needs_you_and_leads_staff_to_their_work, |world| {
    let mut arthur = world.sign_in("arthur@").await;
    let page = arthur.get("/").await;
    for said in [
        "Order P-100005 needs your approval",
        "Order P-100007 was refused",
        "2 order lines await stock",
        "Recent orders",
        "Spend by month",
        "30 days",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let mut otto = world.sign_in("otto@").await;
    assert!(!otto.get("/").await.says("needs your approval"), "nobody approves an own order");
    let mut ruth = world.sign_in("ruth@").await;
    assert_eq!(ruth.get("/").await.location(), Some("/staff"));
});
