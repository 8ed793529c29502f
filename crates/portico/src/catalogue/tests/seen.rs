//! Pages and API of products as people and programs see them.

use crate::catalogue::follow::catch_up_fully;
use crate::testkit::in_world;
use crate::testkit::world::World;

async fn indexed(world: &World) {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
}

in_world!(what_is_outside_the_assortment_is_absent_everywhere, |world| {
    indexed(&world).await;
    let mut bella = world.sign_in("bella@").await;
    let list = bella.get("/products").await;
    assert_eq!(list.status, 200);
    assert!(list.says("MUG-SAND") && !list.says("TRADE-ONLY"));
    let (other, none) =
        (bella.get("/products/TRADE-ONLY").await, bella.get("/products/NO-SUCH").await);
    assert_eq!((other.status.as_u16(), none.status.as_u16()), (404, 404));
    assert_eq!(other.html, none.html, "the same bytes");
    for typed in ["TRADE-ONLY", "counter+display", "countr+dispaly", "trade"] {
        let page = bella.get(&format!("/products?q={typed}")).await;
        assert!(!page.html.contains("/products/TRADE-ONLY"), "{typed}");
        let pop = bella.get(&format!("/products/suggest?q={typed}")).await;
        assert!(
            !pop.html.contains("/products/TRADE-ONLY") && !pop.html.contains("Counter display"),
            "{typed}"
        );
    }
    let mut program = world.program("bella@").await;
    let none = &serde_json::Value::Null;
    let list = program.json(("GET", "/api/v1/products?limit=500"), &[], none).await;
    assert!(list.html.contains("MUG-SAND") && !list.html.contains("TRADE-ONLY"));
    let found = program.json(("GET", "/api/v1/products?q=counter%20display"), &[], none).await;
    assert!(!found.html.contains("TRADE-ONLY"));
    let other = program.json(("GET", "/api/v1/products/TRADE-ONLY"), &[], none).await;
    let absent = program.json(("GET", "/api/v1/products/NO-SUCH"), &[], none).await;
    assert_eq!((other.status.as_u16(), &other.html), (404, &absent.html));
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/products/TRADE-ONLY").await.says("Counter display"));
});

in_world!(each_customer_sees_its_own_price_and_stock, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/products").await;
    for part in ["412 in stock", "7.40", "5.92", "from 48: 5.55"] {
        assert!(page.says(part), "{part} in {}", page.text());
    }
    assert!(page.says("3 left"), "{}", page.text());
    assert!(page.says("Prices £ each, without VAT"));
    let mug = anna.get("/products/MUG-SAND").await;
    for part in ["£5.92", "£7.40", "48", "5.55", "6 %", "12 %", "In steps of 12.", "Add to order"]
    {
        assert!(mug.says(part), "{part} in {}", mug.text());
    }
    assert!(
        mug.says("36 more bring you to 5.55 each: you would pay £266.40 for 48."),
        "{}",
        mug.text()
    );
    let mut imogen = world.sign_in("imogen@").await;
    let mug = imogen.get("/products/MUG-SAND").await;
    assert!(
        mug.says("£8.16") && mug.says("with VAT"),
        "the exclusive list, with VAT: {}",
        mug.text()
    );
    assert!(!mug.says("412"), "stock as an indicator");
    let mut isla = world.sign_in("isla@").await;
    let page = isla.get("/products").await;
    assert!(
        page.says("MUG-SAND")
            && !page.says("7.40")
            && !page.says("in stock")
            && !page.says("Your price")
    );
    let mug = isla.get("/products/MUG-SAND").await;
    assert!(!mug.html.contains('£') && !mug.says("412"), "{}", mug.text());
});

in_world!(a_viewer_sees_no_quantity_fields, |world| {
    let mut vera = world.sign_in("vera@").await;
    for path in ["/products", "/products?view=grid", "/products/MUG-SAND"] {
        let page = vera.get(path).await;
        assert_eq!(page.status, 200);
        assert!(
            !page.html.contains("data-stepper") && !page.html.contains("/cart/lines"),
            "{path}"
        );
    }
});

