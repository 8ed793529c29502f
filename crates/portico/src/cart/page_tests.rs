//! The page of the current order, as people use it.

use crate::platform::db::{Tx, View, args};
use crate::platform::settings;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

async fn put(client: &mut Client, lines: &[(&str, &str)]) {
    client.get("/cart").await;
    for (sku, quantity) in lines {
        let page = client.post("/cart/lines", &[("sku", sku), ("quantity", quantity)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{sku}: {}", page.text());
    }
}

/// The fields that Place order sends of the page seen last.
fn placing(page: &Page) -> Vec<(String, String)> {
    ["place_key", "expected_total"]
        .iter()
        .map(|name| ((*name).to_owned(), page.hidden(name).unwrap_or_default()))
        .collect()
}

async fn place(client: &mut Client, with: &[(String, String)], more: &[(&str, &str)]) -> Page {
    let mut fields: Vec<(&str, &str)> =
        with.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.extend(more);
    client.post("/orders", &fields).await
}

async fn orders_of(world: &World, email: &str) -> i64 {
    let id = world.login(email).id;
    let read = move |view: &mut View| {
        view.one::<i64>("select count(*) from orders where login_id = $1", args![id])
    };
    world.db.read(read).await.unwrap().unwrap_or(0)
}

in_world!(who_takes_no_part_deliveries_reads_that_the_whole_order_waits, |world| {
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("MUG-SAND", "24"), ("OUT-BACK", "5")]).await;
    let part = anna.get("/cart").await;
    assert!(!part.says("The order goes out whole, once everything is there."));
    let whole = |tx: &mut Tx| {
        tx.exec("update customers set part_deliveries = $1 where number = 'C-1001'", args![false])
    };
    assert_eq!(world.db.write(whole).await.unwrap(), 1);
    let page = anna.get("/cart").await;
    assert!(page.says("One line lacks stock: what is missing goes on backorder."));
    assert!(page.says("The order goes out whole, once everything is there."));
    let answer = place(&mut anna, &placing(&page), &[]).await;
    let placed = anna.get(answer.location().expect("the order's page")).await;
    assert!(placed.says("As this order goes out whole, it leaves once everything is there."));
    assert!(!placed.says("follows as a backorder"));
    world.leave_unhandled();
});

in_world!(a_person_fills_the_current_order_and_places_it, |world| {
    let before = orders_of(&world, "anna@").await;
    let mut anna = world.sign_in("anna@").await;
    let empty = anna.get("/cart").await;
    assert!(empty.says("There is nothing in your current order yet."));
    put(&mut anna, &[("MUG-SAND", "24"), ("OUT-BACK", "5")]).await;
    let page = anna.get("/cart").await;
    assert!(page.says("Stoneware mug, sand, 350 ml") && page.says("142.08"));
    assert!(page.says("5 of these go on backorder."));
    let fields = placing(&page);
    let placed = place(
        &mut anna,
        &fields,
        &[("address", "A-2"), ("reference", "PO <7740>"), ("remarks", "Side door")],
    )
    .await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text());
    let path = placed.location().unwrap().to_owned();
    let seen = anna.get(&path).await;
    for said in [
        "is placed.",
        "We mailed a confirmation to anna@larchlime.example.",
        "PO <7740>",
        "Side door",
        "Otley Road",
    ] {
        assert!(seen.says(said), "{said}: {}", seen.text());
    }
    let again = place(&mut anna, &fields, &[]).await;
    assert_eq!(again.location(), Some(path.as_str()), "a second click or tab gets the first order");
    assert_eq!(orders_of(&world, "anna@").await, before + 1);
    assert!(anna.get("/cart").await.says("There is nothing in your current order yet."));
    world.leave_unhandled();
});

