//! Mails to the staff who asked for them: a customer asks for a quotation, wrote on one, or decided on one.

use super::State;
use super::store;
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::access::staff_mails::{Reader, reader};
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;

/// Adds these kinds of mail.
pub(super) fn kinds(kinds: Kinds) -> Kinds {
    kinds
        .with(Notice::StaffQuoteAsked.code(), asked)
        .with(Notice::StaffQuoteComment.code(), commented)
        .with(Notice::StaffQuoteDecided.code(), decided)
}

fn asked(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffQuoteAsked, body)? else {
        return Ok(None);
    };
    let said = |_: State| ("mail-staff-quote-asked-subject", "mail-staff-quote-asked");
    tell(view, desk, (reader, &mail.about), (&said, None))
}

fn commented(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffQuoteComment, body)? else {
        return Ok(None);
    };
    let found = view.one::<(String, String)>(
        "select q.number, c.body from quote_comments c join quotes q on q.id = c.quote_id
         where c.id = $1",
        args![mail.about.parse::<i64>().unwrap_or_default()],
    )?;
    let Some((number, text)) = found else { return Ok(None) };
    let said = |_: State| ("mail-staff-quote-comment-subject", "mail-staff-quote-comment");
    tell(view, desk, (reader, &number), (&said, Some(text)))
}

fn decided(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffQuoteDecided, body)? else {
        return Ok(None);
    };
    let number = mail.about.split(':').next().unwrap_or_default();
    let said = |state: State| match state {
        State::Declined => ("mail-staff-quote-declined-subject", "mail-staff-quote-declined"),
        _ => ("mail-staff-quote-converted-subject", "mail-staff-quote-converted"),
    };
    tell(view, desk, (reader, number), (&said, None))
}

/// Keys of a mail's subject and its sentence, by where the quotation stands.
type Said<'a> = &'a dyn Fn(State) -> (&'static str, &'static str);

fn tell(
    view: &mut View,
    desk: &Desk,
    (reader, number): (Reader, &str),
    (said, text): (Said<'_>, Option<String>),
) -> Result<Option<Mail>, DbError> {
    let id = view.one::<i64>(
        "select id from quotes where number_key = $1",
        args![&store::number_key(number)],
    )?;
    let Some(id) = id else { return Ok(None) };
    let Some((head, customer, _)) = store::head_of_link(view, id)? else { return Ok(None) };
    let words = desk.language(&reader.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let (subject, sentence) = said(head.state);
    let order = head.order.clone().unwrap_or_default();
    let total = head.total.with_sign();
    let fills = [
        ("number", head.number.as_str()),
        ("customer", &customer),
        ("order", &order),
        ("total", &total),
        ("wholesaler", &wholesaler),
        ("name", &reader.name),
    ];
    let mut before = vec![words.fill("mail-hello", &fills), words.fill(sentence, &fills)];
    before.extend(text);
    before.extend(head.why.clone().filter(|_| head.state == State::Declined));
    let link = format!("{}/staff/quotes/{}", desk.base_url, path_segment(&head.number));
    Ok(Some(Mail {
        subject: words.fill(subject, &fills),
        before,
        link: Some((words.say("mail-staff-quote-look").to_owned(), link)),
        after: vec![choose(desk, words)],
        sign_off: words.fill("mail-sign-off", &fills),
        to_name: reader.name,
        to_email: reader.email,
    }))
}
