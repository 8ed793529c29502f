//! CPU time of the server and of the database's processes, from /proc.

use crate::postgres;
use crate::program::Kind;
use anyhow::Context;

/// The kernel counts in hundredths of a second (USER_HZ is 100 on every Linux).
const MS_PER_TICK: f64 = 10.0;

/// Reads both.
pub struct Meter {
    server: u32,
    database: Option<u32>,
}

/// CPU time used so far.
pub struct Used {
    /// By the program.
    pub server_ms: f64,
    /// By PostgreSQL's processes; nothing on SQLite, which runs inside the program.
    pub database_ms: f64,
}

impl Meter {
    /// A meter for this process and, on PostgreSQL, the server that the bench started.
    pub fn new(server: u32, kind: Kind) -> anyhow::Result<Meter> {
        let database = if kind == Kind::Sqlite { None } else { Some(postgres::durable_pid()?) };
        Ok(Meter { server, database })
    }

    /// Now.
    pub fn read(&self) -> anyhow::Result<Used> {
        let server_ms = Stat::of(self.server)?.own_ms();
        let database_ms = self.database.map_or(Ok(0.0), family_ms)?;
        Ok(Used { server_ms, database_ms })
    }
}

/// A process and its children, those that have ended among them.
fn family_ms(first: u32) -> anyhow::Result<f64> {
    let stat = Stat::of(first)?;
    let mut sum = stat.own_ms() + stat.ended_children_ms();
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // A process may end while we look.
        if let Ok(child) = Stat::of(pid)
            && child.number(PARENT) == Some(u64::from(first))
        {
            sum += child.own_ms();
        }
    }
    Ok(sum)
}

// Places after the name's closing bracket in /proc/PID/stat; see proc(5).
const PARENT: usize = 1;
const USER: usize = 11;
const SYSTEM: usize = 12;
const CHILDREN_USER: usize = 13;
const CHILDREN_SYSTEM: usize = 14;

struct Stat(Vec<String>);

impl Stat {
    fn of(pid: u32) -> anyhow::Result<Stat> {
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        let (_, rest) = text.rsplit_once(')').context("a stat without a name")?;
        Ok(Stat(rest.split_whitespace().map(str::to_owned).collect()))
    }

    fn number(&self, place: usize) -> Option<u64> {
        self.0.get(place)?.parse().ok()
    }

    fn ms(&self, places: [usize; 2]) -> f64 {
        let ticks: u64 = places.into_iter().filter_map(|place| self.number(place)).sum();
        f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) * MS_PER_TICK
    }

    fn own_ms(&self) -> f64 {
        self.ms([USER, SYSTEM])
    }

    fn ended_children_ms(&self) -> f64 {
        self.ms([CHILDREN_USER, CHILDREN_SYSTEM])
    }
}

/// Memory that is the process's own: files that are only mapped are not counted.
pub fn own_memory_mb(pid: u32) -> anyhow::Result<u64> {
    Ok(own_memory_kb(pid)? / 1024)
}

/// The same, in kB.
pub fn own_memory_kb(pid: u32) -> anyhow::Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
