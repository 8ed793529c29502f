//! The API through the router in memory, on both databases: a test for each rule of api.md.

mod calls;
mod cart;
mod contract;
mod foreign;
mod once;
mod orders;
mod quantities;
mod staff;
mod tokens;

use crate::access::Scope;
use crate::platform::db::{DbError, Tx};
use crate::testkit::client::Client;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use serde_json::{Value, json};

/// A program of this buyer's with a token of these scopes that lives so long, and the token's id.
async fn program(
    world: &World,
    email: &str,
    scopes: &'static [Scope],
    lives_ms: i64,
) -> (Client, i64) {
    let login_id = world.login(email).id;
    world.program_of(login_id, scopes, lives_ms).await
}

/// Sends a body by this method.
async fn send(client: &mut Client, method: &str, path: &str, body: &Value) -> Page {
    client.json((method, path), &[], body).await
}

/// `POST orders` with this key.
async fn place(client: &mut Client, key: &str, body: &Value) -> Page {
    let call = ("POST", "/api/v1/orders");
    client.json(call, &[("idempotency-key", key)], body).await
}

/// An order of these lines, with nothing else said.
fn lines(lines: &[(&str, f64)]) -> Value {
    let line = |(code, quantity): &(&str, f64)| json!({ "code": code, "quantity": quantity });
    json!({ "lines": lines.iter().map(line).collect::<Vec<_>>() })
}

/// What was refused: status, code, and every field with its code. The shape is looked at on the way.
fn refused(page: &Page) -> (u16, String, Vec<(String, String)>) {
    let kind = page.headers.get("content-type").unwrap();
    assert_eq!(kind, "application/problem+json", "{}", page.html);
    assert!(page.headers.contains_key("x-request-id"));
    let problem = page.json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    assert_eq!(problem["status"], page.status.as_u16());
    assert_eq!(text(&problem["type"]), format!("/problems/{}", text(&problem["code"])));
    assert!(!text(&problem["title"]).is_empty() && !text(&problem["detail"]).is_empty());
    let errors = problem["errors"].as_array().expect("errors is a list");
    let error = |error: &Value| {
        assert!(!text(&error["detail"]).is_empty());
        (text(&error["field"]), text(&error["code"]))
    };
    let errors = errors.iter().map(error).collect();
    (page.status.as_u16(), text(&problem["code"]), errors)
}

/// Status and code of a refusal.
fn code(page: &Page) -> (u16, String) {
    let (status, code, _) = refused(page);
    (status, code)
}

/// Asserts a refusal of one field.
fn assert_field(page: &Page, status: u16, problem: &str, field: &str, code: &str) {
    let one = vec![(field.to_owned(), code.to_owned())];
    assert_eq!(refused(page), (status, problem.to_owned(), one));
}

/// The numbers of a list of orders, page by page, so many on each.
async fn numbers(client: &mut Client, path: &str, limit: usize) -> Vec<String> {
    let (mut numbers, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}?limit={limit}{after}")).await;
        let list = page.json();
        let items = list["items"].as_array().unwrap();
        assert!(items.len() <= limit);
        let name = |item: &Value| item["number"].as_str().unwrap_or("").to_owned();
        numbers.extend(items.iter().map(name));
        match list["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return numbers,
        }
    }
}
