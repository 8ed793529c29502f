//! What the wholesaler says, as staff write it and customers read it.

use super::announce::{Typed, check};
use crate::testkit::in_world;
use axum::http::StatusCode;
use portico_types::Day;

#[test]
fn what_is_no_announcement_is_refused_at_its_field() {
    let today = Day::parse("2026-03-10").unwrap();
    let good = Typed { body: "Closed.".into(), until: "2026-03-12".into(), ..Typed::default() };
    let fields = |typed: &Typed| -> Vec<String> {
        check(typed, today).err().unwrap_or_default().into_iter().map(|f| f.field).collect()
    };
    assert_eq!(check(&good, today).unwrap().from, today, "from today on unless said otherwise");
    assert_eq!(
        fields(&Typed { body: " ".into(), until: String::new(), ..good.clone() }),
        ["body", "until"]
    );
    assert_eq!(fields(&Typed { until: "2026-03-09".into(), ..good.clone() }), ["until"], "over");
    assert_eq!(
        fields(&Typed { from: "2026-03-13".into(), ..good.clone() }),
        ["until"],
        "before it began"
    );
    assert_eq!(fields(&Typed { audience: "country".into(), ..good.clone() }), ["audience_code"]);
    assert_eq!(fields(&Typed { audience: "people".into(), ..good }), ["audience"]);
}

in_world!(a_text_is_looked_at_saved_and_brought_back, |world| {
    let mut will = world.sign_in("will@").await;
    let path = "/staff/dashboard-text";
    will.get(path).await;
    let text = "**Christmas.** Order by [Friday](https://a.example). <script>alert(1)</script>";
    let look = will.post(path, &[("text", text), ("deed", "preview")]).await;
    assert!(
        look.html.contains("<strong>Christmas.</strong>") && !look.html.contains("<script>alert")
    );
    let mut anna = world.sign_in("anna@").await;
    assert!(!anna.get("/").await.says("Christmas."), "looked at is not saved");
    assert_eq!(will.post(path, &[("text", text), ("deed", "save")]).await.location(), Some(path));
    let front = anna.get("/").await;
    assert!(front.html.contains(r#"<a href="https://a.example">Friday</a>"#), "{}", front.html);
    assert!(!front.html.contains("<script>alert"));
    will.post(path, &[("text", "Spring."), ("deed", "save")]).await;
    let page = will.get(path).await;
    assert!(page.says("Will") && page.says("Bring back"), "{}", page.text());
    let link = page.html.rsplit("href=\"/staff/dashboard-text?version=").next().unwrap();
    let old = will.get(&format!("{path}?version={}", link.split('"').next().unwrap())).await;
    assert!(old.html.contains("**Christmas.** Order by"), "the older text stands in the field");
    let long = "x".repeat(5_001);
    let refused = will.post(path, &[("text", &long), ("deed", "save")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains(&long));
});

in_world!(an_announcement_reaches_whom_it_is_for_until_put_away_or_over, |world| {
    let mut will = world.sign_in("will@").await;
    let path = "/staff/announcements";
    will.get(path).await;
    let all = [
        ("body", "We **count** stock."),
        ("kind", "attention"),
        ("until", "2099-01-01"),
        ("everywhere", "yes"),
        ("dismissable", "yes"),
        ("deed", "publish"),
    ];
    assert_eq!(will.post(path, &all).await.location(), Some(path));
    let some = [
        ("body", "Norway only."),
        ("until", "2099-01-01"),
        ("audience", "country"),
        ("audience_code", "no"),
        ("deed", "publish"),
    ];
    assert_eq!(will.post(path, &some).await.location(), Some(path));
    let wrong = [
        ("body", "Who?"),
        ("until", "2099-01-01"),
        ("audience", "price_list"),
        ("audience_code", "NO-SUCH"),
        ("deed", "publish"),
    ];
    let refused = will.post(path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("NO-SUCH") && refused.html.contains("Who?"));

    let mut anna = world.sign_in("anna@").await;
    let mut ase = world.sign_in("ase@").await;
    let orders = anna.get("/orders").await;
    assert!(orders.html.contains("We <strong>count</strong> stock."), "on every page");
    assert!(!anna.get("/").await.says("Norway only.") && ase.get("/").await.says("Norway only."));
    let away = orders
        .html
        .split("action=\"/announcements/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let put = anna.post(&format!("/announcements/{away}"), &[("from", "//evil.example")]).await;
    assert_eq!(put.location(), Some("/"), "never to somebody else's page");
    assert!(!anna.get("/orders").await.says("stock."), "put away for this login");
    assert!(ase.get("/orders").await.html.contains("We <strong>count"), "not for another");
    let id = away.split('/').next().unwrap();
    assert_eq!(will.post(&format!("{path}/{id}/end"), &[]).await.location(), Some(path));
    assert_eq!(will.post(&format!("{path}/{id}/end"), &[]).await.status, StatusCode::NOT_FOUND);
    assert!(!ase.get("/orders").await.html.contains("We <strong>count"));
});
