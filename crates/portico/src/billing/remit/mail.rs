//! The advice as mails: to whoever announced a transfer, with the account and the number to name; and to the staff who asked
//! to hear of it.

use super::{Remittance, store};
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::access::staff_mails::reader;
use crate::billing::pay::mail::lines;
use crate::billing::seller;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::mail::{self, Desk, Kinds, Mail};
use crate::platform::outbox;
use crate::platform::settings::{self, Setting};
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use crate::platform::words::Language;

/// Whether whoever announces a transfer gets the advice by mail.
pub const ADVICE: Setting<bool> = Setting { key: "mails.remittance_advice", default: || true };
/// The kind of the mail in the outbox.
const KIND: &str = "remittance_advice";

/// Adds this slice's mails.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds.with(KIND, advice).with(Notice::StaffRemittance.code(), for_staff)
}

/// A transfer was announced; called in its transaction. The outbox holds its number only.
pub(super) fn announced(tx: &mut Tx, number: &str) -> Result<(), DbError> {
    let body = serde_json::json!({ "remittance": number }).to_string();
    outbox::enqueue_many(tx, "mail", KIND, &[(format!("{KIND}:{number}"), body)])
}

/// Where to, as lines: who, which account, which bank.
pub(super) fn account(view: &mut View) -> Result<Vec<String>, DbError> {
    let name = seller::some(settings::get(view, &seller::LEGAL_NAME)?);
    let name = match name {
        Some(name) => name,
        None => settings::get(view, &wholesaler::NAME)?,
    };
    let iban = settings::get(view, &seller::IBAN)?.replace(' ', "");
    let groups: Vec<String> =
        iban.chars().collect::<Vec<_>>().chunks(4).map(|four| four.iter().collect()).collect();
    let bic = seller::some(settings::get(view, &seller::BIC)?);
    Ok([Some(name), Some(groups.join(" ")), bic].into_iter().flatten().collect())
}

/// Name, address and language of whoever announced it, while they belong to the customer.
fn announcer(
    view: &mut View,
    remittance: &Remittance,
) -> Result<Option<(String, String, String)>, DbError> {
    view.one(
        "select l.name, l.email, l.language from memberships m join logins l on l.id = m.login_id
         where m.customer_id = $1 and m.login_id = $2 and m.ended_at is null and l.closed_at is null",
        args![remittance.customer_id, remittance.login_id],
    )
}

fn advice(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let number = mail::about(body, "remittance")?;
    if !settings::get(view, &ADVICE)? {
        return Ok(None);
    }
    let Some(remittance) = store::by_number(view, &number)? else { return Ok(None) };
    let Some((name, email, language)) = announcer(view, &remittance)? else { return Ok(None) };
    let words = desk.language(&language);
    let company = settings::get(view, &wholesaler::NAME)?;
    let amount = remittance.amount.with_sign();
    let given = [("number", number.as_str()), ("amount", &amount), ("wholesaler", &company)];
    let mut before = vec![
        words.fill("mail-hello", &[("name", &name)]),
        words.fill("mail-remittance", &given),
        account(view)?.join("\n"),
        words.say("mail-remittance-for").to_owned(),
    ];
    before.extend(lines(words, &store::parts(view, &remittance)?, remittance.amount));
    let link = format!("{}/remittances/{}", desk.base_url, path_segment(&number));
    Ok(Some(Mail {
        subject: words.fill("mail-remittance-subject", &given),
        before,
        link: Some((words.say("mail-document-link").to_owned(), link)),
        after: Vec::new(),
        sign_off: words.fill("mail-sign-off", &given),
        to_name: name,
        to_email: email,
    }))
}

fn for_staff(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffRemittance, body)? else {
        return Ok(None);
    };
    let Some(remittance) = store::by_number(view, &mail.about)? else { return Ok(None) };
    let customer = view
        .one::<String>("select name from customers where id = $1", args![remittance.customer_id])?;
    let words: &Language = desk.language(&reader.language);
    let company = settings::get(view, &wholesaler::NAME)?;
    let (customer, amount) = (customer.unwrap_or_default(), remittance.amount.with_sign());
    let number = remittance.number.as_str();
    let given = [
        ("number", number),
        ("amount", amount.as_str()),
        ("customer", &customer),
        ("wholesaler", &company),
    ];
    let mut before = vec![
        words.fill("mail-hello", &[("name", &reader.name)]),
        words.fill("mail-staff-remittance", &given),
    ];
    before.extend(lines(words, &store::parts(view, &remittance)?, remittance.amount));
    Ok(Some(Mail {
        subject: words.fill("mail-staff-remittance-subject", &given),
        before,
        link: Some((
            words.say("mail-staff-look").to_owned(),
            format!("{}/staff/bank", desk.base_url),
        )),
        after: vec![choose(desk, words)],
        sign_off: words.fill("mail-sign-off", &given),
        to_name: reader.name,
        to_email: reader.email,
    }))
}
