//! What somebody had typed when their session was over, carried through the sign-in page and back. It travels in the
//! page itself, sealed with the secret of the ended session, which only its browser holds: nobody else can make one,
//! and nobody else is shown it. See docs/decisions/0016-typed-while-signed-out.md.

use crate::platform::auth::{Secret, secrets};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// Bytes of names and values that are carried at most.
pub const BYTES_MOST: usize = 256 * 1024;

/// A form that was sent too late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Where it was sent to.
    pub path: String,
    /// The company it was made for.
    pub customer: String,
    /// Names and values, without passwords and codes.
    pub typed: Vec<(String, String)>,
    /// Whether something was left out for being secret.
    pub left_out: bool,
}

impl Carried {
    /// Of a form's fields; `None`: too much to carry.
    #[must_use]
    pub fn of(path: &str, customer: &str, fields: &[(String, String)]) -> Option<Carried> {
        let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if size > BYTES_MOST {
            return None;
        }
        let (secret, typed): (Vec<_>, Vec<_>) =
            fields.iter().cloned().partition(|(name, _)| is_secret(name));
        let left_out = secret.iter().any(|(_, value)| !value.is_empty());
        let (path, customer) = (path.to_owned(), customer.to_owned());
        Some(Carried { path, customer, typed, left_out })
    }

    /// The text for the hidden field.
    #[must_use]
    pub fn seal(&self, cookie: &Secret) -> String {
        let json = serde_json::to_vec(self).expect("strings are always JSON");
        let payload = URL_SAFE_NO_PAD.encode(json);
        let seal = seal_of(cookie, &payload);
        format!("{payload}.{seal}")
    }

    /// What a hidden field carries, if this cookie sealed it.
    #[must_use]
    pub fn open(cookie: &Secret, text: &str) -> Option<Carried> {
        let (payload, seal) = text.split_once('.')?;
        if !secrets::same(seal, &seal_of(cookie, payload)) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }
}

/// Passwords and codes are typed anew.
fn is_secret(name: &str) -> bool {
    name.contains("password") || name == "one_time_code"
}

fn seal_of(cookie: &Secret, payload: &str) -> String {
    cookie.derived(&format!("carried {payload}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_browser_opens_it_and_passwords_stay_behind() {
        let fields = [("note", "long \"text\" é"), ("current_password", "hush")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (mine, other) = (Secret::of([1; 32]), Secret::of([2; 32]));
        let carried = Carried::of("/cart", "C-1001", &fields).unwrap();
        assert!(carried.left_out && carried.typed.len() == 1);
        let text = carried.seal(&mine);
        assert_eq!(Carried::open(&mine, &text), Some(carried));
        assert_eq!(Carried::open(&other, &text), None);
        let (payload, seal) = text.split_once('.').unwrap();
        for bad in [payload, "", ".", &format!("{payload}x.{seal}"), &format!("{payload}.x")] {
            assert_eq!(Carried::open(&mine, bad), None, "{bad}");
        }
        let long = [("note".to_owned(), "x".repeat(BYTES_MOST + 1))];
        assert_eq!(Carried::of("/cart", "C-1001", &long), None);
    }
}