in_world!(searching_says_what_was_not_found_and_what_was_meant, |world| {
    indexed(&world).await;
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/products?q=stonewear+mgu").await;
    assert!(page.says("Did you mean stoneware mug"), "{}", page.text());
    assert!(page.says("MUG-SAND"));
    let page = anna.get("/products?q=qqzzxx").await;
    assert!(
        page.says("No product fits “qqzzxx”.") && page.says("0113 496 0143"),
        "{}",
        page.text()
    );
    assert!(page.says("trade@hartwellpike.example"));
    for (typed, sku) in [
        ("UG-SAN", "MUG-SAND"),
        ("5012345104215", "MUG-SLATE"),
        ("hp350", "MUG-MOSS"),
        ("creme+brulee", "ÆBLE-Ø1"),
    ] {
        assert!(anna.get(&format!("/products?q={typed}")).await.says(sku), "{typed}");
    }
    let script = anna.get("/products?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!script.html.contains("<script>alert"), "escaped");
    let slash = anna.get("/products/CATERING%2F12").await;
    assert!(slash.says("Code with a slash"));
    let long = anna.get(&format!("/products?q={}", "x".repeat(300))).await;
    assert!(long.says("Too long: at most 200 characters."), "{}", long.text());
    let pop = anna.get("/products/suggest?q=stonew").await;
    assert!(pop.html.contains("role=\"listbox\"") && pop.html.contains("/products/MUG-SAND"));
    let hidden = anna.get("/products").await;
    assert!(!hidden.says("OUT-HIDE") && hidden.says("OUT-SHOW") && hidden.says("OUT-BACK"));
    assert!(!hidden.says("HIDDEN-1") && !hidden.says("CLOSED-1") && hidden.says("VISIBLE-1"));
});

in_world!(the_api_says_products_to_the_letter, |world| {
    let mut program = world.program("anna@").await;
    let none = &serde_json::Value::Null;
    let mug = program.json(("GET", "/api/v1/products/mug-sand"), &[], none).await.json();
    let price = serde_json::json!({"amount": "5.92", "currency": "GBP", "per": 1});
    assert_eq!(mug["price"], price);
    assert_eq!(mug["pack"], serde_json::json!({"size": 12, "name": "pack"}));
    assert_eq!(
        mug["stock"],
        serde_json::json!({"state": "in_stock", "quantity": 412, "more": false, "label": null, "next": null})
    );
    assert_eq!(
        (&mug["minimum"], &mug["multiple"], &mug["vat_rate"]),
        (&12.into(), &12.into(), &"20".into())
    );
    assert_eq!(mug["breaks"][0]["from"], 48);
    assert_eq!(mug["codes"]["ean"], "5012345104208");
    let ribbon = program.json(("GET", "/api/v1/products/RIBBON-M"), &[], none).await.json();
    assert_eq!(
        (&ribbon["quantity_decimals"], &ribbon["stock"]["quantity"]),
        (&1.into(), &1250.into())
    );
    let hamper = program.json(("GET", "/api/v1/products/HAMPER-2"), &[], none).await.json();
    assert_eq!(hamper["components"][0], serde_json::json!({"sku": "MUG-SAND", "quantity": 2}));
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/products?limit=7{after}");
        let page = program.json(("GET", &path), &[], none).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["sku"].to_string()));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), seen.len());
    for (path, status) in
        [("?colour=red", 422), ("?limit=501", 422), ("?after=x", 422), ("/MUG-SAND?x=1", 422)]
    {
        let page = program.json(("GET", &format!("/api/v1/products{path}")), &[], none).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
    }
    let mut isla = world.program("isla@").await;
    let hidden = isla.json(("GET", "/api/v1/products/MUG-SAND"), &[], none).await.json();
    assert_eq!(
        (&hidden["price"], &hidden["stock"], &hidden["breaks"]),
        (none, none, &serde_json::json!([]))
    );
    assert_eq!(hidden["orderable"], true);
});

in_world!(the_own_price_list_holds_what_one_sees_and_no_more, |world| {
    let mut anna = world.sign_in("anna@").await;
    let mut bella = world.sign_in("bella@").await;
    let (annas, bellas) =
        (anna.get("/products/price-list.csv").await, bella.get("/products/price-list.csv").await);
    assert_eq!(
        (annas.status, bellas.status),
        (axum::http::StatusCode::OK, axum::http::StatusCode::OK)
    );
    let row = |page: &crate::testkit::page::Page, sku: &str| {
        page.html.lines().find(|line| line.starts_with(sku)).map(str::to_owned)
    };
    let mug = row(&annas, "MUG-SAND").unwrap();
    for part in ["5.92", "48", "5.55", "GBP", "412"] {
        assert!(mug.contains(part), "{part} in {mug}");
    }
    assert!(row(&annas, "TRADE-ONLY").is_some());
    assert!(row(&bellas, "TRADE-ONLY").is_none(), "outside the assortment");
    assert!(row(&bellas, "MUG-SAND").is_some_and(|row| !row.contains("5.92")), "another's price");
    let book = anna.get("/products/price-list.xlsx").await;
    assert_eq!(book.status, axum::http::StatusCode::OK);
});

in_world!(a_favourite_is_marked_and_shows_in_lists, |world| {
    indexed(&world).await;
    let mut anna = world.sign_in("anna@").await;
    let sent = [("mark", "MUG-SAND"), ("from", "/products?q=mug")];
    assert_eq!(anna.post("/products/favourites", &sent).await.status.as_u16(), 303);
    let told = anna.get("/products?q=mug").await;
    assert!(told.says("MUG-SAND is a favourite now."), "{}", told.text());
    let list = anna.get("/products?favourite=true").await;
    assert!(list.says("1 product") && list.says("MUG-SAND") && list.says("1 to 1 of 1"));
    let mut bella = world.sign_in("bella@").await;
    let other = bella.post("/products/favourites", &[("mark", "TRADE-ONLY")]).await;
    let absent = bella.post("/products/favourites", &[("mark", "NO-SUCH")]).await;
    assert_eq!((other.status.as_u16(), absent.status.as_u16()), (404, 404));
    anna.post("/products/favourites", &[("unmark", "MUG-SAND")]).await;
    assert!(anna.get("/products").await.says("MUG-SAND is no longer a favourite."));
});
