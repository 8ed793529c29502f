//! The program is killed again and again while clients place orders and retry by key; afterwards every
//! acknowledged order is there exactly once, in the portal and at the back office.

use super::Plan;
use crate::http::{Answer, Client, encoded};
use crate::program::{Kind, Server, Site};
use crate::random::Random;
use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Of the demo world: about a thousand products are enough.
const SCALE: &str = "0.3";
const CLIENTS: usize = 4;
const GIVE_UP: Duration = Duration::from_secs(120);
/// A killed worker's lease lasts a minute; only then the next one may push.
const HAND_OVER_WITHIN: Duration = Duration::from_secs(120);

/// Where the server listens just now; it moves with every restart.
type Address = Mutex<SocketAddr>;

/// What the clients share.
struct Run<'a> {
    plan: Plan,
    address: Address,
    tokens: Vec<String>,
    codes: Vec<(String, i64)>,
    next: AtomicUsize,
    done: AtomicUsize,
    failed: AtomicBool,
    site: &'a Site,
}

/// One database.
///
/// # Errors
/// An acknowledged order that is missing, double, or unknown at the back office.
pub fn on(program: &Path, kind: Kind, plan: Plan) -> anyhow::Result<()> {
    let (site, server) = Site::demo(program, kind, "crash", &["--scale".into(), SCALE.into()])?;
    let tokens = vec![site.token("customer", "buyer")?];
    let run = Run {
        plan,
        codes: codes(server.address, &tokens[0])?,
        address: Mutex::new(server.address),
        tokens,
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        failed: AtomicBool::new(false),
        site: &site,
    };
    let mut acknowledged: HashMap<String, String> = HashMap::new();
    let mut kills = 0;
    let server = std::thread::scope(|scope| -> anyhow::Result<Server> {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|at| {
                scope.spawn({
                    let run = &run;
                    move || run.client(at)
                })
            })
            .collect();
        let server = run.killer(server, &mut kills);
        run.failed.fetch_or(server.is_err(), Ordering::SeqCst);
        for client in clients {
            acknowledged.extend(client.join().unwrap_or_else(|_| bail!("a client panicked"))?);
        }
        server
    })?;
    ensure!(kills == plan.kills, "killed {kills} times only");
    run.check(&server, &acknowledged)?;
    println!(
        "{}: {} orders acknowledged through {kills} kills, each there once, at the back office too",
        kind.name(),
        acknowledged.len()
    );
    drop(server);
    drop(run);
    site.clear()
}

/// Products one may order any number of, with the least quantity.
fn codes(address: SocketAddr, token: &str) -> anyhow::Result<Vec<(String, i64)>> {
    let page = Client::with_token(address, token)
        .get("/api/v1/products?in_stock=true&limit=200")?
        .want(200)?
        .value();
    let products = page["items"].as_array().context("no products")?.iter();
    let fits = products
        .filter(|product| product["orderable"] == true && product["backorder_allowed"] == true);
    let codes: Vec<(String, i64)> = fits
        .filter_map(|product| {
            Some((product["sku"].as_str()?.to_owned(), product["minimum"].as_i64()?))
        })
        .collect();
    ensure!(codes.len() >= 10, "too few products to order");
    Ok(codes)
}

