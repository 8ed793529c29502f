//! Mails about a quotation to the customer, and the link to whomever it is shared with. The outbox holds ids (and, until it
//! is sent, the link's secret); who reads it, and what it says, is looked up when it is sent. It goes to whoever asked for
//! the quotation; where nobody did, to the customer's first contact.

use super::kept::QuoteHead;
use super::send::QUOTE_SENT;
use super::{staff_mail, store};
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings::{self, Setting};
use crate::platform::web::{dates, path_segment};
use crate::platform::words::Language;
use crate::platform::{outbox, wholesaler};
use serde::{Deserialize, Serialize};

/// Whether customers get a mail with what the wholesaler wrote on a quotation.
pub const QUOTE_COMMENT: Setting<bool> = Setting { key: "mails.quote_comment", default: || true };

/// It was sent, or sent anew.
pub(super) const SENT: &str = "quote_sent";
/// It was taken back.
pub(super) const WITHDRAWN: &str = "quote_withdrawn";
/// Staff remind the customer of it.
pub(super) const REMINDER: &str = "quote_reminder";
/// Staff wrote on it.
pub(super) const COMMENT: &str = "quote_comment";
/// Somebody of the customer's shares it.
const SHARE: &str = "quote_share";

/// Adds this slice's kinds of mail.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    staff_mail::kinds(kinds)
        .with(SENT, |view, desk, body| offered(view, desk, body, SENT))
        .with(REMINDER, |view, desk, body| offered(view, desk, body, REMINDER))
        .with(WITHDRAWN, withdrawn)
        .with(COMMENT, comment)
        .with(SHARE, shared)
}

/// What the outbox holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Body {
    quote: i64,
    /// The login it goes to; none: the customer's first contact.
    login: Option<i64>,
    /// Id of a comment.
    #[serde(default)]
    about: String,
}

/// Tells whose quotation it is, and of comments everybody of the customer's who wrote on it; once for what it is about.
pub(super) fn tell(
    tx: &mut Tx,
    head: &QuoteHead,
    kind: &'static str,
    about: &str,
) -> Result<(), DbError> {
    let mut readers = vec![head.login_id];
    if kind == COMMENT {
        let wrote = tx.all::<i64>(
            "select distinct login_id from quote_comments
             where quote_id = $1 and side = 'customer' order by login_id limit 100",
            args![head.id],
        )?;
        readers.extend(wrote.into_iter().map(Some).filter(|one| *one != head.login_id));
    }
    let mut wishes = Vec::new();
    for login in readers {
        let key = format!("{kind}:{}:{about}:{}", head.number, login.unwrap_or(0));
        let body = Body { quote: head.id, login, about: about.to_owned() };
        let body = serde_json::to_string(&body).map_err(|e| DbError::Failed(e.to_string()))?;
        wishes.push((key, body));
    }
    outbox::enqueue_many(tx, "mail", kind, &wishes)
}

/// A mail being written: whom to, in which language, about which quotation.
struct Letter<'a> {
    desk: &'a Desk<'a>,
    words: &'a Language,
    wholesaler: String,
    head: QuoteHead,
    name: String,
    email: String,
    prices: bool,
    /// Whether it is a login, which chooses its mails.
    chooses: bool,
}

type Reader = (Option<String>, Option<String>, String, String);

/// Whom it goes to: a login while it may still see the quotation and wants such mails, or the customer's first contact.
fn letter<'a>(
    view: &mut View,
    desk: &'a Desk,
    body: &Body,
    (notice, switch): (Notice, &Setting<bool>),
) -> Result<Option<Letter<'a>>, DbError> {
    if !settings::get(view, switch)? {
        return Ok(None);
    }
    let reader = match body.login {
        Some(login) => view.one::<Reader>(
            "select l.name, l.email, l.language, c.prices_shown
             from quotes q
             join memberships m on m.customer_id = q.customer_id and m.login_id = $2
             join logins l on l.id = m.login_id
             join customers c on c.id = q.customer_id
             where q.id = $1 and (q.login_id = $2 or m.sees = 'all')
             and m.ended_at is null and l.closed_at is null
             and not exists (select 1 from mails_unwanted u
                 where u.login_id = $2 and u.membership_id = m.id and u.notice = $3)",
            args![body.quote, login, notice.code()],
        )?,
        None => view.one::<Reader>(
            "select c.contact_name, c.contact_email, c.language, c.prices_shown
             from quotes q join customers c on c.id = q.customer_id
             where q.id = $1 and c.closed_at is null",
            args![body.quote],
        )?,
    };
    let Some((name, Some(email), language, prices)) = reader else { return Ok(None) };
    let Some((head, ..)) = store::head_of_link(view, body.quote)? else { return Ok(None) };
    Ok(Some(Letter {
        desk,
        words: desk.language(&language),
        wholesaler: settings::get(view, &wholesaler::NAME)?,
        head,
        name: name.unwrap_or_else(|| email.clone()),
        email,
        prices: prices != "hidden",
        chooses: body.login.is_some(),
    }))
}

