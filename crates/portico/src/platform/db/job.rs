//! A job and its answer: the closure travels to a database thread, the outcome travels back when it is settled.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, TrySendError};
use tokio::sync::oneshot;

use super::{DbError, Tx};

/// A closure waiting to be run, perhaps more than once, with the way back to whoever waits for it.
pub(super) trait Job: Send {
    /// Runs the closure and keeps what came out; an earlier outcome is forgotten.
    fn run(&mut self, tx: &mut Tx) -> Ended;
    /// Tells what came out. Only when it is settled: committed or undone.
    fn answer(self: Box<Self>);
    /// Tells `error` instead of what came out; a panic is still told as a panic.
    fn fail(self: Box<Self>, error: DbError);
}

/// What to do with a job's changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ended {
    /// It succeeded.
    Keep,
    /// It refused or failed.
    Undo,
    /// It panicked.
    Panicked,
}

type Outcome<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

struct Closure<T, E, F> {
    job: F,
    outcome: Option<Outcome<T, E>>,
    reply: oneshot::Sender<Outcome<T, E>>,
}

/// The waiting end of a job.
pub(super) struct Answer<T, E>(oneshot::Receiver<Outcome<T, E>>);

/// Makes a job of a closure.
pub(super) fn new<T, E, F>(job: F) -> (Box<dyn Job>, Answer<T, E>)
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Closure { job, outcome: None, reply }), Answer(answer))
}

impl<T, E, F> Job for Closure<T, E, F>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> Ended {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.job)(tx)));
        let (outcome, ended) = match (outcome, tx.doomed()) {
            (Ok(Ok(_)), Some(error)) => (Ok(Err(error.clone().into())), Ended::Undo),
            (outcome @ Ok(Ok(_)), None) => (outcome, Ended::Keep),
            (outcome @ Ok(Err(_)), _) => (outcome, Ended::Undo),
            (outcome @ Err(_), _) => (outcome, Ended::Panicked),
        };
        self.outcome = Some(outcome);
        ended
    }

    fn answer(self: Box<Self>) {
        if let Some(outcome) = self.outcome {
            // Nobody may be waiting any more: the browser has gone.
            let _ = self.reply.send(outcome);
        }
    }

    fn fail(self: Box<Self>, error: DbError) {
        let outcome = match self.outcome {
            Some(Err(panic)) => Err(panic),
            _ => Ok(Err(error.into())),
        };
        let _ = self.reply.send(outcome);
    }
}

impl<T, E: From<DbError>> Answer<T, E> {
    /// Waits for the outcome; a panic of the job goes on here.
    pub(super) async fn wait(self) -> Result<T, E> {
        match self.0.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => Err(DbError::Unsure("a database thread has ended".into()).into()),
        }
    }
}

/// A bounded queue before one or more database threads.
pub(super) struct Lane {
    name: &'static str,
    sender: Sender<(Instant, Box<dyn Job>)>,
    counts: Arc<Counts>,
}

/// The end of a lane where jobs are taken from.
#[derive(Clone)]
pub(super) struct Jobs {
    receiver: Receiver<(Instant, Box<dyn Job>)>,
    counts: Arc<Counts>,
}

/// What has happened in a lane since the program started.
#[derive(Default)]
struct Counts {
    begun: AtomicU64,
    waited_us: AtomicU64,
    refused: AtomicU64,
    retried: AtomicU64,
}

/// How a lane does, for the metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneState {
    /// `read`, `write` or `report`.
    pub name: &'static str,
    /// Jobs that wait now.
    pub waiting: usize,
    /// Jobs that were begun.
    pub begun: u64,
    /// How long they have waited for their turn, all together, in microseconds.
    pub waited_us: u64,
    /// Jobs that found no room.
    pub refused: u64,
    /// Jobs that were run again.
    pub retried: u64,
}

impl Lane {
    /// A queue for `queue_max` jobs, and its end for the threads.
    pub(super) fn new(name: &'static str, queue_max: usize) -> (Lane, Jobs) {
        let (sender, receiver) = crossbeam_channel::bounded(queue_max);
        let counts = Arc::new(Counts::default());
        (Lane { name, sender, counts: counts.clone() }, Jobs { receiver, counts })
    }

    /// Queues a job, or says at once that there is no room.
    pub(super) fn send(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.sender.try_send((Instant::now(), job)).map_err(|e| match e {
            TrySendError::Full(_) => {
                self.counts.refused.fetch_add(1, Ordering::Relaxed);
                DbError::Busy
            }
            TrySendError::Disconnected(_) => {
                DbError::Lost("the database threads have ended".into())
            }
        })
    }

    /// How it does.
    pub(super) fn state(&self) -> LaneState {
        let counts = &self.counts;
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        LaneState {
            name: self.name,
            waiting: self.sender.len(),
            begun: read(&counts.begun),
            waited_us: read(&counts.waited_us),
            refused: read(&counts.refused),
            retried: read(&counts.retried),
        }
    }
}

impl Jobs {
    /// Waits for the next job; none when the lane is dropped and empty.
    pub(super) fn next(&self) -> Option<Box<dyn Job>> {
        self.receiver.recv().ok().map(|sent| self.begin(sent))
    }

    /// The next job, if one waits.
    pub(super) fn next_waiting(&self) -> Option<Box<dyn Job>> {
        self.receiver.try_recv().ok().map(|sent| self.begin(sent))
    }

    /// Counts a job that is run again.
    pub(super) fn again(&self) {
        self.counts.retried.fetch_add(1, Ordering::Relaxed);
    }

    fn begin(&self, (sent, job): (Instant, Box<dyn Job>)) -> Box<dyn Job> {
        let waited = u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.counts.begun.fetch_add(1, Ordering::Relaxed);
        self.counts.waited_us.fetch_add(waited, Ordering::Relaxed);
        job
    }
}

/// Starts a database thread. It ends when its lane is dropped and all jobs are done.
pub(super) fn thread(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, DbError> {
    let spawned = std::thread::Builder::new().name(name.into()).spawn(work);
    spawned.map_err(|e| DbError::Failed(format!("a database thread cannot start: {e}")))
}
