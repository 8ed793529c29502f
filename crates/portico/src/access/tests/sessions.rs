//! How sessions end: by time, by the server, with the login.

use super::new_mails;
use crate::access::{invite, links, memberships};
use crate::args;
use crate::platform::auth::{Cost, hash_password};
use crate::platform::db::DbError;
use crate::testkit::in_world;
use axum::http::StatusCode;
use std::time::{Duration, Instant};

const HOUR: i64 = 3_600_000;

in_world!(idle_for_twelve_hours_or_thirty_days_old_is_over, |world| {
    let mut anna = world.sign_in("anna@").await;
    let mut idle = world.sign_in("anna@").await;
    for _ in 0..30 * 3 - 1 {
        world.clock.advance(8 * HOUR);
        assert_eq!(anna.get("/password").await.status, StatusCode::OK);
        settled(&world).await;
    }
    assert_eq!(idle.get("/password").await.status, StatusCode::SEE_OTHER);
    world.clock.advance(8 * HOUR);
    assert_eq!(anna.get("/password").await.status, StatusCode::SEE_OTHER);
});

/// Waits until the visit that was noted after the page stands in the database.
async fn settled(world: &crate::testkit::world::World) {
    let now = world.clock.now_ms();
    let give_up = Instant::now() + Duration::from_secs(20);
    while Instant::now() < give_up {
        let read: Result<Option<i64>, DbError> = world
            .db
            .read(move |view| {
                view.one("select count(*) from sessions where seen_at = $1", args![now])
            })
            .await;
        if read.unwrap() == Some(1) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the visit was not noted");
}

in_world!(a_page_within_a_minute_writes_nothing, |world| {
    let mut anna = world.sign_in("anna@").await;
    world.clock.advance(59_000);
    anna.get("/password").await;
    let read = |world: &crate::testkit::world::World| {
        let db = world.db.clone();
        async move {
            let all: Result<Vec<i64>, DbError> =
                db.read(|view| view.all("select seen_at from sessions order by id", args![])).await;
            all.unwrap()
        }
    };
    let before = read(&world).await;
    anna.get("/password").await;
    assert_eq!(read(&world).await, before);
    world.clock.advance(1_000);
    anna.get("/password").await;
    settled(&world).await;
});

in_world!(a_changed_password_ends_the_other_sessions, |world| {
    let (mut here, mut there) = (world.sign_in("anna@").await, world.sign_in("anna@").await);
    here.get("/password").await;
    let wrong = [
        ("current_password", "not it"),
        ("password", "a new one of mine"),
        ("password_again", "a new one of mine"),
    ];
    let page = here.post("/password", &wrong).await;
    assert!(
        page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("not your password until now"),
        "{}",
        page.text()
    );
    let fields = |new: &'static str, again: &'static str| {
        [("current_password", "kettle-and-spoon"), ("password", new), ("password_again", again)]
    };
    for (new, again, says) in [
        ("short", "short", "10 characters at least"),
        ("anna.kay@x", "a", "The two are not the same"),
        ("anna@larchlime.example", "anna@larchlime.example", "own name or address"),
        ("password123", "password123", "Too many people"),
        ("kettle-and-spoon", "kettle-and-spoon", "the one you have"),
    ] {
        let page = here.post("/password", &fields(new, again)).await;
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says(says),
            "{new}: {}",
            page.text()
        );
    }
    assert_eq!(there.get("/password").await.status, StatusCode::OK);
    assert_eq!(
        here.post("/password", &fields("a new one of mine", "a new one of mine")).await.location(),
        Some("/")
    );
    assert_eq!(there.get("/password").await.status, StatusCode::SEE_OTHER);
    let page = here.get("/password").await;
    assert!(page.says("Your password is changed."), "{}", page.text());
    assert!(!here.get("/password").await.says("Your password is changed."), "said once");
    let mails = new_mails(&world).await;
    assert!(mails.len() == 1 && mails[0].contains("was changed"), "asvs 6.3.7: {mails:?}");
});

in_world!(a_closed_login_or_ended_membership_is_dead_at_once, |world| {
    let (mut anna, mut otto) = (world.sign_in("anna@").await, world.sign_in("otto@").await);
    assert_eq!(anna.get("/password").await.status, StatusCode::OK);
    let (anna_id, otto_membership) = (world.login("anna@").id, world.buyer("otto@").membership_id);
    let done: Result<(), DbError> = world
        .db
        .write(move |tx| {
            invite::close_login(tx, anna_id)?;
            memberships::end(tx, otto_membership)
        })
        .await;
    done.unwrap();
    assert_eq!(anna.get("/password").await.status, StatusCode::SEE_OTHER);
    assert_eq!(otto.get("/password").await.status, StatusCode::SEE_OTHER);
    let mut again = world.anybody();
    again.get("/sign-in").await;
    let page =
        again.post("/sign-in", &[("name", "anna.kay"), ("password", "kettle-and-spoon")]).await;
    assert!(page.says("don't match"), "{}", page.text());
    let page = again
        .post("/sign-in", &[("name", "otto@larchlime.example"), ("password", "kettle-and-spoon")])
        .await;
    assert!(page.says("acts for nobody"), "{}", page.text());
});

in_world!(a_first_password_must_be_changed_before_anything_else, |world| {
    let id = world.login("vera@").id;
    let hash = hash_password("first password", Cost::LEAST);
    let done: Result<(), DbError> =
        world.db.write(move |tx| links::set_first_password(tx, id, &hash)).await;
    done.unwrap();
    let mut vera = world.anybody();
    vera.get("/sign-in").await;
    let fields =
        [("name", "vera@larchlime.example"), ("password", "first password"), ("to", "/acting")];
    assert_eq!(vera.post("/sign-in", &fields).await.status, StatusCode::SEE_OTHER);
    let page = vera.get("/password").await;
    assert!(page.says("You signed in with a first password."), "{}", page.text());
    assert_eq!(vera.post("/acting", &[("number", "C-1001")]).await.location(), Some("/password"));
    let change = [
        ("current_password", "first password"),
        ("password", "mine and only mine"),
        ("password_again", "mine and only mine"),
    ];
    assert_eq!(vera.post("/password", &change).await.location(), Some("/"));
    assert_eq!(vera.post("/acting", &[("number", "C-1001")]).await.location(), Some("/"));
    assert_eq!(new_mails(&world).await.len(), 1);
});
