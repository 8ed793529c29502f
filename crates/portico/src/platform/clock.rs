//! The time, given to whoever needs it, so that tests can fix it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Says what time it is. Clones of a fixed clock share the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Clock {
        Clock(Source::System)
    }

    /// A clock that stands still at `ms` (Unix milliseconds) until it is set or advanced.
    pub fn fixed(ms: i64) -> Clock {
        Clock(Source::Fixed(Arc::new(AtomicI64::new(ms))))
    }

    /// The present moment in Unix milliseconds, UTC.
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Source::Fixed(ms) => ms.load(Ordering::SeqCst),
            Source::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_millis() as i64),
        }
    }

    /// Moves a fixed clock to `ms`. Panics on the clock of the machine, which nobody can set.
    pub fn set(&self, ms: i64) {
        self.cell().store(ms, Ordering::SeqCst);
    }

    /// Moves a fixed clock by `ms`. Panics on the clock of the machine, which nobody can move.
    pub fn advance(&self, ms: i64) {
        self.cell().fetch_add(ms, Ordering::SeqCst);
    }

    fn cell(&self) -> &AtomicI64 {
        match &self.0 {
            Source::Fixed(ms) => ms,
            Source::System => panic!("only a fixed clock can be set"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_fixed_clock_move_together() {
        let clock = Clock::fixed(1_000);
        let other = clock.clone();
        clock.advance(500);
        assert_eq!(other.now_ms(), 1_500);
        other.set(7);
        assert_eq!(clock.now_ms(), 7);
    }

    #[test]
    fn the_clock_of_the_machine_is_past_2025() {
        assert!(Clock::system().now_ms() > 1_735_689_600_000);
    }
}
