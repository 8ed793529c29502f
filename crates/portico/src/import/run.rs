//! Brings rows in, in batches that hold the database for about 50 ms each, so that people go on
//! ordering meanwhile. A batch is kept whole or not at all; stopped at any moment, the same import
//! run again completes it.

use super::Outcome;
use crate::platform::db::{Db, DbError};
use crate::platform::importing::{Imported, Planned};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

/// How long a batch should hold the database, in milliseconds.
const BATCH_MS: u128 = 50;
/// Database rows of the first batch, and the bounds of all others.
const FIRST: usize = 500;
const LEAST: usize = 50;
const MOST: usize = 20_000;

/// Whether an import writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Says what it would do.
    Dry,
    /// Does it.
    Real,
}

/// What each row came to, in their order.
///
/// # Errors
/// What the database says; the batches before are kept.
pub async fn bring<R: Imported>(
    db: &Db,
    rows: Vec<R>,
    mode: Mode,
    bar: &ProgressBar,
) -> Result<Vec<Outcome>, DbError> {
    let rows = Arc::new(rows);
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut size = FIRST;
    while outcomes.len() < rows.len() {
        let batch = next_batch(&rows, outcomes.len(), size);
        let began = Instant::now();
        let weight: usize = rows[batch.clone()].iter().map(R::weight).sum();
        bar.inc(batch.len() as u64);
        outcomes.extend(one_batch(db, rows.clone(), batch, mode).await?);
        let took = began.elapsed().as_millis().max(1);
        let fitting = (weight as u128 * BATCH_MS / took) as usize;
        size = fitting.clamp(LEAST.max(size / 2), MOST.min(size * 2));
    }
    Ok(outcomes)
}

fn next_batch<R: Imported>(rows: &[R], from: usize, size: usize) -> Range<usize> {
    let mut weight = 0;
    let mut to = from;
    while to < rows.len() && (to == from || weight + rows[to].weight() <= size) {
        weight += rows[to].weight();
        to += 1;
    }
    from..to
}

async fn one_batch<R: Imported>(
    db: &Db,
    rows: Arc<Vec<R>>,
    batch: Range<usize>,
    mode: Mode,
) -> Result<Vec<Outcome>, DbError> {
    if mode == Mode::Dry {
        let plan = db.report(move |view| R::plan(view, &rows[batch.clone()]));
        return plan.await.map(|planned| split(planned).0);
    }
    db.write(move |tx| {
        let (outcomes, deeds) = split(R::plan(tx, &rows[batch.clone()])?);
        R::keep(tx, deeds)?;
        Ok(outcomes)
    })
    .await
}

fn split<D>(planned: Vec<Planned<D>>) -> (Vec<Outcome>, Vec<D>) {
    let mut deeds = Vec::new();
    let outcomes = planned.into_iter().map(|planned| match planned {
        Planned::New(deed) => {
            deeds.push(deed);
            Outcome::New
        }
        Planned::Changed(deed) => {
            deeds.push(deed);
            Outcome::Changed
        }
        Planned::Same => Outcome::Same,
        Planned::Refused(why) => Outcome::Refused(why),
    });
    let outcomes = outcomes.collect();
    (outcomes, deeds)
}

/// A bar on a terminal; nothing where standard error is a file or a pipe.
#[must_use]
pub fn progress(rows: usize) -> ProgressBar {
    let bar = ProgressBar::new(rows as u64);
    let style = ProgressStyle::with_template(
        "{bar:30} {human_pos} of {human_len} · {per_sec} · {eta} left",
    );
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
