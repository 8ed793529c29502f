//! Forms: their token, their sender, their company. Nothing typed is lost.

use super::new_mails;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

const CHANGE: [(&str, &str); 3] =
    [("current_password", "x"), ("password", "y"), ("password_again", "z")];

async fn post_with(
    client: &mut Client,
    path: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Page {
    let body = serde_urlencoded::to_string(fields).unwrap();
    let mut request =
        Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request.body(Body::from(body)).unwrap()).await
}

in_world!(a_form_without_token_or_from_elsewhere_is_refused, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/password").await;
    let (token, customer) = (page.hidden("csrf").unwrap(), page.hidden("customer").unwrap());
    assert_eq!(customer, "C-1001");
    let ours = [("csrf", token.as_str()), ("customer", "C-1001"), ("number", "C-1001")];
    for bad in [
        &[("number", "C-1001"), ("customer", "C-1001")][..],
        &[("csrf", "wrong"), ("customer", "C-1001")][..],
    ] {
        assert_eq!(anna.post_raw("/acting", bad).await.status, StatusCode::FORBIDDEN);
    }
    for from in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let page = post_with(&mut anna, "/acting", &[from], &ours).await;
        assert!(
            page.status == StatusCode::FORBIDDEN && page.says("Not from one of our pages"),
            "{from:?}"
        );
    }
    for from in [("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")] {
        let page = post_with(&mut anna, "/acting", &[from], &ours).await;
        assert_eq!(page.location(), Some("/"), "{from:?}");
    }
    let mut other = world.sign_in("bella@").await;
    let page = post_with(&mut other, "/acting", &[], &ours).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "another session's token");
});

in_world!(forms_shown_to_nobody_have_a_token_too, |world| {
    for (path, fields) in [
        ("/sign-in", [("name", "anna.kay"), ("password", "kettle-and-spoon")]),
        ("/forgotten", [("name", "anna.kay"), ("x", "")]),
    ] {
        let mut client = world.anybody();
        assert_eq!(client.post_raw(path, &fields).await.status, StatusCode::FORBIDDEN);
        client.get(path).await;
        assert_eq!(client.post_raw(path, &fields).await.status, StatusCode::FORBIDDEN);
        let page = client.post(path, &fields).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{path} {}", page.status);
        let token = client.get("/forgotten").await.hidden("csrf").unwrap();
        let evil = [("csrf", token.as_str()), fields[0], fields[1]];
        let page = post_with(&mut client, path, &[("sec-fetch-site", "cross-site")], &evil).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    new_mails(&world).await;
});

in_world!(a_form_of_another_tabs_customer_is_refused_and_nothing_is_lost, |world| {
    let mut sam = world.session_of(world.login("sam@").id).await;
    let first = sam.get("/password").await;
    assert_eq!(first.hidden("customer").as_deref(), Some("C-1001"));
    assert!(first.html.contains("value=\"C-1010\""), "the other customer is offered");
    let token = first.hidden("csrf").unwrap();
    assert_eq!(sam.post("/acting", &[("number", "C-1010")]).await.location(), Some("/"));
    assert_eq!(sam.get("/password").await.hidden("customer").as_deref(), Some("C-1010"));
    let old = [
        ("csrf", token.as_str()),
        ("customer", "C-1001"),
        ("note", "<script>alert(1)</script>"),
        ("current_password", "hidden!"),
    ];
    let page = sam.post_raw("/password", &old).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.says("It was made for Larch & Lime Cafés, and you act for Larch & Lime Airport now."),
        "{}",
        page.text()
    );
    assert!(
        page.says("<script>alert(1)</script>") && !page.html.contains("<script>alert"),
        "{}",
        page.html
    );
    assert!(page.says("Act for Larch & Lime Cafés and send it"));
    assert_eq!(page.hidden("note").as_deref(), Some("<script>alert(1)</script>"));
    assert!(!page.text().contains("hidden!"), "a password is not shown");
    let again = [
        ("csrf", token.as_str()),
        ("customer", "C-1001"),
        ("switch_to", "C-1001"),
        ("number", "C-1001"),
    ];
    assert_eq!(sam.post_raw("/acting", &again).await.location(), Some("/"));
    assert_eq!(sam.get("/password").await.hidden("customer").as_deref(), Some("C-1001"));
    let foreign = [
        ("csrf", token.as_str()),
        ("customer", "C-1002"),
        ("switch_to", "C-1002"),
        ("note", "mine"),
    ];
    let page = sam.post_raw("/password", &foreign).await;
    assert!(
        page.status == StatusCode::CONFLICT && page.says("mine") && !page.says("Act for"),
        "{}",
        page.text()
    );
});

