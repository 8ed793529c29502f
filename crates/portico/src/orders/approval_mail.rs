//! Mails about approvals: to those who may give one, and back to who asked. The outbox holds ids only.

use super::Status;
use super::store::number_key;
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use portico_types::{Currency, Money};
use serde::Deserialize;

/// Adds these kinds of mail.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds.with(Notice::OrderToApprove.code(), to_approve).with(Notice::OrderDecided.code(), decided)
}

#[derive(Deserialize)]
struct Body {
    order: String,
    login: i64,
}

/// The order and its reader as a mail needs them.
struct News {
    number: String,
    status: Option<Status>,
    asked_by: String,
    total: String,
    reason: String,
    name: String,
    email: String,
    language: String,
    shows_prices: bool,
}

type Row =
    (String, String, Option<String>, i64, String, Option<String>, String, String, String, String);

/// Whoever this mail goes to still acts for the customer, sees the order and wants such mails.
fn read(view: &mut View, body: &str, notice: Notice) -> Result<Option<News>, DbError> {
    let body: Body = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    let found = view.one::<Row>(
        "select o.number, o.status, w.name, o.total_minor, o.currency, o.refused_why, l.name, l.email,
             l.language, c.prices_shown
         from orders o
         join memberships m on m.customer_id = o.customer_id and m.login_id = $2
         join logins l on l.id = m.login_id
         join customers c on c.id = o.customer_id
         left join logins w on w.id = o.login_id
         where o.number_key = $1 and m.ended_at is null and l.closed_at is null
           and (m.sees = 'all' or o.login_id = $2)
           and not exists (select 1 from mails_unwanted u
               where u.login_id = $2 and u.membership_id = m.id and u.notice = $3)",
        args![&number_key(&body.order), body.login, notice.code()],
    )?;
    let news = |(
        number,
        status,
        asked_by,
        total,
        currency,
        reason,
        name,
        email,
        language,
        prices,
    ): Row| {
        let currency = Currency::from_code(&currency).unwrap_or(Currency::GBP);
        News {
            number,
            status: Status::from_text(&status),
            asked_by: asked_by.unwrap_or_default(),
            total: Money::new(total, currency).with_sign(),
            reason: reason.unwrap_or_default(),
            name,
            email,
            language,
            shows_prices: prices != "hidden",
        }
    };
    Ok(found.map(news))
}

fn to_approve(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some(news) = read(view, body, Notice::OrderToApprove)? else { return Ok(None) };
    // Somebody was quicker than the mail.
    if news.status != Some(Status::AwaitingApproval) {
        return Ok(None);
    }
    mail(view, desk, &news, ("mail-to-approve-subject", "mail-to-approve")).map(Some)
}

fn decided(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some(news) = read(view, body, Notice::OrderDecided)? else { return Ok(None) };
    let keys = match news.status {
        Some(Status::Refused) => ("mail-disapproved-subject", "mail-disapproved"),
        _ => ("mail-approved-subject", "mail-approved"),
    };
    mail(view, desk, &news, keys).map(Some)
}

fn mail(
    view: &mut View,
    desk: &Desk,
    news: &News,
    (subject, sentence): (&'static str, &'static str),
) -> Result<Mail, DbError> {
    let words = desk.language(&news.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let said =
        [("number", news.number.as_str()), ("name", &news.asked_by), ("wholesaler", &wholesaler)];
    let total = format!("{}: {}", words.say("order-total"), news.total);
    let mut before =
        vec![words.fill("mail-hello", &[("name", &news.name)]), words.fill(sentence, &said)];
    before.extend((!news.reason.is_empty()).then(|| news.reason.clone()));
    before.extend(news.shows_prices.then_some(total));
    Ok(Mail {
        subject: words.fill(subject, &said),
        before,
        link: Some((
            words.say("mail-order-link").to_owned(),
            format!("{}/orders/{}", desk.base_url, path_segment(&news.number)),
        )),
        after: vec![choose(desk, words)],
        sign_off: words.fill("mail-sign-off", &[("wholesaler", &wholesaler)]),
        to_name: news.name.clone(),
        to_email: news.email.clone(),
    })
}
