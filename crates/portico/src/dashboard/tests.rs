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

in_world!(a_published_announcement_is_looked_at_changed_and_two_at_once_are_told, |world| {
    let mut will = world.sign_in("will@").await;
    let list = "/staff/announcements";
    will.get(list).await;
    let new = [("body", "We close at **four**."), ("until", "2099-01-01"), ("dismissable", "yes")];
    assert_eq!(will.post(list, &new).await.location(), Some(list));
    let page = will.get(list).await;
    let path = page.html.split("href=\"").find(|rest| {
        rest.strip_prefix("/staff/announcements/")
            .is_some_and(|id| id.starts_with(char::is_numeric))
    });
    let path = path.unwrap().split('"').next().unwrap().to_owned();
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/").await.says("We close at four."));
    let id = path.rsplit('/').next().unwrap().to_owned();
    anna.post(&format!("/announcements/{id}/dismissal"), &[]).await;
    let form = will.get(&path).await;
    assert!(form.says("We close at four.") && form.html.contains("We close at **four**."));
    let version = form.hidden("version").unwrap();
    let typed = |text: &'static str, deed: &'static str, version: &str| {
        let fields = [
            ("body", text),
            ("until", "2099-01-01"),
            ("deed", deed),
            ("again", "yes"),
            ("version", version),
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let fields = typed("We close at <five>.", "preview", &version);
    let fields = fields.each_ref().map(|(n, v)| (n.as_str(), v.as_str()));
    let looked = will.post(&path, &fields).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.says("We close at <five>.") && !anna.get("/").await.says("<five>"));
    let saved = typed("We close at six.", "save", &version);
    let saved = saved.each_ref().map(|(n, v)| (n.as_str(), v.as_str()));
    assert_eq!(will.post(&path, &saved).await.location(), Some(list));
    assert!(anna.get("/").await.says("We close at six."), "again for who put it away");
    // Another tab that was open.
    let late = typed("We close at nine.", "save", &version);
    let late = late.each_ref().map(|(n, v)| (n.as_str(), v.as_str()));
    let told = will.post(&path, &late).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.says("Somebody else changed this") && told.html.contains("We close at nine."));
    assert!(anna.get("/").await.says("We close at six."));
    let version = told.hidden("version").unwrap();
    let again = typed("We close at nine.", "save", &version);
    let again = again.each_ref().map(|(n, v)| (n.as_str(), v.as_str()));
    assert_eq!(will.post(&path, &again).await.location(), Some(list));
    assert!(anna.get("/").await.says("We close at nine."));
    will.get(list).await;
    will.post(&format!("{path}/end"), &[]).await;
    assert_eq!(will.get(&path).await.status, StatusCode::NOT_FOUND);
    let mut ruth = world.sign_in("ruth@").await;
    assert_eq!(ruth.get(&path).await.status, StatusCode::FORBIDDEN);
});
