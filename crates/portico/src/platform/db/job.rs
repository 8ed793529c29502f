//! A job and its answer: the closure travels to a database thread, the outcome travels back when it is settled.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::JoinHandle;

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
pub(super) struct Lane(Sender<Box<dyn Job>>);

impl Lane {
    /// A queue for `queue_max` jobs, and its end for the threads.
    pub(super) fn new(queue_max: usize) -> (Lane, Receiver<Box<dyn Job>>) {
        let (sender, receiver) = crossbeam_channel::bounded(queue_max);
        (Lane(sender), receiver)
    }

    /// Queues a job, or says at once that there is no room.
    pub(super) fn send(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.0.try_send(job).map_err(|e| match e {
            TrySendError::Full(_) => DbError::Busy,
            TrySendError::Disconnected(_) => {
                DbError::Lost("the database threads have ended".into())
            }
        })
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
