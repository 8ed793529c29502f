//! The fake Mollie: payments, refunds, chargebacks, HAL links.

use crate::books::{Back, Books, House, Pay, State, is_address, moment};
use crate::{Act, Asked, MOLLIE_KEY, Reply, facts};
use axum::http::Method;
use portico_types::{Currency, Money};
use serde_json::{Value, json};

/// What it answers.
pub(crate) fn answer(books: &mut Books, asked: &Asked) -> Reply {
    if asked.header("authorization") != Some(&format!("Bearer {MOLLIE_KEY}")) {
        return refused(401, "Unauthorized Request", "Missing or invalid authentication");
    }
    match books.fault_before().as_deref() {
        Some("429") => return refused(429, "Too Many Requests", "Slow down"),
        Some("409") => return refused(409, "Conflict", "The same is under way"),
        Some(_) => return refused(503, "Service Unavailable", "Nothing was done"),
        None => {}
    }
    if asked.method == Method::GET {
        return got(books, asked);
    }
    let key = asked.header("idempotency-key").map(|key| format!("mollie {key}"));
    if let Some(replayed) = key.as_ref().and_then(|key| books.replay(key, &asked.fingerprint())) {
        return replayed.unwrap_or_else(|()| {
            refused(422, "Unprocessable Entity", "The key was for something else")
        });
    }
    let reply = changed(books, asked);
    if let Some(key) = key.filter(|_| reply.status < 300) {
        books.keep(&key, &asked.fingerprint(), &reply);
    }
    if reply.status < 300 && books.fault_after() {
        return refused(500, "Internal Server Error", "It was done all the same");
    }
    reply
}

fn got(books: &Books, asked: &Asked) -> Reply {
    match asked.parts().as_slice() {
        ["v2", "payments", id] => match mine(books, id) {
            Some(pay) => {
                let embed = asked.query.iter().find(|(name, _)| name == "embed");
                Reply::new(200, payment(pay, asked, embed.map_or("", |(_, value)| value)))
            }
            None => refused(404, "Not Found", "No payment exists with this token"),
        },
        _ => refused(404, "Not Found", "No such page"),
    }
}

fn changed(books: &mut Books, asked: &Asked) -> Reply {
    match (asked.method.as_str(), asked.parts().as_slice()) {
        ("POST", ["v2", "payments"]) => create(books, asked),
        ("POST", ["v2", "payments", id, "refunds"]) => refund(books, asked, id),
        ("DELETE", ["v2", "payments", id]) => {
            if mine(books, id).is_none() {
                return refused(404, "Not Found", "No payment exists with this token");
            }
            match books.act(id, Act::Cancel) {
                Ok(()) => {
                    Reply::new(200, payment(mine(books, id).expect("it is there"), asked, ""))
                }
                Err(_) => {
                    refused(422, "Unprocessable Entity", "The payment cannot be cancelled any more")
                }
            }
        }
        _ => refused(404, "Not Found", "No such page"),
    }
}

fn create(books: &mut Books, asked: &Asked) -> Reply {
    let body = match read(asked, facts::MOLLIE_PAYMENT_FIELDS) {
        Ok(body) => body,
        Err(reply) => return reply,
    };
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let urls = ["redirectUrl", "cancelUrl", "webhookUrl"].map(text);
    let description = text("description").unwrap_or_default();
    let amount = money(&body["amount"]).filter(|amount| amount.minor > 0);
    let Some(amount) = amount.filter(|_| urls.iter().flatten().all(|url| is_address(url))) else {
        return refused(422, "Unprocessable Entity", "The amount or an address is not right");
    };
    if description.is_empty() || description.chars().count() > 255 {
        return refused(422, "Unprocessable Entity", "The 'description' field is not right");
    }
    let [return_url, cancel_url, hook_url] = urls;
    let pay = Pay {
        id: books.id("tr_"),
        house: House::Mollie,
        intent: books.id("mollie_"),
        amount: amount.minor,
        currency: amount.currency.code().to_owned(),
        description,
        reference: None,
        metadata: body["metadata"].clone(),
        email: None,
        return_url: return_url.unwrap_or_default(),
        cancel_url,
        hook_url,
        created: books.now(),
        is_slow: false,
        state: State::Open,
        back: Vec::new(),
    };
    let body = payment(&pay, asked, "");
    books.add(pay);
    Reply::new(201, body)
}

fn refund(books: &mut Books, asked: &Asked, id: &str) -> Reply {
    let body = match read(asked, facts::MOLLIE_REFUND_FIELDS) {
        Ok(body) => body,
        Err(reply) => return reply,
    };
    let (back_id, now) = (books.id("re_"), books.now());
    let amount = money(&body["amount"]);
    let pay =
        books.pay_mut(id).filter(|pay| pay.house == House::Mollie && pay.state == State::Paid);
    let Some((pay, amount)) = pay.zip(amount) else {
        return refused(422, "Unprocessable Entity", "Nothing of it can be given back");
    };
    if amount.currency.code() != pay.currency || !(1..=pay.left()).contains(&amount.minor) {
        return refused(422, "Unprocessable Entity", "The amount is higher than the maximum");
    }
    let twin = |b: &Back| {
        b.amount == amount.minor && b.status == "pending" && b.metadata == body["metadata"]
    };
    if pay.back.iter().any(twin) {
        return refused(409, "Conflict", "A duplicate refund has been detected");
    }
    let metadata = body["metadata"].clone();
    let back = Back {
        id: back_id,
        is_dispute: false,
        amount: amount.minor,
        status: "pending",
        metadata,
        created: now,
    };
    pay.back.push(back.clone());
    Reply::new(201, money_back(pay, &back))
}

