//! One way out to a gateway: fixed address, no redirects, time-outs, a limit on what comes back, secrets that no log sees.

use crate::GatewayError;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde::de::DeserializeOwned;
use std::fmt;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(20);
/// The longest answer that is read: pages of a hundred refunds are far below.
const ANSWER_BYTES_MOST: usize = 2 << 20;
const PAUSE: Duration = Duration::from_secs(5);
const PAUSE_MOST: Duration = Duration::from_secs(600);

/// A secret: an API key or what messages are signed with. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// This secret, without blanks around it.
    #[must_use]
    pub fn new(text: &str) -> Key {
        Key(text.trim().to_owned())
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What a gateway answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The answer as what it should be.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, GatewayError> {
        // The reader's own words name fields and places, no values.
        serde_json::from_slice(&self.body).map_err(|error| {
            GatewayError::broken(format!("an answer of {} cannot be read: {error}", self.status))
        })
    }

    /// How long the gateway wants to be left alone.
    fn pause(&self) -> Duration {
        let named = self.headers.get(RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
        named.map_or(PAUSE, |seconds| Duration::from_secs(seconds).min(PAUSE_MOST))
    }

    /// What an answer that is not a success means; `why` is the gateway's sentence.
    pub(crate) fn fault(&self, why: String) -> GatewayError {
        match self.status {
            401 | 403 => GatewayError::broken(format!("the gateway refuses our key: {why}")),
            408 | 409 | 429 | 500..=599 => GatewayError::later(self.pause(), why),
            300..=399 => {
                GatewayError::broken(format!("the gateway sends us elsewhere ({})", self.status))
            }
            _ => GatewayError::Refused { why },
        }
    }
}

/// A gateway's address and our key there.
#[derive(Clone)]
pub(crate) struct Wire {
    client: Client,
    base: String,
    key: Key,
}

impl Wire {
    /// A way to this address.
    pub(crate) fn new(base: &str, key: Key) -> Result<Wire, GatewayError> {
        // It may be set already: mails and files do the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("portico/", env!("CARGO_PKG_VERSION")));
        let client = builder.build().map_err(GatewayError::broken)?;
        Ok(Wire { client, base: base.trim_end_matches('/').to_owned(), key })
    }

    /// A request to a path, with our key.
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).bearer_auth(self.key.text())
    }

    /// Sends it and reads what comes back, up to the limit.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Answer, GatewayError> {
        let mut answer = request.send().await.map_err(unreached)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(unreached)? {
            if body.len() + piece.len() > ANSWER_BYTES_MOST {
                return Err(GatewayError::broken(
                    "an answer is longer than anything it should say",
                ));
            }
            body.extend_from_slice(&piece);
        }
        Ok(Answer { status, headers, body })
    }
}

/// A path's part: ids are letters, digits, `_` and `-`. Whatever else comes as an id never reaches an address.
pub(crate) fn id_part(id: &str) -> Result<&str, GatewayError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if id.is_empty() || id.len() > 255 || !id.chars().all(plain) {
        return Err(GatewayError::Refused { why: "that is no id of a payment".to_owned() });
    }
    Ok(id)
}

/// Without the address: it may hold an id.
fn unreached(error: reqwest::Error) -> GatewayError {
    GatewayError::later(PAUSE, error.without_url().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_shown() {
        assert_eq!(format!("{:?}", Key::new("sk_live_1")), "Key(…)");
        assert!(Key::new("  ").is_blank());
    }

    #[test]
    fn ids_cannot_lead_elsewhere() {
        assert!(id_part("cs_test_a1-B").is_ok());
        for id in ["", "../refunds", "a/b", "a?b", "ä", "a b", &"x".repeat(256)] {
            assert!(id_part(id).is_err(), "{id}");
        }
    }

    #[test]
    fn faults_are_told_apart() {
        let answer = |status| Answer { status, headers: HeaderMap::new(), body: Vec::new() };
        for status in [408, 409, 429, 500, 503] {
            assert!(matches!(answer(status).fault(String::new()), GatewayError::TryLater { .. }));
        }
        for status in [400, 402, 404, 422] {
            assert!(matches!(answer(status).fault(String::new()), GatewayError::Refused { .. }));
        }
        for status in [302, 401, 403] {
            assert!(matches!(answer(status).fault(String::new()), GatewayError::Broken(_)));
        }
    }
}
