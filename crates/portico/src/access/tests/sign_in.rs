//! Signing in and out: the name, the password, the slow-down.

use crate::testkit::client::Client;
use crate::testkit::page::Page;
use crate::testkit::{in_world, race::race};
use axum::http::StatusCode;

const PASSWORD: &str = "kettle-and-spoon";

async fn sign_in(client: &mut Client, name: &str, password: &str) -> Page {
    client.get("/sign-in").await;
    client.post("/sign-in", &[("name", name), ("password", password), ("to", "/password")]).await
}

in_world!(by_address_or_username_and_out_again, |world| {
    for name in ["anna@larchlime.example", "  ANNA@LarchLime.example ", "Anna.Kay"] {
        let mut anna = world.anybody();
        let page = sign_in(&mut anna, name, PASSWORD).await;
        assert_eq!(
            (page.status, page.location()),
            (StatusCode::SEE_OTHER, Some("/password")),
            "{name}"
        );
        let page = anna.get("/password").await;
        assert!(page.says("Larch & Lime Cafés") && page.says("Anna Kay"), "{}", page.text());
    }
    let mut anna = world.anybody();
    sign_in(&mut anna, "anna@larchlime.example", PASSWORD).await;
    let old = anna.cookie("portico").unwrap().to_owned();
    anna.get("/password").await;
    assert_eq!(anna.post("/sign-out", &[]).await.location(), Some("/sign-in"));
    assert_eq!(anna.cookie("portico"), None);
    let mut thief = world.anybody().with_cookie("portico", &old);
    assert_eq!(thief.get("/password").await.location(), Some("/sign-in?to=%2Fpassword"));
});

in_world!(a_new_session_at_every_sign_in, |world| {
    let mut anna = world.anybody().with_cookie("portico", "a-secret-somebody-planted-here");
    sign_in(&mut anna, "anna.kay", PASSWORD).await;
    assert_ne!(anna.cookie("portico"), Some("a-secret-somebody-planted-here"));
    assert_eq!(anna.cookie("portico").unwrap().len(), 43);
});

in_world!(unknown_and_known_names_get_the_same_answer, |world| {
    let mut client = world.anybody();
    let known = sign_in(&mut client, "anna@larchlime.example", "wrong password").await;
    let mut client = world.anybody();
    let unknown = sign_in(&mut client, "hanna@larchlime.example", "wrong password").await;
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(known.says("don't match. 4 more tries before a ten-minute pause."), "{}", known.text());
    let plain = |page: &Page, name: &str| {
        let html = page.html.replace(name, "NAME");
        html.replace(&page.hidden("csrf").unwrap(), "TOKEN")
    };
    assert!(known.status == unknown.status && known.text().len() + 1 == unknown.text().len());
    let (known, unknown) =
        (plain(&known, "anna@larchlime.example"), plain(&unknown, "hanna@larchlime.example"));
    assert!(known == unknown, "the two answers differ");
});

in_world!(failures_slow_down_known_and_unknown_names_alike, |world| {
    for name in ["anna@larchlime.example", "nobody@larchlime.example"] {
        let mut client = world.anybody();
        for left in [4, 3, 2, 1, 0] {
            let page = sign_in(&mut client, name, "wrong password").await;
            let words = if left == 0 {
                "the pause has begun".to_owned()
            } else {
                format!("{left} more tr").replace("1 more", "One more")
            };
            assert!(page.says(&words), "{name} {left}: {}", page.text());
        }
        let page = sign_in(&mut client, name, PASSWORD).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(page.says("Too many tries. Try again in 10 minutes"), "{}", page.text());
    }
    world.clock.advance(10 * 60_000 + 1);
    let mut anna = world.anybody();
    assert!(
        sign_in(&mut anna, "anna@larchlime.example", "wrong password")
            .await
            .says("the pause has begun")
    );
    world.clock.advance(10 * 60_000 + 1);
    assert!(sign_in(&mut anna, "anna@larchlime.example", PASSWORD).await.says("in 10 minutes"));
    world.clock.advance(10 * 60_000 + 1);
    assert_eq!(
        sign_in(&mut anna, "anna@larchlime.example", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    let page = sign_in(&mut world.anybody(), "anna@larchlime.example", "wrong password").await;
    assert!(page.says("4 more tries"), "a success forgets the failures: {}", page.text());
});

in_world!(an_address_that_tries_many_names_is_paused, |world| {
    let mut client = world.anybody();
    client.get("/sign-in").await;
    for n in 0..100 {
        let name = format!("guess-{n}");
        let page =
            client.post("/sign-in", &[("name", &name), ("password", "wrong password")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    let page = client.post("/sign-in", &[("name", "anna.kay"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
});

in_world!(many_tries_at_once_get_no_more_of_them, |world| {
    let mut first = world.anybody();
    first.get("/sign-in").await;
    let pages = race(20, |_| {
        let mut client = first.clone();
        async move {
            client
                .post("/sign-in", &[("name", "anna.kay"), ("password", "wrong password")])
                .await
                .status
        }
    })
    .await;
    let looked_at = pages.iter().filter(|s| **s == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!(looked_at, 5, "{pages:?}");
});

in_world!(a_signed_out_visitor_comes_back_to_the_page, |world| {
    let mut anna = world.anybody();
    let page = anna.get("/password?x=1&y=a%20b").await;
    assert_eq!(page.location(), Some("/sign-in?to=%2Fpassword%3Fx%3D1%26y%3Da%2520b"));
    let page = anna.get("/sign-in?to=%2Fpassword%3Fx%3D1%26y%3Da%2520b").await;
    assert_eq!(page.hidden("to").as_deref(), Some("/password?x=1&y=a%20b"));
    for evil in ["//evil.example", "https:%2F%2Fevil.example", "/%5Cevil.example"] {
        assert_eq!(
            anna.get(&format!("/sign-in?to={evil}")).await.hidden("to").as_deref(),
            Some("/")
        );
    }
});

in_world!(long_and_odd_input_is_refused_quickly, |world| {
    let mut client = world.anybody();
    let long = "a".repeat(1_000_000);
    assert_eq!(
        sign_in(&mut client, "anna.kay", &long).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sign_in(&mut client, &long, PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sign_in(&mut client, "a\0b", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sign_in(&mut client, "' or 1=1 --", "<script>alert(1)</script>").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = sign_in(&mut client, "\"><script>alert(1)</script>", "x").await;
    assert!(!page.html.contains("<script>alert"), "{}", page.html);
});

in_world!(an_unknown_name_costs_as_much_as_a_known_one, |world| {
    let app = world.app.clone();
    let mut client = Client::new(crate::app::router::router(&app));
    for name in ["anna.kay", "nobody@larchlime.example", "anna@larchlime.example", ""] {
        let before = app.auth.passwords.verified();
        sign_in(&mut client, name, "wrong password").await;
        assert_eq!(app.auth.passwords.verified(), before + 1, "{name}");
    }
});
