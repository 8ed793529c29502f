//! A colleague approves and another refuses the same order at the same moment.

use super::{Field, products, sku};
use crate::http::{Answer, Client, encoded};
use crate::program::Site;
use anyhow::{Context, ensure};
use serde_json::{Value, json};

const ROUNDS: usize = 10;
const LIMITED: &str = "otto@";

/// Exactly one of the two is heard, and the order stands as that one said: with stock or without any.
pub fn decided_once(field: &Field, site: &Site) -> anyhow::Result<()> {
    let asker = site.logins.iter().find(|login| text(&login["email"]).starts_with(LIMITED));
    let asker = asker.context("the demo has nobody with a limit")?;
    let colleague = |role: &str| {
        let same = |login: &&Value| login["company"] == asker["company"] && login["role"] == role;
        let found = site.logins.iter().find(same).and_then(|login| login["api_token"].as_str());
        found.with_context(|| format!("the demo has no {role} beside {LIMITED}"))
    };
    let deciders = [colleague("approver")?, colleague("manager")?];
    let at = |person: usize| field.address(person);
    let mut otto = Client::with_token(at(0), &text(&asker["api_token"]));
    let limit = amount(&otto.get("/api/v1/me")?.want(200)?.value()["order_limit"])?;
    let found = products(
        field,
        |product| {
            product["orderable"] == true
                && product["backorder_allowed"] == true
                && product["multiple"] == 1
        },
        1,
    )?;
    let (code, price) = (sku(&found[0]), amount(&found[0]["price"])?);
    #[expect(clippy::cast_possible_truncation, reason = "a few thousand pieces")]
    let quantity = (limit / price).ceil() as i64 + 1;
    let mut approved = 0;
    for round in 0..ROUNDS {
        let body = json!({"lines": [{"code": code, "quantity": quantity}]});
        let key = format!("race-approval-{round}");
        let order = otto.post_json("/api/v1/orders", &key, &body)?.want(201)?.value();
        ensure!(order["status"] == "awaiting_approval", "not awaiting approval: {order}");
        let path = format!("/api/v1/orders/{}/approval", encoded(&text(&order["number"])));
        let answers = field.together(2, |person, _| {
            let body = if person == 0 {
                json!({"decision": "approve"})
            } else {
                json!({"decision": "refuse", "reason": "Not this month"})
            };
            Client::with_token(at(person + round), deciders[person]).json("POST", &path, &body)
        })?;
        let approves = heard(&answers)?;
        let path = format!("/api/v1/orders/{}", encoded(&text(&order["number"])));
        let order = otto.get(&path)?.want(200)?.value();
        let line = &order["lines"][0];
        let open =
            line["allocated"].as_i64().unwrap_or(0) + line["backordered"].as_i64().unwrap_or(0);
        let as_said =
            if approves { open == quantity } else { open == 0 && order["status"] == "refused" };
        ensure!(as_said && line["pending"] == 0, "the order does not stand as was said: {order}");
        approved += usize::from(approves);
    }
    println!(
        "  an approval and a refusal at once, {ROUNDS} rounds: one was heard each time, {approved} approvals"
    );
    Ok(())
}

/// Whether it was the approval that was heard, of the two answers; the other one hears that it came too late.
fn heard(answers: &[Answer]) -> anyhow::Result<bool> {
    let heard: Vec<bool> = answers.iter().map(|answer| answer.status == 200).collect();
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        let code = answer.value()["code"].clone();
        let late = answer.status == 409 && code == "already_decided";
        ensure!(late, "{} {}", answer.status, answer.text());
    }
    ensure!(heard[0] != heard[1], "of an approval and a refusal {heard:?} were heard");
    Ok(heard[0])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn amount(money: &Value) -> anyhow::Result<f64> {
    money["amount"].as_str().and_then(|text| text.parse().ok()).context("no amount of money")
}
