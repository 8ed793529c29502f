//! `cargo xtask race`: people who want the same thing at the same moment, over HTTP; on SQLite, and against two servers on
//! one PostgreSQL.

mod approval;
mod credit;
mod delivery;
mod paying;
mod people;
mod picking;

use crate::http::{Answer, Client, encoded};
use crate::postgres;
use crate::program::{Kind, MANY, Server, Site};
use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

/// Of the demo world: about a thousand products are enough.
const SCALE: &str = "0.3";
const PEOPLE: usize = 50;
const CREDIT_LEAST: f64 = 20_000.0;
const UNITS_LEFT: i64 = 20;
const CLICKS: usize = 20;
const CROSSWISE_ORDERS: usize = 80;

/// A race: its name, and what is done.
type Race = (&'static str, fn(&Field, &Site) -> anyhow::Result<()>);

/// All of them, in the order in which they are run.
const RACES: [Race; 10] = [
    ("last units", |field, _| last_units(field)),
    ("crosswise", |field, _| crosswise(field)),
    ("clicks", |field, _| clicks(field)),
    ("goods in", |field, _| delivery::goods_in(field)),
    ("beside stock", |field, _| delivery::none_beside_stock(field)),
    ("sent", |field, _| delivery::sent_once(field)),
    ("picked", picking::picked_once),
    ("approval", approval::decided_once),
    ("invoice", paying::paid_once),
    ("credit", credit::spent_once),
];

/// Races on both databases: all, or those whose name contains one of these words.
///
/// # Errors
/// The first race that was lost.
pub fn run(program: &Path, only: &[String], rounds: usize) -> anyhow::Result<()> {
    on(program, Kind::Sqlite, (only, rounds))?;
    on(program, Kind::Postgres, (only, rounds))
}

/// The same on one database.
///
/// # Errors
/// The first race that was lost; `Lost` says that it was a race, and not what surrounds it.
pub fn on(program: &Path, kind: Kind, (only, rounds): (&[String], usize)) -> anyhow::Result<()> {
    let words = ["--scale", SCALE, "--bench-logins", "100", MANY];
    let (site, first) = Site::demo(program, kind, "race", &words.map(str::to_owned))?;
    let second = if kind == Kind::Postgres { Some(site.serve()?) } else { None };
    let servers: Vec<&Server> = [Some(&first), second.as_ref()].into_iter().flatten().collect();
    let field = Field {
        kind,
        addresses: servers.iter().map(|server| server.address).collect(),
        tokens: with_credit(first.address, &site.buyers()?)?,
        staff: site.token("staff", "owner")?,
        database: site.database.clone(),
        rounds,
    };
    println!("{}, {} server(s), {} people", kind.name(), servers.len(), field.tokens.len());
    let asked =
        |name: &str| only.is_empty() || only.iter().any(|word| name.contains(word.as_str()));
    let mut run = 0;
    for (name, race) in RACES.iter().filter(|(name, _)| asked(name)) {
        race(&field, &site).map_err(|error| Lost(format!("{name}: {error:#}")))?;
        run += 1;
    }
    ensure!(run > 0, "no race is called {only:?}");
    drop((first, second));
    site.clear()
}

/// A race that was lost, and how.
#[derive(Debug)]
pub struct Lost(String);

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Lost {}

/// Those who are refused for nothing else than what the race is about.
fn with_credit(address: SocketAddr, tokens: &[String]) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for token in tokens {
        let mut client = Client::with_token(address, token);
        let account = client.get("/api/v1/account")?.want(200)?.value();
        let left = account["available_credit"]["amount"].as_str();
        let enough = |left: &str| left.parse().is_ok_and(|left: f64| left > CREDIT_LEAST);
        if found.len() < PEOPLE && left.is_none_or(enough) {
            found.push(token.clone());
        }
    }
    ensure!(found.len() >= 2, "too few people have credit enough to race");
    Ok(found)
}

/// Where a race is run, and by whom.
struct Field {
    kind: Kind,
    addresses: Vec<SocketAddr>,
    tokens: Vec<String>,
    staff: String,
    database: String,
    /// Rounds of the races for money.
    rounds: usize,
}

