//! What Stripe answers, as far as we read it, and what it means in our words.

use super::OUR_REFUND;
use crate::{BackKind, BackState, GatewayError, MoneyBack, Phase};
use portico_types::{Currency, Money};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Currencies that Stripe counts in whole units, as the standard does. Others without decimals (ISK, UGX) and Malagasy ariary
/// are counted another way there than in the standard: not taken.
const WHOLE: [&str; 14] = [
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "VND", "VUV", "XAF", "XOF",
    "XPF",
];

/// Whether minor units mean the same there as here.
pub(super) fn takes(currency: Currency) -> bool {
    match currency.digits() {
        0 => WHOLE.contains(&currency.code()),
        2 => currency.code() != "MGA",
        _ => false,
    }
}

/// An amount as Stripe counts it.
pub(super) fn minor(amount: Money) -> Result<i64, GatewayError> {
    if takes(amount.currency) && amount.minor > 0 {
        return Ok(amount.minor);
    }
    Err(GatewayError::Refused {
        why: format!("Stripe takes no such amount of {}", amount.currency),
    })
}

fn money(minor: i64, code: &str) -> Result<Money, GatewayError> {
    let currency = Currency::from_code(&code.to_uppercase()).filter(|currency| takes(*currency));
    currency
        .map(|currency| Money::new(minor, currency))
        .ok_or_else(|| GatewayError::broken("an amount in a currency that we never ask for"))
}

/// A Checkout session.
#[derive(Deserialize)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) livemode: bool,
    pub(super) url: Option<String>,
    pub(super) client_reference_id: Option<String>,
    pub(super) payment_intent: Option<Intent>,
    amount_total: Option<i64>,
    currency: Option<String>,
    status: Option<String>,
    payment_status: String,
}

impl Session {
    pub(super) fn amount(&self) -> Result<Money, GatewayError> {
        match (self.amount_total, &self.currency) {
            (Some(minor), Some(code)) => money(minor, code),
            _ => Err(GatewayError::broken("a session without an amount")),
        }
    }

    pub(super) fn is_paid(&self) -> bool {
        self.payment_status == "paid"
    }

    /// Where it stands. A finished session that is not paid waits for a slow method, until its payment intent says that it failed.
    pub(super) fn phase(&self) -> Result<Phase, GatewayError> {
        match (self.status.as_deref(), self.payment_status.as_str()) {
            (Some("complete"), "paid") => Ok(Phase::Paid),
            (Some("open"), "unpaid") => Ok(Phase::Open),
            (Some("expired"), "unpaid") => Ok(Phase::Expired),
            (Some("complete"), "unpaid") => {
                match self.payment_intent.as_ref().and_then(Intent::status) {
                    Some("requires_payment_method" | "canceled") => Ok(Phase::Failed),
                    _ => Ok(Phase::Pending),
                }
            }
            (status, paid) => {
                Err(GatewayError::broken(format!("a session that is {status:?} and {paid}")))
            }
        }
    }
}

/// A payment intent: only its id, or whole where it was asked for.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Intent {
    Id(String),
    Whole { id: String, status: String },
}

impl Intent {
    pub(super) fn id(&self) -> &str {
        match self {
            Intent::Id(id) | Intent::Whole { id, .. } => id,
        }
    }

    fn status(&self) -> Option<&str> {
        match self {
            Intent::Id(_) => None,
            Intent::Whole { status, .. } => Some(status),
        }
    }
}

/// A page of a list.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
    pub(super) has_more: bool,
}

/// What a list is paged by.
pub(super) trait HasId {
    fn id(&self) -> &str;
}

/// A refund.
#[derive(Deserialize)]
pub(super) struct Refund {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
}

