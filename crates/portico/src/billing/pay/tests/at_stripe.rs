//! Hooks, over the router, against the fake Stripe and Mollie: what is believed, and that it only causes a question.

use super::*;
use crate::app::{App, Parts, router};
use crate::config::{Config, MollieProfile, Payments, StripeAccount};
use crate::platform::search::Search;
use axum::body::Body;
use axum::http::Request;
use portico_pay_fake::{Act, Fake, KINDS, MOLLIE_KEY, STRIPE_KEY, STRIPE_SECRET};

/// The same program with accounts at the fake gateways.
pub(super) fn with_accounts(world: &World, base: &str) -> App {
    let address = Some(base.to_owned());
    let stripe = StripeAccount {
        key: STRIPE_KEY.to_owned(),
        signing_secrets: vec!["whsec_next".to_owned(), STRIPE_SECRET.to_owned()],
        address: address.clone(),
    };
    let mollie = MollieProfile { key: MOLLIE_KEY.to_owned(), address };
    let payments = Payments { demo: false, stripe: Some(stripe), mollie: Some(mollie) };
    let config = Config { payments, ..world.app.config.clone() };
    let search = Search::in_memory().unwrap();
    let (db, clock, ids) = (world.db.clone(), world.clock.clone(), world.app.ids.clone());
    App::new(Parts::with_search(search, config, db, clock, ids).unwrap())
}

async fn sent(app: &App, hook: &str, signature: Option<&str>, body: impl Into<Body>) -> u16 {
    let mut request = Request::post(format!("/hooks/{hook}"));
    if let Some(signature) = signature {
        request = request.header("stripe-signature", signature);
    }
    let request = request.body(body.into()).unwrap();
    Client::new(router::router(app)).send(request).await.status.as_u16()
}

async fn started(world: &World, app: &App, gateway: &'static str) -> String {
    document(world, DocumentType::Invoice, "INV-1", 10_000).await;
    let choose = move |tx: &mut Tx| settings::set(tx, &GATEWAY, &gateway.to_owned());
    world.db.write(choose).await.unwrap();
    let token = world.program("anna@").await.bearer().unwrap().to_owned();
    let mut anna = Client::new(router::router(app)).with_token(&token);
    let made = pay(&mut anna, "k", documents(&[("INV-1", "")])).await;
    assert_eq!(made.status, 201, "{}", made.html);
    payment(world, "PAY-1").await.2.unwrap()
}

in_world!(a_signed_message_causes_the_question_and_only_that, |world| {
    let fake = Fake::start("127.0.0.1:0".parse().unwrap()).await;
    let app = with_accounts(&world, fake.base());
    let id = started(&world, &app, "stripe").await;
    let now_s = world.clock.now_ms() / 1000;
    fake.act(&id, Act::PayLater).unwrap();
    fake.act(&id, Act::Arrives).unwrap();
    let messages = fake.messages(now_s);
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000));
    for (body, signature) in messages.iter().rev().chain(&messages) {
        assert_eq!(sent(&app, "stripe", signature.as_deref(), body.clone()).await, 200);
    }
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000), "a message books nothing");
    assert_eq!(carry::repair(&app).await.unwrap(), 1, "four messages, one question");
    assert_eq!(open(&world, "INV-1").await, (0, 0));
    // Disputed and won, told by what was charged.
    for act in [Act::Dispute, Act::DisputeWon] {
        fake.act(&id, act).unwrap();
        let (body, signature) = fake.messages(now_s).pop().unwrap();
        assert_eq!(sent(&app, "stripe", signature.as_deref(), body).await, 200);
        carry::repair(&app).await.unwrap();
        let left = if act == Act::Dispute { 10_000 } else { 0 };
        assert_eq!(open(&world, "INV-1").await, (left, 0), "{act:?}");
    }
    world.work().await;
});

in_world!(no_forged_message_is_believed, |world| {
    let fake = Fake::start("127.0.0.1:0".parse().unwrap()).await;
    let app = with_accounts(&world, fake.base());
    let id = started(&world, &app, "stripe").await;
    let now_s = world.clock.now_ms() / 1000;
    assert_eq!(KINDS, 200);
    for number in 0..KINDS {
        let forged = fake.forged(number, &id, now_s);
        let status = sent(&app, "stripe", forged.signature.as_deref(), forged.body).await;
        assert_eq!(status, 400, "{}", forged.kind);
        world.clock.advance(if number % 100 == 99 { 1_000 } else { 0 });
    }
    let events = |view: &mut View| view.one::<i64>("select count(*) from gateway_events", []);
    assert_eq!(world.db.read(events).await.unwrap(), Some(0));
    assert_eq!(sent(&app, "stripe", None, vec![b' '; (1 << 20) + 1]).await, 413);
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000));
});

in_world!(mollies_messages_prove_nothing_and_unknown_ids_are_answered_alike, |world| {
    let fake = Fake::start("127.0.0.1:0".parse().unwrap()).await;
    let app = with_accounts(&world, fake.base());
    let id = started(&world, &app, "mollie").await;
    for body in [format!("id={id}"), "id=tr_nobody".to_owned(), "id=re_1".to_owned()] {
        assert_eq!(sent(&app, "mollie", None, body).await, 200);
    }
    assert_eq!(sent(&app, "mollie", None, format!("id={id}&status=paid")).await, 400);
    carry::repair(&app).await.unwrap();
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000), "told too early: still open");
    fake.act(&id, Act::Pay).unwrap();
    assert_eq!(sent(&app, "mollie", None, format!("id={id}")).await, 200);
    carry::repair(&app).await.unwrap();
    assert_eq!(open(&world, "INV-1").await, (0, 0));
    world.work().await;
});

in_world!(a_gateway_that_lost_its_answer_is_called_with_a_new_key_only_when_it_must, |world| {
    let fake = Fake::start("127.0.0.1:0".parse().unwrap()).await;
    let app = with_accounts(&world, fake.base());
    fake.faults(&["500-after"]);
    document(&world, DocumentType::Invoice, "INV-1", 10_000).await;
    let choose = |tx: &mut Tx| settings::set(tx, &GATEWAY, &"stripe".to_owned());
    world.db.write(choose).await.unwrap();
    let token = world.program("anna@").await.bearer().unwrap().to_owned();
    let mut anna = Client::new(router::router(&app)).with_token(&token);
    let first = pay(&mut anna, "k", documents(&[("INV-1", "")])).await.json();
    assert_eq!((first["status"].as_str(), &first["redirect_url"]), (Some("pending"), &Value::Null));
    let second = pay(&mut anna, "k", documents(&[("INV-1", "")])).await.json();
    assert!(second["redirect_url"].is_string(), "{second}");
    assert_eq!(fake.count(), 2, "the lost one is in nobody's hands");
    assert_eq!(open(&world, "INV-1").await, (10_000, 10_000));
});

in_world!(without_that_gateway_there_is_no_hook, |world| {
    assert_eq!(sent(&world.app, "stripe", None, "{}").await, 404);
    assert_eq!(sent(&world.app, "mollie", None, "id=tr_1").await, 404);
});
