//! Who may call what: every route of the program stands in `route_table.txt` with the answer that each kind of caller
//! gets, and each answer is tried. A route without a row fails, and so does a row without a route.

use crate::access::bearer::revoke_token;
use crate::access::{For, Invitation, Scope, invite};
use crate::app::router;
use crate::platform::auth::Secret;
use crate::platform::db::DbError;
use crate::platform::problem::AppError;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, header};
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = include_str!("../route_table.txt");
const ALL: &[Scope] = &[Scope::Read, Scope::Order, Scope::Pay, Scope::Manage];

/// The callers, in the order of the table's columns.
const CALLERS: [Caller; 13] = [
    Caller::Nobody,
    Caller::Person("vera@"),
    Caller::Person("anna@"),
    Caller::Person("arthur@"),
    Caller::Person("mona@"),
    Caller::Person("bella@"),
    Caller::Supplier,
    Caller::Person("ruth@"),
    Caller::Person("will@"),
    Caller::Person("olive@"),
    Caller::Token,
    Caller::Expired,
    Caller::Revoked,
];

/// Who calls: on pages with a session, under `/api` with a token of all scopes.
#[derive(Clone, Copy)]
enum Caller {
    Nobody,
    Person(&'static str),
    Supplier,
    /// A buyer's token, also on pages.
    Token,
    Expired,
    Revoked,
}

/// A line of the table.
pub(super) struct Row {
    pub(super) route: String,
    method: String,
    pub(super) path: String,
    body: String,
    answers: Vec<u16>,
}

/// `METHOD /route | /path as called, and its body | answers`.
pub(super) fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(row).collect()
}

fn row(line: &str) -> Row {
    let [route, called, answers] = line.split(" | ").collect::<Vec<_>>()[..] else {
        panic!("a row has three parts: {line}")
    };
    let (method, pattern) = route.trim().split_once(' ').expect("method and route");
    let (path, body) = called.trim().split_once(' ').unwrap_or((called.trim(), ""));
    let path = if path == "=" { pattern.trim() } else { path };
    Row {
        route: format!("{method} {}", pattern.trim()),
        method: method.to_owned(),
        path: path.to_owned(),
        body: body.trim().to_owned(),
        answers: answers.split_whitespace().map(|a| a.parse().expect("a status")).collect(),
    }
}

/// How each route is called in the table: `METHOD /route` to path and body.
pub(super) fn called_as() -> BTreeMap<String, (String, String)> {
    rows().into_iter().map(|row| (row.route, (row.path, row.body))).collect()
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let list = router::routes().list();
    let routes: BTreeSet<String> =
        list.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
    let rows: BTreeSet<String> = rows().into_iter().map(|row| row.route).collect();
    let missing: Vec<_> = routes.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&routes).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "access/route_table.txt: routes without a row: {missing:#?}; rows without a route: {gone:#?}"
    );
}

in_world!(every_route_answers_each_caller_as_the_table_says, |world| {
    let supplier = supplier(&world).await;
    let mut wrong = Vec::new();
    for row in rows() {
        let mut answers = Vec::new();
        for (number, caller) in CALLERS.into_iter().enumerate() {
            let mut client = client(&world, caller, supplier, row.path.starts_with("/api/")).await;
            answers.push(called(&mut client, &row, number).await);
        }
        if answers != row.answers {
            let line: Vec<String> = answers.iter().map(u16::to_string).collect();
            wrong.push(format!("{} | {} {} | {}", row.route, row.path, row.body, line.join(" ")));
        }
    }
    world.leave_unhandled();
    assert!(
        wrong.is_empty(),
        "these routes answer otherwise than the table says:\n{}",
        wrong.join("\n")
    );
});

/// The answer to this call. `{n}` in a form is the caller's number, where callers must not share a name.
pub(super) async fn called(client: &mut Client, row: &Row, number: usize) -> u16 {
    let api = row.path.starts_with("/api/");
    if row.method == "POST" && !api {
        let plain = ["/sign-in", "/forgotten", "/link/", "/email/", "/first-owner/"];
        let for_nobody = plain.iter().any(|start| row.path.starts_with(start));
        client.get(if for_nobody { "/forgotten" } else { "/password" }).await;
        let body = row.body.replace("{n}", &number.to_string());
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(&body).expect("a form");
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        return client.post(&row.path, &fields).await.status.as_u16();
    }
    let mut request = Request::builder().method(row.method.as_str()).uri(&row.path);
    if !row.body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    if api && row.method == "POST" {
        let key = format!("route-table-{number}");
        request = request.header("idempotency-key", key);
    }
    let request = request.body(Body::from(row.body.clone())).expect("a request");
    client.send(request).await.status.as_u16()
}

async fn client(world: &World, caller: Caller, supplier: i64, api: bool) -> Client {
    let anna = world.login("anna@").id;
    match caller {
        Caller::Nobody => world.anybody(),
        Caller::Person(email) if api => world.program(email).await,
        Caller::Person(email) => world.sign_in(email).await,
        Caller::Supplier if api => world.program_of(supplier, ALL, 60_000).await.0,
        Caller::Supplier => world.session_of(supplier).await,
        Caller::Token => world.program_of(anna, ALL, 60_000).await.0,
        Caller::Expired => world.program_of(anna, ALL, 0).await.0,
        Caller::Revoked => {
            let (client, id) = world.program_of(anna, ALL, 60_000).await;
            let done: Result<bool, DbError> = world.db.write(move |tx| revoke_token(tx, id)).await;
            assert!(done.expect("a token can be revoked"));
            client
        }
    }
}

/// A login that acts for a supplier: the company of the world has none yet.
pub(super) async fn supplier(world: &World) -> i64 {
    let wish = Invitation {
        email: "pia@potteryworks.example".to_owned(),
        name: "Pia Potter".to_owned(),
        username: None,
        language: "en".to_owned(),
        acts_for: For::Supplier(1),
        by: None,
    };
    let done: Result<_, AppError> =
        world.db.write(move |tx| invite::invite(tx, &wish, &Secret::of([5; 32]))).await;
    done.expect("a supplier can be invited").login_id
}
