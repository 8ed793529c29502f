//! The people of one customer, who want the same of what it has; and amounts of money.

use super::Field;
use super::delivery::text;
use crate::http::{Answer, Client};
use crate::program::Site;
use anyhow::{Context, ensure};
use serde_json::Value;
use std::time::Duration;

/// Whose customer has invoices, and people who order without a limit.
const OF: &str = "anna@";

/// People of one customer at the servers of a race.
pub struct People<'f> {
    field: &'f Field,
    tokens: Vec<String>,
}

impl<'f> People<'f> {
    /// The colleagues of [`OF`] who order without a limit of their own.
    pub fn of_one_customer(field: &'f Field, site: &Site) -> anyhow::Result<People<'f>> {
        let mut logins = site.logins.iter();
        let one = logins.find(|login| text(&login["email"]).starts_with(OF));
        let company = &one.with_context(|| format!("the demo has no {OF}"))?["company"];
        let mut tokens = Vec::new();
        for login in site.logins.iter().filter(|login| &login["company"] == company) {
            let Some(token) = login["api_token"].as_str() else { continue };
            let mut person = Client::with_token(field.address(0), token);
            let me = super::looked_up(&mut person, "/api/v1/me")?.want(200)?.value();
            if me["role"] != "viewer" && me["order_limit"].is_null() {
                tokens.push(token.to_owned());
            }
        }
        ensure!(!tokens.is_empty(), "nobody of {company} orders without a limit");
        Ok(People { field, tokens })
    }

    fn person(&self, at: usize) -> Client {
        Client::with_token(self.field.address(at), &self.tokens[at % self.tokens.len()])
    }

    /// What the first of them reads.
    pub fn reads(&self, path: &str) -> anyhow::Result<Value> {
        Ok(super::looked_up(&mut self.person(0), path)?.want(200)?.value())
    }

    /// One of them sends this, again where it was too much at a time.
    pub fn sends(&self, at: usize, path: &str, key: &str, body: &Value) -> anyhow::Result<Answer> {
        let mut person = self.person(at);
        loop {
            let answer = person.post_json(path, key, body)?;
            if answer.status != 429 {
                return Ok(answer);
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    }
}

/// An amount of the API in pence.
pub fn minor(money: &Value) -> anyhow::Result<i64> {
    let text = money["amount"].as_str().context("no amount of money")?;
    text.replace('.', "").parse().with_context(|| format!("no amount: {text}"))
}

/// Pence as an amount of the API.
pub fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// Somebody with a browser, signed in.
pub fn at_browser(field: &Field, login: &Value) -> anyhow::Result<Client> {
    let mut client = Client::with_headers(field.address(0), "");
    let (email, password) = (text(&login["email"]), text(&login["password"]));
    let headers = crate::forms::sign_in(&mut client, &email, &password)?;
    client.set_headers(&headers);
    Ok(client)
}
