//! Two people at one shelf: the same order released by both, the same line picked by both, the same note sent by both.

use super::{Field, delivery, products, sku};
use crate::forms::{self, Form};
use crate::http::{Answer, Client};
use crate::program::Site;
use anyhow::{Context, ensure};

const ROUNDS: usize = 5;
const ORDERED: i64 = 12;
/// More than there is to pick.
const SCANS: usize = 20;
/// Against strangers, and for whom the form was made.
const HIDDEN: [&str; 2] = ["csrf", "customer"];

/// Of all that two people do to one order at the same moments, each piece is released, picked and sent once.
pub fn picked_once(field: &Field, site: &Site) -> anyhow::Result<()> {
    let staff = [signed_in(field, site, 0, "write")?, signed_in(field, site, 1, "owner")?];
    let found = products(field, delivery::sold_singly, 1)?;
    let code = sku(&found[0]);
    delivery::received(field, code, "race-to-pick", ORDERED * ROUNDS as i64)?;
    for round in 0..ROUNDS {
        let order = delivery::place(field, round, &format!("race-pick-{round}"), code, ORDERED)?;
        delivery::confirmed(field, &order)?;
        let before = field.on_hand(code)?;
        let note = released(field, &staff, &order.number)?;
        let page = format!("/staff/goods-out/{note}");
        counted(field, &staff, &page, code)?;
        closed_and_sent(field, &staff, &page)?;
        let line = delivery::line(field, &order)?;
        let gone = before - field.on_hand(code)?;
        ensure!(
            line["shipped"] == ORDERED && gone == ORDERED,
            "{gone} left the shelf of {ORDERED} that were picked: {line}"
        );
    }
    println!(
        "  two people release, pick and send the same line, {ROUNDS} rounds of {SCANS} scans for {ORDERED} pieces: each piece once"
    );
    Ok(())
}

/// Somebody of the staff with a browser: its headers, and what every form of theirs holds hidden.
struct Browser {
    at: usize,
    headers: String,
    hidden: Vec<(String, String)>,
}

fn signed_in(field: &Field, site: &Site, at: usize, role: &str) -> anyhow::Result<Browser> {
    let found = site.logins.iter().find(|login| login["kind"] == "staff" && login["role"] == role);
    let login = found.with_context(|| format!("the demo has no staff {role}"))?;
    let mut client = Client::with_headers(field.address(at), "");
    let (email, password) = (delivery::text(&login["email"]), delivery::text(&login["password"]));
    let headers = forms::sign_in(&mut client, &email, &password)?;
    client.set_headers(&headers);
    let page = client.get("/staff/goods-out")?.want(200)?.text();
    let form = Form::find(&page, "").context("no form on /staff/goods-out")?;
    let hidden = form.filled(&[]).into_iter().filter(|(name, _)| HIDDEN.contains(&name.as_str()));
    let hidden = hidden.collect();
    Ok(Browser { at, headers, hidden })
}

impl Browser {
    fn post(&self, field: &Field, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let mut client = Client::with_headers(field.address(self.at), &self.headers);
        let mut sent = self.hidden.clone();
        sent.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        client.post_form(path, &sent)
    }

    fn page(&self, field: &Field, path: &str) -> anyhow::Result<String> {
        let mut client = Client::with_headers(field.address(self.at), &self.headers);
        Ok(client.get(path)?.want(200)?.text())
    }
}

/// Both tick the order at once: one note is made; its number.
fn released(field: &Field, staff: &[Browser; 2], order: &str) -> anyhow::Result<String> {
    let answers = field
        .together(2, |at, _| staff[at].post(field, "/staff/goods-out", &[("order", order)]))?;
    let made = answers.iter().filter(|answer| answer.status == 303).count();
    for answer in answers.iter().filter(|answer| answer.status != 303) {
        ensure!([409, 422].contains(&answer.status), "{} {}", answer.status, answer.text());
    }
    ensure!(made == 1, "{order} was released {made} times");
    let list = staff[0].page(field, &format!("/staff/goods-out?q={order}"))?;
    let number = list.split_once("href=\"/staff/goods-out/N-").map(|(_, rest)| rest);
    let digits = number.and_then(|rest| rest.split('"').next());
    Ok(format!("N-{}", digits.context("no note in the list of notes")?))
}

/// More scans at once than there are pieces: so many are counted as the note asks for.
fn counted(field: &Field, staff: &[Browser; 2], page: &str, code: &str) -> anyhow::Result<()> {
    let answers = field.together(SCANS, |at, _| {
        staff[at % 2].post(field, page, &[("code", code), ("form", &format!("scan-{at}"))])
    })?;
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        ensure!(answer.status == 422, "{} {}", answer.status, answer.text());
    }
    let counted = answers.iter().filter(|answer| answer.status == 200).count();
    ensure!(counted as i64 == ORDERED, "{counted} of {ORDERED} pieces were counted");
    Ok(())
}

/// The note is closed; both send it at once, and it leaves once.
fn closed_and_sent(field: &Field, staff: &[Browser; 2], page: &str) -> anyhow::Result<()> {
    staff[0].post(field, &format!("{page}/packing"), &[])?.want(303)?;
    let to = format!("{page}/shipment");
    let form = Form::find(&staff[0].page(field, page)?, &to).context("no form to send it with")?;
    let filled = form.filled(&[]);
    let fields: Vec<(&str, &str)> = filled
        .iter()
        .filter(|(name, _)| !HIDDEN.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answers = field.together(2, |at, _| staff[at].post(field, &to, &fields))?;
    let sent = answers.iter().filter(|answer| answer.status == 303).count();
    for answer in answers.iter().filter(|answer| answer.status != 303) {
        ensure!(answer.status == 409, "{} {}", answer.status, answer.text());
    }
    ensure!(sent == 1, "one note was sent {sent} times");
    Ok(())
}
