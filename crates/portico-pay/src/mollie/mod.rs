//! Mollie: payments of its version 2. Their words stay in here and in `read.rs`.

mod read;

use crate::wire::{Answer, Wire, id_part};
use crate::{
    Gateway, GatewayError, Key, Message, MessageError, MoneyBack, PaymentState, Refund,
    StartPayment, Started, Told,
};
use async_trait::async_trait;
use portico_types::Currency;
use read::{Amount, Fault, Payment};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const BASE: &str = "https://api.mollie.com";
/// Our number in the metadata of payments and refunds.
const OURS: &str = "portico_payment";
const OUR_REFUND: &str = "portico_refund";

/// Mollie, with a profile's key.
#[derive(Clone)]
pub struct Mollie {
    wire: Wire,
    is_live: bool,
}

impl Mollie {
    /// Whether it takes amounts of this currency.
    #[must_use]
    pub fn takes_currency(currency: Currency) -> bool {
        read::TAKEN.contains(&currency.code())
    }

    /// With a profile's key; its name says whether it is for real money. `base` is another address for tests.
    ///
    /// # Errors
    /// `Broken` for a key that is none of theirs.
    pub fn new(key: Key, base: Option<&str>) -> Result<Mollie, GatewayError> {
        let is_live = key.text().starts_with("live_");
        if !is_live && !key.text().starts_with("test_") {
            return Err(GatewayError::broken("the key of Mollie begins with test_ or live_"));
        }
        Ok(Mollie { wire: Wire::new(base.unwrap_or(BASE), key)?, is_live })
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<(Value, &str)>,
    ) -> Result<T, GatewayError> {
        let mut request = self.wire.ask(method, path);
        if let Some((body, key)) = body {
            request = request
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .body(body.to_string());
        }
        let answer = self.wire.send(request).await?;
        if matches!(answer.status, 200..=202) { answer.read() } else { Err(fault(&answer)) }
    }

    async fn payment(&self, id: &str) -> Result<Payment, GatewayError> {
        let path = format!("/v2/payments/{}?embed=refunds,chargebacks", payment_part(id)?);
        let payment: Payment = self.ask(Method::GET, &path, None).await?;
        self.ours(&payment)?;
        if payment.id == id {
            Ok(payment)
        } else {
            Err(GatewayError::broken("another payment was answered"))
        }
    }

    /// Whether a payment is of the kind of money that the key is for.
    fn ours(&self, payment: &Payment) -> Result<(), GatewayError> {
        if (payment.mode == "live") == self.is_live {
            Ok(())
        } else {
            Err(GatewayError::broken("test money and real money are mixed"))
        }
    }
}

#[async_trait]
impl Gateway for Mollie {
    fn name(&self) -> &'static str {
        "mollie"
    }

    fn takes(&self, currency: Currency) -> bool {
        Mollie::takes_currency(currency)
    }

    async fn start(&self, payment: &StartPayment) -> Result<Started, GatewayError> {
        if !self.takes(payment.amount.currency) || payment.amount.minor <= 0 {
            let why = format!("Mollie takes no such amount of {}", payment.amount.currency);
            return Err(GatewayError::Refused { why });
        }
        let mut body = json!({
            "amount": Amount::of(payment.amount),
            "description": payment.description.chars().take(255).collect::<String>(),
            "redirectUrl": payment.return_url,
            "cancelUrl": payment.cancel_url,
            "metadata": { OURS: payment.reference },
        });
        if let Some(hook) = &payment.hook_url {
            body["webhookUrl"] = json!(hook);
        }
        let made: Payment =
            self.ask(Method::POST, "/v2/payments", Some((body, &payment.key))).await?;
        self.ours(&made)?;
        if made.reference() != Some(&payment.reference) || made.amount.money()? != payment.amount {
            return Err(GatewayError::broken("the payment is for something else than we asked"));
        }
        let Some(redirect_url) = made.checkout() else {
            return Err(GatewayError::Refused { why: "the payment is over already".to_owned() });
        };
        Ok(Started { redirect_url: redirect_url.to_owned(), gateway_id: made.id })
    }

    async fn status(&self, gateway_id: &str) -> Result<PaymentState, GatewayError> {
        let payment = self.payment(gateway_id).await?;
        Ok(PaymentState {
            charge_id: None,
            reference: payment.reference().map(str::to_owned),
            amount: payment.amount.money()?,
            phase: payment.phase()?,
            redirect_url: payment.checkout().map(str::to_owned),
            back: payment.back()?,
            gateway_id: payment.id,
        })
    }

    /// The message names a payment and proves nothing: it is asked for with our own key.
    fn read_message(&self, message: &Message<'_>) -> Result<Told, MessageError> {
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(message.body).map_err(|_| MessageError::Unreadable)?;
        let [(name, id)] = fields.as_slice() else {
            return Err(MessageError::Unreadable);
        };
        if name != "id" || id_part(id).is_err() {
            return Err(MessageError::Unreadable);
        }
        let about = id.starts_with("tr_").then(|| id.clone());
        Ok(Told { event_id: None, about: about.into_iter().collect() })
    }

    async fn refund(&self, refund: &Refund) -> Result<MoneyBack, GatewayError> {
        let payment = self.payment(&refund.gateway_id).await?;
        let ours = |back: &MoneyBack| back.reference.as_ref() == Some(&refund.reference);
        let made = match payment.back()?.into_iter().find(ours) {
            Some(done) => done,
            None => {
                let body = json!({
                    "amount": Amount::of(refund.amount),
                    "description": refund.description.chars().take(255).collect::<String>(),
                    "metadata": { OUR_REFUND: refund.reference },
                });
                let path = format!("/v2/payments/{}/refunds", payment_part(&payment.id)?);
                let made: read::Refund =
                    self.ask(Method::POST, &path, Some((body, &refund.key))).await?;
                made.money_back()?
            }
        };
        if made.amount == refund.amount {
            return Ok(made);
        }
        Err(GatewayError::broken("another sum went back under this number"))
    }

    async fn end(&self, gateway_id: &str) -> Result<(), GatewayError> {
        let path = format!("/v2/payments/{}", payment_part(gateway_id)?);
        match self.ask::<Payment>(Method::DELETE, &path, None).await {
            Err(GatewayError::Refused { why }) => {
                let over = self.payment(gateway_id).await?.phase()?.is_dead();
                if over { Ok(()) } else { Err(GatewayError::Refused { why }) }
            }
            other => other.map(drop),
        }
    }
}

/// Ids of payments begin with `tr_`; those of refunds and orders are never asked for as payments.
fn payment_part(id: &str) -> Result<&str, GatewayError> {
    if id.starts_with("tr_") {
        return id_part(id);
    }
    Err(GatewayError::Refused { why: "that is no id of a payment".to_owned() })
}

fn fault(answer: &Answer) -> GatewayError {
    let why = match serde_json::from_slice::<Fault>(&answer.body) {
        Ok(fault) => format!("{}: {}", fault.title, fault.detail),
        Err(_) => format!("an answer of {} without a reason", answer.status),
    };
    answer.fault(why)
}