in_world!(nobody_acts_for_a_company_that_is_not_theirs, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/password").await;
    for number in ["C-1002", "C-9999", "staff", "supplier", ""] {
        assert_eq!(
            anna.post("/acting", &[("number", number)]).await.status,
            StatusCode::NOT_FOUND,
            "{number}"
        );
    }
    assert!(anna.get("/password").await.says("Larch & Lime Cafés"));
});

in_world!(what_was_typed_survives_a_sign_out_in_another_tab, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/password").await;
    // The browser has thrown the cookie away: whose form it was cannot be known.
    let mut other_tab = anna.clone();
    other_tab.post("/sign-out", &[]).await;
    let (token, cookie) = (anna.get("/forgotten").await, "portico");
    assert!(token.hidden("csrf").is_some());
    let mut anna = anna.with_cookie(cookie, "");
    let page = anna.post("/acting", &[("number", "C-1001"), ("note", "long \"text\"")]).await;
    assert!(
        page.status == StatusCode::UNAUTHORIZED && page.says("long \"text\""),
        "{}",
        page.text()
    );
    assert_eq!(page.hidden("note").as_deref(), Some("long \"text\""));
    let mut back = world.sign_in("anna@").await;
    let stale = [("csrf", ""), ("number", "C-1001"), ("note", "long \"text\"")];
    let page = post_with(&mut back, "/acting", &[("sec-fetch-site", "same-origin")], &stale).await;
    assert!(page.status == StatusCode::FORBIDDEN && page.says("Send it again"), "{}", page.text());
    let (token, customer) = (page.hidden("csrf").unwrap(), page.hidden("customer").unwrap());
    let fresh = [("csrf", token.as_str()), ("customer", customer.as_str()), ("number", "C-1001")];
    assert_eq!(back.post_raw("/acting", &fresh).await.location(), Some("/"));
});

in_world!(bodies_that_are_no_form_are_refused, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/password").await;
    let json = Request::post("/acting")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(anna.send(json).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let huge = "x".repeat(3 * 1024 * 1024);
    let page = anna.post("/acting", &[("number", &huge)]).await;
    assert!(
        page.status == StatusCode::PAYLOAD_TOO_LARGE && page.says("2 MB at most"),
        "{}",
        page.text()
    );
    let bytes = Request::post("/acting")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("number=%FF%FE"))
        .unwrap();
    assert!(anna.send(bytes).await.status.is_client_error());
    assert_eq!(
        anna.post("/acting", &[("number", "a\0b")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(anna.post("/password", &CHANGE).await.status == StatusCode::UNPROCESSABLE_ENTITY);
});

in_world!(every_answer_carries_the_headers_of_safety, |world| {
    let mut anna = world.sign_in("anna@").await;
    for path in ["/password", "/nothing-here", "/sign-in", "/api/v1/nothing"] {
        let page = anna.get(path).await;
        let header = |name: &str| {
            page.headers.get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        assert!(header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!header("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
        assert_eq!(header("strict-transport-security"), "", "{path}");
        assert!(!page.html.contains("style=") && !page.html.contains("onclick"), "{path}");
    }
});

in_world!(a_missing_page_is_the_same_wherever_and_the_api_says_so_in_json, |world| {
    let mut anna = world.sign_in("anna@").await;
    let mut nobody = world.anybody();
    for client in [&mut anna, &mut nobody] {
        let (here, there) = (client.get("/orders-of-old/SO-1").await, client.get("/nothing").await);
        assert_eq!((here.status, &here.html), (StatusCode::NOT_FOUND, &there.html));
    }
    let page = anna.get("/api/v1/nothing").await;
    assert_eq!(page.headers["content-type"], "application/problem+json");
    let json = page.json();
    assert_eq!((json["code"].as_str(), json["status"].as_i64()), (Some("not_found"), Some(404)));
    assert_eq!(json["errors"], serde_json::json!([]));
    let put = Request::put("/password").body(Body::empty()).unwrap();
    let page = anna.send(put).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.says("does not take that kind"), "{}", page.text());
    assert_eq!(anna.get("/sign-in?x=%00").await.status, StatusCode::NOT_FOUND);
});