impl HasId for Refund {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Refund {
    pub(super) fn money_back(&self) -> Result<MoneyBack, GatewayError> {
        let state = match self.status.as_deref() {
            Some("succeeded") => BackState::Done,
            Some("failed" | "canceled") => BackState::Undone,
            _ => BackState::Pending,
        };
        let reference = self.metadata.as_ref().and_then(|all| all.get(OUR_REFUND)).cloned();
        let amount = money(self.amount, &self.currency)?;
        Ok(MoneyBack { id: self.id.clone(), reference, kind: BackKind::Refund, amount, state })
    }
}

/// A dispute.
#[derive(Deserialize)]
pub(super) struct Dispute {
    id: String,
    amount: i64,
    currency: String,
    status: String,
}

impl HasId for Dispute {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Dispute {
    /// The money is taken when a dispute opens and comes back when it is won; a warning takes none.
    pub(super) fn money_back(&self) -> Result<MoneyBack, GatewayError> {
        let state = match self.status.as_str() {
            "won" | "prevented" | "warning_closed" => BackState::Undone,
            status if status.starts_with("warning_") => BackState::Pending,
            _ => BackState::Done,
        };
        let amount = money(self.amount, &self.currency)?;
        Ok(MoneyBack {
            id: self.id.clone(),
            reference: None,
            kind: BackKind::Dispute,
            amount,
            state,
        })
    }
}

/// What a message says: only what it is about is read.
#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) object: String,
    pub(super) livemode: bool,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

impl Event {
    /// The session, or the payment intent that money went back of. Attempts that failed and everything else are nothing
    /// to us: the session is still open.
    pub(super) fn about(&self) -> Option<String> {
        let field = match self.kind.split('.').collect::<Vec<_>>().as_slice() {
            ["checkout", "session", _] => "id",
            ["refund", _] | ["charge", "refunded"] | ["charge", "dispute" | "refund", _] => {
                "payment_intent"
            }
            _ => return None,
        };
        let named = &self.data.object[field];
        let id = named.as_str().or_else(|| named["id"].as_str())?;
        (id.len() <= 255).then(|| id.to_owned())
    }
}

/// A refusal.
#[derive(Deserialize)]
pub(super) struct Fault {
    pub(super) error: FaultBody,
}

/// Its insides.
#[derive(Deserialize)]
pub(super) struct FaultBody {
    #[serde(rename = "type")]
    kind: String,
    code: Option<String>,
    message: Option<String>,
}

impl FaultBody {
    pub(super) fn sentence(&self) -> String {
        let message = self.message.as_deref().unwrap_or("no reason");
        match &self.code {
            Some(code) => format!("{message} ({}, {code})", self.kind),
            None => format!("{message} ({})", self.kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_taken_only_where_both_count_alike() {
        let of =
            |code: &str, minor| super::minor(Money::new(minor, Currency::from_code(code).unwrap()));
        assert_eq!(of("EUR", 1099).unwrap(), 1099);
        assert_eq!(of("JPY", 1099).unwrap(), 1099);
        for (code, minor) in
            [("ISK", 1), ("UGX", 1), ("MGA", 1), ("BHD", 1000), ("EUR", 0), ("EUR", -1)]
        {
            assert!(of(code, minor).is_err(), "{code} {minor}");
        }
    }

    #[test]
    fn a_message_names_what_it_is_about() {
        let about = |kind: &str, object: &str| {
            let text = format!(
                r#"{{"id":"evt_1","object":"event","livemode":false,"type":"{kind}","data":{{"object":{object}}}}}"#
            );
            serde_json::from_str::<Event>(&text).unwrap().about()
        };
        assert_eq!(about("checkout.session.expired", r#"{"id":"cs_1"}"#).as_deref(), Some("cs_1"));
        assert_eq!(
            about("refund.updated", r#"{"id":"re_1","payment_intent":"pi_1"}"#).as_deref(),
            Some("pi_1")
        );
        assert_eq!(
            about("charge.dispute.closed", r#"{"payment_intent":{"id":"pi_2"}}"#).as_deref(),
            Some("pi_2")
        );
        assert_eq!(about("payment_intent.payment_failed", r#"{"id":"pi_1"}"#), None);
        assert_eq!(about("charge.refunded", "null"), None);
    }
}