/// A payment as it stands. What does not concern it is absent.
fn payment(pay: &Pay, asked: &Asked, embed: &str) -> Value {
    let status = match pay.state {
        State::Open => "open",
        State::Pending => "pending",
        State::Paid => "paid",
        State::Failed => "failed",
        State::Cancelled => "canceled",
        State::Expired => "expired",
    };
    let self_link = json!({ "href": format!("{}/v2/payments/{}", asked.base, pay.id), "type": "application/hal+json" });
    let mut body = json!({
        "resource": "payment", "id": pay.id, "mode": "test", "createdAt": moment(pay.created),
        "amount": amount(pay, pay.amount), "description": pay.description, "method": null, "metadata": pay.metadata,
        "status": status, "profileId": "pfl_Fake", "sequenceType": "oneoff", "redirectUrl": pay.return_url,
        "cancelUrl": pay.cancel_url, "_links": { "self": self_link },
    });
    if let Some(hook) = &pay.hook_url {
        body["webhookUrl"] = json!(hook);
    }
    if pay.state == State::Open {
        body["isCancelable"] = json!(true);
        body["expiresAt"] = json!(moment(pay.created + 900));
        body["_links"]["checkout"] =
            json!({ "href": format!("{}/checkout/{}", asked.base, pay.id), "type": "text/html" });
    }
    if pay.state == State::Paid {
        let away = |disputes: bool| {
            pay.back
                .iter()
                .filter(|b| b.is_dispute == disputes && b.is_away())
                .map(|b| b.amount)
                .sum()
        };
        body["paidAt"] = json!(moment(pay.created));
        body["amountRefunded"] = amount(pay, away(false));
        body["amountRemaining"] = amount(pay, pay.left());
        if away(true) > 0 {
            body["amountChargedBack"] = amount(pay, away(true));
        }
    }
    let all = |disputes: bool| -> Vec<Value> {
        pay.back.iter().filter(|b| b.is_dispute == disputes).map(|b| money_back(pay, b)).collect()
    };
    if embed == "refunds,chargebacks" {
        body["_embedded"] = json!({ "refunds": all(false), "chargebacks": all(true) });
    }
    facts::answer("mollie payment", &body);
    body
}

fn money_back(pay: &Pay, back: &Back) -> Value {
    let created = moment(back.created);
    let id = back.id.replace("dp_", "chb_");
    if back.is_dispute {
        let reversed = (back.status == "won").then(|| created.clone());
        let body = json!({
            "resource": "chargeback", "id": id, "amount": amount(pay, back.amount), "createdAt": created,
            "reversedAt": reversed, "paymentId": pay.id, "_links": {},
        });
        facts::answer("mollie chargeback", &body);
        return body;
    }
    let status = if back.status == "succeeded" { "refunded" } else { back.status };
    let body = json!({
        "resource": "refund", "id": id, "mode": "test", "amount": amount(pay, back.amount), "status": status,
        "createdAt": created, "description": "Refund", "metadata": back.metadata, "paymentId": pay.id, "_links": {},
    });
    facts::answer("mollie refund", &body);
    body
}

fn mine<'a>(books: &'a Books, id: &str) -> Option<&'a Pay> {
    books.pay(id).filter(|pay| pay.house == House::Mollie && pay.id == id)
}

fn money(value: &Value) -> Option<Money> {
    let currency = Currency::from_code(value["currency"].as_str()?)?;
    Money::parse(value["value"].as_str()?, currency).ok()
}

fn amount(pay: &Pay, minor: i64) -> Value {
    let currency = Currency::from_code(&pay.currency).unwrap_or(Currency::EUR);
    json!({ "currency": pay.currency, "value": Money::new(minor, currency).amount() })
}

fn read(asked: &Asked, table: &[(&'static str, facts::Is, &'static str)]) -> Result<Value, Reply> {
    let refuse = |what: &str| refused(422, "Unprocessable Entity", what);
    if asked.header("content-type") != Some("application/json") {
        return Err(refuse("the body is no JSON"));
    }
    let body: Value =
        serde_json::from_str(&asked.body).map_err(|_| refuse("the body is no JSON"))?;
    let checked = facts::fields(table, &body);
    checked.map_err(|(field, why)| refuse(&format!("The '{field}' field {why}")))?;
    Ok(body)
}

fn refused(status: u16, title: &str, detail: &str) -> Reply {
    Reply::new(status, json!({ "status": status, "title": title, "detail": detail, "_links": {} }))
}
