//! How far an import is, for whoever watches it, and the wish to stop it.

use anyhow::ensure;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts that only grow.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    rows: AtomicU64,
    done: AtomicU64,
    stop: AtomicBool,
}

/// What is said where an import was stopped.
pub const STOPPED: &str =
    "The import was stopped. What was written is whole; the same import again completes it.";

impl Progress {
    /// A bar on a terminal; nothing where standard error is a file or a pipe.
    #[must_use]
    pub fn on_terminal() -> Progress {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template(
            "{bar:30} {human_pos} of {human_len} · {per_sec} · {eta} left",
        );
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Progress { bar, ..Progress::silent() }
    }

    /// Shows nothing by itself.
    #[must_use]
    pub fn silent() -> Progress {
        let (rows, done) = (AtomicU64::new(0), AtomicU64::new(0));
        Progress { bar: ProgressBar::hidden(), rows, done, stop: AtomicBool::new(false) }
    }

    /// So many rows were read.
    ///
    /// # Errors
    /// Somebody wants the import to stop.
    pub fn read(&self, rows: u64) -> anyhow::Result<()> {
        self.rows.store(rows, Ordering::Relaxed);
        ensure!(!self.is_stopped(), STOPPED);
        Ok(())
    }

    /// All rows are read: so many are to be brought in.
    pub fn begin(&self, rows: u64) {
        self.bar.set_length(rows);
        self.bar.reset();
    }

    /// So many more rows are done.
    ///
    /// # Errors
    /// Somebody wants the import to stop.
    pub fn done(&self, rows: u64) -> anyhow::Result<()> {
        self.bar.inc(rows);
        self.done.fetch_add(rows, Ordering::Relaxed);
        ensure!(!self.is_stopped(), STOPPED);
        Ok(())
    }

    /// Nothing follows.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Wants the import to stop at the next batch.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether somebody wanted it to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Rows that were read, and rows that are done.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        (self.rows.load(Ordering::Relaxed), self.done.load(Ordering::Relaxed))
    }
}
