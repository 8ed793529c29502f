//! The fake Stripe: sessions, refunds, disputes; keys that are replayed, with faults.

use crate::books::{Back, Books, House, Pay, State, is_address, texts};
use crate::{Asked, Reply, STRIPE_KEY, facts};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The version that requests must name.
pub(crate) const VERSION: &str = "2026-10-28.endive";

type Pairs = Vec<(Vec<String>, String)>;

/// What it answers.
pub(crate) fn answer(books: &mut Books, asked: &Asked) -> Reply {
    if asked.header("authorization") != Some(&format!("Bearer {STRIPE_KEY}")) {
        return refused(401, "invalid_request_error", None, "Invalid API Key provided");
    }
    if asked.header("stripe-version") != Some(VERSION) {
        return refused(400, "invalid_request_error", None, "the version is not pinned");
    }
    match books.fault_before().as_deref() {
        Some("429") => {
            return refused(429, "invalid_request_error", Some("rate_limit"), "Too many requests");
        }
        Some("409") => {
            return refused(
                409,
                "idempotency_error",
                None,
                "Another request with this key is under way",
            );
        }
        Some(_) => {
            return refused(
                500,
                "api_error",
                None,
                "Something went wrong before anything was done",
            );
        }
        None => {}
    }
    if asked.method == Method::POST { posted(books, asked) } else { got(books, asked) }
}

/// A key's first answer is kept and told again, faults of the server included; refusals of parameters are not kept.
fn posted(books: &mut Books, asked: &Asked) -> Reply {
    let Some(key) = asked.header("idempotency-key").filter(|key| (1..=255).contains(&key.len()))
    else {
        return refused(400, "invalid_request_error", None, "a POST of ours has a key");
    };
    let key = format!("stripe {key}");
    match books.replay(&key, &asked.fingerprint()) {
        Some(Ok(reply)) => return reply,
        Some(Err(())) => {
            return refused(
                400,
                "idempotency_error",
                None,
                "Keys can only be used with the same parameters",
            );
        }
        None => {}
    }
    let reply = match asked.parts().as_slice() {
        ["v1", "checkout", "sessions"] => create(books, asked),
        ["v1", "checkout", "sessions", id, "expire"] => expire(books, id),
        ["v1", "refunds"] => refund(books, asked),
        _ => refused(404, "invalid_request_error", None, "Unrecognized request URL"),
    };
    if reply.status != 200 {
        return reply;
    }
    let reply = if books.fault_after() {
        refused(500, "api_error", None, "Something went wrong, and it was done")
    } else {
        reply
    };
    books.keep(&key, &asked.fingerprint(), &reply);
    reply
}

fn got(books: &Books, asked: &Asked) -> Reply {
    match asked.parts().as_slice() {
        ["v1", "checkout", "sessions", id] => {
            let expands = asked.query.iter().any(|(n, v)| n == "expand[]" && v == "payment_intent");
            match books.pay(id).filter(|pay| pay.house == House::Stripe && pay.id == *id) {
                Some(pay) => Reply::new(200, session(pay, &asked.base, expands)),
                None => refused(
                    404,
                    "invalid_request_error",
                    Some("resource_missing"),
                    "No such checkout session",
                ),
            }
        }
        ["v1", "refunds"] => list(books, asked, false),
        ["v1", "disputes"] => list(books, asked, true),
        _ => refused(404, "invalid_request_error", None, "Unrecognized request URL"),
    }
}

