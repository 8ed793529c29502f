//! Messages that no gateway sent: forged, altered, replayed, too old, too early. Forty ways for each of five kinds.

use crate::hooks::{hex, signature};
use serde_json::{Value, json};

/// What an event may claim.
const CLAIMS: [&str; 5] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.expired",
    "refund.updated",
    "charge.dispute.created",
];

/// Ways to alter a message that was signed, after that.
const ALTERED: [&str; 16] = [
    "other session",
    "other amount",
    "other kind",
    "other id",
    "live",
    "blank after",
    "newline after",
    "blank before",
    "mark before",
    "cut",
    "doubled",
    "field twice",
    "other case",
    "empty",
    "null",
    "thin",
];

/// Ways to sign a message without the secret, or at another time.
const SIGNED: [&str; 24] = [
    "no header",
    "empty header",
    "only a moment",
    "only a signature",
    "two moments",
    "moment of text",
    "moment of 2^63",
    "other secret",
    "empty secret",
    "secret's tail",
    "secret in capitals",
    "Mollie's key",
    "scheme v0",
    "scheme v2",
    "without moment",
    "without dot",
    "of another body",
    "in capitals",
    "cut short",
    "too long",
    "no hex",
    "old by 301 s",
    "old by 72 h",
    "early by 301 s",
];

/// How many kinds there are.
pub const KINDS: usize = CLAIMS.len() * (ALTERED.len() + SIGNED.len());

/// A message that must not be believed.
#[derive(Clone, Debug)]
pub struct Forged {
    /// What is wrong with it.
    pub kind: String,
    /// The header, if there is one.
    pub signature: Option<String>,
    /// The body.
    pub body: String,
}

/// The forgery of this number about a payment: the session, what was charged, another session.
pub(crate) fn forged(number: usize, about: [&str; 3], at_s: i64) -> Forged {
    let claim = CLAIMS[number % CLAIMS.len()];
    let way = number / CLAIMS.len() % (ALTERED.len() + SIGNED.len());
    let event = claimed(number, claim, about);
    let text = event.to_string();
    let (what, signature, body) = match way.checked_sub(ALTERED.len()) {
        None => {
            let genuine = signature(crate::STRIPE_SECRET, at_s, &text);
            (ALTERED[way], Some(genuine), altered(ALTERED[way], &event, about[2]))
        }
        Some(way) => (SIGNED[way], header(SIGNED[way], at_s, &text), text),
    };
    Forged { kind: format!("{claim}: {what}"), signature, body }
}

fn claimed(number: usize, claim: &str, [session, intent, _]: [&str; 3]) -> Value {
    let object = match claim.split('.').next() {
        Some("checkout") => {
            json!({ "id": session, "object": "checkout.session", "amount_total": 1, "payment_status": "paid", "status": "complete" })
        }
        _ => {
            json!({ "id": format!("re_forged{number}"), "object": "refund", "payment_intent": intent, "amount": 1, "status": "succeeded" })
        }
    };
    json!({
        "id": format!("evt_forged{number:06}"), "object": "event", "api_version": crate::stripe::VERSION, "created": 1,
        "livemode": false, "pending_webhooks": 1, "type": claim, "data": { "object": object },
    })
}

fn altered(way: &str, event: &Value, other: &str) -> String {
    let text = event.to_string();
    let mut changed = event.clone();
    match way {
        "other session" => changed["data"]["object"]["id"] = json!(other),
        "other amount" => changed["data"]["object"]["amount_total"] = json!(2),
        "other kind" => changed["type"] = json!("charge.refunded"),
        "other id" => changed["id"] = json!("evt_forged_other"),
        "live" => changed["livemode"] = json!(true),
        "thin" => changed["object"] = json!("v2.core.event"),
        "null" => return "null".to_owned(),
        "empty" => return String::new(),
        "blank after" => return format!("{text} "),
        "newline after" => return format!("{text}\n"),
        "blank before" => return format!(" {text}"),
        "mark before" => return format!("\u{feff}{text}"),
        "cut" => return text[..text.len() - 1].to_owned(),
        "doubled" => return format!("{text}{text}"),
        "field twice" => return format!("{},\"livemode\":false}}", &text[..text.len() - 1]),
        _ => return text.replace("\"event\"", "\"Event\""),
    }
    changed.to_string()
}

fn header(way: &str, at_s: i64, body: &str) -> Option<String> {
    let secret = crate::STRIPE_SECRET;
    let good = hex(secret, &format!("{at_s}.{body}"));
    let by = |secret: &str| signature(secret, at_s, body);
    Some(match way {
        "no header" => return None,
        "empty header" => String::new(),
        "only a moment" => format!("t={at_s}"),
        "only a signature" => format!("v1={good}"),
        "two moments" => format!("t={at_s},t={at_s},v1={good}"),
        "moment of text" => format!("t=now,v1={}", hex(secret, &format!("now.{body}"))),
        "moment of 2^63" => format!("t=9223372036854775808,v1={good}"),
        "other secret" => by("whsec_somebody"),
        "empty secret" => by(""),
        "secret's tail" => by(&secret[6..]),
        "secret in capitals" => by(&secret.to_uppercase()),
        "Mollie's key" => by(crate::MOLLIE_KEY),
        "scheme v0" => format!("t={at_s},v0={good}"),
        "scheme v2" => format!("t={at_s},v2={good}"),
        "without moment" => format!("t={at_s},v1={}", hex(secret, body)),
        "without dot" => format!("t={at_s},v1={}", hex(secret, &format!("{at_s}{body}"))),
        "of another body" => signature(secret, at_s, "{}"),
        "in capitals" => format!("t={at_s},v1={}", good.to_uppercase()),
        "cut short" => format!("t={at_s},v1={}", &good[..62]),
        "too long" => format!("t={at_s},v1={good}00"),
        "no hex" => format!("t={at_s},v1={}", "z".repeat(64)),
        "old by 301 s" => signature(secret, at_s - 301, body),
        "old by 72 h" => signature(secret, at_s - 72 * 3600, body),
        _ => signature(secret, at_s + 360, body),
    })
}
