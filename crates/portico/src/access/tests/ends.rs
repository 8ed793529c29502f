//! How a session ends is said beforehand and afterwards, and what was typed comes through.

use crate::access::session::{self, Between};
use crate::args;
use crate::platform::db::{DbError, View};
use crate::platform::settings;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, StatusCode};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

async fn left(client: &mut Client) -> i64 {
    let request = Request::get("/session").header("sec-fetch-mode", "cors");
    let page = client.send(request.body(Body::empty()).unwrap()).await;
    page.json()["ends_in_s"].as_i64().unwrap()
}

async fn fetched(client: &mut Client, path: &str) -> Page {
    let request = Request::get(path).header("sec-fetch-mode", "cors");
    client.send(request.body(Body::empty()).unwrap()).await
}

/// Signs in on the page that was just answered.
async fn sign_in_here(client: &mut Client, page: &Page, name: &str) -> Page {
    let (csrf, carried) = (page.hidden("csrf").unwrap(), page.hidden("carried").unwrap());
    let fields = [
        ("csrf", csrf.as_str()),
        ("carried", carried.as_str()),
        ("name", name),
        ("password", "kettle-and-spoon"),
    ];
    client.post_raw("/sign-in", &fields).await
}

in_world!(asvs_7_3_1_staff_sessions_end_after_two_idle_hours_and_a_day_at_the_latest, |world| {
    let (mut anna, mut olive) = (world.sign_in("anna@").await, world.sign_in("olive@").await);
    world.clock.advance(2 * HOUR + MINUTE);
    assert_eq!(anna.get("/password").await.status, StatusCode::OK);
    assert_eq!(olive.get("/password").await.status, StatusCode::SEE_OTHER);
    let mut olive = world.sign_in("olive@").await;
    for _ in 0..23 {
        world.clock.advance(HOUR);
        olive.get("/password").await;
        let stays = olive.post("/session", &[]).await;
        assert_eq!(stays.status, StatusCode::SEE_OTHER);
    }
    world.clock.advance(HOUR);
    assert_eq!(olive.get("/password").await.status, StatusCode::SEE_OTHER, "asvs 7.3.2");
});

in_world!(a_changed_setting_holds_for_sessions_that_live_already, |world| {
    let mut anna = world.sign_in("anna@").await;
    let set: Result<(), DbError> =
        world.db.write(|tx| settings::set(tx, &session::IDLE_MINUTES, &Between(5))).await;
    set.unwrap();
    world.clock.advance(6 * MINUTE);
    let page = anna.get("/orders").await;
    assert_eq!(page.location(), Some("/sign-in?to=%2Forders"));
    let page = anna.get("/sign-in?to=%2Forders").await;
    assert!(page.says("no page was opened for a while"), "{}", page.text());
});

in_world!(a_scripts_questions_keep_no_session_alive, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/password").await;
    for _ in 0..11 {
        world.clock.advance(HOUR);
        assert_eq!(fetched(&mut anna, "/products/suggest?q=mug").await.status, StatusCode::OK);
        assert!(left(&mut anna).await > 0);
    }
    assert_eq!(left(&mut anna).await, 3_600);
    assert_eq!(anna.post("/session", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(left(&mut anna).await, 12 * 3_600, "staying is said and holds");
    world.clock.advance(12 * HOUR);
    assert_eq!(left(&mut anna).await, 0);
});

in_world!(pages_say_when_the_session_ends, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/password").await;
    assert!(page.html.contains("data-ends-in=\"43200\" data-early=\"300\""), "{}", page.html);
    assert!(page.says("You stay signed in until"), "{}", page.text());
});