fn create(books: &mut Books, asked: &Asked) -> Reply {
    let pairs = match form(asked) {
        Ok(pairs) => pairs,
        Err(reply) => return reply,
    };
    if let Err((field, code)) = facts::params(facts::SESSION_PARAMS, &pairs) {
        return refused(400, "invalid_request_error", Some(code), &format!("{field} is not right"));
    }
    let one = |path: &str| value(&pairs, path);
    let amount =
        one("line_items.0.price_data.unit_amount").and_then(|v| v.parse().ok()).unwrap_or(0_i64);
    let quantity = one("line_items.0.quantity").and_then(|v| v.parse().ok()).unwrap_or(0_i64);
    let currency = one("line_items.0.price_data.currency").unwrap_or_default();
    if amount * quantity < 1
        || amount > 99_999_999_999
        || currency != currency.to_lowercase()
        || currency.len() != 3
    {
        return refused(400, "invalid_request_error", Some("amount_too_small"), "no such amount");
    }
    let urls = [one("success_url"), one("cancel_url")];
    if !urls.iter().flatten().all(|url| is_address(url)) {
        return refused(400, "invalid_request_error", Some("url_invalid"), "Not a valid URL");
    }
    let metadata = |prefix: &str| -> BTreeMap<String, String> {
        let of = |(path, value): &(Vec<String>, String)| {
            let name = path.join(".").strip_prefix(prefix)?.to_owned();
            Some((name, value.clone()))
        };
        pairs.iter().filter_map(of).collect()
    };
    let pay = Pay {
        id: books.id("cs_test_"),
        house: House::Stripe,
        intent: books.id("pi_"),
        amount: amount * quantity,
        currency: currency.to_uppercase(),
        description: one("line_items.0.price_data.product_data.name").unwrap_or_default(),
        reference: one("client_reference_id"),
        metadata: texts(metadata("metadata.")),
        email: one("customer_email"),
        return_url: one("success_url").unwrap_or_default(),
        cancel_url: one("cancel_url"),
        hook_url: None,
        created: books.now(),
        is_slow: false,
        state: State::Open,
        back: Vec::new(),
    };
    let body = session(&pay, &asked.base, false);
    books.add(pay);
    Reply::new(200, body)
}

fn expire(books: &mut Books, id: &str) -> Reply {
    match books.act(id, crate::Act::Expire) {
        Ok(()) => {
            let pay = books.pay(id).expect("it was just changed");
            Reply::new(200, session(pay, "", false))
        }
        Err(why) => refused(
            400,
            "invalid_request_error",
            None,
            &format!("Only open sessions can be expired: {why}"),
        ),
    }
}

fn refund(books: &mut Books, asked: &Asked) -> Reply {
    let pairs = match form(asked) {
        Ok(pairs) => pairs,
        Err(reply) => return reply,
    };
    if let Err((field, code)) = facts::params(facts::REFUND_PARAMS, &pairs) {
        return refused(400, "invalid_request_error", Some(code), &format!("{field} is not right"));
    }
    let (id, now) = (books.id("re_"), books.now());
    let intent = value(&pairs, "payment_intent").unwrap_or_default();
    let Some(pay) =
        books.pay_mut(&intent).filter(|pay| pay.state == State::Paid && pay.intent == intent)
    else {
        return refused(
            400,
            "invalid_request_error",
            Some("resource_missing"),
            "This payment has no charge",
        );
    };
    let amount = value(&pairs, "amount").map_or(Some(pay.left()), |v| v.parse().ok());
    let Some(amount) = amount.filter(|amount| (1..=pay.left()).contains(amount)) else {
        return refused(
            400,
            "invalid_request_error",
            Some("charge_already_refunded"),
            "Refund amount is greater than what is left",
        );
    };
    let metadata: BTreeMap<_, _> = pairs
        .iter()
        .filter(|(p, _)| p[0] == "metadata")
        .map(|(p, v)| (p[1].clone(), v.clone()))
        .collect();
    let status = if pay.is_slow { "pending" } else { "succeeded" };
    let back =
        Back { id, is_dispute: false, amount, status, metadata: texts(metadata), created: now };
    pay.back.push(back.clone());
    let pay = pay.clone();
    books.tell(&pay, "refund.created");
    Reply::new(200, money_back(&pay, &back))
}

/// A page of refunds or disputes, newest first.
fn list(books: &Books, asked: &Asked, disputes: bool) -> Reply {
    let query = |name: &str| asked.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let Some(pay) = query("payment_intent").and_then(|intent| books.pay(intent)) else {
        return refused(400, "invalid_request_error", None, "No such payment_intent");
    };
    let limit: usize = query("limit").and_then(|v| v.parse().ok()).unwrap_or(10);
    let all: Vec<&Back> = pay.back.iter().rev().filter(|b| b.is_dispute == disputes).collect();
    let from = match query("starting_after") {
        Some(id) => all.iter().position(|b| b.id == id).map_or(all.len(), |at| at + 1),
        None => 0,
    };
    // Small pages, so that paging is always tried.
    let page: Vec<Value> =
        all.iter().skip(from).take(limit.min(2)).map(|b| money_back(pay, b)).collect();
    let more = from + page.len() < all.len();
    let what = if disputes { "disputes" } else { "refunds" };
    let body =
        json!({ "object": "list", "data": page, "has_more": more, "url": format!("/v1/{what}") });
    facts::answer("list", &body);
    Reply::new(200, body)
}

