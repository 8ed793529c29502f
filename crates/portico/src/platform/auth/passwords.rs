//! Passwords: argon2id, a few at a time on threads of their own; and what a new password must be.

use crate::platform::problem::{AppError, Problem};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Characters a new password has at least (NIST SP 800-63B asks for 8, ASVS 6.2.1 recommends more).
pub const LENGTH_MIN: usize = 10;
/// Characters a password has at most.
pub const LENGTH_MAX: usize = 200;
/// Hashes worked on at the same time; each takes its memory.
const AT_ONCE: usize = 4;
/// Hashes that may wait for their turn; the next one is told to try later.
const WAITING_MAX: usize = 64;

const COMMON: &str = include_str!("common_passwords.txt");

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
}

impl Default for Cost {
    /// OWASP's least recommended: 19 MiB, two passes.
    fn default() -> Cost {
        Cost { memory_kib: 19 * 1024, passes: 2 }
    }
}

impl Cost {
    /// As little as the algorithm allows, for tests.
    pub const LEAST: Cost = Cost { memory_kib: 8, passes: 1 };

    fn argon2(self) -> Argon2<'static> {
        let params =
            Params::new(self.memory_kib.max(8), self.passes.max(1), 1, None).unwrap_or_default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// Hashes a password with a fresh salt. Takes as long as `cost` says: not for async code, see [`Passwords::hash`].
///
/// # Panics
/// Where the operating system gives no randomness: then nothing would be safe.
#[must_use]
pub fn hash_password(password: &str, cost: Cost) -> String {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt)
        .expect("without randomness from the operating system no hash is safe");
    let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt of allowed length");
    let hash = cost.argon2().hash_password(password.as_bytes(), &salt);
    hash.expect("the parameters were checked when they were made").to_string()
}

/// Hashes and verifies for the whole program.
#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    cost: Cost,
    dummy: OnceLock<String>,
    turns: Semaphore,
    queue: Semaphore,
    verified: AtomicU64,
}

impl Passwords {
    /// Ready for hashing at this cost.
    #[must_use]
    pub fn new(cost: Cost) -> Passwords {
        let (turns, queue) = (Semaphore::new(AT_ONCE), Semaphore::new(WAITING_MAX));
        Passwords(Arc::new(Inner {
            cost,
            dummy: OnceLock::new(),
            turns,
            queue,
            verified: AtomicU64::new(0),
        }))
    }

    /// The cost of a hash.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.0.cost
    }

    /// How many passwords were verified so far, dummies too.
    #[must_use]
    pub fn verified(&self) -> u64 {
        self.0.verified.load(Ordering::Relaxed)
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// `try_later` when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        let cost = self.0.cost;
        self.work(move |_| hash_password(&password, cost)).await
    }

    /// Whether the password is right. Without a hash (an unknown name) a dummy is verified, so that it takes as long.
    ///
    /// # Errors
    /// `try_later` when too many wait.
    pub async fn verify(&self, hash: Option<String>, password: String) -> Result<bool, AppError> {
        self.work(move |inner| {
            inner.verified.fetch_add(1, Ordering::Relaxed);
            let known = hash.is_some();
            let dummy = || {
                inner.dummy.get_or_init(|| hash_password("nobody's password", inner.cost)).clone()
            };
            let right = verify(&hash.unwrap_or_else(dummy), &password);
            known && right
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Inner) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let _queued = self.0.queue.try_acquire().map_err(|_| Problem::try_later())?;
        let _turn = self.0.turns.acquire().await.map_err(anyhow::Error::new)?;
        let inner = self.0.clone();
        let done =
            tokio::task::spawn_blocking(move || job(&inner)).await.map_err(anyhow::Error::new)?;
        Ok(done)
    }
}

fn verify(hash: &str, password: &str) -> bool {
    // A hash says its own cost; the cost here is not used.
    PasswordHash::new(hash)
        .is_ok_and(|hash| Cost::LEAST.argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Fewer than [`LENGTH_MIN`] characters.
    TooShort,
    /// More than [`LENGTH_MAX`] characters.
    TooLong,
    /// It is the person's own name or address.
    OwnName,
    /// Everybody uses it.
    Common,
}

/// What is wrong with a new password, given the names its owner goes by. No rule about kinds of characters.
#[must_use]
pub fn fault(password: &str, own_names: &[&str]) -> Option<Fault> {
    let length = password.chars().count();
    let lower = password.trim().to_lowercase();
    let own = |name: &&str| {
        let name = name.trim().to_lowercase();
        !name.is_empty() && (lower == name || name.split('@').next() == Some(lower.as_str()))
    };
    match length {
        _ if length < LENGTH_MIN => Some(Fault::TooShort),
        _ if length > LENGTH_MAX => Some(Fault::TooLong),
        _ if own_names.iter().any(own) => Some(Fault::OwnName),
        _ if is_common(&lower) => Some(Fault::Common),
        _ => None,
    }
}

/// In the list, or a short piece over and over (`aaaaaaaaaa`, `abcabcabcabc`).
fn is_common(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let repeats =
        (1..=4).any(|piece| bytes.iter().zip(bytes.iter().skip(piece)).all(|(a, b)| a == b));
    repeats || COMMON.lines().any(|line| line == lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_long_enough_and_not_what_everybody_uses() {
        let names = ["anna.acme.gifts", "anna.kay.of.acme@acme.example", "Anna Kay of Acme"];
        let table = [
            ("short 123", Some(Fault::TooShort)),
            (&"x1".repeat(101), Some(Fault::TooLong)),
            ("Anna.Acme.Gifts", Some(Fault::OwnName)),
            ("anna.kay.of.acme@acme.example", Some(Fault::OwnName)),
            ("anna.kay.of.acme", Some(Fault::OwnName)),
            ("anna kay of acme", Some(Fault::OwnName)),
            ("Password123", Some(Fault::Common)),
            ("1234567890", Some(Fault::Common)),
            ("aaaaaaaaaaaa", Some(Fault::Common)),
            ("abcabcabcabc", Some(Fault::Common)),
            ("correct horse", None),
            ("ten letter", None),
            ("пароль из слов", None),
        ];
        for (password, wanted) in table {
            assert_eq!(fault(password, &names), wanted, "{password}");
        }
    }

    #[tokio::test]
    async fn an_unknown_name_is_never_right() {
        let passwords = Passwords::new(Cost::LEAST);
        let hash = passwords.hash("correct horse".into()).await.unwrap();
        assert!(passwords.verify(Some(hash.clone()), "correct horse".into()).await.unwrap());
        assert!(!passwords.verify(Some(hash), "correct house".into()).await.unwrap());
        assert!(!passwords.verify(None, "nobody's password".into()).await.unwrap());
    }

    #[test]
    fn the_dummy_costs_what_a_new_hash_costs() {
        let hash = hash_password("x", Cost::default());
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }
}
