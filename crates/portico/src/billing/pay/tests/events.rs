//! Thousands of messages, each one to five times, shuffled, with forgeries among them: afterwards every invoice is open by exactly
//! what the gateway does not have. `cargo xtask pay-events` runs it with 10,000 and the fake gateway in a process of its own.

use super::at_stripe::with_accounts;
use super::*;
use crate::app::{App, router};
use crate::billing::pay::plan::Wish;
use crate::billing::pay::start::{Asked, Way, start};
use crate::platform::clock::Clock;
use portico_pay_fake::{Fake, KINDS};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Duration;

const STRIPE: Way = Way { name: "stripe", takes: |_| true };
/// Payments that are started at a time, and how many messages each causes, roughly.
const WAVES: usize = 4;
const MESSAGES_EACH: usize = 2;

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Where the fake gateway is: in a process of its own where one is named, else in this one.
async fn fake() -> String {
    match std::env::var("PORTICO_PAY_FAKE") {
        Ok(base) => base,
        Err(_) => Fake::start("127.0.0.1:0".parse().unwrap()).await.base().to_owned(),
    }
}

async fn control(base: &str, deed: &str, body: Value) -> Value {
    let request = reqwest::Client::new().post(format!("{base}/control/{deed}"));
    let request = request.header("content-type", "application/json").body(body.to_string());
    let answer = request.send().await.unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or(Value::Null)
}

const INVOICE: &str = "insert into documents (id, number, number_key, type, customer_id, ordered_by, currency, issued_day, due_day,
         net_minor, vat_minor, total_minor, open_minor, pending_minor, source, find_key, version, created_at)
     values ($1, $2, $3, 'invoice', $4, $4, 'GBP', '2026-03-01', '2026-03-31', $5, 0, $5, $5, 0, $2, $3, 1, 0)";

/// Invoices of these amounts, written as one.
async fn invoices(world: &World, amounts: &[i64]) {
    let whose = world.buyer("anna@").customer.id;
    let amounts = amounts.to_vec();
    let make = move |tx: &mut Tx| -> Result<(), DbError> {
        settings::set(tx, &GATEWAY, &"stripe".to_owned())?;
        let numbers: Vec<String> = (0..amounts.len()).map(|n| format!("EV-{n}")).collect();
        let ids: Vec<i64> = amounts.iter().map(|_| tx.new_id()).collect();
        for ((number, minor), id) in numbers.iter().zip(&amounts).zip(&ids) {
            owe(tx, DocumentType::Invoice, whose, number, gbp(*minor))?;
            let lower = number.to_lowercase();
            tx.exec_each_one(
                INVOICE,
                &[args![*id, number.as_str(), lower.as_str(), whose, *minor]],
            )?;
        }
        Ok(())
    };
    world.db.write(make).await.unwrap();
}

async fn pay_one(world: &World, app: &App, at: usize, minor: i64) {
    let anna = world.buyer("anna@");
    let begin = move |tx: &mut Tx| {
        let wish = Wish::Documents(vec![(format!("EV-{at}"), Some(gbp(minor)))]);
        start(tx, &anna, &Asked { wish, keeps_rest: false, gateway: Some(STRIPE) }).map(|p| p.id)
    };
    let id = world.db.write(begin).await.unwrap();
    carry::carry(app, id).await.unwrap();
}

/// What happens to a payment in a wave, by the acts that the fake knows; those that cannot be are refused by it.
fn drawn(rng: &mut ChaCha8Rng) -> &'static [&'static str] {
    const ALL: [&[&str]; 8] = [
        &["pay"],
        &["pay-later", "arrives"],
        &["pay-later", "bounces"],
        &["decline", "pay"],
        &["expire"],
        &["pay", "dispute"],
        &["pay", "dispute", "dispute-won"],
        &["decline", "pay-later"],
    ];
    ALL[rng.random_range(0..ALL.len())]
}

/// The clock on our wall says what the real one says, by which the fake gateway signs.
fn on_time(world: &World) -> tokio::task::JoinHandle<()> {
    let (clock, real) = (world.clock.clone(), Clock::system());
    clock.set(real.now_ms());
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(10));
        loop {
            tick.tick().await;
            clock.set(real.now_ms());
        }
    })
}

/// The work behind the pages goes on.
fn at_work(app: &App) -> tokio::task::JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(50));
        loop {
            tick.tick().await;
            while carry::repair(&app).await.unwrap() > 0 {}
        }
    })
}

