//! The kinds of request that are measured, each with its target from docs/product.md, "Speed".

use super::documents;
use super::field::{Field, Person};
use crate::forms;
use crate::http::{Client, encoded};
use crate::random::Random;
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// One kind of request.
pub struct Kind {
    /// As the table prints it.
    pub name: &'static str,
    /// At most so many times F; none where the kind has no target of its own.
    pub target: Option<f64>,
    /// Its share of the mixed load, in percent.
    pub share: usize,
    /// Does it once, and looks at the answer.
    pub deed: fn(&Field, &Person, &mut Random, &mut Clients) -> anyhow::Result<()>,
}

/// All kinds, the static answer first: the others are told as ratios to it.
pub const KINDS: &[Kind] = &[
    Kind { name: "static", target: None, share: 0, deed: fixed },
    Kind { name: "catalogue", target: Some(12.0), share: 20, deed: catalogue },
    Kind { name: "search", target: Some(15.0), share: 20, deed: search },
    Kind { name: "product", target: Some(8.0), share: 15, deed: product },
    Kind { name: "add", target: Some(15.0), share: 15, deed: add },
    Kind { name: "current order", target: None, share: 5, deed: current_order },
    Kind { name: "order list", target: Some(8.0), share: 8, deed: order_list },
    Kind { name: "order", target: Some(8.0), share: 7, deed: order },
    Kind { name: "place 10", target: Some(30.0), share: 3, deed: place_10 },
    Kind { name: "place 1000", target: None, share: 0, deed: place_1000 },
    Kind { name: "paste 10", target: None, share: 0, deed: paste_10 },
    Kind { name: "paste 1000", target: None, share: 0, deed: paste_1000 },
    Kind { name: "documents", target: None, share: 5, deed: documents::list },
    Kind { name: "documents, most", target: None, share: 0, deed: documents::of_biggest },
    Kind { name: "documents, late", target: None, share: 0, deed: documents::late },
    Kind { name: "documents, search", target: None, share: 0, deed: documents::search },
    Kind { name: "documents, overdue", target: None, share: 0, deed: documents::overdue },
    Kind { name: "statement", target: None, share: 0, deed: documents::statement },
    Kind { name: "document", target: None, share: 0, deed: documents::page },
    Kind { name: "document 1000", target: None, share: 0, deed: documents::long_page },
    Kind { name: "sheet", target: None, share: 0, deed: documents::sheet },
    Kind { name: "sheet 1000", target: None, share: 0, deed: documents::long_sheet },
    Kind { name: "sign in", target: None, share: 2, deed: sign_in },
];

/// Two ways in, over one kept connection each, for whoever it is just now.
pub struct Clients {
    browser: Client,
    program: Client,
}

impl Clients {
    /// For nobody yet.
    pub fn new(address: SocketAddr) -> Clients {
        let client = || Client::with_headers(address, "");
        Clients { browser: client(), program: client() }
    }

    /// The next request is this person's.
    pub fn become_person(&mut self, person: &Person) {
        self.browser.set_headers(&person.browser_headers());
        self.program.set_headers(&format!("Authorization: Bearer {}\r\n", person.token));
    }

    /// Asks for a page as this person's browser.
    pub fn page(&mut self, path: &str) -> anyhow::Result<()> {
        self.browser.get(path)?.want(200).map(drop).with_context(|| format!("GET {path}"))
    }
}

fn fixed(field: &Field, _: &Person, _: &mut Random, clients: &mut Clients) -> anyhow::Result<()> {
    clients.page(&format!("/bench/static?bytes={}", field.page_bytes))
}

fn catalogue(
    field: &Field,
    _: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    let page: &String = random.pick(&field.pages);
    clients.page(page)
}

/// A word of the names: whole, its beginning, or with two letters swapped.
fn search(
    field: &Field,
    _: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    let word: Vec<char> = random.pick(&field.words).chars().collect();
    let typed: String = match random.below(3) {
        0 => word.iter().collect(),
        1 => word.iter().take(4).collect(),
        _ => {
            let at = 1 + random.below(word.len() - 2);
            let mut swapped = word.clone();
            swapped.swap(at, at + 1);
            swapped.iter().collect()
        }
    };
    clients.page(&format!("/products?q={}", encoded(&typed)))
}

fn product(
    _: &Field,
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    let (sku, _) = goods(person, random)?;
    clients.page(&format!("/products/{}", encoded(sku)))
}

fn add(
    _: &Field,
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    let (sku, least) = goods(person, random)?;
    let times = 1 + i64::try_from(random.below(9))?;
    let path = format!("/api/v1/cart/lines/{}", encoded(sku));
    let answer = clients.program.json("PUT", &path, &json!({"quantity": least * times}))?;
    answer.want(200).map(drop).with_context(|| format!("PUT {path}"))
}

fn current_order(
    _: &Field,
    _: &Person,
    _: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    clients.page("/cart")
}

fn order_list(_: &Field, _: &Person, _: &mut Random, clients: &mut Clients) -> anyhow::Result<()> {
    clients.page("/orders")
}

fn order(
    field: &Field,
    _: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    let person = &field.people[*random.pick(&field.with_orders)];
    clients.become_person(person);
    let number: &String = random.pick(&person.orders);
    clients.page(&format!("/orders/{}", encoded(number)))
}

fn place_10(
    _: &Field,
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    place(person, random, clients, 10)
}

fn place_1000(
    _: &Field,
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    place(person, random, clients, 1000)
}

fn paste_10(
    _: &Field,
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    paste(person, random, clients, 10)
}

fn paste_1000(
    _: &Field,
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    paste(person, random, clients, 1000)
}

/// Lines go into the current order, which is then read with its prices and placed.
fn paste(
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
    lines: usize,
) -> anyhow::Result<()> {
    let body = json!(drawn(person, random, lines)?);
    clients.program.json("POST", "/api/v1/cart/lines", &body)?.want(200)?;
    clients.program.get("/api/v1/cart")?.want(200)?;
    let placed = clients.program.post_json("/api/v1/orders", &fresh_key(), &json!({}))?;
    // Another connection may be this person too, and have placed these lines with its own.
    if placed.status == 422 && placed.value()["code"] == "cart_empty" {
        return Ok(());
    }
    placed.want(201).map(drop)
}

fn drawn(person: &Person, random: &mut Random, lines: usize) -> anyhow::Result<Vec<Value>> {
    let line = |(sku, least): &(String, i64)| json!({"code": sku, "quantity": least});
    (0..lines).map(|_| goods(person, random).map(line)).collect()
}

fn place(
    person: &Person,
    random: &mut Random,
    clients: &mut Clients,
    lines: usize,
) -> anyhow::Result<()> {
    let body = json!({"lines": drawn(person, random, lines)?});
    clients.program.post_json("/api/v1/orders", &fresh_key(), &body)?.want(201)?;
    Ok(())
}

/// A key that no order had, in this run or in one before it on a kept database.
fn fresh_key() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("bench-{now:x}-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// The page with the form, and the form.
fn sign_in(
    _: &Field,
    person: &Person,
    _: &mut Random,
    clients: &mut Clients,
) -> anyhow::Result<()> {
    let _ = forms::sign_in(&mut clients.browser, &person.email, &person.password)?;
    Ok(())
}

fn goods<'a>(person: &'a Person, random: &mut Random) -> anyhow::Result<&'a (String, i64)> {
    ensure!(!person.goods.is_empty(), "a person who can order nothing");
    Ok(random.pick(&person.goods))
}
