//! Fifty people of one customer after the last 1,000.00 of its credit.

use super::delivery::text;
use super::{Field, PEOPLE, products, sku};
use crate::forms::{self, Form};
use crate::http::{Answer, Client, encoded};
use crate::program::Site;
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::time::Duration;

const ROUNDS: usize = 100;
const LEFT_MINOR: i64 = 100_000;
/// An order of the race comes to at least this; at most to twice as much.
const EACH_MINOR: i64 = 15_000;
/// A token may ask 50 times a second.
const BETWEEN: Duration = Duration::from_millis(250);

/// In each round as many orders are taken as fit into what is left, to the last one, and none more.
pub fn spent_once(field: &Field, site: &Site) -> anyhow::Result<()> {
    let company = text(&site.logins[0]["company"]);
    let tokens = people(field, site, &company)?;
    let ask = |at: usize, path: &str| -> anyhow::Result<Value> {
        let mut person = Client::with_token(field.address(at), &tokens[at % tokens.len()]);
        Ok(super::looked_up(&mut person, path)?.want(200)?.value())
    };
    let customer = text(&ask(0, "/api/v1/account")?["number"]);
    let mut owner = Owner::signed_in(field, site, &customer)?;
    owner.limit("")?;
    // Nothing of a stock row is waited for, so that no other lock is in play.
    let found = products(field, |product| product["stock"]["state"] == "not_tracked", 1)?;
    let code = sku(&found[0]);
    let order = |at: usize, key: &str, quantity: i64| -> anyhow::Result<Answer> {
        let mut person = Client::with_token(field.address(at), &tokens[at % tokens.len()]);
        let body = json!({"lines": [{"code": code, "quantity": quantity}]});
        loop {
            let answer = person.post_json("/api/v1/orders", key, &body)?;
            if answer.status != 429 {
                return Ok(answer);
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    };
    let (mut quantity, mut each) = (1, 0);
    while each < EACH_MINOR {
        quantity *= 2;
        let probe = order(0, &format!("race-credit-probe-{quantity}"), quantity)?.want(201)?;
        each = minor(&probe.value()["totals"]["total"])?;
    }
    let fit = usize::try_from(LEFT_MINOR / each)?;
    ensure!((1..PEOPLE).contains(&fit), "{fit} orders of {each} fit, which is no race");
    for round in 0..ROUNDS {
        let account = ask(0, "/api/v1/account")?;
        let used = minor(&account["balance"])? + minor(&account["open_orders"])?;
        owner.limit(&decimal(used + LEFT_MINOR))?;
        let answers = field
            .together(PEOPLE, |at, _| order(at, &format!("race-credit-{round}-{at}"), quantity))?;
        let taken = answers.iter().filter(|answer| answer.status == 201).count();
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            let exceeded = answer.status == 409 && answer.value()["code"] == "credit_exceeded";
            ensure!(exceeded, "{} {}", answer.status, answer.text());
        }
        let account = ask(0, "/api/v1/account")?;
        let after = minor(&account["balance"])? + minor(&account["open_orders"])?;
        let spent = after - used;
        ensure!(
            taken == fit && spent == each * i64::try_from(fit)?,
            "round {round}: {taken} orders of {each} were taken where {fit} fit, {spent} was spent"
        );
        std::thread::sleep(BETWEEN);
    }
    owner.limit("")?;
    println!(
        "  {PEOPLE} people after the last 1,000.00 of credit, {ROUNDS} rounds: {fit} orders each time, none more"
    );
    Ok(())
}

/// Tokens of the people of this company who order without a limit of their own.
fn people(field: &Field, site: &Site, company: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for login in site.logins.iter().filter(|login| login["company"] == company) {
        let Some(token) = login["api_token"].as_str() else { continue };
        let mut person = Client::with_token(field.address(0), token);
        let me = person.get("/api/v1/me")?.want(200)?.value();
        if me["role"] != "viewer" && me["order_limit"].is_null() {
            found.push(token.to_owned());
        }
    }
    ensure!(!found.is_empty(), "nobody of {company} orders without a limit");
    Ok(found)
}

/// An owner of the staff with a browser, who sets the credit limit of one customer.
struct Owner {
    client: Client,
    page: String,
}

impl Owner {
    fn signed_in(field: &Field, site: &Site, customer: &str) -> anyhow::Result<Owner> {
        let mut all = site.logins.iter();
        let found = all.find(|login| login["kind"] == "staff" && login["role"] == "owner");
        let login = found.context("the demo has no owner")?;
        let mut client = Client::with_headers(field.address(0), "");
        let (email, password) = (text(&login["email"]), text(&login["password"]));
        let headers = forms::sign_in(&mut client, &email, &password)?;
        client.set_headers(&headers);
        let page = format!("/staff/customers/{}/terms", encoded(customer));
        Ok(Owner { client, page })
    }

    fn limit(&mut self, amount: &str) -> anyhow::Result<()> {
        let page = self.client.get(&self.page)?.want(200)?.text();
        let form = Form::find(&page, &self.page).context("no form of the terms")?;
        let sent = form.with("credit_limit", amount);
        self.client.post_form(&self.page, &sent)?.want(303)?;
        Ok(())
    }
}

/// An amount of the API in pence.
fn minor(money: &Value) -> anyhow::Result<i64> {
    let text = money["amount"].as_str().context("no amount of money")?;
    text.replace('.', "").parse().with_context(|| format!("no amount: {text}"))
}

fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
