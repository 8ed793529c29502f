//! The program is killed in the middle of a backup, a restore and a migration: afterwards each is whole or was never begun.

use crate::http::{Client, encoded};
use crate::postgres;
use crate::program::{Kind, Server, Site};
use crate::random::Random;
use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Of the demo world: some ten thousand order lines.
const SCALE: &str = "0.5";
/// A migration that has much to do, in the words of both databases.
const LONG_MIGRATION: &str = "create table crash_lines (
    id bigint primary key,
    name text not null,
    net_minor bigint not null
) strict;
insert into crash_lines (id, name, net_minor) select id, name, net_minor from order_lines;
create index crash_lines_by_name on crash_lines (name, id);
update order_lines set remarks = 'crash';
update products set description = description || ' ';
create table crash_done (
    id bigint primary key
) strict;
insert into crash_done (id) select count(*) from crash_lines;
";

/// What is killed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// `portico backup`, while orders are placed.
    Backup,
    /// `portico restore`.
    Restore,
    /// `portico migrate`.
    Migration,
}

/// These parts on one database, each killed so many times.
///
/// # Errors
/// Something that is half there afterwards.
pub fn on(
    program: &Path,
    kind: Kind,
    parts: &[Part],
    kills: usize,
    seed: u64,
) -> anyhow::Result<()> {
    let words = ["--scale".to_owned(), SCALE.to_owned()];
    let (site, server) = Site::demo(program, kind, "crash_running", &words)?;
    let random = Random::new(seed);
    let mut run = Run { site: &site, kind, kills, random };
    let file = site.file("whole.portico");
    run.whole_backup_while_orders_come(&server, &file)?;
    if parts.contains(&Part::Backup) {
        run.backups(&server)?;
    }
    drop(server);
    if parts.contains(&Part::Restore) {
        run.restores(&file)?;
    }
    if parts.contains(&Part::Migration) {
        run.migrations(&file)?;
    }
    site.clear()
}

struct Run<'a> {
    site: &'a Site,
    kind: Kind,
    kills: usize,
    random: Random,
}

