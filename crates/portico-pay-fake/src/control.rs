//! What a test tells the fake from outside: acts, faults, and sending the messages that were caused, as often and in such an
//! order as networks do.

use crate::books::{Act, House, State as PayState};
use crate::{Fake, Forged, forge};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Messages on their way at once.
const AT_ONCE: usize = 8;

type Answer = Result<Json<Value>, (StatusCode, String)>;

pub(crate) async fn control(
    State(fake): State<Fake>,
    Path(deed): Path<String>,
    Json(asked): Json<Value>,
) -> Answer {
    match deed.as_str() {
        "act" => act(&fake, &asked),
        "faults" => {
            let next: Vec<&str> =
                asked["next"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            fake.faults(&next);
            Ok(Json(json!({})))
        }
        "payments" => Ok(Json(payments(&fake))),
        "send" => Ok(Json(send(&fake, &asked).await)),
        _ => Err((StatusCode::NOT_FOUND, String::new())),
    }
}

fn act(fake: &Fake, asked: &Value) -> Answer {
    let act = asked["act"].as_str().and_then(Act::named);
    let (Some(id), Some(act)) = (asked["id"].as_str(), act) else {
        return Err((StatusCode::BAD_REQUEST, "id and act".to_owned()));
    };
    fake.act(id, act).map_err(|why| (StatusCode::CONFLICT, why))?;
    Ok(Json(json!({})))
}

/// The gateways' truth.
fn payments(fake: &Fake) -> Value {
    let books = fake.lock();
    let one = |pay: &crate::books::Pay| {
        let ours = pay
            .reference
            .clone()
            .map_or_else(|| pay.metadata["portico_payment"].clone(), Value::from);
        json!({ "id": pay.id, "reference": ours, "amount": pay.amount, "kept": pay.kept(), "paid": pay.state == PayState::Paid,
            "under_way": matches!(pay.state, PayState::Open | PayState::Pending) })
    };
    json!({ "payments": books.pays.iter().map(one).collect::<Vec<_>>(), "messages": books.messages.len() })
}

/// A message to send: where, with which signature, what, and what it forges.
type Letter = (String, Option<String>, String, Option<String>);

/// Sends everything that was caused one to five times, shuffled, with forgeries among it, and says what was answered.
async fn send(fake: &Fake, asked: &Value) -> Value {
    let seed = asked["seed"].as_u64().unwrap_or(1);
    let hooks = asked["hooks"].as_str().unwrap_or_default().to_owned();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let letters = letters(fake, &hooks, asked["forged"].as_u64().unwrap_or(0), &mut rng);
    let (client, gate) = (Client::new(), Arc::new(Semaphore::new(AT_ONCE)));
    let mut tasks = Vec::new();
    for letter in letters {
        let (client, gate) = (client.clone(), gate.clone());
        tasks.push(tokio::spawn(async move {
            let _turn = gate.acquire_owned().await;
            let status = post(&client, &letter).await;
            (letter.3, status)
        }));
    }
    let (mut genuine, mut forged, mut accepted) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for task in tasks {
        let (kind, status) = task.await.expect("a letter was posted");
        match kind {
            None => *genuine.entry(status.to_string()).or_insert(0) += 1,
            Some(kind) => {
                *forged.entry(status.to_string()).or_insert(0) += 1;
                if (200..300).contains(&status) {
                    accepted.push(kind);
                }
            }
        }
    }
    accepted.sort();
    accepted.dedup();
    json!({ "genuine": genuine, "forged": forged, "accepted": accepted })
}

fn letters(fake: &Fake, hooks: &str, forged: u64, rng: &mut ChaCha8Rng) -> Vec<Letter> {
    let mut books = fake.lock();
    let now = books.now();
    let mut letters: Vec<Letter> = Vec::new();
    for message in &books.messages {
        let place = if message.house == House::Stripe { "stripe" } else { "mollie" };
        for _ in 0..rng.random_range(1..=5) {
            let (body, signature) = message.sent(now);
            letters.push((format!("{hooks}/{place}"), signature, body, None));
        }
    }
    for number in 0..usize::try_from(forged).unwrap_or(0) {
        let pick = |rng: &mut ChaCha8Rng| books.pays[rng.random_range(0..books.pays.len())].clone();
        let (pay, other) = (pick(rng), pick(rng));
        let Forged { kind, signature, body } =
            forge::forged(number, [&pay.id, &pay.intent, &other.id], now);
        letters.push((format!("{hooks}/stripe"), signature, body, Some(kind)));
    }
    books.messages.clear();
    letters.shuffle(rng);
    letters
}

/// Posts it, and again while the portal says that it is busy, as gateways do.
async fn post(client: &Client, (url, signature, body, _): &Letter) -> u16 {
    let mut status = 0;
    for _ in 0..10 {
        let kind = if url.ends_with("stripe") {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let mut request = client.post(url).header("content-type", kind).body(body.clone());
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        status = request.send().await.map_or(0, |answer| answer.status().as_u16());
        if !matches!(status, 0 | 429 | 500..) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    status
}