async fn served(app: &App) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = router::router(app);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/hooks")
}

in_world!(every_invoice_is_open_by_what_the_gateway_does_not_have, |world| {
    let (events, seed) = (number("PORTICO_EVENTS", 150), number("PORTICO_SEED", 20_261_122));
    println!("seed {seed}, {events} events at least");
    let base = fake().await;
    let app = with_accounts(&world, &base);
    let wall = on_time(&world);
    let mut rng = ChaCha8Rng::seed_from_u64(seed as u64);
    let amounts: Vec<i64> =
        (0..events / MESSAGES_EACH).map(|_| rng.random_range(1..500_000)).collect();
    invoices(&world, &amounts).await;
    for (at, total) in amounts.iter().enumerate() {
        let minor = if rng.random_bool(0.5) { *total } else { rng.random_range(1..=*total) };
        pay_one(&world, &app, at, minor).await;
    }
    let (hooks, work) = (served(&app).await, at_work(&app));
    let mine = payments_at(&world).await;
    let plans: Vec<_> = mine.iter().map(|id| (id.clone(), drawn(&mut rng))).collect();
    let (mut caused, mut posted) = (0, 0);
    for wave in 0..WAVES {
        for (id, plan) in &plans {
            if let Some(act) = plan.get(wave) {
                control(&base, "act", json!({ "id": id, "act": act })).await;
            }
        }
        caused += control(&base, "payments", json!({})).await["messages"].as_u64().unwrap();
        let forged = KINDS * 2;
        let ask = json!({ "seed": seed + wave, "hooks": hooks, "forged": forged });
        let said = control(&base, "send", ask).await;
        assert_eq!(said["accepted"], json!([]), "forged ones were believed");
        assert_eq!(said["forged"], json!({ "400": forged }), "each forged one was refused");
        posted += said["genuine"]["200"].as_u64().unwrap_or(0);
        assert_eq!(
            said["genuine"].as_object().map_or(0, |all| all.keys().filter(|k| *k != "200").count()),
            0,
            "{said}"
        );
    }
    while !asked_all(&world).await {
        let _ = carry::repair(&app).await.unwrap();
    }
    for task in [work, wall] {
        task.abort();
        let _ = task.await;
    }
    println!("{caused} events, posted {posted} times, {} invoices", amounts.len());
    compare(&world, &base, &amounts).await;
    world.work().await;
});

async fn payments_at(world: &World) -> Vec<String> {
    let read = |view: &mut View| {
        view.all::<String>(
            "select gateway_id from payments where gateway = 'stripe' order by id limit 100000",
            [],
        )
    };
    world.db.read(read).await.unwrap()
}

/// Whether nothing is due to be asked any more.
async fn asked_all(world: &World) -> bool {
    let now = world.clock.now_ms();
    let read = move |view: &mut View| {
        view.one::<i64>("select count(*) from payments where next_ask_at <= $1", args![now])
    };
    world.db.read(read).await.unwrap() == Some(0)
}

/// Every invoice's open amount against the gateway's truth, to the last unit.
async fn compare(world: &World, base: &str, amounts: &[i64]) {
    let truth = control(base, "payments", json!({})).await;
    let read = |view: &mut View| {
        view.all::<(String, String, i64, i64)>(
            "select p.gateway_id, d.number, d.open_minor, d.pending_minor from payments p
             join payment_parts x on x.payment_id = p.id join documents d on d.id = x.document_id
             where p.gateway = 'stripe' order by p.id limit 100000",
            [],
        )
    };
    let rows = world.db.read(read).await.unwrap();
    assert_eq!(rows.len(), amounts.len());
    let all = truth["payments"].as_array().unwrap();
    let by_id: std::collections::HashMap<&str, &Value> =
        all.iter().map(|one| (one["id"].as_str().unwrap(), one)).collect();
    let mut kept_in_all = 0;
    for ((id, number, open, pending), total) in rows.iter().zip(amounts) {
        let at = by_id[id.as_str()];
        let kept = at["kept"].as_i64().unwrap();
        assert_eq!(*open, total - kept, "{number}: {at}");
        let under_way = at["under_way"].as_bool().unwrap();
        assert_eq!(*pending > 0, under_way, "{number}: {at}");
        kept_in_all += kept;
    }
    assert_eq!(owed(world).await, amounts.iter().sum::<i64>() - kept_in_all, "what is owed in all");
}
