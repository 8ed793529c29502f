//! Tokens of programs: one answer for everything that does not work, scopes, rates.

use crate::access::bearer::{self, revoke_token};
use crate::access::{ApiBuyer, ApiPerson, ApiStaff, Scope};
use crate::app::{App, Routes, errors};
use crate::platform::db::DbError;
use crate::platform::problem::AppError;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use serde_json::Value;

const ALL: &[Scope] = &[Scope::Read, Scope::Order, Scope::Pay, Scope::Manage];

async fn orders(caller: ApiBuyer) -> Result<String, AppError> {
    caller.needs(Scope::Order)?;
    Ok(caller.buyer.customer.number)
}

async fn anybody(caller: ApiPerson) -> String {
    caller.token.scopes.iter().map(|s| s.code()).collect::<Vec<_>>().join(" ")
}

async fn staff(caller: ApiStaff) -> Result<String, AppError> {
    caller.needs(Scope::Manage)?;
    Ok(caller.staff.login.name)
}

/// A router of its own, with three routes that need a token.
fn api(app: &App) -> axum::Router {
    let routes = Routes::new()
        .get("/api/v1/of-a-buyer", orders)
        .get("/api/v1/of-anybody", anybody)
        .get("/api/v1/of-staff", staff);
    let router = routes.into_router().fallback(errors::not_found);
    router.layer(from_fn_with_state(app.clone(), errors::dress)).with_state(app.clone())
}

async fn get(world: &World, token: &str, path: &str) -> Page {
    Client::new(api(&world.app.clone())).with_token(token).get(path).await
}

/// Makes a token; answers its secret and id.
async fn token(world: &World, email: &str, scopes: &'static [Scope]) -> (String, i64) {
    let (client, id) = world.program_with_token(email, scopes).await;
    (client.bearer().unwrap().to_owned(), id)
}

in_world!(asvs_9_2_1_no_and_unknown_tokens_get_one_answer_ended_and_revoked_ones_say_so, |world| {
    let (good, id) = token(&world, "anna@", ALL).await;
    assert_eq!(get(&world, &good, "/api/v1/of-anybody").await.status, StatusCode::OK);
    let nobody = Client::new(api(&world.app.clone())).get("/api/v1/of-anybody").await;
    let mut with_session = world.sign_in("anna@").await;
    let cookie = with_session.cookie("portico").unwrap().to_owned();
    with_session = Client::new(api(&world.app.clone())).with_cookie("portico", &cookie);
    let cookie = with_session.get("/api/v1/of-anybody").await;
    let unknown = get(&world, "not-a-token", "/api/v1/of-anybody").await;
    let done: Result<bool, DbError> = world.db.write(move |tx| revoke_token(tx, id)).await;
    assert!(done.unwrap());
    let revoked = get(&world, &good, "/api/v1/of-anybody").await;
    let (late, _) = token(&world, "anna@", ALL).await;
    world.clock.advance(24 * 3_600_000);
    let ended = get(&world, &late, "/api/v1/of-anybody").await;
    for (page, code, says) in
        [(&revoked, "token_revoked", "revoked"), (&ended, "token_ended", "has ended")]
    {
        assert_eq!(
            (page.status, page.json()["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some(code))
        );
        assert!(page.html.contains(says), "{}", page.html);
    }
    let all: [&Page; 3] = [&nobody, &cookie, &unknown];
    for page in all {
        assert_eq!((page.status, &page.html), (StatusCode::UNAUTHORIZED, &nobody.html));
        assert_eq!(page.headers["www-authenticate"], "Bearer");
        assert_eq!(page.json()["code"], "unauthenticated");
    }
});

in_world!(scopes_are_limited_by_the_token_and_by_the_role, |world| {
    for (email, scopes, wanted) in [
        ("anna@", ALL, "read order pay"),
        ("vera@", ALL, "read"),
        ("mona@", ALL, "read order pay manage"),
        ("mona@", &[Scope::Read][..], "read"),
        ("ruth@", ALL, "read"),
        ("will@", ALL, "read manage"),
    ] {
        let (token, _) = token(&world, email, scopes).await;
        assert_eq!(get(&world, &token, "/api/v1/of-anybody").await.html, wanted, "{email}");
    }
    let code = |page: &Page| page.json()["code"].clone();
    let (viewer, _) = token(&world, "vera@", ALL).await;
    let page = get(&world, &viewer, "/api/v1/of-a-buyer").await;
    assert_eq!((page.status, code(&page)), (StatusCode::FORBIDDEN, Value::from("not_allowed")));
    let (reader, _) = token(&world, "anna@", &[Scope::Read]).await;
    let page = get(&world, &reader, "/api/v1/of-a-buyer").await;
    assert_eq!((page.status, code(&page)), (StatusCode::FORBIDDEN, Value::from("scope_missing")));
    let (buyer, _) = token(&world, "anna@", ALL).await;
    assert_eq!(get(&world, &buyer, "/api/v1/of-a-buyer").await.html, "C-1001");
    assert_eq!(get(&world, &buyer, "/api/v1/of-staff").await.status, StatusCode::FORBIDDEN);
    let (will, _) = token(&world, "will@", ALL).await;
    assert_eq!(get(&world, &will, "/api/v1/of-staff").await.html, "Will Pike");
    assert_eq!(get(&world, &will, "/api/v1/of-a-buyer").await.status, StatusCode::FORBIDDEN);
});

in_world!(a_token_too_fast_waits, |world| {
    let (token, _) = token(&world, "anna@", ALL).await;
    let mut client = Client::new(api(&world.app.clone())).with_token(&token);
    for _ in 0..300 {
        assert_eq!(client.get("/api/v1/of-anybody").await.status, StatusCode::OK);
    }
    let page = client.get("/api/v1/of-anybody").await;
    assert_eq!(
        (page.status, page.json()["code"].as_str()),
        (StatusCode::TOO_MANY_REQUESTS, Some("too_many_requests"))
    );
    assert_eq!(page.headers["retry-after"], "1");
    world.clock.advance(1_000);
    assert_eq!(client.get("/api/v1/of-anybody").await.status, StatusCode::OK);
});

in_world!(a_token_dies_with_its_login_and_its_membership, |world| {
    let (anna, _) = token(&world, "anna@", ALL).await;
    let (otto, _) = token(&world, "otto@", ALL).await;
    let (login_id, membership_id) = (world.login("anna@").id, world.buyer("otto@").membership_id);
    let done: Result<(), DbError> = world
        .db
        .write(move |tx| {
            crate::access::invite::close_login(tx, login_id)?;
            crate::access::memberships::end(tx, membership_id)
        })
        .await;
    done.unwrap();
    for token in [anna, otto] {
        assert_eq!(
            get(&world, &token, "/api/v1/of-anybody").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let found: Result<_, DbError> =
        world.db.read(|view| bearer::find(view, &crate::platform::auth::Secret::shown(""))).await;
    assert!(found.unwrap().is_none());
});
