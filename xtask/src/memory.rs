//! What lists take of memory when they become files: 200,000 order lines of one customer as CSV and XLSX, over HTTP, from the
//! running program, on both databases. No time is asserted; growth is, generously.

use crate::bench::own_memory_kb;
use crate::http::Client;
use crate::program::{Kind, Server, Site};
use anyhow::{Context, ensure};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Where the demo writes logins with sessions.
const MANY: &str = "many.json";
/// Lines of an order.
const LINES: usize = 100;
/// How often memory is looked at while a file is made.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// What a file of many rows may take above one of few.
const GROWTH_MAX_KB: u64 = 40 * 1024;

/// Exports so many order lines on both databases and prints what it took.
///
/// # Errors
/// Where a file is not whole, or memory grows with the rows.
pub fn run(program: &Path, rows: usize) -> anyhow::Result<()> {
    println!("| database | file | rows | MB | s | memory before, MB | at most, MB |");
    println!("|---|---|---|---|---|---|---|");
    on(program, Kind::Sqlite, rows)?;
    on(program, Kind::Postgres, rows)
}

fn on(program: &Path, kind: Kind, rows: usize) -> anyhow::Result<()> {
    let words = ["--scale", "0.05", "--bench-logins", "4", MANY].map(str::to_owned);
    let (site, server) = Site::demo(program, kind, "memory", &words)?;
    drop(server);
    let login = site.many.first().context("the demo made no login")?.clone();
    let text = |name: &str| login[name].as_str().unwrap_or_default().to_owned();
    let server = site.serve()?;
    let mut api = Client::with_token(server.address, &text("api_token"));
    let customer = api.get("/api/v1/account")?.want(200)?.value()["number"].clone();
    let sku = api.get("/api/v1/products?limit=1")?.want(200)?.value()["items"][0]["sku"].clone();
    drop(server);
    let named = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let customer = named(&customer).context("an account without a number")?;
    let sku = named(&sku).context("no product")?;
    std::fs::write(site.file("lines.csv"), orders(&customer, &sku, rows))?;
    let (imported, said) = site.ends(&["import", "orders", &site.file("lines.csv")])?;
    ensure!(imported, "the orders were not imported: {said}");
    // A fresh process, so that what the import took is not counted.
    let server = site.serve()?;
    let headers = format!("Cookie: {}\r\n", text("cookie"));
    let mut person = Client::with_headers(server.address, &headers);
    // Few rows first: what a file takes in any case is taken then.
    let few = "/orders/lines/export?from=2001-01-01&to=2001-01-01&as=";
    for format in ["csv", "xlsx"] {
        person.get(&format!("{few}{format}"))?.want(200)?;
    }
    for format in ["csv", "xlsx"] {
        measure(&server, &mut person, kind, format, rows)?;
    }
    drop(server);
    site.clear()
}

/// Orders of one customer, a line a row, two thousand on a day.
fn orders(customer: &str, sku: &str, rows: usize) -> String {
    let mut text = String::from("order,customer,placed_at,currency,line,sku,name,quantity,price\n");
    for row in 0..rows {
        let (order, line) = (row / LINES, row % LINES + 1);
        let (day, minute) = (order / 20 % 28 + 1, order % 60);
        let year = 2002 + order / 560 % 20;
        let _ = writeln!(
            text,
            "M-{order},{customer},{year}-03-{day:02} 09:{minute:02},GBP,{line},{sku},=Line {row} of many,{line},1.25"
        );
    }
    text
}

fn measure(
    server: &Server,
    person: &mut Client,
    kind: Kind,
    format: &str,
    rows: usize,
) -> anyhow::Result<()> {
    let before = own_memory_kb(server.pid())?;
    let (done, peak) = (AtomicBool::new(false), AtomicU64::new(before));
    let started = Instant::now();
    let answer = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                peak.fetch_max(own_memory_kb(server.pid()).unwrap_or(0), Ordering::Relaxed);
                std::thread::sleep(LOOK_EVERY);
            }
        });
        let answer = person.get(&format!("/orders/lines/export?to=2025-01-01&as={format}"));
        done.store(true, Ordering::Relaxed);
        answer
    })?
    .want(200)?;
    let took = started.elapsed().as_secs_f32();
    if format == "csv" {
        let lines = answer.text().lines().filter(|line| line.contains("of many")).count();
        ensure!(lines == rows, "{lines} rows came, {rows} were imported");
        ensure!(answer.text().contains(",'=Line 7 of many,"), "a formula was let through");
    }
    let (bytes, peak) = (answer.body.len(), peak.into_inner());
    let mb = |kb: u64| format!("{:.1}", kb as f64 / 1024.0);
    println!(
        "| {} | {format} | {rows} | {:.1} | {took:.1} | {} | {} |",
        kind.name(),
        bytes as f64 / 1e6,
        mb(before),
        mb(peak)
    );
    ensure!(peak < before + GROWTH_MAX_KB, "memory grew from {before} to {peak} kB");
    Ok(())
}
