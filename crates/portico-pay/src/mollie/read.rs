//! What Mollie answers, as far as we read it, and what it means in our words.

use super::{OUR_REFUND, OURS};
use crate::{BackKind, BackState, GatewayError, MoneyBack, Phase};
use portico_types::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Currencies that Mollie pays out or takes; all but the yen have two decimals, as in the standard.
pub(super) const TAKEN: [&str; 26] = [
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS",
    "JPY", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "USD", "ZAR",
];

/// An amount as text, with all decimals of its currency.
#[derive(Deserialize, Serialize)]
pub(super) struct Amount {
    currency: String,
    value: String,
}

impl Amount {
    pub(super) fn of(money: Money) -> Amount {
        Amount { currency: money.currency.code().to_owned(), value: money.amount() }
    }

    pub(super) fn money(&self) -> Result<Money, GatewayError> {
        let currency = Currency::from_code(&self.currency);
        let money = currency.and_then(|currency| Money::parse(&self.value, currency).ok());
        let exact = money.filter(|money| money.amount() == self.value);
        exact.ok_or_else(|| GatewayError::broken("an amount that cannot be read"))
    }
}

/// A payment. What does not concern it yet is absent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) mode: String,
    pub(super) amount: Amount,
    status: String,
    #[serde(default)]
    metadata: Value,
    #[serde(rename = "_links", default)]
    links: Value,
    #[serde(rename = "_embedded")]
    embedded: Option<Embedded>,
}

#[derive(Deserialize)]
struct Embedded {
    #[serde(default)]
    refunds: Vec<Refund>,
    #[serde(default)]
    chargebacks: Vec<Chargeback>,
}

impl Payment {
    pub(super) fn reference(&self) -> Option<&str> {
        self.metadata[OURS].as_str()
    }

    pub(super) fn checkout(&self) -> Option<&str> {
        let url = self.links["checkout"]["href"].as_str();
        url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }

    pub(super) fn phase(&self) -> Result<Phase, GatewayError> {
        match self.status.as_str() {
            "open" => Ok(Phase::Open),
            "pending" | "authorized" => Ok(Phase::Pending),
            "paid" => Ok(Phase::Paid),
            "failed" => Ok(Phase::Failed),
            "canceled" => Ok(Phase::Cancelled),
            "expired" => Ok(Phase::Expired),
            other => Err(GatewayError::broken(format!("a payment that is {other}"))),
        }
    }

    pub(super) fn back(&self) -> Result<Vec<MoneyBack>, GatewayError> {
        let Some(embedded) = &self.embedded else {
            return Ok(Vec::new());
        };
        let refunds = embedded.refunds.iter().map(Refund::money_back);
        refunds.chain(embedded.chargebacks.iter().map(Chargeback::money_back)).collect()
    }
}

/// A refund.
#[derive(Deserialize)]
pub(super) struct Refund {
    id: String,
    amount: Amount,
    status: String,
    #[serde(default)]
    metadata: Value,
}

impl Refund {
    pub(super) fn money_back(&self) -> Result<MoneyBack, GatewayError> {
        let state = match self.status.as_str() {
            "refunded" => BackState::Done,
            "failed" | "canceled" => BackState::Undone,
            _ => BackState::Pending,
        };
        let reference = self.metadata[OUR_REFUND].as_str().map(str::to_owned);
        let amount = self.amount.money()?;
        Ok(MoneyBack { id: self.id.clone(), reference, kind: BackKind::Refund, amount, state })
    }
}

/// A chargeback: the payer's bank took money back; it may be given back once more.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chargeback {
    id: String,
    amount: Amount,
    reversed_at: Option<String>,
}

impl Chargeback {
    fn money_back(&self) -> Result<MoneyBack, GatewayError> {
        let state = if self.reversed_at.is_some() { BackState::Undone } else { BackState::Done };
        let amount = self.amount.money()?;
        Ok(MoneyBack {
            id: self.id.clone(),
            reference: None,
            kind: BackKind::Dispute,
            amount,
            state,
        })
    }
}

/// A refusal.
#[derive(Deserialize)]
pub(super) struct Fault {
    pub(super) title: String,
    pub(super) detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_exactly_their_decimals() {
        let read = |currency: &str, value: &str| {
            Amount { currency: currency.to_owned(), value: value.to_owned() }
                .money()
                .map(|m| m.minor)
        };
        assert_eq!(read("EUR", "247.00").unwrap(), 24_700);
        assert_eq!(read("JPY", "1000").unwrap(), 1_000);
        for (currency, value) in
            [("EUR", "247"), ("EUR", "247.0"), ("EUR", "1e2"), ("EUR!", "1.00"), ("EUR", " 1.00")]
        {
            assert!(read(currency, value).is_err(), "{currency} {value}");
        }
        let euro = Money::new(5, Currency::EUR);
        assert_eq!(Amount::of(euro).value, "0.05");
    }
}
