//! Pages of orders, as people read them.

use crate::testkit::in_world;
use axum::http::StatusCode;

in_world!(the_list_says_where_each_order_stands, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/orders").await;
    assert!(page.says("P-100001"), "{}", page.text());
    for said in [
        "Delivered in part",
        "Awaiting approval",
        "Refused",
        "Cancelled",
        "Confirmed",
        "PO 7781",
        "SO-9001",
    ] {
        assert!(page.says(said), "{said}");
    }
    assert!(!page.says("P-100009"));
    assert!(anna.get("/orders?q=ribbon").await.says("P-100001"));
    assert!(anna.get("/orders?q=qqzzxx").await.says("Nothing fits."));
    let mut arthur = world.sign_in("arthur@").await;
    assert!(arthur.get("/orders").await.says("Needs your approval"), "an approver is asked");
});

in_world!(one_order_shows_its_ledger_sums_and_what_happened, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/orders/P-100002").await;
    for said in [
        "MUG-SLATE",
        "168",
        "96",
        "Ring the bell at the side door.",
        "left us",
        "on backorder",
        "VAT 20 %",
        "Total with VAT",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let refused = anna.get("/orders/P-100007").await;
    assert!(
        refused.says("Hartwell & Pike refused this order.")
            && refused.says("The maker no longer sends to this postcode.")
    );
});

in_world!(somebody_elses_order_is_the_same_as_none, |world| {
    let mut anna = world.sign_in("anna@").await;
    let foreign = anna.get("/orders/P-100009").await;
    let absent = anna.get("/orders/P-999999").await;
    assert_eq!((foreign.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(foreign.html, absent.html);
    let mut otto = world.sign_in("otto@").await;
    assert_eq!(
        otto.get("/orders/P-100004").await.html,
        otto.get("/orders/P-999999").await.html,
        "who sees own orders sees no other"
    );
    assert_eq!(otto.get("/orders/P-100005").await.status, StatusCode::OK);
});

in_world!(backorders_are_listed_and_counted_in_the_menu, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/backorders").await;
    assert!(page.says("Backorders2") || page.says("Backorders 2"), "{}", page.text());
    assert!(page.says("MUG-SLATE") && page.says("OUT-BACK") && page.says("PO 7781"));
    assert!(anna.get("/backorders?q=slate").await.says("MUG-SLATE"));
    let mut otto = world.sign_in("otto@").await;
    assert!(otto.get("/backorders").await.says("Nothing is on backorder."));
});

in_world!(who_sees_no_prices_sees_none_on_orders_either, |world| {
    let mut isla = world.sign_in("isla@").await;
    for path in ["/orders", "/cart", "/", "/backorders"] {
        let page = isla.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text().contains('£'), "{path}: {}", page.text());
    }
});
