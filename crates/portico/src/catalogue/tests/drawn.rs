//! As a table or as a grid: the address says it, else the login's own choice, else the wholesaler's.

use crate::catalogue::drawn::{Drawn, VIEW};
use crate::platform::db::{DbError, Tx};
use crate::platform::settings;
use crate::testkit::in_world;
use axum::http::StatusCode;

in_world!(the_own_choice_stays_and_the_wholesaler_says_what_holds_before, |world| {
    let mut anna = world.sign_in("anna@").await;
    let mut vera = world.sign_in("vera@").await;
    let is_grid = |page: &crate::testkit::page::Page| {
        assert_eq!(page.status, StatusCode::OK);
        page.html.contains("product-grid")
    };
    let first = anna.get("/products?q=mug").await;
    assert!(!is_grid(&first), "a table where nobody said otherwise");
    assert_eq!(first.hidden("back").as_deref(), Some("/products?q=mug"));
    assert!(is_grid(&anna.get("/products?view=grid").await));
    assert!(!is_grid(&anna.get("/products").await), "looking keeps nothing");
    let grid = [("view", "grid"), ("back", "/products?q=mug")];
    let sent = anna.post("/lists/products/view", &grid).await;
    assert_eq!(sent.location(), Some("/products?q=mug"), "{}", sent.text());
    assert!(is_grid(&anna.get("/products").await));
    assert!(!is_grid(&anna.get("/products?view=table").await), "the address comes first");
    assert!(!is_grid(&vera.get("/products").await), "it is anna's choice alone");
    let set = |tx: &mut Tx| -> Result<(), DbError> { settings::set(tx, &VIEW, &Drawn::Grid) };
    world.db.write(set).await.unwrap();
    assert!(is_grid(&vera.get("/products").await));
    vera.post("/lists/products/view", &[("view", "table"), ("back", "/products")]).await;
    assert!(!is_grid(&vera.get("/products").await));
    vera.post("/lists/products/view", &[("view", "cards"), ("back", "//elsewhere.example")]).await;
    assert!(is_grid(&vera.get("/products").await), "what there is not is no choice");
    let wrong = [("view", "no view"), ("back", "/products")];
    assert_eq!(vera.post("/lists/products/view", &wrong).await.status, StatusCode::NOT_FOUND);
});
