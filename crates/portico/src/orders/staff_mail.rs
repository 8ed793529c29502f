//! Mails to the staff who asked for them: a new order, and one that the ERP did not take.

use super::store::number_key;
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::access::staff_mails::reader;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use portico_types::{Currency, Money};

/// Adds these kinds of mail.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds
        .with(Notice::StaffOrderPlaced.code(), |view, desk, body| told(view, desk, body, &PLACED))
        .with(Notice::StaffHandOverFailed.code(), |view, desk, body| {
            told(view, desk, body, &FAILED)
        })
}

/// What a mail says: keys of its subject and its sentence.
struct News {
    notice: Notice,
    subject: &'static str,
    sentence: &'static str,
}

const PLACED: News = News {
    notice: Notice::StaffOrderPlaced,
    subject: "mail-staff-order-subject",
    sentence: "mail-staff-order",
};
const FAILED: News = News {
    notice: Notice::StaffHandOverFailed,
    subject: "mail-staff-failed-subject",
    sentence: "mail-staff-failed",
};

fn told(view: &mut View, desk: &Desk, body: &str, news: &News) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, news.notice, body)? else { return Ok(None) };
    let order = view.one::<(String, String, i64, String)>(
        "select o.number, c.name, o.total_minor, o.currency from orders o
         join customers c on c.id = o.customer_id where o.number_key = $1",
        args![&number_key(&mail.about)],
    )?;
    let Some((number, customer, total, currency)) = order else { return Ok(None) };
    let currency = Currency::from_code(&currency).unwrap_or(Currency::GBP);
    let total = Money::new(total, currency).with_sign();
    let words = desk.language(&reader.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let said = [("number", number.as_str()), ("customer", &customer), ("total", &total)];
    let link = format!("{}/staff/orders/{}", desk.base_url, path_segment(&number));
    Ok(Some(Mail {
        subject: words.fill(news.subject, &said),
        before: vec![
            words.fill("mail-hello", &[("name", &reader.name)]),
            words.fill(news.sentence, &said),
        ],
        link: Some((words.say("mail-staff-look").to_owned(), link)),
        after: vec![choose(desk, words)],
        sign_off: words.fill("mail-sign-off", &[("wholesaler", &wholesaler)]),
        to_name: reader.name,
        to_email: reader.email,
    }))
}
