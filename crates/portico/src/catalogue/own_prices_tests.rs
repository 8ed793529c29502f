//! Who pays by which list, and prices of one customer alone, through the pages.

use crate::testkit::in_world;
use axum::http::StatusCode;

in_world!(a_customers_own_price_is_what_it_pays, |world| {
    let mut will = world.sign_in("will@").await;
    let (list, path) = ("/staff/customers/C-1001/prices", "/staff/customers/C-1001/prices/product");
    assert!(will.get(list).await.says("Larch & Lime"));
    let page = format!("{path}?sku=MUG-SAND");
    let _ = will.get(&page).await;
    let sent = will.post(path, &[("sku", "MUG-SAND"), ("price", "2.15")]).await;
    assert_eq!(sent.location(), Some(page.as_str()), "{}", sent.text());
    assert!(will.get(list).await.says("MUG-SAND"));
    let check = will.get("/staff/price-check?customer=C-1001&sku=MUG-SAND").await;
    assert!(check.says("Its own price from 1 on is the lowest."), "{}", check.text());
    assert!(check.html.contains(&page), "the check leads to the price");
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/products/MUG-SAND").await.says("2.15"));
    let file = will.get(&format!("{list}/export?as=csv")).await;
    assert!(file.html.contains("2.1500"), "{}", file.html);
    assert_eq!(will.get("/staff/customers/C-9999/prices").await.status, StatusCode::NOT_FOUND);

    let (per, from) = (("per", "1"), ("from_quantity", "1"));
    let seen = [("seen_price", "21500"), ("seen_per", "1"), ("sku", "MUG-SAND"), per, from];
    let ended = will.post(&format!("{path}/end"), &seen).await;
    assert_eq!(ended.location(), Some(page.as_str()), "{}", ended.text());
    assert!(!anna.get("/products/MUG-SAND").await.says("2.15"));
    assert!(will.get(list).await.says("Over"));
});

in_world!(a_list_is_given_from_either_side_and_taken_away, |world| {
    let mut will = world.sign_in("will@").await;
    let _ = will.get("/staff/price-lists/TRADE/copy").await;
    let copy = [("code", "CHEAP"), ("name", "Cheap")];
    assert_eq!(
        will.post("/staff/price-lists/TRADE/copy", &copy).await.status,
        StatusCode::SEE_OTHER
    );
    let product = "/staff/price-lists/CHEAP/product";
    let row = [
        ("sku", "TEAPOT-IRON"),
        ("from_quantity", "1"),
        ("seen_price", "323000"),
        ("seen_per", "1"),
        ("price", "11.11"),
    ];
    assert_eq!(will.post(product, &row).await.status, StatusCode::SEE_OTHER);
    let mut anna = world.sign_in("anna@").await;
    assert!(!anna.get("/products/TEAPOT-IRON").await.says("11.11"), "it is not hers yet");

    let path = "/staff/price-lists/CHEAP/customers";
    let unknown = will.post(path, &[("number", "C-9999")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.says("There is no customer with this number."), "{}", unknown.text());
    assert!(unknown.html.contains("value=\"C-9999\""), "what was typed stays");
    assert_eq!(will.post(path, &[("number", "c-1001")]).await.location(), Some(path));
    assert!(will.post(path, &[("number", "c-1001")]).await.says("It buys by this list already."));
    assert!(will.get(path).await.says("Larch & Lime"));
    assert!(anna.get("/products/TEAPOT-IRON").await.says("11.11"), "she buys by it");

    let customer = "/staff/customers/C-1001";
    assert!(will.get(customer).await.html.contains("/staff/price-lists/CHEAP"));
    let removal = "/staff/customers/C-1001/price-lists/removal";
    assert_eq!(will.post(removal, &[("list", "CHEAP")]).await.status, StatusCode::SEE_OTHER);
    let again = will.post(removal, &[("list", "CHEAP")]).await;
    assert!(again.says("It does not buy by this list."), "{}", again.text());
    assert!(!anna.get("/products/TEAPOT-IRON").await.says("11.11"), "it was taken away");
    let give = "/staff/customers/C-1001/price-lists";
    let none = will.post(give, &[("list", "NONE")]).await;
    assert!(none.says("There is no price list with this code."), "{}", none.text());
    assert!(none.html.contains("value=\"NONE\""), "what was typed stays");
    assert_eq!(will.post(give, &[("list", "cheap")]).await.status, StatusCode::SEE_OTHER);
    assert!(anna.get("/products/TEAPOT-IRON").await.says("11.11"), "she buys by it again");
    let all = will.post(&format!("{path}/everybody"), &[]).await;
    assert_eq!(all.location(), Some(path), "{}", all.text());
    assert!(will.get("/staff/price-lists/CHEAP").await.says("everybody"));
});

in_world!(a_list_in_another_currency_is_not_given, |world| {
    let mut will = world.sign_in("will@").await;
    let _ = will.get("/staff/price-lists/new").await;
    let euro = [("code", "EURO"), ("name", "Euro"), ("currency", "EUR"), ("for_everybody", "yes")];
    assert_eq!(will.post("/staff/price-lists", &euro).await.status, StatusCode::SEE_OTHER);
    let refused = will.post("/staff/price-lists/EURO/customers", &[("number", "C-1001")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("This customer buys in GBP"), "{}", refused.text());
});
