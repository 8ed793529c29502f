//! The mail when money is here: how much, and what it settled. To whoever paid or announced it; a transfer that nobody
//! announced, to the customer's first contact.

use super::{Part, Payment, store};
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::mail::{self, Desk, Kinds, Mail};
use crate::platform::outbox;
use crate::platform::settings::{self, Setting};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use portico_types::Money;

/// Whether customers get a mail when money of theirs is booked.
pub const RECEIVED: Setting<bool> = Setting { key: "mails.payment_received", default: || true };
/// Documents that a mail lists; of more it says how many.
const LISTED_MOST: usize = 40;

/// Adds this slice's mails.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds.with(Notice::PaymentReceived.code(), payment_received)
}

/// A payment was booked; called in its transaction. The outbox holds its number only.
///
/// # Errors
/// What the database says.
pub(super) fn received(tx: &mut Tx, number: &str) -> Result<(), DbError> {
    let kind = Notice::PaymentReceived.code();
    let body = serde_json::json!({ "payment": number }).to_string();
    outbox::enqueue_many(tx, "mail", kind, &[(format!("{kind}:{number}"), body)])
}

/// Name, address, language, and whether it is a login, which chooses its mails.
type Reader = (String, String, String, bool);

fn reader(view: &mut View, payment: &Payment) -> Result<Option<Reader>, DbError> {
    let announced = view.one::<i64>(
        "select login_id from remittances where payment_id = $1 order by id limit 1",
        args![payment.id],
    )?;
    let own = payment.login_id.filter(|_| payment.gateway != "bank");
    if let Some(login) = announced.or(own) {
        return view.one(
            "select l.name, l.email, l.language, true from memberships m
             join logins l on l.id = m.login_id
             where m.customer_id = $1 and m.login_id = $2 and m.ended_at is null and l.closed_at is null
                 and not exists (select 1 from mails_unwanted u
                     where u.login_id = $2 and u.membership_id = m.id and u.notice = $3)",
            args![payment.customer_id, login, Notice::PaymentReceived.code()],
        );
    }
    view.one(
        "select coalesce(contact_name, contact_email), contact_email, language, false from customers
         where id = $1 and closed_at is null and contact_email is not null",
        args![payment.customer_id],
    )
}

fn payment_received(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let number = mail::about(body, "payment")?;
    if !settings::get(view, &RECEIVED)? {
        return Ok(None);
    }
    let Some(payment) = store::by_number(view, &number)? else { return Ok(None) };
    let Some((name, email, language, chooses)) = reader(view, &payment)? else { return Ok(None) };
    let parts = store::parts(view, &payment)?;
    let words = desk.language(&language);
    let company = settings::get(view, &wholesaler::NAME)?;
    let amount = payment.amount.with_sign();
    let given = [("wholesaler", company.as_str()), ("amount", &amount), ("number", &number)];
    let mut before = vec![
        words.fill("mail-hello", &[("name", &name)]),
        words.fill("mail-payment-received", &given),
    ];
    before.extend(lines(words, &parts, payment.amount));
    let link = format!("{}/transactions/{}", desk.base_url, path_segment(&payment.number));
    Ok(Some(Mail {
        subject: words.fill("mail-payment-received-subject", &given),
        before,
        link: Some((words.say("mail-document-link").to_owned(), link)),
        after: chooses.then(|| choose(desk, words)).into_iter().collect(),
        sign_off: words.fill("mail-sign-off", &given),
        to_name: name,
        to_email: email,
    }))
}

/// What money is for, a line for each document, and what of it is over.
pub(in crate::billing) fn lines(words: &Language, parts: &[Part], amount: Money) -> Vec<String> {
    let line = |part: &Part| format!("{}: {}", part.number, part.amount.with_sign());
    let mut listed: Vec<String> = parts.iter().take(LISTED_MOST).map(line).collect();
    if parts.len() > LISTED_MOST {
        let more = (parts.len() - LISTED_MOST).to_string();
        listed.push(words.fill("mail-payment-more", &[("count", &more)]));
    }
    let rest = amount.minor.saturating_sub(parts.iter().map(|part| part.amount.minor).sum());
    let rest = (rest > 0).then(|| Money::new(rest, amount.currency).with_sign());
    let rest = rest.map(|rest| words.fill("mail-payment-rest", &[("rest", &rest)]));
    let listed = (!listed.is_empty()).then(|| listed.join("\n"));
    listed.into_iter().chain(rest).collect()
}
