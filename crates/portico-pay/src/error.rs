//! What can go wrong with a gateway, by what has to be done about it.

use std::fmt;
use std::time::Duration;

/// Why a gateway did not do what it was asked.
#[derive(Debug)]
pub enum GatewayError {
    /// Down, throttled or busy: again after this long at least. It may have been done all the same.
    TryLater {
        /// At least.
        after: Duration,
        /// The gateway keeps answering this key with the same fault, and what it may have made under it is in nobody's
        /// hands: the next try takes a new key.
        with_a_new_key: bool,
        /// For the log: no names, no secrets.
        why: String,
    },
    /// It will not do it.
    Refused {
        /// A sentence of the gateway's for the staff.
        why: String,
    },
    /// Staff must look: a wrong key, an answer that cannot be.
    Broken(anyhow::Error),
}

impl GatewayError {
    /// Busy: the same call again, after this long.
    #[must_use]
    pub fn later(after: Duration, why: impl Into<String>) -> GatewayError {
        GatewayError::TryLater { after, with_a_new_key: false, why: why.into() }
    }

    /// An answer or a setting that cannot be.
    #[must_use]
    pub fn broken(why: impl fmt::Display) -> GatewayError {
        GatewayError::Broken(anyhow::anyhow!("{why}"))
    }
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GatewayError::TryLater { after, why, .. } => {
                write!(f, "try again in {} s: {why}", after.as_secs())
            }
            GatewayError::Refused { why } => write!(f, "refused: {why}"),
            GatewayError::Broken(error) => write!(f, "broken: {error:#}"),
        }
    }
}

impl std::error::Error for GatewayError {}

/// Why a message to a hook is not believed. The sender is told none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// No signature, or none that can be read.
    Unsigned,
    /// Signed with another secret, or altered on its way.
    Forged,
    /// Signed too long ago, or in the future.
    NotNow,
    /// Not what the gateway sends.
    Unreadable,
    /// Of test money where real money is meant, or the other way round.
    WrongMode,
}

impl MessageError {
    /// A word for logs and counters.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MessageError::Unsigned => "unsigned",
            MessageError::Forged => "forged",
            MessageError::NotNow => "not_now",
            MessageError::Unreadable => "unreadable",
            MessageError::WrongMode => "wrong_mode",
        }
    }
}
