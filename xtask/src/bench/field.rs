//! What the bench draws from: people with sessions, products, words, pages and orders, read from the running portal.

use super::documents::Documents;
use crate::http::Client;
use crate::program::Site;
use crate::random::Random;
use anyhow::{Context, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::SocketAddr;

const PAGES_MAX: usize = 60;
const WORD_LETTERS_MIN: usize = 4;

/// A person who is signed in.
pub struct Person {
    /// `name=value`, as the browser sends it.
    pub cookie: String,
    /// For the API.
    pub token: String,
    /// To sign in again.
    pub email: String,
    /// The same.
    pub password: String,
    /// Numbers of orders that this person may see.
    pub orders: Vec<String>,
    /// Codes and least quantities of what this person may order.
    pub goods: Vec<(String, i64)>,
}

/// Everything there is to ask for.
pub struct Field {
    /// The servers: the first answers alone, but in the last mixed load.
    pub addresses: Vec<SocketAddr>,
    /// Who asks.
    pub people: Vec<Person>,
    /// Which of them have orders to look at.
    pub with_orders: Vec<usize>,
    /// Words of product names.
    pub words: Vec<String>,
    /// Pages of the product list.
    pub pages: Vec<String>,
    /// Documents.
    pub documents: Documents,
    /// Size of such a page: the static answer that is F has the same.
    pub page_bytes: usize,
}

impl Field {
    /// Reads it through the portal's own pages and API.
    pub fn read(site: &Site, address: SocketAddr, seed: u64) -> anyhow::Result<Field> {
        ensure!(!site.many.is_empty(), "the demo made no logins for the bench");
        let mut field = Field {
            addresses: vec![address],
            people: Vec::new(),
            with_orders: Vec::new(),
            words: Vec::new(),
            pages: Vec::new(),
            documents: Documents::default(),
            page_bytes: 0,
        };
        let mut words = BTreeSet::new();
        let mut random = Random::new(seed);
        for login in &site.many {
            let person = person(address, login, &mut random, &mut words)?;
            if !person.orders.is_empty() {
                field.with_orders.push(field.people.len());
            }
            field.people.push(person);
        }
        ensure!(!field.with_orders.is_empty(), "nobody has an order to look at");
        field.words = words.into_iter().collect();
        field.read_pages()?;
        field.documents = Documents::read(address, &field.people)?;
        Ok(field)
    }

    /// Follows the product list of one person: its addresses are good for all.
    fn read_pages(&mut self) -> anyhow::Result<()> {
        let mut client = Client::with_headers(self.addresses[0], &self.people[0].browser_headers());
        let mut next = Some("/products".to_owned());
        while let Some(path) = next.filter(|_| self.pages.len() < PAGES_MAX) {
            let page = client.get(&path)?.want(200)?;
            self.page_bytes = self.page_bytes.max(page.body.len());
            self.pages.push(path);
            next = next_page(&page.text());
        }
        Ok(())
    }
}

/// The address behind the link to the next page.
pub fn next_page(html: &str) -> Option<String> {
    let at = html.find("rel=\"next\"")?;
    let start = html[..at].rfind('<')?;
    let end = at + html[at..].find('>')?;
    let (_, rest) = html[start..end].split_once("href=\"")?;
    let (href, _) = rest.split_once('"')?;
    Some(href.replace("&amp;", "&"))
}

fn person(
    address: SocketAddr,
    login: &Value,
    random: &mut Random,
    words: &mut BTreeSet<String>,
) -> anyhow::Result<Person> {
    let text = |name: &str| login[name].as_str().unwrap_or_default().to_owned();
    let mut person = Person {
        cookie: text("cookie"),
        token: text("api_token"),
        email: text("email"),
        password: text("password"),
        orders: Vec::new(),
        goods: Vec::new(),
    };
    let mut client = Client::with_token(address, &person.token);
    let sort = random.pick(&["sku", "name", "newest"]);
    let path = format!("/api/v1/products?in_stock=true&limit=500&sort={sort}");
    let page = client.get(&path)?.want(200)?.value();
    for product in page["items"].as_array().context("no list of products")? {
        let name = product["name"].as_str().unwrap_or_default().to_lowercase();
        words.extend(
            name.split_whitespace()
                .filter(|word| word.len() >= WORD_LETTERS_MIN)
                .map(str::to_owned),
        );
        // Metres and kilograms have minimums between whole numbers; by the piece is enough here.
        let Some(least) = product["minimum"].as_i64() else {
            continue;
        };
        if product["orderable"] == true && product["backorder_allowed"] == true {
            let sku = product["sku"].as_str().unwrap_or_default();
            person.goods.push((sku.to_owned(), least));
        }
    }
    let orders = client.get("/api/v1/orders?limit=20")?.want(200)?.value();
    let numbers = orders["items"].as_array().into_iter().flatten();
    person.orders =
        numbers.filter_map(|order| order["number"].as_str().map(str::to_owned)).collect();
    Ok(person)
}

impl Person {
    /// What this person's browser sends with every request.
    pub fn browser_headers(&self) -> String {
        format!("Cookie: {}\r\nAccept: text/html\r\n", self.cookie)
    }
}
