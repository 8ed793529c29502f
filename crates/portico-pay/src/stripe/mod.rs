//! Stripe: Checkout sessions. Their words stay in here and in `read.rs`.

mod read;

use crate::form::Form;
use crate::wire::{Answer, Wire, id_part};
use crate::{
    BackKind, Gateway, GatewayError, Key, Message, MessageError, MoneyBack, PaymentState, Refund,
    StartPayment, Started, Told, signature,
};
use async_trait::async_trait;
use portico_types::{Currency, Money};
use read::{Event, Fault, List, Session};
use reqwest::Method;
use serde::de::DeserializeOwned;

const BASE: &str = "https://api.stripe.com";
/// Answers have the form of this version, whatever the account is set to.
const VERSION: &str = "2026-10-28.endive";
/// Our number in the metadata of sessions, payment intents and refunds.
const OURS: &str = "portico_payment";
const OUR_REFUND: &str = "portico_refund";
/// Pages of refunds or disputes of one payment that are read at most, a hundred each.
const PAGES_MOST: usize = 20;

/// Stripe, with an account's secret key and the secrets that its messages are signed with.
#[derive(Clone)]
pub struct Stripe {
    wire: Wire,
    secrets: Vec<Key>,
    is_live: bool,
}

impl Stripe {
    /// Whether it takes amounts of this currency.
    #[must_use]
    pub fn takes_currency(currency: Currency) -> bool {
        read::takes(currency)
    }

    /// With a secret or restricted key; its name says whether it is for real money. Several secrets while they are being
    /// changed. `base` is another address for tests.
    ///
    /// # Errors
    /// `Broken` for a key that is none of theirs, or without a secret.
    pub fn new(key: Key, secrets: Vec<Key>, base: Option<&str>) -> Result<Stripe, GatewayError> {
        let begins = |words: [&str; 2]| words.iter().any(|word| key.text().starts_with(word));
        let is_live = begins(["sk_live_", "rk_live_"]);
        if !is_live && !begins(["sk_test_", "rk_test_"]) {
            return Err(GatewayError::broken(
                "the key of Stripe begins with sk_test_, sk_live_, rk_test_ or rk_live_",
            ));
        }
        if secrets.iter().all(Key::is_blank) {
            return Err(GatewayError::broken(
                "Stripe needs the secret that its messages are signed with",
            ));
        }
        Ok(Stripe { wire: Wire::new(base.unwrap_or(BASE), key)?, secrets, is_live })
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        form: Option<(Form, &str)>,
    ) -> Result<T, GatewayError> {
        let mut request = self.wire.ask(method, path).header("Stripe-Version", VERSION);
        if let Some((form, key)) = form {
            request = request
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form.text());
        }
        let answer = self.wire.send(request).await?;
        if answer.status == 200 { answer.read() } else { Err(fault(&answer)) }
    }

    async fn session(&self, id: &str) -> Result<Session, GatewayError> {
        let path = format!("/v1/checkout/sessions/{}?expand%5B%5D=payment_intent", id_part(id)?);
        let session: Session = self.ask(Method::GET, &path, None).await?;
        self.ours(session.livemode)?;
        if session.id == id {
            Ok(session)
        } else {
            Err(GatewayError::broken("another session was answered"))
        }
    }

    /// Whether an object is of the kind of money that the key is for.
    fn ours(&self, livemode: bool) -> Result<(), GatewayError> {
        if livemode == self.is_live {
            Ok(())
        } else {
            Err(GatewayError::broken("test money and real money are mixed"))
        }
    }

    /// All of a list that belongs to one payment intent.
    async fn whole<T: DeserializeOwned + read::HasId>(
        &self,
        what: &str,
        intent: &str,
    ) -> Result<Vec<T>, GatewayError> {
        let mut all: Vec<T> = Vec::new();
        for _ in 0..PAGES_MOST {
            let mut path = format!("/v1/{what}?limit=100&payment_intent={}", id_part(intent)?);
            if let Some(last) = all.last() {
                path.push_str(&format!("&starting_after={}", id_part(last.id())?));
            }
            let page: List<T> = self.ask(Method::GET, &path, None).await?;
            let is_last = !page.has_more || page.data.is_empty();
            all.extend(page.data);
            if is_last {
                return Ok(all);
            }
        }
        Err(GatewayError::broken(format!("the {what} of a payment never end")))
    }

    /// Everything that went back of a payment.
    async fn back(&self, intent: &str) -> Result<Vec<MoneyBack>, GatewayError> {
        let refunds: Vec<read::Refund> = self.whole("refunds", intent).await?;
        let disputes: Vec<read::Dispute> = self.whole("disputes", intent).await?;
        let refunds = refunds.iter().map(read::Refund::money_back);
        refunds.chain(disputes.iter().map(read::Dispute::money_back)).collect()
    }
}

