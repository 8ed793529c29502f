//! How fast a token may call: a bucket that fills steadily. In this process only; the limit protects it, not a fact.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Calls a minute.
pub const PER_MINUTE: i64 = 3_000;
/// Calls at once.
pub const BURST: i64 = 300;
/// Milliseconds until one more call may be made.
const REFILL_MS: i64 = 60_000 / PER_MINUTE;
/// Buckets kept; full ones are thrown away beyond that.
const KEPT_MAX: usize = 10_000;

/// A bucket for each caller, by its id. Clones share them.
#[derive(Clone, Default)]
pub struct Buckets(Arc<Mutex<HashMap<i64, i64>>>);

impl Buckets {
    /// Takes one call of `caller`; `Err` is the number of seconds to wait.
    ///
    /// # Errors
    /// The seconds until a call is possible again.
    pub fn take(&self, caller: i64, now_ms: i64) -> Result<(), u32> {
        let mut paid_until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paid_until.len() >= KEPT_MAX {
            paid_until.retain(|_, until| *until > now_ms);
        }
        // Each call is paid for with REFILL_MS; nobody may be further ahead than a burst.
        let until = paid_until.entry(caller).or_insert(now_ms);
        let next = (*until).max(now_ms) + REFILL_MS;
        let ahead = next - now_ms - BURST * REFILL_MS;
        if ahead > 0 {
            return Err(u32::try_from(ahead.div_euclid(1_000) + 1).unwrap_or(60));
        }
        *until = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_steady_rate() {
        let buckets = Buckets::default();
        for call in 0..BURST {
            assert_eq!(buckets.take(1, 1_000), Ok(()), "{call}");
        }
        assert_eq!(buckets.take(1, 1_000), Err(1));
        assert_eq!(buckets.take(2, 1_000), Ok(()));
        assert_eq!(buckets.take(1, 1_000 + REFILL_MS), Ok(()));
        assert_eq!(buckets.take(1, 1_000 + REFILL_MS), Err(1));
        let allowed = (0..60_000).filter(|ms| buckets.take(1, 100_000 + ms).is_ok()).count();
        assert_eq!(allowed, usize::try_from(BURST + PER_MINUTE).unwrap() - 1);
    }
}
