//! Secrets of 256 bits: shown once, kept only as their SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A secret as text of 43 characters. Never logged: it has no `Debug` that shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text of these random bytes (`app.ids.secret()`).
    #[must_use]
    pub fn of(bytes: [u8; 32]) -> Secret {
        Secret(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What somebody showed us, whatever it is.
    #[must_use]
    pub fn shown(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    /// The text, for the one place it goes to.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Another secret that follows from this one and tells nothing of it: the form token of a cookie.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(purpose.as_bytes());
        hash.update([0]);
        hash.update(self.0.as_bytes());
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Whether two texts are the same, taking the same time wherever they differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_kept_as_its_hash_and_not_shown() {
        let secret = Secret::of([7; 32]);
        assert_eq!(secret.text().len(), 43);
        assert_eq!(secret.hash(), Secret::shown(secret.text()).hash());
        assert_eq!(format!("{secret:?}"), "Secret");
        assert_ne!(secret.derived("a"), secret.derived("b"));
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab"));
    }
}