impl Run<'_> {
    /// A backup beside a client that goes on placing orders: neither stops the other.
    fn whole_backup_while_orders_come(&self, server: &Server, file: &str) -> anyhow::Result<()> {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let client = scope.spawn(|| self.orders_until(server, &stop));
            let taken = self.site.ends(&["backup", file]);
            stop.store(true, Ordering::SeqCst);
            let placed = client.join().unwrap_or_else(|_| bail!("the client panicked"))?;
            let (done, said) = taken?;
            ensure!(done && placed > 0, "{placed} orders were placed; {said}");
            self.verified(file)
        })
    }

    fn orders_until(&self, server: &Server, stop: &AtomicBool) -> anyhow::Result<usize> {
        let mut client = Client::with_token(server.address, &self.site.token("customer", "buyer")?);
        let page = client.get("/api/v1/products?in_stock=true&limit=50")?.want(200)?.value();
        let products = page["items"].as_array().context("no products")?;
        let product =
            products.iter().find(|p| p["orderable"] == true && p["backorder_allowed"] == true);
        let product = product.context("nothing to order")?;
        let order = json!({"lines": [{"code": product["sku"], "quantity": product["minimum"]}]});
        let mut placed = 0;
        while placed == 0 || !stop.load(Ordering::SeqCst) {
            let key = format!("running-{placed}");
            let answer = client.post_json("/api/v1/orders", &encoded(&key), &order)?;
            ensure!([201, 429].contains(&answer.status), "{} {}", answer.status, answer.text());
            placed += usize::from(answer.status == 201);
        }
        Ok(placed)
    }

    fn backups(&mut self, server: &Server) -> anyhow::Result<()> {
        let begun = Instant::now();
        let (done, said) = self.site.ends(&["backup", &self.site.file("measured.portico")])?;
        ensure!(done, "{said}");
        let took = begun.elapsed();
        let mut whole = 0;
        for number in 0..self.kills {
            let file = self.site.file(&format!("killed-{number}.portico"));
            self.killed(&["backup", &file], took)?;
            if Path::new(&file).exists() {
                whole += 1;
                self.verified(&file)?;
            }
        }
        ensure!(
            Client::with_headers(server.address, "").get("/readyz")?.status == 200,
            "not ready"
        );
        let doctor = self.site.told(&["doctor", "--json"])?;
        ensure!(doctor["ok"] == true, "doctor found {}", doctor["breaches"]);
        self.say("backup", whole);
        Ok(())
    }

    fn restores(&mut self, file: &str) -> anyhow::Result<()> {
        let (totals, took) = self.restored(file, "reference")?;
        let mut whole = 0;
        for number in 0..self.kills {
            let target = self.fresh(&format!("killed_{number}"))?;
            self.killed(&["restore", file, "--database", &target], took)?;
            let (done, said) = self.site.ends(&["restore", file, "--database", &target])?;
            if !done {
                ensure!(said.contains("not empty"), "{said}");
                whole += 1;
            }
            let found = self.site.told(&["doctor", "--json", "--database", &target])?;
            ensure!(found["ok"] == true, "doctor found {}", found["breaches"]);
            ensure!(found["totals"] == totals, "{} instead of {totals}", found["totals"]);
        }
        self.say("restore", whole);
        Ok(())
    }

    fn migrations(&mut self, file: &str) -> anyhow::Result<()> {
        let also = self.site.file("9999_also.sql");
        std::fs::write(&also, LONG_MIGRATION)?;
        let migrate = |target: &'_ str| {
            ["migrate", "--no-backup", "--also", &also, "--database", target].map(str::to_owned)
        };
        let (totals, _) = self.restored(file, "measured")?;
        let target = self.place("measured");
        let begun = Instant::now();
        self.done(&migrate(&target))?;
        let took = begun.elapsed();
        let _ = self.restored(file, "migrated")?;
        let target = self.place("migrated");
        let words = migrate(&target);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut whole = 0;
        for _ in 0..self.kills {
            self.killed(&words, took.mul_f64(0.9))?;
            let (untouched, said) = self.site.ends(&["doctor", "--json", "--database", &target])?;
            if !untouched {
                ensure!(said.contains("newer"), "half a migration: {said}");
                whole += 1;
                break;
            }
            let found = self.site.told(&["doctor", "--json", "--database", &target])?;
            ensure!(found["totals"] == totals, "{} instead of {totals}", found["totals"]);
        }
        if whole == 0 {
            // What was half done would stand in its way.
            self.done(&migrate(&target))?;
        }
        let (refused, said) = self.site.ends(&["doctor", "--database", &target])?;
        ensure!(!refused && said.contains("9999_also"), "a newer database was not refused: {said}");
        self.say("migration", whole);
        Ok(())
    }

    /// A restore that is left alone: what the doctor counts there, and how long it took.
    fn restored(&self, file: &str, name: &str) -> anyhow::Result<(Value, Duration)> {
        let target = self.fresh(name)?;
        let begun = Instant::now();
        self.done(&["restore", file, "--database", &target].map(str::to_owned))?;
        let took = begun.elapsed();
        let found = self.site.told(&["doctor", "--json", "--database", &target])?;
        Ok((found["totals"].clone(), took))
    }

    /// Starts a command and kills it at a moment within the time that it takes.
    fn killed(&mut self, words: &[&str], took: Duration) -> anyhow::Result<()> {
        let mut child = self.site.begin(words)?;
        let most = usize::try_from(took.as_micros())?.max(1);
        std::thread::sleep(Duration::from_micros(self.random.below(most) as u64));
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    fn done(&self, words: &[String]) -> anyhow::Result<()> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (done, said) = self.site.ends(&words)?;
        ensure!(done, "{}: {said}", words[0]);
        Ok(())
    }

    fn verified(&self, file: &str) -> anyhow::Result<()> {
        let (whole, said) = self.site.ends(&["backup", "--verify", file])?;
        ensure!(whole, "{said}");
        Ok(())
    }

    /// An empty place of this kind.
    fn fresh(&self, name: &str) -> anyhow::Result<String> {
        if self.kind != Kind::Sqlite {
            return postgres::fresh(&postgres::ensure()?, &format!("crash_{name}"));
        }
        let target = self.place(name);
        let _ = std::fs::remove_file(&target);
        Ok(target)
    }

    fn place(&self, name: &str) -> String {
        match self.site.database.rsplit_once('/') {
            Some((server, _)) if self.kind != Kind::Sqlite => {
                format!("{server}/portico_crash_{name}")
            }
            _ => self.site.file(&format!("{name}.sqlite")),
        }
    }

    fn say(&self, part: &str, whole: usize) {
        println!(
            "{}: {part} killed {} times: {whole} times it was whole, else as if never begun",
            self.kind.name(),
            self.kills
        );
    }
}
