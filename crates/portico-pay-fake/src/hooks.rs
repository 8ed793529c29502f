//! Messages that the gateways send by themselves.

use crate::books::{House, Pay};
use ring::hmac;
use serde_json::Value;

/// A message to a hook.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) house: House,
    pub(crate) body: String,
}

impl Outgoing {
    pub(crate) fn stripe(event: &Value) -> Outgoing {
        let body = event.to_string();
        Outgoing { house: House::Stripe, body }
    }

    pub(crate) fn mollie(pay: &Pay) -> Outgoing {
        Outgoing { house: House::Mollie, body: format!("id={}", pay.id) }
    }

    /// Its body and, at Stripe, the signature for this moment.
    pub(crate) fn sent(&self, at_s: i64) -> (String, Option<String>) {
        let signature = match self.house {
            House::Stripe => Some(signature(crate::STRIPE_SECRET, at_s, &self.body)),
            House::Mollie => None,
        };
        (self.body.clone(), signature)
    }
}

/// The header's value. Written a second time here, so that the other one is tested against it.
pub(crate) fn signature(secret: &str, at_s: i64, body: &str) -> String {
    format!("t={at_s},v1={}", hex(secret, &format!("{at_s}.{body}")))
}

/// HMAC-SHA256 as lower-case hex.
pub(crate) fn hex(secret: &str, signed: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::sign(&key, signed.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
