//! Mails to the staff who asked for them: a new order, a comment of a customer, and an order that the ERP did not take.

use super::store::number_key;
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::access::staff_mails::{Reader, reader};
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
        .with(Notice::StaffOrderReview.code(), |view, desk, body| told(view, desk, body, &REVIEW))
        .with(Notice::StaffOrderComment.code(), commented)
        .with(Notice::StaffChangeAsked.code(), change_asked)
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
const REVIEW: News = News {
    notice: Notice::StaffOrderReview,
    subject: "mail-staff-review-subject",
    sentence: "mail-staff-review",
};
const FAILED: News = News {
    notice: Notice::StaffHandOverFailed,
    subject: "mail-staff-failed-subject",
    sentence: "mail-staff-failed",
};

fn told(view: &mut View, desk: &Desk, body: &str, news: &News) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, news.notice, body)? else { return Ok(None) };
    let about = mail.about;
    tell(view, desk, (reader, &about), (news.subject, news.sentence, None))
}

/// A customer wrote a comment: the mail has it in full.
fn commented(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffOrderComment, body)? else {
        return Ok(None);
    };
    let found = view.one::<(String, String)>(
        "select o.number, c.body from order_comments c join orders o on o.id = c.order_id
         where c.id = $1",
        args![mail.about.parse::<i64>().unwrap_or_default()],
    )?;
    let Some((number, text)) = found else { return Ok(None) };
    let said = ("mail-staff-comment-subject", "mail-staff-comment", Some(text));
    tell(view, desk, (reader, &number), said)
}

/// A customer asks for a change: the mail has why.
fn change_asked(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffChangeAsked, body)? else {
        return Ok(None);
    };
    let found = view.one::<(String, Option<String>)>(
        "select o.number, c.reason from order_changes c join orders o on o.id = c.order_id
         where c.id = $1",
        args![mail.about.parse::<i64>().unwrap_or_default()],
    )?;
    let Some((number, reason)) = found else { return Ok(None) };
    let said = ("mail-staff-change-subject", "mail-staff-change", reason);
    tell(view, desk, (reader, &number), said)
}

/// A mail about this order: keys of its subject and its sentence, and what somebody wrote.
fn tell(
    view: &mut View,
    desk: &Desk,
    (reader, number): (Reader, &str),
    (subject, sentence, text): (&str, &str, Option<String>),
) -> Result<Option<Mail>, DbError> {
    let order = view.one::<(String, String, i64, String)>(
        "select o.number, c.name, o.total_minor, o.currency from orders o
         join customers c on c.id = o.customer_id where o.number_key = $1",
        args![&number_key(number)],
    )?;
    let Some((number, customer, total, currency)) = order else { return Ok(None) };
    let currency = Currency::from_code(&currency).unwrap_or(Currency::GBP);
    let total = Money::new(total, currency).with_sign();
    let words = desk.language(&reader.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let said = [("number", number.as_str()), ("customer", &customer), ("total", &total)];
    let link = format!("{}/staff/orders/{}", desk.base_url, path_segment(&number));
    let mut before =
        vec![words.fill("mail-hello", &[("name", &reader.name)]), words.fill(sentence, &said)];
    before.extend(text);
    Ok(Some(Mail {
        subject: words.fill(subject, &said),
        before,
        link: Some((words.say("mail-staff-look").to_owned(), link)),
        after: vec![choose(desk, words)],
        sign_off: words.fill("mail-sign-off", &[("wholesaler", &wholesaler)]),
        to_name: reader.name,
        to_email: reader.email,
    }))
}
