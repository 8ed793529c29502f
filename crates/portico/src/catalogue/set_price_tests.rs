//! Staff keep price lists through their pages.

use crate::testkit::in_world;
use axum::http::StatusCode;

in_world!(a_price_is_set_on_the_page_and_bought_by, |world| {
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff/price-lists").await.says("TRADE"));
    let one = will.get("/staff/price-lists/trade?q=teapot").await;
    assert!(one.says("TEAPOT-IRON") && !one.says("MUG-SAND"), "{}", one.text());
    let path = "/staff/price-lists/TRADE/product";
    let page = "/staff/price-lists/TRADE/product?sku=TEAPOT-IRON";
    assert!(will.get(page).await.html.contains("value=\"32.30\""));
    let new = [("sku", "teapot-iron"), ("price", "30"), ("valid_from", "2099-01-01")];
    let refused = will.post(path, &new).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("A price of 32.30 holds always."), "{}", refused.text());
    assert!(refused.html.contains("value=\"2099-01-01\""), "what was typed stays");
    let ticked = [new[0], new[1], new[2], ("ends_earlier", "yes")];
    let done = will.post(path, &ticked).await;
    assert_eq!(done.location(), Some(page), "{}", done.text());
    let shown = will.get(page).await;
    assert!(shown.says("Later") && shown.html.contains("value=\"2098-12-31\""), "{}", shown.text());

    let row = [
        ("sku", "TEAPOT-IRON"),
        ("from_quantity", "1"),
        ("per", "1"),
        ("valid_until", "2098-12-31"),
        ("seen_price", "323000"),
        ("seen_per", "1"),
        ("seen_until", "2098-12-31"),
    ];
    let change = |price: &'static str| [row.as_slice(), &[("price", price)]].concat();
    let bad = will.post(path, &change("much")).await;
    assert!(
        bad.says("That is not a price") && bad.html.contains("value=\"much\""),
        "{}",
        bad.text()
    );
    assert_eq!(will.post(path, &change("21.50")).await.location(), Some(page));
    let late = will.post(path, &change("25")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.says("Stored now: 21.50") && late.html.contains("value=\"25\""),
        "{}",
        late.text()
    );
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/products/TEAPOT-IRON").await.says("21.50"));
    let told = will.get("/staff/price-lists/TRADE").await;
    assert!(told.says("until 2098-12-31") && told.says("Will"), "{}", told.text());

    let mut ruth = world.sign_in("ruth@").await;
    assert!(!ruth.get(page).await.html.contains("name=\"price\""), "who reads has no fields");
    assert_eq!(ruth.post(path, &change("20")).await.status, StatusCode::FORBIDDEN);
});

in_world!(fields_of_a_price_are_refused_each_with_its_sentence, |world| {
    let mut will = world.sign_in("will@").await;
    let path = "/staff/price-lists/TRADE/product";
    let _ = will.get("/staff/price-lists/TRADE/product?sku=MUG-SAND").await;
    for (field, value, said) in [
        ("price", "1.23456", "That is not a price"),
        ("price", "-1", "That is not a price"),
        ("per", "0", "A whole number from 1 to 1,000,000."),
        ("from_quantity", "1.5", "decimals"),
        ("from_quantity", "0", "above 0"),
        ("valid_from", "soon", "That is not a day."),
        ("valid_until", "2000-13-01", "That is not a day."),
    ] {
        let sku = ("sku", "MUG-SAND");
        let price = ("price", "4");
        let page = match field {
            "price" => will.post(path, &[sku, (field, value)]).await,
            _ => will.post(path, &[sku, price, (field, value)]).await,
        };
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.says(said), "{field} {value}: {}", page.text());
        assert!(page.html.contains(&format!("value=\"{value}\"")), "{field}: what was typed stays");
    }
    let unknown = will.get("/staff/price-lists/TRADE/product?sku=NO-SUCH").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.says("There is no product with this code."), "{}", unknown.text());
});

in_world!(lists_are_made_changed_and_copied_on_their_pages, |world| {
    let mut will = world.sign_in("will@").await;
    let _ = will.get("/staff/price-lists/new").await;
    let new = [("code", "X1"), ("name", "Export <1>"), ("currency", "GBP"), ("exclusive", "yes")];
    let made = will.post("/staff/price-lists", &new).await;
    assert_eq!(made.location(), Some("/staff/price-lists/X1"), "{}", made.text());
    let again = will.post("/staff/price-lists", &new).await;
    assert!(again.says("There is a price list with this code."), "{}", again.text());
    assert!(again.html.contains("value=\"Export &lt;1&gt;\""), "what was typed stays");
    let change = |seen: &'static str, name: &'static str| {
        [("name", name), ("seen_name", seen), ("seen_exclusive", "yes"), ("exclusive", "yes")]
    };
    let path = "/staff/price-lists/X1/details";
    let changed = will.post(path, &change("Export <1>", "Export")).await;
    assert_eq!(changed.location(), Some("/staff/price-lists/X1"), "{}", changed.text());
    let late = will.post(path, &change("Export <1>", "Mine")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("value=\"Mine\""), "what was typed stays");
    let copied =
        will.post("/staff/price-lists/TRADE/copy", &[("code", "T2"), ("name", "T 2")]).await;
    assert_eq!(copied.location(), Some("/staff/price-lists/T2"), "{}", copied.text());
    assert!(will.get("/staff/price-lists/T2").await.says("TEAPOT-IRON"));
    let file = will.get("/staff/price-lists/T2/export?as=csv&q=teapot-iron").await;
    assert!(file.html.contains("TEAPOT-IRON") && file.html.contains("32.3000"), "{}", file.html);
    let everybody =
        [("code", "ALL"), ("name", "All"), ("currency", "GBP"), ("for_everybody", "yes")];
    assert_eq!(will.post("/staff/price-lists", &everybody).await.status, StatusCode::SEE_OTHER);
    assert!(will.get("/staff/price-lists/ALL").await.says("everybody"));
    assert_eq!(will.get("/staff/price-lists/NONE").await.status, StatusCode::NOT_FOUND);
});
