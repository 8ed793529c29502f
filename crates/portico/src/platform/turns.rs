//! Turns at work that keeps a core busy and much memory full: only so much of it at once. Who has to wait waits in a row, and
//! not for ever: then the answer is 503, with a time to come again.

use super::problem::{AppError, Problem};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// Turns at one kind of work.
#[derive(Clone, Debug)]
pub struct Turns {
    free: Arc<Semaphore>,
    most: u32,
    patience: Duration,
}

impl Turns {
    /// So many at once; whoever waits longer than `patience` gives up.
    #[must_use]
    pub fn new(most: u32, patience: Duration) -> Turns {
        Turns { free: Arc::new(Semaphore::new(most as usize)), most, patience }
    }

    /// Does work that needs this many turns (all of them, where it asks for more) when its turn comes: first come, first
    /// served. Whoever goes away meanwhile leaves the turn with the work, which goes on.
    ///
    /// It gets a thread that ends with it: what a thread has freed stays with the thread, and the runtime's blocking ones
    /// take turns, so that each of them would keep the memory of the largest work that it ever did.
    ///
    /// # Errors
    /// `busy` with a time to come again, where the turn does not come in time; what is unexpected.
    pub async fn work<T: Send + 'static>(
        &self,
        needs: u32,
        busy: fn() -> Problem,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let turn = self.take(needs).await.ok_or_else(busy)?;
        let (done, made) = oneshot::channel();
        let thread = thread::Builder::new().name("turn".to_owned()).spawn(move || {
            let made = work();
            drop(turn);
            let _ = done.send(made);
        });
        let _ = thread.map_err(anyhow::Error::new)?;
        Ok(made.await.map_err(|error| anyhow::anyhow!("work ended early: {error}"))?)
    }

    /// So many turns, or nothing where they did not come in time. They end as the permit is dropped.
    pub(crate) async fn take(&self, needs: u32) -> Option<OwnedSemaphorePermit> {
        let turn = self.free.clone().acquire_many_owned(needs.clamp(1, self.most));
        timeout(self.patience, turn).await.ok()?.ok()
    }

    /// From now on nobody gets a turn.
    #[cfg(test)]
    pub(crate) fn close(&self) {
        self.free.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::{Pin, pin};
    use std::sync::mpsc;
    use std::task::{Context, Waker};

    const LONG: Duration = Duration::from_secs(3_600);

    /// Whether it does not get its turn now.
    fn waits(turn: Pin<&mut impl Future>) -> bool {
        turn.poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    #[tokio::test]
    async fn only_so_many_at_once_and_the_next_when_one_ends() {
        let turns = Turns::new(2, LONG);
        let (first, _second) = (turns.take(1).await, turns.take(1).await);
        let mut third = pin!(turns.take(1));
        let mut fourth = pin!(turns.take(1));
        assert!(waits(third.as_mut()) && waits(fourth.as_mut()), "two are at work");
        drop(first);
        assert!(waits(fourth.as_mut()), "first come, first served");
        assert!(third.await.is_some());
    }

    #[tokio::test]
    async fn what_needs_every_turn_works_alone() {
        let turns = Turns::new(2, LONG);
        let small = turns.take(1).await;
        let mut large = pin!(turns.take(7));
        assert!(waits(large.as_mut()), "one is at work");
        drop(small);
        let alone = large.await;
        let mut next = pin!(turns.take(1));
        assert!(waits(next.as_mut()), "it has them all");
        drop(alone);
        assert!(next.await.is_some());
    }

    #[tokio::test]
    async fn whoever_waits_too_long_is_told_when_to_come_again() {
        let turns = Turns::new(1, Duration::ZERO);
        let _taken = turns.take(1).await;
        let refused = turns.work(1, Problem::try_later, || ()).await.unwrap_err().problem();
        assert_eq!((refused.status, refused.retry_after), (503, Some(2)));
    }

    #[tokio::test]
    async fn whoever_goes_away_leaves_the_turn_with_the_work() {
        let turns = Turns::new(1, LONG);
        let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
        let (go_on, may_end) = mpsc::channel::<()>();
        let work = move || {
            begun.send(()).expect("the test listens");
            may_end.recv().expect("the test says so");
        };
        tokio::select! {
            _ = turns.work(1, Problem::try_later, work) => panic!("nobody let it end"),
            _ = has_begun.recv() => {}
        }
        let mut next = pin!(turns.take(1));
        assert!(waits(next.as_mut()), "the thread still works");
        go_on.send(()).unwrap();
        assert!(next.await.is_some());
    }
}