impl Letter<'_> {
    fn say(&self, key: &str) -> String {
        let until = self.head.valid_until.map(|day| dates::weekday(self.words, day));
        self.words.fill(
            key,
            &[
                ("number", self.head.number.as_str()),
                ("title", &self.head.title),
                ("total", &self.head.total.with_sign()),
                ("until", until.as_deref().unwrap_or("")),
                ("wholesaler", &self.wholesaler),
            ],
        )
    }

    fn mail(self, subject: &str, paragraphs: Vec<String>) -> Mail {
        let link = format!("{}/quotes/{}", self.desk.base_url, path_segment(&self.head.number));
        let mut before = vec![self.words.fill("mail-hello", &[("name", &self.name)])];
        before.extend(paragraphs.into_iter().filter(|text| !text.is_empty()));
        Mail {
            subject: self.say(subject),
            before,
            link: Some((self.words.say("mail-quote-link").to_owned(), link)),
            after: self.chooses.then(|| choose(self.desk, self.words)).into_iter().collect(),
            sign_off: self.say("mail-sign-off"),
            to_name: self.name,
            to_email: self.email,
        }
    }
}

fn read(body: &str) -> Result<Body, DbError> {
    serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))
}

/// What is offered, and until when; or a reminder of it, while it is open.
fn offered(view: &mut View, desk: &Desk, body: &str, kind: &str) -> Result<Option<Mail>, DbError> {
    let Some(letter) = letter(view, desk, &read(body)?, (Notice::QuoteSent, &QUOTE_SENT))? else {
        return Ok(None);
    };
    if letter.head.state != super::State::Sent {
        return Ok(None);
    }
    let (subject, first) = match (kind, letter.head.revision) {
        (REMINDER, _) => ("mail-quote-reminder-subject", "mail-quote-reminder"),
        (_, 1) => ("mail-quote-sent-subject", "mail-quote-sent"),
        _ => ("mail-quote-revised-subject", "mail-quote-revised"),
    };
    let total = if letter.prices { letter.say("mail-quote-total") } else { String::new() };
    let until =
        if letter.head.valid_until.is_some() { "mail-quote-until" } else { "mail-quote-no-end" };
    let said = vec![letter.say(first), letter.head.title.clone(), total, letter.say(until)];
    Ok(Some(letter.mail(subject, said)))
}

/// That it was taken back, and why.
fn withdrawn(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some(letter) = letter(view, desk, &read(body)?, (Notice::QuoteSent, &QUOTE_SENT))? else {
        return Ok(None);
    };
    let said =
        vec![letter.say("mail-quote-withdrawn"), letter.head.why.clone().unwrap_or_default()];
    Ok(Some(letter.mail("mail-quote-withdrawn-subject", said)))
}

/// What the wholesaler wrote, in full.
fn comment(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let body = read(body)?;
    let about = (Notice::QuoteComment, &QUOTE_COMMENT);
    let Some(letter) = letter(view, desk, &body, about)? else { return Ok(None) };
    let text = view.one::<String>(
        "select body from quote_comments where id = $1 and quote_id = $2",
        args![body.about.parse::<i64>().unwrap_or_default(), body.quote],
    )?;
    let Some(text) = text else { return Ok(None) };
    let first = letter.say("mail-quote-comment");
    Ok(Some(letter.mail("mail-quote-comment-subject", vec![first, text])))
}

/// What the outbox holds of a shared link until it is sent; then it is blanked, and the secret is nowhere but in the mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ShareBody {
    share: i64,
    secret: String,
}

/// The mail that carries a link.
pub(super) fn share(tx: &mut Tx, share_id: i64, secret: &Secret) -> Result<(), DbError> {
    let body = ShareBody { share: share_id, secret: secret.text().to_owned() };
    let body = serde_json::to_string(&body).map_err(|e| DbError::Failed(e.to_string()))?;
    let _ = outbox::enqueue(tx, "mail", SHARE, &format!("{SHARE}:{share_id}"), &body)?;
    Ok(())
}

/// The link, from whom, and what they say; nothing where it was revoked meanwhile.
fn shared(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let body: ShareBody = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    type Link = (i64, String, Option<String>, String, String);
    let found = view.one::<Link>(
        "select s.quote_id, s.email, s.message, s.ends_day, l.name
         from quote_shares s join logins l on l.id = s.created_by
         where s.id = $1 and s.revoked_at is null and s.ends_at > $2",
        args![body.share, view.now()],
    )?;
    let Some((quote_id, email, message, ends, by)) = found else { return Ok(None) };
    let Some((head, customer, language)) = store::head_of_link(view, quote_id)? else {
        return Ok(None);
    };
    let words = desk.language(&language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let ends = portico_types::Day::parse(&ends).map(|day| dates::weekday(words, day));
    let said = [
        ("number", head.number.as_str()),
        ("by", &by),
        ("customer", &customer),
        ("wholesaler", &wholesaler),
        ("ends", ends.as_deref().unwrap_or("")),
    ];
    let mut before = vec![words.fill("mail-share", &said)];
    before.extend(message);
    Ok(Some(Mail {
        subject: words.fill("mail-share-subject", &said),
        before,
        link: Some((
            words.say("mail-share-link").to_owned(),
            format!("{}/shared/{}", desk.base_url, body.secret),
        )),
        after: vec![words.fill("mail-share-ends", &said)],
        sign_off: words.fill("mail-sign-off", &said),
        to_name: email.clone(),
        to_email: email,
    }))
}
