//! Races from order to delivery: goods that come in while people wait and order, and two people who send the same line.

use super::{Field, products, sku};
use crate::http::{Client, encoded};
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const WAITING: usize = 50;
const DOORS: usize = 5;
const NEWCOMERS: usize = 20;
/// What each waiting order wants, and what comes in at each door: 60 units for 30 of the 50.
const WANTED: i64 = 2;
const COMES_IN: i64 = 12;
/// More than all newcomers want.
const ENOUGH: i64 = 60;
const BESIDE_ROUNDS: usize = 8;
const SENT_ROUNDS: usize = 10;
const TAKEN_WITHIN: Duration = Duration::from_secs(30);

/// An order of the race: who placed it, and its number.
pub(super) struct Waiting {
    person: usize,
    pub(super) number: String,
}

/// 50 orders wait; goods come in at five doors at once while 20 more people order: the queue's first get it, nobody else.
pub fn goods_in(field: &Field) -> anyhow::Result<()> {
    let found =
        products(field, |product| sold_singly(product) && product["backorder_allowed"] == true, 1)?;
    let code = sku(&found[0]);
    let free = field.free(code)?;
    if free > 0 {
        let _ = place(field, 0, "race-in-first", code, free)?;
    }
    let mut queue = Vec::new();
    for at in 0..WAITING {
        queue.push(place(field, at, &format!("race-in-{at}"), code, WANTED)?);
    }
    let answers = field.together(DOORS + NEWCOMERS, |at, person| {
        if at < DOORS {
            let body = json!({"lines": [{"sku": code, "quantity": COMES_IN}]});
            let mut staff = field.staff_at(at);
            staff.post_json("/api/v1/staff/goods-in", &format!("race-door-{at}"), &body)
        } else {
            let body = json!({"lines": [{"code": code, "quantity": WANTED}]});
            person.post_json("/api/v1/orders", &format!("race-new-{at}"), &body)
        }
    })?;
    let mut newcomers = Vec::new();
    for (at, answer) in answers.into_iter().enumerate() {
        let answer = answer.want(201)?.value();
        if at >= DOORS {
            newcomers.push(Waiting { person: at, number: text(&answer["number"]) });
        }
    }
    let covered = usize::try_from(COMES_IN)? * DOORS / usize::try_from(WANTED)?;
    for (at, order) in queue.iter().chain(&newcomers).enumerate() {
        let line = line(field, order)?;
        let held = if at < covered { WANTED } else { 0 };
        ensure!(
            line["allocated"] == held && line["backordered"] == WANTED - held,
            "number {at} of the queue should hold {held}: {line}"
        );
    }
    let free = field.free(code)?;
    ensure!(free == 0, "{free} are free while people wait");
    println!(
        "  {DOORS} doors at once, {WAITING} wait, {NEWCOMERS} more order: the first {covered} are covered"
    );
    Ok(())
}

/// Goods come in while people order what was out: whoever comes before, after or amid, nobody is left waiting beside free
/// stock.
pub fn none_beside_stock(field: &Field) -> anyhow::Result<()> {
    let found =
        products(field, |product| sold_singly(product) && product["backorder_allowed"] == true, 1)?;
    let code = sku(&found[0]);
    for round in 0..BESIDE_ROUNDS {
        let free = field.free(code)?;
        if free > 0 {
            let _ = place(field, round, &format!("race-beside-first-{round}"), code, free)?;
        }
        let answers = field.together(1 + NEWCOMERS, |at, person| {
            let key = format!("race-beside-{round}-{at}");
            if at == 0 {
                let body = json!({"lines": [{"sku": code, "quantity": ENOUGH}]});
                return field.staff_at(round).post_json("/api/v1/staff/goods-in", &key, &body);
            }
            let body = json!({"lines": [{"code": code, "quantity": WANTED}]});
            person.post_json("/api/v1/orders", &key, &body)
        })?;
        for (at, answer) in answers.into_iter().enumerate() {
            let number = text(&answer.want(201)?.value()["number"]);
            if at > 0 {
                let line = line(field, &Waiting { person: at, number })?;
                ensure!(line["allocated"] == WANTED, "somebody waits beside free stock: {line}");
            }
        }
        let free = field.free(code)?;
        let left = ENOUGH - WANTED * i64::try_from(NEWCOMERS)?;
        ensure!(free == left, "{free} are free, {left} should be");
    }
    println!(
        "  goods come in while {NEWCOMERS} order, {BESIDE_ROUNDS} rounds: nobody waits beside free stock"
    );
    Ok(())
}

