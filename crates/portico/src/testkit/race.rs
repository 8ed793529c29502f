//! Many at once: what a race test starts.

use std::future::Future;
use std::sync::Arc;
use tokio::sync::Barrier;

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