impl Field {
    /// The server of whoever is at this place in the queue.
    fn address(&self, at: usize) -> SocketAddr {
        self.addresses[at % self.addresses.len()]
    }

    /// The person at this place in the queue, at the server that is theirs.
    fn person(&self, at: usize) -> Client {
        Client::with_token(self.address(at), &self.tokens[at % self.tokens.len()])
    }

    /// Lets `count` people do the same thing at the same moment.
    fn together(
        &self,
        count: usize,
        deed: impl Fn(usize, &mut Client) -> anyhow::Result<Answer> + Sync,
    ) -> anyhow::Result<Vec<Answer>> {
        let start = Barrier::new(count);
        std::thread::scope(|scope| {
            let people: Vec<_> = (0..count)
                .map(|at| {
                    let (start, deed) = (&start, &deed);
                    let mut client = self.person(at);
                    scope.spawn(move || {
                        // Connected before the start, so that all arrive at once.
                        let ready = client.get("/healthz");
                        start.wait();
                        ready?;
                        deed(at, &mut client)
                    })
                })
                .collect();
            people
                .into_iter()
                .map(|person| person.join().unwrap_or_else(|_| bail!("a person gave up")))
                .collect()
        })
    }

    fn free(&self, sku: &str) -> anyhow::Result<i64> {
        let mut staff = Client::with_token(self.addresses[0], &self.staff);
        let path = format!("/api/v1/staff/stock/{}", encoded(sku));
        let free = staff.get(&path)?.want(200)?.value()["free"].as_i64();
        free.context("stock without `free`")
    }
}

/// Products that everybody of the race may see, sold by the piece.
fn products(
    field: &Field,
    fits: impl Fn(&Value) -> bool,
    count: usize,
) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    let mut after = String::new();
    while found.len() < count {
        let path = format!("/api/v1/products?in_stock=true&limit=200{after}");
        let page = looked_up(&mut field.person(0), &path)?.want(200)?.value();
        for product in
            page["items"].as_array().into_iter().flatten().filter(|product| fits(product))
        {
            if found.len() < count && everybody_sees(field, product)? {
                found.push(product.clone());
            }
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={}", encoded(next));
    }
    ensure!(found.len() == count, "the demo has {} of {count} products for this race", found.len());
    Ok(found)
}

/// A read outside the race itself: it keeps to the rate that a token has.
fn looked_up(person: &mut Client, path: &str) -> anyhow::Result<Answer> {
    loop {
        let answer = person.get(path)?;
        if answer.status != 429 {
            return Ok(answer);
        }
        let wait = answer.header("retry-after").and_then(|seconds| seconds.parse().ok());
        std::thread::sleep(Duration::from_secs(wait.context("429 without Retry-After")?));
    }
}

fn everybody_sees(field: &Field, product: &Value) -> anyhow::Result<bool> {
    let path = format!("/api/v1/products/{}", encoded(sku(product)));
    for at in 1..field.tokens.len() {
        let answer = looked_up(&mut field.person(at), &path)?;
        if answer.status == 404 {
            return Ok(false);
        }
        answer.want(200)?;
    }
    Ok(true)
}

fn sku(product: &Value) -> &str {
    product["sku"].as_str().unwrap_or_default()
}