in_world!(what_is_typed_is_kept_and_shown_again_when_something_is_refused, |world| {
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("MUG-SAND", "24"), ("TOWEL-FERN", "60")]).await;
    let page = anna.get("/cart").await;
    let fields = placing(&page);
    let long = "x".repeat(1_000_000);
    let sent = [
        ("quantity.TOWEL-FERN", "65"),
        ("quantity.MUG-SAND", "36"),
        ("reference", "PO 1"),
        ("remarks", long.as_str()),
    ];
    let refused = place(&mut anna, &fields, &sent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Sold in packs of 10.") && refused.says("Make it 60") && refused.says("70")
    );
    assert!(
        refused.html.contains(r#"name="quantity.TOWEL-FERN" value="65""#),
        "the wrong quantity stays"
    );
    assert!(
        refused.html.contains(r#"name="quantity.MUG-SAND" value="36""#),
        "the right one is kept"
    );
    assert!(
        refused.says("Too long: at most 2000 characters.") && refused.html.contains(&long),
        "the text stays"
    );
    assert!(refused.html.contains(r#"name="reference" value="PO 1""#));
    let mended = anna
        .post(
            "/cart/lines",
            &[("make", "TOWEL-FERN:70"), ("quantity.TOWEL-FERN", "65"), ("from", "/cart")],
        )
        .await;
    assert_eq!(mended.location(), Some("/cart"));
    assert!(anna.get("/cart").await.html.contains(r#"name="quantity.TOWEL-FERN" value="70""#));
});

in_world!(every_wrong_quantity_has_its_sentence, |world| {
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("TIN-MIN6", "6")]).await;
    for (typed, said) in [
        ("a few", "That is not a number."),
        ("-3", "The quantity must be above 0."),
        ("6.5", "too many decimals"),
        ("99999999", "At most 1,000,000 in one line."),
        ("3", "Sold from 6 on."),
    ] {
        let page =
            anna.post("/cart/lines", &[("quantity.TIN-MIN6", typed), ("from", "/cart")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(page.says(said), "{typed}: {}", page.text());
        assert!(page.html.contains(&format!(r#"value="{typed}""#)), "{typed} stays in its field");
    }
    let other = anna
        .post("/cart/lines", &[("sku", "NO-SUCH"), ("quantity", "2"), ("from", "/products")])
        .await;
    assert!(
        other.says("There is no product with the code NO-SUCH in your assortment."),
        "{}",
        other.text()
    );
});

in_world!(a_stale_form_is_asked_again_with_old_and_new, |world| {
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("MUG-SAND", "24")]).await;
    let page = anna.get("/cart").await;
    let fields = placing(&page);
    let dearer =
        |tx: &mut Tx| tx.exec("update prices set price = 65000 where price = 59200", args![]);
    assert!(world.db.write(dearer).await.unwrap() > 0);
    let refused = place(&mut anna, &fields, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("Price changed since you added it: 5.92 → 6.50."), "{}", refused.text());
    assert!(refused.says("Accept 6.50 or Remove"));
    let accepted = anna.post("/cart/lines/MUG-SAND/price", &[]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER);
    let stale = place(&mut anna, &fields, &[]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.says("£170.50 → £187.20"), "{}", stale.text());
    let placed = place(&mut anna, &placing(&stale), &[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text());
    world.leave_unhandled();
});

in_world!(another_address_changes_the_vat_and_is_checked, |world| {
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("MUG-SAND", "24")]).await;
    let sent = [
        ("address", "other"),
        ("other.name", "Stall <b>9</b>"),
        ("other.country", "GB"),
        ("from", "/cart"),
    ];
    anna.post("/cart/head", &sent).await;
    let page = anna.get("/cart").await;
    assert!(page.html.contains("Stall &lt;b&gt;9&lt;/b&gt;"), "what is not complete is kept");
    let refused = place(&mut anna, &placing(&page), &sent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("This is needed."), "{}", refused.text());
    anna.post("/cart/head", &[("address", "A-4"), ("from", "/cart")]).await;
    let foreign = anna.post("/cart/head", &[("address", "A-4"), ("from", "/cart")]).await;
    let absent = anna.post("/cart/head", &[("address", "A-999"), ("from", "/cart")]).await;
    assert!(foreign.says("That is not one of your delivery addresses."));
    assert_eq!(
        foreign.html.replace("A-4", "A-999"),
        absent.html,
        "somebody else's address is like an absent one"
    );
});

in_world!(an_address_without_a_country_is_refused_and_never_replaced_by_another, |world| {
    let before = orders_of(&world, "anna@").await;
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("MUG-SAND", "24")]).await;
    for (country, sentence) in [("", "This is needed."), ("XX", "That is not a country code.")] {
        let sent = [
            ("address", "other"),
            ("other.name", "Market stall"),
            ("other.line1", "1 Quay"),
            ("other.city", "Leeds"),
            ("other.postcode", "LS1 4AP"),
            ("other.country", country),
        ];
        // Kept, then placed by a form that does not say it again; and said by the form itself.
        let mut keep = sent.to_vec();
        keep.push(("from", "/cart"));
        anna.post("/cart/head", &keep).await;
        let page = anna.get("/cart").await;
        for more in [&[][..], &sent[..]] {
            let refused = place(&mut anna, &placing(&page), more).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{country}");
            let (_, beside) = refused.html.split_once("name=\"other.country\"").unwrap();
            let error = beside.split_once("</select>").unwrap().1;
            let error = crate::testkit::page::page_text(&error[..error.len().min(300)]);
            assert!(error.contains(sentence), "{country}: {error}");
            for kept in ["Market stall", "1 Quay", "Leeds", "LS1 4AP"] {
                assert!(refused.html.contains(&format!("value=\"{kept}\"")), "{kept}");
            }
        }
    }
    let page = anna.get("/cart").await;
    assert!(page.html.contains(r#"<option value="XX" selected>"#), "what was typed stays");
    assert_eq!(orders_of(&world, "anna@").await, before);
});

in_world!(a_reference_is_asked_for_as_the_wholesaler_wants, |world| {
    let require = |tx: &mut Tx| {
        settings::set(
            tx,
            &crate::orders::place::REFERENCE,
            &crate::orders::place::ReferenceField::Required,
        )
    };
    world.db.write(require).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("MUG-SAND", "24")]).await;
    let page = anna.get("/cart").await;
    let refused = place(&mut anna, &placing(&page), &[("reference", "")]).await;
    assert!(refused.says("This is needed."), "{}", refused.text());
});

in_world!(scripts_get_pieces_of_the_page, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/cart").await;
    let (csrf, customer) = (page.hidden("csrf").unwrap(), page.hidden("customer").unwrap());
    let mut ask = async |from: &str, quantity: &str| {
        let fields = [
            ("csrf", csrf.as_str()),
            ("customer", &customer),
            ("from", from),
            ("quantity.MUG-SAND", quantity),
        ];
        let request = Request::post("/cart/lines")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-requested-with", "portico");
        anna.send(request.body(Body::from(serde_urlencoded::to_string(fields).unwrap())).unwrap())
            .await
    };
    let added = ask("/products", "24").await;
    assert_eq!(added.status, StatusCode::OK);
    for piece in ["cart-panel", "in-MUG-SAND", "wrong-MUG-SAND"] {
        assert!(
            added.html.contains(&format!(r#"data-replace="{piece}""#)),
            "{piece}: {}",
            added.html
        );
    }
    assert!(added.says("24 in order"));
    let wrong = ask("/products", "25").await;
    assert!(wrong.says("Sold in packs of 12.") && wrong.says("24 in order"), "{}", wrong.text());
    let on_page = ask("/cart", "36").await;
    for piece in ["line-MUG-SAND", "cart-totals", "cart-look", "cart-tail"] {
        assert!(
            on_page.html.contains(&format!(r#"data-replace="{piece}""#)),
            "{piece}: {}",
            on_page.html
        );
    }
});

in_world!(who_may_only_look_sees_no_controls_and_changes_nothing, |world| {
    let mut vera = world.sign_in("vera@").await;
    let page = vera.get("/cart").await;
    assert!(page.says("You can look, not order."));
    assert!(!page.html.contains("Place order"));
    for (path, fields) in [
        ("/cart/lines", vec![("sku", "MUG-SAND"), ("quantity", "12")]),
        ("/cart/add", vec![("code", "MUG-SAND")]),
        ("/cart/head", vec![("reference", "x")]),
        ("/cart/empty", vec![]),
        ("/orders", vec![("place_key", "x")]),
    ] {
        assert_eq!(vera.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
});

in_world!(texts_of_every_field_are_shown_as_texts, |world| {
    let script = "<script>alert(1)</script>";
    let mut anna = world.sign_in("anna@").await;
    put(&mut anna, &[("SCRIPT-1", "2")]).await;
    let sent = [
        ("remarks.SCRIPT-1", script),
        ("reference", script),
        ("remarks", script),
        ("requested_day", script),
        ("address", "other"),
        ("other.name", script),
        ("other.line1", script),
        ("other.city", script),
        ("other.postcode", "LS1 4DY"),
        ("other.country", "GB"),
        ("from", "/cart"),
    ];
    anna.post("/cart/lines", &sent).await;
    let page = anna.get("/cart").await;
    assert!(!page.html.contains("<script>alert"), "nothing runs");
    assert!(page.html.matches("&lt;script&gt;").count() >= 8);
    let mut fixed = placing(&page);
    fixed.push(("requested_day".to_owned(), String::new()));
    let added = anna.post("/cart/add", &[("code", script)]).await;
    assert!(!added.html.contains("<script>alert"));
    let placed = place(&mut anna, &fixed, &[]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text());
    let order = anna.get(placed.location().unwrap()).await;
    assert!(
        !order.html.contains("<script>alert") && order.html.matches("&lt;script&gt;").count() >= 5
    );
    for path in ["/orders", "/", "/backorders"] {
        assert!(!anna.get(path).await.html.contains("<script>alert"), "{path}");
    }
    world.leave_unhandled();
});
