//! Stripe and Mollie for tests: servers with books of their own. They bite: every request and every answer is checked
//! against tables of facts, keys are replayed, faults come when told to, messages come twice, late, shuffled and forged.

mod books;
mod control;
mod facts;
mod forge;
mod hooks;
mod hosted;
mod mollie;
mod stripe;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use books::Books;
pub use books::{Act, State as PayState};
pub use forge::{Forged, KINDS};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;

/// The key of the fake Stripe.
pub const STRIPE_KEY: &str = "sk_test_portico_fake";
/// What the fake Stripe signs with.
pub const STRIPE_SECRET: &str = "whsec_portico_fake";
/// The key of the fake Mollie.
pub const MOLLIE_KEY: &str = "test_portico_fake";

/// Both gateways, running.
#[derive(Clone)]
pub struct Fake {
    books: Arc<Mutex<Books>>,
    base: String,
}

impl Fake {
    /// Starts both on an address of this machine; port 0 finds a free one.
    ///
    /// # Panics
    /// Where the address is taken.
    pub async fn start(address: SocketAddr) -> Fake {
        let listener = TcpListener::bind(address).await.expect("the fake's address is free");
        let address = listener.local_addr().expect("a listener has an address");
        let fake = Fake { books: Arc::default(), base: format!("http://{address}") };
        let router = fake.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    /// Where it is: `http://127.0.0.1:4100`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What somebody does with a payment, by its id at the gateway.
    ///
    /// # Errors
    /// Why it cannot be done in the state that it is in.
    pub fn act(&self, id: &str, act: Act) -> Result<(), String> {
        self.lock().act(id, act)
    }

    /// The next requests meet these faults, one each: `429`, `409`, `500` before, `500-after` having done it.
    pub fn faults(&self, next: &[&str]) {
        self.lock().faults.extend(next.iter().map(|fault| (*fault).to_owned()));
    }

    /// Payments that were made at either gateway.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lock().pays.len()
    }

    /// The messages that were caused so far, in their order: body and, at Stripe, the signature for this moment.
    #[must_use]
    pub fn messages(&self, at_s: i64) -> Vec<(String, Option<String>)> {
        let books = self.lock();
        books.messages.iter().map(|message| message.sent(at_s)).collect()
    }

    /// The forgery of this number about a payment, signed (if at all) for this moment.
    #[must_use]
    pub fn forged(&self, number: usize, id: &str, at_s: i64) -> Forged {
        let intent = self.lock().pay(id).map_or_else(String::new, |pay| pay.intent.clone());
        forge::forged(number, [id, &intent, "cs_test_other"], at_s)
    }

    fn lock(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn router(&self) -> Router {
        Router::new()
            .route("/checkout/{id}", get(hosted::page))
            .route("/checkout/{id}/{act}", post(hosted::act))
            .route("/control/{deed}", post(control::control))
            .fallback(gateway)
            .with_state(self.clone())
    }
}

/// What a gateway answers.
struct Reply {
    status: u16,
    body: Value,
    replayed: bool,
}

impl Reply {
    fn new(status: u16, body: Value) -> Reply {
        Reply { status, body, replayed: false }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).expect("a status of ours");
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/json".parse().expect("plain text"));
        if self.replayed {
            headers.insert("idempotent-replayed", "true".parse().expect("plain text"));
        }
        if self.status == 429 {
            headers.insert("retry-after", "1".parse().expect("plain text"));
        }
        (status, headers, self.body.to_string()).into_response()
    }
}

/// A request to either gateway.
struct Asked {
    method: Method,
    path: Vec<String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: String,
    base: String,
}

impl Asked {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn parts(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// Method, path and body: the same key for something else is refused.
    fn fingerprint(&self) -> String {
        format!("{} {} {}", self.method, self.path.join("/"), self.body)
    }
}

async fn gateway(
    State(fake): State<Fake>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Reply {
    let query = serde_urlencoded::from_str(uri.query().unwrap_or("")).unwrap_or_default();
    let path = uri.path().trim_matches('/').split('/').map(str::to_owned).collect();
    let asked = Asked { method, path, query, headers, body, base: fake.base.clone() };
    let mut books = fake.lock();
    match asked.path.first().map(String::as_str) {
        Some("v1") => stripe::answer(&mut books, &asked),
        Some("v2") => mollie::answer(&mut books, &asked),
        _ => Reply::new(404, Value::Null),
    }
}