/// Two people send the same line at the same moment: it leaves once.
pub fn sent_once(field: &Field) -> anyhow::Result<()> {
    let found = products(field, sold_singly, 1)?;
    let code = sku(&found[0]);
    received(field, code, "race-to-send", WANTED * SENT_ROUNDS as i64)?;
    for round in 0..SENT_ROUNDS {
        let order = place(field, round, &format!("race-send-{round}"), code, WANTED)?;
        confirmed(field, &order)?;
        let before = field.on_hand(code)?;
        let answers = field.together(2, |at, _| {
            let body = json!({"lines": [{"line": 1, "quantity": WANTED}]});
            let path = format!("/api/v1/staff/orders/{}/shipments", encoded(&order.number));
            field.staff_at(at).post_json(&path, &format!("race-send-{round}-{at}"), &body)
        })?;
        let sent = answers.iter().filter(|answer| answer.status == 201).count();
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            ensure!([409, 422].contains(&answer.status), "{} {}", answer.status, answer.text());
        }
        let line = line(field, &order)?;
        let gone = before - field.on_hand(code)?;
        ensure!(
            sent == 1 && line["shipped"] == WANTED && gone == WANTED,
            "sent {sent} times, {gone} left the shelf: {line}"
        );
    }
    println!("  two people send the same line, {SENT_ROUNDS} rounds: it left once each time");
    Ok(())
}

pub(super) fn sold_singly(product: &Value) -> bool {
    product["orderable"] == true
        && product["minimum"] == 1
        && product["multiple"] == 1
        && product["stock"]["state"] != "not_tracked"
}

/// Brings goods in, so that a race does not hang on what the demo happens to have.
pub(super) fn received(field: &Field, code: &str, key: &str, quantity: i64) -> anyhow::Result<()> {
    let body = json!({"lines": [{"sku": code, "quantity": quantity}]});
    field.staff_at(0).post_json("/api/v1/staff/goods-in", key, &body)?.want(201)?;
    let free = field.free(code)?;
    ensure!(free >= quantity, "{free} of {code} are free");
    Ok(())
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn place(
    field: &Field,
    person: usize,
    key: &str,
    code: &str,
    quantity: i64,
) -> anyhow::Result<Waiting> {
    let body = json!({"lines": [{"code": code, "quantity": quantity}]});
    let order = field.person(person).post_json("/api/v1/orders", key, &body)?.want(201)?.value();
    Ok(Waiting { person, number: text(&order["number"]) })
}

fn read(field: &Field, order: &Waiting) -> anyhow::Result<Value> {
    let path = format!("/api/v1/orders/{}", encoded(&order.number));
    Ok(field.person(order.person).get(&path)?.want(200)?.value())
}

pub(super) fn line(field: &Field, order: &Waiting) -> anyhow::Result<Value> {
    let order = read(field, order)?;
    order["lines"].get(0).cloned().context("an order without lines")
}

/// Confirms the order as soon as the back office has it.
pub(super) fn confirmed(field: &Field, order: &Waiting) -> anyhow::Result<()> {
    let start = Instant::now();
    let path = format!("/api/v1/staff/orders/{}/confirmation", encoded(&order.number));
    while start.elapsed() < TAKEN_WITHIN {
        let _ = field.staff_at(0).json("POST", &path, &json!({"decision": "confirm"}))?;
        if read(field, order)?["status"] == "confirmed" {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    anyhow::bail!("{} was not confirmed in time", order.number)
}

impl Field {
    /// A person of the staff, at the server that is theirs.
    fn staff_at(&self, at: usize) -> Client {
        Client::with_token(self.address(at), &self.staff)
    }

    pub(super) fn on_hand(&self, code: &str) -> anyhow::Result<i64> {
        let path = format!("/api/v1/staff/stock/{}", encoded(code));
        let stock = self.staff_at(0).get(&path)?.want(200)?.value();
        let places = stock["locations"].as_array().cloned().unwrap_or_default();
        Ok(places.iter().filter_map(|place| place["on_hand"].as_i64()).sum())
    }
}
