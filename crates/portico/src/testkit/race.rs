//! Many at once: what a race test starts. And two at once, one exactly within the other.

use crate::platform::db::{Db, DbError, Kind, Tx};
use std::future::Future;
use std::sync::Arc;
use std::sync::mpsc::channel;
use tokio::sync::{Barrier, oneshot};

/// Runs `make(0)` to `make(n - 1)` at the same time, on all threads of the runtime, and answers in their order. None
/// begins before all are ready.
///
/// # Panics
/// With the panic of the first task that had one.
pub async fn race<T, F>(n: usize, make: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(n));
    let tasks: Vec<_> = (0..n)
        .map(|i| {
            let (start, task) = (start.clone(), make(i));
            tokio::spawn(async move {
                start.wait().await;
                task.await
            })
        })
        .collect();
    let mut answers = Vec::with_capacity(n);
    for task in tasks {
        match task.await {
            Ok(answer) => answers.push(answer),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
    answers
}

/// Does `first`, and before it commits, `second`: until that waits for the first one or has even ended. Then the first
/// commits. So a guard between the two is needed every time, not only now and then. On SQLite the one writer lets nobody
/// overtake: there the second comes after the first.
///
/// # Panics
/// With the panic of either.
pub async fn overlap<A, B, E, F, S>(
    db: &Db,
    mut first: F,
    second: S,
) -> (Result<A, E>, Result<B, E>)
where
    A: Send + 'static,
    B: Send + 'static,
    E: From<DbError> + Send + 'static,
    F: FnMut(&mut Tx) -> Result<A, E> + Send + 'static,
    S: FnMut(&mut Tx) -> Result<B, E> + Send + 'static,
{
    let (begun, has_begun) = oneshot::channel();
    let (go_on, may_go_on) = channel::<()>();
    let (mut begun, slow, quick) = (Some(begun), db.clone(), db.clone());
    let slow = tokio::spawn(async move {
        let held = move |tx: &mut Tx| {
            let done = first(tx);
            begun.take().map(|begun| begun.send(()));
            let _ = may_go_on.recv();
            done
        };
        slow.write(held).await
    });
    has_begun.await.expect("the first one tells that it has begun");
    let quick = tokio::spawn(async move { quick.write(second).await });
    while db.kind() == Kind::Postgres && !quick.is_finished() && !somebody_waits(db).await {
        tokio::task::yield_now().await;
    }
    drop(go_on);
    let first = slow.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
    let second = quick.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
    (first, second)
}

const WHO_WAIT_POSTGRES: &str = "select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'";

async fn somebody_waits(db: &Db) -> bool {
    let count: Result<Option<i64>, DbError> =
        db.read(move |view| view.one::<i64>(WHO_WAIT_POSTGRES, [])).await;
    count.expect("the server tells who waits").unwrap_or(0) > 0
}

#[cfg(test)]
mod tests {
    use super::race;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn all_start_together_and_answer_in_order() {
        let started = Arc::new(AtomicUsize::new(0));
        let seen = race(8, |i| {
            let started = started.clone();
            async move {
                started.fetch_add(1, Ordering::SeqCst);
                while started.load(Ordering::SeqCst) < 8 {
                    tokio::task::yield_now().await;
                }
                i * 2
            }
        })
        .await;
        assert_eq!(seen, [0, 2, 4, 6, 8, 10, 12, 14]);
    }
}