/// 50 people after the last 20 units of a product that may not be backordered: exactly 20 are sold.
fn last_units(field: &Field) -> anyhow::Result<()> {
    let fits = |product: &Value| {
        product["backorder_allowed"] == false
            && product["orderable"] == true
            && product["minimum"] == 1
            && product["multiple"] == 1
            && product["stock"]["state"] != "not_tracked"
    };
    let found = products(field, |product| fits(product), 1)?;
    let sku = sku(&found[0]);
    let more = field.free(sku)? - UNITS_LEFT;
    ensure!(more >= 0, "{sku} has too little stock for the race");
    if more > 0 {
        let body = json!({"lines": [{"code": sku, "quantity": more}]});
        field.person(0).post_json("/api/v1/orders", "race-before", &body)?.want(201)?;
    }
    let one = json!({"lines": [{"code": sku, "quantity": 1}]});
    let answers = field.together(PEOPLE, |at, person| {
        person.post_json("/api/v1/orders", &format!("race-last-{at}"), &one)
    })?;
    let sold = answers.iter().filter(|answer| answer.status == 201).count();
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let code = answer.value()["code"].clone();
        ensure!(
            answer.status == 409 && code == "insufficient_stock",
            "{} {}",
            answer.status,
            answer.text()
        );
    }
    let free = field.free(sku)?;
    ensure!(sold == 20 && free == 0, "{sold} of the last {UNITS_LEFT} were sold, {free} are free");
    for answer in answers.iter().filter(|answer| answer.status == 201) {
        ensure!(
            answer.value()["lines"][0]["allocated"] == 1,
            "sold, not allocated: {}",
            answer.text()
        );
    }
    println!("  {PEOPLE} people after the last {UNITS_LEFT}: {sold} sold, {free} left");
    Ok(())
}

/// Orders over the same skus in opposite order: nobody hears of a deadlock, and there is none.
fn crosswise(field: &Field) -> anyhow::Result<()> {
    let fits =
        |product: &Value| product["backorder_allowed"] == true && product["orderable"] == true;
    let found = products(field, |product| fits(product), 12)?;
    let lines: Vec<Value> = found
        .iter()
        .map(|product| json!({"code": sku(product), "quantity": product["minimum"]}))
        .collect();
    let back: Vec<Value> = lines.iter().rev().cloned().collect();
    let before = deadlocks(field)?;
    for round in 0..CROSSWISE_ORDERS / 8 {
        let answers = field.together(8, |at, person| {
            let body = json!({"lines": if at % 2 == 0 { &lines } else { &back }});
            person.post_json("/api/v1/orders", &format!("race-cross-{round}-{at}"), &body)
        })?;
        for answer in answers {
            answer.want(201)?;
        }
    }
    let met = deadlocks(field)? - before;
    ensure!(met == 0, "PostgreSQL met {met} deadlocks");
    println!("  {CROSSWISE_ORDERS} orders over 12 skus in opposite order: all placed, no deadlock");
    Ok(())
}

/// Deadlocks that PostgreSQL resolved so far; SQLite has one writer and none.
fn deadlocks(field: &Field) -> anyhow::Result<i64> {
    if field.kind == Kind::Sqlite {
        return Ok(0);
    }
    let statement = "select deadlocks from pg_stat_database where datname = current_database()";
    Ok(postgres::ask(&field.database, statement)?.trim().parse()?)
}

/// 20 clicks on Place order with one key make one order.
fn clicks(field: &Field) -> anyhow::Result<()> {
    let fits =
        |product: &Value| product["backorder_allowed"] == true && product["orderable"] == true;
    let found = products(field, |product| fits(product), 1)?;
    let mut anna = field.person(0);
    anna.send("DELETE", "/api/v1/cart", "", b"")?;
    let path = format!("/api/v1/cart/lines/{}", encoded(sku(&found[0])));
    anna.json("PUT", &path, &json!({"quantity": found[0]["minimum"]}))?.want(200)?;
    let answers = field.together(CLICKS, |at, _| {
        let mut anna = Client::with_token(field.address(at), &field.tokens[0]);
        anna.post_json("/api/v1/orders", "race-click", &json!({"reference": "race-click"}))
    })?;
    let mut first = 0;
    let mut numbers: Vec<String> = Vec::new();
    for answer in answers {
        let answer = answer.want(201)?;
        first += usize::from(answer.header("idempotent-replayed").is_none());
        numbers.push(answer.value()["number"].to_string());
    }
    numbers.dedup();
    let listed = anna.get("/api/v1/orders?reference=race-click")?.want(200)?.value();
    let listed = listed["items"].as_array().map_or(0, Vec::len);
    ensure!(
        numbers.len() == 1 && first == 1 && listed == 1,
        "{numbers:?}, {first} first answers, {listed} listed"
    );
    println!("  {CLICKS} clicks on Place order: one order");
    Ok(())
}
