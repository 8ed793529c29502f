//! Who calls: one answer for every token that is not good, scopes, roles, rate.

use super::*;
use crate::access::bearer::revoke_token;
use crate::testkit::world::in_world;
use axum::body::Body;
use axum::http::Request;

const ALL: &[Scope] = &[Scope::Read, Scope::Order, Scope::Pay, Scope::Manage];

in_world!(case_27_no_token_that_is_not_good_gets_in_and_ended_ones_say_so, |world| {
    let mut none = world.anybody();
    let answer = none.get("/api/v1/me").await;
    assert_eq!(code(&answer), (401, "unauthenticated".to_owned()));
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
    let unknown = world.anybody().with_token("no-such-token");
    let (ended, _) = program(&world, "anna@", ALL, -1).await;
    let (revoked, id) = program(&world, "anna@", ALL, 86_400_000).await;
    let revoke = move |tx: &mut Tx| -> Result<bool, DbError> { revoke_token(tx, id) };
    assert!(world.db.write(revoke).await.unwrap());
    let browser = world.sign_in("anna@").await;
    for (wanted, mut client) in [("token_ended", ended), ("token_revoked", revoked)] {
        for path in ["/api/v1/me", "/api/v1/orders/P-100001", "/api/v1/cart?x=1"] {
            let page = client.get(path).await;
            assert_eq!(code(&page), (401, wanted.to_owned()), "{path}");
            assert_eq!(page.headers["www-authenticate"], "Bearer");
        }
        let page = place(&mut client, "k", &json!({ "unknown": 1 })).await;
        assert_eq!(code(&page), (401, wanted.to_owned()));
    }
    for (who, mut client) in [("unknown", unknown), ("a session", browser)] {
        for path in ["/api/v1/me", "/api/v1/orders/P-100001", "/api/v1/cart?x=1"] {
            let page = client.get(path).await;
            assert_eq!((page.status.as_u16(), &page.html), (401, &answer.html), "{who} {path}");
        }
        let page = place(&mut client, "k", &json!({ "unknown": 1 })).await;
        assert_eq!(page.html, answer.html, "{who}");
    }
    let basic = Request::get("/api/v1/me").header("authorization", "Basic YTpi");
    let page = none.send(basic.body(Body::empty()).unwrap()).await;
    assert_eq!(page.html, answer.html);
});

in_world!(a_token_may_do_what_its_scopes_and_its_role_allow, |world| {
    let put = ("PUT", "/api/v1/cart/lines/TEAPOT-IRON", json!({ "quantity": 1 }));
    let (mut reads, _) = program(&world, "anna@", &[Scope::Read], 60_000).await;
    let (mut orders, _) = program(&world, "anna@", &[Scope::Order], 60_000).await;
    let (mut viewer, _) = program(&world, "vera@", ALL, 60_000).await;
    let scope = (403, "scope_missing".to_owned());
    let role = (403, "not_allowed".to_owned());
    assert_eq!(code(&send(&mut reads, put.0, put.1, &put.2).await), scope);
    assert_eq!(code(&place(&mut reads, "k", &lines(&[("TEAPOT-IRON", 1.0)])).await), scope);
    assert_eq!(code(&orders.get("/api/v1/me").await), scope);
    assert_eq!(send(&mut orders, put.0, put.1, &put.2).await.status, 200);
    assert_eq!(code(&send(&mut viewer, put.0, put.1, &put.2).await), role);
    assert_eq!(code(&place(&mut viewer, "k", &lines(&[("TEAPOT-IRON", 1.0)])).await), role);
    for (method, path) in [
        ("DELETE", "/api/v1/cart"),
        ("PATCH", "/api/v1/cart"),
        ("POST", "/api/v1/cart/lines"),
        ("DELETE", "/api/v1/cart/lines/TEAPOT-IRON"),
    ] {
        let page = send(&mut viewer, method, path, &json!({})).await;
        assert_eq!(code(&page), role, "{method} {path}");
    }
    let me = viewer.get("/api/v1/me").await.json();
    assert_eq!((&me["role"], &me["scopes"]), (&json!("viewer"), &json!(["read"])));
    assert_eq!(code(&reads.get("/api/v1/staff/orders").await), role);
});

in_world!(me_says_who_the_token_stands_for, |world| {
    let (mut anna, _) = program(&world, "anna@", &[Scope::Read, Scope::Order], 86_400_000).await;
    let me = anna.get("/api/v1/me").await.json();
    let login = world.login("anna@").id;
    assert_eq!(
        me,
        json!({
            "login": { "id": format!("L-{login}"), "name": "Anna Kay",
                "email": "anna@larchlime.example", "language": "en" },
            "role": "buyer", "sees_orders": "all", "order_limit": null,
            "customer": { "number": "C-1001", "name": "Larch & Lime Cafés", "currency": "GBP",
                "language": "en" },
            "customers": [{ "number": "C-1001", "name": "Larch & Lime Cafés", "role": "buyer" }],
            "scopes": ["read", "order"], "token_ends": me["token_ends"],
        })
    );
    assert_eq!(me["token_ends"].as_str().map(str::len), Some(10));
    let mut otto = world.program("otto@").await;
    let me = otto.get("/api/v1/me").await.json();
    assert_eq!(me["sees_orders"], "own");
    assert_eq!(me["order_limit"], json!({ "amount": "250.00", "currency": "GBP" }));
    let mut sam = world.program("sam@").await;
    let customers = sam.get("/api/v1/me").await.json()["customers"].clone();
    assert_eq!(customers.as_array().map(Vec::len), Some(2));
    let me = world.program("will@").await.get("/api/v1/me").await.json();
    let members: Vec<_> = me.as_object().unwrap().keys().cloned().collect();
    assert!(!members.contains(&"customer".to_owned()) && !members.contains(&"supplier".to_owned()));
    assert_eq!((&me["sees_orders"], &me["role"]), (&Value::Null, &json!("write")));
});

in_world!(a_burst_of_three_hundred_then_wait, |world| {
    let mut anna = world.program("anna@").await;
    for call in 0..300 {
        assert_eq!(anna.get("/api/v1/addresses?limit=1").await.status, 200, "{call}");
    }
    let page = anna.get("/api/v1/addresses?limit=1").await;
    assert_eq!(code(&page), (429, "too_many_requests".to_owned()));
    assert_eq!(page.headers["retry-after"], "1");
    // Another token of the same login is not held up.
    assert_eq!(world.program("anna@").await.get("/api/v1/me").await.status, 200);
});
