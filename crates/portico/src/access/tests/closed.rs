//! The portal closed for customers: every page and call of theirs says so, the staff go on, and it opens again.

use super::route_table::{called, rows, supplier};
use crate::access::Scope;
use crate::platform::closing;
use crate::platform::db::{DbError, Tx};
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use portico_types::Moment;

/// What needs no customer: files of the program, what watches it, the way in, and the session itself.
const FREE: [&str; 22] = [
    "/assets/{name}",
    "/files/{name}",
    "/healthz",
    "/readyz",
    "/metrics",
    "/bench/static",
    "/sign-in",
    "/sign-in/code",
    "/session",
    "/sign-out",
    "/acting",
    "/forgotten",
    "/link/{secret}",
    "/first-owner/{secret}",
    "/email/{secret}",
    "/shared/{secret}",
    // Money that moves at a gateway is heard of, whoever may sign in.
    "/hooks/mollie",
    "/hooks/stripe",
    "/api/docs",
    "/api/docs/",
    "/api/docs/{file}",
    "/api/openapi.json",
];
const TEXT: &str = "We count our stock.\nBack soon. <b>";

async fn close(world: &World, until: Option<Moment>) {
    let olive = world.login("olive@").id;
    let done = move |tx: &mut Tx| -> Result<(), DbError> { closing::begin(tx, olive, TEXT, until) };
    world.db.write(done).await.unwrap();
}

async fn api_get(client: &mut Client, path: &str) -> crate::testkit::page::Page {
    client.send(Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap()).await
}

in_world!(closed_every_page_and_call_of_a_customer_and_a_supplier_says_so, |world| {
    let supplier = supplier(&world).await;
    let mut anna = world.sign_in("anna@").await;
    let mut program = world.program("anna@").await;
    let mut pia = world.session_of(supplier).await;
    let all = &[Scope::Read, Scope::Manage];
    let mut pias_program = world.program_of(supplier, all, 60_000).await.0;
    close(&world, None).await;
    let mut wrong = Vec::new();
    for row in rows() {
        let route = row.route.split_once(' ').unwrap().1;
        let is_api = row.path.starts_with("/api/");
        let people = if is_api { [&mut program, &mut pias_program] } else { [&mut anna, &mut pia] };
        if FREE.contains(&route) {
            continue;
        }
        for person in people {
            let answer = called(person, &row, 0).await;
            if answer != 503 {
                wrong.push(format!("{} {answer}", row.route));
            }
        }
    }
    world.leave_unhandled();
    assert!(wrong.is_empty(), "these go on while the portal is closed:\n{}", wrong.join("\n"));
});

in_world!(closed_customers_read_why_and_lose_nothing_they_typed, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/cart").await;
    let until = Moment(world.app.clock.now_ms() + 3_600_000);
    close(&world, Some(until)).await;
    let sent = anna.post("/cart/head", &[("remarks", "Ring at the <gate>")]).await;
    assert_eq!(sent.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(sent.says("Ring at the <gate>") && sent.says("Back soon. <b>"), "{}", sent.text());
    assert!(!sent.html.contains("<gate>") && sent.says("We open again: "));
    let page = anna.get("/products").await;
    assert_eq!(page.headers["retry-after"], "3601");
    assert!(page.says("We are closed for the moment") && page.says("Sign out"));
    let mut nobody = world.anybody();
    let door = nobody.get("/sign-in").await;
    assert!(door.says("We are closed for the moment") && door.says("We count our stock."));
    let mut program = world.program("anna@").await;
    let told = api_get(&mut program, "/api/v1/orders").await;
    assert_eq!(told.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(told.headers["retry-after"], "3601");
    let json = told.json();
    assert_eq!((&json["code"], &json["message"]), (&"closed".into(), &TEXT.into()));
    assert_eq!(json["until"], until.text());
    assert_eq!(anna.post("/sign-out", &[]).await.location(), Some("/sign-in"));
});

in_world!(closed_the_staff_go_on_and_what_watches_the_program_stays_right, |world| {
    let mut olive = world.sign_in("olive@").await;
    close(&world, None).await;
    for path in ["/staff/orders", "/staff/settings", "/me"] {
        let page = olive.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.says("Closed for customers. Until an owner opens it."), "{path}");
    }
    let mut program = world.program("will@").await;
    assert_eq!(api_get(&mut program, "/api/v1/me").await.status, StatusCode::OK);
    olive.get("/staff/customers/C-1001").await;
    olive.post("/staff/customers/C-1001/view-as", &[]).await;
    let seen = olive.get("/products").await;
    assert_eq!(seen.status, StatusCode::OK, "view as goes on");
    assert!(seen.says("Closed for customers."));
    let mut nobody = world.anybody();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(nobody.get(path).await.status, StatusCode::OK, "{path}");
    }
    let mut door = world.anybody();
    door.get("/forgotten").await;
    door.post("/forgotten", &[("name", "anna@larchlime.example")]).await;
    let before = world.mails().len();
    world.work().await;
    assert_eq!(world.mails().len(), before + 1, "mails go out");
});

in_world!(an_owner_closes_and_opens_and_an_end_opens_by_itself, |world| {
    let (mut olive, mut anna) = (world.sign_in("olive@").await, world.sign_in("anna@").await);
    assert!(olive.get("/staff/running").await.says("The portal is open for customers."));
    let wrong = [("text", "Stock <count>"), ("until", "soon")];
    let refused = olive.post("/staff/running/closing", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("That is not a date and time") && refused.says("Stock <count>"));
    assert_eq!(anna.get("/products").await.status, StatusCode::OK);
    let done =
        olive.post("/staff/running/closing", &[("text", "Stock count"), ("until", "")]).await;
    assert_eq!(done.location(), Some("/staff/running"));
    assert!(anna.get("/products").await.says("Stock count"));
    let mut will = world.sign_in("will@").await;
    will.get("/staff/running").await;
    let end = "/staff/running/closing/end";
    assert_eq!(will.post(end, &[]).await.status, StatusCode::FORBIDDEN);
    olive.get("/staff/running").await;
    assert_eq!(olive.post(end, &[]).await.location(), Some("/staff/running"));
    assert!(olive.get("/staff/running").await.says("open for customers again."));
    assert_eq!(anna.get("/products").await.status, StatusCode::OK);
    let deeds = olive.get("/staff/activity").await;
    assert!(deeds.says("Portal closed for customers") && deeds.says("Portal opened for customers"));
    let soon = Moment(world.app.clock.now_ms() + 60_000);
    close(&world, Some(soon)).await;
    assert_eq!(anna.get("/products").await.status, StatusCode::SERVICE_UNAVAILABLE);
    world.clock.advance(60_001);
    assert_eq!(anna.get("/products").await.status, StatusCode::OK);
});