in_world!(a_session_ended_on_another_device_says_so_and_keeps_what_was_typed, |world| {
    let (mut here, mut there) = (world.sign_in("anna@").await, world.sign_in("anna@").await);
    let page = here.get("/me/sessions").await;
    assert!(page.says("This one"), "{}", page.text());
    there.get("/cart").await;
    let other = page.html.split("name=\"session\" value=\"").nth(1).unwrap();
    let other = other.split('"').next().unwrap().to_owned();
    let ended = here.post("/me/sessions/end", &[("session", &other)]).await;
    assert_eq!(ended.location(), Some("/me/sessions"));
    assert!(here.get("/me/sessions").await.says("That session is ended."));
    let typed = [("reference", "PO \"77\""), ("remarks", "ring the bell")];
    let page = there.post("/cart/head", &typed).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(
        page.says("ended from another device") && page.says("ring the bell"),
        "{}",
        page.text()
    );
    let back = sign_in_here(&mut there, &page, "anna@larchlime.example").await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.says("What you typed is still here"), "{}", back.text());
    assert_eq!(back.hidden("remarks").as_deref(), Some("ring the bell"));
    assert_eq!(back.hidden("reference").as_deref(), Some("PO \"77\""));
    let (csrf, customer) = (back.hidden("csrf").unwrap(), back.hidden("customer").unwrap());
    let mut fields = vec![("csrf", csrf.as_str()), ("customer", customer.as_str())];
    fields.extend(typed);
    let sent = there.post_raw("/cart/head", &fields).await;
    assert!(sent.status.is_redirection() || sent.status.is_success(), "{}", sent.status);
    let kept: Result<Option<String>, DbError> =
        world.db.read(|view: &mut View| view.one("select remarks from carts", args![])).await;
    assert_eq!(kept.unwrap().as_deref(), Some("ring the bell"));
    let page = there.get("/sign-in").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "signed in again");
});

in_world!(staff_settings_typed_too_late_come_back, |world| {
    let mut olive = world.sign_in("olive@").await;
    olive.get("/staff/settings").await;
    world.clock.advance(3 * HOUR);
    let page = olive.post("/staff/settings", &[("wholesaler.phone", "0113 496 0000")]).await;
    assert!(page.says("no page was opened for a while"), "{}", page.text());
    let back = sign_in_here(&mut olive, &page, "olive@hartwellpike.example").await;
    assert_eq!(back.hidden("wholesaler.phone").as_deref(), Some("0113 496 0000"));
    assert_eq!(back.hidden("customer").as_deref(), Some("staff"));
});

in_world!(what_somebody_else_had_typed_is_not_shown, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/cart").await;
    world.clock.advance(13 * HOUR);
    let page = anna.post("/cart/head", &[("remarks", "for my eyes")]).await;
    let back = sign_in_here(&mut anna, &page, "bella@moorland.example").await;
    assert!(back.says("Typed by somebody else") && !back.html.contains("for my eyes"));
});

in_world!(a_forged_form_is_not_carried_through_signing_in, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/cart").await;
    world.clock.advance(13 * HOUR);
    let forged = [("csrf", "wrong"), ("customer", "C-1001"), ("remarks", "evil")];
    let page = anna.post_raw("/cart/head", &forged).await;
    assert!(page.hidden("carried").is_none() && page.status == StatusCode::UNAUTHORIZED);
    let page = anna.get("/sign-in").await;
    let (csrf, own) = (page.hidden("csrf").unwrap(), "eyJwYXRoIjoiL2NhcnQifQ.AAAA");
    let fields = [
        ("csrf", csrf.as_str()),
        ("carried", own),
        ("name", "anna@larchlime.example"),
        ("password", "kettle-and-spoon"),
    ];
    assert_eq!(anna.post_raw("/sign-in", &fields).await.location(), Some("/"));
});

in_world!(nobody_ends_somebody_elses_session, |world| {
    let (mut anna, mut bella) = (world.sign_in("anna@").await, world.sign_in("bella@").await);
    let ids: Result<Vec<i64>, DbError> = world
        .db
        .read(|view: &mut View| view.all("select id from sessions order by id", args![]))
        .await;
    anna.get("/me/sessions").await;
    for id in ids.unwrap() {
        let page = anna.post("/me/sessions/end", &[("session", &id.to_string())]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "another's, or this one");
    }
    assert_eq!(bella.get("/password").await.status, StatusCode::OK);
});

in_world!(asvs_7_4_1_signing_out_and_ending_all_others_are_recorded_and_kill_the_cookie, |world| {
    let (mut here, mut there) = (world.sign_in("anna@").await, world.sign_in("anna@").await);
    here.get("/me/sessions").await;
    assert_eq!(here.post("/me/sessions/end-others", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(there.get("/password").await.status, StatusCode::SEE_OTHER);
    let mut copy = here.clone();
    here.post("/sign-out", &[]).await;
    assert_eq!(copy.get("/password").await.status, StatusCode::SEE_OTHER);
    assert_eq!(verbs(&world).await, ["sessions_ended", "signed_out"]);
});

async fn verbs(world: &World) -> Vec<String> {
    let read =
        |view: &mut View| view.all("select verb from activity order by id limit 50", args![]);
    let all: Result<_, DbError> = world.db.read(read).await;
    all.unwrap()
}
