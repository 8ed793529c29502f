//! Brings rows in, in batches that hold the database for about 50 ms each, so that people go on
//! ordering meanwhile. A batch is kept whole or not at all; stopped at any moment, the same import
//! run again completes it.

use super::Outcome;
use crate::platform::db::{Db, DbError};
use crate::platform::importing::{Imported, Planned};
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

/// Knows how many rows fit into one batch.
#[derive(Debug)]
pub struct Batches {
    size: usize,
}

impl Default for Batches {
    fn default() -> Batches {
        Batches { size: FIRST }
    }
}

impl Batches {
    /// What each row came to, in their order.
    ///
    /// # Errors
    /// What the database says; the batches before are kept.
    pub async fn bring<R: Imported>(
        &mut self,
        db: &Db,
        rows: Vec<R>,
        mode: Mode,
    ) -> Result<Vec<Outcome>, DbError> {
        let rows = Arc::new(rows);
        let mut outcomes = Vec::with_capacity(rows.len());
        while outcomes.len() < rows.len() {
            let batch = next_batch(&rows, outcomes.len(), self.size);
            let began = Instant::now();
            let weight: usize = rows[batch.clone()].iter().map(R::weight).sum();
            outcomes.extend(one_batch(db, rows.clone(), batch, mode).await?);
            let took = began.elapsed().as_millis().max(1);
            let fitting = (weight as u128 * BATCH_MS / took) as usize;
            self.size = fitting.clamp(LEAST.max(self.size / 2), MOST.min(self.size * 2));
        }
        Ok(outcomes)
    }
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