#[async_trait]
impl Gateway for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn takes(&self, currency: Currency) -> bool {
        Stripe::takes_currency(currency)
    }

    async fn start(&self, payment: &StartPayment) -> Result<Started, GatewayError> {
        let form = session_form(payment)?;
        let path = "/v1/checkout/sessions";
        let session: Session = self.ask(Method::POST, path, Some((form, &payment.key))).await?;
        self.ours(session.livemode)?;
        if session.client_reference_id.as_deref() != Some(&payment.reference)
            || session.amount()? != payment.amount
        {
            return Err(GatewayError::broken("the session is for something else than we asked"));
        }
        let url =
            session.url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let Some(redirect_url) = url else {
            return Err(GatewayError::Refused { why: "the session is over already".to_owned() });
        };
        Ok(Started { gateway_id: session.id, redirect_url })
    }

    async fn status(&self, gateway_id: &str) -> Result<PaymentState, GatewayError> {
        let session = self.session(gateway_id).await?;
        let charged = session.payment_intent.as_ref().map(|intent| intent.id().to_owned());
        let back = match &charged {
            Some(intent) if session.is_paid() => self.back(intent).await?,
            _ => Vec::new(),
        };
        Ok(PaymentState {
            phase: session.phase()?,
            amount: session.amount()?,
            charge_id: charged,
            reference: session.client_reference_id,
            redirect_url: session.url,
            gateway_id: session.id,
            back,
        })
    }

    fn read_message(&self, message: &Message<'_>) -> Result<Told, MessageError> {
        let header = message.headers.get("stripe-signature").and_then(|value| value.to_str().ok());
        let header = header.ok_or(MessageError::Unsigned)?;
        signature::verify(header, message.body, &self.secrets, message.now)?;
        let event: Event =
            serde_json::from_slice(message.body).map_err(|_| MessageError::Unreadable)?;
        if event.object != "event" || id_part(&event.id).is_err() {
            return Err(MessageError::Unreadable);
        }
        if event.livemode != self.is_live {
            return Err(MessageError::WrongMode);
        }
        Ok(Told { about: event.about().into_iter().collect(), event_id: Some(event.id) })
    }

    async fn refund(&self, refund: &Refund) -> Result<MoneyBack, GatewayError> {
        let session = self.session(&refund.gateway_id).await?;
        let Some(intent) = session.payment_intent.as_ref().filter(|_| session.is_paid()) else {
            return Err(GatewayError::Refused {
                why: "nothing was paid that could go back".to_owned(),
            });
        };
        let before = self.back(intent.id()).await?;
        let ours = |back: &MoneyBack| {
            back.kind == BackKind::Refund && back.reference.as_ref() == Some(&refund.reference)
        };
        if let Some(done) = before.into_iter().find(ours) {
            return same_amount(done, refund.amount);
        }
        let form = Form::default()
            .set(&["payment_intent"], intent.id())
            .set(&["amount"], read::minor(refund.amount)?)
            .set(&["reason"], "requested_by_customer")
            .set(&["metadata", OUR_REFUND], &refund.reference);
        let made: read::Refund =
            self.ask(Method::POST, "/v1/refunds", Some((form, &refund.key))).await?;
        same_amount(made.money_back()?, refund.amount)
    }

    async fn end(&self, gateway_id: &str) -> Result<(), GatewayError> {
        let path = format!("/v1/checkout/sessions/{}/expire", id_part(gateway_id)?);
        let key = format!("portico:{gateway_id}:expire");
        let ended: Result<Session, _> =
            self.ask(Method::POST, &path, Some((Form::default(), &key))).await;
        match ended {
            Err(GatewayError::Refused { .. }) => {
                let session = self.session(gateway_id).await?;
                if session.phase()?.is_dead() { Ok(()) } else { ended.map(drop) }
            }
            other => other.map(drop),
        }
    }
}

fn same_amount(back: MoneyBack, wanted: Money) -> Result<MoneyBack, GatewayError> {
    if back.amount == wanted {
        Ok(back)
    } else {
        Err(GatewayError::broken("another sum went back under this number"))
    }
}

fn session_form(payment: &StartPayment) -> Result<Form, GatewayError> {
    let (price, product) = (["line_items", "0", "price_data"], "product_data");
    let description = shortened(&payment.description);
    let back = if payment.return_url.contains('?') { '&' } else { '?' };
    Ok(Form::default()
        .set(&["mode"], "payment")
        .set(&["client_reference_id"], &payment.reference)
        .set_some(&["customer_email"], payment.email.as_deref())
        .set(&["line_items", "0", "quantity"], 1)
        .set(
            &[price[0], price[1], price[2], "currency"],
            payment.amount.currency.code().to_lowercase(),
        )
        .set(&[price[0], price[1], price[2], "unit_amount"], read::minor(payment.amount)?)
        .set(&[price[0], price[1], price[2], product, "name"], &description)
        .set(&["payment_intent_data", "description"], &description)
        .set(&["payment_intent_data", "metadata", OURS], &payment.reference)
        .set(&["metadata", OURS], &payment.reference)
        .set(
            &["success_url"],
            format!("{}{back}session_id={{CHECKOUT_SESSION_ID}}", payment.return_url),
        )
        .set(&["cancel_url"], &payment.cancel_url))
}

/// What fits into a description.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 250 {
        text.to_owned()
    } else {
        text.chars().take(249).chain(['…']).collect()
    }
}

/// A fault with Stripe's sentence. A key whose fault is being replayed will give nothing else any more.
fn fault(answer: &Answer) -> GatewayError {
    let why = match serde_json::from_slice::<Fault>(&answer.body) {
        Ok(fault) => fault.error.sentence(),
        Err(_) => format!("an answer of {} without a reason", answer.status),
    };
    let replayed = answer.headers.get("idempotent-replayed").is_some_and(|v| v == "true");
    match answer.fault(why) {
        GatewayError::TryLater { after, why, .. } if replayed => {
            GatewayError::TryLater { after, why, with_a_new_key: true }
        }
        other => other,
    }
}
