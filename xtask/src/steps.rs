//! Steps with a name and a time, and the table of them at the end.

use std::time::{Duration, Instant};

/// Runs steps one after the other; the first that fails ends the run.
pub struct Steps {
    only: Vec<String>,
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// All steps, or only those whose name contains one of these words.
    pub fn new(only: &[String]) -> Steps {
        Steps { only: only.to_vec(), done: Vec::new() }
    }

    /// Runs one step, unless it was not asked for.
    pub fn step(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if !self.only.is_empty() && !self.only.iter().any(|word| name.contains(word.as_str())) {
            return Ok(());
        }
        println!("\n=== {name}");
        let start = Instant::now();
        let result = work();
        self.done.push((name, start.elapsed()));
        if let Err(error) = result {
            self.table();
            return Err(error.context(format!(
                "step '{name}' failed; again, alone: cargo xtask ci --only {name}"
            )));
        }
        Ok(())
    }

    /// Prints what each step took.
    pub fn table(&self) {
        println!("\n{:<16}{:>10}", "step", "seconds");
        for (name, took) in &self.done {
            println!("{name:<16}{:>10.1}", took.as_secs_f64());
        }
        let sum: Duration = self.done.iter().map(|(_, took)| *took).sum();
        println!("{:<16}{:>10.1}", "all", sum.as_secs_f64());
    }
}
