//! `cargo xtask crash`: the program is killed at random moments of everything that must be whole or not there at all.

mod imports;
mod orders;
mod running;

use crate::program::Kind;
use anyhow::{bail, ensure};
use running::Part;
use std::path::Path;

/// How much is placed and how often it is killed.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Orders placed by all clients together.
    pub orders: usize,
    /// SIGKILLs, in each part.
    pub kills: usize,
    /// Draws lines and moments.
    pub seed: u64,
}

/// What is killed, as `--only` names it.
const PARTS: [&str; 5] = ["orders", "imports", "backup", "restore", "migration"];

/// These parts (all, where none is named) on both databases.
///
/// # Errors
/// The first thing that is half there after a kill.
pub fn run(program: &Path, plan: Plan, only: &[String]) -> anyhow::Result<()> {
    if let Some(unknown) = only.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!("there is no part {unknown}: {}", PARTS.join(", "));
    }
    let wanted = |part: &str| only.is_empty() || only.iter().any(|named| named == part);
    if wanted("orders") {
        // At once: each waits for the leases of killed workers to run out.
        on_both(|kind| orders::on(program, kind, plan))?;
    }
    if wanted("imports") {
        on_both(|kind| imports::on(program, kind, plan.kills.div_ceil(4), plan.seed))?;
    }
    let parts: Vec<Part> = [Part::Backup, Part::Restore, Part::Migration]
        .into_iter()
        .zip(&PARTS[2..])
        .filter_map(|(part, name)| wanted(name).then_some(part))
        .collect();
    if !parts.is_empty() {
        on_both(|kind| running::on(program, kind, &parts, plan.kills, plan.seed))?;
    }
    Ok(())
}

fn on_both(part: impl Fn(Kind) -> anyhow::Result<()> + Sync) -> anyhow::Result<()> {
    std::thread::scope(|scope| {
        let other = scope.spawn(|| part(Kind::Postgres));
        let done = part(Kind::Sqlite);
        let other = other.join();
        ensure!(other.is_ok(), "the run on PostgreSQL panicked");
        done.and(other.unwrap_or(Ok(())))
    })
}
