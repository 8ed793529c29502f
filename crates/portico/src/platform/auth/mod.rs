//! What proves who somebody is: passwords, secrets, cookies, and the slow-down after failures. Knows no business word.

pub mod address;
pub mod allowance;
pub mod cookies;
pub mod origin;
pub mod passwords;
pub mod secrets;
pub mod throttle;

pub use passwords::{Cost, Passwords, hash_password};
pub use secrets::Secret;

/// What signing in needs of the running program.
#[derive(Clone)]
pub struct Auth {
    /// Hashes and verifies, a few at a time.
    pub passwords: Passwords,
    /// How fast each API token may call, at all servers together.
    pub allowances: allowance::Allowances,
}

impl Auth {
    /// Ready for hashing at this cost.
    #[must_use]
    pub fn new(cost: Cost) -> Auth {
        Auth { passwords: Passwords::new(cost), allowances: allowance::Allowances::default() }
    }
}
