//! Both gateways against the fake servers: the contract, and what only one of them can do wrong.

#![allow(clippy::unwrap_used)]

use anyhow::anyhow;
use async_trait::async_trait;
use portico_pay::contract::{Deed, Payer};
use portico_pay::{
    Gateway, GatewayError, HeaderMap, Key, Message, MessageError, Mollie, Phase, StartPayment,
    Stripe,
};
use portico_pay_fake::{Act, Fake, MOLLIE_KEY, STRIPE_KEY, STRIPE_SECRET};
use portico_types::{Currency, Moment, Money};

struct Hands(Fake);

#[async_trait]
impl Payer for Hands {
    async fn does(&self, id: &str, deed: Deed) -> anyhow::Result<()> {
        let act = match deed {
            Deed::Pay => Act::Pay,
            Deed::PayLater => Act::PayLater,
            Deed::Arrives => Act::Arrives,
            Deed::Bounces => Act::Bounces,
            Deed::Decline => Act::Decline,
            Deed::Cancel => Act::Cancel,
            Deed::RefundArrives => Act::RefundArrives,
            Deed::Dispute => Act::Dispute,
            Deed::DisputeWon => Act::DisputeWon,
        };
        self.0.act(id, act).map_err(|why| anyhow!(why))
    }

    async fn next_answer_is_lost(&self) -> bool {
        self.0.faults(&["500-after"]);
        true
    }
}

async fn fake() -> Fake {
    Fake::start("127.0.0.1:0".parse().unwrap()).await
}

fn stripe_at(fake: &Fake) -> Stripe {
    let secrets = vec![Key::new(STRIPE_SECRET)];
    Stripe::new(Key::new(STRIPE_KEY), secrets, Some(fake.base())).unwrap()
}

async fn stripe() -> (Stripe, Hands) {
    let fake = fake().await;
    (stripe_at(&fake), Hands(fake))
}

async fn mollie() -> (Mollie, Hands) {
    let fake = fake().await;
    (Mollie::new(Key::new(MOLLIE_KEY), Some(fake.base())).unwrap(), Hands(fake))
}

mod stripe_keeps {
    portico_pay::contract_tests!(super::stripe());
}

mod mollie_keeps {
    portico_pay::contract_tests!(super::mollie());
}

fn one() -> StartPayment {
    StartPayment {
        reference: "PAY-77".to_owned(),
        key: "portico:PAY-77:start:1".to_owned(),
        amount: Money::new(1_099, Currency::EUR),
        description: "INV-2026-0042".to_owned(),
        return_url: "https://portal.example/payments/PAY-77/back".to_owned(),
        cancel_url: "https://portal.example/payments/PAY-77/given-up".to_owned(),
        hook_url: None,
        email: None,
    }
}

fn read(
    gateway: &dyn Gateway,
    signature: Option<&str>,
    body: &str,
    now_s: i64,
) -> Result<Vec<String>, MessageError> {
    let mut headers = HeaderMap::new();
    if let Some(signature) = signature {
        headers.insert("stripe-signature", signature.parse().unwrap());
    }
    let message = Message { headers: &headers, body: body.as_bytes(), now: Moment(now_s * 1000) };
    gateway.read_message(&message).map(|told| told.about)
}

#[tokio::test]
async fn messages_of_both_name_their_payment() {
    let (stripe, hands) = stripe().await;
    let mollie = Mollie::new(Key::new(MOLLIE_KEY), Some(hands.0.base())).unwrap();
    let first = stripe.start(&one()).await.unwrap();
    let second = mollie.start(&one()).await.unwrap();
    hands.0.act(&first.gateway_id, Act::PayLater).unwrap();
    hands.0.act(&first.gateway_id, Act::Arrives).unwrap();
    hands.0.act(&first.gateway_id, Act::Dispute).unwrap();
    hands.0.act(&second.gateway_id, Act::Pay).unwrap();
    let messages = hands.0.messages(1_790_000_000);
    let charge = stripe.status(&first.gateway_id).await.unwrap().charge_id.unwrap();
    let mut about = Vec::new();
    for (body, signature) in &messages {
        let gateway: &dyn Gateway = if signature.is_some() { &stripe } else { &mollie };
        about.extend(read(gateway, signature.as_deref(), body, 1_790_000_100).unwrap());
    }
    assert_eq!(about.len(), 5);
    assert!(about[..2].iter().all(|id| *id == first.gateway_id));
    assert!(about[2..4].iter().all(|id| *id == charge));
    assert_eq!(about[4], second.gateway_id);
}

#[tokio::test]
async fn what_mollie_never_sends_is_not_read() {
    let (mollie, _) = mollie().await;
    for body in [
        "",
        "id=",
        "id=tr_1&status=paid",
        "status=paid",
        "id=tr_1&id=tr_2",
        "{\"id\":\"tr_1\"}",
        "id=../x",
        "id=tr%2F1",
    ] {
        assert_eq!(read(&mollie, None, body, 0), Err(MessageError::Unreadable), "{body}");
    }
    assert_eq!(read(&mollie, None, "id=re_1", 0), Ok(Vec::new()));
    assert_eq!(read(&mollie, None, "id=ord_1", 0), Ok(Vec::new()));
}

#[tokio::test]
async fn throttled_and_busy_are_for_later_and_change_nothing() {
    let (stripe, hands) = stripe().await;
    for fault in ["429", "409", "500"] {
        hands.0.faults(&[fault]);
        let answer = stripe.start(&one()).await;
        assert!(matches!(answer, Err(GatewayError::TryLater { .. })), "{fault}: {answer:?}");
    }
    assert_eq!(hands.0.count(), 0);
    stripe.start(&one()).await.unwrap();
    assert_eq!(hands.0.count(), 1);
}

#[tokio::test]
async fn one_key_for_two_amounts_is_refused() {
    let (stripe, _) = stripe().await;
    stripe.start(&one()).await.unwrap();
    let other = StartPayment { amount: Money::new(1, Currency::EUR), ..one() };
    assert!(matches!(stripe.start(&other).await, Err(GatewayError::Refused { .. })));
}

#[tokio::test]
async fn a_wrong_key_is_for_the_staff() {
    let fake = fake().await;
    let secrets = vec![Key::new(STRIPE_SECRET)];
    let stripe = Stripe::new(Key::new("sk_test_other"), secrets, Some(fake.base())).unwrap();
    assert!(matches!(stripe.start(&one()).await, Err(GatewayError::Broken(_))));
    assert!(Stripe::new(Key::new("pk_test_1"), vec![Key::new("x")], None).is_err());
    assert!(Stripe::new(Key::new("sk_test_1"), vec![Key::new("")], None).is_err());
    assert!(Mollie::new(Key::new("sk_test_1"), None).is_err());
}

#[tokio::test]
async fn real_money_is_not_taken_for_test_money() {
    let fake = fake().await;
    let secrets = vec![Key::new(STRIPE_SECRET)];
    let live = Stripe::new(Key::new("sk_live_1"), secrets, Some(fake.base())).unwrap();
    let test = stripe_at(&fake);
    let started = test.start(&one()).await.unwrap();
    fake.act(&started.gateway_id, Act::Pay).unwrap();
    let (body, signature) = fake.messages(1_790_000_000).remove(0);
    let said = read(&live, signature.as_deref(), &body, 1_790_000_000);
    assert_eq!(said, Err(MessageError::WrongMode));
    assert_eq!(test.status(&started.gateway_id).await.unwrap().phase, Phase::Paid);
}