/// A session as it stands.
pub(crate) fn session(pay: &Pay, base: &str, expands: bool) -> Value {
    let (status, paid) = match pay.state {
        State::Open => ("open", "unpaid"),
        State::Paid => ("complete", "paid"),
        State::Pending | State::Failed => ("complete", "unpaid"),
        State::Cancelled | State::Expired => ("expired", "unpaid"),
    };
    let started = pay.state != State::Open && pay.state != State::Expired;
    let intent = match (started, expands) {
        (false, _) => Value::Null,
        (true, false) => json!(pay.intent),
        (true, true) => intent(pay),
    };
    let url = (status == "open").then(|| format!("{base}/checkout/{}", pay.id));
    let body = json!({
        "id": pay.id, "object": "checkout.session", "amount_subtotal": pay.amount, "amount_total": pay.amount,
        "automatic_tax": { "enabled": false }, "cancel_url": pay.cancel_url, "client_reference_id": pay.reference,
        "created": pay.created, "currency": pay.currency.to_lowercase(), "customer_email": pay.email,
        "expires_at": pay.created + 86_400, "livemode": false, "metadata": pay.metadata, "mode": "payment",
        "payment_intent": intent, "payment_method_types": ["card"], "payment_status": paid, "status": status,
        "success_url": pay.return_url, "ui_mode": "hosted_page", "url": url,
    });
    facts::answer("session", &body);
    body
}

fn intent(pay: &Pay) -> Value {
    let status = match pay.state {
        State::Paid => "succeeded",
        State::Pending => "processing",
        State::Cancelled | State::Expired => "canceled",
        State::Open | State::Failed => "requires_payment_method",
    };
    let received = if pay.state == State::Paid { pay.amount } else { 0 };
    let body = json!({
        "id": pay.intent, "object": "payment_intent", "amount": pay.amount, "amount_capturable": 0,
        "amount_received": received, "capture_method": "automatic", "confirmation_method": "automatic",
        "created": pay.created, "currency": pay.currency.to_lowercase(), "description": pay.description,
        "livemode": false, "metadata": pay.metadata, "payment_method_types": ["card"], "status": status,
    });
    facts::answer("intent", &body);
    body
}

fn money_back(pay: &Pay, back: &Back) -> Value {
    let currency = pay.currency.to_lowercase();
    if back.is_dispute {
        let body = json!({
            "id": back.id, "object": "dispute", "amount": back.amount, "created": back.created, "currency": currency,
            "livemode": false, "payment_intent": pay.intent, "reason": "general", "status": back.status,
        });
        facts::answer("dispute", &body);
        return body;
    }
    let body = json!({
        "id": back.id, "object": "refund", "amount": back.amount, "created": back.created, "currency": currency,
        "metadata": back.metadata, "payment_intent": pay.intent, "reason": "requested_by_customer", "status": back.status,
    });
    facts::answer("refund", &body);
    body
}

/// What a message of this kind carries.
pub(crate) fn object_of(pay: &Pay, kind: &str) -> Value {
    let newest = |disputes: bool| pay.back.iter().rev().find(|b| b.is_dispute == disputes);
    match kind.split('.').next() {
        Some("checkout") => session(pay, "", false),
        Some("refund") => newest(false).map_or(Value::Null, |back| money_back(pay, back)),
        Some("charge") => newest(true).map_or(Value::Null, |back| money_back(pay, back)),
        _ => intent(pay),
    }
}

/// The body's pairs, their names taken apart: `metadata[a]` is `metadata`, `a`.
fn form(asked: &Asked) -> Result<Pairs, Reply> {
    let refuse = || refused(400, "invalid_request_error", None, "the body is no form");
    if asked.header("content-type") != Some("application/x-www-form-urlencoded") {
        return Err(refuse());
    }
    let flat: Vec<(String, String)> =
        serde_urlencoded::from_str(&asked.body).map_err(|_| refuse())?;
    let apart =
        |name: &str| name.split('[').map(|part| part.trim_end_matches(']').to_owned()).collect();
    Ok(flat.into_iter().map(|(name, value)| (apart(&name), value)).collect())
}

fn value(pairs: &Pairs, path: &str) -> Option<String> {
    pairs.iter().find(|(known, _)| known.join(".") == path).map(|(_, value)| value.clone())
}

fn refused(status: u16, kind: &str, code: Option<&str>, message: &str) -> Reply {
    Reply::new(status, json!({ "error": { "type": kind, "code": code, "message": message } }))
}
