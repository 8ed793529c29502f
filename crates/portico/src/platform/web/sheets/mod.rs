//! Sheets: every part once, in whole pages of invented content, written to `target/look/` to be looked at.
//!
//! `cargo nextest run -p portico sheets`, then serve `target/look` and open a page. The same pages are
//! checked for what a machine can see: no inline style, ids once, every reference leads somewhere.

mod account;
mod cart;
mod dashboard;
mod order;
mod parts;
mod products;
mod world;

use std::collections::HashSet;
use std::path::PathBuf;

use axum::body::to_bytes;
use axum::http::HeaderMap;

use super::assets::{Assets, answer};
use super::brand::{BrandTokens, Density, Oklch};
use super::frame::{Frame, Theme};
use super::still_life::DRAWINGS;

/// All pages by name.
fn pages(assets: &std::sync::Arc<Assets>) -> Vec<(&'static str, String)> {
    let frame = |title: &str, current: &str| world::frame(assets, title, current);
    let dark = |frame: Frame| Frame { theme: Theme::Dark, ..frame };
    vec![
        ("parts", parts::page(&frame("Parts", ""))),
        ("dashboard", dashboard::page(&frame("Dashboard", "Dashboard"))),
        ("dashboard-dark", dashboard::page(&dark(frame("Dashboard", "Dashboard")))),
        ("products", products::table_page(&frame("Products", "Products"))),
        ("products-dark", products::table_page(&dark(frame("Products", "Products")))),
        ("grid", products::grid_page(&frame("Products", "Products"))),
        ("product", products::product_page(&frame("Stoneware mug", "Products"))),
        ("search", products::search_page(&frame("Products", "Products"))),
        ("cart", cart::page(&frame("Current order", ""))),
        ("order", order::page(&frame("SO-10466", "Orders"))),
        ("order-dark", order::page(&dark(frame("SO-10466", "Orders")))),
        ("orders", order::list_page(&frame("Orders", "Orders"))),
        ("transactions", account::transactions(&frame("Transactions", "Transactions"))),
        ("backorders", account::backorders(&frame("Backorders", "Backorders"))),
        ("sign-in", account::sign_in(assets, "")),
        (
            "sign-in-error",
            account::sign_in(
                assets,
                "That e-mail address and password don’t match. Four more tries before a ten-minute pause.",
            ),
        ),
        ("error", account::error(assets)),
        ("empty", account::empty(&frame("Products", "Products"))),
    ]
}

fn other_brand() -> BrandTokens {
    let colour = |lightness, chroma| Oklch { lightness, chroma, hue: 200.0 };
    BrandTokens {
        light: colour(0.46, 0.08),
        dark: colour(0.79, 0.08),
        dark_fill: colour(0.54, 0.085),
        corner_px: 0,
        font_url: None,
        density: Density::Compact,
    }
}

#[tokio::test]
async fn every_sheet_is_sound_and_can_be_looked_at() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/look"));
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    std::fs::create_dir_all(folder.join("pictures")).unwrap();
    for (name, svg) in DRAWINGS {
        std::fs::write(folder.join(format!("pictures/{name}.svg")), svg).unwrap();
    }
    std::fs::write(
        folder.join("pictures/fennel.svg"),
        include_str!("../../../../assets/still/fennel.svg"),
    )
    .unwrap();
    let assets = Assets::new(&BrandTokens::default(), 'F');
    let other = Assets::new(&other_brand(), 'N');
    for assets in [&assets, &other] {
        for url in [assets.style_url(), assets.script_url(), assets.icon_url()] {
            let name = url.trim_start_matches("/assets/");
            let body = to_bytes(answer(assets, name, &HeaderMap::new()).into_body(), 1_000_000)
                .await
                .unwrap();
            std::fs::write(folder.join("assets").join(name), body).unwrap();
        }
    }
    let mut all = pages(&assets);
    all.push((
        "other-brand",
        account::transactions(&world::frame(&other, "Transactions", "Transactions")),
    ));
    for (name, html) in all {
        check(name, &html);
        std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
}

/// What a machine can see of a page.
fn check(name: &str, html: &str) {
    assert!(!html.contains(" style="), "{name}: inline style");
    assert!(!html.contains(" onclick="), "{name}: inline script");
    let mut ids = HashSet::new();
    for id in values(html, " id=\"") {
        assert!(ids.insert(id), "{name}: id {id} twice");
    }
    for attribute in
        [" aria-describedby=\"", " aria-labelledby=\"", " aria-controls=\"", " for=\"", " href=\"#"]
    {
        for id in values(html, attribute).flat_map(str::split_whitespace) {
            assert!(ids.contains(id), "{name}: {attribute}{id} leads nowhere");
        }
    }
}

fn values<'a>(html: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(start).skip(1).filter_map(|rest| rest.split('"').next())
}
