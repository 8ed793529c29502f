//! Ids made by the program: positive, ordered by time, never asked from a database. And secrets for tokens.

use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// 2020-01-01T00:00:00Z in Unix milliseconds: ids count from here, so 42 bits last until 2159.
const EPOCH_MS: i64 = 1_577_836_800_000;
const SEQUENCE_BITS: u32 = 21;
/// Where a millisecond starts lies in the lower half, so that at least 2^20 ids fit behind it.
const START_MASK: i64 = (1 << (SEQUENCE_BITS - 1)) - 1;

/// Makes ids and secrets. Clones share one sequence.
#[derive(Clone)]
pub struct Ids(Arc<Mutex<State>>);

struct State {
    last: i64,
    random: ChaCha20Rng,
    /// Secrets of a running server come straight from the operating system.
    seeded: bool,
}

impl Ids {
    /// Ids that start at a random place in each millisecond, so that servers sharing a database do not meet.
    pub fn system() -> Ids {
        Ids::from_seed(os_random(), false)
    }

    /// The same ids and secrets in every run, for tests.
    pub fn seeded(seed: u64) -> Ids {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Ids::from_seed(bytes, true)
    }

    fn from_seed(seed: [u8; 32], seeded: bool) -> Ids {
        let random = ChaCha20Rng::from_seed(seed);
        Ids(Arc::new(Mutex::new(State { last: 0, random, seeded })))
    }

    /// The next id: 42 bits of milliseconds since 2020, then 21 bits of sequence. Greater than every id made before by
    /// these `Ids`, also when the clock went back.
    pub fn next(&self, now_ms: i64) -> i64 {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let moment = (now_ms - EPOCH_MS).max(0);
        state.last = if moment > state.last >> SEQUENCE_BITS {
            let start = state.random.next_u64() as i64 & START_MASK;
            moment << SEQUENCE_BITS | start
        } else {
            state.last + 1
        };
        state.last
    }

    /// 256 random bits for a token.
    pub fn secret(&self) -> [u8; 32] {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.seeded {
            return os_random();
        }
        let mut bytes = [0; 32];
        state.random.fill_bytes(&mut bytes);
        bytes
    }
}

fn os_random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .expect("without randomness from the operating system no secret is safe");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_within_a_millisecond_and_when_the_clock_goes_back() {
        let ids = Ids::system();
        let now = EPOCH_MS + 1_000;
        let made: Vec<i64> =
            [now, now, now - 500, now + 1, now].iter().map(|ms| ids.next(*ms)).collect();
        assert!(made.is_sorted_by(|a, b| a < b), "{made:?}");
        assert!(made.iter().all(|id| *id > 0));
    }

    #[test]
    fn an_id_tells_its_millisecond() {
        assert_eq!(Ids::system().next(EPOCH_MS + 77) >> SEQUENCE_BITS, 77);
    }

    #[test]
    fn a_seed_gives_the_same_ids_and_secrets() {
        let (a, b, c) = (Ids::seeded(1), Ids::seeded(1), Ids::seeded(2));
        assert_eq!(a.next(EPOCH_MS + 1), b.next(EPOCH_MS + 1));
        assert_eq!(a.secret(), b.secret());
        assert_ne!(a.secret(), c.secret());
        assert_ne!(Ids::system().secret(), Ids::system().secret());
    }

    #[test]
    fn two_servers_start_at_different_places() {
        assert_ne!(Ids::system().next(EPOCH_MS + 1), Ids::system().next(EPOCH_MS + 1));
    }
}
