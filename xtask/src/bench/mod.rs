//! `cargo xtask bench`: CPU time per request, as ratios within one run, and a mixed load; docs/benchmarks.md says how to read it.

mod cpu;
mod documents;
mod field;
mod kinds;
mod load;
mod report;

use crate::program::{Kind, MANY, Site};
use crate::random::Random;
use crate::shell;
use cpu::Meter;
pub use cpu::own_memory_kb;
use field::Field;
use kinds::KINDS;
use report::{Measured, Report};
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// The program to measure.
    #[arg(long, default_value = "target/release/portico")]
    pub program: PathBuf,
    /// Size of the demo world: 1 is 3,400 products, 10 the reference size.
    #[arg(long, default_value_t = 1.0)]
    pub scale: f64,
    /// So many products, whatever the scale says.
    #[arg(long)]
    pub products: Option<u32>,
    /// So many customers, whatever the scale says.
    #[arg(long)]
    pub customers: Option<u32>,
    /// Keep the databases, and use those that a run of the same size kept: large ones take minutes to build.
    #[arg(long)]
    pub keep: bool,
    /// Only this database: `sqlite` or `postgresql`.
    #[arg(long)]
    pub database: Option<String>,
    /// People with sessions of their own, on different price lists.
    #[arg(long, default_value_t = 1000)]
    pub people: usize,
    /// How long each kind runs, in seconds.
    #[arg(long, default_value_t = 5)]
    pub seconds: u64,
    /// Connections at once.
    #[arg(long, default_value_t = 8)]
    pub connections: usize,
    /// Draws people, pages, words and products.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Only kinds whose name contains one of these words, with commas between.
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<String>,
}

impl Options {
    /// Names the world: runs with the same name may share one.
    fn name(&self) -> String {
        let or = |said: Option<u32>| said.map_or_else(String::new, |n| format!("_{n}"));
        let scale = self.scale.to_string().replace('.', "_");
        format!("bench_{scale}{}{}", or(self.products), or(self.customers))
    }

    /// What the demo is told.
    fn words(&self) -> Vec<String> {
        let mut words = vec!["--scale".to_owned(), self.scale.to_string()];
        for (flag, said) in [("--products", self.products), ("--customers", self.customers)] {
            words.extend(said.into_iter().flat_map(|n| [flag.to_owned(), n.to_string()]));
        }
        words.extend(["--bench-logins".to_owned(), self.people.to_string(), MANY.to_owned()]);
        words
    }

    fn measures(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|word| name.contains(word.as_str()))
    }

    fn wants(&self, kind: Kind) -> bool {
        self.database.as_ref().is_none_or(|name| kind.name().eq_ignore_ascii_case(name))
    }
}

/// Both databases, one after the other; prints a table and writes `target/bench/bench.json`.
///
/// # Errors
/// Where the program does not come up, or answers otherwise than it should.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut reports = Vec::new();
    for kind in [Kind::Sqlite, Kind::PostgresDurable].into_iter().filter(|k| options.wants(*k)) {
        let report = on(options, kind)?;
        report.print();
        reports.push(report.json());
    }
    let folder = shell::root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let all = json!({"scale": options.scale, "products": options.products, "customers": options.customers, "people": options.people, "seed": options.seed, "runs": reports});
    std::fs::write(folder.join("bench.json"), serde_json::to_string_pretty(&all)?)?;
    println!("written: target/bench/bench.json");
    Ok(())
}

fn on(options: &Options, kind: Kind) -> anyhow::Result<Report> {
    let begun = Instant::now();
    let make = if options.keep { Site::kept } else { Site::demo };
    let (site, server) = make(&options.program, kind, &options.name(), &options.words())?;
    eprintln!("{}: there after {:.1} s", kind.name(), begun.elapsed().as_secs_f64());
    let mut field = Field::read(&site, server.address, options.seed)?;
    let meter = Meter::new(server.pid(), kind)?;
    let mut report = Report::new(kind.name(), field.page_bytes);
    for kind in KINDS {
        if kind.name != "static" && !options.measures(kind.name) {
            continue;
        }
        report.add(one(&field, &meter, kind, options)?);
    }
    report.memory_mb = cpu::own_memory_mb(server.pid())?;
    report.mixed = load::mixed(&field, options)?;
    report.disk_mb = site.disk_mb(kind)?;
    if kind == Kind::PostgresDurable {
        let second = site.serve()?;
        field.addresses.push(second.address);
        report.mixed_on_two = Some(load::mixed(&field, options)?);
    }
    drop(server);
    report.start_ms = start_ms(&site)?;
    if !options.keep {
        site.clear()?;
    }
    Ok(report)
}

/// Runs one kind for its time and answers what a request costs.
fn one(
    field: &Field,
    meter: &Meter,
    kind: &'static kinds::Kind,
    options: &Options,
) -> anyhow::Result<Measured> {
    load::alone(field, kind, options, Duration::from_millis(500))?;
    let before = meter.read()?;
    let done = load::alone(field, kind, options, Duration::from_secs(options.seconds))?;
    let after = meter.read()?;
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
    let requests = done.len() as f64;
    Ok(Measured {
        name: kind.name,
        target: kind.target,
        requests: done.len(),
        server_ms: (after.server_ms - before.server_ms) / requests,
        database_ms: (after.database_ms - before.database_ms) / requests,
        latencies: done,
    })
}

/// From the start of the process on an existing database to the first page.
fn start_ms(site: &Site) -> anyhow::Result<u128> {
    let start = Instant::now();
    let server = site.serve()?;
    let mut anybody = crate::http::Client::with_headers(server.address, "");
    anybody.get("/sign-in")?.want(200)?;
    Ok(start.elapsed().as_millis())
}

/// The generator of one connection.
fn random(options: &Options, connection: usize) -> Random {
    Random::new(options.seed.wrapping_mul(7919) + connection as u64)
}
