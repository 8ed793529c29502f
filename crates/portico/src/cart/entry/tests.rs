//! Order entry as staff use it, and who may not.

use crate::args;
use crate::catalogue::follow::catch_up_fully;
use crate::orders::exceptions::{PASS_CREDIT, SET_PRICE, WAIVE_VALUE, Whom};
use crate::platform::db::{Tx, View};
use crate::platform::settings::{self, Setting};
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::http::StatusCode;

const ENTRY: &str = "/staff/customers/C-1001/order";

async fn set(world: &World, setting: &'static Setting<Whom>, whom: Whom) {
    world.db.write(move |tx: &mut Tx| settings::set(tx, setting, &whom)).await.unwrap();
}

/// Sends the form with the key and the total of the page seen last.
async fn send(client: &mut Client, page: &Page, fields: &[(&str, &str)]) -> Page {
    let (key, total) = (page.hidden("place_key"), page.hidden("expected_total"));
    let (key, total) = (key.unwrap_or_default(), total.unwrap_or_default());
    let mut all = vec![("place_key", key.as_str()), ("expected_total", total.as_str())];
    all.extend(fields);
    client.post(ENTRY, &all).await
}

async fn with_lines(client: &mut Client, lines: &[(&str, &str)]) -> Page {
    client.get(ENTRY).await;
    for (code, quantity) in lines {
        let page = client.post(ENTRY, &[("code", code), ("quantity", quantity)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{code}: {}", page.text());
    }
    client.get(ENTRY).await
}

type Trace = (i64, String, Option<i64>, String);

async fn traces(world: &World) -> Vec<Trace> {
    let read = |view: &mut View| {
        view.all::<Trace>(
            "select line, kind, usual, reason from order_exceptions order by order_id, line, kind limit 50",
            args![],
        )
    };
    world.db.read(read).await.unwrap()
}

async fn orders(world: &World) -> i64 {
    let read = |view: &mut View| view.one::<i64>("select count(*) from orders", args![]);
    world.db.read(read).await.unwrap().unwrap_or(0)
}

in_world!(staff_enter_an_order_with_a_price_by_hand_and_it_leaves_a_trace, |world| {
    world.leave_unhandled();
    let before = orders(&world).await;
    let mut will = world.sign_in("will@").await;
    let found = will.get("/staff/orders/new?q=c-1001").await;
    assert_eq!(
        found.location(),
        Some(ENTRY),
        "one that is found alone is led to: {}",
        found.text()
    );
    let page = with_lines(&mut will, &[("TEAPOT-IRON", "2"), ("MUG-SAND", "24")]).await;
    assert!(page.says("Order for Larch & Lime") && page.says("30.00"), "{}", page.text());
    let fields = [
        ("price.TEAPOT-IRON", "27.50"),
        ("reason.TEAPOT-IRON", "Agreed on the telephone"),
        ("address", "A-2"),
        ("reference", "PO 9"),
        ("note", "Rang twice"),
        ("part_deliveries", "no"),
        ("deed", "save"),
    ];
    assert_eq!(send(&mut will, &page, &fields).await.status, StatusCode::SEE_OTHER);
    let page = will.get(ENTRY).await;
    assert!(page.says("55.00"), "two at 27.50: {}", page.text());
    assert!(will.get("/staff/orders/new").await.says("Begun and not placed"));
    let placed = send(&mut will, &page, &[("deed", "place")]).await;
    let path = placed.location().unwrap_or_default().to_owned();
    assert!(path.starts_with("/staff/orders/P-"), "{}", placed.text());
    let again = send(&mut will, &page, &[("deed", "place")]).await;
    assert_eq!(again.location(), Some(path.as_str()), "a second click gets the first order");
    assert_eq!(orders(&world).await, before + 1);
    let seen = will.get(&path).await;
    for said in
        ["27.50", "30.00", "Settled by hand", "Agreed on the telephone", "Rang twice", "PO 9"]
    {
        assert!(seen.says(said), "{said}: {}", seen.text());
    }
    let expected = (1, "price".to_owned(), Some(300_000), "Agreed on the telephone".to_owned());
    assert_eq!(traces(&world).await, [expected]);
    assert!(will.get(ENTRY).await.says("No line yet"), "the next order begins empty");
    let mut mona = world.sign_in("mona@").await;
    let own = mona.get(&path.replace("/staff", "")).await;
    assert!(own.says("27.50") && !own.says("Agreed on the telephone") && !own.says("Rang twice"));
});

in_world!(a_bad_line_loses_nothing_and_many_can_be_pasted, |world| {
    world.leave_unhandled();
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let mut will = world.sign_in("will@").await;
    let page = with_lines(&mut will, &[("TEAPOT-IRON", "2")]).await;
    let fields = [
        ("code", "TEAPOT-IRONN"),
        ("quantity", "3"),
        ("quantity.TEAPOT-IRON", "two"),
        ("price.TEAPOT-IRON", "cheap"),
        ("reason.TEAPOT-IRON", "Because"),
        ("reference", "PO 77"),
        ("deed", "add"),
    ];
    let refused = send(&mut will, &page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["TEAPOT-IRONN", "two", "cheap", "Because", "PO 77", "This is no price."] {
        assert!(refused.html.contains(said), "{said}");
    }
    assert!(!refused.says("your assortment") && refused.says("that this customer may order"));
    assert!(refused.html.contains("name=\"take\" value=\"TEAPOT-IRON\""), "what may be meant");
    let pasted = [("paste", "MUG-SAND 24\nWHAT-IS-THIS 5\n3 x TEAPOT-IRON"), ("deed", "add")];
    assert_eq!(send(&mut will, &page, &pasted).await.status, StatusCode::SEE_OTHER);
    let page = will.get(ENTRY).await;
    assert!(page.says("Stoneware mug, sand") && page.says("WHAT-IS-THIS"), "{}", page.text());
    let early = send(&mut will, &page, &[("deed", "place")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("One pasted line needs you first."), "{}", early.text());
    let out = will.post(ENTRY, &[("pasted-leave", "2")]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.text());
    let page = will.get(ENTRY).await;
    assert!(!page.says("WHAT-IS-THIS") && page.html.contains("value=\"5\""), "{}", page.text());
    assert!(send(&mut will, &page, &[("deed", "place")]).await.location().is_some());
});

in_world!(a_price_by_hand_needs_a_reason_and_somebody_who_may, |world| {
    world.leave_unhandled();
    let mut will = world.sign_in("will@").await;
    let page = with_lines(&mut will, &[("TEAPOT-IRON", "2")]).await;
    let priced = [("price.TEAPOT-IRON", "30"), ("reason.TEAPOT-IRON", "  ")];
    let refused = send(&mut will, &page, &priced).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Say why."), "{}", refused.text());
    set(&world, &SET_PRICE, Whom::Owner).await;
    let priced = [("price.TEAPOT-IRON", "30"), ("reason.TEAPOT-IRON", "A gift")];
    assert_eq!(send(&mut will, &page, &priced).await.status, StatusCode::FORBIDDEN);
    assert!(
        !will.get(ENTRY).await.html.contains("price.TEAPOT-IRON"),
        "no field for what is not his"
    );
    let mut olive = world.sign_in("olive@").await;
    let page = with_lines(&mut olive, &[("TEAPOT-IRON", "2")]).await;
    assert_eq!(send(&mut olive, &page, &priced).await.status, StatusCode::SEE_OTHER);
    let page = olive.get(ENTRY).await;
    set(&world, &SET_PRICE, Whom::Nobody).await;
    let late = send(&mut olive, &page, &[("deed", "place")]).await;
    assert_eq!(
        late.status,
        StatusCode::FORBIDDEN,
        "what was kept while it was allowed is not placed"
    );
    assert!(traces(&world).await.is_empty());
});

in_world!(value_and_credit_pass_only_where_a_setting_lets_them, |world| {
    world.leave_unhandled();
    let narrow = |tx: &mut Tx| -> Result<(), crate::platform::db::DbError> {
        let _ = tx.exec(
            "update customers set minimum_order_minor = 50000, credit_limit_minor = 1000
             where number_key = 'c-1001'",
            args![],
        )?;
        settings::set(
            tx,
            &crate::customers::credit::CHECK,
            &crate::customers::credit::CreditCheck::Refuse,
        )
    };
    world.db.write(narrow).await.unwrap();
    let mut will = world.sign_in("will@").await;
    let page = with_lines(&mut will, &[("TEAPOT-IRON", "2")]).await;
    let below = send(&mut will, &page, &[("deed", "place")]).await;
    assert_eq!(below.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", below.text());
    assert!(!below.html.contains("waives_value"), "no tick for what nobody may");
    let ticked = [
        ("exceptions", "1"),
        ("waives_value", "yes"),
        ("passes_credit", "yes"),
        ("waive_reason", "First order"),
        ("deed", "place"),
    ];
    assert_eq!(send(&mut will, &page, &ticked).await.status, StatusCode::FORBIDDEN);
    set(&world, &WAIVE_VALUE, Whom::Write).await;
    set(&world, &PASS_CREDIT, Whom::Owner).await;
    assert_eq!(send(&mut will, &page, &ticked).await.status, StatusCode::FORBIDDEN, "owners only");
    let half = [ticked[0], ticked[1], ticked[3], ticked[4]];
    let over = send(&mut will, &page, &half).await;
    assert_eq!(over.status, StatusCode::CONFLICT, "the credit limit holds: {}", over.text());
    set(&world, &PASS_CREDIT, Whom::Write).await;
    let no_reason = [ticked[0], ticked[1], ticked[2], ticked[4]];
    let refused = send(&mut will, &page, &no_reason).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Say why."), "{}", refused.text());
    let placed = send(&mut will, &page, &ticked).await;
    assert!(placed.location().is_some(), "{}", placed.text());
    let trace = |kind: &str, usual| (0, kind.to_owned(), usual, "First order".to_owned());
    assert_eq!(traces(&world).await, [trace("credit", None), trace("value", Some(50_000))]);
});

in_world!(an_order_above_the_largest_is_waived_like_one_below_the_least, |world| {
    world.leave_unhandled();
    let largest = |tx: &mut Tx| {
        tx.exec(
            "update customers set maximum_order_minor = 5000 where number_key = 'c-1001'",
            args![],
        )
    };
    world.db.write(largest).await.unwrap();
    let mut will = world.sign_in("will@").await;
    let page = with_lines(&mut will, &[("TEAPOT-IRON", "2")]).await;
    assert!(page.says("At most £50.00"), "{}", page.text());
    let above = send(&mut will, &page, &[("deed", "place")]).await;
    assert_eq!(above.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(above.says("too much"), "{}", above.text());
    set(&world, &WAIVE_VALUE, Whom::Write).await;
    let ticked = [
        ("exceptions", "1"),
        ("waives_value", "yes"),
        ("waive_reason", "Stocks up for the fair"),
        ("deed", "place"),
    ];
    let placed = send(&mut will, &page, &ticked).await;
    assert!(placed.location().is_some(), "{}", placed.text());
    let trace = (0, "value".to_owned(), Some(5_000), "Stocks up for the fair".to_owned());
    assert_eq!(traces(&world).await, [trace]);
});

in_world!(who_may_only_read_enters_nothing_and_no_address_of_others_is_taken, |world| {
    let mut ruth = world.sign_in("ruth@").await;
    assert_eq!(ruth.get(ENTRY).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ruth.get("/staff/orders/new").await.status, StatusCode::FORBIDDEN);
    ruth.get("/staff/orders").await;
    let sent = ruth.post(ENTRY, &[("code", "TEAPOT-IRON"), ("quantity", "1")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let mut will = world.sign_in("will@").await;
    let page = with_lines(&mut will, &[("TEAPOT-IRON", "2")]).await;
    let other = send(&mut will, &page, &[("address", "A-4"), ("deed", "save")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.text());
    assert_eq!(will.get("/staff/customers/C-9999/order").await.status, StatusCode::NOT_FOUND);
});
