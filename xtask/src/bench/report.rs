//! What was measured, as a table for people and as JSON.

use serde_json::{Value, json};
use std::time::Duration;

/// One kind, alone.
pub struct Measured {
    /// Its name.
    pub name: &'static str,
    /// At most so many times F.
    pub target: Option<f64>,
    /// How many were answered.
    pub requests: usize,
    /// CPU of the program for each.
    pub server_ms: f64,
    /// CPU of the database's processes for each.
    pub database_ms: f64,
    /// How long each took.
    pub latencies: Vec<Duration>,
}

/// A kind's part of the mixed load.
pub struct Share {
    /// Its name.
    pub name: &'static str,
    /// How long each took.
    pub took: Vec<Duration>,
}

/// The mixed load.
#[derive(Default)]
pub struct Mixed {
    /// Requests a second, over all kinds.
    pub per_second: f64,
    /// Each kind.
    pub shares: Vec<Share>,
}

/// A run on one database.
pub struct Report {
    database: &'static str,
    page_bytes: usize,
    kinds: Vec<Measured>,
    /// Memory that is the program's own, after all kinds.
    pub memory_mb: u64,
    /// From the process's start to its first page.
    pub start_ms: u128,
    /// The mixed load.
    pub mixed: Mixed,
    /// The same over two servers on one database, where there can be two.
    pub mixed_on_two: Option<Mixed>,
    /// What the database takes on disk.
    pub disk_mb: u64,
}

impl Report {
    /// Empty.
    pub fn new(database: &'static str, page_bytes: usize) -> Report {
        Report {
            database,
            page_bytes,
            kinds: Vec::new(),
            memory_mb: 0,
            start_ms: 0,
            mixed: Mixed::default(),
            mixed_on_two: None,
            disk_mb: 0,
        }
    }

    /// One more kind.
    pub fn add(&mut self, measured: Measured) {
        self.kinds.push(measured);
    }

    /// F: what the static answer costs.
    fn f_ms(&self) -> f64 {
        self.kinds.first().map_or(f64::NAN, |fixed| fixed.server_ms + fixed.database_ms)
    }

    /// The table.
    pub fn print(&self) {
        let f = self.f_ms();
        println!(
            "\n{}: F = {f:.4} ms (a static answer of {} bytes)",
            self.database, self.page_bytes
        );
        println!(
            "{:<20}{:>9}{:>11}{:>11}{:>9}{:>9}{:>9}{:>9}",
            "kind", "requests", "server ms", "database", "times F", "target", "p50 ms", "p99 ms"
        );
        for kind in &self.kinds {
            let target = kind.target.map_or_else(String::new, |target| format!("{target:.0}"));
            println!(
                "{:<20}{:>9}{:>11.4}{:>11.4}{:>9.1}{:>9}{:>9.2}{:>9.2}",
                kind.name,
                kind.requests,
                kind.server_ms,
                kind.database_ms,
                (kind.server_ms + kind.database_ms) / f,
                target,
                quantile_ms(&kind.latencies, 50),
                quantile_ms(&kind.latencies, 99)
            );
        }
        for deed in ["place", "paste"] {
            if let Some(ratio) = self.thousand_to_ten(deed) {
                println!("{deed}: 1,000 lines cost {ratio:.0} times 10 lines (target 60)");
            }
        }
        println!(
            "memory {} MB (target 150) · start to first page {} ms (target 500) · on disk {} MB",
            self.memory_mb, self.start_ms, self.disk_mb
        );
        println!("mixed load: {:.0} requests a second (target 2,000)", self.mixed.per_second);
        if let Some(two) = &self.mixed_on_two {
            println!("mixed load on two servers: {:.0} requests a second", two.per_second);
        }
        for share in &self.mixed.shares {
            let (p50, p99) = (quantile_ms(&share.took, 50), quantile_ms(&share.took, 99));
            println!(
                "  {:<20}{:>9} p50 {p50:>8.2} ms p99 {p99:>8.2} ms (target 50)",
                share.name,
                share.took.len()
            );
        }
    }

    fn thousand_to_ten(&self, deed: &str) -> Option<f64> {
        let cost = |lines: usize| {
            let name = format!("{deed} {lines}");
            let kind = self.kinds.iter().find(|kind| kind.name == name)?;
            Some(kind.server_ms + kind.database_ms)
        };
        Some(cost(1000)? / cost(10)?)
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let f = self.f_ms();
        let kinds: Vec<Value> = self.kinds.iter().map(|kind| {
            json!({
                "kind": kind.name, "requests": kind.requests, "server_ms": kind.server_ms,
                "database_ms": kind.database_ms, "times_f": (kind.server_ms + kind.database_ms) / f,
                "target": kind.target, "p50_ms": quantile_ms(&kind.latencies, 50),
                "p99_ms": quantile_ms(&kind.latencies, 99),
            })
        }).collect();
        let mixed: Vec<Value> = self
            .mixed
            .shares
            .iter()
            .map(|share| {
                json!({"kind": share.name, "requests": share.took.len(),
                "p50_ms": quantile_ms(&share.took, 50), "p99_ms": quantile_ms(&share.took, 99)})
            })
            .collect();
        json!({
            "database": self.database, "f_ms": f, "page_bytes": self.page_bytes, "kinds": kinds,
            "thousand_to_ten": self.thousand_to_ten("place"),
            "pasted_thousand_to_ten": self.thousand_to_ten("paste"), "memory_mb": self.memory_mb,
            "start_ms": u64::try_from(self.start_ms).unwrap_or(u64::MAX),
            "disk_mb": self.disk_mb,
            "mixed_on_two_per_second": self.mixed_on_two.as_ref().map(|two| two.per_second),
            "mixed": {"per_second": self.mixed.per_second, "kinds": mixed},
        })
    }
}

fn quantile_ms(took: &[Duration], percent: usize) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_ranks() {
        let took: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert!((quantile_ms(&took, 50) - 51.0).abs() < 0.001);
        assert!((quantile_ms(&took, 99) - 100.0).abs() < 0.001);
        assert!((quantile_ms(&[], 99)).abs() < 0.001);
    }
}
