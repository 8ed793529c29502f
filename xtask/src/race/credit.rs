//! Fifty people of one customer after the last 1,000.00 of its credit.

use super::people::{People, at_browser, decimal, minor};
use super::{Field, PEOPLE};
use crate::forms::Form;
use crate::http::{Client, encoded};
use crate::program::Site;
use anyhow::{Context, ensure};
use serde_json::json;

const LEFT_MINOR: i64 = 100_000;
/// An order of the race comes to at least this; at most to twice as much.
const EACH_MINOR: i64 = 15_000;
/// Nothing of a stock row is waited for, so that no other lock is in play.
const SERVICE: &str = "GIFT-WRAPPING";

/// In each round as many orders are taken as fit into what is left, to the last one, and none more.
pub fn spent_once(field: &Field, site: &Site) -> anyhow::Result<()> {
    let (people, rounds) = (People::of_one_customer(field, site)?, field.rounds);
    let customer = people.reads("/api/v1/account")?["number"].clone();
    let mut owner = Owner::signed_in(field, site, customer.as_str().unwrap_or_default())?;
    owner.limit("")?;
    let order = |at: usize, key: &str, quantity: i64| {
        let body = json!({"lines": [{"code": SERVICE, "quantity": quantity}]});
        people.sends(at, "/api/v1/orders", key, &body)
    };
    let (mut quantity, mut each) = (1, 0);
    while each < EACH_MINOR {
        quantity *= 2;
        let probe = order(0, &format!("race-credit-probe-{quantity}"), quantity)?.want(201)?;
        each = minor(&probe.value()["totals"]["total"])?;
    }
    let used = || -> anyhow::Result<i64> {
        let account = people.reads("/api/v1/account")?;
        Ok(minor(&account["balance"])? + minor(&account["open_orders"])?)
    };
    let fit = usize::try_from(LEFT_MINOR / each)?;
    ensure!((1..PEOPLE).contains(&fit), "{fit} orders of {each} fit, which is no race");
    for round in 0..rounds {
        let before = used()?;
        owner.limit(&decimal(before + LEFT_MINOR))?;
        let answers = field
            .together(PEOPLE, |at, _| order(at, &format!("race-credit-{round}-{at}"), quantity))?;
        let taken = answers.iter().filter(|answer| answer.status == 201).count();
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            let exceeded = answer.status == 409 && answer.value()["code"] == "credit_exceeded";
            ensure!(exceeded, "{} {}", answer.status, answer.text());
        }
        let spent = used()? - before;
        ensure!(
            taken == fit && spent == each * i64::try_from(fit)?,
            "round {round}: {taken} orders of {each} were taken where {fit} fit, {spent} was spent"
        );
    }
    owner.limit("")?;
    println!(
        "  {PEOPLE} people after the last 1,000.00 of credit, {rounds} rounds: {fit} orders each time, none more"
    );
    Ok(())
}

/// An owner of the staff, who sets the credit limit of one customer.
struct Owner {
    client: Client,
    page: String,
}

impl Owner {
    fn signed_in(field: &Field, site: &Site, customer: &str) -> anyhow::Result<Owner> {
        let mut all = site.logins.iter();
        let found = all.find(|login| login["kind"] == "staff" && login["role"] == "owner");
        let client = at_browser(field, found.context("the demo has no owner")?)?;
        Ok(Owner { client, page: format!("/staff/customers/{}/terms", encoded(customer)) })
    }

    fn limit(&mut self, amount: &str) -> anyhow::Result<()> {
        let page = self.client.get(&self.page)?.want(200)?.text();
        let form = Form::find(&page, &self.page).context("no form of the terms")?;
        self.client.post_form(&self.page, &form.with("credit_limit", amount))?.want(303)?;
        Ok(())
    }
}
