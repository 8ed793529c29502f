//! Staff make products and change them a section at a time.

use super::*;
use crate::platform::db::View;
use crate::testkit::in_world;
use crate::testkit::race::overlap;
use crate::testkit::world::World;
use axum::http::StatusCode;

/// The field of the form that says what it has seen, of this section.
async fn seen(world: &World, sku: &'static str, section: Section) -> String {
    let ruth = world.staff("ruth@");
    let read = move |view: &mut View| -> Result<String, AppError> {
        let product = kept_product::get(view, &ruth, sku)?.ok_or_else(Problem::not_found)?;
        let parts = kept_product::parts(view, &ruth, product.id)?;
        Ok(section.seen(&product, &parts))
    };
    world.db.read(read).await.unwrap()
}

in_world!(a_product_is_made_changed_closed_and_opened_again, |world| {
    let mut will = world.sign_in("will@").await;
    assert_eq!(will.get("/staff/products/new").await.status, StatusCode::OK);
    let wrong = will
        .post(
            "/staff/products",
            &[
                ("sku", "mug-sand"),
                ("name", " "),
                ("price", "1.23456"),
                ("vat_class", "odd"),
                ("per", "0"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "There is a product with the code mug-sand.",
        "This cannot be left blank.",
        "That is not a price",
        "No VAT rate has the class odd.",
        "A whole number from 1 to 1,000,000.",
    ] {
        assert!(wrong.says(said), "{said}: {}", wrong.text());
    }
    assert!(wrong.html.contains("value=\"1.23456\""), "what was typed stays");
    let made = will
        .post(
            "/staff/products",
            &[
                ("sku", "Plate 9/2"),
                ("name", "Plate"),
                ("price", "3.5"),
                ("quantity_decimals", "0"),
            ],
        )
        .await;
    assert_eq!(made.location(), Some("/staff/products/Plate%209%2F2"), "{}", made.text());
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/products/PLATE%209%2F2").await.says("3.50"));
    let of = |section: &str| format!("/staff/products/Plate%209%2F2/sections/{section}");
    let state = seen(&world, "plate 9/2", Section::State).await;
    let closed = will.post(&of("state"), &[("seen", &state), ("state", "closed")]).await;
    assert_eq!(closed.location(), Some("/staff/products/Plate%209%2F2#state"));
    assert_eq!(anna.get("/products/PLATE%209%2F2").await.status, StatusCode::NOT_FOUND);
    let state = seen(&world, "plate 9/2", Section::State).await;
    will.post(&of("state"), &[("seen", &state), ("state", "sellable")]).await;
    assert!(anna.get("/products/PLATE%209%2F2").await.says("3.50"));
});

in_world!(what_somebody_else_changed_is_told_and_what_was_typed_stays, |world| {
    let (mut will, mut olive) = (world.sign_in("will@").await, world.sign_in("olive@").await);
    let path = "/staff/products/MUG-SAND/sections/price";
    will.get("/staff/products/MUG-SAND").await;
    olive.get("/staff/products/MUG-SAND").await;
    let price = seen(&world, "MUG-SAND", Section::Price).await;
    let fields = |text: &'static str| [("seen", price.clone()), ("price", text.to_owned())];
    let post = |fields: &[(&'static str, String); 2]| {
        fields.iter().map(|(n, v)| (*n, v.clone())).collect::<Vec<_>>()
    };
    for (who, text, status) in [(&mut will, "7.90", 303), (&mut olive, "8.10", 409)] {
        let typed = post(&fields(text));
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let page = who.post(path, &typed).await;
        assert_eq!(page.status.as_u16(), status, "{}", page.text());
        if status == 409 {
            assert!(page.says("Somebody changed this since you opened it"));
            assert!(page.html.contains("value=\"8.10\"") && page.says("Base price is now"));
        }
    }
    let told = will.get("/staff/products/MUG-SAND").await;
    assert!(told.says("7.90") && told.says("7.40"), "the history: {}", told.text());
    // Another section is nobody's concern.
    let texts = seen(&world, "MUG-SAND", Section::Texts).await;
    let saved = olive
        .post("/staff/products/MUG-SAND/sections/texts", &[("seen", &texts), ("name", "Mug, sand")])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
});

in_world!(of_two_who_save_at_once_the_second_is_told, |world| {
    let price = seen(&world, "MUG-SAND", Section::Price).await;
    let save = |email: &str, price_typed: &str| {
        let (staff, seen) = (world.staff(email), price.clone());
        let typed = vec![("price".to_owned(), price_typed.to_owned())];
        move |tx: &mut Tx| change(tx, &staff, "MUG-SAND", (Section::Price, &seen), &typed)
    };
    let (will, olive) = overlap(&world.db, save("will@", "7.90"), save("olive@", "8.10")).await;
    assert!(will.is_ok(), "{will:?}");
    assert_eq!(olive.unwrap_err().problem().code, "changed");
    let told = world.sign_in("ruth@").await.get("/staff/products/MUG-SAND").await;
    assert!(told.says("7.90") && !told.says("8.10"), "{}", told.text());
});

in_world!(attributes_assortments_and_components_are_kept_whole_or_not_at_all, |world| {
    let mut will = world.sign_in("will@").await;
    let of = |section: &str| format!("/staff/products/MUG-SAND/sections/{section}");
    will.get("/staff/products/MUG-SAND").await;
    let before = seen(&world, "MUG-SAND", Section::Attributes).await;
    let bad = [("seen", before.as_str()), ("attributes", "Colour: sand\nnonsense")];
    assert_eq!(will.post(&of("attributes"), &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seen(&world, "MUG-SAND", Section::Attributes).await, before);
    let good = [("seen", before.as_str()), ("attributes", "Colour: sand\r\nGlaze: salt")];
    assert_eq!(will.post(&of("attributes"), &good).await.status, StatusCode::SEE_OTHER);
    assert!(will.get("/staff/products/MUG-SAND").await.html.contains("Glaze: salt"));
    let before = seen(&world, "MUG-SAND", Section::Assortments).await;
    let none = [("seen", before.as_str()), ("assortments", "NOBODY")];
    assert!(will.post(&of("assortments"), &none).await.says("no assortment with the code NOBODY"));
    assert_eq!(seen(&world, "MUG-SAND", Section::Assortments).await, before);
    let out = [("seen", before.as_str()), ("assortments", "")];
    assert_eq!(will.post(&of("assortments"), &out).await.status, StatusCode::SEE_OTHER);
    let mut bella = world.sign_in("bella@").await;
    assert_eq!(bella.get("/products/MUG-SAND").await.status, StatusCode::NOT_FOUND);
    let before = seen(&world, "MUG-SAND", Section::Components).await;
    for wrong in ["1 MUG-SAND", "2 NO-SUCH", "0 TIN-MIN6", "1 TIN-MIN6\n1 tin-min6"] {
        let sent = [("seen", before.as_str()), ("components", wrong)];
        let page = will.post(&of("components"), &sent).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(seen(&world, "MUG-SAND", Section::Components).await, before);
});

in_world!(what_an_erp_owns_and_what_is_promised_stays, |world| {
    let owned = |tx: &mut Tx| {
        tx.exec("update products set erp_ref = 'E-1' where sku_key = 'MUG-MOSS'", args![])
    };
    assert_eq!(world.db.write(owned).await.unwrap(), 1);
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/products/MUG-MOSS").await;
    assert!(page.says("The ERP owns this product") && !page.html.contains("name=\"vat_class\""));
    let texts = seen(&world, "MUG-MOSS", Section::Texts).await;
    let path = "/staff/products/MUG-MOSS/sections/texts";
    let sent = will.post(path, &[("seen", &texts), ("name", "Mine")]).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    let promise = |tx: &mut Tx| {
        tx.exec(
            "update stock set allocated = 1 where product_id in
                 (select id from products where sku_key = 'LAST-20')",
            args![],
        )
    };
    assert_eq!(world.db.write(promise).await.unwrap(), 1);
    let state = seen(&world, "LAST-20", Section::State).await;
    let path = "/staff/products/LAST-20/sections/state";
    let sent = will.post(path, &[("seen", &state), ("stock_kind", "untracked")]).await;
    assert!(sent.says("Stock of it is promised to orders"), "{}", sent.text());
    let mut ruth = world.sign_in("ruth@").await;
    assert!(!ruth.get("/staff/products/LAST-20").await.html.contains("name=\"stock_kind\""));
});

in_world!(tags_are_kept_on_the_products_page_also_where_an_erp_owns_it, |world| {
    let owned = |tx: &mut Tx| {
        tx.exec("update products set erp_ref = 'E-1' where sku_key = 'MUG-SAND'", args![])
    };
    assert_eq!(world.db.write(owned).await.unwrap(), 1);
    let mut will = world.sign_in("will@").await;
    will.get("/staff/products/MUG-SAND").await;
    let path = "/staff/products/MUG-SAND/sections/tags";
    let before = seen(&world, "MUG-SAND", Section::Tags).await;
    let sent = will.post(path, &[("seen", &before), ("tags", "Gift; sale |GIFT")]).await;
    assert_eq!(sent.location(), Some("/staff/products/MUG-SAND#tags"), "{}", sent.text());
    let page = will.get("/staff/products/MUG-SAND").await;
    assert!(page.html.contains("value=\"Gift; sale\""), "{}", page.text());
    assert!(will.get("/staff/products?tag=SALE").await.says("MUG-SAND"));
    let late = will.post(path, &[("seen", &before), ("tags", "late")]).await;
    assert!(late.says("Somebody changed this") && late.html.contains("value=\"late\""));
    let now = seen(&world, "MUG-SAND", Section::Tags).await;
    let long = "x".repeat(51);
    let wrong = will.post(path, &[("seen", &now), ("tags", &long)]).await;
    assert!(wrong.says("is too long: at most 50 characters"), "{}", wrong.text());
    will.post(path, &[("seen", &now), ("tags", "")]).await;
    assert!(!will.get("/staff/products?tag=gift").await.says("MUG-SAND"));
});
