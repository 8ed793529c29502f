//! The brand as owners propose it and as everybody sees it.

use super::{Proposal, check};
use crate::catalogue::pictures::tests::{png, send};
use crate::testkit::in_world;
use axum::http::{StatusCode, header};

fn proposal(colour: &str, corner: &str) -> Proposal {
    Proposal {
        colour: colour.to_owned(),
        corner: corner.to_owned(),
        density: "normal".to_owned(),
        ..Proposal::default()
    }
}

#[test]
fn what_is_no_brand_is_refused_at_its_field() {
    let fields = |p: &Proposal| -> Vec<String> {
        let (faults, _) = check(p).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(fields(&proposal("#17505c", "0")), [""; 0]);
    assert_eq!(fields(&proposal("", "10")), [""; 0], "ours");
    assert_eq!(fields(&proposal("red", "11")), ["colour", "corner"]);
    assert_eq!(fields(&proposal("#17505c; } body {", "6")), ["colour"]);
    let odd = Proposal { density: "tight".to_owned(), ..proposal("", "6") };
    assert_eq!(fields(&odd), ["density"]);
    let (faults, unfit) = check(&proposal("#ffff00", "6")).unwrap_err();
    assert_eq!(faults[0].code, "unfit");
    let nearest = unfit.unwrap().nearest;
    assert!(check(&proposal(&nearest, "6")).is_ok(), "{nearest}");
}

in_world!(a_brand_is_looked_at_by_one_and_saved_for_all, |world| {
    let mut olive = world.sign_in("olive@").await;
    olive.get("/staff/brand").await;
    let typed = [("colour", "#17505c"), ("corner", "2"), ("density", "compact")];
    let sent = send(&mut olive, "/staff/brand", &typed, &[("new-logo", "logo.png", png(9))]).await;
    let preview = sent.location().unwrap_or_default().to_owned();
    assert!(preview.starts_with("/staff/brand/preview?colour=%2317505c"), "{}", sent.text());
    let page = olive.get(&preview).await;
    assert!(
        page.says("Only you see this page.") && page.html.contains("/staff/brand/preview.css?")
    );
    let css = olive.get(&preview.replace("/preview?", "/preview.css?")).await;
    assert!(css.html.contains("--corner: 2px;") && css.html.contains("--row: 2rem;"));
    assert_eq!(css.headers[header::CACHE_CONTROL], "no-store");
    let paper = olive.get(&preview.replace("/preview?", "/preview.pdf?")).await;
    assert!(paper.status == 200 && paper.html.starts_with("%PDF-"), "{}", paper.html);
    let bare =
        olive.get("/staff/brand/preview.pdf?colour=%2317505c&corner=2&density=compact").await;
    assert!(bare.status == 200 && bare.html.len() < paper.html.len(), "the logo is on it");
    let mut anna = world.sign_in("anna@").await;
    let logo = "<img src=\"/files/";
    assert!(!anna.get("/").await.html.contains(logo), "nobody else sees it");

    let fields: Vec<(String, String)> =
        serde_urlencoded::from_str(preview.split_once('?').unwrap().1).unwrap();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let saved = olive.post("/staff/brand/choice", &fields).await;
    assert_eq!(saved.location(), Some("/staff/brand"), "{}", saved.text());
    let page = anna.get("/").await;
    assert!(page.html.contains(logo), "{}", page.html);
    let style = page.html.split("rel=\"stylesheet\" href=\"").nth(1).unwrap();
    let style = anna.get(style.split('"').next().unwrap()).await;
    assert!(style.html.contains("--corner: 2px;"));
    world.clock.advance(60 * 24 * 3_600_000);
    let gone = crate::platform::files::sweep(&world.db, &world.app.files).await.unwrap();
    assert_eq!(gone, 0, "a saved logo stays");
});

in_world!(what_is_no_logo_no_font_and_no_fitting_colour_is_said_at_its_field, |world| {
    let mut olive = world.sign_in("olive@").await;
    olive.get("/staff/brand").await;
    let typed = [("colour", "#ffff00"), ("corner", "6"), ("density", "normal")];
    let svg = b"<svg><script>alert(1)</script></svg>".to_vec();
    let files = [("new-logo", "logo.png", svg), ("new-font", "f.woff2", b"wOF2 no".to_vec())];
    let sent = send(&mut olive, "/staff/brand", &typed, &files).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "which may hold scripts",
        "That is no WOFF2 font.",
        "White letters cannot be read",
        "Look at #",
    ] {
        assert!(sent.says(said), "{said}: {}", sent.text());
    }
    let elsewhere = "/staff/brand/preview?corner=6&density=normal&logo=mug-sand.svg";
    assert_eq!(olive.get(elsewhere).await.status, StatusCode::NOT_FOUND, "only what was made here");
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff/brand").await.says("Owners change them."));
    let denied = send(&mut will, "/staff/brand", &typed, &[]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
});