impl Run<'_> {
    fn now_at(&self) -> SocketAddr {
        *self.address.lock().expect("nobody panics while holding an address")
    }

    /// Places orders until all are drawn; answers key and number of each that was acknowledged.
    fn client(&self, at: usize) -> anyhow::Result<Vec<(String, String)>> {
        let mut random = Random::new(self.plan.seed + 1000 * at as u64);
        let mut acknowledged = Vec::new();
        loop {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            if number >= self.plan.orders {
                return Ok(acknowledged);
            }
            let key = format!("crash-{}-{number}", self.plan.seed);
            let lines: Vec<Value> = (0..=random.below(3))
                .map(|_| random.pick(&self.codes))
                .map(|(code, least)| json!({"code": code, "quantity": least}))
                .collect();
            let order = self.until_acknowledged(&key, &json!({"lines": lines, "reference": key}));
            if order.is_err() {
                self.failed.store(true, Ordering::SeqCst);
            }
            acknowledged.push((key, order?));
            self.done.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn until_acknowledged(&self, key: &str, body: &Value) -> anyhow::Result<String> {
        let start = Instant::now();
        while start.elapsed() < GIVE_UP && !self.failed.load(Ordering::SeqCst) {
            let mut client = Client::with_token(self.now_at(), &self.tokens[0]);
            match client.post_json("/api/v1/orders", key, body) {
                Ok(answer) if answer.status == 201 => return number_of(&answer),
                Ok(answer) if ![409, 429, 503].contains(&answer.status) => {
                    bail!("{key}: {} {}", answer.status, answer.text())
                }
                // Killed, starting, or asked to try later: the same key again.
                _ => std::thread::sleep(Duration::from_millis(25)),
            }
        }
        bail!("{key} was not acknowledged")
    }

    /// Kills and restarts, at moments spread over the run.
    fn killer(&self, mut server: Server, kills: &mut usize) -> anyhow::Result<Server> {
        let mut random = Random::new(self.plan.seed);
        while *kills < self.plan.kills {
            let at = (*kills + 1) * self.plan.orders / (self.plan.kills + 1);
            while self.done.load(Ordering::SeqCst) < at {
                ensure!(!self.failed.load(Ordering::SeqCst), "a client failed");
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(random.below(15_000) as u64));
            server.kill()?;
            *kills += 1;
            server = self.site.serve()?;
            *self.address.lock().expect("nobody panics while holding an address") = server.address;
        }
        Ok(server)
    }

    fn check(&self, server: &Server, acknowledged: &HashMap<String, String>) -> anyhow::Result<()> {
        ensure!(acknowledged.len() == self.plan.orders, "{} acknowledged", acknowledged.len());
        let mut client = Client::with_token(server.address, &self.tokens[0]);
        let mut staff = Client::with_token(server.address, &self.site.token("staff", "owner")?);
        for (key, number) in acknowledged {
            let listed = read(&mut client, &format!("/api/v1/orders?reference={}", encoded(key)))?;
            let found: Vec<&Value> = listed["items"].as_array().into_iter().flatten().collect();
            ensure!(found.len() == 1, "{key} is listed {} times", found.len());
            ensure!(
                found[0]["number"] == number.as_str(),
                "{key} is {} and not {number}",
                found[0]["number"]
            );
            received(&mut client, number)?;
            let at_staff = read(&mut staff, &format!("/api/v1/staff/orders/{}", encoded(number)))?;
            ensure!(at_staff["number"] == number.as_str(), "the back office shows {at_staff}");
        }
        let doctor = self.site.told(&["doctor", "--json"])?;
        ensure!(doctor["ok"] == true, "doctor found {}", doctor["breaches"]);
        Ok(())
    }
}

fn number_of(answer: &Answer) -> anyhow::Result<String> {
    answer.value()["number"].as_str().map(str::to_owned).context("an order without a number")
}

/// Reads a page of the API, waiting where the program asks to wait: the check asks much at once.
fn read(client: &mut Client, path: &str) -> anyhow::Result<Value> {
    loop {
        let answer = client.get(path)?;
        if answer.status != 429 {
            return Ok(answer.want(200)?.value());
        }
        let seconds = answer.header("retry-after").and_then(|s| s.parse().ok()).unwrap_or(1);
        std::thread::sleep(Duration::from_secs(seconds));
    }
}

/// Waits until the back office has answered for this order.
fn received(client: &mut Client, number: &str) -> anyhow::Result<()> {
    let start = Instant::now();
    let path = format!("/api/v1/orders/{}", encoded(number));
    loop {
        let order = read(client, &path)?;
        match order["hand_over"].as_str() {
            Some("received") => return Ok(()),
            Some("waiting" | "sent") if start.elapsed() < HAND_OVER_WITHIN => {}
            other => bail!("{number} is {other:?} at the back office"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
