//! Numbers about the running program, in the text that Prometheus reads: what this process has counted, and what was
//! looked up when somebody asked. Labels are routes, statuses, queues: never who or what.

use super::db::LaneState;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::collections::BTreeMap;

/// The kind of content this is.
pub const CONTENT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper ends of the classes of durations, in seconds.
const SECONDS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

type Requests = Family<Request, Histogram, fn() -> Histogram>;

/// What this process counts.
pub struct Metrics {
    requests: Requests,
    started_at: i64,
}

/// Numbers looked up just now, by name: an explanation, and a value for each set of labels.
#[derive(Default)]
pub struct Gauges(BTreeMap<&'static str, Explained>);

/// An explanation, and a value for each set of labels.
type Explained = (&'static str, Vec<(Labels, i64)>);
type Labels = Vec<(String, String)>;
/// Name, explanation, and which number of a lane it is.
type LaneCounter = (&'static str, &'static str, fn(&LaneState) -> u64);

impl Gauges {
    /// Sets one number.
    pub fn set(&mut self, name: &'static str, help: &'static str, of: &[(&str, &str)], value: i64) {
        let labels =
            of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.0.entry(name).or_insert((help, Vec::new())).1.push((labels, value));
    }
}

impl Metrics {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(now_ms: i64) -> Metrics {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        Metrics { requests: Family::new_with_constructor(histogram), started_at: now_ms }
    }

    /// Counts an answered request: the pattern of its route, never its path.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took_ms: i64) {
        let request = Request {
            method: method.to_owned(),
            route: route.unwrap_or("none").to_owned(),
            status,
        };
        self.requests.get_or_create(&request).observe(took_ms as f64 / 1_000.0);
    }

    /// Everything as text.
    #[must_use]
    pub fn text(&self, mut gauges: Gauges, lanes: &[LaneState]) -> String {
        let mut registry = Registry::default();
        registry.register(
            "portico_request_seconds",
            "Requests and how long they took",
            self.requests.clone(),
        );
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        gauges.set("portico_build", "The version that runs.", &version, 1);
        gauges.set(
            "portico_started_at_seconds",
            "When it was started, Unix time.",
            &[],
            self.started_at / 1_000,
        );
        if let Some(bytes) = memory_bytes() {
            gauges.set("portico_memory_bytes", "Memory that it holds.", &[], bytes);
        }
        for (name, (help, values)) in gauges.0 {
            let family = Family::<Labels, Gauge>::default();
            for (labels, value) in values {
                family.get_or_create(&labels).set(value);
            }
            registry.register(name, help.trim_end_matches('.'), family);
        }
        register_lanes(&mut registry, lanes);
        let mut text = String::new();
        // Writing into a text cannot fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

fn register_lanes(registry: &mut Registry, lanes: &[LaneState]) {
    let waiting = Family::<Labels, Gauge>::default();
    let counters: [LaneCounter; 4] = [
        ("portico_db_jobs", "Jobs of the database that were begun", |lane| lane.begun),
        ("portico_db_wait_microseconds", "Time that jobs have waited for their turn", |lane| {
            lane.waited_us
        }),
        ("portico_db_refused", "Jobs that found the queue full", |lane| lane.refused),
        ("portico_db_retries", "Jobs that were run again after a clash", |lane| lane.retried),
    ];
    let label = |lane: &LaneState| vec![("lane".to_owned(), lane.name.to_owned())];
    for lane in lanes {
        waiting.get_or_create(&label(lane)).set(i64::try_from(lane.waiting).unwrap_or(i64::MAX));
    }
    registry.register("portico_db_waiting", "Jobs that wait for their turn", waiting);
    for (name, help, of) in counters {
        let family = Family::<Labels, Counter>::default();
        for lane in lanes {
            let _ = family.get_or_create(&label(lane)).inc_by(of(lane));
        }
        registry.register(name, help, family);
    }
}

/// What the system counts as ours, where it tells.
fn memory_bytes() -> Option<i64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<i64>().ok()? * 1_024)
}
