//! Fifty people of one customer who pay the same invoice.

use super::people::{People, at_browser, decimal, minor};
use super::{Field, PEOPLE};
use crate::forms::Form;
use crate::http::encoded;
use crate::program::Site;
use anyhow::{Context, ensure};
use serde_json::{Value, json};

/// In each round one of them pays a part of it; the last round pays what is left, and nobody more than that.
pub fn paid_once(field: &Field, site: &Site) -> anyhow::Result<()> {
    let people = People::of_one_customer(field, site)?;
    let rounds = i64::try_from(field.rounds)?;
    let mut logins = site.logins.iter();
    let payer =
        logins.find(|login| login["email"].as_str().is_some_and(|e| e.starts_with("anna@")));
    let mut payer = at_browser(field, payer.context("the demo has no anna@")?)?;
    let listed = people.reads("/api/v1/documents?type=invoice&state=open&limit=200")?;
    let free = |one: &&Value| {
        minor(&one["pending"]).is_ok_and(|pending| pending == 0)
            && minor(&one["open"]).is_ok_and(|open| open >= rounds)
    };
    let invoice = listed["items"].as_array().into_iter().flatten().find(free);
    let number = invoice.context("the demo has no open invoice")?["number"].clone();
    let number = number.as_str().unwrap_or_default().to_owned();
    let path = format!("/api/v1/documents/{}", encoded(&number));
    let open = || -> anyhow::Result<i64> { minor(&people.reads(&path)?["open"]) };
    let part = open()? / rounds;
    let owed = || -> anyhow::Result<i64> { minor(&people.reads("/api/v1/account")?["balance"]) };
    let (open_before, owed_before) = (open()?, owed()?);
    for round in 1..=rounds {
        let before = open()?;
        let amount = if round == rounds { before } else { part };
        let money = json!({"amount": decimal(amount), "currency": "GBP"});
        let body = json!({"documents": [{"number": number, "amount": money}]});
        let answers = field.together(PEOPLE, |at, _| {
            people.sends(at, "/api/v1/payments", &format!("race-pay-{round}-{at}"), &body)
        })?;
        let (begun, refused): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|answer| answer.status == 201);
        ensure!(begun.len() == 1, "round {round}: {} payments of one part", begun.len());
        for answer in refused {
            let pending = answer.status == 409 && answer.value()["code"] == "payment_pending";
            ensure!(pending, "{} {}", answer.status, answer.text());
        }
        let begun = begun[0].value();
        let url = begun["redirect_url"].as_str().context("no page to pay at")?;
        let page = url.find("/demo-gateway/").map(|at| url[at..].to_owned());
        let page = page.context("not at the demo gateway")?;
        let html = payer.get(&page)?.want(200)?.text();
        let form = Form::find(&html, &page).context("no form at the demo gateway")?;
        payer.post_form(&page, &form.with("deed", "pay"))?.want(303)?;
        let payment =
            format!("/api/v1/payments/{}", encoded(begun["number"].as_str().unwrap_or_default()));
        let paid = people.reads(&payment)?;
        ensure!(paid["status"] == "paid", "round {round}: {paid}");
        let after = open()?;
        ensure!(after == before - amount, "round {round}: {before} - {amount} left {after} open");
    }
    let (open, owed) = (open()?, owed()?);
    ensure!(
        open == 0 && owed_before - owed == open_before,
        "{open} of {open_before} is open, {owed} of {owed_before} is owed"
    );
    println!(
        "  {PEOPLE} people pay one invoice, {rounds} rounds: one payment each time, nothing paid twice"
    );
    Ok(())
}
